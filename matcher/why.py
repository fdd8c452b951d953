"""The commands `why` and `why-not` as a whole: what is asked, answered in the form that is wanted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final, Literal

from matcher.errors import InputError
from matcher.explaining import Proofs, Prover, prove_triple, why_not_pair, why_not_triple
from matcher.model import Proof, Result
from matcher.proof_page import tell, write_page
from matcher.render import Json, render_proof, to_dict
from matcher.render_prov import to_turtle
from matcher.render_why import render_explanation
from matcher.telling import choose, tell_proof, tell_why, tell_why_not
from matcher.workspace import Workspace

Form = Literal["text", "json", "turtle", "html"]
FORMS: Final = ("text", "json", "turtle", "html")
MOST_PROOFS: Final = 20
ALL: Final = 50  # proposals that are looked through


@dataclass(frozen=True, slots=True)
class Search:
    """Which proofs are wanted: the first derivation, the smallest, or up to so many."""

    smallest: bool = False
    most: int | None = None

    def check(self) -> None:
        """Refuse more proofs than are looked for; raises InputError."""
        if not 1 <= self.count <= MOST_PROOFS:
            raise InputError(
                f"{self.count} proofs cannot be asked for",
                where="--all",
                todo=f"Ask for 1 to {MOST_PROOFS}.",
            )

    @property
    def count(self) -> int:
        """How many proofs of each claim."""
        return 1 if self.most is None else self.most

    @property
    def again(self) -> bool:
        """Whether the proofs of the answer itself are not enough."""
        return self.smallest or self.most is not None


@dataclass(frozen=True, slots=True)
class Found:
    """The answer with its proofs in it, and the proofs under the title of each item."""

    answer: Json
    shown: tuple[tuple[str, Proofs], ...]


def answer_why(
    workspace: Workspace, text: str, use: str | None, target: str | None, search: Search, form: str
) -> str:
    """The proofs behind the proposals and refusals for a text, or behind one triple."""
    if use is not None and target is not None:
        return show_proofs(prove_triple(workspace, text, use, target, search.count), form)
    return show_why(find_why(workspace, text, use, search), form)


def find_why(workspace: Workspace, text: str, use: str | None, search: Search) -> Found:
    """The proofs behind the proposals and refusals for a text; `use` chooses some of them."""
    result = workspace.match(text, top=ALL)
    answer = choose(to_dict(result), use)
    return Found(answer, tuple(gather(workspace, result, answer, search)))


def show_why(found: Found, form: str) -> str:
    """What was found in the form that is wanted."""
    if form == "turtle":
        return to_turtle(proof for _title, proofs in found.shown for proof in proofs.proofs)
    if form == "html":
        parts = [(title, proof) for title, proofs in found.shown for proof in proofs.proofs]
        labels = {
            iri: text for _title, proofs in found.shown for iri, text in proofs.labels.items()
        }
        return write_page(found.answer["reason"], parts, labels)
    return dump(found.answer) if form == "json" else tell_why(found.answer)


def gather(
    workspace: Workspace, result: Result, answer: Json, search: Search
) -> list[tuple[str, Proofs]]:
    """The proofs of each item of an answer under its title; they are put into the answer too."""
    count = search.count
    prover = Prover.of(workspace, result.text) if search.again else None
    known = {(p.use, p.process): p.proof for p in result.proposals}
    refused = {(v.use, v.process, v.rule): v.proof for v in result.vetoes}
    shown: list[tuple[str, Proofs]] = []
    for item in answer["proposals"]:
        pair = item["use"]["iri"], item["process"]["iri"]
        found = prover.prove_pair(*pair, count) if prover else keep(known[pair], result)
        shown += place(item, f"{item['use']['label']} → {item['process']['label']}", found, search)
    for item in answer["vetoes"]:
        proof = refused[item["use"]["iri"], item["process"]["iri"], item["rule"]]
        again = prover and proof and prover.prove_claim(proof.claim, count)
        shown += place(
            item, f"Refused: {item['use']['label']}", again or keep(proof, result), search
        )
    return shown


def keep(proof: Proof | None, result: Result) -> Proofs:
    """The proof that an answer has already."""
    return Proofs((proof,) if proof else (), result.labels)


def place(item: Json, title: str, found: Proofs, search: Search) -> list[tuple[str, Proofs]]:
    """Put the proofs into an item of the answer; nothing where there are none."""
    if not found.proofs:
        return []
    if search.again:
        first, *others = (render_proof(proof, found.labels) for proof in found.proofs)
        item |= {"proof": first, "other_proofs": others}
    return [(title, found)]


def show_proofs(found: Proofs, form: str) -> str:
    """The proofs of one triple in the form that is wanted."""
    claim = found.proofs[0].claim
    told = tell(claim, found.labels)
    if form == "turtle":
        return to_turtle(found.proofs)
    if form == "html":
        parts = [(f"Proof {n}", proof) for n, proof in enumerate(found.proofs, start=1)]
        return write_page(told, parts, found.labels)
    rendered = [render_proof(proof, found.labels) for proof in found.proofs]
    if form == "json":
        return dump({"claim": list(claim), "proofs": rendered})
    lines = [told]
    for number, proof in enumerate(rendered, start=1):
        lines += ["", f"Proof {number}", *tell_proof(proof, True)]
    return "\n".join(lines)


def answer_why_not(
    workspace: Workspace, text: str, wanted: str, target: str | None, form: str
) -> str:
    """Why a stream is not proposed for something, or why a triple does not follow."""
    answer = explain_absence(workspace, text, wanted, target)
    return dump(answer) if form == "json" else tell_why_not(answer)


def explain_absence(workspace: Workspace, text: str, wanted: str, target: str | None) -> Json:
    """A why-not as every face shows it: of a pair, or of a triple where a target is given."""
    if target is None:
        return render_explanation(why_not_pair(workspace, text, wanted))
    return render_explanation(why_not_triple(workspace, text, wanted, target))


def dump(value: object) -> str:
    """JSON for people and programs."""
    return json.dumps(value, ensure_ascii=False, indent=2)
