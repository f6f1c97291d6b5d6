"""From the records to the debts of a plan: every method, every rule, real due dates, and what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Every, Excess, Lender, Loan, Method, Prepayment, RateChange
from planner.domain.accounts.records import Account, CardPlan, Draw, DrawKind, PlanEnd, Reading, Repayment, Statement
from planner.domain.accounts.terms import (
    CardInterest,
    CardTerms,
    Fee,
    FeeWhen,
    MinimumRule,
    Penalty,
    PrepayDay,
    PrepaymentStep,
)
from planner.domain.basics.calendar import add_months
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.book import Book
from planner.domain.ledger.position import position
from planner.domain.ledger.state import DueStatus
from planner.domain.ledger.unrecorded import taken_as_paid
from planner.domain.payoff.debts.actions import ActionKind, actions
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.debts.months import Months, fees_by_month
from planner.domain.payoff.debts.owed import Owed, owed
from planner.domain.payoff.engine.carried import Carried
from planner.domain.payoff.engine.model import Debt, Reducing, Row, Scheduled, yearly
from planner.domain.payoff.engine.parted import Parted
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.planning import planning
from planner.domain.payoff.search.orders import Order
from planner.domain.payoff.search.scenario import NewLoan, Scenario, scenario_from_json
from planner.domain.payoff.search.search import searched
from planner.domain.what_if.prepay import settling
from planner.errors import PlannerError
from tests.make.accounts import card, day, drawn, fen, histories, open_histories, paid
from tests.make.examples import examples
from tests.make.terms import line, loan

TODAY = day("06-01")


def asked(*accounts: Account, on: date = TODAY) -> Owed:
    numbered = [
        replace(account, loan=replace(account.loan, id=number, lender=Lender(number, f"机构{number}")))
        for number, account in enumerate(accounts, 1)
    ]
    return owed(Book(tuple(numbered)), on)


def only(account: Account, on: date = TODAY) -> Debt:
    (debt,) = asked(account, on=on).debts
    return debt


def test_a_level_payment_that_takes_extra_is_a_balance_with_a_payment() -> None:
    account = Account(loan(Method.LEVEL_PAYMENT, start_on=day("05-15")))
    debt = only(account)
    assert isinstance(debt, Parted)
    assert (debt.balance_minor, sum(debt.printed(1)), debt.last_month) == (1_000_000, 91_680, 12)
    without = run(Problem((debt,), Budget.of(100_000)), Order(()))
    printed_interest = sum(due.interest_minor for due in position(account, TODAY).dues)
    assert without.cost_minor == printed_interest


def test_interest_alone_with_free_payments_is_a_balance_that_ends() -> None:
    account = Account(loan(Method.INTEREST_ONLY, 1_200_000, 12, "0.12", start_on=day("05-10")))
    debt = only(account)
    assert isinstance(debt, Parted)
    assert (debt.printed(1), debt.printed(12)) == ((0, 12_000, 0), (1_200_000, 12_000, 0))
    stands = debt.departed(1, 1_200_000, 700_000, None)
    assert debt.ask(700_000, 2, stands)[:3] == (0, 7_000, 0)
    assert debt.ask(700_000, 12, stands)[:3] == (700_000, 7_000, 0)
    kept = only(Account(replace(account.loan, prepayment=Prepayment.FULL_ONLY)))
    assert isinstance(kept, Scheduled)
    assert kept.rows[11].principal_minor == 1_200_000


def test_actual_days_cost_what_the_lender_asks_for_on_each_due_date() -> None:
    made = loan(Method.INTEREST_ONLY, 1_200_000, 48, "0.12", start_on=day("05-10"), day_count=DayCount.ACT_360)
    debt = only(Account(made))
    assert isinstance(debt, Parted)
    assert debt.printed(1) == (0, 12_400, 0)  # of the 31 days to 10 June
    assert [debt.printed(month)[1] for month in (2, 3, 10)] == [12_000, 12_400, 11_200]  # 30, 31, 28 days
    stands = debt.departed(1, 1_200_000, 600_000, None)
    assert [debt.ask(600_000, month, stands)[1] for month in (2, 3, 10, 46)] == [6_000, 6_200, 5_600, 5_600]
    assert debt.named_rate == Decimal("0.12") * 365 / 360


@pytest.mark.parametrize("method", [Method.LEVEL_PAYMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY])
@pytest.mark.parametrize(("start", "today"), [("05-23", "06-23"), ("01-31", "02-28"), ("03-31", "04-30")])
def test_a_loan_that_falls_due_today_falls_due_once_a_month(method: Method, start: str, today: str) -> None:
    account = Account(loan(method, 1_200_000, 12, "0.18", start_on=day(start)))
    dues = position(account, day(today)).dues
    enough = max(due.amount_minor for due in dues)
    found = asked(account, on=day(today))
    plan = run(Problem(found.debts, Budget.of(enough)), Order(()), record=True)
    assert plan.required_minor[0] == dues[0].amount_minor
    days = [on for _, on in found.parts[1].days]
    assert days == [due.due_on for due in dues]
    assert [month for month, _ in found.parts[1].days] == list(range(1, 13))


def test_a_line_that_falls_due_today_asks_for_the_interest_of_its_month_alone() -> None:
    made = loan(Method.REVOLVING, 0, None, "0.0005", RateBasis.DAY, due_day=21, day_count=DayCount.ACT_365)
    account = Account(replace(made, start_on=day("01-01")), draws=(Draw(1, day("05-21"), 500_000),))
    debt = only(account, on=day("06-21"))
    assert isinstance(debt, Reducing)
    assert debt.balance_minor == 507_750  # 31 days of interest are owed and due today
    assert (debt.interest(507_750, 1), debt.required(507_750, 0, 1)) == (0, 7_750)
    assert debt.interest(500_000, 2) == 7_500  # to 21 July


@pytest.mark.parametrize(
    "account",
    [
        Account(loan(Method.INTEREST_ONLY, terms=2, every=Every.HALF_YEAR, start_on=day("05-15"))),
        Account(loan(terms=2, every=Every.YEAR, start_on=day("05-15"))),
        Account(loan(start_on=day("05-15"), first_by_days=True)),
        Account(loan(start_on=day("05-15"), payment_minor=92_000)),
        Account(loan(start_on=day("05-15")), draws=(Draw(1, day("05-25"), 500_000),)),
    ],
)
def test_what_only_is_due_is_paid_as_the_ledger_says(account: Account) -> None:
    dues = position(account, TODAY).dues
    first, most = dues[0], max(due.amount_minor for due in dues)
    plan = run(Problem((only(account),), Budget.of(most)), Order(()), record=True)
    assert plan.required_minor[Months(TODAY).of(first.due_on) - 1] == first.amount_minor
    if account.loan.every is not Every.MONTH or first.amount_minor <= dues[1].amount_minor:  # else there is money over
        assert plan.cost_minor == sum(due.interest_minor for due in dues)


def test_a_loan_that_is_only_settled_whole_keeps_to_its_schedule() -> None:
    made = loan(Method.EQUAL_PRINCIPAL, 1_200_000, 12, "0.12", start_on=day("05-10"))
    debt = only(Account(replace(made, prepayment=Prepayment.FULL_ONLY)))
    assert isinstance(debt, Scheduled)
    assert debt.rows[0] == Row(100_000, 12_000)
    assert [settling.total_minor for settling in debt.settle if settling][:2] == [1_100_000, 1_000_000]
    assert debt.settle[-1] is None


@pytest.mark.parametrize(
    ("rule", "charges"),
    [
        (Prepayment.FULL_ONLY, 0),
        (Prepayment.NO_SAVING, 66_000),
        (Prepayment.NOT_ALLOWED, None),
    ],
)
def test_the_rules_on_settling_whole(rule: Prepayment, charges: int | None) -> None:
    made = loan(Method.EQUAL_PRINCIPAL, 1_200_000, 12, "0.12", start_on=day("05-10"))
    debt = only(Account(replace(made, prepayment=rule, prepayment_fee=Decimal("0.02"))))
    assert isinstance(debt, Scheduled)
    assert (None if debt.settle[0] is None else debt.settle[0].charges_minor) == charges


STEPPED = (PrepaymentStep(3, Decimal("0.02")), PrepaymentStep(5, Decimal("0.01")))


def test_settling_bears_the_fee_of_the_day_of_its_month() -> None:
    """To the third due date 2 %, to the fifth 1 %: of what is left after each."""
    made = loan(
        Method.EQUAL_PRINCIPAL, 1_200_000, 12, "0.12", start_on=day("05-10"),
        prepayment=Prepayment.FEE_SHARE, prepayment_steps=STEPPED,
    )  # fmt: skip
    debt = only(Account(made))
    assert isinstance(debt, Parted)
    charges = [debt.charge(debt.left(month), month) for month in range(1, 8)]
    assert charges == [22_000, 20_000, 18_000, 8_000, 7_000, 0, 0]


def test_a_fee_for_paying_early_goes_by_the_months_of_the_plan() -> None:
    made = loan(start_on=day("05-15"), prepayment=Prepayment.FEE_SHARE, prepayment_steps=STEPPED)
    days = tuple((month, add_months(made.start_on, month)) for month in (1, 2, 4, 5, 6))
    fees = fees_by_month(made, days)
    assert [f"{fee:f}" for fee in fees] == ["0.02", "0.02", "0.01", "0.01", "0.01", "0"]  # nothing is due in month 3
    found = asked(Account(made))
    assert isinstance(found.debts[0], Parted)
    assert [found.debts[0].fee_in(month) for month in (3, 4, 6)] == [Decimal("0.02"), Decimal("0.01"), 0]
    assert found.whole == ()
    month = PrepaymentStep(months_interest=Decimal(1))
    steady = only(Account(replace(made, prepayment_steps=(month,))))
    assert isinstance(steady, Parted)
    assert steady.fee_in(1) == Decimal("0.015")  # 18 % a year


def test_between_due_dates_a_loan_that_takes_money_with_the_instalment_only_is_not_settled() -> None:
    made = loan(Method.EQUAL_PRINCIPAL, 1_200_000, 4, "0.12", start_on=day("05-10"), every=Every.QUARTER)
    free, bound = only(Account(made)), only(Account(replace(made, prepay_on=PrepayDay.WITH_INSTALMENT)))
    assert free == bound  # both are paid early with an instalment; the first could be on other days, and is named
    assert isinstance(free, Parted)
    assert free.early == (3, 6, 9, 12)
    assert asked(Account(made)).spaced == (1,)
    assert asked(Account(replace(made, prepay_on=PrepayDay.WITH_INSTALMENT))).spaced == ()
    whole = replace(made, prepayment=Prepayment.FULL_ONLY)
    free, bound = only(Account(whole)), only(Account(replace(whole, prepay_on=PrepayDay.WITH_INSTALMENT)))
    assert isinstance(free, Scheduled)
    assert isinstance(bound, Scheduled)
    assert [settling is None for settling in free.settle[:6]] == [False] * 6
    assert [settling is None for settling in bound.settle[:6]] == [True, True, False, True, True, False]
    assert bound.settle[2] == free.settle[2]


def test_a_loan_that_the_money_of_a_month_without_its_instalment_could_end_is_named() -> None:
    """Of 10,000 from 10 May nothing falls due in the rest of June from the 11th on."""
    made = loan(start_on=day("05-10"))
    account, on = Account(made, repayments=paid(("06-10", "916.80"))), day("06-11")
    price = position(account, on).settlement_minor
    assert asked(account, on=on).endable == ((1, price),)
    little, enough = (planning(Book((account,)), on, Means(money)) for money in (price + 91_679, price + 91_680))
    assert (little.spaced, little.unreserved) == ((), True)
    assert (enough.spaced, enough.unreserved) == ((1,), False)
    for terms in ({"prepay_on": PrepayDay.WITH_INSTALMENT}, {"prepay_from": day("07-01")}):
        assert asked(replace(account, loan=replace(made, **terms)), on=on).endable == ()
    assert asked(account, on=day("07-01")).endable == ()


def test_a_line_that_cannot_be_paid_to_the_fen_before_its_next_due_date_is_named() -> None:
    made = line(start_on=day("05-20"), due_day=5, prepayment=Prepayment.FEE_SHARE, prepayment_fee=Decimal("0.01"))
    lent = (Draw(1, day("05-20"), 500_000),)
    on = day("05-25")
    assert asked(Account(made, lent), on=on).spaced == (1,)
    assert asked(Account(replace(made, prepay_on=PrepayDay.WITH_INSTALMENT), lent), on=on).spaced == ()
    free = replace(made, prepayment=Prepayment.FREE, prepayment_fee=Decimal(0))
    assert asked(Account(free, lent), on=on).spaced == ()  # it takes money today


def test_fees_that_do_not_stop_are_part_of_settling() -> None:
    fees = (Fee("保险", FeeWhen.PER_TERM, 1_000, stops=False), Fee("服务费", FeeWhen.PER_TERM, 500))
    made = loan(Method.EQUAL_PRINCIPAL, 1_200_000, 12, "0.12", start_on=day("05-10"), fees=fees)
    debt = only(Account(replace(made, prepayment=Prepayment.FULL_ONLY)))
    assert isinstance(debt, Scheduled)
    assert debt.rows[0] == Row(100_000, 12_000, 1_500)
    assert debt.settle[0] is not None
    assert debt.settle[0].charges_minor == 11_000
    parted = only(Account(made))
    assert isinstance(parted, Parted)
    assert (parted.printed(1), parted.staying(1)) == ((100_000, 12_000, 1_500), 11_000)
    ended = run(Problem((parted,), Budget.of(2_000_000)), Order((0,)))
    assert (ended.closed, ended.cost_minor) == ((1,), 12_000 + 1_500 + 11_000)


def test_a_bullet_settled_half_way_has_grown_half_of_its_interest() -> None:
    """Of the year from 1 June to 1 June, 120,000 of interest in all: on 30 November 179 of its 360 days have passed."""
    whole = Prepayment.FULL_ONLY
    debt = only(Account(loan(Method.BULLET, 1_000_000, 12, "0.12", start_on=day("06-01"), prepayment=whole)))
    assert isinstance(debt, Scheduled)
    assert [row.interest_minor for row in debt.rows] == [*[0] * 12, 120_000]  # June of the next year is month 13
    assert debt.settle[5] is not None
    assert debt.settle[5].charges_minor == 59_667


def test_what_is_overdue_is_asked_for_in_the_first_month() -> None:
    made = loan(Method.EQUAL_PRINCIPAL, 1_200_000, 12, "0.12", start_on=day("03-10"))
    debt = only(Account(made, repayments=paid(("04-10", 1_120))))
    assert isinstance(debt, Parted)
    assert debt.printed(1) == (200_000, 11_000 + 733 + 10_000, 0)  # of 10 May, 22 days overdue, and of 10 June


def test_a_line_asks_for_its_interest_and_takes_anything() -> None:
    made = loan(Method.REVOLVING, 0, None, "0.0005", RateBasis.DAY, due_day=21, day_count=DayCount.ACT_365)
    debt = only(Account(replace(made, start_on=day("01-01")), draws=(Draw(1, day("05-22"), 500_000),)))
    assert isinstance(debt, Reducing)
    assert debt.named_rate == debt.rates[-1] == Decimal("0.1825")
    assert [debt.interest(500_000, month) for month in (2, 3)] == [7_500, 7_750]  # 21 June, July, August
    assert debt.required(500_000, 7_604, 1) == 7_604
    ended = only(Account(replace(made, start_on=day("01-01"), end_on=day("08-15")), draws=(Draw(1, day("05-22"), 1),)))
    assert isinstance(ended, Reducing)
    assert ended.ends == 3


CARD = Loan(
    1,
    Lender(1, "银行"),
    "卡",
    Method.CARD,
    day("01-01"),
    Rate(Decimal("0.0005"), RateBasis.DAY),
    statement_day=5,
    due_day=25,
    day_count=DayCount.ACT_365,
)
CARRIES = CardTerms(interest=CardInterest.FULL, minimum=MinimumRule.SHARE, minimum_share=Decimal("0.1"))


def test_a_card_without_terms_is_paid_in_full_and_that_is_said() -> None:
    account = Account(CARD, draws=drawn(("05-01", 800), ("05-20", 300)))
    found = asked(account)
    (debt,) = found.debts
    assert isinstance(debt, Scheduled)
    assert [row.principal_minor for row in debt.rows] == [fen(800), fen(300)] or sum(
        row.principal_minor for row in debt.rows
    ) == fen(1_100)
    assert [gap.code for gap in found.gaps] == ["card"]


def test_a_card_with_terms_may_carry_its_balance() -> None:
    account = Account(replace(CARD, card=CARRIES), draws=drawn(("05-20", 1_000)))
    debt = only(account)
    assert isinstance(debt, Carried)
    assert yearly(debt) == Decimal("0.1825")
    assert (debt.first, debt.first_required_minor, debt.first_interest_minor) == (1, 10_000, 0)
    assert not asked(account).gaps


def test_the_first_minimum_of_a_card_is_that_of_the_bill_that_is_there() -> None:
    """20,000 of 50,000 are billed: a tenth of the bill is due, not of all that is owed."""
    statements = (Statement(1, day("05-05"), day("06-05"), fen(20_000)),)
    readings = (Reading(1, day("05-31"), fen(50_000)),)
    account = Account(
        replace(CARD, card=CARRIES, due_day=5, limit_minor=fen(60_000)), readings=readings, statements=statements
    )
    debt = only(account)
    assert isinstance(debt, Reducing)
    assert debt.required(debt.balance_minor, 0, 1) == fen(2_000)


def test_settling_a_bullet_loan_costs_what_the_ledger_says_of_that_day() -> None:
    """50,000 at 12 % for a year from 1 March: each month that has passed costs 500, those before the plan too.

    Month 2 of the plan is December: on its last day ten months have passed.
    """
    whole = Prepayment.FULL_ONLY
    account = Account(loan(Method.BULLET, 5_000_000, 12, "0.12", start_on=day("03-01"), prepayment=whole))
    debt = only(account, day("11-29"))
    assert isinstance(debt, Scheduled)
    price = debt.settle[1]
    assert price is not None
    assert price.total_minor == settling(account, day("12-31"), today=day("11-29")).total_minor
    assert price.charges_minor == 500_000
    outcome = run(Problem((debt,), Budget.of(6_000_000)), Order((0,)))
    assert outcome.closed == (1,)
    first = debt.settle[0]
    assert first is not None
    assert outcome.cost_minor == first.charges_minor


def test_two_dues_of_one_month_are_paid_on_their_own_days() -> None:
    """Dues on the 31st and a plan from the 29th: January's and February's fall into the same plan month."""
    terms = loan(Method.EQUAL_PRINCIPAL, 2_400_000, 24, "0.072", start_on=day("04-30"), first_due_on=day("05-31"))
    account = Account(replace(terms, due_day=31, paid_terms=6))
    found = asked(account, on=day("11-29"))
    outcome = run(Problem(found.debts, Budget.of(10**7)), Order(()), record=True)
    due = {action.on: action.amount_minor for action in actions(found, outcome.months)}
    printed = {one.due_on: one.unpaid_minor for one in position(account, day("11-29")).dues if one.unpaid_minor}
    assert due == printed
    assert day("2027-01-31") in due


def test_a_loan_that_is_not_paid_out_yet_is_left_out_and_that_is_said() -> None:
    found = asked(Account(loan(Method.INTEREST_ONLY, start_on=day("06-02"))))
    assert not found.debts
    assert [gap.code for gap in found.gaps] == ["future"]


def test_instalment_plans_of_a_card_are_debts_of_their_own() -> None:
    plan = CardPlan(9, day("05-10"), fen(600), 6, Decimal("0.006"), at_end=PlanEnd.FEES_DUE)
    statements = (Statement(1, day("05-05"), day("05-25"), fen(900)),)
    account = Account(CARD, draws=drawn(("05-01", 900)), statements=statements, plans=(plan,))
    found = asked(account)
    parts = [found.parts[debt.id].plan_id for debt in found.debts]
    assert parts == [None, 9]
    running = found.debts[1]
    assert isinstance(running, Scheduled)
    assert sum(row.principal_minor for row in running.rows) == fen(600)
    assert sum(debt.balance_minor for debt in found.debts) == position(account, TODAY).principal_minor


def test_another_currency_is_brought_into_yuan() -> None:
    made = replace(
        loan(Method.EQUAL_PRINCIPAL, 120_000, 12, "0.12", start_on=day("05-10")),
        currency="USD",
        yuan_rate=Decimal("7.1"),
    )
    debt = only(Account(made))
    assert debt.balance_minor == 852_000


def test_what_is_unknown_is_left_out_and_named() -> None:
    made = loan(Method.REVOLVING, 0, None, "0.0005", RateBasis.DAY, start_on=day("01-01"), opening_known=False)
    unsure = loan(Method.EQUAL_PRINCIPAL, start_on=day("05-10"), rate_confirmed=False)
    found = asked(Account(made, draws=(Draw(1, day("05-01"), 100),)), Account(unsure))
    assert [(gap.loan_id, gap.code) for gap in found.gaps] == [(1, "balance"), (2, "rate")]
    assert [found.parts[debt.id].loan_id for debt in found.debts] == [2]


def test_an_overdue_debt_whose_penalty_nobody_entered_is_named() -> None:
    late = Account(loan(Method.EQUAL_PRINCIPAL, start_on=day("03-10")))
    assert [gap.code for gap in asked(late).gaps] == ["penalty"]
    known = replace(late, loan=replace(late.loan, penalty=Penalty(Decimal("1.5"))))
    assert not asked(known).gaps
    assert not asked(Account(loan(Method.EQUAL_PRINCIPAL, start_on=day("05-10")))).gaps  # nothing is overdue


def _up_to_next(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows up to the first that asks for something: it also asks for what settled instalments are short of."""
    return rows[: 1 + next((month for month, row in enumerate(rows) if row.total_minor), 0)]


def test_what_settled_instalments_are_short_of_is_asked_for_with_the_next_or_by_itself() -> None:
    def short(made: Loan) -> Account:
        days = [due for due in position(Account(made), TODAY).dues if due.due_on < TODAY]
        pays = [Repayment(due.number, due.due_on, due.amount_minor - 50) for due in days]
        return Account(made, repayments=tuple(pays))

    runs = short(loan(Method.EQUAL_PRINCIPAL, start_on=day("03-10")))
    place, debt = position(runs, TODAY), only(runs)
    assert isinstance(debt, Parted)
    assert place.short_minor == 100
    assert sum(debt.printed(1)) == place.dues[2].amount_minor + 100
    assert debt.balance_minor == place.owed_minor
    for method in (Method.EQUAL_PRINCIPAL, Method.LEVEL_PAYMENT):
        over = only(short(loan(method, terms=2, start_on=day("03-10"))))
        assert isinstance(over, Scheduled)
        assert over.rows == (Row(principal_minor=100),)


@examples(120)
@given(histories() | open_histories(), st.integers(0, 900))
def test_the_debts_are_what_the_ledger_says_is_owed(account: Account, days: int) -> None:
    on = account.loan.start_on + timedelta(days)
    place = position(taken_as_paid(account, position(account, on)), on)
    found = owed(Book((account,)), on)
    if not place.known or not place.owed_minor:
        assert not found.debts
        return
    balance = sum(debt.balance_minor for debt in found.debts)
    rows = [_rows(debt) for debt in found.debts if not isinstance(debt, Reducing)]
    required = sum(
        row.interest_minor + row.fee_minor
        for one in rows
        for row in (_up_to_next(one) if place.short_minor else one[:1])
    )
    assert balance <= place.owed_minor + place.accrued_minor
    assert balance + required >= place.owed_minor or not found.debts[0].balance_minor
    assert all(min(row.principal_minor, row.interest_minor, row.fee_minor) >= 0 for one in rows for row in one)


def _rows(debt: Parted | Scheduled) -> tuple[Row, ...]:
    if isinstance(debt, Scheduled):
        return debt.rows
    return tuple(Row(*debt.printed(month)) for month in range(1, debt.last_month + 1))


@pytest.mark.parametrize(
    ("on", "owed_minor", "overdue_minor"),
    [("07-24", fen(8_000), fen(5_000)), ("07-26", fen(5_000), fen(5_000)), ("07-29", fen(8_000), fen(8_000))],
)
def test_what_is_late_in_a_bill_that_is_not_recorded_yet_is_not_taken_as_paid(
    on: str, owed_minor: int, overdue_minor: int
) -> None:
    account = _with_a_missed_bill()
    place = position(taken_as_paid(account, position(account, day(on))), day(on))
    assert (place.owed_minor, place.overdue_minor) == (owed_minor, overdue_minor)
    debt = only(account, day(on))
    assert isinstance(debt, Scheduled)
    done = run(Problem((debt,), Budget.of(fen(8_000))), Order(()))
    assert (debt.balance_minor, done.cost_minor) == (owed_minor, 0)
    assert debt.rows[0].total_minor == owed_minor  # all of it in the first month
    assert owed(Book((account,)), day(on)).unsaid_minor == fen(8_000) - owed_minor  # as the plan says


def test_of_a_bill_with_a_minimum_that_is_not_recorded_yet_its_own_part_of_that_is_taken_as_paid() -> None:
    terms = CardTerms(minimum=MinimumRule.FIXED, minimum_minor=fen(500))
    account = _with_a_missed_bill(card=terms)
    (_, bill) = position(account, day("07-26")).dues[:2]
    assert (bill.status, bill.least_minor, bill.overdue_minor) == (DueStatus.UNRECORDED, fen(1_000), fen(500))
    place = position(taken_as_paid(account, position(account, day("07-26"))), day("07-26"))
    assert (place.owed_minor, place.overdue_minor) == (fen(7_500), fen(500))
    assert only(account, day("07-26")).balance_minor == fen(7_500)
    assert owed(Book((account,)), day("07-26")).unsaid_minor == fen(500)


def _with_a_missed_bill(**terms: Any) -> Account:
    """5,000 on the bill due on 25 June and 3,000 more on the next one; nothing is paid."""
    made = card(statement_day=5, due_day=25, **terms)
    return Account(made, draws=drawn(("05-20", 5_000), ("06-20", 3_000)))


def test_actions_have_the_real_due_dates() -> None:
    found = asked(
        Account(loan(Method.EQUAL_PRINCIPAL, 1_200_000, 12, "0.12", start_on=day("05-10"))),
        Account(loan(Method.REVOLVING, 0, None, "0.0005", RateBasis.DAY, start_on=day("01-01"), due_day=21),
                draws=(Draw(1, day("05-22"), 500_000),)),
    )  # fmt: skip
    problem = Problem(found.debts, Budget.of(300_000))
    best = searched(problem).best
    assert best is not None
    done = actions(found, run(problem, best[1], record=True).months)
    assert [(str(action.on), action.kind) for action in done[:3]] == [
        ("2026-06-10", ActionKind.DUE),
        ("2026-06-21", ActionKind.DUE),
        ("2026-06-21", ActionKind.EXTRA),
    ]
    assert sum(action.amount_minor for action in done if action.month == 1) == 300_000
    assert [action.ends for action in done].count(True) == 2
    assert all(action.on > TODAY for action in done)


def test_means_without_sense_are_refused() -> None:
    lump = Means(1, (), ((TODAY, 0),))
    for means, code in ((Means(-1), "plan.budget"), (lump, "plan.lump"), (Means(1, payday=32), "plan.payday")):
        with pytest.raises(PlannerError) as caught:
            means.validate()
        assert caught.value.code == code


def test_a_scenario_changes_only_what_it_says() -> None:
    debts = (Reducing(1, 1, 1_000_000, (Decimal("0.18"),), 50_000),)
    problem = Problem(debts, Budget.of(200_000))
    assert Scenario().applied(problem) == problem
    lost = Scenario(lost_months=2, left_minor=60_000, missed=4).applied(problem)
    assert [lost.budget.month(number) for number in range(1, 6)] == [60_000, 60_000, 200_000, 0, 200_000]
    dearer = Scenario(points=Decimal("0.02")).applied(problem).debts[0]
    assert isinstance(dearer, Reducing)
    assert dearer.rates == (Decimal("0.20"),)
    borrowed = Scenario(loan=NewLoan(1_200_000, Decimal("0.09"), 12)).applied(problem)
    assert borrowed.budget.month(1) == 1_400_000
    assert borrowed.debts[1].balance_minor == 1_200_000
    assert NewLoan(1_200_000, Decimal("0.09"), 12).payment_minor == 104_942
    assert NewLoan(1_200_000, Decimal(0), 12).payment_minor == 100_000


def test_scenarios_survive_being_written_down() -> None:
    for scenario in (
        Scenario(),
        Scenario(1, 2, 3, 4, 5, NewLoan(6, Decimal("0.07"), 8, used=False), Decimal("-0.01")),
    ):
        assert scenario_from_json(scenario.to_json()) == scenario


def test_nothing_is_taken_before_the_day_of_the_contract() -> None:
    level = loan(Method.LEVEL_PAYMENT, start_on=day("05-15"), prepay_from=day("08-01"))
    debt = only(Account(level))
    assert isinstance(debt, Parted)
    assert debt.early == tuple(range(3, 13))  # 15 July would be before it
    parts = loan(Method.EQUAL_PRINCIPAL, 1_200_000, 12, "0.12", start_on=day("05-10"), prepay_from=day("08-02"))
    scheduled = only(Account(replace(parts, prepayment=Prepayment.FULL_ONLY)))
    assert isinstance(scheduled, Scheduled)
    assert [settling is None for settling in scheduled.settle[:4]] == [True, True, False, False]


@pytest.mark.parametrize(("on", "asked_minor"), [("02-25", fen(1_000)), ("02-28", fen(1_000)), ("03-02", fen(2_130))])
def test_a_plan_pays_the_minimum_that_contains_a_missed_one(on: str, asked_minor: int) -> None:
    """10,000 of which 1,000 are due on 25 February, and 230 of fees.

    Missed, they are asked for in what is left of February; in March they are part of the next minimum, 2,130, before
    that bill is cut and after.
    """
    draws = (*drawn(("01-20", 10_000)), Draw(2, day("02-20"), fen(230), kind=DrawKind.FEE))
    terms = replace(CARRIES, interest=CardInterest.AFTER_DUE)
    account = Account(card(card=terms, limit_minor=fen(20_000), rate=Rate(Decimal(0), RateBasis.DAY)), draws)
    found = asked(account, on=day(on))
    (debt,) = found.debts
    assert isinstance(debt, Reducing)
    assert debt.first_required_minor == asked_minor
    done = actions(found, run(Problem((debt,), Budget.of(fen(3_000))), Order(()), record=True).months)
    due = [(action.on, action.amount_minor) for action in done if action.kind is ActionKind.DUE]
    march = day("03-09")
    assert due[:2] == [(day(on), fen(1_000)), (march, fen(1_130))] or due[0] == (march, fen(2_130))


def test_a_loan_that_takes_parts_and_is_only_settled_whole_is_named() -> None:
    """One of which the housing fund pays a part keeps to its schedule, though it takes parts: the plan says so."""
    plain, bullet = loan(), loan(Method.BULLET)
    later = plain.start_on + timedelta(100)
    stepped = replace(plain, rate_changes=(RateChange(later, Rate(Decimal("0.1"), RateBasis.YEAR)),))
    for made, named in (
        (plain, ()),
        (stepped, ()),
        (bullet, ()),
        (replace(plain, offset_minor=10_000), (1,)),
        (replace(bullet, prepayment=Prepayment.FULL_ONLY), ()),
        (replace(stepped, excess=Excess.NEXT_INSTALMENT), ()),
    ):
        assert owed(Book((Account(replace(made, id=1)),)), plain.start_on).whole == named
