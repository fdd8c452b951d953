"""Each ablation switches off what it says, and the product stays as it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.language.embed import HashingEmbedder
from matcher.model import Proposal
from matcher.proposing.streams import state_hypotheses
from matcher.scoring.ablations import (
    make_ablations,
    propose_asserted,
    see,
    without_meaning,
    without_words,
)
from matcher.scoring.ranking import Ranked
from matcher.workspace import Workspace

TEXT = "coal fly ash from a power station, 5 % loss on ignition"


def answer(workspace: Workspace, variant: str, text: str) -> Ranked:
    """What a variant answers."""
    return make_ablations(workspace, {})[variant](text, True)


def test_without_meaning_no_vector_speaks(workspace: Workspace) -> None:
    sight, _ = see(without_meaning(workspace.index), workspace.index, TEXT)
    assert not sight.evidence.core.any()
    assert not sight.evidence.full.any()
    assert sight.evidence.said.any()
    assert sight.evidence.letters.any()


def test_without_words_no_word_and_no_letter_speaks(workspace: Workspace) -> None:
    sight, _ = see(without_words(workspace.index), workspace.index, TEXT)
    assert not sight.evidence.said.any()
    assert not sight.evidence.explained.any()
    assert not sight.evidence.told.any()
    assert not sight.evidence.covered.any()
    assert not sight.evidence.letters.any()
    assert sight.evidence.core.any()


def test_words_and_letters_only_does_not_care_for_the_vectors(workspace: Workspace) -> None:
    """Other vectors for every name change nothing, once the text is taken for a stream."""
    index = workspace.index
    rng = np.random.default_rng(7)
    shuffled = np.asarray(index.vectors)[rng.permutation(len(index.vectors))]
    other = replace(workspace, index=replace(index, vectors=shuffled))
    variant = "words and letters only"
    assert other.ground(TEXT).off_topic is None
    assert answer(workspace, variant, TEXT) == answer(other, variant, TEXT)
    assert answer(workspace, "meaning only", TEXT) != answer(other, "meaning only", TEXT)


def test_no_ontology_does_not_care_for_materials_and_arisings(workspace: Workspace) -> None:
    ties = replace(workspace.index.ties, arisings=(), ancestors={})
    other = replace(workspace, index=replace(workspace.index, ties=ties))
    assert answer(workspace, "no ontology", TEXT) == answer(other, "no ontology", TEXT)
    assert answer(workspace, "no ontology", TEXT).classes


def test_no_reasoning_proposes_only_what_is_stated_for_the_very_material(
    workspace: Workspace,
) -> None:
    stream = workspace.ground(TEXT)
    hypothesis = state_hypotheses(workspace.view, stream)[0]
    found = propose_asserted(workspace, hypothesis, stream)
    material = hypothesis.grounding.concept
    assert found
    assert {p.route for p in found} == {"documented"}
    assert all(workspace.view.one(p.use, "sym:takes") == material for p in found)
    inherited = {p.use for p in workspace.match(TEXT, top=100).proposals} - uses(found)
    assert inherited


def uses(proposals: list[Proposal]) -> set[str]:
    """The uses of proposals."""
    return {p.use for p in proposals}


@pytest.mark.parametrize("variant", ["all, rough fusion", "meaning only", "no reasoning"])
def test_a_text_that_is_no_stream_is_refused_in_every_variant(
    workspace: Workspace, variant: str
) -> None:
    assert answer(workspace, variant, "who won the cup final") == Ranked()


def test_the_product_is_not_touched(workspace: Workspace) -> None:
    before = [c.code for c in workspace.match(TEXT).waste_codes]
    embedder = workspace.index.embedder
    for variant in make_ablations(workspace, {}).values():
        variant(TEXT, True)
    assert [c.code for c in workspace.match(TEXT).waste_codes] == before
    assert workspace.index.embedder is embedder
    assert not isinstance(embedder, HashingEmbedder)


def test_match_is_reading_and_answering(workspace: Workspace) -> None:
    assert workspace.answer(workspace.ground(TEXT)) == workspace.match(TEXT)
