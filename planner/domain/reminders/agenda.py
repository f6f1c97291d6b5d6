"""What stands in a calendar: every due, payment of the plan, review, own reminder and day of the credit file ahead.

Reminders say what to do today; an agenda says on which days there will be something to do. Both know of the same dues,
by the same rules. What was due lately and is done with stands in it as done, so that a calendar that was filled earlier
learns of it; so does what an agreement, a settlement or the plan has taken out, and what was answered by hand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from planner.domain.accounts.records import Account
from planner.domain.basics import recurrence
from planner.domain.basics.sources import Named
from planner.domain.ledger.state import Due, DueStatus, Position
from planner.domain.reminders.planned import BeforeBill, Planned, named_with, settled_before, settled_on, with_due
from planner.domain.reminders.rules import AGREEMENT, BY_DAY, DUE, LEAD_DAYS, PLAN, REVIEW, Dated, Mark, Rule, State
from planner.domain.reminders.subjects import Subject, subjects
from planner.domain.schedule.instalments import instalments
from planner.values import dataclass

LATELY = timedelta(92)
"""How far back what is over still stands in an agenda."""
_ANSWERS = (State.DONE, State.SKIPPED)


class Gone(StrEnum):
    """Why what was due on a day is not to be paid on it any more."""

    CARRIED = "carried"  # a later bill of the card contains it
    REPLACED = "replaced"  # by what was agreed with the lender
    WAIVED = "waived"  # the lender gave all of it up
    PLANNED = "planned"  # the plan settles the loan before
    SETTLED = "settled"  # the loan was settled before
    SKIPPED = "skipped"  # the person said that it is not to be done this time
    CANCELLED = "cancelled"  # the loan or the reminder was deleted, or the reminder turned off


@dataclass(frozen=True, slots=True)
class Appointment:
    """A day, or a series of days, of an agenda.

    Attributes:
        key: the same for the same thing whatever becomes of it, and for nothing else of the book.
        code: what it is: the code of a rule, ``AGREEMENT`` or ``PREBILL``.
        on: its day; of a series the first.
        loan_id: the loan that it is about.
        amount_minor: what is to be paid, fen of the loan's currency; None where that is not known.
        title: the person's own words.
        names: what a day of the credit file is about.
        lead_days: days before it on which a reminder comes up.
        series: the RFC 5545 rule of a series, without ``RRULE:``.
        without: days of the series on which nothing is to be done any more.
        done: it was paid, or done.
        gone: why it is not to be paid on that day any more; None: it is.
    """

    key: str
    code: str
    on: date
    loan_id: int | None = None
    amount_minor: int | None = None
    title: str = ""
    names: tuple[Named, ...] = ()
    lead_days: tuple[int, ...] = (0,)
    series: str = ""
    without: tuple[date, ...] = ()
    done: bool = False
    gone: Gone | None = None

    @property
    def over(self) -> bool:
        """Whether nothing is to be done any more."""
        return self.done or self.gone is not None


def agenda(
    accounts: Sequence[Account],
    places: Mapping[int, Position],
    rules: Sequence[Rule],
    as_of: date,
    until: date,
    *,
    marks: Iterable[Mark] = (),
    planned: Sequence[Planned] = (),
    bills: Sequence[Planned] = (),
    dated: Sequence[Dated] = (),
    before_bills: Iterable[BeforeBill] = (),
    reviewed: Collection[date] = (),
) -> tuple[Appointment, ...]:
    """Everything from ``as_of`` to ``until``, what is overdue and what was done lately; by day.

    Args:
        accounts: those of the book.
        places: their states on ``as_of``, by loan id.
        rules: the rules of reminders; disabled ones give nothing, but dues and payments of the plan stand without one,
            though nothing reminds of them before.
        as_of: today.
        until: the last day.
        marks: the answers so far: what was done or skipped of what is no due stands as such.
        planned: every payment of the adopted plan.
        bills: bills that it takes as paid in full.
        dated: the days that the credit file calls for.
        before_bills: what is free to be paid on cards before their bills.
        reviewed: Mondays of the weeks whose review is saved.
    """
    on = [rule for rule in rules if rule.enabled and rule.calls]
    leads = dict.fromkeys([rule.code for rule in rules], ()) | {rule.code: rule.lead_days or (0,) for rule in on[::-1]}
    answers = {mark.key.rpartition(":")[0]: mark.state for mark in marks if mark.state in _ANSWERS}
    found = [*_dues(accounts, places, as_of, until, (*planned, *bills), leads.get(DUE, LEAD_DAYS))]
    found += _payments(places, planned, as_of, until, leads.get(PLAN, (0,)))
    found += _series(on, answers, as_of, until, reviewed)
    written = [rule for rule in on if rule.code != PLAN and not (rule.code not in BY_DAY and _rule(rule))]
    told = subjects(written, (), marks, as_of, until, reviewed, (), dated, accounts, before_bills=before_bills)
    there = {(one.loan_id, one.on) for one in found}
    found += (
        _of_subject(one, answers.get(one.key))
        for one in told
        if _stands(one, as_of, until) and not (one.code == AGREEMENT and (one.loan_id, one.due_on) in there)
    )
    return tuple(sorted(found, key=lambda one: (one.on, one.key)))


def _dues(
    accounts: Sequence[Account],
    places: Mapping[int, Position],
    as_of: date,
    until: date,
    planned: Sequence[Planned],
    lead_days: tuple[int, ...],
) -> Iterator[Appointment]:
    """One for each day of an account on which something falls due."""
    ends = settled_on(planned, as_of)
    for account in accounts:
        days: dict[date, list[Due]] = {}
        for due in places[account.loan.id].dues:
            if due.due_on <= until and due.status is not DueStatus.COVERED:
                days.setdefault(due.due_on, []).append(due)
        for on, dues in days.items():
            done, gone = _state_of(dues, settled=settled_before(ends, dues[0]))
            open_now = not done and gone is None
            if on < as_of - LATELY and not (open_now and any(due.unpaid_minor for due in dues)):
                continue
            amount = _asked(dues, planned, as_of) if open_now else None
            key = f"{DUE}:{account.loan.id}:{on}"
            yield Appointment(key, DUE, on, account.loan.id, amount, lead_days=lead_days, done=done, gone=gone)
        yield from _gone(account, places[account.loan.id], as_of, until, days)


def _state_of(dues: Sequence[Due], *, settled: bool) -> tuple[bool, Gone | None]:
    """Whether it was paid, and why it is not to be paid otherwise."""
    if settled:
        return False, Gone.PLANNED
    if any(due.status is DueStatus.ASSUMED or due.unpaid_minor > 0 for due in dues):
        return False, None
    if any(due.carried_minor for due in dues):
        return False, Gone.CARRIED
    if any(due.replaced_on is not None for due in dues):
        return False, Gone.REPLACED
    if all(due.waived_minor >= due.amount_minor > 0 for due in dues):
        return False, Gone.WAIVED
    return True, None


def _asked(dues: Iterable[Due], planned: Sequence[Planned], as_of: date) -> int:
    """What is to be paid on that day: what is asked for, or what the plan pays with it where that is more."""
    total = 0
    for due in dues:
        more = with_due(planned, due, as_of) if due.least_minor > 0 else None
        amount = due.amount_minor if due.status is DueStatus.ASSUMED else due.unpaid_minor
        total += amount if more is None else max(amount, more.amount_minor)
    return total


def _gone(
    account: Account, place: Position, as_of: date, until: date, known: Collection[date]
) -> Iterator[Appointment]:
    """What the contract still foresaw when a loan was settled, lately."""
    days = [due.cleared_on for due in place.dues] + [paid.on for paid in place.applied] + [account.loan.settled_on]
    ended_on = max((on for on in days if on is not None), default=date.min)
    if place.owed_minor or not account.loan.method.scheduled or not as_of - LATELY <= ended_on <= as_of:
        return
    for row in instalments(account.loan):
        if ended_on < row.due_on <= until and row.due_on not in known and row.amount_minor:
            key = f"{DUE}:{account.loan.id}:{row.due_on}"
            yield Appointment(key, DUE, row.due_on, account.loan.id, gone=Gone.SETTLED)


def _payments(
    places: Mapping[int, Position], planned: Sequence[Planned], as_of: date, until: date, lead_days: tuple[int, ...]
) -> Iterator[Appointment]:
    """What the plan pays on days on which nothing falls due; what was paid of that stands as done."""
    dues = [due for place in places.values() for due in place.dues if due.live]
    beside = named_with(planned, dues, as_of)
    on_due = {(due.loan_id, due.due_on) for place in places.values() for due in place.dues}
    for one in planned:
        if one.done and one.above and as_of - LATELY <= one.on <= until and (one.loan_id, one.on) not in on_due:
            yield Appointment(f"{PLAN}:{one.loan_id}:{one.on}", PLAN, one.on, one.loan_id, done=True)
        if one.more and one.on <= until and (one.loan_id, one.on) not in beside:
            key = f"{PLAN}:{one.loan_id}:{one.on}"
            yield Appointment(key, PLAN, one.on, one.loan_id, one.amount_minor, lead_days=lead_days)


def _rule(rule: Rule) -> tuple[date, str] | None:
    return recurrence.plain(rule.rrule)


def _series(
    rules: Iterable[Rule], answers: Mapping[str, State], as_of: date, until: date, reviewed: Collection[date]
) -> Iterator[Appointment]:
    """Reviews and own reminders whose recurrence every calendar reads alike."""
    for rule in rules:
        series = None if rule.code in BY_DAY else _rule(rule)
        if series is None:
            continue
        first_on, text = series
        over = _over(rule, answers, as_of, until, reviewed)
        left = next((on for on in recurrence.days(rule.rrule, first_on, until) if on not in over), None)
        last = next(iter(over.values()), None) if left is None else None
        yield Appointment(
            f"{rule.code}:{rule.id}",
            rule.code,
            first_on,
            _loan_of(rule),
            None,
            rule.title,
            (),
            rule.lead_days or (0,),
            text,
            tuple(over) if last is None else (),
            last is State.DONE,
            Gone.SKIPPED if last is State.SKIPPED else None,
        )


def _over(
    rule: Rule, answers: Mapping[str, State], as_of: date, until: date, reviewed: Collection[date]
) -> dict[date, State]:
    """The days of a series, from lately on, that were answered; of reviews those of weeks whose review is saved."""
    found = {}
    for on in recurrence.days(rule.rrule, as_of - LATELY, until) if answers or reviewed else ():
        week = on - timedelta(on.weekday())
        review = rule.code == REVIEW
        state = answers.get(f"{REVIEW}:{week}" if review else f"{rule.code}:{rule.id}:{on}")
        if review and week in reviewed:
            state = State.DONE
        if state is not None:
            found[on] = state
    return found


def _stands(subject: Subject, as_of: date, until: date) -> bool:
    """Whether it is to be told, up to the last day; of those that a rule gives day by day from today on."""
    if subject.superseded or subject.due_on > until:
        return False
    if subject.done or any(mark.state in _ANSWERS for mark in subject.marks):
        return subject.due_on >= as_of - LATELY
    return subject.code != "" or subject.rule.code in BY_DAY or subject.due_on >= as_of


def _of_subject(subject: Subject, answered: State | None) -> Appointment:
    return Appointment(
        subject.key,
        subject.code or subject.rule.code,
        subject.due_on,
        subject.loan_id,
        subject.amount_minor,
        subject.rule.title if subject.rule.code not in BY_DAY else "",
        subject.names,
        subject.rule.lead_days or (0,),
        done=subject.done or answered is State.DONE,
        gone=Gone.SKIPPED if answered is State.SKIPPED and not subject.done else None,
    )


def _loan_of(rule: Rule) -> int | None:
    loan = rule.about.removeprefix("loan:")
    return int(loan) if loan.isdecimal() else None
