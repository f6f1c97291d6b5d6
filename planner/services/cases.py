"""Cases: opened, described, taken from round to round. What happened is never changed: a further event corrects it.

Each deed is one step of undo. What a case calls for is reminded of from the first one on.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from planner.domain.basics.text import clean
from planner.domain.cases.checks import check_round
from planner.domain.cases.closeout import CLOSE_LINE
from planner.domain.cases.file import Case, Event, EventKind, Evidence, Kind, Outcome, Round, counting
from planner.domain.cases.status import OVER, Status, status
from planner.domain.credit.file import PointState
from planner.errors import PlannerError
from planner.services import credit, loans, reminders
from planner.storage.store import OpResult, Store, Write
from planner.values import replace

AHEAD = timedelta(3660)
"""How far ahead a day that somebody names may lie."""


def begin(store: Store, case: Case, channel: str, *, today: date, word: str = "") -> OpResult[int]:
    """Open a case with its first round at a channel; the ids are ignored.

    Returns:
        The id of the case.

    Raises:
        PlannerError: ``case.title``, ``case.future``, ``case.loan``.
    """
    case = _cleaned(case)
    with store.write(f"case.begin_{case.kind}", title=case.title) as write:
        key = insert(write, case, channel, today=today, word=word)
    return write.result(key)


def insert(write: Write, case: Case, channel: str, *, today: date, word: str = "") -> int:
    """The same inside an open write. Raises as ``begin``."""
    case = _cleaned(case)
    _check_case(write, case, today)
    key = write.put(replace(case, id=0))
    write.put(Round(0, key, 1, channel, case.opened_on, clean(word)))
    reminders.insert_case_rule(write, today)
    return key


def edit(store: Store, case: Case, *, today: date, channel: str | None = None) -> OpResult[int]:
    """Describe a case anew; its kind stays. The channel can be changed as long as nothing was sent in this round.

    Raises:
        PlannerError: as ``begin``; ``case.unknown``, ``case.channel``.
    """
    case = _cleaned(case)
    with store.write("case.edit", title=case.title) as write:
        before = _case(write, case.id)
        _check_case(write, case, today)
        write.put(replace(case, kind=before.kind))
        last = _last(write, case.id)
        if channel is not None and channel != last.channel:
            if _status(write, last) is not Status.PREPARING:
                raise PlannerError("case.channel", field="channel")
            write.put(replace(last, channel=channel))
    return write.result(case.id)


def delete(store: Store, case_id: int) -> OpResult[None]:
    """Remove a case with everything recorded of it; files stay where they are. Raises ``case.unknown``."""
    with store.write("case.delete") as write:
        write.tell(title=_case(write, case_id).title)
        write.drop(Case, case_id)
    return write.result(None)


def begin_round(store: Store, case_id: int, channel: str, word: str, *, on: date, today: date) -> OpResult[int]:
    """Another round, perhaps elsewhere, once the last one is over; ``word`` is why.

    Raises:
        PlannerError: ``case.unknown``, ``case.word``, ``case.future``, ``case.round_open``, ``case.before_round``.
    """
    with store.write("case.round") as write:
        case, last = _case(write, case_id), _last(write, case_id)
        write.tell(title=case.title, number=last.number + 1)
        _past(on, today)
        events = _events(write, last)
        if status(events) not in OVER:
            raise PlannerError("case.round_open", number=last.number)
        _after(events, on)
        key = write.put(Round(0, case_id, last.number + 1, channel, on, _word(word)))
    return write.result(key)


def record(store: Store, case_id: int, event: Event, *, today: date) -> OpResult[int]:
    """Record what happened in the last round of a case; its own id is ignored, that of its round may be 0.

    That a line was closed, as a step of its close-out, closes it on that day.

    Raises:
        PlannerError: ``case.unknown``, ``case.word``, ``case.future``, ``case.until``, ``case.outcome``, ``case.step``,
            ``case.before_round``, ``case.moved`` where another round has begun; as ``domain.cases.checks.check_round``;
            where a line is closed as ``loans.close``.
    """
    with store.write(f"case.{event.kind}") as write:
        case, last = _case(write, case_id), _last(write, case_id)
        if event.round_id not in (0, last.id):
            raise PlannerError("case.moved")
        if event.step == CLOSE_LINE and case.loan_id is not None and _is_open(write, case.loan_id):
            loans.insert_closing(write, case.loan_id, event.on, today=today)
        write.tell(title=case.title)
        key = _put(write, last, replace(event, id=0, corrects=None), today)
    return write.result(key)


def correct(store: Store, event_id: int, event: Event, *, today: date) -> OpResult[int]:
    """Put another event in the place of one that was recorded wrongly; one of kind ``VOID`` says that nothing happened.

    The first one stays to be read, and counts no more. ``event.word`` says what was wrong or what was said.

    Raises:
        PlannerError: as ``record``; ``case.corrected`` for one that counts no more already.
    """
    with store.write("case.correct") as write:
        found = write.find(Event, id=event_id)
        if not found:
            raise PlannerError("case.unknown")
        if write.keys(Event, corrects=event_id) or found[0].kind is EventKind.VOID:
            raise PlannerError("case.corrected")
        of = write.find(Round, id=found[0].round_id)[0]
        write.tell(title=_case(write, of.case_id).title)
        key = _put(write, of, replace(event, id=0, corrects=event_id), today)
    return write.result(key)


def from_difference(
    store: Store, check_id: int, code: str, about: str, case: Case, channel: str, *, today: date, note: str = ""
) -> OpResult[int]:
    """Decide that a point of a report is objected to, and open the objection with what the entry says; one step.

    Where the point has an objection that is not over, that one stays the only one.

    Returns:
        The id of its case.

    Raises:
        PlannerError: ``credit.unknown`` for a look that is not there; as ``begin``.
    """
    case = _cleaned(replace(case, point=f"{code}:{about}"))
    with store.write("case.from_difference", title=case.title) as write:
        credit.insert_decision(write, check_id, code, about, PointState.OBJECTION, today=today, note=note)
        open_now = [one for one in write.find(Case, kind=Kind.OBJECTION) if one.objects_to(case.point, case.loan_id)]
        known = [one for one in open_now if _status(write, _last(write, one.id)) not in OVER]
        key = known[0].id if known else insert(write, case, channel, today=today)
    return write.result(key)


def is_over(write: Write, case_id: int) -> bool:
    """Whether nothing is left to do in a case, as far as its own events tell."""
    return _status(write, _last(write, case_id)) is Status.CLOSED


def add_evidence(store: Store, evidence: Evidence, *, today: date) -> OpResult[int]:
    """Add a paper to a case, or replace the one of its id.

    Raises:
        PlannerError: ``case.unknown``, ``case.paper``, ``case.future``.
    """
    evidence = replace(evidence, title=clean(evidence.title), note=clean(evidence.note))
    if not evidence.title:
        raise PlannerError("case.paper", field="title")
    with store.write(f"case.evidence_{'edit' if evidence.id else 'add'}", what=evidence.title) as write:
        _case(write, evidence.case_id)
        _past(evidence.on, today)
        if evidence.id and not write.keys(Evidence, id=evidence.id):
            raise PlannerError("case.unknown")
        key = write.put(evidence)
    return write.result(key)


def remove_evidence(store: Store, evidence_id: int) -> OpResult[None]:
    """Take a paper out of a case; its file stays where it is. Raises ``case.unknown``."""
    with store.write("case.evidence_delete") as write:
        found = write.find(Evidence, id=evidence_id)
        if not found:
            raise PlannerError("case.unknown")
        write.tell(what=found[0].title)
        write.drop(Evidence, evidence_id)
    return write.result(None)


# -- what must hold ----------------------------------------------------------------------------------------------------


def _cleaned(case: Case) -> Case:
    texts: dict[str, Any] = {
        name: clean(getattr(case, name)) for name in ("title", "institution", "facts", "asks", "note")
    }
    return replace(case, **texts)


def _check_case(write: Write, case: Case, today: date) -> None:
    if not case.title:
        raise PlannerError("case.title", field="title")
    _past(case.opened_on, today, "opened_on")
    if case.loan_id is not None:
        write.account(case.loan_id)
    elif case.kind is Kind.CLOSEOUT:
        raise PlannerError("case.loan", field="loan")


def _is_open(write: Write, loan_id: int) -> bool:
    return write.account(loan_id).loan.closed_on is None


def _past(on: date, today: date, field: str = "on") -> None:
    if on > today:
        raise PlannerError("case.future", field=field, on=on)


def _word(word: str) -> str:
    word = clean(word)
    if not word:
        raise PlannerError("case.word", field="word")
    return word


def _case(write: Write, case_id: int) -> Case:
    found = write.find(Case, id=case_id)
    if not found:
        raise PlannerError("case.unknown")
    return found[0]


def _last(write: Write, case_id: int) -> Round:
    rounds = write.find(Round, case_id=case_id)
    if not rounds:  # a file that another program has written
        raise PlannerError("case.unknown")
    return rounds[-1]


def _events(write: Write, of: Round) -> tuple[Event, ...]:
    return counting(write.find(Event, round_id=of.id))


def _status(write: Write, of: Round) -> Status:
    return status(_events(write, of))


def _after(events: tuple[Event, ...], on: date) -> None:
    """A round begins no sooner than the last one ended; what was only noted after that end does not count."""
    ended_on = max((one.on for one in events if one.kind is not EventKind.NOTE), default=on)
    if on < ended_on:
        raise PlannerError("case.before_round", field="on", on=on, ended_on=ended_on)


def _put(write: Write, of: Round, event: Event, today: date) -> int:
    step = event.step if event.kind is EventKind.STEP else ""
    event = replace(event, round_id=of.id, word=_word(event.word), step=step)
    _past(event.on, today)
    if event.until_on is not None and not event.on <= event.until_on <= event.on + AHEAD:
        raise PlannerError("case.until", field="until_on", on=event.until_on, since=event.on)
    if (event.kind is EventKind.ANSWERED) != isinstance(event.outcome, Outcome):
        raise PlannerError("case.outcome", field="outcome")
    if event.kind is EventKind.STEP and not event.step:
        raise PlannerError("case.step", field="step")
    before = [one for one in write.find(Round, case_id=of.case_id) if one.number == of.number - 1]
    if before and event.kind is not EventKind.VOID:
        _after(_events(write, before[0]), event.on)
    _check_later(write, of, event)
    key = write.put(event)
    made = _events(write, of)
    for one in made:
        if one.id == key:
            check_round(made, one)
    return key


def _check_later(write: Write, of: Round, event: Event) -> None:
    """A round that another one has followed was over, and stays so: what ended it can be corrected, not undone."""
    later = [one for one in write.find(Round, case_id=of.case_id) if one.number > of.number]
    if not later:
        return
    left = [one for one in _events(write, of) if one.id != event.corrects]
    if event.kind is not EventKind.VOID:
        left.append(event)
    if status(left) not in OVER or any(one.on > later[0].on for one in left if one.kind is not EventKind.NOTE):
        raise PlannerError("case.followed", number=of.number)
