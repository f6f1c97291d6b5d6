"""The working behind a yearly cost: every cash flow with its place in time, and the proof that the rate fits them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, localcontext

from planner.domain.accounts.loan import Loan
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.schedule.instalments import instalments
from planner.domain.schedule.methods import Instalment
from planner.domain.schedule.yearly_cost import (
    PERIODS,
    CashFlow,
    YearlyCost,
    as_lent,
    stands_regularly,
    term_places,
    yearly_cost,
)
from planner.values import dataclass

_DIGITS = 40  # far beyond what is shown, so that the remainder is the rate's and not the arithmetic's
_SHOWN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Step:
    """One day's cash flow, fen: positive to the borrower.

    ``value_minor`` is the flow discounted to the first day at the rate found; ``balance_minor`` what is owed after it
    if that rate is what the money costs.
    """

    number: int
    on: date
    amount_minor: int
    value_minor: Decimal
    balance_minor: Decimal


@dataclass(frozen=True, slots=True)
class Working:
    """How a yearly cost comes about.

    Attributes:
        cost: the yearly cost.
        regular: whether terms are all alike, so that the nominal rate is period IRR × ``periods``; otherwise the
            effective one is XIRR on actual days ÷ 365 and the nominal follows from it.
        periods: terms a year.
        per_period: the rate of one term, None where there is no rate.
        steps: the flows in the order of their days.
        remainder_minor: the sum of all discounted flows at the rate as shown, fen with two places; about 0.
        advertised: the rate of the contract as a nominal yearly rate; None for a fee on the original principal.
        gap: nominal less advertised, as a fraction; None where either is missing.
    """

    cost: YearlyCost
    regular: bool
    periods: int
    per_period: Decimal | None
    steps: tuple[Step, ...]
    remainder_minor: Decimal | None
    advertised: Decimal | None
    gap: Decimal | None


def working(
    loan: Loan, as_of: date, rows: Sequence[Instalment] | None = None, payouts: Sequence[CashFlow] = ()
) -> Working:
    """The working behind ``yearly_cost`` (PBOC Announcement 2021 No. 3: the internal rate of return of all flows).

    Args:
        loan: a validated loan; lines and cards are worked out on the example that their cost rests on.
        as_of: lines and cards: the day whose rate is meant.
        rows: as in ``yearly_cost``.
        payouts: as in ``yearly_cost``.
    """
    cost = yearly_cost(loan, rows, as_of=as_of, payouts=payouts)
    rate = loan.rate if loan.method.scheduled else loan.rate_on(as_of)
    advertised = advertised_yearly(loan, rate)
    lent = as_lent(loan, as_of)
    rows = instalments(lent) if rows is None else rows
    regular, periods = stands_regularly(lent, rows, payouts), PERIODS[lent.every]
    gap = None if cost.nominal is None or advertised is None else cost.nominal - advertised
    if cost.nominal is None or cost.effective is None:
        steps = tuple(Step(i, flow.on, flow.amount_minor, Decimal(0), Decimal(0)) for i, flow in enumerate(cost.flows))
        return Working(cost, regular, periods, None, steps, None, advertised, gap)
    with localcontext() as context:
        context.prec = _DIGITS
        per_period = cost.nominal / periods
        if regular:
            growth = 1 + per_period
            places = term_places(lent)
            times = [Decimal(places[flow.on]) for flow in cost.flows]
        else:
            growth = 1 + cost.effective
            times = [Decimal((flow.on - cost.flows[0].on).days) / 365 for flow in cost.flows]
        steps = _steps(cost, growth, times)
        remainder = sum((step.value_minor for step in steps), Decimal(0)).quantize(_SHOWN) + 0
    return Working(cost, regular, periods, per_period, steps, remainder, advertised, gap)


def advertised_yearly(loan: Loan, rate: Rate) -> Decimal | None:
    """The contract's rate as a nominal yearly one; None for fees on the original principal."""
    if rate.basis in (RateBasis.TERM, RateBasis.TOTAL):
        return None
    return rate.yearly(loan.day_count)


def _steps(cost: YearlyCost, growth: Decimal, times: list[Decimal]) -> tuple[Step, ...]:
    steps = []
    balance, before = Decimal(0), times[0]
    for number, (flow, time) in enumerate(zip(cost.flows, times, strict=True)):
        balance = balance * growth ** (time - before) + flow.amount_minor
        before = time
        steps.append(Step(number, flow.on, flow.amount_minor, flow.amount_minor / growth**time, balance))
    return tuple(steps)
