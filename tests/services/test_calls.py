"""Calls of collectors through their one door: kept, refused, undone, made a complaint, restored, reminded of."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.domain.cases.calls import Call, Reached
from planner.domain.cases.file import Case, Kind
from planner.domain.cases.letter import Letter
from planner.domain.reminders.rules import PROMISE
from planner.errors import PlannerError
from planner.overview.overview import Overview, read
from planner.services import calls, cases, exports, letters, loans, repayments
from planner.storage import check
from planner.storage.store import Store
from planner.takeout.asked import Asked
from planner.takeout.formats import named
from planner.values import replace
from planner.words import calls as words
from planner.words.reminders import title
from tests.make import databases

TODAY = date(2026, 11, 29)
HOSTILE = databases.HOSTILE[1]
NOTED = Call(0, TODAY, "22:00", HOSTILE, HOSTILE, said=HOSTILE)


def look(store: Store, today: date = TODAY) -> Overview:
    return read(store.path, today)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (replace(NOTED, lender=" "), "call.lender"),
        (replace(NOTED, on=TODAY + timedelta(1)), "call.future"),
        (replace(NOTED, at="25:00"), "call.time"),
        (replace(NOTED, promised_minor=100), "call.promised"),
        (replace(NOTED, promised_minor=0, promised_on=TODAY), "call.amount"),
        (replace(NOTED, promised_on=TODAY - timedelta(1)), "call.promised_day"),
        (replace(NOTED, id=9), "call.unknown"),
        (replace(NOTED, loan_id=9), "loan.unknown"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(store: Store, call: Call, code: str) -> None:
    with pytest.raises(PlannerError) as caught:
        calls.note(store, call, today=TODAY)
    assert caught.value.code == code
    assert look(store).calls == ()


def test_a_call_is_noted_corrected_deleted_and_each_undone(store: Store) -> None:
    key = calls.note(store, NOTED, today=TODAY).value
    assert look(store).calls == (replace(NOTED, id=key),)
    calls.note(store, replace(NOTED, id=key, at="9"), today=TODAY)
    assert look(store).calls[0].at == "09:00"
    calls.delete(store, key)
    assert look(store).calls == ()
    for at in ("09:00", "22:00"):
        store.undo()
        assert look(store).calls[0].at == at
    store.undo()
    assert look(store).calls == ()


def test_a_promise_is_reminded_of_until_it_is_paid(store: Store) -> None:
    loan_id = loans.add(store, databases.level(lender=HOSTILE)).value
    on = TODAY + timedelta(5)
    promised = replace(NOTED, lender="", loan_id=loan_id, promised_on=on, promised_minor=50_000)
    calls.note(store, promised, today=TODAY)
    assert look(store).calls[0].lender == HOSTILE
    (found,) = [one for one in look(store).reminders(30) if one.rule == PROMISE]
    assert (found.due_on, HOSTILE in title(found)) == (on, True)
    late = look(store, on + timedelta(2))
    assert [one.rule for one in late.reminders(30)].count(PROMISE) == 1
    repayments.record(store, loan_id, TODAY, 50_000, today=TODAY)
    seen = look(store)
    assert [one for one in seen.reminders(30) if one.rule == PROMISE] == []
    assert words.promise_text(seen.promises[0], TODAY) == ("12-04 500.00 已还", "good")


def test_a_complaint_is_opened_of_the_calls_that_stand_against_the_standard(store: Store) -> None:
    calls.note(store, NOTED, today=TODAY)
    calls.note(store, replace(NOTED, at="12:00"), today=TODAY)
    calls.note(store, replace(NOTED, at="12:30", reached=Reached.FAMILY, lender="另一家"), today=TODAY)
    seen = look(store)
    heading, facts, asks, found = words.complaint(seen, seen.calls[0])
    assert [one.at for one in found] == ["22:00"]
    assert "22:00" in facts
    case = Case(0, Kind.COMPLAINT, heading, TODAY, HOSTILE, None, facts, asks)
    held = calls.complain(store, case, "lender", [one.id for one in found], today=TODAY).value
    assert [(one.at, one.case_id) for one in look(store).calls] == [("12:00", None), ("12:30", None), ("22:00", held)]
    cases.delete(store, held)
    assert {one.case_id for one in look(store).calls} == {None}
    store.undo()
    assert [one.case_id for one in look(store).calls].count(held) == 1
    store.undo()
    assert (look(store).cases, {one.case_id for one in look(store).calls}) == ((), {None})
    with pytest.raises(PlannerError):
        calls.complain(store, case, "lender", [], today=TODAY)


def test_a_draft_is_kept_with_its_round_in_the_place_of_the_one_before(store: Store) -> None:
    held = cases.begin(store, Case(0, Kind.APPEAL, "某事", TODAY), "alipay", today=TODAY).value
    of = look(store).cases[0].current.id
    letter = Letter(0, of, "zh", TODAY, f"题\r\n\r\n{HOSTILE}  \n\x1b[31m红\x00", {"loan.0.owed": ["money", "1"]})
    letters.keep(store, letter)
    letters.keep(store, replace(letter, text=letter.text + "！"))
    (kept,) = look(store).letters
    assert kept.text == f"题\n\n{HOSTILE}\n红！"
    store.undo()
    assert look(store).letters[0].text.endswith("红")
    for wrong, code in ((" \n ", "letter.empty"), ("长" * 100_001, "letter.long")):
        with pytest.raises(PlannerError) as caught:
            letters.keep(store, replace(letter, text=wrong))
        assert caught.value.code == code
    letters.drop(store, look(store).letters[0].id)
    assert look(store).letters == ()
    store.undo()
    cases.delete(store, held)
    assert look(store).letters == ()


def test_a_restored_export_holds_the_same(store: Store, tmp_path: Path) -> None:
    cases.begin(store, Case(0, Kind.APPEAL, HOSTILE, TODAY), "alipay", today=TODAY)
    of = look(store).cases[0].current.id
    letters.keep(store, Letter(0, of, "en", TODAY, f"a\n\n{HOSTILE}", {"x": ["money", "1"]}, signed=HOSTILE))
    calls.note(store, replace(NOTED, promised_on=TODAY, promised_minor=1), today=TODAY)
    before = look(store)
    exports.restore(tmp_path / "other.db", exports.dump(store.path))
    after = read(tmp_path / "other.db", TODAY)
    assert (after.calls, after.letters) == (before.calls, before.letters)
    assert not check.problems(tmp_path / "other.db")


def test_the_calendar_knows_a_promise_by_its_call(store: Store) -> None:
    calls.note(store, replace(NOTED, promised_on=TODAY + timedelta(3)), today=TODAY)
    lines = "".join(map(str, named("ics").pieces(Asked(store.path, TODAY))))
    assert lines.count("UID:promise-1-") == 1
