"""Findings, rules and records of the credit file in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from planner.domain.basics.sources import Fact, Named
from planner.domain.findings.model import Evidence, Finding, Measure, State
from planner.domain.reference.rules import Limit, Rule, Unit
from planner.domain.review.summary import FindingLine
from planner.i18n import format as fmt
from planner.i18n import language, t


def said(name: Named) -> str:
    """A name in the language in use."""
    return name.text(language())


def show(params: Mapping[str, object]) -> dict[str, object]:
    """Parameters made readable: names in the language in use, shares as percent, money and days as everywhere."""
    shown = dict(fmt.show(params))
    for name, value in params.items():
        if isinstance(value, Named):
            shown[name] = value.text(language())
        elif isinstance(value, Decimal):
            shown[name] = fmt.percent(value, 1)
        elif value is None:
            shown[name.removesuffix("_minor")] = fmt.UNKNOWN
    return shown


def evidence_text(one: Evidence) -> str:
    """A record behind a measure in a line."""
    return t(f"evidence.{one.code}", **show(one.params))


def number(value: int | Decimal | None, unit: Unit) -> str:
    """A measured value or a limit with its unit."""
    if value is None:
        return fmt.UNKNOWN
    if unit is Unit.SHARE:
        return fmt.percent(Decimal(value), 1)
    if unit is Unit.FLAG:
        return t("credit.unit.flag")
    return t(f"credit.unit.{unit}", n=int(value))


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


def limit_text(one: Limit) -> str:
    """A limit with its number, where it comes from and how sure that is; that the person changed it, if they did."""
    rule = one.rule
    text = t("credit.limit", name=rule.name.text(language()), value=number(one.value, rule.unit))
    if one.own is not None:
        return text + t("credit.limit.own", on=fmt.day(one.own.on), value=number(rule.value, rule.unit))
    return text + source_text(rule)


def limit_lines(one: Measure) -> list[str]:
    """The limits of a measure; two that come from one place name it once."""
    limits = one.limits
    if len(limits) == 2 and not any(limit.own for limit in limits) and limits[0].rule.fact == limits[1].rule.fact:
        both = [
            t("credit.limit", name=x.rule.name.text(language()), value=number(x.value, x.rule.unit)) for x in limits
        ]
        return [both[0], both[1] + source_text(limits[1].rule)]
    return [limit_text(limit) for limit in limits]


def source_text(rule: Rule) -> str:
    """Where a rule comes from, how sure that is, when it was looked up."""
    return fact_text(rule.fact)


def fact_text(fact: Fact) -> str:
    """Where a statement comes from, how sure that is, when it was looked up."""
    return t(
        "credit.source", source=said(fact.source), sure=t(f"confidence.{fact.confidence}"), on=fmt.day(fact.checked_on)
    )


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
