"""Which vetoes bar a candidate, what would lift them, and whether anything may be done at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from matcher.model import Triple
from matcher.namespaces import expand, node
from matcher.proposing.candidates import Candidate
from matcher.proposing.view import View

RECOVERY: Final = expand("role:Recovery")
PERSISTENT: Final = expand("sym:PersistentVeto")
#: the kinds of a class, itself included, from which on it is broad
MOST_KINDS: Final = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """A veto that stands between a holder (the stream or a residue of it) and a use."""

    veto: str
    holder: str
    use: str

    def claims(self) -> tuple[Triple, Triple]:
        """What has to be proven for the refusal: the veto holds, and it bars the use."""
        return (
            (node(self.holder), node("sym:vetoedBy"), node(self.veto)),
            (node(self.veto), node("sym:barsUse"), node(self.use)),
        )


def standing_vetoes(view: View, holder: str) -> list[str]:
    """The vetoes that reach a stream or a material and that nothing it is or went through lifts."""
    lifted = set(view.many(holder, "sym:exemptFrom"))
    return [veto for veto in view.many(holder, "sym:vetoedBy") if veto not in lifted]


def own_vetoes(view: View, stream: str) -> list[str]:
    """The standing vetoes that are stated of what a stream is or holds, not of a broad class."""
    return [
        veto
        for veto in standing_vetoes(view, stream)
        if RECOVERY not in view.many(veto, "sym:bars")
        and any(is_narrow(view, m) for m in view.subjects("sym:subjectTo", veto)
                if view.holds(stream, "sym:isOf", m))
    ]  # fmt: skip


def is_narrow(view: View, material: str) -> bool:
    """Whether a class has few kinds, so that what is said of it is said of this stream."""
    kinds = [k for k in view.subjects("sym:isOf", material) if view.holds(k, "rdf:type", k)]
    return len(kinds) <= MOST_KINDS


def is_persistent(view: View, veto: str) -> bool:
    """Whether a veto follows the material through processing."""
    return view.holds(veto, "rdf:type", PERSISTENT)


def bars_of(view: View, stream: str, candidate: Candidate) -> tuple[Bar, ...]:
    """The bars on a candidate: the stream's own on its first use, and along a cascade
    each residue's own and the stream's persistent ones."""
    path = [(stream, use) for use, _ in candidate.hops[:1]]
    path += [
        (yielded, use)
        for (_, yielded), (use, _) in zip(candidate.hops, candidate.hops[1:], strict=False)
    ]
    last = candidate.hops[-1][1] if candidate.hops else stream
    path.append((last, candidate.use))
    found = [
        Bar(v, holder, use)
        for holder, use in path
        for v in standing_vetoes(view, holder)
        if view.holds(v, "sym:barsUse", use)
    ]
    if candidate.hops:
        lifted = {
            veto for _, yielded in candidate.hops for veto in view.many(yielded, "sym:exemptFrom")
        }
        found += [
            Bar(v, stream, candidate.use)
            for v in standing_vetoes(view, stream)
            if is_persistent(view, v)
            and v not in lifted
            and view.holds(v, "sym:barsUse", candidate.use)
        ]
    return tuple(dict.fromkeys(found))


def disposal_vetoes(view: View, stream: str) -> list[str]:
    """The standing vetoes that bar every recovery of the stream."""
    return [
        veto for veto in standing_vetoes(view, stream) if RECOVERY in view.many(veto, "sym:bars")
    ]


def what_would_change(view: View, veto: str) -> tuple[str, ...]:
    """What would lift a veto: its own words, then the treatments whose yield lifts it."""
    said = view.texts(veto, "sym:wouldChange")
    treatments = [
        f"{view.label(use)} yields {view.label(material)}, for which it does not hold"
        for material in view.subjects("sym:lifts", veto)
        for use in view.subjects("sym:yields", material)
    ]
    return tuple(dict.fromkeys([*said, *treatments]))
