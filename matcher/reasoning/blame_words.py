"""Contradictions told in plain words: what contradicts, by which rule, and what to take back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from matcher.knowledge import MIRROR
from matcher.model import Triple
from matcher.namespaces import bare, node
from matcher.reasoning.blame import Blame
from matcher.reasoning.engine import Clash
from matcher.reasoning.proof import STREAM
from matcher.words import GRAPH_BASE, name_source, state_fact

Name = Callable[[str], str]  # an IRI → what to call it
SAME: Final = "{a} and {b} are said to be the same thing and to be two"
BOTH: Final = "{a} is both {b} and {c}, which exclude each other"
RELATED: Final = "“{a}” and “{b}” stand in two relations that exclude each other: {c} and {d}"
DENIED: Final = "that “{a}” {b} “{c}” is stated and denied"
#: rule → the sentence, and which terms of its premises stand in it: (premise, place in it)
CLASHES: Final[Mapping[str, tuple[str, tuple[tuple[int, int], ...]]]] = {
    "eq-diff1": (SAME, ((0, 0), (0, 2))),
    "eq-diff2": (SAME, ((-1, 0), (-1, 2))),
    "eq-diff3": (SAME, ((-1, 0), (-1, 2))),
    "prp-irp": ("“{a}” stands in the relation {b} to itself, which nothing may", ((1, 0), (1, 1))),
    "prp-asyp": (
        "“{a}” and “{b}” stand in the relation {c} to each other, which only goes one way",
        ((1, 0), (1, 2), (1, 1)),
    ),
    "prp-pdw": (RELATED, ((1, 0), (1, 2), (1, 1), (2, 1))),
    "prp-adp": (RELATED, ((-1, 0), (-1, 2), (-2, 1), (-1, 1))),
    "prp-npa1": (DENIED, ((3, 0), (3, 1), (3, 2))),
    "prp-npa2": (DENIED, ((3, 0), (3, 1), (3, 2))),
    "cls-nothing2": ("{a} is of a class that nothing can be of", ((0, 0),)),
    "cls-com": ("{a} is both {b} and {c}, and one is all that the other is not", ((1, 0), (1, 2), (2, 2))),
    "cls-maxc1": ("{a} has a value for {b} and may have none", ((2, 0), (3, 1))),
    "cls-maxqc1": ("{a} has a value for {b} that it may not have", ((3, 0), (4, 1))),
    "cls-maxqc2": ("{a} has a value for {b} and may have none", ((3, 0), (4, 1))),
    "cax-dw": (BOTH, ((1, 0), (1, 2), (2, 2))),
    "cax-adc": (BOTH, ((-1, 0), (-2, 2), (-1, 2))),
    "dt-not-type": ("the value “{a}” is no {b}", ((0, 0), (0, 2))),
}  # fmt: skip


def tell_clash(clash: Clash, name: Name) -> str:
    """What contradicts, without a stop at the end; the rule by its W3C name."""
    known = CLASHES.get(clash.rule)
    if known is None or not clash.premises:
        return f"the facts contradict each other ({clash.rule})"
    pattern, places = known
    terms = (name(bare(clash.premises[i][j])) for i, j in places)
    return f"{pattern.format(**dict(zip('abcd', terms, strict=False)))} ({clash.rule})"


def tell_blame(blame: Blame, name: Name) -> str:
    """What contradicts, and the stated facts of which one must be wrong, each with its file."""
    facts = "; ".join(
        f"{tell_stated(fact, name)} [{name_source(source) if source else 'in no file'}]"
        for fact, source in list_authored(blame).items()
    )
    return f"{tell_clash(blame.clash, name)}. At least one of these is wrong: {facts}"


def list_authored(blame: Blame) -> dict[Triple, str | None]:
    """The facts to blame that somebody may have got wrong: not the vocabulary's own, unless alone."""
    sources = blame.sources
    own = {
        fact: source
        for fact, source in sources.items()
        if source == STREAM or not (source or "").startswith((f"{GRAPH_BASE}core/", MIRROR))
    }
    return {fact: own[fact] for fact in own if is_sentence_like(fact)} or own or sources


def is_sentence_like(fact: Triple) -> bool:
    """Whether a fact is more than a node of a list."""
    return fact[1] not in (node("rdf:first"), node("rdf:rest"))


def tell_stated(fact: Triple, name: Name) -> str:
    """One stated fact as a sentence without its stop, or as its three terms."""
    iris = [bare(term) for term in fact if term.startswith("<")]
    told = state_fact(fact, {iri: name(iri) for iri in iris})
    return told or " ".join(name(bare(term)) for term in fact)
