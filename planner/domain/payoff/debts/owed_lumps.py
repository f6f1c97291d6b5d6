"""The debts of a plan that are repaid all at once and take a part early."""

from __future__ import annotations

from planner.domain.accounts.terms import PrepayDay
from planner.domain.basics.money import whole
from planner.domain.ledger.instalments import RunningLoan
from planner.domain.ledger.state import Position
from planner.domain.payoff.debts.months import Days, Months, Part, fees_by_month, open_dues, yearly
from planner.domain.payoff.engine.lump import Lump
from planner.domain.schedule.accrual import Accrual
from planner.domain.schedule.slots import fees_kept
from planner.values import replace


def lump(ledger: RunningLoan, place: Position, months: Months) -> tuple[Lump, Part] | None:
    """A loan with one due date to come, by the terms in force, which takes any part before it.

    It is paid on the last day of a month, in the last one on its due date. None where nothing can be paid before that,
    and where the interest to come is not what grows by the terms: a row printed by the lender, interest paid ahead.
    """
    loan, today = ledger.loan, months.start_on
    dues, found = open_dues(place), ledger.running_row(today)
    if loan.prepay_on is not PrepayDay.ANY or len(dues) != 1 or dues[0].due_on <= today or found is None:
        return None
    row, since, carried, put_off = found
    last = months.of(row.due_on)
    days: Days = tuple((month, row.due_on if month == last else months.end(month)) for month in range(1, last + 1))
    early = tuple(month for month, on in days[:-1] if loan.prepay_from is None or on >= loan.prepay_from)
    if not early or carried < 0 or row.paid_principal or row.paid_fee or place.short_minor:
        return None
    accrual, (had, under) = Accrual(loan), carried.as_integer_ratio()
    since = min(since, row.due_on)
    ends = [since, *(max(on, since) for _, on in days)]
    marks = tuple(accrual.position(on) * accrual.numerator * under for on in ends)
    over, grown = accrual.denominator * under, had * accrual.denominator
    by_first, by_last = (
        whole(grown + row.principal * (mark - marks[0]), over, loan.rounding) for mark in (marks[1], marks[-1])
    )
    if by_last != row.interest or by_first < row.paid_interest:
        return None
    own = max(row.fee - put_off, 0)
    kept = put_off + fees_kept(loan, [(row.number, row.due_on, row.principal, own)], loan.start_on)
    principal = loan.in_yuan(row.principal)
    debt = Lump(
        loan.id,
        loan.lender.id,
        principal,
        (),
        early_from=early[0],
        ends=last,
        fees=fees_by_month(loan, days),
        named_rate=yearly(loan.rate_on(today), loan.day_count),
        rounding=loan.rounding,
        early=early,
        marks=marks,
        over=over,
        grown=grown * principal // row.principal,
        before_minor=loan.in_yuan(row.paid_interest),
        row_fee_minor=loan.in_yuan(row.fee),
        kept_minor=loan.in_yuan(min(kept, row.fee)),
    )
    return replace(debt, rates=debt.growing()), Part(loan.id, None, days)
