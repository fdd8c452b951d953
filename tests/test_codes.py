"""The code lists say what the legal acts say, on the day they say it."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from matcher.namespaces import PREFIXES

ROOT: Final = Path(__file__).resolve().parents[1]
CODES: Final = ROOT / "ontology" / "codes"
LAST_DAY_OF_2014: Final = "2026-12-08"
FIRST_DAY_OF_2025: Final = "2026-12-09"
MIRRORS: Final = {"sym:MirrorHazardous", "sym:MirrorNonHazardous"}

Rows = dict[str, dict[str, list[str]]]


def curie(term: object) -> str:
    """A term as CURIE or text; a literal in a language as `text@en`."""
    if isinstance(term, ox.Literal):
        return f"{term.value}@{term.language}" if term.language else term.value
    value = str(getattr(term, "value", term))
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        if value.startswith(namespace):
            return f"{prefix}:{value.removeprefix(namespace)}"
    return value


@cache
def read(name: str) -> Rows:
    rows: Rows = defaultdict(lambda: defaultdict(list))
    for triple in ox.parse(path=str(CODES / f"{name}.ttl"), format=ox.RdfFormat.TURTLE):
        rows[curie(triple.subject)][curie(triple.predicate)].append(curie(triple.object))
    return rows


def of_class(name: str, kind: str) -> Rows:
    return {iri: row for iri, row in read(name).items() if kind in row["rdf:type"]}


def label(row: dict[str, list[str]], language: str) -> str:
    found = [
        text[: -len(language) - 1] for text in row["rdfs:label"] if text.endswith("@" + language)
    ]
    assert len(found) == 1, (row["sym:code"], language)
    return found[0]


def in_force(day: str, kind: str = "sym:WasteCode") -> Rows:
    return {
        iri: row
        for iri, row in of_class("low", kind).items()
        if row.get("sym:validFrom", [""])[0] <= day <= row.get("sym:validTo", ["9999"])[0]
    }


def codes(rows: Rows) -> set[str]:
    return {row["sym:code"][0] for row in rows.values()}


def mirror_pairs() -> Iterator[tuple[str, str]]:
    for iri, row in of_class("low", "sym:WasteCode").items():
        for partner in row.get("sym:mirrorOf", []):
            yield iri, partner


@pytest.mark.parametrize(
    ("day", "entries", "hazardous", "groups"),
    [(LAST_DAY_OF_2014, 842, 408, 111), (FIRST_DAY_OF_2025, 880, 435, 112)],
)
def test_an_edition_has_the_entries_that_its_act_gives_it(
    day: str, entries: int, hazardous: int, groups: int
) -> None:
    rows = in_force(day)
    assert len(rows) == entries == len(codes(rows)), "one wording a code"
    assert sum(row["sym:hazardous"] == ["true"] for row in rows.values()) == hazardous
    assert len(in_force(day, "sym:WasteCodeGroup")) == groups
    assert len(of_class("low", "sym:WasteCodeChapter")) == 20


def test_the_2014_edition_is_pinned() -> None:
    lines = sorted(
        f"{row['sym:code'][0]}|{row['sym:hazardous'][0]}|{label(row, 'en')}"
        for row in in_force(LAST_DAY_OF_2014).values()
    )
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    assert digest == "c48e7b95f1a62ad65dad08f806389f21c56d28c63c826c1370ec550d6695f7fe"


def test_the_2025_act_changes_these_codes_and_no_others() -> None:
    before, after = in_force(LAST_DAY_OF_2014), in_force(FIRST_DAY_OF_2025)
    new = codes(after) - codes(before)
    ranges = {
        "1008": range(21, 27),
        "1902": range(12, 14),
        "1914": range(1, 9),
        "2001": range(42, 45),
    }
    ranges_1606 = [*range(7, 16), *range(22, 36)]
    expected = {f"{group}{n:02}" for group, span in ranges.items() for n in span}
    assert new == expected | {f"1606{n:02}" for n in ranges_1606}
    assert len(new) == 42
    assert codes(before) - codes(after) == {"160605", "190211", "200133", "200134"}
    kept = {row["sym:code"][0] for iri, row in after.items() if iri.endswith("-2026")}
    assert kept == {"090111", "160601", "160602", "160603", "160604", "160606"}
    assert before["low:160604"]["sym:hazardous"] == ["false"]
    assert after["low:160604-2026"]["sym:hazardous"] == ["true"]


def test_whatever_ends_names_a_successor_that_begins_the_day_after() -> None:
    rows = read("low")
    ended = {iri: row for iri, row in rows.items() if "sym:validTo" in row}
    assert len(ended) == 12, "four withdrawn entries, six reworded, one group and the edition"
    for iri, row in ended.items():
        assert row["sym:validTo"] == [LAST_DAY_OF_2014], iri
        assert row["sym:replacedBy"], iri
        for successor in row["sym:replacedBy"]:
            assert rows[successor]["sym:validFrom"] == [FIRST_DAY_OF_2025], (iri, successor)


def test_the_act_applies_on_the_day_that_its_corrigendum_gives() -> None:
    editions = of_class("low", "sym:CodeListEdition")
    assert editions["sym:LowEdition2014"]["sym:validTo"] == [LAST_DAY_OF_2014]
    assert editions["sym:LowEdition2025"]["sym:validFrom"] == [FIRST_DAY_OF_2025]
    assert "src:Corrigendum2025-90657" in editions["sym:LowEdition2025"]["prov:wasDerivedFrom"]
    assert editions["sym:LowEditionUnitedKingdom"]["sym:jurisdiction"] == ["GB"]
    assert "sym:validTo" not in editions["sym:LowEditionUnitedKingdom"]


def test_a_mirror_pair_runs_from_the_hazardous_side_to_the_other() -> None:
    rows = of_class("low", "sym:WasteCode")
    for hazardous, other in mirror_pairs():
        assert rows[hazardous]["sym:entryType"] == ["sym:MirrorHazardous"], hazardous
        assert rows[other]["sym:entryType"] == ["sym:MirrorNonHazardous"], other
        assert rows[hazardous]["sym:code"][0][:4] == rows[other]["sym:code"][0][:4]
        assert rows[hazardous].get("sym:validTo", ["9999"]) >= rows[other]["sym:validFrom"]


def test_every_mirror_entry_has_a_partner_or_is_named_in_the_readme() -> None:
    paired = {iri for pair in mirror_pairs() for iri in pair}
    alone = {
        row["skos:notation"][0]
        for iri, row in of_class("low", "sym:WasteCode").items()
        if row["sym:entryType"][0] in MIRRORS and iri not in paired
    }
    text = (CODES / "README.md").read_text(encoding="utf-8")
    named = re.search(r"Mirror entries without a partner: ([\d ,]+)\.", text)
    assert named is not None
    assert alone == set(named[1].split(", "))


def test_what_is_decided_by_a_test_says_which_question_decides() -> None:
    paired = {iri for pair in mirror_pairs() for iri in pair}
    for iri, row in of_class("low", "sym:WasteCode").items():
        questions = row.get("sym:decidingQuestion", [])
        assert len(questions) == (iri in paired), iri
        assert all(q.endswith("?@en") and not re.search(r"\d\d \d\d", q) for q in questions), iri


def test_an_entry_is_complete_and_stands_in_its_group_and_chapter() -> None:
    rows = read("low")
    for iri, row in of_class("low", "sym:WasteCode").items():
        code, kind = row["sym:code"][0], row["sym:entryType"][0]
        assert iri in {f"low:{code}", f"low:{code}-2026"}
        assert row["skos:notation"] == [f"{code[:2]} {code[2:4]} {code[4:]}"]
        assert ("NonHazardous" in kind) == (row["sym:hazardous"] == ["false"]), iri
        assert not re.search(r"\d\d \d\d", row["sym:shortTitle"][0]), iri
        (group,) = row["sym:inGroup"]
        assert rows[group]["sym:code"] == [code[:4]]
        assert rows[group].get("sym:validTo", ["9999"]) >= row["sym:validFrom"]
        assert rows[group]["sym:inChapter"] == [f"low:{code[:2]}"]
        assert "sym:WasteCodeChapter" in rows[f"low:{code[:2]}"]["rdf:type"]


def test_titles_stand_in_the_languages_that_were_read() -> None:
    for row in of_class("low", "sym:WasteCode").values():
        languages = Counter(text.rsplit("@", 1)[1] for text in row["rdfs:label"])
        new = row["sym:validFrom"] == [FIRST_DAY_OF_2025]
        assert languages == Counter(["en", "it"] if new else ["en", "de", "fr"]), row["sym:code"]
        if new:
            assert "src:DelegatedDecision2025-934" in row["prov:wasDerivedFrom"]


def test_nace_has_its_996_rows_in_four_levels_of_one_tree() -> None:
    sectors = of_class("nace", "sym:Sector")
    levels = Counter(row["sym:level"][0] for row in sectors.values())
    assert levels == {"section": 21, "division": 88, "group": 272, "class": 615}
    above = {"division": "section", "group": "division", "class": "group"}
    for iri, row in sectors.items():
        level = row["sym:level"][0]
        assert iri == f"nace:{row['sym:code'][0]}"
        assert label(row, "en")
        parents = [sectors[parent]["sym:level"][0] for parent in row.get("sym:broaderSector", [])]
        assert parents == ([above[level]] if level in above else []), iri
    assert label(sectors["nace:23.51"], "en") == "Manufacture of cement"


@pytest.mark.parametrize("name", ["low", "nace"])
def test_a_code_list_states_licence_and_version_and_uses_the_shared_prefixes(name: str) -> None:
    header = read(name)[f"sym:graph/codes/{name}"]
    assert header["rdf:type"] == ["sym:CodeList"]
    assert header["dcterms:license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert header["dcterms:rights"]
    assert header["sym:version"]
    text = (CODES / f"{name}.ttl").read_text(encoding="utf-8")
    prefixes = re.findall(r"^@prefix (\w+): <(.*)> \.$", text, re.M)
    assert prefixes == [(p, n) for p, n in PREFIXES.items() if p in dict(prefixes)]
    assert all(f" {p}:" in text or f"^^{p}:" in text or f"\n{p}:" in text for p, _ in prefixes)


# Where the reference's German text is older than the law, cut short, or not German.
GERMAN_CORRECTED: Final = frozenset(
    re.findall(
        r"\d{6}",
        """010309 010310 030101 030205 060502 060802 060903 060904 061101 070216 070612 070712
        080113 080114 100103 100105 100202 100208 100318 100322 100813 100912 101012 101111
        120102 130502 160108 160109 160211 160213 160215 160216 160307 160401 161104 170103
        170902 190304 190308 190813 191001 191006 200301""",
    )
)


def reference(name: str) -> list[dict[str, str]]:
    for folder in ROOT.parents:
        path = folder / "shared" / "reference" / name
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as stream:
                return list(csv.DictReader(stream))
    pytest.skip(f"shared/reference/{name} is not beside this checkout")


def plain(title: str) -> str:
    """A title without case, spaces, footnote marks and Swiss spelling."""
    text = re.sub(r"\s|\(\d\)", "", title)
    return text.casefold().replace("ß", "ss").replace("’", "'")


def test_the_2014_edition_agrees_with_the_reference_where_that_is_at_hand() -> None:
    rows = {row["sym:code"][0]: row for row in in_force(LAST_DAY_OF_2014).values()}
    known = reference("low.csv")
    assert {entry["code"] for entry in known} == set(rows)
    for entry in known:
        row = rows[entry["code"]]
        assert row["sym:hazardous"] == [entry["hazardous"]]
        kind = entry["entry_type"].title().replace("-", "").replace(" ", "")
        assert row["sym:entryType"] == [f"sym:{kind}"]
        assert plain(label(row, "en")) == plain(entry["title_en"]), entry["code"]
        assert plain(label(row, "fr")) == plain(entry["title_fr"]), entry["code"]
    differing = {
        e["code"] for e in known if plain(label(rows[e["code"]], "de")) != plain(e["title_de"])
    }
    assert differing == GERMAN_CORRECTED


def test_nace_agrees_with_the_reference_where_that_is_at_hand() -> None:
    sectors = of_class("nace", "sym:Sector")
    known = reference("nace_rev2.csv")
    assert len(known) == len(sectors)
    for entry in known:
        row = sectors["nace:" + entry["code"]]
        assert label(row, "en").casefold() == entry["title"].casefold()
        parents = [f"nace:{entry['parent']}"] if entry["parent"] else []
        assert row.get("sym:broaderSector", []) == parents
