"""Importing bills: first a preview that changes nothing, then everything it shows in one step of undo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count

from planner import clock
from planner.domain.imports.file import Kind
from planner.domain.imports.prepared import in_time
from planner.domain.imports.proposal import Proposal, Used
from planner.domain.imports.taken import begun_earlier, charged, record_of
from planner.domain.imports.work import ALONE, STEP, Stopped, Work
from planner.errors import PlannerError
from planner.overview.preview import Preview
from planner.services import checks, import_rules, loans
from planner.storage import import_lines, snapshot
from planner.storage.import_lines import BatchLine, ImportLine
from planner.storage.store import OpResult, Store, Write
from planner.values import dataclass

_NOTE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Imported:
    """How many rows an import recorded, found recorded already and left out, and how many accounts it opened."""

    used: int
    doubles: int
    unused: int
    opened: int


def apply(store: Store, preview: Preview, *, today: date, work: Work = ALONE) -> OpResult[Imported]:
    """Record the used rows of a preview: one operation ``import.bill``, one step of undo.

    Rows that were asked about and stay out are remembered, to stay out of the next import too, and so is what was said
    to be no fee of a purchase in instalments, to be asked about no more. Nothing is written where
    there are neither.

    Raises:
        PlannerError: ``import.changed`` when what is recorded has changed since in a way that concerns these rows;
            ``import.stopped`` when ``work`` is not wanted any more. Nothing is recorded then.
    """
    try:
        return _apply(store, preview, today, work)
    except Stopped as stopped:
        raise PlannerError("import.stopped") from stopped


def _apply(store: Store, preview: Preview, today: date, work: Work) -> OpResult[Imported]:
    proposal = preview.proposal
    counts = Imported(
        len(proposal.used),
        len(proposal.doubles),
        len(proposal.unused),
        len({use.new for use in proposal.used} - {None}),
    )
    left = [unused for unused in proposal.unused if unused.asked and unused.key not in preview.left]
    rules = preview.learned()
    refused = [fee for fee in proposal.fees_left if fee.key(fee.plan_id or 0) not in preview.left]
    if not proposal.used and not left and not rules:  # where no row is used, no fee is told
        return OpResult(frozenset(), counts, None)
    told = {"used": counts.used, "doubles": counts.doubles, "unused": counts.unused, "opened": counts.opened}
    with store.write("import.bill", file=preview.file, **told) as write:
        _check_unchanged(write, proposal, today)
        for loan_id in {use.loan_id for use in proposal.used if use.loan_id is not None}:
            write.account(loan_id)  # as it was: what the rows make of its past is told
        opened = [loans.insert(write, loan) for loan in proposal.new_loans]
        for loan_id, start_on in proposal.earlier_starts:
            loan, reading = begun_earlier(write.account(loan_id), start_on)
            write.put(loan)
            if reading is not None:
                write.put(reading, of=loan_id)
        for fee in proposal.fees:
            if fee.loan_id is not None and fee.plan_id is not None:
                plan = checks.one(write.account(fee.loan_id).plans, fee.plan_id)
                write.put(charged(plan, fee.fee_minor))
        rows = len(proposal.file.entries)
        batch_id = write.put(BatchLine(0, preview.file, preview.sha256, proposal.file.format, clock.now(), rows))
        plans = _record(write, batch_id, sorted(proposal.used, key=lambda use: in_time(use.entry)), opened, work)
        write.put_all((ImportLine(0, batch_id, one.key, one.entry.row.line, import_lines.LEFT), None) for one in left)
        for fee in refused:
            key = fee.key(fee.plan_id or plans[fee.line or 0])
            write.put(ImportLine(0, batch_id, key, fee.line or 1, import_lines.LEFT))
        import_rules.learn(write, rules, opened)
    return write.result(counts)


def _check_unchanged(write: Write, proposal: Proposal, today: date) -> None:
    """The rows are still new, and their accounts still there and able to take them."""
    known = import_lines.known(write.connection)
    accounts = {account.loan.id: account.loan for account in snapshot.book(write.connection).accounts}
    for use in proposal.used:
        on, loan = use.entry.row.on, accounts.get(use.loan_id or 0)
        gone = use.loan_id is not None and loan is None
        early = loan is not None and loan.method.scheduled and on is not None and on < loan.start_on
        if use.key in known or gone or early or on is None or on > today:
            raise PlannerError("import.changed", line=use.entry.row.line)


def _record(write: Write, batch_id: int, used: Iterable[Used], opened: list[int], work: Work) -> dict[int, int]:
    """Write draws, plans, repayments and refunds, and a line for every row that was used; the ids of plans by line."""
    rows = list(used)
    payments = [use for use in rows if use.kind is Kind.REPAYMENT]
    plans = [use for use in rows if use.makes_plan]
    draws = [use for use in rows if use.kind in (Kind.DRAW, Kind.PURCHASE) and not use.makes_plan]
    refunds = [use for use in rows if use.kind is Kind.REFUND]
    total, done = 2 * len(rows), count()

    def watched(some: Iterable[Used]) -> Iterator[Used]:
        for use in some:
            if (number := next(done)) % STEP == 0:
                work.step("writing", number, total)
            yield use

    payment_ids = write.put_all((record_of(use), _target(use, opened)) for use in watched(payments))
    draw_ids = write.put_all((record_of(use), _target(use, opened)) for use in watched(draws))
    repayment_of = dict(zip((use.entry.row.line for use in payments), payment_ids, strict=True))
    draw_of: dict[int, int | None] = dict(zip((use.entry.row.line for use in draws), draw_ids, strict=True))
    plan_ids = write.put_all((record_of(use), _target(use, opened)) for use in watched(plans))
    write.put_all((record_of(use), _target(use, opened)) for use in watched(refunds))
    for use in refunds:
        draw_of[use.entry.row.line] = use.draw_id or draw_of.get(use.of_line or 0)
    for_rows = ((use, use.entry.row.line) for use in watched(rows))
    write.put_all(
        (ImportLine(0, batch_id, use.key, line, _outcome(use), draw_of.get(line), repayment_of.get(line)), None)
        for use, line in for_rows
    )
    work.step("writing", total, total)
    return dict(zip((use.entry.row.line for use in plans), plan_ids, strict=True))


def _outcome(use: Used) -> str:
    """What became of the row, as its line says: its kind, or that it is a plan."""
    return "instalments" if use.makes_plan else str(use.kind)


def _target(use: Used, opened: list[int]) -> int:
    return opened[use.new] if use.new is not None else use.loan_id or 0
