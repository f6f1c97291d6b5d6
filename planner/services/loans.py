"""Adding, changing, settling, closing and deleting loans."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol

from planner.domain.accounts.loan import Lender, Loan, Method
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account, Draw, Repayment, Statement
from planner.domain.basics.text import clean
from planner.domain.ledger.card_bills import latest_bill
from planner.domain.ledger.position import position
from planner.domain.reminders.rules import Mark, Rule
from planner.domain.schedule.instalments import check_payment
from planner.domain.schedule.slots import check_rising
from planner.errors import PlannerError
from planner.services import checks, method_change
from planner.storage.recording import forget_imports, put_reading, put_statement
from planner.storage.store import OpResult, Store, Write
from planner.values import replace


class _Dated(Protocol):
    @property
    def on(self) -> date: ...


def add(
    store: Store,
    loan: Loan,
    *,
    opening_minor: int = 0,
    billed_minor: int = 0,
    billed_due_on: date | None = None,
    drawn_minor: int = 0,
    today: date | None = None,
) -> OpResult[int]:
    """Record a loan; its lender is found by name, or recorded too.

    Args:
        loan: the terms; the ids of the loan and of its lender do not matter.
        opening_minor: what a line or card owes on ``today``; becomes a balance reading of that day.
        billed_minor: what of that a card already asks for, on the bill cut on its latest statement day.
        billed_due_on: when that falls due; needed with ``billed_minor``.
        drawn_minor: what was drawn of a line on its first day; nothing else of it is missing then.
        today: needed with ``opening_minor``; with it ``paid_terms`` may count instalments that fall due later.

    Returns:
        The id of the loan.

    Raises:
        PlannerError: ``loan.*`` from ``Loan.validate``; ``balance.*`` for the opening balance; ``loan.billed_above``
            and ``loan.billed_due`` for the bill.
    """
    loan = counted(checked(loan), None, today)
    bill = _opening_bill(loan, opening_minor, billed_minor, billed_due_on, today) if billed_minor else None
    if opening_minor and today is not None and loan.start_on < today:
        loan = replace(loan, opening_known=False)  # what was owed before its balance was read is in no record
    with store.write("loan.add", loan=full_name(loan)) as write:
        loan_id = insert(write, loan)
        if opening_minor:
            assert today is not None
            checks.amount("balance", opening_minor, field="owed")
            checks.day("balance", loan, today, today)
            put_reading(write, write.account(loan_id), today, opening_minor)
        if drawn_minor:
            checks.amount("draw", drawn_minor, field="owed")
            write.put(Draw(0, loan.start_on, drawn_minor), of=loan_id)
        if bill is not None:
            put_statement(write, write.account(loan_id), bill)
    return write.result(loan_id)


def _opening_bill(loan: Loan, owed_minor: int, billed_minor: int, due_on: date | None, today: date | None) -> Statement:
    """The bill that was cut before the card was entered. Its day may lie before the start that the person gave."""
    assert today is not None
    assert due_on is not None
    checks.amount("statement", billed_minor, field="billed")
    if billed_minor > owed_minor:
        raise PlannerError("loan.billed_above", field="billed", billed_minor=billed_minor, owed_minor=owed_minor)
    cut_on = latest_bill(loan.statement_day, loan.due_day, today)[0] or min(today, due_on - timedelta(1))
    if due_on <= cut_on:
        raise PlannerError("loan.billed_due", field="billed_due_on", due_on=due_on, on=cut_on)
    return Statement(0, cut_on, due_on, billed_minor, unpaid_on=today)


def insert(write: Write, loan: Loan) -> int:
    """Insert a validated loan inside an open write; returns its id."""
    lender_id = _lender_id(write, loan.lender)
    return write.put(replace(loan, id=0, lender=replace(loan.lender, id=lender_id)))


def edit(
    store: Store, loan: Loan, seen: Loan | None = None, *, today: date | None = None, code: str = "loan.edit"
) -> OpResult[int]:
    """Replace the terms of the loan with this id. Whether it is settled or closed stays as recorded.

    Under another method as much is owed as before, see ``method_change``.

    Args:
        store: the database.
        loan: its new terms.
        seen: its terms as the person saw them before changing them; None: whatever stands there is replaced.
        today: the day of the change; None: the last day of which anything is recorded.
        code: what the change is called, by the operation's code.

    Raises:
        PlannerError: ``loan.changed`` when its terms are no longer as ``seen``: another window has changed them;
            ``line.draw`` for a draw of a line whose lender, limit, currency or kind of method would become another,
            ``line.has_draws`` for a line whose method or currency would, while there are draws under it;
            ``loan.*``; ``loan.start_after_records`` or ``loan.method_has_draws`` when what is recorded on
            the loan would no longer fit its terms.
    """
    loan = checked(loan)
    with store.write(code, loan=full_name(loan)) as write:
        account = write.account(loan.id)
        before = account.loan
        if seen is not None and not _same_terms(seen, before):
            raise PlannerError("loan.changed", loan=full_name(before))
        _check_records(account, loan)
        _check_line(write, before, loan)
        loan = replace(loan, settled_on=before.settled_on, closing_on=before.closing_on, closed_on=before.closed_on)
        loan = counted(loan, before, today)
        on = today or max([before.start_on, *_record_days(account)])
        moves = method_change.changes_books(before, loan)
        if moves:
            loan = method_change.begin(write, account, loan, on)
        lender_id = _lender_id(write, loan.lender, change=True)
        lender = replace(loan.lender, id=lender_id)
        write.put(replace(loan, lender=lender))
        for key in write.keys(Loan, line_id=loan.id):  # who lends on a line lends its draws
            write.put(replace(write.account(key).loan, lender=lender))
        if moves:
            method_change.keep_balance(write, account, on)
        _drop_lender_without_loans(write, before.lender.id)
    return write.result(loan.id)


def settle(store: Store, loan_id: int, on: date, amount_minor: int, *, today: date) -> OpResult[int | None]:
    """Nothing is owed after this day: by a last repayment of ``amount_minor``, or without one when it is 0.

    Returns:
        The id of the repayment, or None.

    Raises:
        PlannerError: ``loan.already_settled`` when nothing was owed; ``repayment.*`` for amount and day;
            ``loan.settled_before_payout`` without a repayment, when a further part of it was paid out later.
    """
    with store.write("loan.settle", amount_minor=amount_minor) as write:
        account = write.account(loan_id)
        write.tell(loan=full_name(account.loan))
        checks.amount("repayment", amount_minor, least=0)
        checks.day("repayment", account.loan, on, today)
        if position(account, on).settlement_minor == 0:
            raise PlannerError("loan.already_settled", loan=full_name(account.loan))
        repayment_id = None
        if amount_minor:
            after = checks.after_reading(account, on, None)
            later = checks.after_cash(write, on, today)
            last = Repayment(0, on, amount_minor, settles=True, after_reading=after, after_cash=later)
            repayment_id = write.put(last, of=loan_id)
        else:
            _check_payouts(account, on)
            write.put(replace(account.loan, settled_on=on))
    return write.result(repayment_id)


def close(store: Store, loan_id: int, on: date, *, today: date | None = None) -> OpResult[int]:
    """The account, or its line, was closed with the lender on ``on``, at the latest ``today`` (if given).

    Raises:
        PlannerError: ``loan.closed`` when it already is; ``loan.close_owed`` while something is owed, and
            ``loan.close_unknown`` while nobody knows; ``loan.close_before_asked``;
            ``loan.close_before_records`` when something is recorded on a later day.
    """
    with store.write("loan.close", on=on) as write:
        insert_closing(write, loan_id, on, today=today)
    return write.result(loan_id)


def insert_closing(write: Write, loan_id: int, on: date, *, today: date | None = None) -> None:
    """The same inside an open write. Raises as ``close``."""
    loan = _emptied(write, loan_id, on, today)
    if loan.closing_on is not None and on < loan.closing_on:
        raise PlannerError("loan.close_before_asked", field="on", on=on, closing_on=loan.closing_on)
    write.put(replace(loan, closed_on=on))


def ask_closing(store: Store, loan_id: int, on: date, *, today: date) -> OpResult[int]:
    """The lender was asked on ``on`` to close the account; it stays open until that is confirmed (``close``).

    Raises:
        PlannerError: as ``close``.
    """
    with store.write("loan.ask_closing", on=on) as write:
        loan = _emptied(write, loan_id, on, today)
        write.put(replace(loan, closing_on=on))
    return write.result(loan_id)


def _emptied(write: Write, loan_id: int, on: date, today: date | None) -> Loan:
    """The loan, on which nothing is owed or recorded after ``on`` and which is not closed."""
    account = write.account(loan_id)
    loan = account.loan
    write.tell(loan=full_name(loan))
    if loan.closed_on is not None:
        raise PlannerError("loan.closed", field="on", closed_on=loan.closed_on)
    checks.day("close", loan, on, today or on)
    latest = max(_record_days(account), default=on)
    if latest > on:
        raise PlannerError("loan.close_before_records", field="on", latest_on=latest)
    places = [position(one, on) for one in (account, *_draws(write, loan_id))]
    owed = sum(place.settlement_minor for place in places)
    known = all(place.known for place in places)
    if owed or not known:
        raise PlannerError("loan.close_owed" if known else "loan.close_unknown", owed_minor=owed)
    return loan


def _draws(write: Write, line_id: int) -> list[Account]:
    """The draws under a line that are loans of their own."""
    return [write.account(key) for key in write.keys(Loan, line_id=line_id)]


def reopen(store: Store, loan_id: int) -> OpResult[int]:
    """Take back the last step: that the account was closed, that closing was asked for, that it was settled.

    Raises:
        PlannerError: ``loan.not_closed`` when it is neither.
    """
    with store.write("loan.reopen") as write:
        account = write.account(loan_id)
        write.tell(loan=full_name(account.loan))
        settling = [paid for paid in account.repayments if paid.settles]
        if account.loan.closed_on is not None:
            write.put(replace(account.loan, closed_on=None))
        elif account.loan.closing_on is not None:
            write.put(replace(account.loan, closing_on=None))
        elif account.loan.settled_on is not None:
            write.put(replace(account.loan, settled_on=None))
        elif settling:
            write.put(replace(settling[-1], settles=False))
        else:
            raise PlannerError("loan.not_closed", loan=full_name(account.loan))
    return write.result(loan_id)


def delete(store: Store, loan_id: int) -> OpResult[None]:
    """Remove the loan with everything recorded on it or about it, and its lender when no other loan is left there.

    Rows of bills that were imported to it are forgotten too, so that the same bill can be imported to another loan.

    Raises:
        PlannerError: ``loan.unknown``; ``line.has_draws`` for a line with draws under it.
    """
    with store.write("loan.delete") as write:
        account = write.account(loan_id)
        write.tell(loan=full_name(account.loan))
        if draws := write.keys(Loan, line_id=loan_id):
            raise PlannerError("line.has_draws", loan=full_name(account.loan), count=len(draws))
        forget_imports(write, loan_id)
        for kind in (Rule, Mark):
            write.drop_all(kind, about=f"loan:{loan_id}")
        write.drop(Loan, loan_id)
        _drop_lender_without_loans(write, account.loan.lender.id)
    return write.result(None)


def checked(loan: Loan) -> Loan:
    """The loan with its texts cleaned; a lender without a name takes that of the loan.

    Raises:
        PlannerError: ``loan.*``.
    """
    name = clean(loan.name)
    lender = replace(loan.lender, name=clean(loan.lender.name) or name, institution=clean(loan.lender.institution))
    fees = tuple(replace(fee, name=clean(fee.name)) for fee in loan.fees)
    changes = tuple(replace(change, note=clean(change.note)) for change in loan.rate_changes)
    note = clean(loan.note, lines=True)
    loan = replace(loan, institution=clean(loan.institution))
    loan = replace(loan, name=name, lender=lender, fees=fees, rate_changes=changes, note=note)
    loan.validate()
    check_rising(loan)
    check_payment(loan)
    return loan


def _check_payouts(account: Account, on: date) -> None:
    """Nothing is owed for good after the day that a loan with a schedule is settled: no part is paid out later."""
    later = max((draw.on for draw in account.draws if draw.on > on), default=None)
    if account.loan.method.scheduled and later is not None:
        name = full_name(account.loan)
        raise PlannerError("loan.settled_before_payout", field="on", on=on, paid_out_on=later, loan=name)


def counted(loan: Loan, before: Loan | None, today: date | None) -> Loan:
    """The loan with the day on which its paid instalments were counted: today, where their number is a new one."""
    if before is not None and before.paid_terms == loan.paid_terms:
        return replace(loan, paid_counted_on=before.paid_counted_on)
    return replace(loan, paid_counted_on=today if loan.paid_terms else None)


def _lender_id(write: Write, lender: Lender, *, change: bool = False) -> int:
    """The lender of this name, recorded if it is new. Its kind and institution follow an edit, not a further loan."""
    known = next(iter(write.find(Lender, name=lender.name)), None)
    if known is None:
        return write.put(replace(lender, id=0))
    if change:
        write.put(replace(lender, id=known.id))
    elif lender.institution and not known.institution:
        write.put(replace(known, institution=lender.institution))
    return known.id


def _drop_lender_without_loans(write: Write, lender_id: int) -> None:
    if not write.keys(Loan, of=lender_id):
        write.drop(Lender, lender_id)


def _same_terms(one: Loan, other: Loan) -> bool:
    """Whether two loans agree in all that is asked of a loan, the lender too; notes stand outside their equality."""
    lender = replace(one.lender, id=other.lender.id)
    return one.note == other.note and replace(one, id=other.id, lender=lender) == other


def _record_days(account: Account) -> list[date]:
    kinds: tuple[tuple[_Dated, ...], ...] = (account.draws, account.repayments, account.readings, account.statements)
    return [record.on for kind in kinds for record in kind]


def _check_line(write: Write, before: Loan, loan: Loan) -> None:
    """A draw keeps what is its line's, and instalments of its own; a line with draws under it stays one."""
    if before.line_id is not None:
        others = {
            "lender": loan.lender.name != before.lender.name,
            "limit": loan.limit_minor not in (None, before.limit_minor),
            "currency": loan.currency != before.currency,
            "method": not loan.method.scheduled,
        }
        code, told = "line.draw", dict[str, object](loan=full_name(before))
    else:
        others = {"method": loan.method is not before.method, "currency": loan.currency != before.currency}
        draws = write.keys(Loan, line_id=loan.id) if any(others.values()) else []
        if not draws:
            return
        code, told = "line.has_draws", dict[str, object](loan=full_name(before), count=len(draws))
    for field, other in others.items():
        if other:
            raise PlannerError(code, field=field, **told)


def _check_records(account: Account, loan: Loan) -> None:
    """What is recorded still fits the new terms. A bill may be older than the account as it was entered."""
    earliest = min(_record_days(replace(account, statements=())), default=loan.start_on)
    if earliest < loan.start_on:
        raise PlannerError("loan.start_after_records", field="start_on", earliest_on=earliest)
    in_parts = account.loan.method.scheduled and loan.method is not Method.FLAT_FEE
    opened = method_change.opening_draws(account, loan.principal_minor)
    if loan.method.scheduled and account.draws and not (in_parts or opened):
        raise PlannerError("loan.method_has_draws", field="method")
