"""A closure on disk: written whole or not at all, opened without being read through.

Layout: a magic line, a line of JSON (sizes, digests, small tables), then raw columns of
integers and the terms. Nothing in it is executed. Triples are found by bisection in two
sorted orders, so that opening costs little however large the closure is.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from array import array
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from matcher.errors import CacheError
from matcher.reasoning.agenda import Findings
from matcher.reasoning.closure import CompiledClosure
from matcher.reasoning.compacting import compact
from matcher.reasoning.dispatch import (
    LISTENING,
    RULE_NAMES,
    SLEEPERS,
    Dispatch,
    Key,
    listen_axiom,
)
from matcher.reasoning.equality import Classes
from matcher.reasoning.facts import LiveFacts, Recorded
from matcher.reasoning.frozen import FrozenFacts, Orders
from matcher.reasoning.rules import VOCABULARY
from matcher.reasoning.terms import Terms

MAGIC: Final = b"symbiograph closure 2\n"
COLUMNS: Final = ("s", "p", "o", "rule", "body", "start", "premise")
ORDERS: Final = ("by_subject", "subjects", "by_object", "objects")
Columns = dict[str, "array[int]"]


@cache
def engine_digest() -> str:
    """What a file must have been made with: the rules, the engine's code, the machine's byte order.

    The numbers in a file mean what the code that wrote it meant; so the whole package is hashed,
    once: a list of the modules that matter would one day lack one.
    """
    total = hashlib.sha256("\n".join((*RULE_NAMES, *VOCABULARY.texts(), sys.byteorder)).encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        total.update(path.read_bytes())
    return total.hexdigest()


def save_closure(closure: CompiledClosure, path: Path) -> None:
    """Write a base closure, atomically; raises CacheError if it cannot be written.

    Only a base can be saved: an overlay belongs to one visitor.
    """
    if not isinstance(closure.facts, LiveFacts) or closure.base is not None:
        raise CacheError("only a freshly closed base can be saved", where=str(path))
    facts, findings = compact(closure.facts, closure.findings)
    blocks = [getattr(facts.recorded, name).tobytes() for name in COLUMNS]
    ranges, orders = sort_both_ways(facts.recorded, facts.aside.values())
    blocks += [orders[name].tobytes() for name in ORDERS]
    blocks.append(join_terms(facts.terms.texts(), path))
    payload = b"".join(blocks)
    head = {
        "engine": engine_digest(),
        "sizes": [len(block) for block in blocks],
        "sha256": hashlib.sha256(payload).hexdigest(),
        "ranges": ranges,
        "bodies": facts.bodies,
        "axioms": list(findings.axioms.items()),
        "waiting": findings.waiting,
        "clashes": list(findings.clashes),
        "awake": list_awake(closure.dispatch),
        "aside": list(facts.aside.values()),
        "same": list(facts.same.items()),
    }
    write_whole(path, MAGIC + json.dumps(head).encode() + b"\n" + payload)


def join_terms(texts: Sequence[str], path: Path) -> bytes:
    """The terms, one a line; N-Triples terms hold no line break."""
    if any("\n" in text for text in texts):
        raise CacheError("a term holds a bare line break", where=str(path))
    return "\n".join(texts).encode()


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the file, see it on the disk, and put it in place in one go."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).replace(path)
            keep_safe(path.parent)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CacheError(
            f"cannot be written: {error}", where=str(path), todo="Name a folder to write to."
        ) from error


def keep_safe(*paths: Path) -> None:
    """See files and folders on the disk, so that no crash can leave them half there."""
    for path in paths:
        if os.name == "nt" and path.is_dir():
            continue  # Windows has no way to ask for that
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sort_both_ways(
    recorded: Recorded, aside: Iterable[int] = ()
) -> tuple[list[tuple[int, int, int]], Columns]:
    """Triple numbers by (p, s, o) and by (p, o, s), and where each predicate's begin and end.

    Those of triples that are aside stand in neither.
    """
    import numpy as np

    s, p, o = (
        np.frombuffer(column, dtype=np.int32) for column in (recorded.s, recorded.p, recorded.o)
    )
    hidden = np.zeros(len(p), dtype=bool)
    hidden[list(aside)] = True
    forward, backward = (
        order[~hidden[order]] for order in (np.lexsort((o, s, p)), np.lexsort((s, o, p)))
    )
    names, starts = np.unique(p[forward], return_index=True)
    ends = [*starts.tolist()[1:], len(forward)]
    ranges = list(zip(names.tolist(), starts.tolist(), ends, strict=True))
    columns: list[Any] = [forward, s[forward], backward, o[backward]]
    whole = [array("i", column.astype(np.int32).tobytes()) for column in columns]
    return ranges, dict(zip(ORDERS, whole, strict=True))


def list_awake(dispatch: Dispatch) -> list[tuple[int, int, int]]:
    """Which sleeping triggers have been woken for which key: (kind, key, slot)."""
    slots = {id(sleeper.trigger): slot for slot, sleeper in enumerate(SLEEPERS)}
    return [
        (kind, key, slots[id(trigger)])
        for (kind, key), triggers in dispatch.items()
        for trigger in triggers
        if id(trigger) in slots
    ]


def open_closure(path: Path) -> CompiledClosure:
    """The closure in a file; raises CacheError if it is missing, damaged or of another version."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CacheError(f"cannot be read: {error}", where=str(path)) from error
    try:
        head, payload = split_content(content)
        return rebuild(head, cut(payload, head["sizes"]))
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise CacheError(
            f"not a closure this version can use ({error})",
            where=str(path),
            todo="Delete it; it is made again.",
        ) from error


def split_content(content: bytes) -> tuple[dict[str, Any], memoryview]:
    """Header and payload of a file; raises ValueError if either is not as it should be."""
    end = content.find(b"\n", len(MAGIC))
    if not content.startswith(MAGIC) or end < 0:
        raise ValueError("it does not begin as one")
    head: dict[str, Any] = json.loads(content[len(MAGIC) : end])
    payload = memoryview(content)[end + 1 :]
    if head["engine"] != engine_digest():
        raise ValueError("it was made by another version")
    if head["sha256"] != hashlib.sha256(payload).hexdigest():
        raise ValueError("its bytes have changed")
    return head, payload


def cut(payload: memoryview, sizes: Sequence[int]) -> list[memoryview]:
    """The blocks of the payload."""
    blocks, start = [], 0
    for size in sizes:
        blocks.append(payload[start : start + size])
        start += size
    return blocks


def rebuild(head: dict[str, Any], blocks: Sequence[memoryview]) -> CompiledClosure:
    """The closure from header and blocks."""
    recorded = Recorded()
    for name, block in zip(COLUMNS, blocks, strict=False):
        setattr(recorded, name, array(getattr(recorded, name).typecode, block.tobytes()))
    orders = Orders(
        {p: (start, end) for p, start, end in head["ranges"]},
        *(array("i", block.tobytes()) for block in blocks[len(COLUMNS) : -1]),
    )
    terms = Terms(texts=bytes(blocks[-1]).decode().split("\n"))
    bodies = [tuple(body) for body in head["bodies"]]
    same = Classes.of({winner: tuple(members) for winner, members in head["same"]})
    facts = FrozenFacts(terms, recorded, orders, bodies, same, head["aside"])
    findings = Findings(
        {(rule, tuple(numbers)): None for rule, numbers in head["clashes"]},
        dict(head["axioms"]),
        list(head["waiting"]),
    )
    dispatch = wake(head["awake"])
    for body, axiom in findings.axioms.items():
        listen_again(facts, dispatch, axiom, body)
    return CompiledClosure(facts, dispatch, None, findings)


def wake(awake: Iterable[tuple[int, int, int]]) -> Dispatch:
    """A dispatch with the given sleepers awake."""
    dispatch = Dispatch(LISTENING)
    for kind, number, slot in awake:
        key: Key = (kind, number)
        dispatch.add(key, SLEEPERS[slot].trigger)
    return dispatch


def listen_again(facts: FrozenFacts, dispatch: Dispatch, axiom: int, body: int) -> None:
    """Make the ground rules of a list axiom listen as they did when it was first read."""
    s, p, _o = facts.triple(axiom)
    members = [facts.triple(n)[2] for n in facts.body(body)[1::2]]
    listen_axiom(dispatch, (s, p), members, body)
