"""Calls against the standard for collecting, at the edges; which promises were kept; times as they are typed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from planner.domain.accounts.records import Account, Repayment
from planner.domain.cases.calls import Call, Means, Promise, Reached, coming, latest, promises
from planner.domain.cases.collecting import Measured, counts
from planner.domain.cases.times import parse_time
from planner.errors import PlannerError
from planner.storage.shipped import catalogue
from planner.values import replace
from tests.make import databases

DAY = date(2026, 11, 20)
RULES = catalogue.load().rules
HOSTILE = databases.HOSTILE[1]


def call(number: int, at: str = "12:00", reached: Reached = Reached.ME, on: date = DAY, lender: str = "某机构") -> Call:
    return Call(number, on, at, lender, reached=reached)


def found(*calls: Call) -> list[tuple[Measured, list[int]]]:
    return [(one.measured, [x.id for x in one.calls]) for one in counts(calls, RULES)]


@pytest.mark.parametrize(
    ("at", "outside"),
    [
        ("07:59", True),
        ("08:00", False),
        ("21:59", False),
        ("22:00", True),
        ("00:00", True),
        ("23:59", True),
        ("", False),
    ],
)
def test_the_hours_begin_at_eight_and_end_at_ten(at: str, outside: bool) -> None:
    assert found(call(1, at)) == ([(Measured.HOURS, [1])] if outside else [])


def test_a_message_at_night_counts_and_the_rules_say_where_they_come_from() -> None:
    (one,) = counts([replace(call(1, "22:00"), means=Means.MESSAGE)], RULES)
    assert [limit.whole for limit in one.limits] == [8, 22]
    assert {limit.rule.fact.confidence for limit in one.limits} == {"folklore"}
    assert all(limit.rule.fact.source.text("zh") for limit in one.limits)


def test_calls_of_a_day_count_from_the_fourth_that_got_through() -> None:
    three = [call(number) for number in (1, 2, 3)]
    assert found(*three) == []
    beside = [call(4, reached=Reached.NOBODY), replace(call(5), means=Means.MESSAGE), call(6, lender=HOSTILE)]
    assert found(*three, *beside, call(7, on=DAY + timedelta(1))) == []
    assert found(*three, call(8)) == [(Measured.CALLS, [1, 2, 3, 8])]


def test_tries_count_from_the_seventh() -> None:
    six = [call(number, reached=Reached.NOBODY) for number in range(6)]
    assert found(*six) == []
    assert found(*six, call(6, reached=Reached.NOBODY)) == [(Measured.TRIES, list(range(7)))]


@pytest.mark.parametrize("reached", [Reached.FAMILY, Reached.EMPLOYER, Reached.OTHER])
def test_whoever_is_not_the_debtor_counts(reached: Reached) -> None:
    assert found(call(1), call(2, reached=reached)) == [(Measured.OTHERS, [2])]


def test_before_a_rule_began_nothing_is_counted() -> None:
    early = date(2025, 2, 27)
    assert found(call(1, "23:00", on=early), call(2, reached=Reached.FAMILY, on=early)) == []
    tries = [call(number, reached=Reached.NOBODY, on=date(2026, 1, 29)) for number in range(9)]
    assert found(*tries) == []


def test_a_day_may_stand_against_several_rules() -> None:
    calls = [call(1, "07:00"), call(2), call(3), call(4), call(5, reached=Reached.FAMILY)]
    assert found(*calls) == [(Measured.HOURS, [1]), (Measured.CALLS, [1, 2, 3, 4]), (Measured.OTHERS, [5])]


def test_the_latest_call_comes_first() -> None:
    assert [one.id for one in latest([call(1, "09:00"), call(2, "21:00"), call(3, on=DAY + timedelta(1))])] == [3, 2, 1]


def promised(number: int, minor: int | None, on: date, *, said_on: date = DAY, loan: int | None = 1) -> Call:
    return replace(call(number, on=said_on), promised_on=on, promised_minor=minor, loan_id=loan)


def judged(calls: list[Call], *paid: Repayment) -> list[tuple[int | None, bool]]:
    account = Account(replace(databases.level(), id=1), repayments=paid)
    return [(one.paid_minor, one.kept) for one in promises(calls, {1: account}, DAY + timedelta(30))]


def test_a_promise_is_kept_by_what_was_paid_since_the_call() -> None:
    one = promised(1, 50_000, DAY + timedelta(5))
    assert judged([one]) == [(0, False)]
    assert judged([one], Repayment(1, DAY - timedelta(1), 50_000)) == [(0, False)]
    assert judged([one], Repayment(1, DAY, 49_999)) == [(49_999, False)]
    assert judged([one], Repayment(1, DAY, 49_999), Repayment(2, DAY + timedelta(9), 1)) == [(50_000, True)]
    taken_back = Repayment(1, DAY, 50_000, reversed_on=DAY + timedelta(2))
    assert judged([one], taken_back) == [(0, False)]


def test_one_repayment_keeps_one_promise() -> None:
    both = [promised(1, 50_000, DAY + timedelta(5)), promised(2, 50_000, DAY + timedelta(6))]
    assert judged(both, Repayment(1, DAY, 60_000)) == [(50_000, True), (10_000, False)]
    assert judged([promised(1, None, DAY)], Repayment(1, DAY, 100)) == [(100, True)]
    assert judged([promised(1, None, DAY)]) == [(0, False)]


def test_of_a_promise_without_a_loan_nobody_can_tell() -> None:
    assert judged([promised(1, 50_000, DAY, loan=None)], Repayment(1, DAY, 50_000)) == [(None, False)]


def test_a_kept_promise_calls_for_nothing() -> None:
    kept, left = (Promise(promised(number, 1, DAY), DAY, 0, kept=number == 1) for number in (1, 2))
    assert [one.key for one in coming([kept, left])] == [f"2:{DAY}"]


@pytest.mark.parametrize(
    ("typed", "time"), [("8:05", "08:05"), ("20：31", "20:31"), ("2031", "20:31"), ("8点5分", "08:05"), ("8", "08:00")]
)
def test_times_as_they_are_typed(typed: str, time: str) -> None:
    assert parse_time(typed) == time


@pytest.mark.parametrize("typed", ["24:00", "8:60", "晚上", "-1", "8:5:6", HOSTILE])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(PlannerError) as caught:
        parse_time(typed)
    assert caught.value.code == "call.time"
