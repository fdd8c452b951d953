"""An independent check of proofs: every step against the W3C rule, every leaf in its file.

Nothing of the engine is used here: the rules are stated anew in `statements.py` and `values.py`, the files
are read anew by `leaves.py`. `verified` on a proof is this module's answer and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from matcher.model import Proof, Step, Triple
from matcher.namespaces import node
from matcher.reasoning.leaves import MIRROR, read_leaves
from matcher.reasoning.list_statements import FIRST, NIL, OVER_LISTS, REST
from matcher.reasoning.statements import NAMES, OVER_LITERALS, STATEMENTS

LeafReader = Callable[[Triple, str], bool]
LEAF: Final = "asserted"

__all__ = ["LeafReader", "check", "mark", "read_leaves", "verify"]


def verify(proof: Proof, leaf_reader: LeafReader) -> bool:
    """Whether a proof holds: valid steps, no circle, leaves in their files, exactly its claim."""
    return check(proof, leaf_reader) is None


def mark(proof: Proof, leaf_reader: LeafReader) -> Proof:
    """The proof with `verified` set to what this check finds."""
    return replace(proof, verified=verify(proof, leaf_reader))


def check(proof: Proof, leaf_reader: LeafReader) -> str | None:
    """Why a proof is rejected, or None if it holds."""
    if not proof.steps:
        return "the proof has no steps"
    known: set[Triple] = set()
    for number, step in enumerate(proof.steps, 1):
        fault = check_step(step, known)
        if fault:
            return f"step {number} ({step.rule}): {fault}"
        known.add(step.conclusion)
    if proof.steps[-1].conclusion != proof.claim:
        return "the last step concludes something else than the claim"
    return check_leaves(proof, leaf_reader)


def check_leaves(proof: Proof, leaf_reader: LeafReader) -> str | None:
    """Why a leaf is not to be believed, or None; generated leaves last, their files are read."""
    leaves = [step for step in proof.steps if step.rule == LEAF]
    for leaf in sorted(leaves, key=lambda step: step.source == MIRROR):
        if leaf.source is None:
            return f"a leaf names no source: {' '.join(leaf.conclusion)}"
        if not leaf_reader(leaf.conclusion, leaf.source):
            return f"a leaf does not stand in {leaf.source}: {' '.join(leaf.conclusion)}"
    return None


def check_step(step: Step, known: set[Triple]) -> str | None:
    """Why a step does not follow from what earlier steps concluded, or None."""
    if step.rule == LEAF:
        return "an asserted triple has no premises" if step.premises else None
    if step.rule not in NAMES:
        return "no such rule"
    for premise in step.premises:
        if premise not in known:
            return f"no earlier step concludes the premise {' '.join(premise)}"
    if not allows(step.rule, step.premises, step.conclusion):
        return "the rule does not lead from these premises to this conclusion"
    return None


def allows(rule: str, premises: Sequence[Triple], conclusion: Triple) -> bool:
    """Whether a W3C rule leads from the premises, in its own order, to the conclusion."""
    if rule in STATEMENTS:
        return any(statement.allows(premises, conclusion) for statement in STATEMENTS[rule])
    if rule in OVER_LITERALS:
        return OVER_LITERALS[rule](premises, conclusion)
    predicate, over_list = OVER_LISTS[rule]
    if not premises or premises[0][1] != node(predicate):
        return False
    members = walk(premises[0][2], premises[1:])
    if not members:
        return False
    rest = premises[1 + 2 * len(members) :]
    return over_list(premises[0][0], members, rest, conclusion)


def walk(head: str, premises: Sequence[Triple]) -> list[str] | None:
    """The members of the list that starts at `head` and fills the first premises, in order."""
    members: list[str] = []
    for first, rest in zip(premises[::2], premises[1::2], strict=False):
        if head == NIL:
            break
        if first[:2] != (head, FIRST) or rest[:2] != (head, REST):
            return None
        members.append(first[2])
        head = rest[2]
    return members if head == NIL else None
