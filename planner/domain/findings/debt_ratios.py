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

    The value is the balance ratio with that share; it is watched where only the share brings it above its limit. Not
    clear while there is no income, or a balance that is not known could bring it above: of a guarantee whose balance is
    not told as much may be owed as was lent.
    """
    shown = [one for one in noted_accounts(facts) if one.kind is AccountKind.GUARANTEE]
    if not shown:
        return ()
    counted, against = facts.limit("guarantee_share"), facts.limit("balance_against")
    evidence = tuple(
        Evidence("guarantee", {"name": one.institution, "owed_minor": one.balance_minor}, "account", one.id)
        for one in shown
    )
    ratio = _with_share(facts, sum(one.balance_minor or 0 for one in shown), counted)
    if ratio is None:
        return (unknown("with_guarantees", "income", *evidence),)
    state, missing = above(ratio, against, None), ""
    if state is State.CLEAR:
        most = [one.amount_minor if one.balance_minor is None else one.balance_minor for one in shown]
        if None in most or above(_with_share(facts, sum(filter(None, most)), counted) or 0, against, None) is not state:
            state, missing = State.UNKNOWN, "guarantees"
        elif facts.ratios.unknown:
            state, missing = State.UNKNOWN, "balances"
    return (Measure("with_guarantees", state, ratio, counted, None, evidence, missing),)


def _with_share(facts: Facts, guaranteed_minor: int, counted: Limit) -> Decimal | None:
    """The balance ratio with a share of what is guaranteed, fen; None without income."""
    share = int(guaranteed_minor * counted.value)
    return quotient(facts.ratios.debt_minor + share, (facts.ratios.income_minor or 0) * 12)


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
