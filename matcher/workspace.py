"""One call under every face: a text in, a ranked, explained and verified result out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from matcher.base import DATASET_FILE, Base, open_base
from matcher.describing.guide import Guide
from matcher.errors import InputError
from matcher.knowledge import Progress, stay_silent
from matcher.model import Proof, Result, Stream, Triple, WasteCode
from matcher.namespaces import bare
from matcher.proposing.analogy import find_analogies
from matcher.proposing.candidates import Candidate
from matcher.proposing.codes import Edition, choose_edition, list_codes
from matcher.proposing.contradictions import Contradictions, find_contradictions
from matcher.proposing.proofs import prove_candidate
from matcher.proposing.propose import Judged, Vicinity, heed, judge, prove_ranked, rank
from matcher.proposing.refusals import refuse
from matcher.proposing.streams import LEAST_SURE, Hypothesis, state_hypotheses
from matcher.proposing.verdict import completeness, decide
from matcher.proposing.view import Memo, View
from matcher.reasoning.engine import Closure, load_engine
from matcher.reasoning.proof import prove
from matcher.reasoning.verify import mark, read_leaves
from matcher.settings import cache_folder, pack_folders, setting, version

if TYPE_CHECKING:
    from matcher.language.index import LanguageIndex

MOST_VETOES: Final = 12
DEFAULT_TOP: Final = 10


@dataclass(slots=True)
class Workspace:
    """Everything that is known, closed and ready; open it once and ask it often."""

    base: Base
    engine: str
    index: LanguageIndex
    memo: Memo = field(default_factory=dict, repr=False)
    opened_guide: Guide | None = field(default=None, init=False, repr=False)
    found_contradictions: Contradictions | None = field(default=None, init=False, repr=False)

    @classmethod
    def load(
        cls,
        packs: Sequence[Path] = (),
        *,
        reasoner: str | None = None,
        cache: Path | None = None,
        progress: Progress = stay_silent,
    ) -> Workspace:
        """Open the base and the language index, building into the cache what is not there yet.

        `packs` are folders of packs of your own beside the shipped ones; `progress` is told
        what is being done and which share of it, 0 to 1.
        """
        from matcher.language.index import open_index

        folder = cache or cache_folder()
        engine = load_engine(setting("reasoner", reasoner))
        base = open_base(
            [*pack_folders(), *packs],
            engine,
            folder,
            lambda what, share: progress(what, share * 0.6),
        )
        index = open_index(
            base.closure, base.digest, folder, lambda what, share: progress(what, 0.6 + share * 0.4)
        )
        return cls(base, engine.name, index)

    @property
    def view(self) -> View:
        """The base as labels, texts and numbers."""
        return View(self.base.closure, memo=self.memo)

    @property
    def guide(self) -> Guide:
        """Every term as a page, and how to find it; made on first use and kept."""
        if self.opened_guide is None:
            self.opened_guide = Guide.of(self.view, self.base.subjects)
        return self.opened_guide

    @property
    def contradictions(self) -> Contradictions:
        """What the packs say that cannot all be true; looked into once and kept."""
        if self.found_contradictions is None:
            self.found_contradictions = find_contradictions(
                self.view, (), Contradictions(), self.base.source_of
            )
        return self.found_contradictions

    @property
    def dataset(self) -> Path:
        """The N-Quads file of everything asserted and inferred, for SPARQL."""
        return self.base.folder / DATASET_FILE

    def ground(self, text: str, **hints: str | None) -> Stream:
        """What a text was read as: quantity, properties, place, materials and codes."""
        from matcher.language.understand import understand

        return understand(text, self.index, **hints)

    def match(
        self,
        text: str,
        *,
        near: str | None = None,
        country: str | None = None,
        on: date | None = None,
        top: int = DEFAULT_TOP,
        **hints: str | None,
    ) -> Result:
        """Who could use this waste stream, as what, under which conditions, with proofs.

        `near` is a place name for straight-line distances; `country` (two letters) and `on`
        choose the edition of the List of Waste; `top` is how many proposals come back.
        """
        return self.answer(self.ground(text, **hints), near=near, country=country, on=on, top=top)

    def answer(
        self,
        stream: Stream,
        *,
        near: str | None = None,
        country: str | None = None,
        on: date | None = None,
        top: int = DEFAULT_TOP,
    ) -> Result:
        """What follows for a stream that was read already; `match` is reading and this."""
        if top < 1:
            raise InputError(f"{top} proposals are none", where="top", todo="Ask for 1 or more.")
        edition = choose_edition(self.view, country or setting("country") or None, on)
        vicinity = self.locate(near, country)
        stream = replace(stream, id=stream.id or identify(stream.text))
        hypotheses = () if stream.off_topic else state_hypotheses(self.view, stream)
        judged = self.judge_all(hypotheses, stream, vicinity)
        return self.assemble(stream, judged, edition, vicinity, top)

    def locate(self, near: str | None, country: str | None) -> Vicinity | None:
        """The place that distances are measured from."""
        if not near:
            return None
        from matcher.language.places import distance_km, resolve

        return Vicinity(resolve(near, country), distance_km)

    def judge_all(
        self, hypotheses: Sequence[Hypothesis], stream: Stream, vicinity: Vicinity | None
    ) -> tuple[Judged, ...]:
        """Close each hypothesis over the base, as an individual of its own, and judge it."""
        closures = self.overlay([hypothesis.facts for hypothesis in hypotheses])
        judged = tuple(
            judge(
                View(
                    closure,
                    read_leaves(self.base.files, hypothesis.facts, self.base.subjects),
                    self.memo,
                ),
                hypothesis,
                stream,
                vicinity,
            )
            for closure, hypothesis in zip(closures, hypotheses, strict=True)
        )
        return heed(judged)

    def overlay(self, streams: Sequence[Iterable[Triple]]) -> Sequence[Closure]:
        """The base with each stream's facts on top; the base itself stays as it is."""
        return [self.base.closure.overlay(tuple(facts)) for facts in streams]

    def assemble(
        self,
        stream: Stream,
        judged: tuple[Judged, ...],
        edition: Edition,
        vicinity: Vicinity | None,
        top: int,
    ) -> Result:
        """Rank, prove and verify, choose the codes, and say the verdict."""
        view = self.view
        refused = refuse(judged, self.prove_claim, MOST_VETOES)
        codes, codes_reason = self.choose_codes(stream, edition)
        barred = bool(judged and judged[0].disposal)
        pool = () if barred else (*judged, *find_analogies(judged, stream, vicinity))
        ranked = rank(pool)
        proposals = prove_ranked(ranked, top, self.prove)
        answer = decide(view, stream, judged, [w.proposal for w in ranked], refused, codes)
        abstains = answer.verdict == "abstain"
        return Result(
            id=stream.id,
            text=stream.text,
            verdict=answer.verdict,
            reason=answer.reason,
            engine=self.engine,
            ontology_version=f"{version()}+{self.base.digest[:12]}",
            editions={"low": edition.low, "nace": edition.nace},
            reading=stream.reading,
            materials=() if abstains else stream.materials,
            waste_codes=() if abstains else codes,
            codes_reason=None if abstains else codes_reason,
            proposals=proposals,
            vetoes=refused,
            completeness=completeness(stream.reading, proposals),
            next_question=answer.next_question,
            warnings=(*stream.warnings, *self.warn(judged)),
            labels=self.label_proofs([p.proof for p in proposals] + [v.proof for v in refused]),
        )

    def warn(self, judged: Sequence[Judged]) -> tuple[str, ...]:
        """What the packs, or the packs and this description, say that cannot all be true."""
        known, told = self.base.closure.clashes, self.contradictions
        warnings = [f"The packs contradict themselves: {t}" for t in told.tell(self.view)]
        for one in judged:
            found = find_contradictions(one.view, known, told, self.base.source_of)
            warnings += [f"What was read contradicts the packs: {t}" for t in found.tell(one.view)]
        return tuple(dict.fromkeys(warnings))

    def label_proofs(self, proofs: Iterable[Proof | None]) -> dict[str, str]:
        """A label for every IRI that stands in a step of these proofs."""
        terms = {
            term
            for proof in proofs
            if proof
            for step in proof.steps
            for term in step.conclusion
            if term.startswith("<")
        }
        return {bare(term): self.view.label(bare(term)) for term in sorted(terms)}

    def choose_codes(
        self, stream: Stream, edition: Edition
    ) -> tuple[tuple[WasteCode, ...], str | None]:
        """The waste codes of a stream, or why it has none."""
        if stream.materials and stream.materials[0].probability >= LEAST_SURE:
            reason = self.view.text(stream.materials[0].concept, "sym:noWasteCode")
            if reason:
                return (), reason
        return list_codes(self.view, stream.codes, edition), None

    def prove(self, view: View, candidate: Candidate) -> Proof:
        """The proof of a proposal, checked by the verifier in this process."""
        return self.verify(view, prove_candidate(view, candidate, self.prove_triple))

    def prove_claim(self, view: View, claim: Triple) -> Proof:
        """The proof of one triple, checked by the verifier in this process."""
        return self.verify(view, self.prove_triple(view.closure, claim))

    def prove_triple(self, closure: Closure, triple: Triple) -> Proof:
        """The proof of one triple with the file of every leaf, not checked yet."""
        return prove(closure, triple, self.base.source_of)

    def verify(self, view: View, proof: Proof) -> Proof:
        """The proof with what the independent verifier says of it; leaves are read from their files."""
        return mark(proof, view.leaves or read_leaves(self.base.files, (), self.base.subjects))


def identify(text: str) -> str:
    """A short, repeatable id for a text; it cannot be turned back into the text."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]
