"""The page of rules says of each rule of the Recommendation where it is and what tests it."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcher.reasoning import lists, pairs, rules
from matcher.reasoning.conformance import KNOWN
from matcher.reasoning.documenting import RuleEntry, describe_rule, list_tables
from tests.browser.answers import ToyMatcher
from tests.reasoning.cases import RULES, read_graphs
from web.app import create_app

ROOT = Path(__file__).resolve().parents[1]

#: the names in tables 4 to 9 of OWL 2 Profiles (Second Edition), typed from there
RECOMMENDED = {
    4: "eq-ref eq-sym eq-trans eq-rep-s eq-rep-p eq-rep-o eq-diff1 eq-diff2 eq-diff3",
    5: "prp-ap prp-dom prp-rng prp-fp prp-ifp prp-irp prp-symp prp-asyp prp-trp prp-spo1 prp-spo2"
    " prp-eqp1 prp-eqp2 prp-pdw prp-adp prp-inv1 prp-inv2 prp-key prp-npa1 prp-npa2",
    6: "cls-thing cls-nothing1 cls-nothing2 cls-int1 cls-int2 cls-uni cls-com cls-svf1 cls-svf2"
    " cls-avf cls-hv1 cls-hv2 cls-maxc1 cls-maxc2 cls-maxqc1 cls-maxqc2 cls-maxqc3 cls-maxqc4"
    " cls-oo",
    7: "cax-sco cax-eqc1 cax-eqc2 cax-dw cax-adc",
    8: "dt-type1 dt-type2 dt-eq dt-diff dt-not-type",
    9: "scm-cls scm-sco scm-eqc1 scm-eqc2 scm-op scm-dp scm-spo scm-eqp1 scm-eqp2 scm-dom1"
    " scm-dom2 scm-rng1 scm-rng2 scm-hv scm-svf1 scm-svf2 scm-avf1 scm-avf2 scm-int scm-uni",
}


def test_every_rule_of_the_recommendation_is_there_under_its_name_and_no_other() -> None:
    found = {table.number: {rule.name for rule in table.rules} for table in list_tables()}
    assert found == {number: set(names.split()) for number, names in RECOMMENDED.items()}
    assert sum(len(table.rules) for table in list_tables()) == len(RULES) == 78


@pytest.mark.parametrize("name", RULES)
def test_what_is_said_of_a_rule_is_so(name: str) -> None:
    entry = describe_rule(name)
    path, _, function = entry.place.partition(", ")
    assert (ROOT / path).is_file()
    module = {"rules.py": rules, "lists.py": lists, "pairs.py": pairs}[Path(path).name]
    assert function in vars(module)
    assert all("→" in statement for statement in entry.statements)
    assert entry.statements
    for test in entry.tests:
        assert (ROOT / test.partition(" ")[0]).is_file()
    assert name in read_graphs()
    assert f"{name}-not" in read_graphs() or f"{name}-consistent" in read_graphs()


@pytest.fixture
def page() -> str:
    """The page as it is served."""
    return create_app(ToyMatcher()).test_client().get("/help/rules").get_data(as_text=True)


def list_entries() -> list[RuleEntry]:
    """Every rule's entry."""
    return [rule for table in list_tables() for rule in table.rules]


def test_the_page_shows_every_rule_and_what_is_left_out(page: str) -> None:
    for entry in list_entries():
        assert f'<tr id="{entry.name}">' in page
        for path in (entry.place, *entry.tests):
            assert path.rpartition("/")[2] in page
    assert "by these 78 rules" in page
    assert all(name in page for name in KNOWN)
    assert "things taken for datatypes, a fault of owlrl" in page
