"""A credit report that was read goes into the credit file: one write, one undo."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.domain.credit.file import Inquiry, Negative, ReportAccount
from planner.domain.credit.report.keeping import Keeping, keeping
from planner.domain.credit.report.report import CreditReport
from planner.services import credit
from planner.storage import snapshot
from planner.storage.store import OpResult, Store, Write
from planner.values import dataclass, replace

ONLINE = "online"
"""The channel that most reports come by, where neither report nor person says another."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was new: the look, and how many records.

    ``matched`` of the accounts are certainly a loan here; of what is ``undated`` no entry could be made;
    ``seen_before`` of them stood in an earlier look already.
    """

    check_id: int
    accounts: int
    negatives: int
    inquiries: int
    matched: int
    undated: int
    seen_before: int = 0


def keep(
    store: Store, report: CreditReport, *, today: date, channel: str = ONLINE, on: date | None = None
) -> OpResult[Kept]:
    """Record what of a report is not recorded yet, as ``keeping`` says; the same report again changes nothing.

    Args:
        store: the database.
        report: what was read.
        today: the person's day.
        channel: how the person got the report, where it does not say.
        on: its day, where it does not say.

    Returns:
        What was new; without an operation where all of it was recorded already.

    Raises:
        PlannerError: ``report.no_day``, ``report.day_before``, or as ``credit.save``: ``credit.future`` above all.
    """
    with store.write("credit.report_keep") as write:
        book = snapshot.book(write.connection)
        found = keeping(report, book.credit, [one.loan for one in book.accounts], channel=channel, on=on)
        check_id = _put(write, found, today)
        kept = Kept(
            check_id,
            len(found.accounts),
            sum(not one.id for one in found.negatives),
            sum(not one.id for one in found.inquiries),
            found.matched,
            found.undated,
            found.seen_before,
        )
        write.tell(on=found.check.on, accounts=kept.accounts, inquiries=kept.inquiries)
    return write.result(kept)


def _put(write: Write, found: Keeping, today: date) -> int:
    check_id = found.check.id if found.check == found.known else credit.insert(write, found.check, today=today)
    _put_all(write, [replace(one, check_id=check_id) for one in found.accounts], today)
    of_this = [replace(one, check_id=check_id) if one.check_id == 0 else one for one in found.negatives]
    _put_all(write, of_this, today)
    _put_all(write, [replace(one, check_id=check_id) for one in found.inquiries], today)
    return check_id


def _put_all(write: Write, records: Iterable[ReportAccount | Negative | Inquiry], today: date) -> None:
    for record in records:
        credit.insert(write, record, today=today)
