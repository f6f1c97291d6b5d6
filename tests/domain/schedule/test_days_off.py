"""Due dates on days off: moved as the lender moves them, as far as the calendar knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Every, Loan, Method, PinnedInstalment
from planner.domain.accounts.records import Account, Allowance, AllowanceKind, Denial, Draw, Repayment, Statement
from planner.domain.accounts.terms import (
    CardInterest,
    CardTerms,
    DueShift,
    MinimumRule,
    Part,
    Penalty,
    PenaltyBasis,
)
from planner.domain.basics.workdays import WorkDays
from planner.domain.book import Book
from planner.domain.ledger.position import position
from planner.domain.ledger.printed_days import moved_from
from planner.domain.ledger.state import AccountState, DueStatus
from planner.domain.payoff.debts.owed import owed
from planner.domain.schedule.accrual import Accrual
from planner.domain.schedule.due_days import due_dates, is_undecided, moved
from planner.domain.schedule.instalments import instalments
from planner.domain.schedule.yearly_cost import yearly_cost
from planner.errors import PlannerError
from planner.storage.shipped.holidays import work_days
from tests.make import accounts
from tests.make.examples import examples
from tests.make.terms import daily, loan, loans

CALENDAR = work_days()
WEEKENDS = WorkDays(date(2000, 1, 1), date(2099, 12, 31))
CARRIED = CardTerms(minimum=MinimumRule.SHARE, minimum_share=Decimal("0.1"), interest=CardInterest.FULL)
SHIFTS = st.sampled_from([DueShift.NEXT, DueShift.PREVIOUS])


def shifted(made: Loan, shift: DueShift = DueShift.NEXT) -> Loan:
    return replace(made, due_shift=shift, calendar=CALENDAR)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


FIFTEENTH = loan(start_on=day("01-15"))  # due 15 February … 15 January 2027


@pytest.mark.parametrize(
    ("shift", "days"),
    [
        # 15 February begins the Spring Festival; Saturday 14 February is worked for it.
        (DueShift.NEXT, ["02-24", "03-16", "04-15", "05-15", "06-15", "07-15", "08-17"]),
        (DueShift.PREVIOUS, ["02-14", "03-13", "04-15", "05-15", "06-15", "07-15", "08-14"]),
        (DueShift.NONE, ["02-15", "03-15", "04-15", "05-15", "06-15", "07-15", "08-15"]),
    ],
)
def test_a_due_date_moves_off_a_day_off(shift: DueShift, days: list[str]) -> None:
    made = shifted(FIFTEENTH, shift)
    assert list(due_dates(made, 7)) == [day(text) for text in days]
    assert [row.due_on for row in instalments(made)][:7] == [day(text) for text in days]


def test_beyond_the_calendar_it_stays_and_is_not_decided() -> None:
    last = instalments(shifted(loan(start_on=day("01-16"), terms=15)))[11]
    assert last.due_on == date(2027, 1, 16)  # a Saturday
    made = shifted(FIFTEENTH)
    assert is_undecided(made, last.due_on)
    assert not is_undecided(made, day("12-15"))
    assert not is_undecided(FIFTEENTH, last.due_on)  # a lender that moves nothing needs no calendar
    assert moved(replace(made, calendar=None), day("02-15")) == day("02-15")
    assert is_undecided(replace(made, calendar=None), day("02-15"))


def test_interest_by_months_is_that_of_the_printed_days() -> None:
    rows, plain = instalments(shifted(FIFTEENTH)), instalments(FIFTEENTH)
    assert [(row.interest_minor, row.principal_minor) for row in rows] == [
        (row.interest_minor, row.principal_minor) for row in plain
    ]
    assert yearly_cost(shifted(FIFTEENTH)).nominal == yearly_cost(FIFTEENTH).nominal


def test_interest_by_days_runs_to_the_day_to_which_it_moved_and_on_from_there() -> None:
    made = shifted(daily(Method.INTEREST_ONLY, 1_000_000, 3, "0.0005", day("01-15")))
    # 40 days to 24 February, 20 to 16 March, 30 to 15 April: the 90 days of the printed 31 + 28 + 31.
    assert [row.interest_minor for row in instalments(made)] == [20_000, 10_000, 15_000]


def test_the_lenders_own_rows_move_too() -> None:
    pinned = (PinnedInstalment(1, day("02-15"), 80_000, 15_000),)
    rows = instalments(shifted(replace(FIFTEENTH, pinned=pinned)))
    plain = instalments(replace(FIFTEENTH, pinned=pinned))
    assert rows[0].due_on == day("02-24")
    assert [row.interest_minor for row in rows] == [row.interest_minor for row in plain]


def test_grace_penalty_and_lateness_count_from_the_day_to_which_it_moved() -> None:
    made = shifted(replace(FIFTEENTH, grace_days=1))
    amount = instalments(made)[0].amount_minor
    for text, status in (("02-25", DueStatus.ON_TIME), ("02-26", DueStatus.LATE)):
        account = Account(made, repayments=(Repayment(1, day(text), amount + 5_000),))
        assert position(account, day("03-01")).dues[0].status is status
    assert position(Account(made), day("02-27")).state is AccountState.ACTIVE  # asked for until three days after it
    late = position(Account(made), day("02-28"))
    assert (late.state, late.days_past_due) == (AccountState.OVERDUE, 4)


def test_interest_of_a_line_runs_to_the_day_to_which_it_moved() -> None:
    made = shifted(accounts.line())  # 0.05 % a day, due on the 21st
    account = Account(made, draws=(Draw(1, day("02-01"), 1_000_000),))
    due = position(account, day("02-20")).dues[0]
    assert (due.due_on, due.interest_minor) == (day("02-24"), 23 * 500)  # 21 February lies in the Spring Festival
    after = position(account, day("03-02"))
    assert after.accrued_minor == 6 * 500
    ends = replace(made, end_on=day("10-03"))
    assert position(replace(account, loan=ends), day("09-30")).dues[-1].due_on == day("10-08")


def test_the_bills_of_a_card_printed_or_computed_move() -> None:
    made = shifted(accounts.card(grace_days=0))  # cut on the 1st, due on the 9th
    account = Account(made, draws=(Draw(1, day("04-20"), 100_000),))
    due = position(account, day("05-03")).dues[-1]
    assert due.due_on == day("05-09")  # a Saturday that is worked
    account = Account(made, draws=(Draw(1, day("07-20"), 100_000),))
    assert position(account, day("08-03")).dues[-1].due_on == day("08-10")
    bill = Statement(1, day("08-01"), day("08-09"), 100_000)
    printed = position(replace(account, statements=(bill,)), day("08-14"))
    assert (printed.dues[-1].due_on, printed.days_past_due) == (day("08-10"), 4)
    days_after = replace(made, card=CardTerms(due_after_days=8))
    assert position(replace(account, loan=days_after), day("08-03")).dues[-1].due_on == day("08-10")


def test_the_printed_day_is_told_of_what_moved_and_of_nothing_else() -> None:
    made = shifted(FIFTEENTH)
    assert moved_from(Account(made), day("02-24")) == day("02-15")
    assert moved_from(Account(made), day("04-15")) is None
    assert moved_from(Account(shifted(FIFTEENTH, DueShift.PREVIOUS)), day("03-13")) == day("03-15")
    card = shifted(accounts.card())
    assert moved_from(Account(card), day("08-10")) == day("08-09")
    told = Account(card, statements=(Statement(1, day("08-01"), day("08-08"), 100),))
    assert moved_from(told, day("08-10")) == day("08-08")


def test_the_plan_pays_on_the_day_to_which_it_moved() -> None:
    line = shifted(accounts.line())
    account = Account(line, draws=(Draw(1, day("09-01"), 1_000_000),))
    (part,) = owed(Book((account,)), day("10-30")).parts.values()
    # what is late is paid today
    assert [on for _, on in part.days][:4] == [day("10-30"), day("11-23"), day("12-21"), date(2027, 1, 21)]
    card = shifted(accounts.card(due_day=31, card=CARRIED))
    account = Account(card, draws=(Draw(1, day("09-20"), 1_000_000),))
    (part,) = owed(Book((account,)), day("10-30")).parts.values()
    # Saturday 31 October moves into November, and 30 November is a bill's day all the same: two in one month.
    assert [one.on for one in dict(part.several)[2]] == [day("11-02"), day("11-30")]
    assert part.days[:2] == ((2, day("11-30")), (3, day("12-31")))


def test_weekly_terms_stay_where_they_are() -> None:
    with pytest.raises(PlannerError) as caught:
        shifted(replace(FIFTEENTH, every=Every.WEEK)).validate()
    assert (caught.value.code, caught.value.field) == ("loan.due_shift", "due_shift")


@given(loans(), SHIFTS)
@examples(100)
def test_moved_days_rise_and_principal_is_conserved(made: Loan, shift: DueShift) -> None:
    made = replace(made, every=Every.FORTNIGHT if made.every is Every.WEEK else made.every)
    moving = replace(made, due_shift=shift, calendar=WEEKENDS)
    moving.validate()
    plain, rows = instalments(made), instalments(moving)
    assert sum(row.principal_minor for row in rows) == made.principal_minor
    days = [made.start_on, *(row.due_on for row in rows)]
    assert days == sorted(set(days))
    for row, printed in zip(rows, plain, strict=False):
        near_start = shift is DueShift.PREVIOUS and (printed.due_on - made.start_on).days <= 2
        assert near_start or not WEEKENDS.is_off(row.due_on)
        assert (row.due_on == printed.due_on) or WEEKENDS.is_off(printed.due_on)


@given(loans(), SHIFTS, st.lists(st.integers(0, 900), min_size=3, max_size=3))
@examples(100)
def test_interest_adds_up_over_days_that_moved(made: Loan, shift: DueShift, gaps: list[int]) -> None:
    moving = replace(made, every=Every.MONTH, month_end=False, due_shift=shift, calendar=WEEKENDS)
    first, middle, last = (moving.start_on + timedelta(gap) for gap in sorted(gaps))
    between = Accrual(moving).between
    parts = between(1_000_000, first, middle), between(1_000_000, middle, last)
    assert min(parts) >= 0
    assert sum(parts) == between(1_000_000, first, last)


TOLD = {"printed": day("06-14"), "next": day("06-15"), "previous": day("06-12")}  # a Sunday after a Saturday off
RULES = [DueShift.NONE, DueShift.NEXT, DueShift.PREVIOUS]


def fourteenth(rule: DueShift, **more: Any) -> Loan:
    """12,000 at 12 % from 14 January: 1,090.00 due on 14 May, 1,080.00 on 14 June."""
    terms = {"start_on": day("01-14"), "paid_terms": 3, "penalty": Penalty(Decimal(0), PenaltyBasis.DAY)}
    return shifted(accounts.equal_principal(**(terms | more)), rule)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("told", TOLD.values(), ids=TOLD)
def test_a_due_is_known_again_by_the_day_it_had_under_another_rule(rule: DueShift, told: date) -> None:
    made = fourteenth(rule)
    named = Repayment(1, day("06-12"), 108_000, assigned_on=told)
    place = position(Account(made, repayments=(named,)), day("06-20"))
    assert [due.status for due in place.dues[3:5]] == [DueStatus.MISSED, DueStatus.ON_TIME]
    waived = Allowance(1, day("06-16"), 4_000, AllowanceKind.WAIVER, Part.INTEREST, told)
    place = position(Account(made, allowances=(waived,)), day("06-20"))
    assert [due.waived_minor for due in place.dues[3:5]] == [0, 4_000]
    denied = Account(fourteenth(rule, paid_terms=4), denials=(Denial(1, day("06-16"), told),))
    place = position(denied, day("06-16"))
    assert place.dues[4].status is DueStatus.MISSED
    debited = replace(denied, loan=replace(denied.loan, auto_debit=True))
    assert position(debited, day("06-16")).dues[4].status is DueStatus.MISSED


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("told", TOLD.values(), ids=TOLD)
def test_so_is_a_bill(rule: DueShift, told: date) -> None:
    made = shifted(accounts.card(statement_day=20, due_day=14), rule)
    bills = accounts.printed(("04-20", "06-08", 300), ("05-20", "06-14", 700))  # which holds both
    named = Repayment(1, day("06-05"), 40_000, assigned_on=told)
    place = position(Account(made, repayments=(named,), statements=bills), day("06-06"))
    assert [due.paid_minor for due in place.dues] == [0, 40_000]


def test_no_other_due_is_meant_by_a_day_of_none() -> None:
    for rule in RULES:
        named = Repayment(1, day("06-12"), 108_000, assigned_on=day("06-16"))
        place = position(Account(fourteenth(rule), repayments=(named,)), day("06-20"))
        assert place.dues[3].paid_minor == 108_000


def test_a_bill_moves_onto_no_day_before_it_can_be_paid() -> None:
    """Cut on Friday 13 February 2026 and due on Saturday: by the working day before it would be due at its cut."""
    made = accounts.card(
        statement_day=13, due_shift=DueShift.PREVIOUS, calendar=WEEKENDS, card=CardTerms(due_after_days=1)
    )
    drawn = accounts.drawn(("02-10", 100), ("03-10", 100))
    account = Account(made, drawn, repayments=accounts.paid(("02-14", 100)))
    assert [(due.due_on, due.status) for due in position(account, day("02-20")).dues][:1] == [
        (day("02-14"), DueStatus.ON_TIME)
    ]
    friday = replace(made, card=CardTerms(due_after_days=2))  # of 13 March: Sunday the 15th
    assert position(Account(friday, drawn), day("03-14")).dues[1].due_on == day("03-15")
    late = replace(made, card=CardTerms(due_after_days=9))  # Sunday the 22nd
    assert position(Account(late, drawn), day("02-14")).dues[0].due_on == day("02-20")
    printed = Account(made, drawn, statements=(Statement(1, day("02-13"), day("02-14"), 10_000),))
    assert position(printed, day("02-14")).dues[0].due_on == day("02-14")
