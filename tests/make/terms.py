"""Loans for the tests of the domain: one short call per loan, and strategies for any loan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from planner.domain.accounts.loan import Every, Lender, Loan, Method, OnRateChange, RateChange
from planner.domain.accounts.terms import Fee, FeeWhen, PrepaymentStep, Remainder, StepUnit
from planner.domain.basics.calendar import month_end
from planner.domain.basics.money import Rounding
from planner.domain.basics.rates import DayCount, Rate, RateBasis

LENDER = Lender(1, "某机构")


def loan(
    method: Method = Method.LEVEL_PAYMENT,
    principal_minor: int = 1_000_000,
    terms: int | None = 12,
    rate: str = "0.18",
    basis: RateBasis = RateBasis.YEAR,
    start_on: date = date(2026, 1, 15),
    **more: Any,
) -> Loan:
    """10,000.00 at 18 % a year over twelve months from 2026-01-15, changed by what is given."""
    return Loan(1, LENDER, "测试", method, start_on, Rate(Decimal(rate), basis), principal_minor, terms, **more)


def daily(method: Method, principal_minor: int, terms: int | None, rate: str, start_on: date, **more: Any) -> Loan:
    """Interest by actual days at a rate per day."""
    return loan(method, principal_minor, terms, rate, RateBasis.DAY, start_on, day_count=DayCount.ACT_365, **more)


def line(rate: str = "0.0005", basis: RateBasis = RateBasis.DAY, **more: Any) -> Loan:
    """A revolving line, by actual days unless told otherwise."""
    method, day_count = more.pop("method", Method.REVOLVING), more.pop("day_count", DayCount.ACT_365)
    return loan(method, 0, None, rate, basis, day_count=day_count, **more)


_RATES = {
    RateBasis.YEAR: st.decimals("0", "0.36", places=4),
    RateBasis.MONTH: st.decimals("0", "0.03", places=5),
    RateBasis.DAY: st.decimals("0", "0.001", places=6),
    RateBasis.TERM: st.decimals("0", "0.03", places=4),
    RateBasis.TOTAL: st.decimals("0", "0.36", places=4),
}
_PARTED = (Method.EQUAL_PRINCIPAL, Method.FLAT_FEE)
_FEES = st.lists(
    st.one_of(
        st.builds(Fee, st.just("费"), st.sampled_from(FeeWhen), st.integers(0, 5_000)),
        st.builds(Fee, st.just("费"), st.sampled_from(FeeWhen), st.none(), st.decimals("0", "0.02", places=4)),
    ),
    max_size=2,
)


@st.composite
def changes(draw: st.DrawFn, start_on: date) -> tuple[RateChange, ...]:
    """None, one or a few changes of the rate, on any day after the start."""
    gaps = sorted(draw(st.sets(st.integers(1, 1500), max_size=3)))
    basis = st.sampled_from([RateBasis.YEAR, RateBasis.MONTH, RateBasis.DAY])
    rates = [Rate(draw(_RATES[one]), one) for one in (draw(basis) for _ in gaps)]
    return tuple(RateChange(start_on + timedelta(gap), rate) for gap, rate in zip(gaps, rates, strict=True))


@st.composite
def loans(draw: st.DrawFn, most_terms: int = 48, only: Method | None = None) -> Loan:
    """Any loan of a scheduled method, or of one of them, that ``validate`` accepts."""
    method = only or draw(st.sampled_from([method for method in Method if method.scheduled]))
    flat = [RateBasis.TERM, RateBasis.TOTAL]
    basis = draw(
        st.sampled_from(flat if method is Method.FLAT_FEE else [RateBasis.YEAR, RateBasis.MONTH, RateBasis.DAY])
    )
    start_on = draw(st.dates(date(2015, 1, 1), date(2035, 12, 31)))
    gap = draw(st.none() | st.integers(1, 70))
    terms = draw(st.integers(1, most_terms))
    waits = method in (Method.LEVEL_PAYMENT, Method.EQUAL_PRINCIPAL) and draw(st.booleans())
    made = loan(
        method,
        draw(st.integers(1, 300) | st.integers(10_000, 100_000_000)),
        terms,
        interest_only_terms=draw(st.integers(0, terms - 1)) if waits else 0,
        start_on=start_on,
        every=draw(st.sampled_from(Every)),
        first_due_on=None if gap is None else start_on + timedelta(gap),
        due_day=draw(st.none() | st.integers(1, 31)),
        day_count=draw(st.sampled_from(DayCount)),
        fees=tuple(draw(_FEES)),
        rate=str(draw(_RATES[basis])),
        basis=basis,
        rate_changes=() if method is Method.FLAT_FEE else draw(st.just(()) | changes(start_on)),
        on_rate_change=draw(st.sampled_from(OnRateChange)),
        rounding=draw(st.sampled_from(Rounding)),
        remainder=draw(st.sampled_from(Remainder)) if method in _PARTED else Remainder.LAST,
    )
    if made.every in (Every.MONTH, Every.QUARTER) and draw(st.integers(0, 3)) == 0:
        first = made.first_due_on
        made = replace(made, month_end=True, first_due_on=None if first is None else month_end(first))
    made.validate()
    return made


@st.composite
def steps(draw: st.DrawFn, *, flat: bool = False) -> tuple[PrepaymentStep, ...]:
    """Steps of a fee for paying early, as ``validate`` accepts them; of a flat fee without months of interest."""
    ends = sorted(draw(st.sets(st.integers(1, 40), min_size=1, max_size=3)))
    unit, prices = draw(st.sampled_from(StepUnit)), [*draw(st.permutations(["0.05", "0.03", "0.01", "0"]))]
    made = [PrepaymentStep(end, share=Decimal(price), unit=unit) for end, price in zip(ends, prices, strict=False)]
    if not flat and draw(st.booleans()):
        months = draw(st.sampled_from([Decimal(1), Decimal("1.5"), Decimal(3)]))
        made[0] = PrepaymentStep(ends[0], months_interest=months, unit=unit)
    if draw(st.booleans()):
        made.append(PrepaymentStep(share=Decimal("0.005")))
    return tuple(made)


@st.composite
def prepayment_fees(draw: st.DrawFn, made: Loan) -> dict[str, Any]:
    """None, one that is always the same, or one that goes by steps."""
    if draw(st.booleans()):
        return {"prepayment_fee": draw(st.sampled_from([Decimal(0), Decimal("0.03")])), "prepayment_steps": ()}
    return {"prepayment_fee": Decimal(0), "prepayment_steps": draw(steps(flat=made.method is Method.FLAT_FEE))}
