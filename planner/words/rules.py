"""Rules and their limits in sentences: the number, the days in force, where it comes from."""

from __future__ import annotations

from decimal import Decimal

from planner.domain.basics.sources import Fact
from planner.domain.findings.model import Measure
from planner.domain.reference.rules import Limit, Rule, Unit
from planner.i18n import format as fmt
from planner.i18n import language, t
from planner.overview.overview import Overview
from planner.words.credit import said


def number(value: int | Decimal | None, unit: Unit) -> str:
    """A measured value or a limit with its unit."""
    if value is None:
        return fmt.UNKNOWN
    if unit is Unit.SHARE:
        return fmt.percent(Decimal(value), 1)
    if unit is Unit.FLAG:
        return t("credit.unit.flag")
    return t(f"credit.unit.{unit}", n=int(value))


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
    source = said(fact.source)
    return t("credit.source", source=source, sure=t(f"confidence.{fact.confidence}"), on=fmt.day(fact.checked_on))


def valid_text(overview: Overview, rule: Rule) -> str:
    """The days on which a rule is in force; that it has ended, where it has."""
    if rule.to_on is not None and rule.to_on < overview.today:
        return t("credit.valid.over", on=fmt.day(rule.to_on))
    if rule.from_on is not None and rule.to_on is not None:
        return t("credit.valid.both", start=fmt.day(rule.from_on), end=fmt.day(rule.to_on))
    if rule.from_on is not None:
        return t("credit.valid.from", on=fmt.day(rule.from_on))
    return "" if rule.to_on is None else t("credit.valid.to", on=fmt.day(rule.to_on))


def rule_text(overview: Overview, rule: Rule) -> str:
    """A rule that is not the person's to change."""
    parts = [f"{said(rule.name)} {number(rule.value, rule.unit)}", valid_text(overview, rule), said(rule.note)]
    return "\n\n".join([*(part for part in parts if part), source_text(rule).lstrip()])
