"""A passed due date of which nothing is recorded: asked for three days, then missed as if it had always been.

The loan: 12,000 from 2026-01-10 at 12 % a year by 30/360, 1,000 principal a month; due on 02-10: 1,120.00. Once that is
missed, 1,000 bears a third of a yuan a day from the due date.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account, Denial, Repayment
from planner.domain.accounts.terms import CardInterest, CardTerms, MinimumRule, Penalty
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.book import Book
from planner.domain.figures.ratios import ratios
from planner.domain.figures.told import told
from planner.domain.findings.record import spans_of
from planner.domain.ledger.on_time import OnTime, OnTimeHistory, Verdict, on_time
from planner.domain.ledger.position import position, replay
from planner.domain.ledger.state import AccountState, DueStatus
from planner.domain.ledger.unrecorded import taken_as_paid
from planner.domain.payoff.debts.owed import owed
from tests.make.accounts import any_histories, at, card, day, drawn, equal_principal, fen, line, paid
from tests.make.examples import examples

PENALTY = Penalty(Decimal("1.5"))  # 18 % a year: 0.50 a day on 1,000


def fates(account: Account, *days: str) -> list[str]:
    return [at(account, on).dues[0].status.value for on in days]


def denied(on: str, due_on: str = "02-10") -> tuple[Denial, ...]:
    return (Denial(1, day(on), day(due_on)),)


@pytest.mark.parametrize(
    ("grace", "overdue", "days"),
    [
        (0, "1121.33", ("02-10", "02-11", "02-13", "02-14")),
        (1, "1121.33", ("02-10", "02-11", "02-13", "02-14")),
        (3, "1121.33", ("02-10", "02-11", "02-13", "02-14")),
        (5, "1122.00", ("02-10", "02-13", "02-15", "02-16")),
    ],
)
def test_it_is_asked_for_three_days_or_until_the_end_of_grace(grace: int, overdue: str, days: tuple[str, ...]) -> None:
    expected = ["pending", "unrecorded", "unrecorded", "missed"]
    account = Account(equal_principal(grace_days=grace))
    assert fates(account, *days) == expected
    for on, fate in zip(days, expected, strict=True):
        place = at(account, on)
        missed = fate == "missed"
        assert place.overdue_minor == (fen(overdue) if missed else 0)
        assert (place.state is AccountState.OVERDUE, place.days_past_due > 0) == (missed, missed)
        assert place.dues[0].days_late == ((day(on) - day("02-10")).days if missed else 0)
        figures = ratios(Book((account,)), day(on)).on_time
        assert (figures.missed, figures.rate) == ((1, Decimal(0)) if missed else (0, None))
        assert figures == on_time([due for due in place.dues if due.due_on.month == 2], day(on))


def test_said_not_to_be_paid_it_is_overdue_at_once_but_not_within_its_grace() -> None:
    plain = Account(equal_principal(), denials=denied("02-11"))
    assert fates(plain, "02-10", "02-11", "02-12") == ["pending", "missed", "missed"]
    assert at(plain, "02-11").overdue_minor == fen("1120.33")
    graced = Account(equal_principal(grace_days=5), denials=denied("02-12"))
    assert fates(graced, "02-11", "02-12", "02-15", "02-16") == ["unrecorded", "pending", "pending", "missed"]
    other = Account(equal_principal(), denials=denied("02-11", "03-10"))
    assert fates(other, "02-11") == ["unrecorded"]


def test_a_payment_recorded_within_the_days_is_judged_by_its_day() -> None:
    account = Account(equal_principal(), repayments=paid(("02-11", 1_120)))
    assert fates(account, "02-10", "02-11", "02-20") == ["pending", "late", "late"]
    assert at(account, "02-20").dues[0].days_late == 1
    timely = Account(equal_principal(), repayments=paid(("02-10", 1_120)))
    assert fates(timely, "02-11", "02-20") == ["on_time", "on_time"]
    denied_first = replace(timely, denials=denied("02-11"))
    assert fates(denied_first, "02-12") == ["on_time"]  # the payment was found after all


def test_who_recorded_a_part_has_recorded_it() -> None:
    early = Account(equal_principal(), repayments=paid(("02-05", 1_000)))
    assert fates(early, "02-10", "02-11") == ["pending", "missed"]
    after = Account(equal_principal(), repayments=paid(("02-12", 1_000)))
    assert fates(after, "02-11", "02-12") == ["unrecorded", "missed"]
    assert at(after, "02-12").overdue_minor == fen("120.67")


def test_penalty_interest_is_not_shown_before_and_whole_afterwards() -> None:
    account = Account(equal_principal(penalty=PENALTY))
    assert [at(account, on).penalty_minor for on in ("02-11", "02-13", "02-14", "02-20")] == [0, 0, 200, 500]
    told = replace(account, denials=denied("02-12"))
    assert [at(told, on).penalty_minor for on in ("02-11", "02-12", "02-20")] == [0, 100, 500]


def test_a_late_payment_within_the_days_pays_its_penalty_interest() -> None:
    account = Account(equal_principal(penalty=PENALTY), repayments=paid(("02-12", 1_121)))
    place = at(account, "02-12")
    assert [(part.principal_minor, part.interest_minor) for part in place.applied] == [(fen(1_000), fen(121))]
    assert (place.dues[0].status, place.overdue_minor, place.penalty_minor) == (DueStatus.LATE, 0, 0)
    loan = line(penalty=replace(PENALTY))
    short = Account(loan, draws=drawn(("01-11", 10_000)), repayments=paid(("02-22", 205)))
    assert at(short, "02-22").dues[0].status is DueStatus.LATE


def test_a_payment_for_an_older_instalment_is_no_evidence_on_the_next_one() -> None:
    account = Account(equal_principal(penalty=PENALTY), repayments=paid(("03-11", 100)))
    assert at(account, "03-11").dues[1].penalty_minor == 0
    assert at(account, "03-11").dues[1].status is DueStatus.UNRECORDED


def test_interest_and_late_fee_of_a_card_wait_for_three_days_and_are_whole_then() -> None:
    """Bought 1,000 on 20 January, billed on 1 February, due on the 9th: 24 days to the 13th at 0.05 % a day."""
    terms = CardTerms(
        interest=CardInterest.FULL,
        minimum=MinimumRule.SHARE,
        minimum_share=Decimal("0.1"),
        late_fee_share=Decimal("0.05"),
    )
    loan = card(card=terms, rate=Rate(Decimal("0.0005"), RateBasis.DAY), day_count=DayCount.ACT_365)
    account = Account(loan, draws=drawn(("01-20", 1_000)))
    assert [at(account, on).accrued_minor for on in ("02-10", "02-12", "02-13")] == [0, 0, 1_200]
    assert at(account, "02-13").settlement_minor == fen(1_000) + 1_200 + fen(5)
    late = replace(account, repayments=paid(("02-11", 1_000)))
    assert at(late, "02-11").accrued_minor == 1_100  # shown late by its own day: 22 days
    assert at(late, "02-11").settlement_minor == 1_100 + fen(5)


@given(any_histories(), st.lists(st.tuples(st.integers(0, 13), st.integers(0, 6)), max_size=4))
@examples(100)
def test_the_history_agrees_with_every_day_around_the_due_dates(
    account: Account, answers: list[tuple[int, int]]
) -> None:
    start = account.loan.start_on
    days = [due.due_on for due in position(account, start + timedelta(460)).dues][:14]
    given_on = [(days[place % len(days)], wait) for place, wait in answers if days]
    account = replace(
        account,
        denials=tuple(
            Denial(number, due_on + timedelta(wait), due_on) for number, (due_on, wait) in enumerate(given_on, 1)
        ),
    )
    asked = sorted({due_on + timedelta(after) for due_on in days for after in range(-1, 8)})[:60]
    ledger = replay(account)
    ledger.advance(max(asked, default=start))
    history = OnTimeHistory(ledger.verdicts())
    for on in asked:
        place = position(account, on)
        expected = on_time(place.dues, on)
        assert history.as_of(on, expected.pending) == expected
        missed = [due for due in place.dues if due.status is DueStatus.MISSED]
        assert place.overdue_minor == sum(due.overdue_minor for due in place.dues)
        if account.loan.method is not Method.CARD:  # a later bill asks for what was missed
            assert place.overdue_minor == sum(due.unpaid_minor for due in missed)


def test_nothing_that_nobody_missed_is_a_span_of_the_record() -> None:
    account = Account(equal_principal())
    verdicts: tuple[Verdict, ...] = told(account, [day("02-13")]).past.unmet
    assert spans_of(verdicts, day("02-13")) == ()
    assert spans_of(verdicts, day("02-14")) == ((day("02-11"), None),)


def test_a_plan_takes_it_as_paid_until_somebody_says_otherwise() -> None:
    account = Account(equal_principal())
    settled = replace(account, repayments=(Repayment(1, day("02-10"), fen(1_120)),))
    assert owed(Book((account,)), day("02-12")).debts == owed(Book((settled,)), day("02-12")).debts
    open_ = owed(Book((replace(account, denials=denied("02-11")),)), day("02-12"))
    assert open_.debts != owed(Book((settled,)), day("02-12")).debts
    assert taken_as_paid(settled, at(settled, "02-12")) is settled


def test_figures_of_none_judged() -> None:
    place = at(Account(equal_principal()), "02-12")
    assert on_time(place.dues[:1], place.as_of) == OnTime(0, 0, 0, 1, None, 0)
