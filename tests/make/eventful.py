"""Accounts to which everything happens that can be recorded: agreements, waivers, plans, what was taken back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import (
    Account,
    Allowance,
    AllowanceKind,
    Arrangement,
    ArrangementKind,
    ArrangementState,
    CardPlan,
    Denial,
    Draw,
    DrawKind,
    PlanEnd,
    PlanSource,
)
from planner.domain.accounts.terms import FeeWhen, Part
from planner.domain.schedule.instalments import instalments
from planner.values import replace
from tests.make.accounts import any_histories

_AMOUNTS = st.integers(1, 900_000)
_KINDS = [kind for kind in ArrangementKind if kind is not ArrangementKind.NEW_INSTALMENTS]


@st.composite
def eventful(draw: st.DrawFn) -> Account:
    """Any account with any records of every kind, within some four hundred days of its start."""
    account = draw(any_histories())
    days = st.integers(0, 400).map(lambda count: account.loan.start_on + timedelta(count))
    card, scheduled = account.loan.method is Method.CARD, account.loan.method.scheduled
    gaps = st.none() | st.integers(0, 40)
    returned = [(paid, draw(gaps)) for paid in account.repayments]
    more: dict[str, Any] = {
        "repayments": tuple(
            paid if gap is None else replace(paid, reversed_on=paid.on + timedelta(gap)) for paid, gap in returned
        ),
        "allowances": tuple(draw(_allowance(number, days)) for number in range(1, draw(st.integers(0, 2)) + 1)),
        "arrangements": tuple(draw(_agreed(number, days)) for number in range(1, draw(st.integers(0, 1)) + 1)),
        "checked_on": draw(st.none() | days),
    }
    if card:
        more["plans"] = tuple(draw(_plan(number, days)) for number in range(1, draw(st.integers(0, 2)) + 1))
        more["draws"] = tuple(replace(one, kind=draw(st.sampled_from(DrawKind))) for one in account.draws)
    elif scheduled:
        more["draws"] = tuple(Draw(number, draw(days), draw(_AMOUNTS)) for number in range(draw(st.integers(0, 1))))
        due_days = [row.due_on for row in instalments(account.loan)]
        denied = draw(st.lists(st.sampled_from(due_days), max_size=2))
        more["denials"] = tuple(Denial(number, on + timedelta(2), on) for number, on in enumerate(denied, 1))
    loan = replace(
        account.loan,
        auto_debit=draw(st.booleans()),
        settled_on=draw(st.none() | st.none() | days),
        tolerance_minor=draw(st.sampled_from([0, 100])),
    )
    return replace(account, loan=loan, **more)


@st.composite
def _allowance(draw: st.DrawFn, number: int, days: st.SearchStrategy[date]) -> Allowance:
    kind = draw(st.sampled_from(AllowanceKind))
    part = draw(st.none() | st.sampled_from(Part)) if kind is AllowanceKind.WAIVER else None
    return Allowance(number, draw(days), draw(_AMOUNTS), kind, part)


@st.composite
def _agreed(draw: st.DrawFn, number: int, days: st.SearchStrategy[date]) -> Arrangement:
    kind, on = draw(st.sampled_from(_KINDS)), draw(days)
    state = draw(st.sampled_from([ArrangementState.AGREED, ArrangementState.BROKEN, ArrangementState.KEPT]))
    ended = None if state is ArrangementState.AGREED else on + timedelta(draw(st.integers(0, 90)))
    until = on + timedelta(draw(st.integers(1, 60)))
    suspended = kind is ArrangementKind.SUSPENDED_INTEREST
    return Arrangement(
        number,
        kind,
        state,
        agreed_on=on,
        ended_on=ended,
        from_on=on if suspended else None,
        until_on=until,
        terms=draw(st.integers(1, 6)),
        amount_minor=draw(_AMOUNTS),
        part=draw(st.sampled_from(Part)) if kind is ArrangementKind.WAIVER else None,
        bears_interest=draw(st.booleans()),
    )


@st.composite
def _plan(draw: st.DrawFn, number: int, days: st.SearchStrategy[date]) -> CardPlan:
    on = draw(days)
    return CardPlan(
        number,
        on,
        draw(_AMOUNTS),
        draw(st.integers(1, 12)),
        Decimal("0.006"),
        fee_when=draw(st.sampled_from([FeeWhen.PER_TERM, FeeWhen.UPFRONT])),
        at_end=draw(st.sampled_from(PlanEnd)),
        ended_on=draw(st.none() | st.integers(0, 200).map(lambda count: on + timedelta(count))),
        source=draw(st.sampled_from(PlanSource)),
        own_limit=draw(st.booleans()),
    )
