"""The debts of a plan that are loans with a schedule: kept to it, or a balance that takes any payment early."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from planner.domain.accounts.loan import Every, Excess, Loan, Method, Prepayment
from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import PrepayDay
from planner.domain.ledger.early import fee_for_prepaying
from planner.domain.ledger.position import terms_on
from planner.domain.ledger.state import Due, Position
from planner.domain.payoff.model import Debt, Reducing, Row, Scheduled, Settling
from planner.domain.payoff.months import (
    Apart,
    Days,
    Months,
    Part,
    early_from,
    fees_by_month,
    named_rate_of,
    open_dues,
    rates_of,
    row_of,
)
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
        return Settling(principal, max(total - asked - principal, 0))
    later = [(due.number, due.due_on, due.principal_minor, due.fee_minor) for due in dues if due.due_on > on]
    charges = loan.in_yuan(fees_kept(loan, later, since))
    if loan.prepayment is Prepayment.FEE_SHARE:
        terms = terms_on(account, today) if loan.prepayment_steps else loan  # an agreement may have changed the rate
        charges += fee_for_prepaying(terms, principal, on)
    return Settling(principal, charges)


def takes_any(loan: Loan) -> bool:
    """Whether a loan is a balance with its interest that takes any extra payment and ends sooner for it."""
    plain = not (loan.fees or loan.pinned or loan.rate_changes or loan.interest_only_terms or loan.offset_minor)
    level = loan.method is Method.LEVEL_PAYMENT
    sooner = loan.excess is Excess.SHORTER_TERM or (not level and loan.excess is Excess.LOWER_PAYMENT)
    return (
        loan.method in (Method.LEVEL_PAYMENT, Method.INTEREST_ONLY)
        and plain
        and sooner
        and loan.every is Every.MONTH
        and loan.prepayment in (Prepayment.FREE, Prepayment.FEE_SHARE)
    )


def balance(account: Account, place: Position, months: Months) -> tuple[Debt, Part]:
    """Such a loan. With anything overdue, or two due dates in one month, it keeps to its schedule instead.

    So it does where all that is left is what settled instalments are short of.
    """
    loan = account.loan
    dues, today = open_dues(place), months.start_on
    first = months.of(dues[0].due_on) if dues else 1
    in_order = [months.of(due.due_on) for due in dues] == list(range(first, first + len(dues)))
    if not dues or not in_order or dues[0].paid_minor or dues[0].due_on < today:
        return schedule(account, place, months)
    days = _days(dues, months)
    fees = fees_by_month(loan, days)
    if len(set(fees)) > 1:  # a balance of the engine has one fee
        return schedule(account, place, months)
    level, payment = loan.method is Method.LEVEL_PAYMENT, dues[min(1, len(dues) - 1)].amount_minor
    debt = Reducing(
        loan.id,
        loan.lender.id,
        loan.in_yuan(place.principal_minor),
        rates_of(loan, months, days),
        named_rate=named_rate_of(loan, today),
        minimum_minor=loan.in_yuan(payment) if level else 0,
        interest_and=None if level else Decimal(0),
        fee=fees[0],
        early_from=early_from(loan, days),
        ends=first + len(dues) - 1,  # the last instalment takes what is left
        first_interest_minor=loan.in_yuan(dues[0].interest_minor),
        first_required_minor=loan.in_yuan(dues[0].amount_minor) if level and dues[0].amount_minor != payment else None,
        first=first,
    )
    return debt, Part(loan.id, None, days)
