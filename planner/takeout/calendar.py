"""Everything that is to be done in three years as a calendar that can be imported again and again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.domain.basics.calendar import add_months
from planner.domain.basics.sources import Named
from planner.domain.ledger.position import position
from planner.domain.reminders.agenda import Appointment, Gone, agenda
from planner.domain.reminders.rules import (
    AGREEMENT,
    BUILT_IN,
    CASE,
    CUSTOM,
    DUE,
    FALLOFF,
    PLAN,
    PREBILL,
    PROFILE,
    PROMISE,
    Rule,
)
from planner.exporters import ics
from planner.i18n import format as fmt
from planner.i18n import language, t
from planner.storage.deleted import Deleted, deleted, ended_plans
from planner.storage.moments import Moments, moments
from planner.takeout.asked import Asked
from planner.values import replace
from planner.words.reminders import to_do

if TYPE_CHECKING:
    from planner.domain.cases.calls import Call
    from planner.domain.cases.file import CaseFile
    from planner.domain.cases.standing import Standing
    from planner.overview.overview import Overview

MONTHS = 36
_NO_PLAN = (KeyError, TypeError, ValueError, ArithmeticError, AttributeError)
_FIRST = date(2020, 1, 1)
_REMEMBERED = timedelta(366)  # how long what was deleted is struck in a calendar that is imported again


def pieces(asked: Asked) -> Iterator[bytes]:
    """The calendar; ``amounts`` with what is to be paid, ``alarm`` with alarms on the days of the reminders."""
    yield from ics.pieces(calendar(asked))


def calendar(asked: Asked) -> ics.Calendar:
    """The same as values."""
    overview, known = asked.overview, moments(asked.path)
    amounts, alarm = bool(asked.options.get("amounts")), bool(asked.options.get("alarm"))
    accounts = overview.accounts
    standing = appointments(overview)
    events = [_event(one, overview, accounts, known, amounts=amounts, alarm=alarm) for one in standing]
    gone = deleted(asked.path, (overview.today - _REMEMBERED).isoformat())
    struck = {account.loan.id: account for account in gone.accounts}
    then = Moments(known.entered | dict(gone.entered), known.last)
    there = {event.uid for event in events}
    days = {(one.loan_id, one.on) for one in standing if one.code == DUE}
    given_up = (one for one in _given_up(asked.path, overview.today) if (one.loan_id, one.on) not in days)
    over = (*_over_cases(overview), *_kept_promises(overview), *_cancelled_cases(overview, gone))
    for one in (*cancelled(overview, gone.accounts, gone.rules), *given_up, *over):
        event = _event(one, overview, accounts | struck, then, amounts=False, alarm=False)
        if event.uid not in there:
            there.add(event.uid)
            events.append(event)
    return ics.Calendar(t("agenda.name"), _stamp(known, overview.today), _sequence(overview), tuple(events))


def appointments(overview: Overview) -> tuple[Appointment, ...]:
    """What is in it: three years from today."""
    return agenda(
        overview.book.accounts,
        overview.positions,
        overview.rules,
        overview.today,
        add_months(overview.today, MONTHS),
        marks=overview.marks,
        planned=overview.planned,
        bills=overview.planned_and_bills[len(overview.planned) :],
        dated=overview.dated,
        before_bills=overview.free_before_bills,
        reviewed=overview.reviewed,
    )


def cancelled(overview: Overview, accounts: Iterable[Account], rules: Iterable[Rule]) -> tuple[Appointment, ...]:
    """What ``accounts`` and ``rules`` that are no more would call for, and rules that are turned off: to be struck."""
    today, until, kept = overview.today, add_months(overview.today, MONTHS), tuple(accounts)
    places = {account.loan.id: position(account, today) for account in kept}
    off = [replace(rule, enabled=True) for rule in (*rules, *(one for one in overview.rules if not one.enabled))]
    written = [rule for rule in off if rule.code not in (DUE, PLAN)]
    found = [*agenda(kept, places, written, today, until, dated=overview.dated)]
    if any(rule.code == DUE for rule in off):  # what it names beside dues, which stand all the same
        there = agenda(
            overview.book.accounts, overview.positions, off, today, until, before_bills=overview.free_before_bills
        )
        found += (one for one in there if one.code in (AGREEMENT, PREBILL))
    return tuple(replace(one, without=(), done=False, gone=Gone.CANCELLED) for one in found)


def _given_up(path: Path, today: date) -> Iterator[Appointment]:
    """What plans in whose place others were adopted within a year would still have paid."""
    from planner.domain.payoff.adopted.baseline import baseline_from

    until = add_months(today, MONTHS)
    for document in ended_plans(path, today - _REMEMBERED):
        try:
            actions = baseline_from(document).actions
        except _NO_PLAN:  # another program wrote it: nobody ever saw its days
            continue
        for one in actions:
            if today <= one.on <= until:
                key = f"{PLAN}:{one.loan_id}:{one.on}"
                yield Appointment(key, PLAN, one.on, one.loan_id, gone=Gone.CANCELLED)


def _over_cases(overview: Overview) -> Iterator[Appointment]:
    """What cases called for that is done with: a case by its last event, of a close-out each step."""
    since = overview.today - _REMEMBERED
    for file in overview.cases:
        found = _over_case(file, overview.stands[file.case.id])
        yield from (replace(one, done=True) for one in found if one.on >= since)


def _over_case(file: CaseFile, stand: Standing) -> Iterator[Appointment]:
    case = file.case
    name = Named.same(case.title)
    for line in stand.steps:
        if line.done_on is not None or stand.over:
            key = f"step:{case.id}:{line.step.code}:{line.due_on}"
            yield Appointment(f"{CASE}:{key}", CASE, line.due_on, names=(name, line.step.name))
    if not stand.steps and stand.next_on is None:
        last_on = max((one.on for one in file.events), default=case.opened_on)
        yield Appointment(f"{CASE}:nothing:{case.id}:{last_on}", CASE, last_on, names=(name,))


def _kept_promises(overview: Overview) -> Iterator[Appointment]:
    """Promises to those who called that were kept lately."""
    since = overview.today - _REMEMBERED
    kept = (one for one in overview.promises if one.kept and one.on >= since)
    return (_of_promise(one.call, one.on, done=True) for one in kept)


def _cancelled_cases(overview: Overview, gone: Deleted) -> Iterator[Appointment]:
    """What cases and promises that were deleted called for."""
    from planner.overview.cases import coming_of, stands_of

    book, rules = overview.book, overview.catalogue.rules
    stands = stands_of(gone.cases, rules, overview.accounts, book.credit, overview.today) if gone.cases else {}
    for one in coming_of(gone.cases, stands):
        yield Appointment(f"{CASE}:{one.key}", CASE, one.on, names=one.about, gone=Gone.CANCELLED)
    for file in gone.cases:
        yield from (replace(one, gone=Gone.CANCELLED) for one in _over_case(file, stands[file.case.id]))
    for call in gone.calls:
        if call.promised_on is not None:
            yield _of_promise(call, call.promised_on, gone=Gone.CANCELLED)


def _of_promise(call: Call, on: date, *, done: bool = False, gone: Gone | None = None) -> Appointment:
    return Appointment(f"{PROMISE}:{call.id}:{on}", PROMISE, on, names=(Named.same(call.lender),), done=done, gone=gone)


def _event(
    one: Appointment,
    overview: Overview,
    accounts: Mapping[int, Account],
    known: Moments,
    *,
    amounts: bool,
    alarm: bool,
) -> ics.Event:
    return ics.Event(
        _uid(one, overview, known),
        one.on,
        _summary(one, accounts, amounts=amounts),
        _kind(one),
        one.series,
        one.without,
        one.lead_days if alarm and not one.over else (),
        one.over,
    )


def _uid(one: Appointment, overview: Overview, known: Moments) -> str:
    """By the thing it is about and when that was entered: the first loans of two people are not the same thing.

    What is about no loan goes by the day on which the file was begun, which the first rule keeps.
    """
    begun = next((rule.rrule for rule in overview.rules if rule.code == DUE), "")
    entered = known.entered.get(one.loan_id or 0) or begun
    return f"{_thing(one).replace(':', '-')}-{sha256(entered.encode()).hexdigest()[:12]}@planner.invalid"


def _thing(one: Appointment) -> str:
    """What it is, whatever its day: a case or promise goes from day to day as one event that moves; else its key."""
    if one.code == PROMISE:
        return one.key.rpartition(":")[0]
    if one.code != CASE:
        return one.key
    to_do, case_id, rest = one.key.split(":")[1:4]
    return f"{CASE}:{case_id}:{rest}" if to_do == "step" else f"{CASE}:{case_id}"


def _sequence(overview: Overview) -> int:
    """A number that rises with each write, undo and redo, and from day to day."""
    standing, _, given, _ = overview.seen
    return max((overview.today - _FIRST).days, 0) + 2 * given - standing


def _stamp(known: Moments, today: date) -> datetime:
    """The last write, or the beginning of the day: what is overdue today was not yesterday."""
    begun = datetime.combine(today, time(), UTC)
    try:
        return max(datetime.fromisoformat(known.last).astimezone(UTC).replace(microsecond=0), begun)
    except (ValueError, OverflowError):  # nothing was written yet, or a foreign hand wrote no moment
        return begun


def _kind(one: Appointment) -> str:
    return t(f"reminder.rule.{one.code if one.code in _NAMED else CUSTOM}")


_NAMED = frozenset((*BUILT_IN, AGREEMENT, PREBILL))


def _summary(one: Appointment, accounts: Mapping[int, Account], *, amounts: bool) -> str:
    account = accounts.get(one.loan_id or 0)
    what = one.title or (t("agenda.due") if one.code == DUE else _kind(one))
    if one.over:
        paid = "agenda.paid" if one.code in (DUE, PLAN, PREBILL) else "agenda.done"
        said = t(paid if one.gone is None else f"agenda.gone.{one.gone}")
        what = said if one.code == DUE else f"{said} · {what}"
    words = [what, full_name(account.loan) if account is not None else "", _about(one)]
    if amounts and one.amount_minor is not None and account is not None:
        words.append(f"{fmt.plain_money(one.amount_minor)} {account.loan.currency}")
    return " · ".join(word for word in words if word)


def _about(one: Appointment) -> str:
    """What a day of the credit file is about."""
    names = [name.text(language()) for name in one.names]
    if not names:
        return ""
    if one.code == PROFILE:
        return t("credit.platform_items", platform=names[0], items=t("list.and").join(names[1:]))
    if one.code == CASE:
        return to_do(one.key.partition(":")[2], names)
    if one.code == FALLOFF:
        return t(f"credit.gone.{one.key.split(':')[1]}", name=names[0])
    return names[0]
