"""A loan that is paid out in parts: each is owed from its day, and the instalments to come repay it by the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.records import Account, Draw, Repayment
from planner.domain.basics.money import half_up
from planner.domain.ledger.agreed import cost_of, working_of
from planner.domain.ledger.position import position
from planner.domain.ledger.state import DueStatus
from planner.domain.schedule.instalments import instalments
from planner.domain.schedule.yearly_cost import yearly_cost
from planner.domain.what_if.prepay import prepaying, settling
from tests.make.accounts import at, day, equal_principal, fen
from tests.make.terms import loan, loans


def paid_out(terms: Loan, *parts: tuple[str, int]) -> Account:
    return Account(terms, draws=tuple(Draw(key, day(on), fen(yuan)) for key, (on, yuan) in enumerate(parts, start=1)))


def test_a_balance_in_favour_is_used_by_what_is_paid_out_next() -> None:
    account = Account(equal_principal(), repayments=(Repayment(1, day("01-20"), fen(12_140)),))
    assert at(account, "01-20").credit_minor == fen(100)  # ten days cost 40.00
    place = at(replace(account, draws=(Draw(1, day("02-15"), fen(300)),)), "02-15")
    assert (place.principal_minor, place.credit_minor, place.adjusted_minor) == (fen(200), 0, 0)


def test_the_principal_rises_on_the_day_and_the_rest_is_spread_to_the_end() -> None:
    account = paid_out(equal_principal(), ("02-25", 5_500))
    assert at(account, "02-24").principal_minor == fen(12_000)
    place = at(account, "02-25")
    assert place.principal_minor == fen(17_500)  # nothing is paid: 1,000.00 of it is overdue
    assert [due.principal_minor for due in place.dues] == [fen(1_000)] + [fen(1_500)] * 11
    # 15 days on 11,000.00, and of the month's 30 the other 15 on 16,500.00
    assert place.dues[1].interest_minor == fen("55") + fen("82.50")
    assert place.dues[2].interest_minor == fen(150)
    assert place.dues[-1].due_on == day("2027-01-10")


def test_a_part_paid_out_on_a_due_date_bears_interest_from_then_on() -> None:
    place = at(paid_out(equal_principal(), ("03-10", 5_000)), "03-10")
    assert [due.interest_minor for due in place.dues[:3]] == [fen(120), fen(110), fen(150)]
    assert [due.principal_minor for due in place.dues[1:3]] == [fen(1_000), fen(1_500)]


def test_a_part_paid_out_after_the_instalment_in_hand_was_paid_costs_its_days_with_the_next() -> None:
    account = paid_out(equal_principal(), ("02-25", 5_000))
    early = Repayment(1, day("02-20"), fen(1_110))
    account = replace(account, repayments=(Repayment(2, day("02-10"), fen(1_120)), early))
    place = at(account, "02-25")
    assert [due.status for due in place.dues[:3]] == [DueStatus.ON_TIME, DueStatus.ON_TIME, DueStatus.PENDING]
    # 15 days of March's term on what was paid out, and April's on everything
    assert place.dues[2].interest_minor == fen(25) + fen(150)
    assert place.principal_minor == fen(15_000)


def test_parts_paid_out_before_the_records_count_as_repaid_with_what_was_paid() -> None:
    terms = equal_principal(paid_terms=4)
    place = at(paid_out(terms, ("02-25", 5_500)), "05-11")
    assert [due.status for due in place.dues[:5]] == [DueStatus.COVERED] * 4 + [DueStatus.PENDING]
    assert place.principal_minor == fen(17_500 - 1_000 - 3 * 1_500)
    assert place.overdue_minor == 0


@pytest.mark.parametrize("method", [Method.LEVEL_PAYMENT, Method.INTEREST_ONLY, Method.BULLET])
def test_other_methods_repay_what_is_paid_out_too(method: Method) -> None:
    account = paid_out(loan(method), ("03-01", 5_000))
    rows = position(account, date(2026, 3, 1)).dues
    assert sum(due.principal_minor for due in rows) == fen(15_000)
    if method is Method.LEVEL_PAYMENT:
        assert len({due.amount_minor for due in rows[2:-1]}) == 1
        assert rows[2].interest_minor == half_up(
            Fraction(fen(15_000) - rows[0].principal_minor - rows[1].principal_minor) * Fraction(15, 1000)
        )
    else:
        # 5,000.00 at 1.5 % a month from the 14th day of a term of 30 on
        bare = sum(row.interest_minor for row in instalments(loan(method)))
        assert sum(due.interest_minor for due in rows) - bare == fen(5_000) * 15 * (30 * 10 + 16) // 1000 // 30


def test_the_yearly_cost_has_every_part_on_its_day() -> None:
    account = paid_out(equal_principal(), ("02-25", 5_500), ("04-10", 5_000))
    cost = cost_of(account, day("05-01"))
    assert [(flow.on, flow.amount_minor) for flow in cost.flows if flow.amount_minor > 0] == [
        (day("01-10"), fen(12_000)),
        (day("02-25"), fen(5_500)),
        (day("04-10"), fen(5_000)),
    ]
    assert -sum(flow.amount_minor for flow in cost.flows) == cost.interest_minor
    assert cost.nominal is not None
    assert abs(cost.nominal - Decimal("0.12")) < Decimal("0.0015")  # by actual days
    # on due dates alone the terms stay alike, and the rate is the contract's to the fen
    regular = paid_out(equal_principal(), ("03-10", 5_000), ("04-10", 5_000))
    work = working_of(regular, day("05-01"))
    assert work.regular
    assert work.cost.nominal is not None
    assert abs(work.cost.nominal - Decimal("0.12")) < Decimal("0.000001")
    assert work.remainder_minor is not None
    assert abs(work.remainder_minor) < 1
    assert cost_of(Account(equal_principal()), day("05-01")) == yearly_cost(equal_principal())


def test_what_if_answers_with_what_was_paid_out() -> None:
    account = paid_out(loan(), ("03-01", 5_000))
    on = date(2026, 3, 5)
    ends = settling(account, on, today=on)
    assert ends.principal_minor + ends.accrued_minor + ends.interest_minor == ends.total_minor
    assert ends.principal_minor == fen(15_000)
    shorter, lower = prepaying(account, on, fen(3_000), today=on)
    assert shorter.fewer > 0 == lower.fewer
    assert lower.payment_minor < lower.payment_before_minor


@given(loans(most_terms=12), st.data())
def test_all_that_is_paid_out_is_repaid_by_the_same_end(terms: Loan, data: st.DataObject) -> None:
    if terms.method is Method.FLAT_FEE:
        return
    printed = instalments(terms)
    last = printed[-1].due_on
    days = st.integers(0, (last - terms.start_on).days - 1).map(lambda gap: terms.start_on + timedelta(gap))
    draws = data.draw(st.lists(st.builds(Draw, st.just(1), days, st.integers(1, 5_000_000)), max_size=3))
    account = Account(terms, draws=tuple(replace(draw, id=key) for key, draw in enumerate(draws)))
    place = position(account, last)
    assert sum(due.principal_minor for due in place.dues) == place.principal_minor
    assert place.principal_minor == terms.principal_minor + sum(draw.amount_minor for draw in draws)
    dates = [due.due_on for due in place.dues]
    assert dates == sorted(set(dates))
    if not terms.rate_changes:
        assert dates == [row.due_on for row in printed if row.due_on in dates]
        assert dates[-1] == last
