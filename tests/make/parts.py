"""Loans that take a part early, with what was paid on them and what is paid extra; and books of all kinds of debts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import assume
from hypothesis import strategies as st

from planner.domain.accounts.loan import (
    Every,
    Excess,
    Lender,
    Loan,
    Method,
    OnRateChange,
    PinnedInstalment,
    Prepayment,
    RateChange,
)
from planner.domain.accounts.records import Account, Arrangement, ArrangementKind, ArrangementState, Repayment
from planner.domain.accounts.terms import Fee, FeeWhen, Part, Penalty, PrepaymentStep
from planner.domain.basics.money import Rounding
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.book import Book
from planner.domain.ledger.position import position
from planner.domain.payoff.debts.owed import owed
from planner.domain.payoff.engine.model import Debt, Reducing, Row, Scheduled
from planner.domain.payoff.engine.parted import Parted
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.engine.walk import Walk
from planner.domain.payoff.search.orders import Order
from planner.domain.schedule.instalments import instalments
from tests.make.terms import changes, loans

TODAY = date(2026, 11, 2)
_STEPS = (PrepaymentStep(2, Decimal("0.03")), PrepaymentStep(5, Decimal("0.01")))
_PARTED = [Method.LEVEL_PAYMENT, Method.LEVEL_PAYMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY, Method.FLAT_FEE]


@dataclass(frozen=True)
class Extra:
    """A rule: in each of these months so many thousandths of what the only debt owes."""

    thousandths: Mapping[int, int]

    def spend(self, walk: Walk) -> None:
        share = self.thousandths.get(walk.month, 0)
        if share and walk.balances[0]:
            walk.pay(0, max(1, walk.balances[0] * share // 1000))

    def rests(self, walk: Walk) -> bool:
        return False


@st.composite
def paid_in_part(draw: st.DrawFn) -> tuple[Account, date, Extra]:
    """Any loan that takes a part early, a day, and what is paid extra from then on.

    What fell due before is paid, but for up to two of the last instalments. Sums are so large that no extra payment is
    by chance what the next instalments ask for, which would pay those as printed.
    """
    made = draw(loans(most_terms=24, only=draw(st.sampled_from(_PARTED))))
    made = replace(made, principal_minor=made.principal_minor % 10**8 + 10**6, fees=made.fees)
    if draw(st.booleans()):
        made = replace(made, every=Every.MONTH, month_end=False, due_day=None, first_due_on=None)
    if not made.rate_changes and made.method is not Method.FLAT_FEE and draw(st.booleans()):
        made = replace(made, rate_changes=draw(changes(made.start_on)))
    fee = draw(st.sampled_from([Decimal(0), Decimal("0.03"), Decimal("0.0137")]))
    steps = draw(st.sampled_from([(), _STEPS])) if fee else ()
    made = replace(
        made,
        excess=draw(st.sampled_from([Excess.SHORTER_TERM, Excess.LOWER_PAYMENT])),
        prepayment=Prepayment.FEE_SHARE if fee else Prepayment.FREE,
        prepayment_fee=Decimal(0) if steps else fee,
        prepayment_steps=steps,
        penalty=draw(st.none() | st.just(Penalty(Decimal("1.5")))) if made.method is not Method.FLAT_FEE else None,
    )
    if draw(st.integers(0, 3)) == 0:
        made = replace(made, pinned=_pinned(made, draw(st.integers(1, 3))))
    today = made.start_on + timedelta(draw(st.just(0) | st.integers(0, 500)))
    extra = draw(st.dictionaries(st.integers(1, 30), st.integers(57, 1000), min_size=1, max_size=6))
    return _paid(made, today, draw(st.sampled_from([0, 0, 1, 2]))), today, Extra(extra)


@st.composite
def paid_at_once(draw: st.DrawFn) -> tuple[Account, date, Extra]:
    """A loan with one due date, by any day count, fee and rounding, a part of which may be paid already, and extra."""
    made = draw(loans(most_terms=24, only=Method.BULLET))
    made = replace(made, principal_minor=made.principal_minor % 10**8 + 10**6, every=Every.MONTH, month_end=False)
    fee = draw(st.sampled_from([Decimal(0), Decimal(0), Decimal("0.03"), Decimal("0.0137")]))
    steps = draw(st.sampled_from([(), _STEPS])) if fee else ()
    wait = draw(st.none() | st.integers(20, 200))
    made = replace(
        made,
        prepayment=Prepayment.FEE_SHARE if fee else Prepayment.FREE,
        prepayment_fee=Decimal(0) if steps else fee,
        prepayment_steps=steps,
        prepay_from=None if wait is None else made.start_on + timedelta(wait),
        fees=tuple(replace(one, stops=draw(st.booleans())) for one in made.fees),
    )
    today = made.start_on + timedelta(draw(st.integers(0, 300)))
    before = draw(st.none() | st.integers(0, 250))
    paid: tuple[Repayment, ...] = ()
    if before is not None and made.start_on + timedelta(before) < today:
        paid = (Repayment(1, made.start_on + timedelta(before), draw(st.integers(1_000, 900_000))),)
    extra = draw(st.dictionaries(st.integers(1, 24), st.integers(1, 1000), min_size=1, max_size=6))
    return Account(made, repayments=paid), today, Extra(extra)


@st.composite
def under_agreement(draw: st.DrawFn) -> tuple[Account, date, Extra]:
    """The same with something agreed up to that day: put off, interest alone, new instalments, waived, suspended."""
    account, today, extra = draw(paid_in_part() | paid_at_once())
    on = today - timedelta(draw(st.integers(0, 60)))
    assume(on > account.loan.start_on)
    kind = draw(st.sampled_from([one for one in ArrangementKind if one is not ArrangementKind.REDUCED_SETTLEMENT]))
    first = draw(st.none() | st.integers(1, 80))
    more: dict[str, object] = {"from_on": None if first is None else on + timedelta(first)}
    if kind is ArrangementKind.WAIVER:
        more = {"amount_minor": draw(st.integers(100, 50_000)), "part": draw(st.sampled_from(Part))}
    elif kind is ArrangementKind.SUSPENDED_INTEREST:
        more["until_on"] = on + timedelta(80 + draw(st.integers(1, 90)))
    elif kind is ArrangementKind.DEFERRAL:
        more |= {"terms": draw(st.integers(1, 6)), "bears_interest": draw(st.booleans())}
    else:
        yearly = draw(st.none() | st.sampled_from(["0", "0.06", "0.1"]))
        rate = None if yearly is None else Rate(Decimal(yearly), RateBasis.YEAR)
        more |= {"terms": draw(st.integers(1, 18)), "rate": rate}
        if kind is ArrangementKind.INTEREST_ONLY:
            more.pop("rate")
    agreed = Arrangement(1, kind, ArrangementState.AGREED, on, on, **more)  # type: ignore[arg-type]
    return replace(account, arrangements=(agreed,)), today, extra


def _pinned(loan: Loan, count: int) -> tuple[PinnedInstalment, ...]:
    """The first rows as the lender might print them: with a few fen more of interest."""
    rows = instalments(loan)[:count]
    return tuple(
        PinnedInstalment(row.number, row.due_on, row.principal_minor, row.interest_minor + 7, row.fee_minor)
        for row in rows
    )


def _paid(loan: Loan, today: date, missed: int) -> Account:
    past = [due for due in position(Account(loan), today).dues if due.due_on < today and due.amount_minor]
    kept = past[: len(past) - missed] if missed else past
    return Account(
        loan, repayments=tuple(Repayment(at, due.due_on, due.amount_minor) for at, due in enumerate(kept, 1))
    )


_FEES = st.sampled_from(
    [
        (),
        (),
        (Fee("服务费", FeeWhen.PER_TERM, 1_500),),
        (Fee("保险", FeeWhen.PER_TERM, 900, stops=False),),
        (Fee("担保", FeeWhen.PER_TERM, None, Decimal("0.002"), on_remaining=True),),
        (Fee("服务费", FeeWhen.PER_TERM, 2_000, from_on=TODAY + timedelta(70)),),
    ]
)


@st.composite
def ordinary(draw: st.DrawFn, number: int, most_terms: int = 12) -> Account:
    """An ordinary loan by months with every rule on rates, fees and paying early; the last instalment may be missed."""
    method = draw(st.sampled_from(_PARTED))
    terms = draw(st.integers(3, most_terms))
    flat = method is Method.FLAT_FEE
    waits = draw(st.sampled_from([0, 0, 0, 1])) if method in (Method.LEVEL_PAYMENT, Method.EQUAL_PRINCIPAL) else 0
    start = TODAY - timedelta(30 * draw(st.integers(0, terms - 2)) + draw(st.integers(0, 28)))
    yearly = st.sampled_from(["0.03", "0.06", "0.10", "0.146", "0.18", "0.24"])
    gaps = sorted(draw(st.sets(st.integers(20, 30 * terms), max_size=2))) if not flat and draw(st.booleans()) else []
    stepped = tuple(RateChange(start + timedelta(gap), Rate(Decimal(draw(yearly)), RateBasis.YEAR)) for gap in gaps)
    fee = draw(st.sampled_from([None, None, None, "0.01", "0.03"]))
    early = draw(st.none() | st.none() | st.none() | st.integers(10, 150))
    loan = Loan(
        number,
        Lender(draw(st.integers(1, 3)), "机构"),
        f"贷款{number}",
        method,
        start,
        Rate(Decimal("0.006"), RateBasis.TERM) if flat else Rate(Decimal(draw(yearly)), RateBasis.YEAR),
        draw(st.integers(100_000, 5_000_000)),
        terms,
        day_count=DayCount.THIRTY_360 if flat else draw(st.sampled_from([DayCount.THIRTY_360, DayCount.ACT_365])),
        fees=draw(_FEES),
        rate_changes=stepped,
        on_rate_change=draw(st.sampled_from(OnRateChange)),
        interest_only_terms=waits,
        prepayment=Prepayment.FEE_SHARE if fee else Prepayment.FREE,
        prepayment_fee=Decimal(fee or 0),
        excess=draw(st.sampled_from([Excess.SHORTER_TERM, Excess.LOWER_PAYMENT])),
        prepay_from=None if early is None else TODAY + timedelta(early),
        penalty=None if flat else Penalty(Decimal("1.5")),
    )
    return _paid(loan, TODAY, draw(st.sampled_from([0, 0, 0, 1])))


@st.composite
def at_once(draw: st.DrawFn, number: int) -> Account:
    """An ordinary loan that is repaid all at once."""
    fee, early = draw(st.sampled_from([None, None, "0.01"])), draw(st.none() | st.integers(10, 90))
    made = Loan(
        number,
        Lender(draw(st.integers(1, 4)), "机构"),
        f"贷款{number}",
        Method.BULLET,
        TODAY - timedelta(draw(st.integers(0, 60))),
        Rate(Decimal(draw(st.sampled_from(["0.04", "0.10", "0.18", "0.24"]))), RateBasis.YEAR),
        draw(st.integers(50_000, 2_000_000)),
        draw(st.integers(4, 12)),
        day_count=draw(st.sampled_from([DayCount.THIRTY_360, DayCount.ACT_365])),
        rounding=draw(st.sampled_from(Rounding)),
        prepayment=Prepayment.FEE_SHARE if fee else Prepayment.FREE,
        prepayment_fee=Decimal(fee or 0),
        prepay_from=None if early is None else TODAY + timedelta(early),
    )
    return Account(made)


def debts_of(*accounts: Account) -> tuple[Debt, ...]:
    """What is owed on them as a plan sees it."""
    return owed(Book(accounts), TODAY).debts


def with_money(debts: tuple[Debt, ...], hundredths: int, **more: object) -> Problem:
    """With so many hundredths of what the dearest month asks for."""
    free = Problem(debts, Budget.of(10**12))
    asked = max(run(free, Order(())).required_minor)
    return Problem(debts, Budget((asked * hundredths // 100,), **more))  # type: ignore[arg-type]


@st.composite
def mixed(draw: st.DrawFn, most: int = 3, most_terms: int = 12, *, at_once_too: bool = False) -> Problem:
    """A book of such loans, some with a fee for paying early that falls by steps, a line and one settled whole.

    With ``at_once_too`` up to two of them are repaid at once.
    """
    count = draw(st.integers(1, most))
    accounts = [draw(ordinary(number, most_terms)) for number in range(1, count + 1)]
    for number in range(draw(st.integers(1, 2)) if at_once_too else 0):
        accounts.append(draw(at_once(70 + number)))
    debts = list(debts_of(*accounts))
    for at, debt in enumerate(debts):
        if isinstance(debt, Parted) and debt.fees[0] and draw(st.booleans()):
            steps = draw(st.integers(1, 4))
            debts[at] = replace(debt, fees=(debt.fees[0],) * steps + (debt.fees[0] / 3,) * steps + (Decimal(0),))
    if draw(st.integers(0, 3)) == 0:
        rates = (Decimal(draw(st.sampled_from(["0.05", "0.18"]))),)
        debts.append(
            Reducing(
                50, 4, draw(st.integers(50_000, 900_000)), rates, interest_and=Decimal("0.05"), minimum_minor=3_000
            )
        )
    if draw(st.integers(0, 4)) == 0:
        part = draw(st.integers(20_000, 200_000))
        debts.append(Scheduled.of(60, 5, [Row(part, 0, part // 40)] * 6))
    assume(debts)
    lumps = draw(st.lists(st.tuples(st.integers(1, 6), st.integers(10_000, 500_000)), max_size=1))
    carry = draw(st.sampled_from([True, True, False]))
    return with_money(
        tuple(debts), draw(st.sampled_from([100, 105, 120, 150, 200])), lumps_minor=tuple(lumps), carry=carry
    )
