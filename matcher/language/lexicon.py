"""Every surface form of every concept, from plain triples: the words by which things are found."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from matcher.language.properties import PropertyName, name_properties
from matcher.model import Term, Triple
from matcher.namespaces import bare, literal_language, literal_text, node

TYPE: Final = node("rdf:type")
LABEL: Final = node("rdfs:label")
KINDS: Final = {
    LABEL: "label",
    node("skos:altLabel"): "synonym",
    node("sym:tradeName"): "trade name",
    node("sym:acronym"): "acronym",
    node("sym:siteDescription"): "site description",
    node("sym:shortTitle"): "title",
}
LINKS: Final = {
    node(name): name.partition(":")[2]
    for name in (
        "rdfs:subClassOf", "sym:inGroup", "sym:mainSector", "sym:sector", "sym:unitSymbol",
        "sym:code", "sym:ofMaterial", "sym:fromProcess", "sym:wasteCode", "sym:broaderProcess",
        "sym:level", "sym:replacedBy", "sym:validTo", "sym:subjectTo", "sym:hazardous",
        "sym:broaderSector",
    )
}  # fmt: skip
CLASSES: Final = {
    node("sym:Material"): "material",
    node("sym:WasteCode"): "code",
    node("sym:WasteCodeGroup"): "group",
    node("sym:Process"): "process",
    node("sym:Sector"): "sector",
    node("sym:Property"): "property",
    node("sym:Arising"): "arising",
}
#: top classes that no text means
TOO_WIDE: Final = frozenset({node("sym:Material"), node("sym:Matter"), node("sym:Energy")})
#: "… other than those mentioned in 10 01 04" says nothing about what the waste is
EXCEPTIONS: Final = (
    re.compile(r"\s*[,(]?\s*\b(?:other than|except)\b.*$", re.I),
    re.compile(r"\s*,?\s*\b(?:mit Ausnahme|außer|andere als)\b.*$", re.I),
    re.compile(r"\s*,?\s*\b(?:autres que|à l'exclusion|sauf|non visés)\b.*$", re.I),
)
MAKING: Final = re.compile(r"^(?:Manufacture|Production|Processing|Growing|Raising) of (?:other )?")
ELSEWHERE: Final = re.compile(r",?\s*n\.e\.c\.?|,? except .*$|\(.*?\)")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the triples say, by subject and predicate, as far as language needs it."""

    kinds: Mapping[str, str]  # concept term → material, code, process, sector …
    names: Mapping[str, list[tuple[str, str, str]]]  # concept → (kind, text, language)
    links: Mapping[tuple[str, str], list[str]]  # (subject, local predicate) → objects

    def of_kind(self, kind: str) -> list[str]:
        """All concepts of a kind, in a stable order."""
        return sorted(c for c, k in self.kinds.items() if k == kind)

    def label(self, concept: str) -> str:
        """The English label, else any."""
        labels = [
            (lang, text) for kind, text, lang in self.names.get(concept, ()) if kind == "label"
        ]
        return dict(reversed(labels)).get("en") or (labels[0][1] if labels else bare(concept))


def gather_facts(triples: Iterable[Triple]) -> Facts:
    """Sort the triples that speak of names and of the links between concepts."""
    kinds: dict[str, str] = {}
    names: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    links: dict[tuple[str, str], list[str]] = defaultdict(list)
    for s, p, o in triples:
        if p == TYPE and o in CLASSES and s not in TOO_WIDE:
            kinds[s] = CLASSES[o]
        elif p in KINDS and o.startswith('"'):
            names[s].append((KINDS[p], literal_text(o), literal_language(o)))
        elif p in LINKS:
            links[s, LINKS[p]].append(o)
    for entries in names.values():
        entries.sort()
    for objects in links.values():
        objects.sort()
    return Facts(kinds, names, links)


def build_terms(facts: Facts) -> list[Term]:
    """One term for each way to name a material, waste code, process or sector."""
    builders = {
        "material": name_plainly, "process": name_plainly, "code": name_code, "sector": name_sector,
    }  # fmt: skip
    terms = [
        Term(text, bare(concept), kind, language)
        for what, build in builders.items()
        for concept in facts.of_kind(what)
        for kind, text, language in build(facts, concept)
    ]
    return list(dict.fromkeys(terms))


def name_plainly(facts: Facts, concept: str) -> Iterable[tuple[str, str, str]]:
    """Labels, synonyms, trade names, acronyms and site descriptions as they are written.

    Predicates below skos:altLabel repeat a text as a synonym; the more telling kind is kept.
    """
    best: dict[tuple[str, str], str] = {}
    rank = ("acronym", "site description", "trade name", "label", "synonym", "title")
    for kind, text, language in facts.names.get(concept, ()):
        key = (text, language)
        if key not in best or rank.index(kind) < rank.index(best[key]):
            best[key] = kind
    return [(kind, text, language) for (text, language), kind in sorted(best.items())]


def name_code(facts: Facts, code: str) -> Iterable[tuple[str, str, str]]:
    """The cleaned titles in each language, alone and with the group's title in brackets."""
    groups = facts.links.get((code, "inGroup"), [])
    group = {
        language: text
        for g in groups
        for kind, text, language in facts.names.get(g, ())
        if kind == "label"
    }
    for kind, text, language in facts.names.get(code, ()):
        if kind in ("acronym", "synonym", "trade name", "site description"):
            yield kind, text, language
            continue
        title = drop_exceptions(text)
        if language in group:
            yield "title", f"{title} ({group[language]})", language
        if not is_catch_all(title):
            yield "title", title, language


def is_catch_all(title: str) -> bool:
    """Whether a title is "wastes not otherwise specified" in one of the languages."""
    return bool(
        re.match(r"(?:wastes? not otherwise specified|Abfälle a\.\s?n\.\s?g|déchets non spécifiés)", title, re.I)
    )  # fmt: skip


def drop_exceptions(title: str) -> str:
    """A title up to where it says what it is not."""
    short = title
    for pattern in EXCEPTIONS:
        short = pattern.sub("", short) or short
    return short.strip(" ,") or title


def name_sector(facts: Facts, sector: str) -> Iterable[tuple[str, str, str]]:
    """The titles of groups and classes, also without "Manufacture of"."""
    level = [bare(o) for o in facts.links.get((sector, "level"), [])]
    if level and level[0] in ("section",):
        return
    for kind, text, language in facts.names.get(sector, ()):
        yield kind, text, language
        short = ELSEWHERE.sub("", MAKING.sub("", text)).strip()
        if short and short != text:
            yield kind, short, language


def list_properties(facts: Facts) -> tuple[PropertyName, ...]:
    """Every name of every measured property, with its unit."""
    rows = []
    for prop in facts.of_kind("property"):
        unit = bare(next(iter(facts.links.get((prop, "unitSymbol"), ['""']))))
        label = facts.label(prop)
        rows += [(bare(prop), label, unit, text) for _, text, _ in facts.names.get(prop, ())]
    return name_properties(rows)


def list_ancestors(facts: Facts) -> dict[str, frozenset[str]]:
    """Each material with all wider ones, itself included; IRIs."""
    parents = {
        c: [p for p in facts.links.get((c, "subClassOf"), []) if facts.kinds.get(p) == "material"]
        for c in facts.of_kind("material")
    }
    found: dict[str, frozenset[str]] = {}
    for concept in parents:
        seen, todo = {concept}, [concept]
        while todo:
            for parent in parents.get(todo.pop(), ()):
                if parent not in seen:
                    seen.add(parent)
                    todo.append(parent)
        found[bare(concept)] = frozenset(bare(c) for c in seen)
    return found


def list_arisings(facts: Facts) -> tuple[tuple[str, str, str], ...]:
    """(material, process, code) of every arising, as IRIs; the process may be empty."""
    rows = set()
    for arising in facts.of_kind("arising"):
        materials = facts.links.get((arising, "ofMaterial"), [])
        processes = facts.links.get((arising, "fromProcess"), [])
        for material in materials:
            for code in facts.links.get((arising, "wasteCode"), []):
                for process in processes or [""]:
                    rows.add((bare(material), bare(process), bare(code)))
    return tuple(sorted(rows))
