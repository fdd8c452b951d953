"""What is refused: pairs that a veto bars, roles that it bars, or any use at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from matcher.model import Proof, Triple, Veto
from matcher.namespaces import expand, node
from matcher.proposing.candidates import Candidate
from matcher.proposing.propose import Judged
from matcher.proposing.vetoes import RECOVERY, Bar, own_vetoes, what_would_change
from matcher.proposing.view import View, read_sectors, read_sources

#: sectors named for a veto on a role, those with most uses in that role first
MOST_SECTORS: Final = 8
ProveClaim = Callable[[View, Triple], Proof]


def refuse(judged: tuple[Judged, ...], prove: ProveClaim, most: int) -> tuple[Veto, ...]:
    """The refused pairs with reasons and proofs, one for each use, and what would change them."""
    found: dict[str, Veto] = {
        veto: refuse_all(view, stream, veto, prove)
        for j in judged
        for view, stream, veto in j.disposal
    }
    for one in judged[:1]:
        told = {bar.veto for _, _, bar in one.refused} | set(found)
        for veto in own_vetoes(one.view, one.stream):
            if veto not in told:
                found[veto] = refuse_role(one.view, one.stream, veto, prove)
    for view, candidate, bar in (row for j in judged for row in j.refused):
        if candidate.use not in found and len(found) < most:
            found[candidate.use] = refuse_candidate(view, candidate, bar, prove)
    return tuple(found.values())


def refuse_all(view: View, stream: str, veto: str, prove: ProveClaim) -> Veto:
    """The refusal of every use at once, by a veto that bars any recovery."""
    return Veto(
        use=RECOVERY,
        use_label="any use",
        process=expand("sym:Process"),
        process_label="every process",
        reason=view.text(veto, "sym:reason") or view.label(veto),
        rule=veto,
        would_change=what_would_change(view, veto),
        sources=read_sources(view, veto),
        proof=prove(view, (node(stream), node("sym:vetoedBy"), node(veto))),
    )


def refuse_role(view: View, stream: str, veto: str, prove: ProveClaim) -> Veto:
    """The refusal of every use in the roles that a veto bars, where no use is known for them."""
    roles = view.many(veto, "sym:bars")
    barred = [
        process
        for use in view.many(veto, "sym:barsUse")
        for process in (*view.many(use, "sym:inProcess"), *view.many(use, "sym:needOf"))
    ]
    counted = Counter(sector for process in barred for sector in read_sectors(view, process)[:1])
    return replace(
        refuse_all(view, stream, veto, prove),
        use=roles[0],
        use_label=f"any use as {' or '.join(view.label(role) for role in roles)}",
        sectors=tuple(sector for sector, _ in counted.most_common(MOST_SECTORS)),
    )


def refuse_candidate(view: View, candidate: Candidate, bar: Bar, prove: ProveClaim) -> Veto:
    """One refused pair."""
    return Veto(
        use=candidate.use,
        use_label=view.label(candidate.use),
        process=candidate.process,
        process_label=view.label(candidate.process),
        reason=view.text(bar.veto, "sym:reason") or view.label(bar.veto),
        rule=bar.veto,
        sectors=read_sectors(view, candidate.process),
        would_change=what_would_change(view, bar.veto),
        sources=read_sources(view, bar.veto),
        proof=prove(view, bar.claims()[0]),
    )
