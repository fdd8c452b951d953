"""The published OWL 2 RL test collection: what it asks, and whether an engine gives it.

By M. Schneider and K. Mainzer (FZI, 2009). A test is a folder with Turtle files and a metadata
file: either a premise graph entails a conclusion graph, or one graph is a contradiction. Our
engine passes only with a proof of every entailed triple, or of a contradiction, that the
verifier accepts after reading the files again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matcher.errors import FileFormatError, InputError
from matcher.knowledge import read_turtle
from matcher.model import Proof, Step, Triple
from matcher.namespaces import node
from matcher.reasoning import verify
from matcher.reasoning.closure import CompiledReasoner
from matcher.reasoning.engine import Closure
from matcher.reasoning.owlrl_engine import close_as_published
from matcher.reasoning.proof import prove, prove_clash

GRAPH: Final = "https://w3id.org/symbiograph/graph/conformance"
SAME: Final = node("owl:sameAs")
DATATYPES: Final = "rdfbased-dat-"
ENTAILMENT: Final = "POSITIVE_ENTAILMENT"
INCONSISTENCY: Final = "INCONSISTENCY"

Finder = Callable[[Triple], Iterator[Triple]]  # the triples that fit a pattern

INFINITE: Final = (
    "XSD 1.1 rounds a numeral beyond the largest number to infinity and one below the smallest "
    "to zero (its mapping of double, read as pull request 726 of aas-core-codegen quotes it), so "
    "that the literal is well-typed and there is no contradiction"
)
ANY_URI: Final = (
    "We take any string of characters for an anyURI, as we know XSD 1.1 to do (its text was not "
    "opened; XSD 1.0 already frees processors from checking, says E. van der Vlist, XML Schema), "
    "so that the literal is well-typed and there is no contradiction"
)
#: tests that we do not pass because the Recommendation's datatypes (XSD 1.1) say otherwise
KNOWN: Final[Mapping[str, str]] = {
    "rdfbased-dat-dtype-anyuri-illtyped": ANY_URI,
    "rdfbased-dat-dtype-double-illtyped-hi": INFINITE,
    "rdfbased-dat-dtype-double-illtyped-lo": INFINITE,
    "rdfbased-dat-dtype-float-illtyped-hi": INFINITE,
    "rdfbased-dat-dtype-float-illtyped-lo": INFINITE,
}


@dataclass(frozen=True, slots=True)
class Case:
    """A test: the file that is given, what it says, and what must follow (blank nodes as `?…`).

    `wanted` is None where the given file must be found contradictory.
    """

    name: str
    file: Path
    given: tuple[Triple, ...]
    wanted: tuple[Triple, ...] | None

    @property
    def about_datatypes(self) -> bool:
        """Whether it is one of the tests of datatypes."""
        return self.name.startswith(DATATYPES)


# --- reading the collection ---


def read_collection(folder: Path) -> list[Case]:
    """Every test in a folder, by name; raises InputError if there is none."""
    found = [read_case(path) for path in sorted(folder.glob("*/*.metadata.properties"))]
    if not found:
        raise InputError(
            "no OWL 2 RL test is here",
            where=str(folder),
            todo="Name the folder that holds one folder for each test.",
        )
    return found


def read_case(metadata: Path) -> Case:
    """The test that a metadata file describes."""
    name = metadata.name.removesuffix(".metadata.properties")
    kind = read_entries(metadata).get("testcase.type", "")
    if kind == INCONSISTENCY:
        file, wanted = metadata.with_name(f"{name}.graph.ttl"), None
    elif kind == ENTAILMENT:
        file = metadata.with_name(f"{name}.premisegraph.ttl")
        wanted = tuple(read_pattern(metadata.with_name(f"{name}.conclusiongraph.ttl")))
    else:
        raise FileFormatError(f"unknown kind of test “{kind}”", where=str(metadata))
    given = tuple((s, p, o) for s, p, o, _graph in read_turtle(file, GRAPH))
    return Case(name, file, given, wanted)


def read_entries(path: Path) -> dict[str, str]:
    """The entries of a file of properties in XML."""
    from defusedxml.ElementTree import ParseError, parse

    try:
        return {entry.get("key", ""): entry.text or "" for entry in parse(path).iter("entry")}
    except (ParseError, OSError, ValueError) as error:
        raise FileFormatError(f"not readable as properties: {error}", where=str(path)) from error


def read_pattern(file: Path) -> Iterator[Triple]:
    """What must follow; a blank node stands for any term and becomes a variable."""
    blank = f"<{GRAPH}#"
    for s, p, o, _graph in read_turtle(file, GRAPH):
        s, p, o = ("?" + term if term.startswith(blank) else term for term in (s, p, o))
        yield s, p, o


# --- entailment ---


def find_entailed(
    find: Finder, wanted: Sequence[Triple], values: Mapping[str, str] | None = None
) -> list[Triple] | None:
    """Triples that match a pattern, all together, or None."""
    if not wanted:
        return []
    known = values or {}
    s, p, o = (known.get(term, term) for term in wanted[0])
    for triple in find((s, p, o)):
        bound = {**known, **dict(zip((s, p, o), triple, strict=True))}
        rest = find_entailed(find, wanted[1:], bound)
        if rest is not None:
            return [triple, *rest]
    return None


def find_in(closure: Closure) -> Finder:
    """Finds the triples of a closure that fit one pattern."""

    def find(pattern: Triple) -> Iterator[Triple]:
        asked = [None if is_variable(term) else term for term in pattern]
        for triple in closure.match(*asked):
            values = dict(zip(pattern, triple, strict=True))
            if tuple(values[word] for word in pattern) == triple:  # a variable may occur twice
                yield triple

    return find


def find_with_itself(closure: Closure) -> Finder:
    """The same, and x owl:sameAs x by eq-ref, which our closure holds by need alone."""
    plain = find_in(closure)

    def find(pattern: Triple) -> Iterator[Triple]:
        s, p, o = pattern
        if p == SAME and s == o and not is_variable(s):
            yield from [pattern] if explain_mention(closure, s) else []
        else:
            yield from plain(pattern)

    return find


def is_variable(term: str) -> bool:
    """Whether a term of a pattern stands for any term."""
    return term.startswith("?")


def explain_mention(closure: Closure, term: str) -> list[Step]:
    """The proof of a triple in which a term occurs; empty if it occurs in none.

    owl:sameAs itself occurs once anything else does, by eq-ref.
    """
    sources = dict.fromkeys(closure.asserted(), GRAPH)
    for asked in ((term, None, None), (None, term, None), (None, None, term)):
        for triple in closure.match(*asked):
            return list(prove(closure, triple, sources).steps)
    if term != SAME:
        return []
    first = next(closure.match())
    steps = list(prove(closure, first, sources).steps)
    return [*steps, Step("eq-ref", (first,), (first[0], SAME, first[0]))]


def prove_entailed(closure: Closure, triple: Triple) -> Proof:
    """A proof of a triple that `find_entailed` found."""
    if triple in closure:
        return prove(closure, triple, dict.fromkeys(closure.asserted(), GRAPH))
    steps = explain_mention(closure, triple[0])
    return Proof(triple, (*steps, Step("eq-ref", (steps[-1].conclusion,), triple)))


# --- running a test ---


def run_ours(case: Case) -> str:
    """Why our engine fails a test, or the empty string if it passes with proofs that hold."""
    closure = CompiledReasoner().close(case.given)
    reader = verify.read_leaves({GRAPH: case.file})
    if case.wanted is None:
        sources = dict.fromkeys(case.given, GRAPH)
        proofs = [prove_clash(closure, clash, sources) for clash in closure.clashes]
        return check_proofs(proofs, reader) if proofs else "no contradiction found"
    if closure.clashes:
        return f"a contradiction found by {closure.clashes[0].rule}"
    found = find_entailed(find_with_itself(closure), case.wanted)
    if found is None:
        return "not entailed"
    return check_proofs([prove_entailed(closure, triple) for triple in found], reader)


def check_proofs(proofs: Sequence[Proof], reader: verify.LeafReader) -> str:
    """What the verifier finds wrong with the first proof that does not hold."""
    faults = (verify.check(proof, reader) for proof in proofs)
    return next((f"the proof does not hold: {fault}" for fault in faults if fault), "")


def run_theirs(case: Case) -> str:
    """Why owlrl fails a test, or the empty string if it passes; it gives no proofs."""
    closure = close_as_published(case.file)
    if case.wanted is None:
        return "" if closure.clashes else "no contradiction found"
    return "not entailed" if find_entailed(find_in(closure), case.wanted) is None else ""
