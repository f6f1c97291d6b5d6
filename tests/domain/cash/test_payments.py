"""What is paid to lenders by day: bills with and without a plan, settlements for less, what something else pays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import (
    Account,
    Arrangement,
    ArrangementKind,
    ArrangementState,
    CardPlan,
    Denial,
    Repayment,
)
from planner.domain.accounts.terms import CardInterest, CardTerms, MinimumRule
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.cash.movements import Gap, Kind, Lack, Movement
from planner.domain.cash.payments import gaps, payments
from planner.domain.ledger.position import position
from planner.domain.reminders.planned import Planned
from tests.make.accounts import any_histories, card, day, drawn, equal_principal, fen, paid, printed
from tests.make.examples import examples

TODAY, UNTIL = day("11-05"), day("12-31")


def walked(account: Account, *planned: Planned, today: str = "11-05") -> list[Movement]:
    on = day(today)
    return list(payments(account, position(account, on), planned, on, UNTIL))


def told(found: list[Movement]) -> list[tuple[str, str, int]]:
    return [(f"{one.on:%m-%d}", one.kind.value, one.amount_minor // 100) for one in found]


def credit_card(**more: Any) -> Loan:
    """A tenth of the bill at least; 0.05 % a day on what is not paid."""
    terms = CardTerms(interest=CardInterest.UNPAID, minimum=MinimumRule.SHARE, minimum_share=Decimal("0.1"))
    return card(card=terms, rate=Rate(Decimal("0.0005"), RateBasis.DAY), **more)


def test_a_bill_counts_whole_and_says_its_minimum() -> None:
    account = Account(credit_card(), draws=drawn(("10-15", 1_000)))
    (bill,) = walked(account)
    assert (bill.on, bill.kind, bill.amount_minor, bill.least_minor) == (day("11-09"), Kind.DUE, -fen(1_000), fen(100))
    assert gaps(account, position(account, TODAY)) == [Gap(Lack.PURCHASES, "账单 · 某机构")]


def test_a_purchase_after_the_bill_is_on_the_next_one() -> None:
    account = Account(credit_card(), draws=drawn(("10-15", 1_000), ("11-03", 200)))
    assert told(walked(account)) == [("11-09", "due", -1_000), ("12-09", "due", -200)]


def test_parts_of_an_instalment_plan_come_bill_by_bill() -> None:
    plan = CardPlan(1, day("10-20"), fen(900), 3)
    account = Account(card(), draws=drawn(("10-15", 900)), plans=(plan,))
    assert told(walked(account)) == [("11-09", "due", -300), ("12-09", "due", -300)]


def test_the_plan_may_pay_less_than_a_bill_and_the_rest_is_on_the_next_one() -> None:
    """400 of 1,000 are paid on the 9th; the next bill holds the 600 and their interest."""
    account = Account(credit_card(), draws=drawn(("10-15", 1_000)))
    first, second = walked(account, Planned(1, day("11-09"), fen(400), ends=False, done=False))
    assert (first.on, first.amount_minor) == (day("11-09"), -fen(400))
    assert second.on == day("12-09")
    assert -fen(640) < second.amount_minor < -fen(600)


def test_what_the_plan_leaves_of_a_bill_is_not_asked_for_once_its_part_is_paid() -> None:
    """400 of the 1,000 due on the 9th are paid as planned, some days early or on the day: the rest waits."""
    done = Planned(1, day("11-09"), 0, ends=False, done=True)
    for today in ("11-06", "11-09"):
        account = Account(credit_card(), draws=drawn(("10-15", 1_000)), repayments=paid((today, 400)))
        (rest,) = walked(account, done, today=today)
        assert rest.on == day("12-09")
        assert -fen(640) < rest.amount_minor < -fen(600)


def test_a_plan_never_pays_less_than_the_minimum() -> None:
    account = Account(credit_card(), draws=drawn(("10-15", 1_000)))
    first = walked(account, Planned(1, day("11-09"), fen(40), ends=False, done=False))[0]
    assert first.amount_minor == -fen(100)


def test_what_was_missed_of_a_bill_is_paid_today_and_the_rest_of_it_on_its_day() -> None:
    """The bill of October (800, at least 80) was missed: the one of November holds it, and 80 of it are late."""
    account = Account(
        credit_card(),
        draws=drawn(("09-15", 800), ("10-15", 200)),
        statements=printed(("11-01", "11-09", 1_000)),
        denials=(Denial(1, day("10-10"), day("10-09")),),
    )
    late, rest = walked(account)[:2]
    assert (late.on, late.amount_minor, late.due_on) == (TODAY, -fen(80), day("11-09"))
    assert (rest.on, rest.amount_minor) == (day("11-09"), -fen(920))


def test_what_stays_of_a_bill_of_which_enough_is_paid_is_on_the_next_one() -> None:
    """1,000 were due on the 9th, 400 were paid: nothing is late on the 15th, 600 and interest are due on 9 December."""
    account = Account(credit_card(), draws=drawn(("10-15", 1_000)), repayments=paid(("11-08", 400)))
    (rest,) = walked(account, today="11-15")
    assert rest.on == day("12-09")
    assert -fen(640) < rest.amount_minor < -fen(600)


def test_of_a_bill_that_was_missed_the_minimum_is_paid_today() -> None:
    denied = (Denial(1, day("11-10"), day("11-09")),)
    account = Account(credit_card(), draws=drawn(("10-15", 1_000)), denials=denied)
    late, rest = walked(account, today="11-15")
    assert (late.on, late.amount_minor, late.due_on) == (day("11-15"), -fen(100), day("11-09"))
    assert rest.on == day("12-09")
    assert -fen(950) < rest.amount_minor < -fen(900)


def test_of_a_bill_that_nobody_spoke_of_yet_all_is_asked_for() -> None:
    account = Account(credit_card(), draws=drawn(("10-15", 1_000)))
    bill, interest = walked(account, today="11-11")
    assert (bill.on, bill.amount_minor, bill.due_on) == (day("11-11"), -fen(1_000), day("11-09"))
    assert (interest.on, -interest.amount_minor < fen(20)) == (day("12-09"), True)


def test_extra_money_that_was_not_paid_comes_beside_what_is_due_today() -> None:
    """500 beyond the due of 10 November were left out; 1,020 are due on 10 December, today."""
    account = Account(equal_principal(paid_terms=9), repayments=paid(("11-10", 1_030)))
    missed = Planned(1, day("11-10"), fen(500), ends=False, done=False)
    assert told(walked(account, missed, today="12-10")) == [("12-10", "due", -1_020), ("12-10", "plan", -500)]


def test_a_payment_of_the_plan_that_holds_the_debit_of_today_is_what_goes_beyond_it() -> None:
    """1,520 on 10 December, of which the lender debits 1,020: the debit is a movement of its own."""
    account = Account(equal_principal(paid_terms=10, auto_debit=True))
    named = Planned(1, day("12-10"), fen(1_520), ends=False, done=False, due_minor=fen(1_020))
    assert told(walked(account, named, today="12-10")) == [("12-10", "plan", -500)]
    longer = Account(equal_principal(paid_terms=9, auto_debit=True))  # 1,030 on 11-10, then 1,020 less 5 of interest
    begun = replace(named, on=day("11-10"), amount_minor=fen(1_530), due_minor=fen(1_030))
    found = told(walked(longer, begun, today="11-10"))
    assert found == [("11-10", "plan", -500), ("12-10", "due", -1_015)]


def test_a_settlement_for_less_takes_the_place_of_what_is_due() -> None:
    agreed = Arrangement(
        1,
        ArrangementKind.REDUCED_SETTLEMENT,
        ArrangementState.AGREED,
        agreed_on=day("11-01"),
        amount_minor=fen(5_000),
        until_on=day("11-30"),
    )
    account = Account(equal_principal(), arrangements=(agreed,), repayments=paid(("11-03", 1_500)))
    assert told(walked(account)) == [("11-30", "agreed", -3_500)]


def test_what_something_else_pays_moves_no_cash() -> None:
    account = Account(equal_principal(paid_terms=9, offset_minor=fen(1_000)))
    assert told(walked(account)) == [("11-10", "due", -30), ("12-10", "due", -20)]


def test_another_currency_is_counted_in_yuan() -> None:
    account = Account(equal_principal(paid_terms=9, currency="USD", yuan_rate=Decimal("7.1")))
    assert told(walked(account)) == [("11-10", "due", -7_313), ("12-10", "due", -7_242)]


@pytest.mark.parametrize(
    ("planned", "days"),
    [
        ((Planned(1, day("11-02"), fen(500), ends=False, done=False),), [("11-05", "plan", -500)]),
        ((Planned(1, day("11-02"), fen(500), ends=False, done=True),), []),
        (
            (
                Planned(1, day("10-02"), fen(500), ends=False, done=False, over=True),
                Planned(1, day("11-02"), fen(700), ends=False, done=False),
            ),
            [("11-05", "plan", -700)],
        ),
    ],
)
def test_what_the_plan_should_have_paid_is_paid_today(
    planned: tuple[Planned, ...], days: list[tuple[str, str, int]]
) -> None:
    account = Account(replace(equal_principal(), paid_terms=9))
    assert told(walked(account, *planned))[: len(days)] == days
    assert ("11-05" in [on for on, _, _ in told(walked(account, *planned))]) == bool(days)


# -- what holds for every account ----------------------------------------------------------------------------------


@given(any_histories(), st.integers(0, 300))
@examples(150)
def test_who_pays_what_is_named_owes_nothing_that_is_due(account: Account, days: int) -> None:
    """Each on its day: at the end nothing that fell due since is unpaid, but for less than a yuan of late interest."""
    today = account.loan.start_on + timedelta(days)
    until = today + timedelta(84)
    account = recorded_by(account, today)
    found = payments(account, position(account, today), (), today, until)
    assert list(found) == sorted(found, key=lambda one: one.on)
    assert all(one.amount_minor < 0 and today <= one.on <= until for one in found)
    by_day: dict[date, int] = {}
    for one in found:
        by_day[one.on] = by_day.get(one.on, 0) - one.amount_minor
    made = tuple(Repayment(1000 + number, on, amount) for number, (on, amount) in enumerate(sorted(by_day.items())))
    account = replace(account, repayments=(*account.repayments, *made))
    left = [due for due in position(account, until).dues if today < due.due_on <= until and due.unpaid_minor >= fen(1)]
    assert left == []


def recorded_by(account: Account, today: date) -> Account:
    """The account without what was recorded later."""
    return replace(
        account,
        draws=tuple(one for one in account.draws if one.on <= today),
        repayments=tuple(one for one in account.repayments if one.on <= today),
        readings=tuple(one for one in account.readings if one.on <= today),
        statements=tuple(one for one in account.statements if one.on <= today),
    )


@given(any_histories(), st.integers(0, 300))
@examples(60)
def test_what_is_recorded_later_makes_no_difference(account: Account, days: int) -> None:
    today = account.loan.start_on + timedelta(days)
    until, known = today + timedelta(84), recorded_by(account, today)
    assert payments(account, position(account, today), (), today, until) == payments(
        known, position(known, today), (), today, until
    )
