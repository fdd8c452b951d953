"""`symbiograph check` as a whole: what it mends, what it finds, what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher.checking.coverage import Counts, count_coverage, write_coverage
from matcher.checking.entries import Reach, count_entries, write_entries
from matcher.checking.findings import Finding, show_path
from matcher.checking.layout import fix_layout
from matcher.checking.published import extend_list
from matcher.checking.questions import find_questions
from matcher.checking.reference import compare_with_reference
from matcher.checking.run import run_checks
from matcher.knowledge import Knowledge, discover, load
from matcher.reasoning.engine import load_engine


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check printed: as text, as data for JSON, and whether it passed."""

    text: str
    data: dict[str, object]
    passed: bool


def run_command(
    packs: Sequence[Path],
    *,
    fix: bool = False,
    coverage: bool = False,
    reference: bool = False,
    reasoner: str | None = None,
) -> Outcome:
    """Mend the layout if asked, then check everything; only an error makes it fail.

    `coverage` counts instead of checking; `reference` also compares the closure with owlrl's.
    """
    mended = [show_path(path) for path in fix_layout(discover(packs).values())] if fix else []
    knowledge = load(packs)
    listed = extend_list(knowledge.quads) if fix else 0
    if coverage:
        return report_coverage(count_coverage(knowledge.quads), count_entries(knowledge.quads))
    closure = load_engine(reasoner or "compiled").close(knowledge.triples())
    findings = run_checks(knowledge, closure)
    if reference:
        findings += compare_with_reference(knowledge)
    return report_findings(knowledge, findings, mended, listed)


def report_coverage(counts: list[Counts], reaches: list[Reach]) -> Outcome:
    """The counts of the packs and the reach of the List of Waste, as text and data."""
    text = f"{write_coverage(counts)}\n\n{write_entries(reaches)}"
    data: dict[str, object] = {
        "coverage": [count.as_dict() for count in counts],
        "entries": [reach.as_dict() for reach in reaches],
    }
    return Outcome(text, data, True)


def report_findings(
    knowledge: Knowledge, findings: Sequence[Finding], mended: Sequence[str], listed: int
) -> Outcome:
    """The findings as text and data; it passes where none is an error."""
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = sum(finding.severity == "warning" for finding in findings)
    lines = [f"laid out {path}" for path in mended]
    if listed:
        lines.append(f"listed {listed} new terms as published")
    lines.extend(write_finding(finding) for finding in findings)
    questions = len(find_questions(knowledge.files))
    lines.append(
        f"{len(knowledge.files)} files, {len(knowledge.quads):,} facts, {questions} questions: "
        f"{errors} errors, {warnings} warnings"
    )
    data: dict[str, object] = {
        "files": len(knowledge.files),
        "facts": len(knowledge.quads),
        "questions": questions,
        "errors": errors,
        "warnings": warnings,
        "laid_out": list(mended),
        "findings": [finding.as_dict() for finding in findings],
    }
    return Outcome("\n".join(lines), data, errors == 0)


def write_finding(finding: Finding) -> str:
    """A finding in two lines: where and what, then what to do."""
    mark = "" if finding.severity == "error" else f"{finding.severity}: "
    where = f"{finding.file}: " if finding.file else ""
    todo = f"\n    {finding.todo}" if finding.todo else ""
    return f"{where}{mark}{finding.message} [{finding.check}]{todo}"
