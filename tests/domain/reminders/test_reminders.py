"""Which reminders come up on a day, which stay away after an answer, and how none of them piles up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Lender, Loan, Method
from planner.domain.accounts.records import Account, Arrangement, ArrangementKind, ArrangementState, Repayment
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.basics.recurrence import (
    Repeat,
    daily,
    days,
    recurrence,
)
from planner.domain.book import Book
from planner.domain.ledger.position import position
from planner.domain.ledger.state import Due, DueStatus
from planner.domain.reminders.due_items import upcoming
from planner.domain.reminders.occurrences import history, occurrences
from planner.domain.reminders.planned import BeforeBill, Planned
from planner.domain.reminders.rules import (
    AGREEMENT,
    CUSTOM,
    DUE,
    PLAN,
    REVIEW,
    Mark,
    Rule,
    Stage,
    State,
    answer,
    check_lead_days,
)
from planner.domain.reminders.subjects import reaches
from planner.i18n import use
from planner.words.reminders import row_text, sentence
from tests.make.accounts import any_histories
from tests.make.dues import BEGIN, DATES, DUES, ON, SUNDAYS, any_due, days_before, due, one, paid
from tests.make.examples import examples


def own(repeat: Repeat, first: date, lead_days: tuple[int, ...] = (0,), key: int = 3) -> Rule:
    return Rule(key, CUSTOM, "", "查芝麻分", recurrence(repeat, first), lead_days)


@pytest.mark.parametrize(
    ("as_of", "key", "stage"),
    [
        (days_before(7), "due:1:2026-11-20:T-7", Stage.UPCOMING),
        (days_before(4), "due:1:2026-11-20:T-7", Stage.UPCOMING),
        (days_before(3), "due:1:2026-11-20:T-3", Stage.UPCOMING),
        (days_before(1), "due:1:2026-11-20:T-1", Stage.UPCOMING),
        (ON, "due:1:2026-11-20:T", Stage.TODAY),
        (days_before(-1), "due:1:2026-11-20:T+1", Stage.OVERDUE),
        (days_before(-400), "due:1:2026-11-20:T+400", Stage.OVERDUE),
    ],
)
def test_an_instalment_goes_through_its_stages(as_of: date, key: str, stage: Stage) -> None:
    status = DueStatus.MISSED if as_of > ON else DueStatus.PENDING
    found = one(occurrences([DUES], [due(status=status)], [], as_of))
    assert (found.key, found.stage, found.state) == (key, stage, State.PENDING)
    assert found.days_left == (ON - as_of).days


def test_nothing_comes_up_before_the_first_lead_day() -> None:
    assert occurrences([DUES], [due()], [], days_before(8)) == ()


def test_of_missed_bills_that_contain_each_other_the_latest_alone_is_named() -> None:
    september, october, november = date(2026, 9, 25), date(2026, 10, 25), date(2026, 11, 25)
    held = [due(1, on, status=DueStatus.MISSED)._replace(carried_minor=76_000) for on in (september, october)]
    current, other = due(1, november), due(2, september, status=DueStatus.MISSED)
    found = occurrences([DUES], [*held, current, other], [], date(2026, 11, 20))
    assert [(item.about, item.due_on) for item in found] == [
        ("loan:2", september),
        ("loan:1", october),
        ("loan:1", november),
    ]
    missed = current._replace(status=DueStatus.MISSED)
    found = occurrences([DUES], [*held, missed], [], date(2026, 11, 29))
    assert [item.due_on for item in found] == [november]


def test_days_of_grace_are_named_as_such() -> None:
    found = one(occurrences([DUES], [due(status=DueStatus.PENDING)], [], days_before(-2)))
    assert found.stage is Stage.GRACE
    assert found.text == "reminder.due.grace"


def test_three_weeks_away_leave_one_line_per_instalment_and_one_review() -> None:
    back_on = date(2026, 11, 25)
    fallen = [date(2026, 11, 5), date(2026, 11, 12), date(2026, 11, 25), date(2026, 11, 26), date(2026, 12, 2)]
    dues = [due(loan_id, on, status=DueStatus.MISSED) for loan_id, on in reversed(list(enumerate(fallen, 1)))]
    dues.append(due(9, date(2026, 12, 20)))
    found = occurrences([SUNDAYS, DUES], dues, [], back_on)
    assert [(item.rule, item.due_on) for item in found] == [
        *((DUE, on) for on in fallen),
        (REVIEW, date(2026, 11, 22)),
    ]
    assert {item.state for item in found} == {State.PENDING}


def test_an_instalment_paid_needs_no_answer() -> None:
    dues = [paid(1, ON, days_before(2))]
    assert occurrences([DUES], dues, [], days_before(2)) == ()
    past = history([DUES], dues, [], ON)
    assert [(item.key[-3:], item.state) for item in past] == [("T-3", State.DONE), ("T-7", State.DONE)]


def test_a_part_payment_leaves_the_rest_to_remind_of() -> None:
    found = one(occurrences([DUES], [due(paid_minor=70_000)], [], ON))
    assert found.amount_minor == 6_000


def test_what_was_paid_before_records_began_is_no_reminder() -> None:
    covered = due(status=DueStatus.COVERED)
    assert occurrences([DUES], [covered], [], ON) == ()
    assert history([DUES], [covered], [], ON) == ()
    assert upcoming(Book(), [covered], ON, 30) == ()


def test_a_disabled_rule_gives_nothing() -> None:
    off = Rule(1, DUE, "", "", daily(BEGIN), (7, 3, 1, 0), enabled=False)
    assert occurrences([off], [due()], [], ON) == ()


def test_the_horizon_shows_the_next_stage_of_each() -> None:
    mark = Mark("due:1:2026-11-20:T-7", DUE, "loan:1", days_before(7), State.DONE)
    found = one(occurrences([DUES], [due()], [mark], days_before(6), horizon_days=30))
    assert (found.on, found.state) == (days_before(3), State.PENDING)
    assert occurrences([DUES], [due()], [mark], days_before(6), horizon_days=2) == ()


def test_the_review_comes_up_on_its_day_and_goes_when_it_is_saved() -> None:
    found = one(occurrences([SUNDAYS], [], [], date(2026, 11, 24)))
    assert (found.key, found.on) == ("review:2026-11-16:T", date(2026, 11, 22))
    assert occurrences([SUNDAYS], [], [], date(2026, 11, 24), reviewed={date(2026, 11, 16)}) == ()
    assert one(occurrences([SUNDAYS], [], [], date(2026, 11, 24), reviewed={date(2026, 11, 9)})) == found


def test_the_person_s_own_reminder_on_the_31st_comes_on_the_last_day_of_short_months() -> None:
    rule = own(Repeat.MONTHLY, date(2026, 8, 31))
    assert days(rule.rrule, date(2026, 9, 1), date(2027, 3, 31)) == (
        date(2026, 9, 30),
        date(2026, 10, 31),
        date(2026, 11, 30),
        date(2026, 12, 31),
        date(2027, 1, 31),
        date(2027, 2, 28),
        date(2027, 3, 31),
    )
    assert one(occurrences([rule], [], [], date(2027, 2, 28))).key == "custom:3:2027-02-28:T"


def test_the_person_s_own_reminder_is_ended_by_an_answer_until_its_next_day() -> None:
    rule = own(Repeat.WEEKLY, date(2026, 11, 2), (3, 0))
    ahead = one(occurrences([rule], [], [], date(2026, 11, 20)))
    assert (ahead.key, ahead.title) == ("custom:3:2026-11-23:T-3", "查芝麻分")
    mark = answer(ahead, State.DONE, date(2026, 11, 20))
    assert occurrences([rule], [], [mark], date(2026, 11, 23)) == ()
    assert one(occurrences([rule], [], [mark], date(2026, 11, 27))).due_on == date(2026, 11, 30)


def test_a_reminder_that_comes_once_stays_until_it_is_answered() -> None:
    rule = own(Repeat.ONCE, date(2026, 11, 2))
    found = one(occurrences([rule], [], [], date(2027, 5, 1)))
    assert (found.on, found.stage) == (date(2026, 11, 2), Stage.OVERDUE)
    assert occurrences([rule], [], [answer(found, State.SKIPPED, date(2027, 5, 1))], date(2027, 5, 2)) == ()


def test_a_recurrence_that_cannot_be_read_leaves_the_others_alone() -> None:
    broken = Rule(7, CUSTOM, "", "坏的", "RRULE:FREQ=SECONDLY", (0,))
    assert one(occurrences([broken, DUES], [due()], [], ON)).rule == DUE


def test_names_come_from_the_book() -> None:
    lender = Lender(1, "[/]")
    loan = Loan(1, lender, "借呗", Method.LEVEL_PAYMENT, BEGIN, Rate(Decimal(0), RateBasis.YEAR))
    found = one(occurrences([DUES], [due()], [], ON, book=Book((Account(loan),))))
    assert (found.loan, found.lender, found.params["loan"]) == ("借呗", "[/]", "[/] 借呗")


def test_two_dues_of_a_loan_on_one_day_are_one_line() -> None:
    found = one(occurrences([DUES], [due(), due(amount_minor=4_000)], [], ON))
    assert found.amount_minor == 80_000


def test_upcoming_lists_overdue_first_then_by_due_date() -> None:
    lender = Lender(1, "蚂蚁")
    rate = Rate(Decimal(0), RateBasis.YEAR)
    book = Book(tuple(Account(Loan(n, lender, f"第{n}笔", Method.LEVEL_PAYMENT, BEGIN, rate)) for n in (1, 2, 3, 4)))
    dues = [
        due(1, days_before(-30)),
        due(2, days_before(-31)),
        due(3, ON, paid_minor=70_000),
        due(4, days_before(9), status=DueStatus.MISSED),
        paid(1, ON, ON),
    ]
    items = upcoming(book, dues, ON, 30)
    assert [(item.loan, item.amount_minor, item.days_left, item.state) for item in items] == [
        ("第4笔", 76_000, -9, Stage.OVERDUE),
        ("第3笔", 6_000, 0, Stage.TODAY),
        ("第1笔", 76_000, 30, Stage.UPCOMING),
    ]


def test_a_debit_that_is_assumed_stands_in_the_list_as_such() -> None:
    dues = [
        due(1, days_before(5), paid_minor=76_000, status=DueStatus.ASSUMED),
        due(1, days_before(31), paid_minor=76_000, status=DueStatus.ASSUMED),
        due(1, days_before(-20)),
    ]
    items = upcoming(Book(), dues, ON, 30)
    assert [(item.amount_minor, item.least_minor, item.days_left, item.state) for item in items] == [
        (76_000, 0, -5, Stage.ASSUMED),
        (76_000, 76_000, 20, Stage.UPCOMING),
    ]


def settling(*repayments: Repayment, state: ArrangementState = ArrangementState.AGREED) -> Book:
    """A loan that 7,000.00 by the day ``ON`` settles, by an agreement of 1 October."""
    made = Loan(4, Lender(1, "蚂蚁"), "借呗", Method.LEVEL_PAYMENT, BEGIN, Rate(Decimal(0), RateBasis.YEAR))
    kind = ArrangementKind.REDUCED_SETTLEMENT
    agreed = Arrangement(9, kind, state, agreed_on=BEGIN, ended_on=ON, until_on=ON, amount_minor=700_000)
    return Book((Account(made, repayments=repayments, arrangements=(agreed,)),))


@pytest.mark.parametrize(
    ("as_of", "stage"),
    [
        (days_before(7), Stage.UPCOMING),
        (ON, Stage.TODAY),
        (days_before(-2), Stage.UNRECORDED),
        (days_before(-3), Stage.OVERDUE),
    ],
)
def test_what_an_agreement_asks_for_comes_up_before_its_last_day(as_of: date, stage: Stage) -> None:
    found = one(occurrences([DUES], [], [], as_of, book=settling(Repayment(1, BEGIN, 200_000))))
    assert (found.rule, found.stage, found.due_on, found.amount_minor) == (AGREEMENT, stage, ON, 500_000)
    assert (found.loan_id, found.text) == (4, f"reminder.agreement.{stage}")
    assert "5,000.00" in sentence(found)
    done = answer(found, State.DONE, as_of)
    assert occurrences([DUES], [], [done], as_of, book=settling(Repayment(1, BEGIN, 200_000))) == ()


def test_an_agreement_that_is_paid_over_or_far_away_is_not_named() -> None:
    assert occurrences([DUES], [], [], days_before(8), book=settling()) == ()
    assert occurrences([DUES], [], [], ON, book=settling(Repayment(1, ON, 700_000))) == ()
    assert occurrences([SUNDAYS], [], [], days_before(7), book=settling())[0].rule == REVIEW
    for state in (ArrangementState.ASKED, ArrangementState.BROKEN, ArrangementState.KEPT):
        assert occurrences([DUES], [], [], ON, book=settling(state=state)) == ()


@given(
    dues=st.lists(any_due(), max_size=12),
    as_of=DATES,
    horizon=st.integers(0, 40),
    lead_days=st.sets(st.integers(0, 20), min_size=1, max_size=4),
    rules=st.lists(st.tuples(st.sampled_from(Repeat), DATES), max_size=3),
)
def test_keys_are_unique_and_the_same_every_time(
    dues: list[Due], as_of: date, horizon: int, lead_days: set[int], rules: list[tuple[Repeat, date]]
) -> None:
    every = [
        Rule(1, DUE, "", "", daily(BEGIN), check_lead_days(lead_days)),
        SUNDAYS,
        *(own(repeat, first, check_lead_days(lead_days), key) for key, (repeat, first) in enumerate(rules, 3)),
    ]
    found = occurrences(every, dues, [], as_of, horizon_days=horizon)
    assert len({item.key for item in found}) == len(found)
    assert occurrences(every, list(reversed(dues)), [], as_of, horizon_days=horizon) == found
    now = [item for item in found if item.on <= as_of]
    assert len({item.key.rpartition(":")[0] for item in now}) == len(now)

    marks = [answer(item, State.DONE, as_of) for item in now]
    assert [item for item in occurrences(every, dues, marks, as_of) if item.on <= as_of] == []
    past = history(every, dues, marks, as_of)
    assert len({item.key for item in past}) == len(past)
    assert State.PENDING not in {item.state for item in past}


@pytest.mark.parametrize(("lead_days", "comes_up"), [((0,), 20), ((7, 3), 13), ((30,), -10)])
@pytest.mark.parametrize("repeat", [Repeat.ONCE, Repeat.MONTHLY])
def test_an_own_reminder_whose_first_day_is_to_come_is_listed_ahead(
    repeat: Repeat, lead_days: tuple[int, ...], comes_up: int
) -> None:
    first = ON + timedelta(days=20)
    rule = own(repeat, first, lead_days)
    found = occurrences([rule], [], [], ON, horizon_days=30)
    assert (found[0].due_on, found[0].on) == (first, ON + timedelta(days=comes_up))
    assert bool(occurrences([rule], [], [], ON, horizon_days=12)) == (comes_up <= 12)


def test_a_card_is_named_on_the_day_to_pay_it_before_its_bill_and_on_no_other() -> None:
    early = BeforeBill(7, ON, ON, 230_000)

    def on(as_of: date, *marks: Mark, horizon: int = 0) -> list[str]:
        found = occurrences([DUES], [], marks, as_of, before_bills=[early], horizon_days=horizon)
        return [f"{one.rule}:{one.stage}" for one in found]

    assert on(ON) == ["prebill:today"]
    assert on(days_before(1)) == on(days_before(7)) == []
    assert on(days_before(3), horizon=7) == ["prebill:upcoming"]
    said = one(occurrences([DUES], [], [], ON, before_bills=[early]))
    assert (said.loan_id, said.amount_minor, said.due_on) == (7, 230_000, ON)
    assert "2,300.00" in sentence(said)
    skipped = answer(said, State.SKIPPED, ON)
    assert on(ON, skipped) == []
    assert [one.rule for one in occurrences([], [], [], ON, before_bills=[early])] == []  # no rule names it


FOLLOW = Rule(4, PLAN, "", "", daily(BEGIN), (7, 3, 1, 0))


def settled(on: date, *, due_minor: int = 0) -> tuple[Planned, ...]:
    return (Planned(1, on, 648_292, ends=True, done=False, due_minor=due_minor, above=True),)


def test_what_the_plan_settles_before_is_not_reminded_of_nor_listed() -> None:
    """Two instalments; the plan settles the loan with the first, so the second is never paid."""
    first, second = due(), due(due_on=ON + timedelta(31))
    book, planned = Book((), ()), settled(ON, due_minor=76_000)

    def seen(as_of: date, planned: tuple[Planned, ...], rules: tuple[Rule, ...]) -> list[date]:
        found = occurrences(rules, [first, second], [], as_of, planned=planned, horizon_days=60)
        return [item.due_on for item in found]

    assert seen(days_before(3), planned, (DUES, FOLLOW)) == [ON]
    assert seen(days_before(3), (), (DUES, FOLLOW)) == [ON, ON + timedelta(31)]
    assert [item.due_on for item in upcoming(book, [first, second], days_before(3), 60, planned)] == [ON]


def test_once_the_day_of_the_settlement_has_passed_the_instalment_is_asked_for_again() -> None:
    later = due(due_on=ON + timedelta(31))
    found = occurrences([DUES], [later], [], ON + timedelta(1), planned=settled(ON), horizon_days=60)
    assert [item.due_on for item in found] == [later.due_on]


@pytest.mark.parametrize(("rules", "told"), [((DUES, FOLLOW), ["plan"]), ((DUES,), ["due"])])
def test_an_instalment_is_silent_only_where_the_settlement_is_reminded_of(
    rules: tuple[Rule, ...], told: list[str]
) -> None:
    """Settled between two dues; without the reminders of the plan the due is all that is left to remind of."""
    later = due(due_on=ON + timedelta(5))
    found = occurrences(rules, [later], [], days_before(1), planned=settled(ON), horizon_days=30)
    assert [item.rule for item in found] == told


def test_in_a_row_a_day_of_this_year_has_none_and_a_loan_of_its_own_name_no_lender() -> None:
    first = one(occurrences([DUES], [due()], [], ON - timedelta(3)))
    named = replace(first, loan="闪电贷", lender="招商银行")
    said = row_text(named, ON, {"闪电贷"})
    assert "11-20" in said
    assert "2026" not in said
    assert "招商银行" not in said
    assert "招商银行" in row_text(named, ON, set())
    for language in ("zh", "en"):  # a long name leaves room for the day beside the columns of 80, in January too
        use(language)
        long = replace(named, loan="China Merchants Bank Young Card for Everything")
        said = row_text(long, date(2027, 1, 1), {long.loan})
        assert said.index("2026-11-20") + 10 <= 51
    use("zh")
    assert "2026-11-20" in row_text(named, date(2027, 1, 1), set())


@given(any_histories(), st.integers(-40, 500), st.integers(0, 40))
@examples(60)
def test_dues_that_are_done_with_say_nothing_to_what_comes_up(account: Account, since: int, ahead: int) -> None:
    on = account.loan.start_on + timedelta(since)
    dues = position(account, on).dues
    until = reaches([DUES], on + timedelta(ahead))
    live = [due for due in dues if due.live and due.due_on <= until]
    shown = [occurrences([DUES], some, (), on, book=Book((account,)), horizon_days=ahead) for some in (dues, live)]
    assert shown[0] == shown[1]
