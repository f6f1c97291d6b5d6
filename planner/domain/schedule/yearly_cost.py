"""What a loan really costs a year, from its dated cash flows with every fee.

PBOC Announcement 2021 No. 3 asks lenders to show the yearly rate on the principal actually in use, with all charges
tied to the loan, as the internal rate of return: × periods a year (nominal, 单利), or compounded (effective, 复利).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from itertools import pairwise
from operator import attrgetter

from planner.domain.accounts.loan import Every, Loan, Method
from planner.domain.accounts.terms import DisclosedBasis
from planner.domain.basics.calendar import add_months
from planner.domain.basics.money import must_be_fen
from planner.domain.schedule.day_cost import by_days
from planner.domain.schedule.due_days import DAYS, MONTHS, due_dates, starts_regularly
from planner.domain.schedule.instalments import instalments
from planner.domain.schedule.methods import Instalment
from planner.domain.schedule.slots import kept_back
from planner.values import dataclass, replace

PERIODS = {
    **{every: 364 // days for every, days in DAYS.items()},
    **{every: 12 // months for every, months in MONTHS.items()},
}

NO_FLOWS = "no_flows"  # nothing is lent
TOTAL_LOSS = "total_loss"  # upfront fees leave nothing to receive
NO_SOLUTION = "no_solution"  # no rate makes the flows equal, or only an absurd one
SEVERAL = "several"  # more than one rate does: none of them means anything

_PLACES = Decimal("1e-12")
_HIGHEST = 1e15  # a week's loan with a third kept back costs 1e8 a year; beyond this a figure says nothing
_SOLVED_BITS = 23
_LINE_MINOR = 1_000_000
_GAP_POINTS = Decimal("0.05")
_LINE_START = date(2025, 1, 1)  # a year of 365 days, so that two equal lines show equal figures


@dataclass(frozen=True, slots=True)
class CashFlow:
    """Money that changes hands: positive to the borrower, negative from the borrower, in fen."""

    on: date
    amount_minor: int


@dataclass(frozen=True, slots=True)
class YearlyCost:
    """The yearly cost of a loan as fractions (0.1831 is 18.31 %), rounded to 12 places: discounting at them
    leaves less than half a fen of up to a hundred million yuan, and of more less than a ten-billionth.

    ``nominal`` does not compound, ``effective`` does. Where they are None, ``reason`` is the code of why:
    ``no_flows``, ``total_loss``, ``no_solution`` or ``several``. ``interest_minor`` and ``fee_minor`` are what the
    borrower pays beside the principal, upfront fees included.
    """

    nominal: Decimal | None
    effective: Decimal | None
    reason: str | None
    interest_minor: int
    fee_minor: int
    flows: tuple[CashFlow, ...]


@dataclass(frozen=True, slots=True)
class FlowCost:
    """The yearly cost of bare cash flows: ``nominal``, ``effective`` and ``reason`` as in ``YearlyCost``."""

    nominal: Decimal | None
    effective: Decimal | None
    reason: str | None


def cost_of_flows(flows: Iterable[CashFlow], every: Every = Every.MONTH) -> FlowCost:
    """The yearly cost of dated cash flows of which nothing else is known.

    Where each flow stands a whole number of terms after the first day, the rate per term from equal steps, × terms a
    year and compounded; a flow on the last day of a short month stands for the first flow's day of the month. Otherwise
    XIRR on actual days ÷ 365, and as nominal the rate per term that compounds to it. So a loan costs what its flows do.

    Args:
        flows: in any order, in fen: + what the borrower receives, − what the borrower pays. Where the first is
            paid and the later ones are received, the rate is what the money earns.
        every: the length of a term, which the nominal rate is counted in.

    Raises:
        PlannerError: ``money.not_whole`` for an amount that is no whole number of fen.
    """
    dated = sorted(flows, key=attrgetter("on"))
    for flow in dated:
        must_be_fen(flow.amount_minor, "amount")
    dated = [flow for flow in dated if flow.amount_minor]
    if not dated:
        return FlowCost(None, None, NO_FLOWS)
    return FlowCost(*_yearly(_on_terms(dated, every), dated, PERIODS[every]))


def _on_terms(flows: Sequence[CashFlow], every: Every) -> list[int] | None:
    """The amounts one term apart from the first day on, 0 where none is; None where one stands between two terms."""
    waiting = list(flows)
    amounts: list[int] = []
    while waiting:
        start, number = flows[0].on, len(amounts)
        if every in DAYS:
            on = start + timedelta(DAYS[every] * number)
        else:
            on = add_months(start, MONTHS[every] * number)
        if waiting[0].on < on:
            return None
        amounts.append(sum(flow.amount_minor for flow in waiting if flow.on == on))
        waiting = [flow for flow in waiting if flow.on != on]
    return amounts


def yearly_cost(
    loan: Loan,
    rows: Sequence[Instalment] | None = None,
    *,
    as_of: date | None = None,
    payouts: Sequence[CashFlow] = (),
) -> YearlyCost:
    """The yearly cost of a loan kept to its end.

    Terms all alike (also when a due day of 31 falls on a 30th): the rate per term from equal steps, × terms a year
    and compounded over a year. A first term of another length, or due dates that the lender set: XIRR on actual days
    ÷ 365, and as nominal the monthly (weekly …) rate × 12 that compounds to it.

    A line costs what 10,000.00 would that are drawn at the start of a year of 365 days, cost interest every month
    and are paid back after twelve; fees included. For a card this is the price of what is *not* paid in full by the due
    day; what is paid in full costs nothing.

    Args:
        loan: a validated loan.
        rows: its instalments, if they are at hand or differ from what the terms alone give.
        as_of: lines and cards: the day whose rate is meant; the first rate without it. A schedule follows its changes.
        payouts: what is paid out later, beside ``loan.principal_minor``, in the order of days; ``rows`` repay it too.
    """
    if not loan.method.scheduled:
        loan, rows = as_lent(loan, as_of), None
    rows = instalments(loan) if rows is None else rows
    upfront = kept_back(loan)
    net = loan.principal_minor - upfront
    received = [CashFlow(loan.start_on, net)] if net else []
    flows = (*received, *(CashFlow(row.due_on, -row.amount_minor) for row in rows if row.amount_minor))
    if payouts:
        flows = tuple(sorted((*flows, *payouts), key=attrgetter("on")))
    interest_minor = sum(row.interest_minor for row in rows)
    fee_minor = upfront + sum(row.fee_minor for row in rows)
    nominal, effective, reason = _rates(loan, rows, flows, net, payouts)
    return YearlyCost(nominal, effective, reason, interest_minor, fee_minor, flows)


@dataclass(frozen=True, slots=True)
class Gap:
    """By how much the lender's own figure and that of the flows differ, in percentage points, never negative.

    ``found`` when it is more than 0.05 points and what a fen in each payment makes: more than any rounding can.
    ``dearer``: the flows say more than the lender did.
    """

    points: Decimal
    found: bool
    dearer: bool


def disclosed_gap(loan: Loan, cost: YearlyCost) -> Gap | None:
    """The gap between the yearly cost that the lender disclosed and ``cost``, by the same convention.

    A loan has two honest figures, by its terms and by its days (``own_count``): the gap is that to the nearer one. None
    when nothing was disclosed, or the flows give no rate. Points are rounded half up to two places; the line is drawn
    on the exact difference.
    """
    disclosed = loan.disclosed
    if disclosed is None:
        return None
    nominal = disclosed.basis is DisclosedBasis.NOMINAL
    ours = cost.nominal if nominal else cost.effective
    if ours is None:
        return None
    figures = [ours]
    days = _days_cost(loan, cost)
    if days is not None:
        periods = PERIODS[loan.every]
        figures.append(days if nominal else (1 + days / periods) ** periods - 1)
    nearest = min(figures, key=lambda figure: abs(figure - disclosed.rate))
    gap = abs(nearest - disclosed.rate) * 100
    found = gap > _GAP_POINTS + _rounding(nearest, cost)
    return Gap(gap.quantize(Decimal("0.01"), ROUND_HALF_UP), found, nearest > disclosed.rate)


def _rounding(rate: Decimal, cost: YearlyCost) -> Decimal:
    """By how many points a rate may be off because payments are whole fen: much only where they are small or few."""
    charged = cost.interest_minor + cost.fee_minor
    payments = sum(flow.amount_minor < 0 for flow in cost.flows)
    return abs(rate) * payments / charged * 100 if charged else Decimal(0)


def _days_cost(loan: Loan, cost: YearlyCost) -> Decimal | None:
    """The cost by days of the terms; None where ``cost`` is not of them."""
    lent = as_lent(loan)
    rows = instalments(lent)
    upfront = kept_back(lent)
    charges = upfront + sum(row.interest_minor + row.fee_minor for row in rows)
    return by_days(lent, rows) if charges == cost.interest_minor + cost.fee_minor else None


def as_lent(loan: Loan, as_of: date | None = None) -> Loan:
    """The loan whose flows give the yearly cost: itself, or the example for a line or card (see ``yearly_cost``)."""
    if loan.method.scheduled:
        return loan
    return replace(
        loan,
        rate=loan.rate_on(as_of) if as_of else loan.rate,
        rate_changes=(),
        method=Method.INTEREST_ONLY,
        principal_minor=_LINE_MINOR,
        terms=12,
        every=Every.MONTH,
        start_on=_LINE_START,
        first_due_on=None,
        due_day=None,
        pinned=(),
    )


def _rates(
    loan: Loan, rows: Sequence[Instalment], flows: Sequence[CashFlow], net: int, payouts: Sequence[CashFlow]
) -> tuple[Decimal | None, Decimal | None, str | None]:
    if loan.principal_minor <= 0 or not rows:
        return None, None, NO_FLOWS
    if net <= 0:
        return None, None, TOTAL_LOSS
    amounts = _by_period(loan, rows, net, payouts) if stands_regularly(loan, rows, payouts) else None
    return _yearly(amounts, flows, PERIODS[loan.every])


def _yearly(
    amounts: Sequence[int] | None, flows: Sequence[CashFlow], periods: int
) -> tuple[Decimal | None, Decimal | None, str | None]:
    """From ``amounts`` one term apart, ``periods`` a year; where there are none, from the days of the flows."""
    if amounts is not None:
        found = periodic_rate(amounts)
        if isinstance(found, str):
            return None, None, found
        nominal, effective = found * periods, _compounded(found, periods)
    else:
        found = dated_rate(flows)
        if isinstance(found, str):
            return None, None, found
        nominal, effective = periods * math.expm1(math.log1p(found) / periods), found
    if not max(abs(nominal), abs(effective)) < _HIGHEST:
        return None, None, NO_SOLUTION
    return _decimal(nominal), _decimal(effective), None


def stands_regularly(loan: Loan, rows: Sequence[Instalment], payouts: Sequence[CashFlow] = ()) -> bool:
    """Whether the rows stand one ordinary term apart, from the first day on, and each payout on one of these days."""
    if not starts_regularly(loan):
        return False
    if payouts and not term_places(loan).keys() >= {flow.on for flow in payouts}:
        return False
    if loan.method is Method.BULLET:
        return not loan.pinned or rows[0].due_on == due_dates(loan, loan.terms or 1)[-1]
    return not loan.pinned or tuple(row.due_on for row in rows) == due_dates(loan, len(rows))


def term_places(loan: Loan) -> dict[date, int]:
    """How many terms after the start each due date stands; the start itself is 0."""
    return {on: place for place, on in enumerate((loan.start_on, *due_dates(loan, loan.terms or 1)))}


def _by_period(loan: Loan, rows: Sequence[Instalment], net: int, payouts: Sequence[CashFlow]) -> list[int]:
    waiting = [0] * ((loan.terms or 1) - 1) if loan.method is Method.BULLET else []
    amounts = [net, *waiting, *(-row.amount_minor for row in rows)]
    if payouts:
        places = term_places(loan)
        for flow in payouts:
            amounts[places[flow.on]] += flow.amount_minor
    return amounts


def _compounded(rate: float, periods: int) -> float:
    """``(1 + rate) ** periods − 1`` without losing the digits of a small rate."""
    power = math.log1p(rate) * periods
    return math.expm1(power) if power < 700 else math.inf


def _decimal(rate: float) -> Decimal:
    return Decimal(repr(rate)).quantize(_PLACES, ROUND_HALF_EVEN) + 0  # no minus zero


def periodic_rate(amounts: Sequence[int]) -> float | str:
    """Rate per period at which amounts one period apart are worth nothing together; a reason code if there is none."""
    reason = _unsolvable(amounts, range(len(amounts)))
    if reason is not None:
        return reason
    from pyxirr import irr  # late: forms and lists that show no rate start without it

    return _checked(irr(_scaled(amounts), silent=True))


def dated_rate(flows: Sequence[CashFlow]) -> float | str:
    """Yearly rate (XIRR, actual days ÷ 365, compounding) of dated flows in date order; a reason code if none."""
    amounts = [flow.amount_minor for flow in flows]
    times = [(flow.on - flows[0].on).days / 365 for flow in flows]
    reason = _unsolvable(amounts, times)
    if reason is not None:
        return reason
    from pyxirr import xirr  # late, as above

    rate = _checked(xirr([flow.on for flow in flows], _scaled(amounts), silent=True))
    return rate if isinstance(rate, str) else _nearer(rate, amounts, times)


def _scaled(amounts: Sequence[int]) -> list[float]:
    """The amounts for the solver, by one power of two, which leaves their digits and their rate as they are.

    It stops where what is left of all flows is small as a number, whatever they are: many millions never come so
    close, and of a few fen it would be content too soon. So the largest is between 2²² and 2²³ (some 60,000 yuan).
    """
    shift = _SOLVED_BITS - max(map(abs, amounts)).bit_length()
    return [math.ldexp(amount, shift) for amount in amounts]


def _nearer(rate: float, amounts: Sequence[int], times: Sequence[float]) -> float:
    """``rate`` after one step of Newton's: the solver of dated flows stops at ten digits, which millions show."""
    log_rate = math.log1p(rate)
    worth = _values(amounts, times, log_rate)
    falling = math.fsum(value * time for value, time in zip(worth, times, strict=True))
    return math.expm1(log_rate + math.fsum(worth) / falling) if falling else rate


def _checked(rate: float | None) -> float | str:
    """The solver answers None, infinity or −1 where it ran out of numbers."""
    if rate is None or not math.isfinite(rate) or rate <= -1 + 1e-12:
        return NO_SOLUTION
    return rate


def _unsolvable(amounts: Sequence[int], times: Sequence[float]) -> str | None:
    """Why the flows have no rate, or no single one. A loan changes sign once and then has exactly one."""
    signs = [amount > 0 for amount in amounts if amount]
    if not signs:
        return NO_FLOWS
    changes = sum(before != after for before, after in pairwise(signs))
    if changes == 0:
        return NO_SOLUTION
    if changes == 1:
        return None
    roots = _count_roots(amounts, times)
    return None if roots == 1 else SEVERAL if roots else NO_SOLUTION


def _count_roots(amounts: Sequence[int], times: Sequence[float]) -> int:
    """How often the present value changes sign between −95 % and +10,000 % a period, in fine steps.

    In finer ones between −26 % and +35 %, where the rates of short terms stand close together.
    """
    near = [0.0005 * step for step in range(-600, 600)]
    log_rates = [0.02 * step for step in range(-150, -15)] + near + [0.02 * step for step in range(15, 232)]
    signs = [value > 0 for log_rate in log_rates if (value := _worth(amounts, times, log_rate))]
    return sum(before != after for before, after in pairwise(signs))


def _worth(amounts: Sequence[int], times: Sequence[float], log_rate: float) -> float:
    """What the flows are worth together (see ``_values``); only its sign is used."""
    return sum(_values(amounts, times, log_rate))


def _values(amounts: Sequence[int], times: Sequence[float], log_rate: float) -> list[float]:
    """What each flow is worth at the time where they are worth most, so that no power overflows."""
    powers = [-log_rate * time for time in times]
    largest = max(powers)
    return [amount * math.exp(power - largest) for amount, power in zip(amounts, powers, strict=True)]
