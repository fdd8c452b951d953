"""The pages of terms as plain data, over the shipped packs and over the toy world."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from matcher.describing.columns import MOST_NODES
from matcher.describing.guide import Guide
from matcher.describing.model import Concept, Entry, Link
from matcher.errors import InputError
from matcher.knowledge import GRAPHS
from matcher.namespaces import BASE, expand
from matcher.settings import shipped
from matcher.workspace import Workspace
from tests.toy_world import guide_toy
from web.picture import draw

SLAG = expand("mat:GranulatedBlastFurnaceSlag")


@pytest.fixture(scope="module")
def guide(workspace: Workspace) -> Guide:
    """The terms of the shipped packs."""
    return workspace.guide


@pytest.fixture(scope="module")
def toy() -> Guide:
    """The terms of the toy world."""
    return guide_toy()


def entries_of(concept: Concept, key: str) -> list[Entry]:
    """The lines of one section."""
    return [
        entry
        for section in concept.sections
        if section.key == key
        for group in section.groups
        for entry in group.entries
    ]


def names_of(concept: Concept, key: str) -> set[str]:
    """The short names in one section."""
    return {entry.link.iri.rsplit("/", 1)[-1] for entry in entries_of(concept, key)}


def becoming(concept: Concept) -> dict[str, set[str]]:
    """Route → the short names of what a material can become by it."""
    section = next(s for s in concept.sections if s.key == "becomes")
    return {
        group.badge[1]: {e.link.iri.rsplit("/", 1)[-1] for e in group.entries}
        for group in section.groups
        if group.badge
    }


def links_of(concept: Concept) -> Iterator[Link]:
    """Every link on a page."""
    for path in concept.paths:
        yield from path
    yield from concept.narrower
    for section in concept.sections:
        facts = list(section.facts)
        for group in section.groups:
            for entry in group.entries:
                yield entry.link
                facts += entry.facts
        for fact in facts:
            yield from fact.links
        for measure in section.measures:
            yield from (measure.about, *measure.whose)


@pytest.mark.slow
def test_every_term_has_a_page_whose_links_lead_to_pages(guide: Guide) -> None:
    atlas = guide.atlas
    assert len(atlas.kinds) > 5000
    for iri in atlas.kinds:
        concept = guide.describe(iri)
        assert concept.link.label, iri
        own = {link.iri for link in links_of(concept) if link.iri.startswith(BASE)}
        dead = sorted(i for i in own if i not in guide)
        assert not dead, (iri, dead)
        if concept.graph:
            picture = draw(concept.graph)
            assert 2 <= len(picture.boxes) <= MOST_NODES, iri
            assert sum(box.own for box in picture.boxes) == 1, iri


@pytest.mark.slow
def test_every_section_that_is_shown_has_something_to_show(guide: Guide) -> None:
    for iri in guide.atlas.kinds:
        concept = guide.describe(iri)
        keys = [section.key for section in concept.sections]
        assert len(keys) == len(set(keys)), iri
        assert not any(section.is_empty() for section in concept.sections), iri


@pytest.mark.slow
def test_all_paths_lead_to_the_top(toy: Guide, guide: Guide) -> None:
    slag = guide.describe(SLAG)
    assert [[step.label for step in path] for path in slag.paths] == [
        ["material", "matter", "mineral residue", "slag", "blast-furnace slag"]
    ]
    assert [p[0].label for p in toy.describe(expand("mat:ToyQuenchedSlag")).paths] == ["material"]
    several = [c for c in map(guide.describe, guide.atlas.kinds) if len(c.paths) > 1]
    assert several, "no term of the base has two parents"
    for concept in several:
        assert len({path[-1].iri for path in concept.paths}) <= len(concept.paths)
        assert all(path[0].iri != concept.link.iri for path in concept.paths)


def test_a_toy_material_becomes_what_each_route_proves(toy: Guide) -> None:
    slag = becoming(toy.describe(expand("mat:ToyQuenchedSlag")))
    assert slag["documented"] == {"ToySlagInCement", "ToySlagAsAggregate"}
    assert slag["substitution"] == {"ToyClinkerReplacement"}
    assert becoming(toy.describe(expand("mat:ToyBagasse"))) == {"function": {"ToyBoilerFuel"}}
    grounds = becoming(toy.describe(expand("mat:ToyGrounds")))
    assert grounds["cascade"] == {"ToySubstrateToField"}


def test_what_a_veto_bars_is_in_no_list_of_uses_but_told_with_its_reason(toy: Guide) -> None:
    ash = toy.describe(expand("mat:ToyAsh"))
    assert becoming(ash) == {"documented": {"ToyAshInConcrete"}}
    barred = next(e for e in entries_of(ash, "barred") if e.link.iri.endswith("ToyAshIsNoFeed"))
    assert barred.note == "Toy ash must not be eaten."
    assert ("state", "barred") in barred.badges
    assert [link.iri for fact in barred.facts if fact.name == "would bar" for link in fact.links] == [
        expand("use:ToyAshInFeed")
    ]  # fmt: skip
    use = toy.describe(expand("use:ToyAshInFeed"))
    assert names_of(use, "barred") == {"ToyAshIsNoFeed"}


def test_a_material_for_disposal_is_said_to_be_so(toy: Guide) -> None:
    section = next(
        s for s in toy.describe(expand("mat:ToyAsbestos")).sections if s.key == "becomes"
    )
    assert not section.groups
    assert "may not be put to use" in section.lead


def test_slag_shows_codes_figures_takers_and_precedents(guide: Guide) -> None:
    slag = guide.describe(SLAG)
    codes = {entry.link.code for entry in entries_of(slag, "codes")}
    assert "10 02 01" in codes
    assert "CementGrinding" in names_of(slag, "takers")
    assert names_of(slag, "precedents")
    figures = {m.about.iri: m for s in slag.sections for m in s.measures}
    glass = figures[expand("prop:glassContent")]
    assert (glass.low, glass.high, glass.unit) == (90.0, 100.0, "%")
    assert glass.grounds[0].grade == "read"
    assert glass.grounds[0].sources


def test_a_mirror_entry_shows_the_question_that_decides(guide: Guide) -> None:
    entry = next(
        c
        for c in map(guide.describe, guide.atlas.kinds)
        if c.kind == "code" and any(f.name == "Mirror entry" for s in c.sections for f in s.facts)
    )
    facts = {f.name: f for s in entry.sections for f in s.facts}
    assert facts["What decides"].text.endswith("?")


def test_an_entry_without_a_material_says_why(guide: Guide) -> None:
    left_out = guide.describe(expand("low:110599"))
    leads = {section.key: section.lead for section in left_out.sections}
    assert leads["materials"].startswith("Hard zinc, ash, flux")


def test_a_process_shows_what_it_takes_needs_yields_and_who_runs_it(guide: Guide) -> None:
    grinding = guide.describe(expand("proc:CementGrinding"))
    assert "GranulatedSlagInCement" in names_of(grinding, "takes")
    assert "ClinkerReplacement" in names_of(grinding, "needs")
    assert "PortlandCement" in names_of(grinding, "yields")
    assert {e.link.code for e in entries_of(grinding, "runners")} >= {"23.51"}


def test_a_use_shows_conditions_evidence_and_precedents(guide: Guide) -> None:
    use = guide.describe(expand("use:GranulatedSlagInCement"))
    keys = {section.key: section for section in use.sections}
    assert {"pair", "conditions", "evidence", "precedents"} <= set(keys)
    assert any(m.low == 66.7 for m in keys["conditions"].measures)
    ground = keys["evidence"].grounds[0]
    assert ground.grade == "read"
    assert all(source.title and source.locator for source in ground.sources)


def test_a_source_lists_every_fact_that_rests_on_it(guide: Guide) -> None:
    view = guide.atlas.view
    for iri in (i for i, kind in guide.atlas.kinds.items() if kind == "source"):
        shown = {e.link.iri for e in entries_of(guide.describe(iri), "rests")}
        for item in view.subjects("prov:wasDerivedFrom", iri):
            for holder in guide.atlas.stating("sym:evidence", item):
                if holder in guide:
                    assert holder in shown, (iri, holder)


def test_a_sector_shows_its_processes_and_what_they_can_take(guide: Guide) -> None:
    cement = guide.describe(expand("nace:23.51"))
    grinding = next(
        e for e in entries_of(cement, "processes") if e.link.iri == expand("proc:CementGrinding")
    )
    taken = {link.iri for fact in grinding.facts if fact.name == "takes" for link in fact.links}
    assert SLAG in taken
    section = names_of(guide.describe(expand("nace:C")), "processes")
    assert "CementGrinding" in section


def test_no_page_of_an_unknown_term(guide: Guide) -> None:
    with pytest.raises(InputError):
        guide.describe(expand("mat:NoSuchThing"))


@pytest.mark.parametrize(
    ("asked", "first", "way"),
    [
        ("GBS", "mat:GranulatedBlastFurnaceSlag", "exact"),
        ("Hüttensand", "mat:GranulatedBlastFurnaceSlag", "exact"),
        ("hutensand", "mat:GranulatedBlastFurnaceSlag", "similar"),
        ("GRANULATED  blast furnace-slags", "mat:GranulatedBlastFurnaceSlag", "exact"),
        ("10 02 02", "low:100202", "exact"),
        ("100202", "low:100202", "exact"),
        ("10.02.02", "low:100202", "exact"),
        ("23.51", "nace:23.51", "exact"),
        ("10 02", "low:1002", "exact"),
        ("mat:CoalFlyAsh", "mat:CoalFlyAsh", "exact"),
        ("cement grindi", "proc:CementGrinding", "begins"),
    ],
)
def test_a_term_is_found_by_each_way_of_naming_it(
    guide: Guide, asked: str, first: str, way: str
) -> None:
    hit = guide.search(asked).hits[0]
    assert (hit.link.iri, hit.way) == (expand(first), way)


def test_names_met_to_the_letter_stand_before_beginnings_and_likeness(guide: Guide) -> None:
    ways = [hit.way for hit in guide.search("fly ash").hits]
    assert ways == sorted(ways, key=("exact", "begins", "words", "similar").index)
    assert {"exact", "begins", "words"} <= set(ways)


def test_words_may_stand_in_different_names_and_little_words_do_not_count(guide: Guide) -> None:
    alone = guide.search("slag from the granulator")
    assert SLAG in {hit.link.iri for hit in alone.hits}
    mixed = guide.search("GGBS Hüttensandmehl ground")
    assert all(hit.way == "words" for hit in mixed.hits)
    assert expand("mat:GroundGranulatedSlag") in {hit.link.iri for hit in mixed.hits}


@pytest.mark.parametrize(
    "asked", ["", " ", "*", "(((", "\x00", "a" * 5000, "%", "\ud800", "' OR 1=1", "🜁", "<script>"]
)
def test_no_search_is_a_fault(guide: Guide, asked: str) -> None:
    guide.search(asked)
    guide.suggest(asked)


def test_a_search_can_be_narrowed_to_a_kind(guide: Guide) -> None:
    found = guide.search("slag", "process")
    assert {hit.link.kind for hit in found.hits} == {"process"}
    assert {key: count for key, _, count in found.kinds}["process"] == found.total


def test_near_terms_are_offered_for_a_mistyped_name(guide: Guide) -> None:
    near = [link.iri for link in guide.suggest("material/GranulatedBlastFurnaceSlagg")]
    assert near[0] == SLAG


def test_turtle_and_json_ld_say_the_same_and_no_more_than_the_files(guide: Guide) -> None:
    files = Graph()
    for path in sorted((shipped("ontology") / "packs" / "iron-steel-cement").glob("*.ttl")):
        files.parse(path, format="turtle")
    for name in ("mat:GranulatedBlastFurnaceSlag", "use:GranulatedSlagInCement"):
        iri = expand(name)
        turtle = Graph().parse(data=guide.write(iri, "turtle"), format="turtle")
        linked = Graph().parse(data=guide.write(iri, "json-ld"), format="json-ld")
        assert isomorphic(turtle, linked)
        assert isomorphic(turtle, files.cbd(next(s for s in files.subjects() if str(s) == iri)))


def test_what_follows_is_apart_from_what_is_asserted(guide: Guide) -> None:
    asserted = Graph().parse(data=guide.write(SLAG, "turtle"), format="turtle")
    inferred = Graph().parse(data=guide.write(SLAG, "turtle", inferred=True), format="turtle")
    assert len(inferred) > 10
    assert not set(asserted) & set(inferred)
    assert {str(p) for p in inferred.predicates()} >= {expand("sym:documentedFor")}
    assert "Stated in: packs/" in guide.write(SLAG, "turtle")


def test_the_contents_hold_every_material_and_process(guide: Guide) -> None:
    contents = guide.contents
    below: set[str] = set()

    def walk(branches: tuple[object, ...]) -> None:
        for branch in branches:
            below.add(branch.link.iri)  # type: ignore[attr-defined]
            walk(branch.branches)  # type: ignore[attr-defined]

    walk(contents.matter)
    walk(contents.energy)
    materials = {i for i, kind in guide.atlas.kinds.items() if kind == "material"}
    assert below == materials
    listed = [link.iri for division in contents.divisions for link in division.processes]
    assert sorted(listed) == sorted(i for i, k in guide.atlas.kinds.items() if k == "process")


def test_an_entry_names_the_editions_that_hold_it(guide: Guide) -> None:
    held: dict[str, int] = {}
    for iri in (i for i, kind in guide.atlas.kinds.items() if kind == "code"):
        facts = {f.name: f for s in guide.describe(iri).sections for f in s.facts}
        for link in facts["In the edition"].links:
            held[link.iri] = held.get(link.iri, 0) + 1
    assert held == {
        expand("sym:LowEdition2014"): 842,
        expand("sym:LowEdition2025"): 880,
        expand("sym:LowEditionUnitedKingdom"): 842,
    }


def test_a_pack_lists_what_its_file_states(guide: Guide) -> None:
    pack = guide.describe(f"{GRAPHS}packs/iron-steel-cement/steel-materials-blast-furnace-slag")
    assert "GranulatedBlastFurnaceSlag" in names_of(pack, "states")
    assert any("creativecommons.org" in f.text for s in pack.sections for f in s.facts)


def test_lines_of_the_picture_do_not_cross_where_a_better_order_is_known(guide: Guide) -> None:
    graph = guide.describe(expand("mat:CoalFlyAsh")).graph
    assert graph is not None
    at = {node.link.iri: (node.column, n) for n, node in enumerate(graph.nodes)}
    lines = [(at[e.start], at[e.end]) for e in graph.edges]
    for (a, b), (c, d) in ((x, y) for x in lines for y in lines):
        if (a[0], b[0]) == (c[0], d[0]):
            assert not (a[1] < c[1] and b[1] > d[1]), "two lines cross"


def test_what_is_barred_is_in_no_picture_and_in_no_list_of_what_is_taken(toy: Guide) -> None:
    ash = toy.describe(expand("mat:ToyAsh")).graph
    assert ash is not None
    shown = {node.link.iri for node in ash.nodes}
    assert expand("use:ToyAshInConcrete") in shown
    assert expand("use:ToyAshInFeed") not in shown
    mill = toy.describe(expand("proc:ToyFeed"))
    assert mill.graph is None or expand("mat:ToyAsh") not in {n.link.iri for n in mill.graph.nodes}
    use = next(e for e in entries_of(mill, "takes") if e.link.iri == expand("use:ToyAshInFeed"))
    assert ("state", "barred") in use.badges
