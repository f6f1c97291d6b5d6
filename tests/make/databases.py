"""Loans of every kind for the tests of storage and services, hostile texts, and the whole content of a database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from planner.domain.accounts.loan import (
    Every,
    Excess,
    Lender,
    LenderKind,
    Loan,
    Method,
    OnRateChange,
    PinnedInstalment,
    Prepayment,
    RateChange,
)
from planner.domain.accounts.terms import (
    ORDER,
    CardInterest,
    CardTerms,
    Disclosed,
    DisclosedBasis,
    DueShift,
    Fee,
    FeeKind,
    FeeWhen,
    MinimumRule,
    Penalty,
    PenaltyBasis,
    PenaltyOn,
    PrepayDay,
    Remainder,
)
from planner.domain.basics.money import LIMIT_MINOR, Rounding
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.basics.reach import FIRST_DAY, LAST_DAY
from planner.storage.shipped import holidays
from tests.make.terms import steps

TODAY = date(2026, 11, 23)
HOSTILE = (
    "[/]",
    "[@click=app.quit]x[/]",
    "😀🏦👨‍👩‍👧",
    "招商银行（工资卡）" * 4 + "某某某某",
    "'; DROP TABLE loan; --",
    '"quoted" \\ back\\',
    "{loan} %s {0}",
    "第一行\n第二行",
)


def line(
    name: str = "借呗", lender: str = "蚂蚁", *, limit_minor: int = 5_000_000, start_on: date = date(2026, 1, 5)
) -> Loan:
    """A revolving line at 0.05 % a day."""
    return Loan(
        id=0,
        lender=Lender(0, lender, LenderKind.MICRO_LENDER, "某小额贷款公司"),
        name=name,
        method=Method.REVOLVING,
        start_on=start_on,
        rate=Rate(Decimal("0.0005"), RateBasis.DAY),
        day_count=DayCount.ACT_360,
        due_day=20,
        limit_minor=limit_minor,
    )


def card(name: str = "花呗", lender: str = "蚂蚁") -> Loan:
    """A bill account: cut on the 1st, due on the 10th."""
    return Loan(
        id=0,
        lender=Lender(0, lender),
        name=name,
        method=Method.CARD,
        start_on=date(2026, 1, 1),
        rate=Rate(Decimal("0.0005"), RateBasis.DAY),
        day_count=DayCount.ACT_360,
        limit_minor=1_000_000,
        statement_day=1,
        due_day=10,
    )


def level(name: str = "消费贷", lender: str = "某某银行", *, principal_minor: int = 1_200_000) -> Loan:
    """Twelve level payments at 12 % a year from 2026-06-15 on, the first on 2026-07-15."""
    return Loan(
        id=0,
        lender=Lender(0, lender, LenderKind.BANK, "某某银行股份有限公司"),
        name=name,
        method=Method.LEVEL_PAYMENT,
        start_on=date(2026, 6, 15),
        rate=Rate(Decimal("0.12"), RateBasis.YEAR),
        principal_minor=principal_minor,
        terms=12,
        first_due_on=date(2026, 7, 15),
        due_day=15,
        fees=(
            Fee("手续费", FeeWhen.UPFRONT, amount_minor=5_000),
            Fee("担保费", FeeWhen.PER_TERM, share=Decimal("0.0012")),
        ),
    )


def content(path: Path, *apart: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that something is entered in, read past the app, except the tables named."""
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: connection.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall()
            for name in sorted(names)
            if name not in apart and not name.startswith("kept_")  # worked out from the others
        }


def data(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What the person entered: everything but the journal and the counters of ids."""
    return content(path, "operation", "sqlite_sequence")


texts = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20))
amounts = st.integers(0, LIMIT_MINOR)
days = st.dates(FIRST_DAY, LAST_DAY)
rates = st.decimals(0, 10, allow_nan=False, allow_infinity=False).filter(lambda rate: not rate.is_signed())
fees = st.builds(
    lambda name, when, amount_minor, share, fixed, kind, stops, from_on, until_on: Fee(
        name,
        when,
        amount_minor if fixed else None,
        None if fixed else share,
        kind,
        name,
        stops,
        from_on,
        until_on,
        stops,
    ),
    texts,
    st.sampled_from(FeeWhen),
    amounts,
    rates,
    st.booleans(),
    st.sampled_from(FeeKind),
    st.booleans(),
    st.none() | days,
    st.none() | days,
)
cards = st.builds(
    CardTerms,
    st.none() | st.integers(1, 60),
    st.booleans(),
    amounts,
    st.sampled_from(CardInterest),
    st.sampled_from(MinimumRule),
    st.none() | rates,
    st.none() | amounts,
    st.none() | rates,
    amounts,
    st.none() | rates,
    amounts,
    texts,
)


rate_changes = st.lists(
    st.builds(
        RateChange,
        days,
        st.builds(Rate, rates, st.sampled_from([RateBasis.YEAR, RateBasis.MONTH, RateBasis.DAY])),
        texts,
    ),
    max_size=3,
    unique_by=lambda change: change.from_on,
).map(lambda changes: tuple(sorted(changes, key=lambda change: change.from_on)))


@st.composite
def loans(draw: st.DrawFn) -> Loan:
    """Any loan that the tables can hold, sensible or not."""
    numbers = draw(st.lists(st.integers(1, 600), unique=True, max_size=4))
    pinned = [
        PinnedInstalment(number, draw(days), draw(amounts), draw(amounts), draw(amounts)) for number in sorted(numbers)
    ]
    return Loan(
        id=0,
        lender=Lender(0, draw(texts.filter(bool)), draw(st.sampled_from(LenderKind)), draw(texts)),
        name=draw(texts),
        method=draw(st.sampled_from(Method)),
        start_on=draw(days),
        rate=Rate(draw(rates), draw(st.sampled_from(RateBasis))),
        principal_minor=draw(amounts),
        terms=draw(st.none() | st.integers(1, 600)),
        every=draw(st.sampled_from(Every)),
        first_due_on=draw(st.none() | days),
        due_day=draw(st.none() | st.integers(1, 31)),
        end_on=draw(st.none() | days),
        day_count=draw(st.sampled_from(DayCount)),
        fees=tuple(draw(st.lists(fees, max_size=3))),
        pinned=tuple(pinned),
        paid_terms=draw(st.integers(0, 600)),
        paid_counted_on=draw(st.none() | days),
        grace_days=draw(st.integers(0, 60)),
        prepayment=draw(st.sampled_from(Prepayment)),
        prepayment_fee=draw(rates),
        prepayment_steps=draw(steps()),
        prepay_on=draw(st.sampled_from(PrepayDay)),
        excess=draw(st.sampled_from(Excess)),
        limit_minor=draw(st.none() | amounts),
        statement_day=draw(st.none() | st.integers(1, 31)),
        rate_confirmed=draw(st.booleans()),
        product=draw(texts),
        currency=draw(st.sampled_from(["CNY", "USD"])),
        settled_on=draw(st.none() | days),
        closed_on=draw(st.none() | days),
        note=draw(texts),
        rate_changes=draw(rate_changes),
        on_rate_change=draw(st.sampled_from(OnRateChange)),
        interest_only_terms=draw(st.integers(0, 600)),
        rounding=draw(st.sampled_from(Rounding)),
        remainder=draw(st.sampled_from(Remainder)),
        application=tuple(draw(st.permutations(ORDER))),
        penalty=draw(st.none() | st.builds(Penalty, rates, st.sampled_from(PenaltyBasis), st.sampled_from(PenaltyOn))),
        disclosed=draw(st.none() | st.builds(Disclosed, rates, st.sampled_from(DisclosedBasis))),
        month_end=draw(st.booleans()),
        card=draw(cards),
        institution=draw(texts),
        closing_on=draw(st.none() | days),
        opening_known=draw(st.booleans()),
        yuan_rate=draw(st.none() | rates),
        tolerance_minor=draw(amounts),
        auto_debit=draw(st.booleans()),
        due_shift=(shift := draw(st.sampled_from(DueShift))),
        calendar=None if shift is DueShift.NONE else holidays.work_days(),
        first_by_days=draw(st.booleans()),
        payment_minor=draw(st.none() | st.integers(1, LIMIT_MINOR)),
        offset_minor=draw(amounts),
    )


def later(days_: int) -> date:
    """So many days after the first of January 2026."""
    return date(2026, 1, 1) + timedelta(days=days_)
