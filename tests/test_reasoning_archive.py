"""A closure on disk answers as the one it was made from, or says why it cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.errors import CacheError
from matcher.reasoning.archive import MAGIC, open_closure, save_closure
from matcher.reasoning.closure import CompiledClosure, CompiledReasoner
from matcher.reasoning.proof import prove
from tests.reasoning.cases import RULES, find_case
from tests.reasoning.pattern import facts, pattern_facts

STREAM = facts(
    "use:stream a mat:Bagasse . use:stream sym:contains mat:Lead . use:stream sym:freeOf mat:Lead"
)


@pytest.fixture(scope="module")
def made() -> CompiledClosure:
    """The small pack, closed here."""
    return CompiledReasoner().close(pattern_facts())


@pytest.fixture
def path(made: CompiledClosure, tmp_path: Path) -> Path:
    """The small pack, saved."""
    save_closure(made, tmp_path / "closure.bin")
    return tmp_path / "closure.bin"


def test_an_opened_closure_answers_like_the_one_saved(made: CompiledClosure, path: Path) -> None:
    opened = open_closure(path)
    assert len(opened) == len(made)
    assert set(opened.match()) == set(made.match())
    assert set(opened.derived()) == set(made.derived())
    assert opened.derived_count == made.derived_count
    for triple in made.derived():
        assert opened.derivation(triple) == made.derivation(triple)
        assert set(opened.match(triple[0], triple[1])) == set(made.match(triple[0], triple[1]))
        assert set(opened.match(None, None, triple[2])) == set(made.match(None, None, triple[2]))


def test_a_stream_on_an_opened_closure_gains_the_same(made: CompiledClosure, path: Path) -> None:
    ours, opened = made.overlay(STREAM), open_closure(path).overlay(STREAM)
    assert set(opened.match()) == set(ours.match())
    assert (
        [clash.rule for clash in opened.clashes]
        == [clash.rule for clash in ours.clashes]
        == ["prp-pdw"]
    )
    goal = facts("use:stream sym:functionFeed proc:BiomassBoiler")[0]
    assert prove(opened, goal).steps[-1].conclusion == goal


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_still_listens_after_reopening(rule: str, tmp_path: Path) -> None:
    given = sorted(find_case(rule).given, key=lambda triple: "example.org/b" in triple[0])
    whole = CompiledReasoner().close(given)
    for cut in range(len(given)):
        save_closure(CompiledReasoner().close(given[:cut]), tmp_path / "part.bin")
        again = open_closure(tmp_path / "part.bin").overlay(given[cut:])
        assert set(again.match()) == set(whole.match())
        assert bool(again.clashes) == bool(whole.clashes)


def test_a_saved_contradiction_is_still_one(tmp_path: Path) -> None:
    closure = CompiledReasoner().close(find_case("cax-adc").given)
    save_closure(closure, tmp_path / "clash.bin")
    assert open_closure(tmp_path / "clash.bin").clashes == closure.clashes


@pytest.mark.parametrize("damage", ["cut", "flip", "head", "empty", "version"])
def test_a_damaged_file_is_refused(path: Path, damage: str) -> None:
    content = bytearray(path.read_bytes())
    if damage == "cut":
        content = content[: len(content) // 2]
    elif damage == "flip":
        content[-5] ^= 1
    elif damage == "head":
        content[len(MAGIC) + 3] ^= 1
    elif damage == "version":
        content = bytearray(bytes(content).replace(b'"engine": "', b'"engine": "0', 1))
    else:
        content = bytearray()
    path.write_bytes(content)
    with pytest.raises(CacheError, match="Delete it"):
        open_closure(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CacheError, match="cannot be read"):
        open_closure(tmp_path / "none.bin")


def test_a_write_that_fails_leaves_the_old_file_and_no_litter(
    made: CompiledClosure, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()

    def fail(*_arguments: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(CacheError, match="no space left"):
        save_closure(made, path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_term_that_is_not_in_n_triples_form_is_not_saved(tmp_path: Path) -> None:
    broken = [("<http://example.org/a>", "<http://example.org/p>", '"two\nlines"')]
    with pytest.raises(CacheError, match="line break"):
        save_closure(CompiledReasoner().close(broken), tmp_path / "broken.bin")


def test_an_overlay_is_not_saved(made: CompiledClosure, tmp_path: Path) -> None:
    with pytest.raises(CacheError, match="only a freshly closed base"):
        save_closure(made.overlay(STREAM), tmp_path / "overlay.bin")
