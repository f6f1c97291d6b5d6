"""Findings in sentences: what was measured, against which limits, when it clears, what warns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.domain.basics.calendar import add_months
from planner.domain.findings.kinds import BY_CODE
from planner.domain.findings.model import Evidence, Finding, Measure, State, Way
from planner.domain.reference.rules import Unit
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.storage.shipped import catalogue as shipped
from planner.words.credit import said, show, term_text
from planner.words.rules import limit_lines, limit_text, number

if TYPE_CHECKING:
    from planner.domain.findings.cautions import Caution
    from planner.domain.review.summary import FindingLine

SHOWN = 12  # records named for one measure


def evidence_text(one: Evidence) -> str:
    """A record behind a measure in a line."""
    return t(f"evidence.{one.code}", **show(one.params))


def measure_text(one: Measure) -> str:
    """What was measured, with its value."""
    unit = one.limits[0].rule.unit if one.limits else Unit.POINTS if one.code == "score_least" else Unit.COUNT
    if one.state is State.UNKNOWN and one.value is None:
        return t("measure.unknown", name=t(f"measure.{one.code}"))
    if one.value is None:
        return t(f"measure.{one.code}")
    if one.code.startswith("profile_"):  # so many of all: what is not in order stands in the evidence
        of_all = f"{one.value}/{int(one.value) + len(one.evidence)}"
        return t("measure.line", name=t(f"measure.{one.code}"), value=of_all)
    return t("measure.line", name=t(f"measure.{one.code}"), value=number(one.value, unit))


def brief(one: Finding) -> str:
    """The heart of a finding in one line: what makes it what it is."""
    if one.state is State.CLEAR:
        return t("finding.brief.clear")
    if one.state is State.UNKNOWN:
        return t("finding.brief.missing", what=t("list.and").join(t(f"missing.{code}") for code in one.missing))
    return t("list.and").join(measure_text(measure) for measure in one.telling)


def clears_text(one: Finding) -> str:
    """When a finding clears; a dash where no day can be given, nothing where it is clear."""
    return "" if one.state is State.CLEAR else fmt.day(one.clears_on)


def counted(found: Iterable[Finding | FindingLine]) -> str:
    """How many findings act against the person, are to watch, lack data."""
    states = [str(one.state) for one in found]
    counts = {"against": State.AGAINST, "watch": State.WATCH, "unknown": State.UNKNOWN}
    return t("review.text.findings", **{name: states.count(state.value) for name, state in counts.items()})


def measure_lines(one: Measure) -> list[str]:
    """A measure, its limits and its records."""
    lines = [f"[{t(f'finding.state.{one.state}')}] {measure_text(one)}"]
    lines += ["    " + line for line in limit_lines(one)]
    lines += ["  · " + evidence_text(record) for record in one.evidence[:SHOWN]]
    if len(one.evidence) > SHOWN:
        lines.append("  · …")
    return lines


def clears_line(overview: Overview, finding: Finding) -> list[str]:
    """When a finding clears and on what condition; nothing for one that is clear."""

    if finding.state is State.CLEAR:
        return []
    if finding.eases_on is not None:
        line = t("finding.eases", on=fmt.day(finding.eases_on))
        if finding.clears_on is None:
            return [line]
        return [line, t("finding.clears.paid", on=fmt.day(finding.clears_on))]
    if finding.clears_on is None:
        by_plan = BY_CODE[finding.code].clears_by is Way.PLAN and overview.baseline is None
        unknown = finding.state is State.UNKNOWN
        return [t(f"finding.clears.{'unknown' if unknown else 'no_plan' if by_plan else 'act'}")]
    amount = None if finding.pays_minor is None else fmt.money(finding.pays_minor)
    line = t(f"finding.clears.{finding.way}", on=fmt.day(finding.clears_on), amount=amount)
    closing = finding.way is Way.PLAN and BY_CODE[finding.code].closes_lines
    return [line, *([t("finding.lines_closed")] if closing else [])]


def warning_lines(one: Caution) -> list[str]:
    """A warning with what it rests on and the line that it is about."""
    lines = [t(f"warning.{one.code}")]
    lines += ["  · " + evidence_text(record) for record in one.evidence]
    if one.limit is not None:
        lines += ["    " + limit_text(one.limit), "    " + said(one.limit.rule.note)]
    return lines


def finding_text(overview: Overview, finding: Finding) -> str:
    """Everything that is known about a finding, section by section."""
    blocks: list[list[str]] = [clears_line(overview, finding)]
    evidence = [line for measure in finding.measures for line in measure_lines(measure)]
    blocks.append([t("finding.section.evidence"), *evidence])
    expired = [
        t("finding.expired", name=said(rule.name), on=fmt.day(rule.to_on), note=said(rule.note))
        for rule in finding.expired
    ]
    blocks.append(expired)
    warned = [one for one in overview.cautions if one.code in BY_CODE[finding.code].warned_by]
    if warned:
        lines = [line for one in warned for line in warning_lines(one)]
        blocks.append([t("finding.section.warnings"), *lines])
    turns = [one for one in overview.turns(_year_ago(overview)) if one.code == finding.code]
    if turns:
        told = [
            t(
                "finding.since",
                on=fmt.day(turn.on),
                before=t(f"finding.state.{turn.before}"),
                after=t(f"finding.state.{turn.after}"),
            )
            for turn in reversed(turns)
        ]
        blocks.append([t("finding.section.changes"), *("  " + line for line in told[:SHOWN])])
    term = next((one for one in shipped.terms() if one.code == finding.code), None)
    if term is not None:
        blocks.append([term_text(term)])
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _year_ago(overview: Overview) -> date:
    return add_months(overview.today, -12) + timedelta(days=1)
