"""Debts of payoff tests: the published portfolio, and strategies for random ones of every prepayment rule."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from planner.domain.payoff.engine.model import Reducing, Row, Scheduled
from planner.domain.payoff.engine.problem import Budget, Problem

SEVEN = (  # seven lenders with what the borrower owes (yuan), the yearly rate and the minimum (yuan)
    (3_200, "0.1587", 320),
    (12_000, "0.1460", 1_100),
    (8_000, "0.1825", 760),
    (2_400, "0.1622", 220),
    (15_000, "0.2396", 900),
    (9_000, "0.1825", 450),
    (40_000, "0.0450", 1_200),
)


def reducing(number: int, balance: int, rate: str, minimum: int, **terms: object) -> Reducing:
    """A reducing debt of a lender of its own; balance and minimum in yuan."""
    return Reducing(number, number, balance * 100, (Decimal(rate),), minimum * 100, **terms)  # type: ignore[arg-type]


def seven(budget: int = 6_450) -> Problem:
    """The portfolio of seven lenders with a monthly budget in yuan."""
    debts = tuple(reducing(number, *terms) for number, terms in enumerate(SEVEN))
    return Problem(debts, Budget.of(budget * 100))


def flat(principal_minor: int, fee_minor: int, terms: int) -> tuple[Row, ...]:
    """Equal parts with the same fee every month; the last part takes the rest."""
    part = principal_minor // terms
    return (
        *(Row(part, 0, fee_minor) for _ in range(terms - 1)),
        Row(principal_minor - part * (terms - 1), 0, fee_minor),
    )


RATES = [Decimal(rate) for rate in ("0", "0.045", "0.0730", "0.146", "0.1825", "0.2396")]


@st.composite
def debts(draw: st.DrawFn, most: int = 5) -> tuple[Reducing | Scheduled, ...]:
    """Debts of up to three lenders, of every prepayment rule; every one of them can be paid off."""
    made: list[Reducing | Scheduled] = []
    for number in range(draw(st.integers(1, most))):
        lender, principal = draw(st.integers(1, 3)), draw(st.integers(1, 2_000_000))
        early = draw(st.sampled_from([1, 1, 1, 4, None]))
        fee = draw(st.sampled_from([Decimal(0), Decimal(0), Decimal("0.01"), Decimal("0.03")]))
        if draw(st.booleans()):
            minimum = max(1, principal * draw(st.integers(4, 20)) // 100)
            rate = draw(st.sampled_from(RATES))
            made.append(Reducing(number, lender, principal, (rate,), minimum, fee=fee, early_from=early))
        else:
            terms = draw(st.integers(1, 12))
            rows = flat(principal, draw(st.integers(0, principal // 50)), terms)
            stops = draw(st.booleans())
            made.append(Scheduled.of(number, lender, rows, fee=fee, charges_stop=stops, early_from=early))
    return tuple(made)


@st.composite
def problems(draw: st.DrawFn, most: int = 5) -> Problem:
    """Debts with money that covers what is required in the first months and more (it may still fall short later)."""
    owed = draw(debts(most))
    first = sum(
        debt.rows[0].total_minor if isinstance(debt, Scheduled) else debt.minimum_minor + debt.interest(10**6, 1)
        for debt in owed
    )
    monthly = first * draw(st.integers(110, 200)) // 100 + 1
    lumps = draw(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 500_000)), max_size=2))
    return Problem(owed, Budget((monthly,), tuple(lumps), carry=draw(st.booleans())))
