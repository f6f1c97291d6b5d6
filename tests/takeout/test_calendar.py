"""A calendar says what the app says, to everybody who reads it, and again after something has changed."""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from planner.cli.main import run
from planner.domain.accounts.loan import Lender
from planner.domain.basics import recurrence
from planner.domain.basics.recurrence import Repeat
from planner.domain.cases.calls import Call
from planner.domain.cases.file import Case, Event, EventKind, Kind, Outcome
from planner.domain.payoff.adopted.baseline import document_of
from planner.domain.reminders.due_items import upcoming
from planner.domain.reminders.rules import BY_DAY, State
from planner.errors import PlannerError
from planner.overview.overview import read
from planner.services import calls, cases, loans, plans, reminders, repayments, start, undo
from planner.storage.store import Store
from planner.takeout import calendar
from planner.takeout.asked import Asked
from planner.takeout.lists.plan import found
from planner.values import replace
from tests.make import databases, kept, people
from tests.make.calendars import days_of
from tests.make.templates import Templates

TODAY = people.TODAY
END = date(2029, 11, 23)


@pytest.fixture
def demo(templates: Templates, path: Path) -> Path:
    return templates.demo(path, TODAY, "zh")


def _written(path: Path, today: date = TODAY, **options: Any) -> bytes:
    return b"".join(calendar.pieces(Asked(path, today, options)))


def _events(text: bytes) -> dict[str, Any]:
    found: list[Any] = icalendar.Calendar.from_ical(text).events
    assert len({one["UID"] for one in found}) == len(found)
    return {str(one["UID"]): one for one in found}


def test_a_reader_finds_the_days_of_the_app_for_three_years(demo: Path) -> None:
    store = Store(demo)
    for repeat, on in ((Repeat.MONTHLY, date(2026, 8, 31)), (Repeat.QUARTERLY, date(2026, 8, 15))):
        reminders.add(store, "自己的", on, repeat, today=date(2026, 8, 1))
    store.close()
    overview = read(demo, TODAY)
    items = upcoming(overview.book, overview.live(END), TODAY, (END - TODAY).days, overview.planned_and_bills)
    told = Counter(item.due_on for item in items if item.due_on >= TODAY)
    for rule in overview.rules:
        if rule.code not in BY_DAY and rule.enabled:
            told += Counter(recurrence.days(rule.rrule, TODAY, END))
    told += Counter(one.on for one in overview.dated if TODAY <= one.on <= END)
    told += Counter(one.on for one in overview.free_before_bills)
    beside = {(item.loan_id, item.due_on) for item in items}
    told += Counter(one.on for one in overview.planned if one.more and (one.loan_id, one.on) not in beside)
    written = days_of(_written(demo), TODAY, END)
    assert Counter(on for on, _ in written.elements()) == told
    reminded = {one.due_on for one in overview.reminders(365) if one.due_on >= TODAY}
    assert reminded <= set(told)


def test_what_comes_on_the_31st_is_written_out_and_the_rest_is_plain(store: Store) -> None:
    reminders.add(store, "月底", date(2026, 12, 31), Repeat.MONTHLY, today=TODAY)
    reminders.add(store, "月中", date(2026, 12, 15), Repeat.MONTHLY, today=TODAY)
    text = _written(store.path)
    assert b"BYSETPOS" not in text
    assert text.count(b"RRULE:FREQ=MONTHLY;BYMONTHDAY=15") == 1
    ends = [on for on, words in days_of(text, TODAY, END) if words == "月底"]
    assert ends[:3] == [date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28)]
    assert len(ends) == 35


def test_every_event_is_a_whole_day_of_its_own_length(demo: Path) -> None:
    for one in _events(_written(demo, alarm=True)).values():
        assert one["DTEND"].dt - one["DTSTART"].dt == timedelta(1)
        assert type(one["DTSTART"].dt) is date
        assert (one["TRANSP"], one["CLASS"]) == ("TRANSPARENT", "PRIVATE")


def test_amounts_and_alarms_are_there_only_when_asked_for(demo: Path) -> None:
    plain = _written(demo)
    assert not re.search(rb"\d\.\d\d|VALARM", plain)
    text = _written(demo, amounts=True, alarm=True)
    overview = read(demo, TODAY)
    item = upcoming(overview.book, overview.live(), TODAY, 30)[-1]
    due = next(
        one for one in _events(text).values() if item.due_on == one["DTSTART"].dt and item.loan in one["SUMMARY"]
    )
    assert due["SUMMARY"].endswith(f" · {item.amount_minor / 100:,.2f} CNY")
    triggers = [alarm["TRIGGER"].dt for alarm in due.walk("VALARM")]
    assert triggers == [timedelta(hours=9) - timedelta(days) for days in (7, 3, 1, 0)]


def test_the_same_data_give_the_same_bytes_and_another_day_a_higher_number(demo: Path) -> None:
    assert _written(demo) == _written(demo)
    assert _sequence(_written(demo, TODAY + timedelta(1))) > _sequence(_written(demo))


def _sequence(text: bytes) -> int:
    (number,) = {int(one["SEQUENCE"]) for one in _events(text).values()}
    return number


def test_what_was_paid_is_struck_by_the_next_import_and_comes_back_when_that_is_undone(store: Store) -> None:
    loan_id = loans.add(store, replace(databases.level(), start_on=TODAY, first_due_on=None, due_day=None)).value
    first = _written(store.path)
    due = next(one for one in _events(first).values() if one["DTSTART"].dt == date(2026, 12, 23))
    account = read(store.path, TODAY).positions[loan_id]
    assert account.next_due is not None
    repayments.record(store, loan_id, TODAY, account.next_due.unpaid_minor, today=TODAY)
    second = _written(store.path)
    struck = _events(second)[due["UID"]]
    assert (due["STATUS"], struck["STATUS"], struck["SUMMARY"]) == ("CONFIRMED", "CANCELLED", "已还 · 某某银行 消费贷")
    assert set(_events(first)) == set(_events(second))
    undo.undo(store)
    third = _written(store.path)
    assert _events(third)[due["UID"]]["STATUS"] == "CONFIRMED"
    undo.redo(store)
    fourth = _written(store.path)
    assert _events(fourth)[due["UID"]]["STATUS"] == "CANCELLED"
    assert _sequence(first) < _sequence(second) < _sequence(third) < _sequence(fourth)


def test_a_loan_that_was_settled_takes_its_days_out_of_the_calendar(store: Store) -> None:
    loan_id = loans.add(store, replace(databases.level(), start_on=TODAY, first_due_on=None, due_day=None)).value
    before = _events(_written(store.path))
    repayments.record(store, loan_id, TODAY, 1_210_000, settles=True, today=TODAY)
    after = _events(_written(store.path))
    gone = [one for one in after.values() if one["STATUS"] == "CANCELLED"]
    assert set(before) == set(after)
    assert len(gone) == 12
    later = _events(_written(store.path, TODAY + timedelta(93)))
    assert not later  # whoever imports it now never knew of them


@pytest.mark.parametrize("name", [*databases.HOSTILE, "a,b;c\\n:\r\nEND:VCALENDAR", "C:\\New\\name;x\\", "长" * 500])
def test_a_hostile_name_is_words_and_nothing_else(store: Store, name: str) -> None:
    loans.add(
        store, replace(databases.level(name), start_on=TODAY, first_due_on=None, due_day=None, lender=Lender(0, "甲"))
    )
    text = _written(store.path, alarm=True)
    for line in text.split(b"\r\n"):
        assert len(line) <= 75
    named = [one for one in _events(text).values() if "甲" in one["SUMMARY"]]
    kept = read(store.path, TODAY).book.accounts[0].loan.name
    assert len(named) == 12
    assert all(one["SUMMARY"].endswith(" ".join(kept.split("\n"))) for one in named)


@pytest.mark.parametrize("undone", [False, True])
def test_what_was_deleted_or_undone_is_struck_by_the_next_import(store: Store, undone: bool) -> None:
    start.begin(store, language="zh", income_minor=None, income_name="工资", review_day=6, today=TODAY)
    loans.add(store, databases.level("留下"))
    loan_id = loans.add(store, databases.level("会删")).value
    paid = _events(_written(store.path))
    rule_id = reminders.add(store, "看分", TODAY, Repeat.MONTHLY, today=TODAY).value
    first = _events(_written(store.path))
    assert len(first) == len(paid) + 1
    if undone:
        undo.undo(store)
        undo.undo(store)
    else:
        reminders.delete(store, rule_id)
        loans.delete(store, loan_id)
    second = _events(_written(store.path))
    assert set(first) == set(second)
    struck = {uid for uid, one in second.items() if one["STATUS"] == "CANCELLED"}
    assert struck == {uid for uid, one in first.items() if "会删" in one["SUMMARY"] or "看分" in one["SUMMARY"]}
    assert {second[uid]["SUMMARY"][:3] for uid in struck} == {"已取消"}
    year = _events(_written(store.path, today=TODAY + timedelta(800)))
    assert not [one for one in year.values() if "会删" in one["SUMMARY"]]


@pytest.mark.parametrize(
    "changes",
    ["{}", '[["loan",[1],null]]', '[["x; --",[1],null]]', '[["loan",[[]],null]]', '[["reminder_rule",7,null]]'],
)
def test_a_change_log_that_nobody_can_read_keeps_no_calendar_back(store: Store, changes: str) -> None:
    loan_id = loans.add(store, databases.level("会删")).value
    loans.delete(store, loan_id)
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute("UPDATE operation SET changes = ? WHERE code = 'loan.delete'", (changes,))
    assert not [one for one in _events(_written(store.path)).values() if one["STATUS"] == "CANCELLED"]


@pytest.mark.parametrize(("column", "value"), [("terms", None), ("name", None), ("entered_at", 7), ("start_on", "x")])
def test_a_deleted_loan_that_the_log_tells_in_parts_only_is_left_out(store: Store, column: str, value: Any) -> None:
    loan_id = loans.add(store, databases.level("会删")).value
    rule_id = reminders.add(store, "看分", TODAY, Repeat.MONTHLY, today=TODAY).value
    reminders.delete(store, rule_id)
    loans.delete(store, loan_id)
    with closing(sqlite3.connect(store.path)) as connection, connection:
        names = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info('loan')")]
        ((key, text),) = connection.execute("SELECT id, changes FROM operation WHERE code = 'loan.delete'").fetchall()
        changes = json.loads(text)
        for table, before, _ in changes:
            if table == "loan":
                before[names.index(column)] = value
        connection.execute("UPDATE operation SET changes = ?, at = ? WHERE id = ?", (json.dumps(changes), "9999", key))
    found = _events(_written(store.path))
    assert [str(one["SUMMARY"]) for one in found.values() if one["STATUS"] == "CANCELLED"] == ["已取消 · 看分"]


def test_a_reminder_that_is_turned_off_is_struck(store: Store) -> None:
    rule_id = reminders.add(store, "看分", TODAY, Repeat.MONTHLY, today=TODAY).value
    (uid,) = (uid for uid, one in _events(_written(store.path)).items() if "看分" in one["SUMMARY"])
    reminders.enable(store, rule_id, False)
    off = _events(_written(store.path))[uid]
    assert (off["STATUS"], off["SUMMARY"]) == ("CANCELLED", "已取消 · 看分")


def test_every_reminder_that_is_turned_off_is_struck_and_rings_no_more(demo: Path) -> None:
    before = _events(_written(demo, alarm=True))
    overview = read(demo, TODAY)
    store = Store(demo)
    for rule in overview.rules:
        reminders.enable(store, rule.id, False)
    store.close()
    after = _events(_written(demo, alarm=True))
    assert set(after) == set(before)
    standing = {uid for uid, one in after.items() if one["STATUS"] == "CONFIRMED"}
    assert {uid.split("-")[0] for uid in standing} == {"due"}  # to be paid, whoever reminds of it
    assert not any(after[uid].walk("VALARM") for uid in standing)
    struck = {uid.split("-")[0] for uid in set(after) - standing}
    assert {"review", "score", "profile", "cooldown"} <= struck


def test_what_is_done_or_skipped_is_struck_and_what_is_snoozed_stands(store: Store) -> None:
    start.begin(store, language="zh", income_minor=None, income_name="工资", review_day=0, today=TODAY)
    for title, repeat in (("一次", Repeat.ONCE), ("跳过", Repeat.ONCE), ("推迟", Repeat.ONCE), ("每周", Repeat.WEEKLY)):
        reminders.add(store, title, TODAY, repeat, today=TODAY)
    before = _events(_written(store.path))
    answers = {"一次": State.DONE, "跳过": State.SKIPPED, "推迟": State.SNOOZED, "每周": State.DONE, "": State.SKIPPED}
    for one in read(store.path, TODAY).reminders(0):
        until = TODAY + timedelta(3) if answers[one.title] is State.SNOOZED else None
        reminders.mark(store, one, answers[one.title], today=TODAY, until_on=until)
    text = _written(store.path)
    after = _events(text)
    assert set(before) == set(after)
    told = {str(one["SUMMARY"]): str(one["STATUS"]) for one in after.values()}
    assert told == {
        "已完成 · 一次": "CANCELLED",
        "已跳过 · 跳过": "CANCELLED",
        "推迟": "CONFIRMED",
        "每周": "CONFIRMED",
        "每周复盘": "CONFIRMED",
    }
    days = Counter(on for on, words in days_of(text, TODAY, TODAY + timedelta(14)) if words.startswith("每周"))
    assert days == {TODAY + timedelta(7): 2, TODAY + timedelta(14): 2}


def test_what_a_plan_paid_beside_dues_is_struck_once_another_one_is_followed(
    templates: Templates, tmp_path: Path
) -> None:
    small = templates.copy("small", kept.write, tmp_path / "small.db")
    overview = read(small, TODAY)
    plan, answer = found(overview)
    assert plan is not None
    assert answer is not None
    document = document_of(overview.book.accounts, plan, answer)
    last = max(one["on"] for one in document["actions"])
    later = (date.fromisoformat(last) + timedelta(3)).isoformat()
    moved = [one | {"on": later} if one["on"] == last else one for one in document["actions"]]
    store = Store(small)
    for actions in (moved, document["actions"]):
        plans.adopt(store, {**document, "actions": actions}, answer.ask.text, overview.means, TODAY)
        if actions is moved:
            before = {uid: one for uid, one in _events(_written(small)).items() if uid.startswith("plan-")}
    store.close()
    after = _events(_written(small))
    assert before.keys() <= after.keys()
    struck = {uid for uid, one in after.items() if one["STATUS"] == "CANCELLED" and uid.startswith("plan-")}
    assert any(later in uid for uid in before)
    assert [uid for uid in before if uid in struck] == [uid for uid in before if later in uid]


def test_two_people_s_first_loans_are_two_things(store: Store, templates: Templates, tmp_path: Path) -> None:
    made = replace(databases.level(), start_on=TODAY, first_due_on=None, due_day=None)
    other = Store(templates.empty(tmp_path / "other.db"))
    for one in (store, other):
        loans.add(one, made)
    other.close()
    with closing(sqlite3.connect(other.path)) as connection, connection:
        connection.execute("UPDATE loan SET entered_at = '2026-11-01T08:00:00Z'")
    assert not _events(_written(store.path)).keys() & _events(_written(other.path)).keys()


def test_a_review_stays_the_same_event_when_loans_come_and_go(store: Store) -> None:
    start.begin(store, language="zh", income_minor=None, income_name="工资", review_day=6, today=TODAY)
    before = {uid for uid in _events(_written(store.path)) if uid.startswith("review")}
    loan_id = loans.add(store, databases.level()).value
    between = {uid for uid in _events(_written(store.path)) if uid.startswith("review")}
    loans.delete(store, loan_id)
    after = {uid for uid in _events(_written(store.path)) if uid.startswith("review")}
    assert len(before) == 1
    assert before == between == after


def test_the_command_writes_it_and_knows_its_options(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["--db", str(demo), "--today", TODAY.isoformat(), "--lang", "zh"]
    target = tmp_path / "due.ics"
    assert run(["export", "ics", "--alarm", "-o", str(target), *asked]) == 0
    assert target.read_bytes() == _written(demo, alarm=True)
    assert target.stat().st_mode & 0o777 == 0o600
    for form in ("hledger", "beancount"):
        assert run(["export", form, "--ahead", "-o", str(tmp_path / form), *asked]) == 0
        assert "将到期" in (tmp_path / form).read_text("utf-8")
    with pytest.raises(SystemExit):
        run(["export", "beancount", "--alarm", *asked])
    assert "只用于 ics" in capsys.readouterr().err


def test_without_the_library_it_says_what_to_install(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(PlannerError) as caught:
        _written(demo)
    assert (caught.value.code, caught.value.params) == ("export.extra", {"extra": "calendar"})


def test_a_case_is_one_event_that_moves_until_it_is_done_with(path: Path, templates: Templates) -> None:
    store = Store(templates.empty(path))
    held = cases.begin(store, Case(0, Kind.OBJECTION, "逾期写错了", TODAY), "bureau", today=TODAY).value

    def told(kind: EventKind) -> None:
        outcome = Outcome.GRANTED if kind is EventKind.ANSWERED else None
        cases.record(store, held, Event(0, 0, TODAY, kind, "一句话", outcome), today=TODAY)

    def only() -> tuple[str, str, date]:
        ((uid, event),) = ((uid, one) for uid, one in _events(_written(path)).items() if uid.startswith("case-"))
        return uid, str(event["SUMMARY"]), event["DTSTART"].dt

    before = only()
    assert before[1:] == ("事项 · 递交：逾期写错了", TODAY + timedelta(7))
    told(EventKind.SUBMITTED)
    told(EventKind.RECEIVED)
    after = only()
    assert after == (before[0], "事项 · 答复的最后一天：逾期写错了", date(2026, 12, 14))  # 13 December is a Sunday
    told(EventKind.ANSWERED)
    told(EventKind.CLOSED)
    assert only() == (before[0], "已完成 · 事项 · 逾期写错了", TODAY)
    store.close()


def test_a_deleted_case_or_promise_is_struck(path: Path, templates: Templates) -> None:
    store = Store(templates.empty(path))
    held = cases.begin(store, Case(0, Kind.OBJECTION, "逾期写错了", TODAY), "bureau", today=TODAY).value
    call = Call(0, TODAY, "09:00", "某机构", promised_on=TODAY + timedelta(5))
    noted = calls.note(store, call, today=TODAY).value
    before = _events(_written(path))
    assert sum(uid.startswith(("case-", "promise-")) for uid in before) == 2
    calls.note(store, replace(call, id=noted, promised_on=TODAY + timedelta(6)), today=TODAY)
    moved = _events(_written(path))
    assert moved.keys() == before.keys()
    cases.delete(store, held)
    calls.delete(store, noted)
    after = _events(_written(path))
    assert after.keys() >= before.keys()
    struck = {
        uid.partition("-")[0]: str(one["SUMMARY"]) for uid, one in after.items() if str(one["STATUS"]) == "CANCELLED"
    }
    assert "逾期写错了" in struck["case"]
    assert "某机构" in struck["promise"]
    store.close()
