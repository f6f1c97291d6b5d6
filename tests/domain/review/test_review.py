"""The weekly review as data: which items, when they count as dealt with, what is proposed, kept and saved."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Lender, Loan, Method
from planner.domain.accounts.records import Account, Draw, Reading, Repayment
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.basics.recurrence import Repeat, recurrence
from planner.domain.book import Book, Income
from planner.domain.figures.ratios import ratios
from planner.domain.ledger.position import position
from planner.domain.ledger.state import Position
from planner.domain.reminders.rules import REVIEW, Rule
from planner.domain.review.document import as_json, from_json, progress_from, progress_json
from planner.domain.review.stages import (
    Action,
    ActionCode,
    Agenda,
    Outcome,
    Progress,
    Reply,
    Stage,
    agenda,
    checked_lenders,
    chosen,
    last_check,
)
from planner.domain.review.summary import Summary, account_changes, changes, compare, figures, summary
from planner.domain.review.week import monday, review_day, review_week, streak

TODAY = date(2026, 11, 22)  # a Sunday
WEEK = date(2026, 11, 16)
BEGIN = Progress(WEEK, TODAY, {})
FREE = Rate(Decimal(0), RateBasis.YEAR)


def instalments(
    key: int, first_due_on: date, *, checked_on: date | None = None, paid: tuple[date, ...] = ()
) -> Account:
    """1,200.00 without interest in twelve instalments of 100.00."""
    loan = Loan(
        key,
        Lender(key, f"机构{key}"),
        f"借款{key}",
        Method.EQUAL_PRINCIPAL,
        first_due_on - timedelta(days=20),
        FREE,
        principal_minor=120_000,
        terms=12,
        first_due_on=first_due_on,
    )
    repayments = tuple(Repayment(key * 100 + number, on, 10_000) for number, on in enumerate(paid))
    return Account(loan, repayments=repayments, checked_on=checked_on)


def line(key: int, *, drawn_minor: int = 0, repaid: bool = False, **more: object) -> Account:
    """A line with daily interest of 0, drawn once."""
    loan = Loan(
        key,
        Lender(key, f"机构{key}"),
        f"额度{key}",
        Method.REVOLVING,
        date(2026, 9, 1),
        replace(FREE, basis=RateBasis.DAY),
        day_count=DayCount.ACT_365,
        limit_minor=500_000,
    )
    draws = (Draw(1, date(2026, 9, 2), drawn_minor),) if drawn_minor else ()
    repayments = (Repayment(1, date(2026, 9, 10), drawn_minor),) if repaid else ()
    account = Account(loan, draws=draws, repayments=repayments)
    return replace(account, **more)  # type: ignore[arg-type]


def book(*accounts: Account, income: bool = True) -> Book:
    incomes = (Income(1, "工资", date(2026, 1, 1), 800_000),) if income else ()
    return Book(accounts, incomes)


def positions(of: Book, on: date = TODAY) -> dict[int, Position]:
    return {account.loan.id: position(account, on) for account in of.accounts}


def plan(of: Book, progress: Progress = BEGIN, on: date = TODAY) -> Agenda:
    return agenda(of, positions(of, on), progress, on)


def passed(found: Agenda) -> set[Stage]:
    return {step.stage for step in found.steps if step.passed}


def test_unpaid_instalments_up_to_today_are_asked_for_oldest_first() -> None:
    found = plan(
        book(
            instalments(1, TODAY),
            instalments(2, date(2026, 10, 5)),
            instalments(3, TODAY + timedelta(days=1)),
            instalments(4, date(2026, 11, 15), paid=(date(2026, 11, 9),)),
        )
    )
    assert [(check.loan_id, check.number, check.days_late, check.unpaid_minor) for check in found.dues] == [
        (2, 1, 48, 10_000),
        (2, 2, 17, 10_000),
        (1, 1, 0, 10_000),
    ]
    assert {check.outcome for check in found.dues} == {Outcome.OPEN}
    assert found.stage is Stage.DUE


def test_a_payment_deals_with_its_instalment_and_undoing_it_opens_it_again() -> None:
    open_book, paid_book = book(instalments(1, TODAY)), book(instalments(1, TODAY, paid=(TODAY,)))
    (check,) = plan(paid_book).dues
    assert (check.outcome, check.unpaid_minor) == (Outcome.PAID, 0)
    assert Stage.DUE in passed(plan(paid_book))
    assert plan(open_book).dues[0].outcome is Outcome.OPEN


def test_instalments_paid_since_the_last_review_are_listed_as_dealt_with() -> None:
    of = book(instalments(1, date(2026, 11, 20), paid=(date(2026, 11, 20),)))
    assert [check.outcome for check in plan(of).dues] == [Outcome.PAID]
    assert Stage.DUE in passed(plan(of))
    assert agenda(of, positions(of), BEGIN, TODAY, last_on=date(2026, 11, 20)).dues == ()


def test_not_yet_holds_while_no_more_is_unpaid() -> None:
    of = book(instalments(1, TODAY))
    put_off = Reply(Outcome.LATER, 10_000, TODAY + timedelta(days=3))
    later = replace(BEGIN, replies={"due:1:2026-11-22": put_off})
    (check,) = plan(of, later).dues
    assert (check.outcome, check.reply) == (Outcome.LATER, put_off)
    part_paid_then_undone = replace(BEGIN, replies={"due:1:2026-11-22": Reply(Outcome.OTHER, 4_000)})
    assert plan(of, part_paid_then_undone).dues[0].outcome is Outcome.OPEN


def test_balances_not_checked_for_six_days_are_asked_for_never_checked_first() -> None:
    first_due = TODAY + timedelta(days=10)
    of = book(
        instalments(1, first_due, checked_on=TODAY - timedelta(days=6)),
        instalments(2, first_due, checked_on=TODAY - timedelta(days=5)),
        instalments(3, first_due),
        instalments(4, first_due, checked_on=TODAY - timedelta(days=30)),
        line(5, drawn_minor=100_000, readings=(Reading(1, TODAY - timedelta(days=7), 90_000),)),
    )
    found = plan(of).balances
    assert [(check.loan_id, check.principal_minor) for check in found] == [
        (3, 120_000),
        (4, 120_000),
        (5, 90_000),
        (1, 120_000),
    ]
    assert checked_lenders(of, positions(of), TODAY) == (1, 5)


def test_a_check_deals_with_its_account_and_a_skip_leaves_it_unchecked() -> None:
    first_due = TODAY + timedelta(days=10)
    of = book(instalments(1, first_due, checked_on=TODAY), instalments(2, first_due))
    skipped = replace(BEGIN, replies={"balance:2": Reply(Outcome.SKIPPED)})
    found = plan(of, skipped)
    assert [(check.loan_id, check.outcome) for check in found.balances] == [
        (2, Outcome.SKIPPED),
        (1, Outcome.CHECKED),
    ]
    assert Stage.BALANCES in passed(found)
    assert last_check(of.accounts[1]) is None
    assert "check:2" in {action.key for action in found.proposals}


def test_settled_and_closed_accounts_are_left_alone_an_open_line_is_not() -> None:
    emptied = line(2, drawn_minor=100_000, repaid=True)
    closed = line(3, drawn_minor=100_000, repaid=True)
    closed = replace(closed, loan=replace(closed.loan, closed_on=date(2026, 10, 1)))
    settled = instalments(1, date(2026, 10, 1))
    settled = replace(settled, repayments=(Repayment(1, date(2026, 10, 1), 120_000, settles=True),))
    assert [check.loan_id for check in plan(book(settled, emptied, closed)).balances] == [2]


def test_an_empty_book_has_nothing_to_go_through() -> None:
    assert passed(plan(Book())) == {Stage.DUE, Stage.BALANCES, Stage.RATIOS, Stage.ACTIONS}
    assert plan(Book()).stage is Stage.SAVE


def test_next_week_is_proposed_by_urgency() -> None:
    rated = instalments(4, TODAY + timedelta(days=30))
    of = book(
        instalments(1, TODAY + timedelta(days=7)),
        instalments(2, TODAY + timedelta(days=2)),
        instalments(3, TODAY + timedelta(days=8)),
        replace(rated, loan=replace(rated.loan, rate_confirmed=False)),
        line(5, drawn_minor=100_000, repaid=True),
        instalments(6, TODAY),
        income=False,
    )
    late = Reply(Outcome.LATER, 10_000, TODAY + timedelta(days=5))
    found = plan(of, replace(BEGIN, replies={"due:6:2026-11-22": late, "balance:1": Reply(Outcome.SKIPPED)}))
    assert [(action.key, action.on) for action in found.proposals] == [
        ("pay:2:2026-11-24", TODAY + timedelta(days=2)),
        ("pay:6:2026-11-22", TODAY + timedelta(days=5)),
        ("pay:1:2026-11-29", TODAY + timedelta(days=7)),
        ("check:1", None),
        ("close:5", None),
        ("rate:4", None),
        ("income", None),
    ]
    assert found.proposals[0].amount_minor == 10_000


def test_closing_a_credit_card_is_offered_but_not_chosen() -> None:
    card = line(1, drawn_minor=100_000, repaid=True)
    card = replace(card, loan=replace(card.loan, method=Method.CARD, statement_day=5, due_day=25))
    (closing,) = [action for action in plan(book(card)).proposals if action.code is ActionCode.CLOSE]
    assert not closing.suggested
    assert closing not in chosen(plan(book(card)).proposals, BEGIN)


def test_commitments_are_what_is_suggested_until_the_person_chooses() -> None:
    proposals = plan(book(instalments(1, TODAY + timedelta(days=2)), income=False)).proposals
    assert [action.key for action in chosen(proposals, BEGIN)] == ["pay:1:2026-11-24", "income"]
    mine = replace(BEGIN, chosen=("income",), own=("问招联要结清证明",))
    assert [(action.code, action.text) for action in chosen(proposals, mine)] == [
        (ActionCode.INCOME, ""),
        (ActionCode.OWN, "问招联要结清证明"),
    ]
    assert chosen(proposals, replace(BEGIN, chosen=())) == ()


def test_last_week_s_commitments_are_held_against_the_book() -> None:
    emptied = line(3, drawn_minor=100_000, repaid=True)
    of = book(
        instalments(1, date(2026, 11, 18), paid=(date(2026, 11, 18),), checked_on=date(2026, 11, 17)),
        instalments(2, date(2026, 11, 19)),
        replace(emptied, loan=replace(emptied.loan, closed_on=date(2026, 11, 17))),
    )
    committed = [
        Action("pay:1:2026-11-18", ActionCode.PAY, 1),
        Action("pay:2:2026-11-19", ActionCode.PAY, 2),
        Action("pay:2:2025-01-01", ActionCode.PAY, 2),
        Action("pay:9:2026-11-19", ActionCode.PAY, 9),
        Action("check:1", ActionCode.CHECK, 1),
        Action("check:2", ActionCode.CHECK, 2),
        Action("close:3", ActionCode.CLOSE, 3),
        Action("rate:2", ActionCode.RATE, 2),
        Action("income", ActionCode.INCOME),
        Action("own:甲", ActionCode.OWN, text="甲"),
        Action("own:乙", ActionCode.OWN, text="乙"),
    ]
    found = agenda(
        of,
        positions(of),
        BEGIN,
        TODAY,
        committed=committed,
        last_on=date(2026, 11, 15),
        ticked={"own:甲"},
    )
    assert [kept.done for kept in found.kept] == [True, False, None, None, True, False, True, True, True, True, False]


def test_a_quiet_week_with_seven_lenders_asks_nine_things() -> None:
    of = book(*(instalments(key, TODAY + timedelta(days=20), checked_on=date(2026, 11, 15)) for key in range(1, 8)))
    found = plan(of)
    assert sum(step.total for step in found.steps if not step.passed) == 9  # seven balances, the ratios, save


SUNDAYS = Rule(1, REVIEW, "", "", recurrence(Repeat.WEEKLY, date(2026, 11, 1)), (0,))


@pytest.mark.parametrize(
    ("today", "saved", "week"),
    [
        (date(2026, 10, 28), [], date(2026, 10, 26)),  # before the first review day: the current week
        (date(2026, 11, 22), [], date(2026, 11, 16)),  # on the day
        (date(2026, 11, 23), [], date(2026, 11, 16)),  # a day late, or resumed after midnight: still its own week
        (date(2026, 11, 21), [date(2026, 11, 9)], date(2026, 11, 16)),  # a day early, last week's is done
        (date(2026, 11, 22), [date(2026, 11, 9), date(2026, 11, 16)], date(2026, 11, 16)),  # done already
        (date(2026, 11, 25), [date(2026, 11, 16)], date(2026, 11, 23)),
    ],
)
def test_a_review_belongs_to_the_week_of_its_review_day(today: date, saved: list[date], week: date) -> None:
    assert review_week(SUNDAYS, saved, today) == week


def test_the_next_review_day_is_that_of_the_week_until_it_is_saved() -> None:
    assert review_day(SUNDAYS, WEEK, saved=False) == date(2026, 11, 22)
    assert review_day(SUNDAYS, WEEK, saved=True) == date(2026, 11, 29)
    assert review_day(None, WEEK, saved=False) is None
    assert review_day(replace(SUNDAYS, rrule="?"), WEEK, saved=False) is None


def test_without_a_readable_rule_a_review_belongs_to_the_current_week() -> None:
    assert review_week(None, [], TODAY) == WEEK
    assert review_week(replace(SUNDAYS, rrule="?"), [], TODAY) == WEEK


def test_the_streak_counts_weeks_in_a_row_and_an_open_week_does_not_break_it() -> None:
    weeks = [date(2026, 11, 2), date(2026, 11, 9), date(2026, 10, 19)]
    assert streak(weeks, WEEK) == 2
    assert streak([*weeks, WEEK], WEEK) == 3
    assert streak(weeks, date(2026, 11, 23)) == 0
    assert streak([], WEEK) == 0


def saved(of: Book, on: date = TODAY, notes: str = "") -> Summary:
    found = plan(of, on=on)
    return summary(
        of,
        positions(of, on),
        ratios(of, on),
        found,
        chosen(found.proposals, BEGIN),
        today=on,
        saved_at="2026-11-22T12:00:00Z",
        streak=3,
        notes=notes,
    )


def test_a_summary_has_the_agreed_keys_and_survives_json() -> None:
    of = book(instalments(1, TODAY), instalments(2, TODAY, paid=(TODAY,), checked_on=TODAY))
    done = saved(of, notes="[/]")
    data = as_json(done)
    assert {"week", "saved_at", "ratios", "lenders", "on_time", "findings", "commitments", "notes"} <= data.keys()
    assert data["week"] == "2026-11-16"
    assert data["ratios"]["debt_minor"] == 230_000
    assert data["ratios"]["payment_ratio"] == "0.025000"
    assert data["counts"] == {"checked": 1, "lenders_open": 2, "dues_paid": 1, "dues_open": 1}
    assert data["commitments"][0]["key"] == "pay:1:2026-11-22"
    assert from_json(json.loads(json.dumps(data))) == done


def test_changes_since_the_last_review() -> None:
    before = book(instalments(1, date(2026, 11, 18)), instalments(2, date(2026, 11, 18)), line(4, drawn_minor=5_000))
    after = book(
        instalments(1, date(2026, 11, 18), paid=(date(2026, 11, 18),)),
        replace(line(4, drawn_minor=5_000), repayments=(Repayment(1, TODAY, 5_000),)),
        instalments(3, date(2026, 12, 8)),
    )
    last = saved(before, date(2026, 11, 17))
    found = compare(after, positions(after), ratios(after, TODAY), last, TODAY)
    assert [(change.code, change.loan, change.before, change.after) for change in found.accounts] == [
        ("loan.gone", "借款2", 120_000, None),
        ("loan.new", "借款3", None, 120_000),
        ("loan.settled", "额度4", 5_000, 0),
        ("loan.down", "借款1", 120_000, 110_000),
    ]
    assert found.changes[0].code == "debt_minor"
    assert (found.changes[0].before, found.changes[0].after) == (245_000, 230_000)
    assert found.month_ago is not None
    assert found.month_ago.as_of == date(2026, 10, 22)


def test_without_a_review_before_there_is_nothing_to_compare_with() -> None:
    of = book(instalments(1, TODAY + timedelta(days=15)))
    found = compare(of, positions(of), ratios(of, TODAY), None, TODAY)
    assert (found.last, found.month_ago, found.changes, found.accounts) == (None, None, (), ())


def test_figures_that_stay_the_same_are_no_change() -> None:
    of = book(instalments(1, TODAY))
    now = ratios(of, TODAY)
    assert changes(now, now) == ()
    assert account_changes(figures(of, positions(of)), figures(of, positions(of))) == ()


def test_a_closed_line_is_a_change() -> None:
    emptied = line(1, drawn_minor=5_000, repaid=True)
    closed = replace(emptied, loan=replace(emptied.loan, closed_on=TODAY))
    old, new = book(emptied), book(closed)
    (change,) = account_changes(figures(old, positions(old)), figures(new, positions(new)))
    assert (change.code, change.loan) == ("loan.closed", "额度1")


@given(
    replies=st.dictionaries(
        st.text(max_size=8),
        st.builds(Reply, st.sampled_from(Outcome), st.integers(0, 10**9), st.none() | st.dates(), st.text(max_size=8)),
        max_size=4,
    ),
    stages=st.lists(st.sampled_from(Stage), unique=True).map(tuple),
    picked=st.none() | st.lists(st.text(max_size=8)).map(tuple),
    own=st.lists(st.text(max_size=8)).map(tuple),
    asked=st.lists(st.text(max_size=8)).map(tuple),
)
def test_progress_survives_json(
    replies: dict[str, Reply],
    stages: tuple[Stage, ...],
    picked: tuple[str, ...] | None,
    own: tuple[str, ...],
    asked: tuple[str, ...],
) -> None:
    progress = Progress(WEEK, TODAY, replies, stages, picked, own, asked)
    assert progress_from(WEEK, json.loads(json.dumps(progress_json(progress)))) == progress


def test_progress_without_fields_is_a_beginning() -> None:
    assert progress_from(WEEK, {}) == Progress(WEEK, WEEK, {})
    assert monday(TODAY) == WEEK
