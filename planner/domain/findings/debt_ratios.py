"""The debt ratio: what is due in the month to its income, and what is owed to the income of a year."""

from __future__ import annotations

from decimal import Decimal

from planner.domain.findings.model import Evidence, Facts, Measure, State, above, unknown
from planner.domain.reference.rules import Limit


def measures(facts: Facts) -> tuple[Measure, ...]:
    """Payment ratio and balance ratio, as every other place of the app computes them."""
    return (payment_ratio(facts), _balance_ratio(facts))


def payment_ratio(facts: Facts) -> Measure:
    """Payments due in the calendar month over the income of that month."""
    ratios = facts.ratios
    evidence = Evidence("payments", {"due_minor": ratios.due_minor, "income_minor": ratios.income_minor})
    limits = facts.limit("payment_watch"), facts.limit("payment_against")
    return _measured("payment_ratio", facts, ratios.payment_ratio, evidence, *limits)


def _balance_ratio(facts: Facts) -> Measure:
    ratios = facts.ratios
    evidence = Evidence("debt", {"debt_minor": ratios.debt_minor, "income_minor": ratios.income_minor})
    against = facts.limit("balance_against")
    return _measured("balance_ratio", facts, ratios.balance_ratio, evidence, None, against)


def _measured(
    code: str, facts: Facts, ratio: Decimal | None, evidence: Evidence, watch: Limit | None, against: Limit
) -> Measure:
    if not facts.standing:
        return unknown(code, "loans")
    if ratio is None:
        return unknown(code, "income", evidence)
    state = above(ratio, watch, against)
    if state is State.CLEAR and facts.ratios.unknown:  # more is owed than the records say
        return unknown(code, "balances", evidence)
    return Measure(code, state, ratio, watch, against, (evidence,))
