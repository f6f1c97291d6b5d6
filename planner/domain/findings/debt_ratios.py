"""The debt ratio: what is due in the month to its income, and what is owed to the income of a year."""

from __future__ import annotations

from decimal import Decimal

from planner.domain.basics.money import quotient
from planner.domain.credit.file import AccountKind
from planner.domain.findings.model import Evidence, Facts, Measure, State, above, unknown
from planner.domain.findings.report import noted_accounts
from planner.domain.reference.rules import Limit


def measures(facts: Facts) -> tuple[Measure, ...]:
    """Payment ratio and balance ratio, as every other place of the app computes them; guarantees beside them."""
    return (payment_ratio(facts), _balance_ratio(facts), *_guarantees(facts))


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


def _guarantees(facts: Facts) -> tuple[Measure, ...]:
    """Others' debts that the latest report with accounts shows: no own debt, but a lender may count a share of them.

    The value is the balance ratio with that share; it is watched where only the share brings it above its limit.
    """
    shown = [one for one in noted_accounts(facts) if one.kind is AccountKind.GUARANTEE]
    if not shown:
        return ()
    counted, against = facts.limit("guarantee_share"), facts.limit("balance_against")
    guaranteed = int(sum(one.balance_minor or 0 for one in shown) * counted.value)
    ratio = quotient(facts.ratios.debt_minor + guaranteed, (facts.ratios.income_minor or 0) * 12)
    state = State.CLEAR if ratio is None else above(ratio, against, None)
    evidence = tuple(
        Evidence("guarantee", {"name": one.institution, "owed_minor": one.balance_minor}, "account", one.id)
        for one in shown
    )
    return (Measure("with_guarantees", state, ratio, counted, None, evidence),)


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
