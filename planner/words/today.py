"""Today in lines: what is to be paid and to be done, most urgent first; what each says and what may be done with it.

``frame`` tells the same in a text that can be kept: what the first page shows at the next start.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from planner.domain.accounts.names import label
from planner.domain.ledger.state import Due, DueStatus
from planner.domain.reminders.rules import AGREEMENT, DUE, PLAN, PREBILL, PROFILE, REVIEW, Occurrence, State
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.words.accounts import due_and_plan
from planner.words.agreements import claim_mark
from planner.words.dues import left, tone
from planner.words.frame import Cell, Frame
from planner.words.headline import headline, undated
from planner.words.reminders import sentence, title

AHEAD_DAYS = 30  # how far the list of dues looks; reminders come by their own rules
IN_FULL = 100  # lines that a frame tells in full: more than a terminal has


class Line(NamedTuple):
    """What stands in the list.

    Attributes:
        key: what it is known by after a change.
        known: its texts by column, each as it is or with its tone; None for what ``rest`` makes later.
        rest: makes these.
        due: what is to be paid; None in a line that is a reminder of something else.
        occurrence: its reminder, if there is one.
    """

    key: str
    known: dict[str, Cell | None]
    rest: Callable[[], dict[str, Cell]]
    due: Due | None
    occurrence: Occurrence | None

    def cells(self) -> dict[str, Cell]:
        """All its texts."""
        return self.at_once() | self.rest()

    def at_once(self) -> dict[str, Cell]:
        """Those that are known without being made."""
        return {name: cell for name, cell in self.known.items() if cell is not None}


def of_loan(occurrence: Occurrence | None) -> bool:
    """Whether it is the last day of an agreement, or a card that is paid before its bill."""
    return occurrence is not None and occurrence.rule in (AGREEMENT, PREBILL)


def planned(occurrence: Occurrence | None) -> bool:
    """Whether it is a payment of the adopted plan that no due names with itself."""
    return occurrence is not None and occurrence.rule == PLAN


def offered(due: Due | None, occurrence: Occurrence | None, today: date) -> frozenset[str]:
    """What may be done with a line, by the names of the actions: paying it, answering it.

    Paying needs a due, an agreement or a payment of the plan, an answer a due that has passed; the rest a reminder.
    """
    found = set()
    if due is not None or of_loan(occurrence) or planned(occurrence):
        found.add("pay")
    if due is not None and due.due_on < today:
        found |= {"paid"} if due.status is DueStatus.MISSED else {"paid", "deny"}
    if occurrence is not None:
        found |= {"snooze", State.SKIPPED.value}
        if due is None and not planned(occurrence):  # what is due is done by paying it
            found.add(State.DONE.value)
    return frozenset(found)


def nothing(overview: Overview) -> str:
    """What is said where the list is empty: all is quiet, as far as that is known, or no loan was entered yet."""
    if not overview.book.accounts:
        return t("today.empty")
    return t("today.quiet_known" if undated(overview) else "today.quiet")


def frame(overview: Overview) -> Frame:
    """What the page shows, the headline and the list: its first ``IN_FULL`` lines with all that they say."""
    found = lines(overview)
    first = offered(found[0].due, found[0].occurrence, overview.today) if found else frozenset()
    told = tuple((line.key, line.cells() if place < IN_FULL else line.at_once()) for place, line in enumerate(found))
    return Frame(headline(overview), nothing(overview), told, first, overview.settings.get("theme"))


def lines(overview: Overview) -> list[Line]:
    """Unpaid dues up to a month ahead, and debits assumed in the last one, with their reminders; then the others."""
    pending = {occurrence.key.rpartition(":")[0]: occurrence for occurrence in overview.occurrences}
    last = overview.today + timedelta(days=AHEAD_DAYS)
    named = {(o.loan_id, o.due_on) for o in overview.occurrences if o.rule == AGREEMENT}
    told = _settlements(overview, last)
    found = []
    for due in overview.live(last):
        if due.agreed and (due.loan_id, due.due_on) in named:
            continue  # its reminder stands for it
        assumed = due.status is DueStatus.ASSUMED and due.due_on >= overview.today - timedelta(days=AHEAD_DAYS)
        settled = overview.settled_before(due)
        asked = due.unpaid_minor > 0 and (settled is None or (due.loan_id, settled) not in told)
        if asked or assumed:
            found.append(_due_line(overview, due, pending.get(f"{DUE}:{due.key}")))
    silent = (DUE,) if overview.book.accounts else (DUE, REVIEW)  # without a loan there is nothing to review
    others = [o for o in overview.occurrences if o.rule not in silent and o.state is State.PENDING]
    urgent = [line.due is not None and _is_urgent(line.due, overview.today) for line in found]
    return [
        *(line for line, now in zip(found, urgent, strict=True) if now),
        *(_other_line(overview, o) for o in others),
        *(line for line, now in zip(found, urgent, strict=True) if not now),
    ]


def _settlements(overview: Overview, last: date) -> set[tuple[int | None, date]]:
    """The payments of the plan that stand in the list, by loan and day: with a due of theirs, or as reminders."""
    pending = (o for o in overview.occurrences if o.rule == PLAN and o.state is State.PENDING)
    with_due = ((due.loan_id, due.due_on) for due in overview.live(last) if due.unpaid_minor > 0)
    return {*((o.loan_id, o.due_on) for o in pending), *with_due}


def _is_urgent(due: Due, today: date) -> bool:
    return due.due_on <= today or due.overdue_minor > 0


def _due_line(overview: Overview, due: Due, occurrence: Occurrence | None) -> Line:
    told = tone(due, overview.today)
    settled = overview.settled_before(due)
    said: Cell = _reminder(occurrence, overview.today)
    if settled is not None:  # that payment is not in the list itself
        said = t("today.plan_settles", on=fmt.short_day(settled, overview.today)), "muted"
    if due.overdue_minor and due.due_on >= overview.today:  # a missed bill is a part of it
        said, told = (t("due.overdue_part", amount=fmt.money(due.overdue_minor)), "bad"), "bad"
    known: dict[str, Cell | None] = {
        "left": (left(due, overview.today), told),
        "due_on": None,
        "what": None,
        "amount": _asked(overview, due),
        "reminder": said,
    }
    return Line(due.key, known, partial(_day_and_name, overview, due), due, occurrence)


def _day_and_name(overview: Overview, due: Due) -> dict[str, Cell]:
    loan = overview.accounts[due.loan_id].loan
    number = t("today.bill")
    if due.agreed:
        number = t("reminder.rule.agreement")
    elif loan.terms:
        last = overview.last_number(due.loan_id)  # a payment kept at a higher rate has more of them
        number = t("today.instalment", number=due.number, terms=max(loan.terms, last or 0))
    return {"due_on": fmt.day(due.due_on), "what": f"{number}  {_named(overview, due.loan_id)}"}


def _named(overview: Overview, loan_id: int) -> str:
    """Which loan it is; what became of its claim stands before that, as in the list of loans."""
    mark = claim_mark(overview.claim(loan_id))
    return f"{mark} {label(overview.accounts[loan_id].loan)}".lstrip()


def _asked(overview: Overview, due: Due) -> str:
    """What is still to be paid; of a bill the minimum first, also when that is paid already; what the plan pays."""
    more = overview.planned_with(due)
    plan_minor = None if more is None else more.amount_minor
    unpaid_minor = due.unpaid_minor or due.amount_minor
    return due_and_plan(due.least_minor, unpaid_minor, plan_minor, least_paid=due.least_paid)


def _reminder(occurrence: Occurrence | None, today: date) -> str:
    if occurrence is None:
        return ""
    if occurrence.state is State.SNOOZED:
        return t("today.snoozed", on=fmt.short_day(occurrence.until_on or today, today))
    return t(f"reminder.stage.{occurrence.stage}")


def _what(overview: Overview, occurrence: Occurrence) -> str:
    """The reminder in a line; of one that is late the day stands beside it, so that of a review it is said how late."""
    days = (overview.today - occurrence.due_on).days
    if days > 0 and occurrence.rule == REVIEW:
        return t("today.review_late", n=days)
    if days > 0 and occurrence.rule == PROFILE:
        return t("today.refresh_late", title=title(occurrence))
    return sentence(occurrence)


def _other_line(overview: Overview, occurrence: Occurrence) -> Line:
    what, amount = _what(overview, occurrence), ""
    if occurrence.rule in (AGREEMENT, PREBILL) and occurrence.loan_id is not None:
        what = f"{t(f'reminder.rule.{occurrence.rule}')}  {_named(overview, occurrence.loan_id)}"
        amount = fmt.money(occurrence.amount_minor)
    cells: dict[str, Cell | None] = {
        "left": fmt.days_left((occurrence.due_on - overview.today).days)
        if occurrence.due_on >= overview.today
        else fmt.short_day(occurrence.due_on, overview.today),
        "due_on": fmt.day(occurrence.due_on),
        "what": what,
        "amount": amount,
        "reminder": t(f"reminder.{'stage' if amount else 'rule'}.{occurrence.stage if amount else occurrence.rule}"),
    }
    return Line(occurrence.key, cells, dict, None, occurrence)
