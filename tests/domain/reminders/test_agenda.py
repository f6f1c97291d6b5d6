"""Which days stand in an agenda, what becomes of a day that was to be paid, and which of them go by a rule."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.records import (
    Account,
    Allowance,
    AllowanceKind,
    Arrangement,
    ArrangementKind,
    ArrangementState,
    Denial,
)
from planner.domain.accounts.terms import Part
from planner.domain.basics.recurrence import Repeat, recurrence
from planner.domain.basics.sources import Named
from planner.domain.book import Book
from planner.domain.ledger.position import position
from planner.domain.reminders.agenda import LATELY, Appointment, Gone, agenda
from planner.domain.reminders.due_items import upcoming
from planner.domain.reminders.planned import Planned
from planner.domain.reminders.rules import CUSTOM, DUE, FALLOFF, PLAN, REVIEW, Dated, Mark, Rule, Stage, State
from planner.values import replace
from tests.make.accounts import card, day, drawn, equal_principal, fen, paid
from tests.make.eventful import eventful
from tests.make.examples import examples
from tests.make.terms import loan

RULES = (
    Rule(1, DUE, "", "", recurrence(Repeat.WEEKLY, day("01-01")), (3, 0)),
    Rule(2, REVIEW, "", "", recurrence(Repeat.WEEKLY, day("01-04")), (0,)),
    Rule(3, FALLOFF, "", "", recurrence(Repeat.WEEKLY, day("01-01")), (0,)),
)


def _agenda(*accounts: Account, on: str = "04-01", rules: tuple[Rule, ...] = RULES, **more: Any) -> list[Appointment]:
    places = {one.loan.id: position(one, day(on)) for one in accounts}
    return [*agenda(accounts, places, rules, day(on), day("2026-12-31"), **more)]


def _dues(found: list[Appointment]) -> list[tuple[str, bool, Gone | None, int | None]]:
    return [(f"{one.on:%m-%d}", one.done, one.gone, one.amount_minor) for one in found if one.code == DUE]


def test_what_is_due_stands_with_its_amount_what_was_paid_lately_as_done() -> None:
    account = Account(equal_principal(), repayments=paid(("02-10", 1120), ("03-10", 1110)))
    found = _agenda(account, rules=())
    assert _dues(found)[:3] == [
        ("02-10", True, None, None),
        ("03-10", True, None, None),
        ("04-10", False, None, 110_000),
    ]
    assert len(found) == 11
    assert found[2].lead_days == (7, 3, 1, 0)
    later = _agenda(account, on="06-11")
    assert _dues(later)[0] == ("04-10", False, None, fen(1100) + position(account, day("06-11")).dues[2].penalty_minor)


def test_a_debit_that_was_assumed_long_ago_is_no_appointment() -> None:
    found = _agenda(Account(equal_principal(auto_debit=True)), on="12-01", rules=())
    assert [on for on, *_ in _dues(found)] == ["09-10", "10-10", "11-10", "12-10"]


def test_what_the_lender_gave_up_wholly_is_not_said_to_be_paid() -> None:
    given = tuple(
        Allowance(number, day("02-12"), fen(yuan), AllowanceKind.WAIVER, part, due_on=day("02-10"))
        for number, yuan, part in ((1, 1000, Part.PRINCIPAL), (2, 120, Part.INTEREST), (3, 1, Part.PENALTY))
    )
    found = _agenda(Account(equal_principal(), allowances=given), on="02-20", rules=())
    assert _dues(found)[0] == ("02-10", False, Gone.WAIVED, None)


def test_a_bill_that_a_later_one_contains_is_said_to_be_in_it() -> None:
    account = Account(
        card(), draws=drawn(("01-15", 300), ("02-15", 200)), denials=(Denial(1, day("02-10"), day("02-09")),)
    )
    found = _dues(_agenda(account, on="03-05", rules=()))
    assert [(on, gone) for on, _, gone, _ in found] == [("02-09", Gone.CARRIED), ("03-09", None)]


def test_what_an_agreement_the_plan_or_a_settlement_took_out_says_so() -> None:
    deferred = Arrangement(
        1, ArrangementKind.DEFERRAL, ArrangementState.AGREED, agreed_on=day("03-20"), terms=2, from_on=day("06-10")
    )
    found = _dues(_agenda(Account(equal_principal(), arrangements=(deferred,)), rules=()))
    assert Gone.REPLACED in {gone for _, _, gone, _ in found}
    account = Account(equal_principal(), repayments=paid(("02-10", 1120), ("03-10", 1110)))
    ends = Planned(1, day("05-10"), 900_000, ends=True, done=False, due_minor=109_000)
    found = _dues(_agenda(account, rules=(), planned=(ends,)))
    assert found[3:5] == [("05-10", False, None, 900_000), ("06-10", False, Gone.PLANNED, None)]
    settled = Account(equal_principal(settled_on=day("03-20")), repayments=account.repayments)
    found = _dues(_agenda(settled, rules=()))
    assert found[2] == ("04-10", False, Gone.SETTLED, None)
    assert not [one for one in _agenda(settled, on="06-25", rules=()) if one.on >= day("06-25")]


def test_a_payment_of_the_plan_on_another_day_stands_for_itself() -> None:
    account = Account(equal_principal(), repayments=paid(("02-10", 1120), ("03-10", 1110)))
    extra = Planned(1, day("04-20"), 50_000, ends=False, done=False)
    found = [one for one in _agenda(account, rules=(), planned=(extra,)) if one.code == PLAN]
    assert [(one.on, one.amount_minor, one.key) for one in found] == [(day("04-20"), 50_000, "plan:1:2026-04-20")]


def test_reviews_and_own_reminders_go_by_a_rule_where_every_program_reads_it_alike() -> None:
    own = [
        Rule(number, CUSTOM, "loan:1", f"自己的 {number}", recurrence(Repeat.MONTHLY, first), (0,))
        for number, first in ((7, day("01-15")), (8, day("01-31")))
    ]
    gone = Rule(9, CUSTOM, "", "停用", recurrence(Repeat.WEEKLY, day("01-15")), (0,), enabled=False)
    found = _agenda(Account(loan()), rules=(*RULES, *own, gone))
    series = {one.key: (one.on, one.series) for one in found if one.series}
    assert series == {
        "review:2": (day("01-04"), "FREQ=WEEKLY;BYDAY=SU"),
        "custom:7": (day("01-15"), "FREQ=MONTHLY;BYMONTHDAY=15"),
    }
    days = [one.on for one in found if one.title == "自己的 8"]
    assert days[:3] == [day("04-30"), day("05-31"), day("06-30")]
    assert {one.loan_id for one in found if one.code == CUSTOM} == {1}


def test_an_answered_day_stands_as_such() -> None:
    own = Rule(8, CUSTOM, "", "月底", recurrence(Repeat.MONTHLY, day("01-31")), (0,))
    dated = (Dated(FALLOFF, "inquiry:3:2026-05-01", date(2026, 5, 1), (Named.same("某银行"),)),)
    before = _agenda(rules=(*RULES, own), dated=dated)
    keys = [one.key for one in before if one.code in (CUSTOM, FALLOFF)][:2]
    assert keys == ["custom:8:2026-04-30", "falloff:inquiry:3:2026-05-01"]
    marks = [
        Mark("custom:8:2026-04-30:T", CUSTOM, "", day("04-30"), State.DONE),
        Mark("falloff:inquiry:3:2026-05-01:T", FALLOFF, "", day("05-01"), State.SKIPPED),
    ]
    after = _agenda(rules=(*RULES, own), dated=dated, marks=marks)
    told = {one.key: (one.done, one.gone) for one in after if one.over}
    assert told == {keys[0]: (True, None), keys[1]: (False, Gone.SKIPPED)}
    assert [one.key for one in after] == [one.key for one in before]


def test_an_answered_day_of_a_series_is_none_of_its_days_and_once_all_are_it_is_over() -> None:
    weekly = Rule(8, CUSTOM, "", "每周", recurrence(Repeat.WEEKLY, day("03-01")), (3, 0))
    once = Rule(9, CUSTOM, "", "一次", recurrence(Repeat.ONCE, day("04-20")), (0,))
    marks = [
        Mark("custom:8:2026-04-05:T-3", CUSTOM, "", day("04-02"), State.DONE),
        Mark("custom:8:2026-04-12:T", CUSTOM, "", day("04-12"), State.SNOOZED, day("04-14")),
        Mark("custom:8:2026-04-19:T-3", CUSTOM, "", day("04-16"), State.SKIPPED),
    ]
    for state, done, gone in ((State.DONE, True, None), (State.SKIPPED, False, Gone.SKIPPED)):
        answered = Mark("custom:9:2026-04-20:T", CUSTOM, "", day("04-20"), state)
        found = {one.key: one for one in _agenda(rules=(*RULES, weekly, once), marks=[*marks, answered])}
        assert (found["custom:8"].over, found["custom:8"].without) == (False, (day("04-05"), day("04-19")))
        assert (found["custom:9"].done, found["custom:9"].gone) == (done, gone)
    saved = _agenda(reviewed={day("03-30")})  # the Monday of the week whose review stands on 04-05
    assert [one.without for one in saved if one.code == REVIEW] == [(day("04-05"),)]


def test_nothing_rings_for_a_reminder_that_is_turned_off() -> None:
    account = Account(equal_principal())
    off = tuple(replace(rule, enabled=False) for rule in RULES)
    found = _agenda(account, rules=off)
    assert {(one.code, one.lead_days) for one in found} == {(DUE, ())}
    extra = Planned(1, day("05-20"), fen(500), ends=False, done=False, above=True)
    rules = (Rule(4, PLAN, "", "", recurrence(Repeat.WEEKLY, day("01-01")), (1, 0), enabled=False),)
    assert [one.lead_days for one in _agenda(account, rules=rules, planned=[extra]) if one.code == PLAN] == [()]


def test_a_payment_of_the_plan_that_was_made_is_done() -> None:
    made = Planned(1, day("03-20"), fen(500), ends=False, done=True, above=True)
    told = [(one.on, one.done) for one in _agenda(Account(equal_principal()), planned=[made]) if one.code == PLAN]
    assert told == [(day("03-20"), True)]


@given(eventful(), st.integers(0, 420))
@examples(100)
def test_what_is_to_be_paid_is_what_the_list_of_dues_names(account: Account, passed: int) -> None:
    as_of = account.loan.start_on + timedelta(passed)
    until, place = as_of + timedelta(700), position(account, as_of)
    items = upcoming(Book((account,)), place.dues, as_of, 700)
    listed = {item.due_on for item in items if item.state is not Stage.ASSUMED or item.due_on >= as_of - LATELY}
    found = agenda((account,), {account.loan.id: place}, (), as_of, until)
    assert {one.on for one in found if not one.over} == listed
    asked = {one.on: one.amount_minor for one in found if not one.over}
    assert asked == {on: sum(item.amount_minor for item in items if item.due_on == on) for on in listed}
