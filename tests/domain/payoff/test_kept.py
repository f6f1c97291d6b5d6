"""A plan that is kept to the fen: its payments, recorded on their days, leave nothing late and nothing owed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from planner.domain.accounts.loan import Every, Excess, Loan, Method, Prepayment
from planner.domain.accounts.records import (
    Account,
    Arrangement,
    ArrangementKind,
    ArrangementState,
    CardPlan,
    Draw,
    PlanEnd,
    PlanSource,
    Repayment,
)
from planner.domain.accounts.terms import Fee, FeeWhen, Part, PrepayDay, PrepaymentStep
from planner.domain.basics.calendar import add_months
from planner.domain.basics.money import Rounding
from planner.domain.basics.rates import DayCount, RateBasis
from planner.domain.book import Book
from planner.domain.ledger.position import position
from planner.domain.ledger.state import DueStatus
from planner.domain.ledger.unrecorded import taken_as_paid
from planner.domain.payoff.debts.actions import ActionKind, actions
from planner.domain.payoff.debts.owed import owed
from planner.domain.payoff.engine.model import Scheduled
from planner.domain.payoff.engine.outcome import Shortfall
from planner.domain.payoff.engine.problem import Budget, Problem
from planner.domain.payoff.engine.simulate import run
from planner.domain.payoff.search.orders import Order
from tests.make.accounts import day
from tests.make.bounds import lower_bound
from tests.make.examples import examples
from tests.make.terms import line, loan, steps

OWED = 1_000_000


class NoPlanError(Exception):
    """The money does not do, or not within three years."""


def paid_up_to(account: Account, on: date) -> Account:
    """The account with everything paid on its due date up to that day."""
    while True:
        dues = [due for due in position(account, on).dues if due.unpaid_minor and due.due_on <= on]
        if not dues:
            return account
        amount = sum(due.unpaid_minor for due in dues if due.due_on == dues[0].due_on)
        account = paying(account, dues[0].due_on, amount)


def paying(account: Account, on: date, amount_minor: int) -> Account:
    """The account with one more repayment."""
    made = Repayment(len(account.repayments) + 1, on, amount_minor)
    return replace(account, repayments=(*account.repayments, made))


def keep(account: Account, today: date, *monthly_minor: int) -> list[tuple[date, int]]:
    """Plan the account with so much by month, record every payment, and check what becomes of it; all by day."""
    found = owed(Book((account,)), today)
    account = taken_as_paid(account, position(account, today))  # what is not recorded yet the plan takes for paid, too
    order = Order(tuple(range(len(found.debts))))
    try:
        plan = run(Problem(found.debts, Budget(monthly_minor)), order, record=True)
    except Shortfall:
        raise NoPlanError from None
    done = actions(found, plan.months)
    by_day: dict[date, int] = {}
    for action in done:
        by_day[action.on] = by_day.get(action.on, 0) + action.amount_minor
    if max(by_day) >= add_months(today, 36):  # later months are twelfths of a year
        raise NoPlanError
    assert sum(by_day.values()) == sum(debt.balance_minor for debt in found.debts) + plan.cost_minor
    for on, amount in by_day.items():
        for action in done:
            if action.on == on and action.kind is ActionKind.SETTLE and action.plan_id is not None:
                account = replace(account, plans=tuple(replace(one, ended_on=on) for one in account.plans))
        if account.loan.prepay_from is not None and on < account.loan.prepay_from:
            early = [action for action in done if action.on == on and action.kind is not ActionKind.DUE]
            assert not early
        account = paying(account, on, amount)
    place = position(account, max(by_day) + timedelta(45))
    assert place.owed_minor == 0
    assert [applied.over_minor for applied in place.applied if applied.over_minor] == []
    late = [due for due in place.dues if due.status in (DueStatus.LATE, DueStatus.MISSED) and due.due_on >= today]
    assert late == []
    return list(by_day.items())


def lent(made: Loan, on: str) -> Account:
    """A line on which 10,000 was drawn."""
    return Account(made, draws=(Draw(1, day(on), OWED),))


def test_a_line_ends_on_the_day_it_ends() -> None:
    made = line(start_on=day("10-20"), due_day=20, end_on=day("2027-06-15"))
    assert keep(lent(made, "10-20"), day("11-10"), 1_100_000)[-1][0] <= day("2027-06-15")
    never_early = replace(made, prepayment=Prepayment.NOT_ALLOWED)
    assert keep(lent(never_early, "10-20"), day("11-10"), 1_100_000)[-1] == (day("2027-06-15"), OWED + 13_000)


def test_a_line_that_ends_the_day_after_a_due_date_pays_each_on_its_day() -> None:
    """19 days of 10,000 cost 95.00, due on 1 March; the last day 5.00, due with the principal on the 2nd."""
    made = line(start_on=day("02-10"), due_day=1, end_on=day("03-02"))
    payments = keep(lent(made, "02-10"), day("02-10"), 505_000)
    assert payments == [(day("03-01"), 9_500), (day("03-02"), OWED + 500)]


def test_a_line_without_a_due_day_pays_what_has_grown() -> None:
    made = line(start_on=day("03-10"))
    first = keep(lent(made, "03-10"), day("11-10"), OWED // 2)[0]
    assert first == (day("11-30"), OWED // 2)


def test_a_line_takes_money_before_its_first_due_date_and_bears_no_interest_on_it() -> None:
    """Of 10,000 at 0.05 % a day 4,500 are paid on the first day: 40 days of 5,500 cost 110.00 on 20 December.

    Asked ten days later 50.00 have grown: of 4,500 they are paid first, 5,550 are left, and 30 days of them cost 83.25.
    Where money is taken with what is due only, nothing is paid before.
    """
    made = line(start_on=day("11-10"), due_day=20)
    payments = keep(lent(made, "11-10"), day("11-10"), 450_000)
    assert payments == [(day("11-10"), 450_000), (day("12-20"), 450_000), (day("2027-01-20"), 112_721)]
    later = keep(lent(made, "11-10"), day("11-20"), 450_000)
    assert later[:2] == [(day("11-20"), 450_000), (day("12-20"), 450_000)]
    assert sum(amount for _, amount in later) == OWED + 5_000 + 8_325 + 1_757
    waits = replace(made, prepay_on=PrepayDay.WITH_INSTALMENT)
    assert keep(lent(waits, "11-10"), day("11-10"), 450_000)[0][0] == day("12-20")
    assert keep(lent(replace(made, prepay_from=day("11-11")), "11-10"), day("11-10"), 450_000)[0][0] == day("12-20")


def test_overdue_interest_is_paid_today_and_the_next_on_its_day() -> None:
    made = line(start_on=day("02-28"), due_day=28)
    payments = keep(lent(made, "02-28"), day("04-04"), 590_000)
    assert payments[:2] == [(day("04-04"), 14_000), (day("04-28"), 576_000)]


def test_what_is_due_yesterday_and_not_recorded_yet_is_paid_apart_from_the_plan() -> None:
    made = line(start_on=date(2026, 6, 28), due_day=24, day_count=DayCount.ACT_360)
    account = Account(made, draws=(Draw(1, made.start_on, OWED),))
    payments = keep(account, date(2026, 10, 25), 116_993)
    assert payments[0] == (date(2026, 10, 25), 44_000)  # three that are overdue; 150.00 of the 24th are asked for
    # What October leaves is paid on 24 November; then nine months of interest by days, the last one what is left:
    # 189,986 (15,500 of it interest), seven times 116,993, and 59,930 with its interest of 899.
    assert payments[1] == (date(2026, 11, 24), 2 * 116_993 - 44_000)
    assert payments[-1] == (date(2027, 7, 24), 60_829)


def test_a_line_that_ends_in_the_month_of_a_due_date_rounds_the_interest_of_each() -> None:
    """12,345.67 cost 191.357885 in 31 days, and 12.345670 in the two up to the end: 191.36 and 12.35, not 203.70."""
    made = line(start_on=day("02-10"), due_day=10, end_on=day("05-12"), prepayment=Prepayment.NOT_ALLOWED)
    account = Account(made, draws=(Draw(1, day("02-10"), 1_234_567),))
    payments = keep(account, day("02-10"), 1_300_000)
    assert payments[-2:] == [(day("05-10"), 18_519), (day("05-12"), 1_234_567 + 1_235)]


def test_a_line_is_never_paid_just_the_interest_that_comes_next() -> None:
    """That would be this interest, paid ahead: of 310.00 on the first due date a fen is kept."""
    made = line(start_on=day("07-10"), due_day=10)
    payments = keep(lent(made, "07-10"), day("07-10"), 0, 31_000, 600_000)
    assert payments[0] == (day("08-10"), 30_999)


def test_a_line_that_pays_every_quarter_takes_money_with_it_only() -> None:
    """What is paid between two due dates would stop interest from its own day on."""
    made = line(start_on=day("02-10"), due_day=10, every=Every.QUARTER, prepay_from=day("05-01"))
    payments = keep(lent(made, "02-10"), day("04-20"), 200_000)
    assert [on for on, _ in payments] == [day("05-10"), day("08-10"), day("11-10")]


@examples(60)
@given(
    due_day=st.none() | st.integers(1, 31),
    opened=st.integers(0, 120),
    length=st.none() | st.integers(20, 400),
    late=st.booleans(),
    count=st.sampled_from([DayCount.ACT_360, DayCount.ACT_365]),
    monthly=st.integers(100_000, 2 * OWED),
    rounding=st.sampled_from(Rounding),
    today=st.dates(date(2026, 6, 1), date(2027, 3, 31)),
    every=st.sampled_from([Every.MONTH, Every.MONTH, Every.QUARTER, Every.FORTNIGHT]),
)
def test_a_line_that_keeps_to_its_plan(
    due_day: int | None,
    opened: int,
    length: int | None,
    late: bool,
    count: DayCount,
    monthly: int,
    rounding: Rounding,
    today: date,
    every: Every,
) -> None:
    start = today - timedelta(opened)
    end = None if length is None else today + timedelta(length)
    due_day = 1 if due_day is None and every is not Every.MONTH else due_day
    made = line(start_on=start, due_day=due_day, end_on=end, day_count=count, rounding=rounding, every=every)
    account = Account(made, draws=(Draw(1, start, OWED),))
    try:
        keep(account if late else paid_up_to(account, today - timedelta(1)), today, monthly)
    except NoPlanError:
        reject()


@examples(80)
@given(
    method=st.sampled_from([one for one in Method if one.scheduled]),
    due_day=st.integers(1, 31),
    opened=st.integers(0, 200),
    every=st.sampled_from([Every.MONTH, Every.MONTH, Every.QUARTER]),
    count=st.sampled_from(DayCount),
    wait=st.none() | st.integers(-10, 120),
    prepayment=st.sampled_from([Prepayment.FREE, Prepayment.FULL_ONLY, Prepayment.FEE_SHARE, Prepayment.NO_SAVING]),
    share=st.sampled_from([Decimal("1"), Decimal("1.3"), Decimal("3")]),
    today=st.dates(date(2026, 6, 1), date(2027, 3, 31)),
)
def test_a_loan_that_keeps_to_its_plan(
    method: Method,
    due_day: int,
    opened: int,
    every: Every,
    count: DayCount,
    wait: int | None,
    prepayment: Prepayment,
    share: Decimal,
    today: date,
) -> None:
    start = today - timedelta(opened)
    flat = method is Method.FLAT_FEE
    made = loan(
        method, OWED, 12, "0.01" if flat else "0.15", RateBasis.TERM if flat else RateBasis.YEAR, start,
        due_day=due_day, every=every, day_count=DayCount.THIRTY_360 if flat else count, prepayment=prepayment,
        prepayment_fee=Decimal("0.02"), prepay_from=None if wait is None else today + timedelta(wait),
    )  # fmt: skip
    account = paid_up_to(Account(made), today - timedelta(1))
    dues = [due.amount_minor for due in position(account, today).dues if due.unpaid_minor]
    assume(dues)
    try:
        keep(account, today, int(max(dues) * share) + 1)
    except NoPlanError:
        reject()


@examples(25)
@given(
    method=st.sampled_from([Method.LEVEL_PAYMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY, Method.BULLET]),
    opened=st.integers(0, 200),
    every=st.sampled_from([Every.MONTH, Every.QUARTER]),
    prepay_on=st.sampled_from(PrepayDay),
    fee=steps(),
    share=st.sampled_from([Decimal("1.3"), Decimal("3")]),
)
def test_a_loan_with_a_fee_by_steps_keeps_to_its_plan(
    method: Method, opened: int, every: Every, prepay_on: PrepayDay, fee: tuple[PrepaymentStep, ...], share: Decimal
) -> None:
    """What the plan settles it for, on the day that it names, is what its ledger asks on that day, to the fen."""
    today = date(2026, 11, 2)
    made = loan(
        method, OWED, 12, "0.15", start_on=today - timedelta(opened), every=every,
        prepayment=Prepayment.FEE_SHARE, prepayment_steps=fee, prepay_on=prepay_on,
    )  # fmt: skip
    account = paid_up_to(Account(made), today - timedelta(1))
    dues = [due for due in position(account, today).dues if due.unpaid_minor]
    assume(dues)
    try:
        paid = keep(account, today, int(max(due.amount_minor for due in dues) * share) + 1)
    except NoPlanError:
        reject()
    if prepay_on is PrepayDay.WITH_INSTALMENT:
        assert {on for on, _ in paid} <= {due.due_on for due in dues}


@pytest.mark.parametrize("at_end", PlanEnd)
def test_an_instalment_plan_of_a_card_is_ended_on_the_day_it_is_paid(at_end: PlanEnd) -> None:
    card = line(method=Method.CARD, start_on=day("01-01"), statement_day=5, due_day=25)
    plan = CardPlan(
        1, day("04-01"), 120_000, 6, Decimal("0.006"), RateBasis.TERM, at_end=at_end, end_share=Decimal("0.03"),
        source=PlanSource.CASH,
    )  # fmt: skip
    payments = keep(Account(card, plans=(plan,)), day("04-10"), 400_000)
    assert len(payments) <= 6


def test_a_balance_in_the_persons_favour_pays_the_next_parts_of_a_plan() -> None:
    """Six parts of 200.00 and 7.20; 300.00 too much was paid: the first part and 92.80 of the second are paid by it."""
    card = line(method=Method.CARD, start_on=day("01-01"), statement_day=5, due_day=25)
    plan = CardPlan(1, day("04-01"), 120_000, 6, Decimal("0.006"), RateBasis.TERM, source=PlanSource.CASH)
    account = Account(card, plans=(plan,), repayments=(Repayment(1, day("04-02"), 30_000),))
    found = owed(Book((account,)), day("04-03"))
    months = run(Problem(found.debts, Budget.of(20_720)), Order(()), record=True).months
    payments = [(action.on, action.amount_minor) for action in actions(found, months)]
    assert [amount for _, amount in payments] == [11_440, 20_720, 20_720, 20_720, 20_720]
    for on, amount in payments:
        account = paying(account, on, amount)
    place = position(account, day("11-30"))
    assert (place.owed_minor, place.credit_minor) == (0, 0)
    assert DueStatus.MISSED not in {due.status for due in place.dues}
    more = replace(account, repayments=(Repayment(1, day("04-02"), 200_000),))
    assert not owed(Book((more,)), day("04-03")).debts


def test_settling_gives_back_the_interest_that_was_waived_ahead() -> None:
    """All interest of the instalment in hand was waived: who settles before its day owes less than the principal."""
    made = loan(Method.EQUAL_PRINCIPAL, 3_000_000, 6, "0.146", start_on=day("06-30"), prepayment=Prepayment.FULL_ONLY)
    waived = Arrangement(
        1, ArrangementKind.WAIVER, ArrangementState.AGREED, day("10-31"), day("10-31"), amount_minor=12_000,
        part=Part.INTEREST,
    )  # fmt: skip
    account = paid_up_to(Account(made), day("10-31"))
    account = replace(account, arrangements=(waived,))
    found = owed(Book((account,)), day("11-02"), 10)
    debt = found.debts[0]
    assert isinstance(debt, Scheduled)
    assert debt.settle[0] is not None
    assert debt.settle[0].charges_minor < 0
    problem = Problem(found.debts, Budget.of(3_000_000), found.charged_minor)
    plan = run(problem, Order((0,)), record=True)
    payments = actions(found, plan.months)
    assert [action.kind for action in payments] == [ActionKind.SETTLE]
    assert lower_bound(problem, plan) <= plan.cost_minor < 0
    assert position(paying(account, payments[0].on, payments[0].amount_minor), day("12-31")).owed_minor == 0


def test_money_that_does_for_a_loan_but_not_for_the_fees_that_stay_leaves_more_than_a_few_fen() -> None:
    """Of a fen the next instalment would be all, and the fee of the one behind it would still have its own day."""
    fee = Fee("保险", FeeWhen.PER_TERM, 900, stops=False)
    made = loan(Method.LEVEL_PAYMENT, 1_000_000, 3, "0.12", fees=(fee,), excess=Excess.LOWER_PAYMENT)
    first = position(Account(made), day("01-15")).dues[0].amount_minor
    rest = 1_000_000 - position(Account(made), day("01-15")).dues[0].principal_minor
    payments = keep(Account(made), day("02-01"), first + rest + 1_000)
    assert payments[0] == (day("02-15"), first + rest - 100)
    assert [on for on, _ in payments] == [day("02-15"), day("03-15")]
