"""What is left to do with a line or loan that was emptied: which steps are done, and when each is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.cases.file import CaseFile, EventKind, Kind
from planner.domain.cases.lists import CloseStep
from planner.domain.credit.file import CreditFile
from planner.domain.ledger.state import Position
from planner.values import dataclass

CLOSE_LINE, REPORT = "close_line", "report"
"""Steps that other records tell of: the loan's own end, and a report that shows it."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of a close-out. ``done_on`` is None while it is left; ``seen``: another record tells that it is done."""

    step: CloseStep
    due_on: date
    done_on: date | None = None
    seen: bool = False


def steps_of(
    file: CaseFile, steps: Iterable[CloseStep], account: Account | None, credit: CreditFile
) -> tuple[StepLine, ...]:
    """The steps of a close-out in their order; one without a line has none to close."""
    done = {one.step: one.on for one in file.happened(file.current) if one.kind is EventKind.STEP}
    told = _told(file, account, credit)
    return tuple(
        StepLine(
            step,
            file.case.opened_on + timedelta(step.days),
            done.get(step.code, told.get(step.code)),
            step.code in told and step.code not in done,
        )
        for step in steps
        if not step.of_line or account is None or account.loan.has_line
    )


def _told(file: CaseFile, account: Account | None, credit: CreditFile) -> Mapping[str, date]:
    """What other records say is done, by step."""
    if account is None:
        return {}
    found = {}
    if account.loan.closed_on is not None:
        found[CLOSE_LINE] = account.loan.closed_on
    since = account.loan.settled_on or file.case.opened_on
    for check in credit.checks:
        shown = [one for one in credit.report_accounts if one.check_id == check.id and one.loan_id == account.loan.id]
        if check.on >= since and shown and not any(one.open or one.balance_minor for one in shown):
            found.setdefault(REPORT, check.on)
    return found


def emptied(book: Book, places: Mapping[int, Position], files: Iterable[CaseFile]) -> tuple[Account, ...]:
    """The lines that owe nothing, are still open and have no close-out yet: each still counts as an open line.

    A credit card that owes nothing is in everyday use, most likely: it is none of them. Nor is a line of which the
    balance is not known, one that was never drawn, or one whose draws, loans of their own, are still owed.
    """
    begun = {file.case.loan_id for file in files if file.case.kind is Kind.CLOSEOUT}
    return tuple(
        account
        for account in book.accounts
        if account.loan.id not in begun
        and account.loan.has_line
        and account.loan.method is not Method.CARD
        and account.loan.closed_on is None
        and (place := places[account.loan.id]).known
        and not place.owed_minor
        and (account.draws or account.repayments or account.loan.settled_on is not None)
        and not any(places[one.loan.id].owed_minor for one in book.accounts if one.loan.line_id == account.loan.id)
    )
