"""Accounts for the tests of the ledger: payments written as yuan on short dates, and strategies for any history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from planner.domain.accounts.loan import Excess, Lender, Loan, Method, Prepayment
from planner.domain.accounts.records import Account, Draw, Reading, Repayment, Split, Statement
from planner.domain.accounts.terms import ORDER, Penalty, PenaltyBasis, PenaltyOn
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.ledger.position import position
from planner.domain.ledger.state import Due, Position
from planner.domain.schedule.instalments import instalments
from tests.make.terms import loans, prepayment_fees

LENDER = Lender(1, "某机构")


def day(text: str) -> date:
    """``"02-10"`` is in 2026; a longer text is a whole ISO date."""
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def fen(yuan: str | int) -> int:
    """``"1120.50"`` yuan as fen."""
    return int(Decimal(yuan) * 100)


def equal_principal(**more: Any) -> Loan:
    """12,000 at 12 % a year (1 % a month) from 2026-01-10, twelve times 1,000 principal: interest 120, 110 … 10."""
    terms: dict[str, Any] = {
        "method": Method.EQUAL_PRINCIPAL,
        "start_on": day("01-10"),
        "rate": Rate(Decimal("0.12"), RateBasis.YEAR),
        "principal_minor": fen(12_000),
        "terms": 12,
    }
    return Loan(1, LENDER, "贷款", **(terms | more))


def line(rate: str = "0.0005", **more: Any) -> Loan:
    """A line from 2026-01-01 at 0.05 % a day by actual days, limit 20,000, interest due on the 21st."""
    terms: dict[str, Any] = {
        "start_on": day("01-01"),
        "rate": Rate(Decimal(rate), RateBasis.DAY),
        "due_day": 21,
        "limit_minor": fen(20_000),
        "day_count": DayCount.ACT_365,
    }
    return Loan(1, LENDER, "额度", Method.REVOLVING, **(terms | more))


def card(**more: Any) -> Loan:
    """A bill account from 2026-01-01: bill on the 1st, due on the 9th."""
    terms: dict[str, Any] = {
        "start_on": day("01-01"),
        "rate": Rate(Decimal(0), RateBasis.DAY),
        "statement_day": 1,
        "due_day": 9,
        "limit_minor": fen(10_000),
    }
    return Loan(1, LENDER, "账单", Method.CARD, **(terms | more))


def paid(*payments: tuple[str, str | int], first_id: int = 1) -> tuple[Repayment, ...]:
    """Repayments from (date, yuan), numbered in the order given."""
    return tuple(Repayment(number, day(on), fen(yuan)) for number, (on, yuan) in enumerate(payments, first_id))


def drawn(*draws: tuple[str, str | int]) -> tuple[Draw, ...]:
    """Draws from (date, yuan)."""
    return tuple(Draw(number, day(on), fen(yuan)) for number, (on, yuan) in enumerate(draws, 1))


def read(*readings: tuple[str, str | int]) -> tuple[Reading, ...]:
    """Readings from (date, yuan)."""
    return tuple(Reading(number, day(on), fen(yuan)) for number, (on, yuan) in enumerate(readings, 1))


def printed(*bills: tuple[str, str, str | int]) -> tuple[Statement, ...]:
    """Printed bills from (statement date, due date, yuan)."""
    return tuple(Statement(number, day(on), day(due), fen(yuan)) for number, (on, due, yuan) in enumerate(bills, 1))


def split(on: str, principal: str | int, interest: str | int = 0, fee: str | int = 0, id_: int = 1) -> Repayment:
    """A repayment whose split the person gave."""
    parts = Split(fen(principal), fen(interest), fen(fee))
    return Repayment(id_, day(on), parts.principal_minor + parts.interest_minor + parts.fee_minor, parts)


def at(account: Account, on: str) -> Position:
    """The position on a short date."""
    return position(account, day(on))


def parts(dues: Iterable[Due]) -> list[tuple[str, str, str]]:
    """Due date, principal and interest in yuan, for comparing with figures worked out by hand."""
    return [
        (due.due_on.isoformat()[5:], f"{due.principal_minor / 100:.2f}", f"{due.interest_minor / 100:.2f}")
        for due in dues
    ]


def used(place: Position) -> list[tuple[int, int, int, int]]:
    """What each repayment was used for, in fen."""
    return [(part.principal_minor, part.interest_minor, part.fee_minor, part.over_minor) for part in place.applied]


_AMOUNTS = st.integers(1, 3_000_000)


@st.composite
def histories(draw: st.DrawFn) -> Account:
    """Any scheduled loan with any payments and readings, mostly near its schedule in time."""
    made = draw(loans(most_terms=14))
    terms: dict[str, Any] = {
        "excess": draw(st.sampled_from(Excess)),
        "prepayment": draw(st.sampled_from(Prepayment)),
        **draw(prepayment_fees(made)),
        "grace_days": draw(st.integers(0, 5)),
        "paid_terms": draw(st.integers(0, min(2, made.terms or 0))),
        "paid_counted_on": draw(st.none() | _days(made)),
        "application": tuple(draw(st.permutations(ORDER))) if draw(st.booleans()) else ORDER,
        "penalty": draw(penalties(made)),
    }
    made = replace(made, **terms)
    return Account(made, repayments=draw(_payments(made)), readings=draw(_readings(made)))


def penalties(made: Loan) -> st.SearchStrategy[Penalty | None]:
    """None, or any that the loan can have."""
    on = st.sampled_from(PenaltyOn)
    daily = st.builds(Penalty, st.decimals("0", "0.005", places=4), st.just(PenaltyBasis.DAY), on)
    if made.method is Method.FLAT_FEE:
        return st.none() | daily
    times = st.builds(Penalty, st.decimals("1", "2", places=1), st.just(PenaltyBasis.TIMES), on)
    return st.none() | times | daily


@st.composite
def near_misses(draw: st.DrawFn) -> Account:
    """A loan paid term by term with a few fen more or less than printed, a few days early or late."""
    made = draw(loans(most_terms=30))
    made = replace(made, excess=draw(st.sampled_from(Excess)), paid_terms=0)
    differences, shifts = st.integers(-3, 200) | st.just(0), st.integers(-4, 4)
    payments = tuple(
        Repayment(row.number, row.due_on + timedelta(draw(shifts)), max(row.amount_minor + draw(differences), 1))
        for row in instalments(made)
    )
    return Account(made, repayments=payments)


def _days(made: Loan) -> st.SearchStrategy[date]:
    return st.integers(-3, 460).map(lambda days: made.start_on + timedelta(days))


@st.composite
def _payments(draw: st.DrawFn, made: Loan) -> tuple[Repayment, ...]:
    amounts = _AMOUNTS | st.integers(1, max(made.principal_minor // 5, 1))
    named = st.sampled_from([row.due_on for row in instalments(made)][:12])
    count = draw(st.integers(0, 6))
    return tuple(draw(_payment(number, _days(made), amounts, named)) for number in range(1, count + 1))


@st.composite
def _payment(
    draw: st.DrawFn,
    number: int,
    days: st.SearchStrategy[date],
    amounts: st.SearchStrategy[int],
    named: st.SearchStrategy[date],
) -> Repayment:
    """A repayment; one in four with a split, one in twelve settles, one in three names the due that it is for."""
    amount, given = draw(amounts), None
    if draw(st.integers(0, 3)) == 0:
        principal = draw(st.integers(0, amount))
        interest = draw(st.integers(0, amount - principal))
        given = Split(principal, interest, amount - principal - interest)
    return Repayment(
        number,
        draw(days),
        amount,
        given,
        settles=draw(st.integers(0, 11)) == 0,
        after_reading=draw(st.booleans()),
        assigned_on=draw(named) if draw(st.integers(0, 2)) == 0 else None,
    )


@st.composite
def _readings(draw: st.DrawFn, made: Loan) -> tuple[Reading, ...]:
    balances = st.integers(0, 2 * made.principal_minor)
    return tuple(Reading(number, draw(_days(made)), draw(balances)) for number in range(1, draw(st.integers(0, 2)) + 1))


@st.composite
def open_histories(draw: st.DrawFn) -> Account:
    """Any line or bill account with draws, payments, readings and printed bills."""
    days = st.integers(0, 200).map(lambda days: day("01-01") + timedelta(days))
    made = draw(
        st.sampled_from(
            [
                line(),
                line(grace_days=3, end_on=day("05-21")),
                line(due_day=None, end_on=day("04-02")),
                line(due_day=None),
                card(),
                card(statement_day=31, due_day=20, grace_days=3),
                card(statement_day=None),
            ]
        )
    )
    counts = st.integers(0, 6)
    named = st.builds(date, st.just(2026), st.integers(1, 7), st.sampled_from([9, 20, 21]))
    statements = []
    for number in range(1, draw(st.integers(0, 2)) + 1):
        on = draw(days)
        later = draw(st.none() | st.integers(0, 30))
        unpaid_on = None if later is None else on + timedelta(later)
        due_on = on + timedelta(draw(st.integers(1, 25)))
        statements.append(Statement(number, on, due_on, draw(_AMOUNTS), unpaid_on=unpaid_on))
    return Account(
        made,
        draws=tuple(Draw(number, draw(days), draw(_AMOUNTS)) for number in range(draw(counts))),
        repayments=tuple(draw(_payment(number, days, _AMOUNTS, named)) for number in range(draw(counts))),
        readings=tuple(
            Reading(number, draw(days), draw(st.just(0) | _AMOUNTS)) for number in range(draw(st.integers(0, 2)))
        ),
        statements=tuple(statements) if made.method is Method.CARD else (),
    )


def any_histories() -> st.SearchStrategy[Account]:
    """Any loan, line or bill account with any payments."""
    return histories() | open_histories()


def statuses(place: Position, count: int) -> list[str]:
    return [due.status.value for due in place.dues[:count]]
