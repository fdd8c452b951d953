"""Proofs as nested HTML: what follows, and inside it what it follows from, one level at a time.

What the vocabulary itself says (how predicates chain, what is the inverse of what) is folded
into a line of its own under each step. What was shown once is pointed to after that. Plain
`details` and `summary`: it works without scripts, by keyboard, and on paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from matcher.model import FALSE, Proof, Step, Triple
from matcher.namespaces import bare
from matcher.words import is_folded, name, name_source, state_fact

LEAF: Final = "asserted"
STYLE: Final = """
:root { color-scheme: light dark; --ground: #fbfbf9; --text: #1d2321; --quiet: #56605c; --line: #d5dad7; }
@media (prefers-color-scheme: dark) { :root { --ground: #14181a; --text: #e6eae8; --quiet: #9aa5a1; --line: #333b3a; } }
body { background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
.nested, .nested ul { list-style: none; margin: 0; padding-left: 1.25rem; border-left: 1px solid var(--line); }
.nested li { margin: 0.35rem 0; }
summary { cursor: pointer; }
.rule, .origin { color: var(--quiet); font-size: 0.85rem; }
@media print { details > * { display: block; } }
"""


@dataclass(slots=True)
class Nest:
    """One proof being written: its steps, the labels, and what has been shown."""

    proof: Proof
    labels: Mapping[str, str]
    prefix: str
    steps: dict[Triple, Step] = field(init=False)
    shown: dict[Triple, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find steps by what they conclude."""
        self.steps = {step.conclusion: step for step in self.proof.steps}

    def write(self, triple: Triple, level: int) -> str:
        """One step with all below it."""
        step = self.steps[triple]
        words = f"<span>{escape(tell(triple, self.labels))}</span>"
        if step.rule == LEAF:
            return (
                f'<li>{words} <span class="origin">{escape(name_source(step.source))}</span></li>'
            )
        if triple in self.shown:
            link = f'<a href="#{self.prefix}{self.shown[triple]}">shown above</a>'
            return f'<li>{words} <span class="origin">{link}</span></li>'
        self.shown[triple] = len(self.shown) + 1
        rule = f'<span class="rule">{escape(step.rule)}</span>'
        inside = "".join(self.write_premises(step, level))
        opened = " open" if level < 2 else ""
        return (
            f'<li id="{self.prefix}{self.shown[triple]}"><details{opened}>'
            f"<summary>{words} {rule}</summary>{inside}</details></li>"
        )

    def write_premises(self, step: Step, level: int) -> Iterator[str]:
        """The premises that say something, then those of the vocabulary in one line."""
        premises = list(dict.fromkeys(step.premises))
        spoken = [triple for triple in premises if not self.is_logic(triple)]
        logic = [triple for triple in premises if self.is_logic(triple)]
        if spoken:
            yield f"<ul>{''.join(self.write(triple, level + 1) for triple in spoken)}</ul>"
        if logic:
            count = f"{len(logic)} fact{'s' if len(logic) > 1 else ''} of the vocabulary"
            lines = "".join(self.write(triple, level + 2) for triple in logic)
            yield f'<details class="logic"><summary class="rule">{count}</summary><ul>{lines}</ul></details>'

    def is_logic(self, triple: Triple) -> bool:
        """Whether a premise is stated by the vocabulary itself, or generated from it."""
        step = self.steps[triple]
        return step.rule == LEAF and is_folded(step)


def tell(triple: Triple, labels: Mapping[str, str]) -> str:
    """A triple in words: a sentence where there is one, else its three labels."""
    if triple == FALSE:
        return "a contradiction"
    told = state_fact(triple, labels)
    s, p, o = (say(bare(term), labels) for term in triple)
    return told or f"{s} · {p} · {o}"


def say(term: str, labels: Mapping[str, str]) -> str:
    """“this stream” for the stream, else the label."""
    return "this stream" if term.startswith("urn:symbiograph:stream:") else name(term, labels)


def write_nested(proof: Proof, labels: Mapping[str, str], prefix: str = "p") -> str:
    """One proof as a nested list; `prefix` begins the ids of its steps."""
    return f'<ul class="nested">{Nest(proof, labels, prefix).write(proof.claim, 0)}</ul>'


def write_page(heading: str, parts: Sequence[tuple[str, Proof]], labels: Mapping[str, str]) -> str:
    """A page of its own with proofs, each under its heading; nothing is loaded from elsewhere."""
    body = "".join(
        f"<section><h2>{escape(title)}</h2>{write_nested(proof, labels, f'p{number}-')}"
        f'<p class="origin">{escape(tell_check(proof))}</p></section>'
        for number, (title, proof) in enumerate(parts, start=1)
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(heading)} · Symbiograph</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{escape(heading)}</h1>{body}</main></body></html>\n"
    )


def tell_check(proof: Proof) -> str:
    """How many steps, and what the verifier said."""
    said = (
        "checked: every step and every leaf was verified again"
        if proof.verified
        else "NOT verified"
    )
    return f"{len(proof.steps)} formal steps, {said}."
