"""The debts of a plan that are loans with a schedule: kept to it, or a balance that takes any payment early."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.domain.accounts.loan import Every, Excess, Loan, Method, OnRateChange, Prepayment
from planner.domain.accounts.records import Account, ArrangementKind
from planner.domain.accounts.terms import PrepayDay, Remainder
from planner.domain.ledger.early import fee_for_prepaying
from planner.domain.ledger.instalments import RunningLoan
from planner.domain.ledger.position import terms_on
from planner.domain.ledger.state import Due, Position
from planner.domain.payoff.debts.months import (
    Apart,
    Days,
    Months,
    Part,
    fees_by_month,
    open_dues,
    row_of,
    yearly,
)
from planner.domain.payoff.debts.owed_lumps import lump
from planner.domain.payoff.debts.terms import KEEPS, asking, empty_dues, repays, spare_dues, terms_of
from planner.domain.payoff.engine.model import Debt, Row, Scheduled, Settling
from planner.domain.payoff.engine.parted import Keeps, Parted
from planner.domain.schedule.accrual import Accrual
from planner.domain.schedule.slots import fees_kept
from planner.domain.what_if.prepay import settling


def _by_month(loan: Loan, dues: Iterable[Due], months: Months) -> list[Row]:
    rows: list[Row] = []
    for due in dues:
        month = months.of(due.due_on)
        rows += [Row()] * (month - len(rows))
        row, more = rows[month - 1], row_of(loan, due)
        rows[month - 1] = Row(
            row.principal_minor + more.principal_minor,
            row.interest_minor + more.interest_minor,
            row.fee_minor + more.fee_minor,
        )
    return rows


def _ask_short(loan: Loan, place: Position, rows: list[Row]) -> None:
    """Add what settled instalments are short of to the first month with something due, or where nothing is to month 1.

    Which of interest and fee it is of makes no difference: it counts as interest.
    """
    principal = sum(due.principal_minor - due.paid_principal_minor for due in place.dues if due.short_minor)
    if not rows:
        rows.append(Row())
    first = next((month for month, row in enumerate(rows) if row.total_minor), 0)
    row, rest = rows[first], loan.in_yuan(place.short_minor - principal)
    rows[first] = Row(row.principal_minor + loan.in_yuan(principal), row.interest_minor + rest, row.fee_minor)


def _days(dues: Iterable[Due], months: Months) -> Days:
    """The due date of each month: of several the last, of what is overdue today."""
    days = {months.of(due.due_on): max(due.due_on, months.start_on) for due in dues}
    return tuple(sorted(days.items()))


def _filled(days: Days, months: Months, until: int) -> Days:
    """A day for each month up to ``until``: its last one where nothing falls due."""
    known = dict(days)
    return tuple((month, known.get(month) or months.end(month)) for month in range(1, max(until, *known, 1) + 1))


def schedule(account: Account, place: Position, months: Months) -> tuple[Debt, Part]:
    """A loan that is paid by its schedule, or settled whole in the months in which that saves something."""
    loan = account.loan
    dues, today = open_dues(place), months.start_on
    rows = _by_month(loan, dues, months)
    if place.short_minor:
        _ask_short(loan, place, rows)
    days = _filled(_days(dues, months), months, len(rows))
    settle = tuple(_settling(account, dues, rows, month, on, today) for month, on in days)
    part = Part(loan.id, None, days, _several(loan, dues, months))
    return Scheduled(loan.id, loan.lender.id, tuple(rows), settle), part


def for_less(loan: Loan, due: Due, months: Months) -> tuple[Debt, Part]:
    """The sum of an open settlement for less, on its day and no other."""
    month = months.of(due.due_on)
    rows = (*[Row()] * (month - 1), Row(loan.in_yuan(due.unpaid_minor)))
    debt = Scheduled(loan.id, loan.lender.id, rows, (None,) * month)
    return debt, Part(loan.id, None, ((month, due.due_on),))


def _several(loan: Loan, dues: Iterable[Due], months: Months) -> tuple[tuple[int, tuple[Apart, ...]], ...]:
    """The months with more than one due to come: each with its day and what is unpaid of it, in fen."""
    by_month: dict[int, list[Apart]] = {}
    for due in dues:
        row = row_of(loan, due)
        apart = Apart(max(due.due_on, months.start_on), row.total_minor, row.principal_minor)
        by_month.setdefault(months.of(due.due_on), []).append(apart)
    return tuple((month, tuple(found)) for month, found in sorted(by_month.items()) if len(found) > 1)


def _settling(account: Account, dues: list[Due], rows: list[Row], month: int, on: date, today: date) -> Settling | None:
    """What ends a loan on its day ``on`` of a month, on top of what falls due in that month."""
    loan, asked = account.loan, rows[month - 1].total_minor
    rest = rows[month:]
    principal = sum(row.principal_minor for row in rest)
    if not rest or not principal or loan.prepayment is Prepayment.NOT_ALLOWED or loan.offset_minor:
        return None
    if loan.prepay_from is not None and on < loan.prepay_from:
        return None
    if loan.prepay_on is PrepayDay.WITH_INSTALMENT and not any(due.due_on == on for due in dues):
        return None
    if loan.prepayment is Prepayment.NO_SAVING:
        return Settling(principal, sum(row.interest_minor + row.fee_minor for row in rest))
    since = max((due.due_on for due in dues if due.due_on <= on), default=loan.start_on)
    if since != on:  # between two due dates: what the ledger says of that day
        total = loan.in_yuan(settling(account, on, today=today).total_minor)
        return Settling(principal, total - asked - principal)  # below 0 where interest of later days was waived
    later = [(due.number, due.due_on, due.principal_minor, due.fee_minor) for due in dues if due.due_on > on]
    charges = loan.in_yuan(fees_kept(loan, later, since))
    if loan.prepayment is Prepayment.FEE_SHARE:
        terms = terms_on(account, today) if loan.prepayment_steps else loan  # an agreement may have changed the rate
        charges += fee_for_prepaying(terms, principal, on)
    return Settling(principal, charges)


IN_PARTS = tuple(method for method in Method if method.scheduled)
"""The repayment methods of loans that may take a part early."""


def takes_parts(account: Account, terms: Loan, today: date) -> bool:
    """Whether a loan takes any part of its principal early by the ``terms`` in force, by rules that the plan knows.

    Not where something else than cash pays of its instalments, or where less than all that is owed ends it by an
    agreement.
    """
    return (
        terms.method in IN_PARTS
        and terms.prepayment in (Prepayment.FREE, Prepayment.FEE_SHARE)
        and terms.excess is not Excess.NEXT_INSTALMENT
        and not terms.offset_minor
        and not any(
            agreed.kind is ArrangementKind.REDUCED_SETTLEMENT and agreed.in_force(today)
            for agreed in account.arrangements
        )
    )


def between_dues(loan: Loan) -> bool:
    """Whether it may be paid early in plan months in which nothing of it falls due."""
    return loan.every in (Every.QUARTER, Every.HALF_YEAR, Every.YEAR) and loan.prepay_on is PrepayDay.ANY


def ends_between(loan: Loan, debt: Parted, months: Months) -> bool:
    """Whether it can be ended in the first month although none of its instalments falls due in that."""
    begun = loan.prepay_from is None or loan.prepay_from <= months.end(1)
    return begun and loan.prepay_on is PrepayDay.ANY and debt.terms[0].month > 1


def instalments(account: Account, ledger: RunningLoan, place: Position, months: Months) -> tuple[Debt, Part]:
    """A loan that takes a part early, with its terms; it keeps to its schedule where these do not tell how it goes on.

    ``ledger`` tells the terms in force: those of the contract, or what was agreed since. It keeps to its schedule where
    instalments behind the first month are paid in part, where what is owed comes after the last one, and where the
    payment in force would not repay it in time.
    """
    loan, today, empty = ledger.loan, months.start_on, empty_dues(ledger)
    if loan.method is Method.BULLET:
        return lump(ledger, place, months) or schedule(account, place, months)
    dues = asking(place, empty, today)
    terms = terms_of(ledger, place, months, dues, empty)
    spare = spare_dues(loan, dues, terms) if terms else []
    terms = terms_of(ledger, place, months, dues, empty, spare) if spare else terms
    # two payments before the first principal is due would be spread up to an end that has moved
    if terms is None or (spare and not all(term.repays for term in terms if term.month > terms[0].month)):
        return schedule(account, place, months)
    days = _days([*dues, *spare], months)
    on_time = {due.due_on for due in (*dues, *spare) if due.due_on >= max(today, loan.prepay_from or today)}
    early = tuple(month for month, on in days if on in on_time)  # with an instalment that is not overdue
    debt = Parted(
        loan.id,
        loan.lender.id,
        terms,
        keeps=KEEPS.get(loan.method, Keeps.NOTHING),
        early=early,
        fees=fees_by_month(loan, days),
        shorter=loan.excess is Excess.SHORTER_TERM,
        stays=loan.on_rate_change is OnRateChange.SHORTER_TERM,
        follows=bool(Accrual(loan).steps) and loan.method is Method.LEVEL_PAYMENT,
        first_takes=loan.remainder is Remainder.FIRST,
        rounding=loan.rounding,
        named_rate=None if loan.fees or loan.method is Method.FLAT_FEE else yearly(loan.rate_on(today), loan.day_count),
        spare=len(spare),
    )
    if not repays(debt, 1 if loan.yuan_rate is None else 1 + loan.in_yuan(1)):
        return schedule(account, place, months)
    return debt, Part(loan.id, None, days, _several(loan, [*dues, *spare], months))
