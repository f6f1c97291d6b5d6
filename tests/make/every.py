"""A book of every product on the list, each with a year and a half of records, and of names that nobody should have."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle
from typing import Any

from planner.domain.accounts.loan import Lender, Loan, Method
from planner.domain.accounts.records import (
    Account,
    Allowance,
    AllowanceKind,
    Arrangement,
    ArrangementKind,
    ArrangementState,
    CardPlan,
    Draw,
    DrawKind,
    Move,
    MoveKind,
    PlanSource,
    Repayment,
)
from planner.domain.accounts.terms import Fee, FeeWhen, Part
from planner.domain.basics.calendar import add_months
from planner.domain.basics.rates import Rate
from planner.domain.reference.products import Preset, loan_terms
from planner.domain.schedule.instalments import instalments
from planner.storage.shipped import products
from planner.values import replace
from tests.make.databases import HOSTILE

TODAY = date(2026, 11, 23)
START = date(2025, 5, 31)
NAMES = (*HOSTILE, "[b", "a;b", "x | y", "  (code) * !", "Assets:Cash  100 CNY", "2026-01-01 open", "#tag ^link", "")


def every_product() -> tuple[Account, ...]:
    """An account of every product, method by method, as of ``TODAY``: paid, late, overdue, refunded, waived, moved."""
    found: list[Account] = []
    names = cycle(NAMES)
    for preset in products.load().presets:
        for method in preset.methods:
            number = len(found) + 1
            made = _loan(preset, method, number)
            found.append(_filled(made, number, next(names)))
    return tuple(found)


def _loan(preset: Preset, method: Method, number: int) -> Loan:
    terms = loan_terms(preset, method=method)
    rate = terms.rate or Rate(Decimal("0.006" if method is Method.FLAT_FEE else "0.12"), terms.rate_basis)
    more: dict[str, Any] = {"day_count": terms.day_count, "grace_days": terms.grace_days, "every": terms.every}
    if method.scheduled:
        fees = (Fee("手续费", FeeWhen.UPFRONT, amount_minor=8_888), Fee("服务费", FeeWhen.PER_TERM, amount_minor=333))
        more |= {"principal_minor": 1_234_567 + number, "terms": 1 if method is Method.BULLET else 24}
        more |= {"fees": fees if number % 2 else (), "penalty": preset.penalty_of(method)}
        more |= {"auto_debit": number % 3 == 0, "paid_terms": 2 if number % 5 == 0 else 0}
    elif method is Method.CARD:
        more |= {"statement_day": 31, "due_day": 20, "card": preset.card, "limit_minor": 5_000_000}
    else:
        more |= {"due_day": 21, "limit_minor": 5_000_000}
    foreign: dict[str, Any] = {"currency": "USD", "yuan_rate": Decimal("7.1")} if number % 7 == 0 else {}
    lender = Lender(number, terms.lender_name, terms.lender_kind)
    return Loan(number, lender, terms.name, method, START, rate, **more, **foreign)


def _filled(loan: Loan, number: int, note: str) -> Account:
    loan = loan if number % 4 else replace(loan, name=note, lender=Lender(number, note))
    if loan.method.scheduled:
        return _instalments(loan, number, note)
    months = [add_months(START, month) for month in range(1, 17)]
    draws = [Draw(at, on, 123_456 + at, note) for at, on in enumerate(months, 1)]
    paid = [Repayment(at, on + timedelta(19), 100_000 + at, note=note) for at, on in enumerate(months, 1)]
    waived = Allowance(1, date(2026, 3, 3), 5_000, AllowanceKind.WAIVER, Part.INTEREST, note=note)
    back = Allowance(2, date(2026, 4, 4), 12_345, AllowanceKind.REFUND, note=note)
    given = Allowance(3, date(2026, 5, 5), 99, AllowanceKind.CASHBACK, note=note)
    plans: tuple[CardPlan, ...] = ()
    if loan.method is Method.CARD:
        draws += [
            Draw(90, date(2026, 2, 2), 50_000, note, DrawKind.CASH),
            Draw(91, date(2026, 2, 3), 77, note, DrawKind.FEE),
        ]
        plans = tuple(
            CardPlan(at, date(2026, at, 15), 60_001, 6, Decimal("0.0066"), note=note, source=source)
            for at, source in enumerate(PlanSource, 3)
        )
    return Account(loan, tuple(draws), tuple(paid), plans=plans, allowances=(waived, back, given))


def _instalments(loan: Loan, number: int, note: str) -> Account:
    rows = [row for row in instalments(loan)[loan.paid_terms :] if row.due_on < TODAY and row.amount_minor]
    kept = rows[: len(rows) - number % 3]
    paid = [
        Repayment(at, row.due_on + timedelta(12 if at == 5 else -1), row.amount_minor, note=note)
        for at, row in enumerate(kept, 1)
    ]
    if len(paid) > 3:
        paid[2] = replace(paid[2], reversed_on=paid[2].on + timedelta(9))
    waived = Allowance(1, date(2026, 8, 8), 1_111, AllowanceKind.WAIVER, Part.PENALTY, note=note)
    kinds = (MoveKind.WRITTEN_OFF, MoveKind.SOLD, MoveKind.COLLECTION)
    moves = tuple(Move(at, date(2026, 9, at), kind, note, note=note) for at, kind in enumerate(kinds, 1))
    agreed = Arrangement(
        1, ArrangementKind.DEFERRAL, ArrangementState.AGREED, agreed_on=date(2026, 10, 10), terms=2, note=note
    )
    arrangements = (agreed,) if number % 2 else ()
    return Account(
        loan,
        repayments=tuple(paid),
        allowances=(waived,),
        moves=moves if number % 4 == 1 else (),
        arrangements=arrangements,
    )
