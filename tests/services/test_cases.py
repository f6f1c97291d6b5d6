"""Cases through their one door: rounds, events and papers kept, refused, corrected, undone, exported, reminded of."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from planner.domain.cases.file import Case, CaseFile, Event, EventKind, Evidence, Kind, Outcome
from planner.domain.cases.standing import Next
from planner.domain.cases.status import Status
from planner.domain.credit.file import ReportCheck
from planner.domain.reminders.rules import CASE, State
from planner.errors import PlannerError
from planner.overview.overview import Overview, read
from planner.services import cases, closeout, credit, exports, loans, reminders
from planner.storage import check
from planner.storage.store import Store
from planner.values import replace
from planner.words.reminders import title
from tests.make import databases

TODAY = date(2026, 11, 29)
HOSTILE = databases.HOSTILE[1]
E = EventKind
WRONG = Case(0, Kind.OBJECTION, "逾期写错了", date(2026, 10, 1), "某银行")


def happened(kind: EventKind, on: date, **more: object) -> Event:
    outcome = Outcome.REFUSED if kind is E.ANSWERED else None
    return Event(0, 0, on, kind, "一句话", **({"outcome": outcome} | more))  # type: ignore[arg-type]


def look(store: Store, today: date = TODAY) -> Overview:
    return read(store.path, today)


def only(store: Store) -> CaseFile:
    (found,) = look(store).cases
    return found


def refused(store: Store, case_id: int, event: Event) -> str:
    with pytest.raises(PlannerError) as caught:
        cases.record(store, case_id, event, today=TODAY)
    return caught.value.code


def test_a_case_goes_through_two_rounds_and_nothing_of_the_first_is_lost(store: Store) -> None:
    held = cases.begin(store, WRONG, "lender", today=TODAY).value
    first = [
        happened(E.SUBMITTED, date(2026, 10, 2)),
        happened(E.RECEIVED, date(2026, 10, 3)),
        happened(E.ANSWERED, date(2026, 10, 20)),
    ]
    for event in first:
        cases.record(store, held, event, today=TODAY)
    stand = look(store).stands[held]
    assert (stand.status, stand.outcome, stand.next) == (Status.ANSWERED, Outcome.REFUSED, Next.AGAIN)
    cases.begin_round(store, held, "bureau", "机构没有给依据", on=date(2026, 11, 2), today=TODAY)
    cases.record(store, held, happened(E.SUBMITTED, date(2026, 11, 3)), today=TODAY)
    cases.record(store, held, happened(E.RECEIVED, date(2026, 11, 12)), today=TODAY)
    file, stand = only(store), look(store).stands[held]
    assert [(one.number, one.channel) for one in file.rounds] == [(1, "lender"), (2, "bureau")]
    assert [one.kind for one in file.recorded(file.rounds[0])] == [one.kind for one in first]
    assert (stand.status, stand.deadline.on, stand.next_on) == (Status.RECEIVED, date(2026, 12, 2), date(2026, 12, 2))
    assert check.problems(store.path) == ()


def test_what_is_refused(store: Store) -> None:
    held = cases.begin(store, WRONG, "lender", today=TODAY).value
    assert refused(store, held, Event(0, 0, TODAY, E.NOTE, " ")) == "case.word"
    assert refused(store, held, happened(E.SUBMITTED, TODAY + timedelta(1))) == "case.future"
    assert refused(store, held, happened(E.SUBMITTED, TODAY, until_on=TODAY - timedelta(1))) == "case.until"
    assert refused(store, held, happened(E.ANSWERED, TODAY, outcome=None)) == "case.outcome"
    assert refused(store, held, Event(0, 99, TODAY, E.NOTE, "别的窗口")) == "case.moved"
    assert refused(store, 99, happened(E.SUBMITTED, TODAY)) == "case.unknown"
    cases.record(store, held, happened(E.SUBMITTED, date(2026, 10, 2)), today=TODAY)
    assert refused(store, held, happened(E.SUBMITTED, TODAY)) == "case.twice"
    assert refused(store, held, happened(E.RECEIVED, date(2026, 10, 1))) == "case.order"
    with pytest.raises(PlannerError, match=r"case\.round_open"):
        cases.begin_round(store, held, "bureau", "再来", on=TODAY, today=TODAY)
    with pytest.raises(PlannerError, match=r"case\.channel"):
        cases.edit(store, only(store).case, today=TODAY, channel="bureau")
    with pytest.raises(PlannerError, match=r"case\.title"):
        cases.begin(store, Case(0, Kind.APPEAL, " ", TODAY), "alipay", today=TODAY)
    cases.record(store, held, happened(E.WITHDRAWN, date(2026, 10, 9)), today=TODAY)
    with pytest.raises(PlannerError, match=r"case\.word"):
        cases.begin_round(store, held, "bureau", "", on=TODAY, today=TODAY)
    with pytest.raises(PlannerError, match=r"case\.before_round"):
        cases.begin_round(store, held, "bureau", "再来", on=date(2026, 10, 8), today=TODAY)


def test_an_event_is_corrected_and_the_first_stays_to_be_read(store: Store) -> None:
    held = cases.begin(store, WRONG, "lender", today=TODAY).value
    wrong = cases.record(store, held, happened(E.SUBMITTED, date(2026, 10, 2)), today=TODAY).value
    assert wrong is not None
    right = cases.correct(store, wrong, happened(E.SUBMITTED, date(2026, 10, 5)), today=TODAY).value
    file = only(store)
    assert [one.id for one in file.happened(file.current)] == [right]
    assert [one.id for one in file.recorded(file.current)] == [wrong, right]
    with pytest.raises(PlannerError, match=r"case\.corrected"):
        cases.correct(store, wrong, happened(E.VOID, date(2026, 10, 5)), today=TODAY)
    cases.correct(store, right, happened(E.VOID, TODAY), today=TODAY)
    assert look(store).stands[held].status is Status.PREPARING
    store.undo()
    assert look(store).stands[held].status is Status.SENT


def test_what_was_noted_after_the_end_of_a_round_keeps_no_other_from_having_begun_before(store: Store) -> None:
    held = cases.begin(store, WRONG, "lender", today=TODAY).value
    cases.record(store, held, happened(E.WITHDRAWN, date(2026, 10, 9)), today=TODAY)
    cases.record(store, held, happened(E.NOTE, date(2026, 11, 20)), today=TODAY)
    cases.begin_round(store, held, "bureau", "再来", on=date(2026, 11, 2), today=TODAY)
    cases.record(store, held, happened(E.SUBMITTED, date(2026, 11, 2)), today=TODAY)
    assert look(store).stands[held].status is Status.SENT


def test_the_end_of_a_round_that_another_has_followed_cannot_be_taken_back(store: Store) -> None:
    held = cases.begin(store, WRONG, "lender", today=TODAY).value
    cases.record(store, held, happened(E.SUBMITTED, date(2026, 10, 2)), today=TODAY)
    answer = cases.record(store, held, happened(E.ANSWERED, date(2026, 10, 20)), today=TODAY).value
    cases.begin_round(store, held, "bureau", "再来", on=date(2026, 11, 2), today=TODAY)
    for instead in (happened(E.VOID, TODAY), happened(E.ANSWERED, date(2026, 11, 3))):
        with pytest.raises(PlannerError, match=r"case\.followed"):
            cases.correct(store, answer, instead, today=TODAY)
    cases.correct(store, answer, happened(E.WITHDRAWN, date(2026, 10, 21)), today=TODAY)
    file = only(store)
    assert [one.kind for one in file.happened(file.rounds[0])] == [E.SUBMITTED, E.WITHDRAWN]
    with pytest.raises(PlannerError, match=r"case\.before_round"):
        cases.record(store, held, happened(E.SUBMITTED, date(2026, 10, 3)), today=TODAY)


def test_each_deed_is_one_step_of_undo(store: Store) -> None:
    held = cases.begin(store, WRONG, "lender", today=TODAY).value
    sent = cases.record(store, held, happened(E.SUBMITTED, date(2026, 10, 2)), today=TODAY).value
    cases.add_evidence(store, Evidence(0, held, "identity", "身份证", TODAY), today=TODAY)
    cases.correct(store, sent, happened(E.SUBMITTED, date(2026, 10, 3)), today=TODAY)
    whole = look(store).cases
    cases.delete(store, held)
    assert look(store).cases == ()
    store.undo()
    assert look(store).cases == whole
    for _ in range(4):
        store.undo()
    after = look(store)
    assert (after.cases, [one for one in after.rules if one.code == CASE]) == ((), [])
    for _ in range(4):
        store.redo()
    assert look(store).cases == whole


def test_what_comes_next_is_reminded_of_once_for_its_day(store: Store) -> None:
    held = cases.begin(store, WRONG, "bureau", today=TODAY).value
    cases.record(store, held, happened(E.SUBMITTED, date(2026, 11, 8)), today=TODAY)
    cases.record(store, held, happened(E.RECEIVED, date(2026, 11, 9)), today=TODAY)

    def told(on: date) -> list[tuple[str, date]]:
        return [(title(one), one.due_on) for one in look(store, on).occurrences if one.rule == CASE]

    until = date(2026, 11, 30)  # 29 November is a Sunday
    assert told(date(2026, 11, 26)) == []
    assert told(date(2026, 11, 27)) == told(until) == [("答复的最后一天：逾期写错了", until)]
    assert told(date(2026, 12, 1)) == [("期限已过，催问或换渠道：逾期写错了", date(2026, 12, 1))]
    (waiting,) = [one for one in look(store).occurrences if one.rule == CASE]
    reminders.mark(store, waiting, State.DONE, today=TODAY)
    assert told(TODAY) == []
    assert told(date(2026, 12, 1)) != []
    cases.record(store, held, happened(E.WITHDRAWN, TODAY), today=TODAY)
    assert told(date(2026, 12, 1)) == []


def test_one_thing_of_a_loan_has_one_objection_whatever_the_report(store: Store) -> None:
    loan_id = loans.add(store, databases.line(), today=TODAY).value
    wrong = replace(WRONG, loan_id=loan_id)
    made = []
    for number in (1, 2):
        look_id = credit.save(store, ReportCheck(0, date(2026, 11, number), "online"), today=TODAY).value
        told = (look_id, "balance", f"account:{number}")
        made.append(cases.from_difference(store, *told, wrong, "lender", today=TODAY).value)
    assert made[0] == made[1]
    other = cases.from_difference(store, look_id, "limit", "account:2", wrong, "lender", today=TODAY).value
    assert other != made[0]
    assert len(look(store).book.credit.points) == 3


def test_a_close_out_has_dated_steps_until_all_are_done(store: Store) -> None:
    loan_id = loans.add(store, databases.line(), today=TODAY).value
    loan = look(store).accounts[loan_id].loan
    held = closeout.begin(store, loan, today=date(2026, 11, 1)).value
    assert closeout.begin(store, loan, today=TODAY).value == held  # there is one already
    stand = look(store).stands[held]
    steps = {one.step.code: one.due_on for one in stand.steps}
    assert list(steps) == ["final_bill", "certificate", "close_line", "authorisation", "report"]
    assert (steps["final_bill"], steps["report"]) == (date(2026, 11, 8), date(2026, 12, 31))
    assert (stand.status, stand.next_on) == (Status.DOING, date(2026, 11, 8))
    assert look(store).accounts[loan_id].loan.closed_on is None
    for code in steps:
        assert look(store).stands[held].status is Status.DOING
        cases.record(store, held, happened(E.STEP, TODAY, step=code), today=TODAY)
    assert look(store).stands[held].status is Status.CLOSED
    assert look(store).accounts[loan_id].loan.closed_on == TODAY  # with its step
    assert [one for one in look(store).dated if one.code == CASE] == []


def test_a_restored_export_holds_the_same(store: Store, tmp_path: Path) -> None:
    hostile = Case(0, Kind.COMPLAINT, HOSTILE, date(2026, 10, 1), HOSTILE, facts=HOSTILE, asks=HOSTILE, note=HOSTILE)
    held = cases.begin(store, hostile, "hotline_12363", today=TODAY, word=HOSTILE).value
    sent = cases.record(store, held, happened(E.SUBMITTED, date(2026, 10, 2)), today=TODAY).value
    cases.correct(store, sent, happened(E.SUBMITTED, date(2026, 10, 3)), today=TODAY)
    file = Evidence(0, held, "", HOSTILE, TODAY, "/tmp/[b", "ab" * 32, 12, HOSTILE)
    cases.add_evidence(store, file, today=TODAY)
    before = look(store).cases
    exports.restore(tmp_path / "other.db", exports.dump(store.path))
    assert read(tmp_path / "other.db", TODAY).cases == before
