"""What months bring by income and living costs: three people's months, by hand."""

from __future__ import annotations

from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import DueShift
from planner.domain.book import Book, Household, SingleIncome
from planner.domain.cash.balance import cash
from planner.domain.cash.budget import Above, Missing, above, flow_of, lacking, months_of, room
from planner.domain.ledger.position import position
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.debts.months import Months
from planner.domain.payoff.engine.problem import Budget
from planner.domain.reminders.planned import Planned
from tests.domain.cash.test_balance import at_hand, cost, flat, reckoned, salary
from tests.domain.cash.test_payments import credit_card
from tests.make.accounts import day, drawn, fen

TODAY = day("11-05")


def monthly(book: Book, buffer: int = 0, payday: int = 1, months: int = 3) -> list[int]:
    """What the months bring, in yuan."""
    cash = reckoned(incomes=book.incomes, household=book.household, buffer=buffer)
    flow = flow_of(book, cash, Months(TODAY, payday))
    assert flow is not None
    budget = Means(flow=flow, payday=payday).budget(TODAY)
    return [budget.month(number) // 100 for number in range(1, months + 1)]


def test_paid_on_the_10th_and_the_25th() -> None:
    """3,000 twice a month; 900 on the 8th, 2,400 on the 12th: 2,700 a month are left.

    On 5 November 2,000 are at hand: 2,000 + 6,000 − 3,300 − 500 = 4,200 above the buffer, so all of November's 2,700.
    With a buffer of 3,200 it is 1,500, of which 900 are kept for 8 December, before its pay: 600. From the 25th to the
    24th: since 25 October one pay came (before the cash was counted) and the 10th comes; of the month's 6,000 − 3,300
    are 2,000 + 3,000 − 3,300 − 500 = 1,200 above the buffer.
    """
    incomes = (salary(3_000, 10), salary(3_000, 25, "奖金"))
    book = Book(incomes=incomes, household=Household((at_hand(2_000),), (), (cost(900, 8), cost(2_400, 12, "饭"))))
    assert monthly(book, 500) == [2_700, 2_700, 2_700]
    assert monthly(book, 3_200) == [600, 2_700, 2_700]
    assert monthly(book, 500, payday=25) == [1_200, 2_700, 2_700]


def test_what_falls_due_before_the_next_pay_is_kept_for_it() -> None:
    """5,500 at hand, 8,000 on the 10th, 5,000 to live on, on the 20th, buffer 2,000: 6,500 of room.

    700 are due on each 5th: those of December come before its pay. With 500 at hand 1,500 − 700 are left, and where
    1,200 are due on 12 November they are paid.
    """

    def left(hand: int, *accounts: Account) -> int:
        household = Household((at_hand(hand),), (), (cost(5_000, 20),))
        cash = reckoned(*accounts, incomes=(salary(8_000, 10),), household=household, buffer=2_000)
        return room(cash, day("11-30"))

    early = flat(700, "12-05", 1)
    assert left(5_500) == fen(6_500)
    assert left(5_500, early) == fen(5_800)
    assert left(500, early) == fen(800)
    assert left(500, early, flat(1_200, "11-12", 2)) == fen(1_200)
    assert left(0, early, flat(1_200, "11-12", 2)) == fen(1_200)  # 200 of the buffer
    assert left(0, early, flat(3_200, "11-12", 2)) == fen(3_000)  # and all of it


def test_what_comes_once_in_the_month_can_be_spent_whatever_lacks_and_ends_no_waiting() -> None:
    """500 at hand, 8,000 on the 10th, 5,000 to live on, buffer 2,000; 1,200 are due in November, 900 on 5 December.

    1,500 − 900 are less than what is due, so it is 1,200; with 300 more on the 20th it is 1,500. 300 on 2 December are
    of that month: the 900 before its pay are kept all the same. Who has no wage waits for what comes once.
    """

    def left(*singles: SingleIncome, wage: bool = True) -> int:
        household = Household((at_hand(500 if wage else 8_500),), singles, (cost(5_000, 20),))
        accounts = (flat(900, "12-05", 1), flat(1_200, "11-12", 2))
        incomes = (salary(8_000, 10),) if wage else ()
        return room(reckoned(*accounts, incomes=incomes, household=household, buffer=2_000), day("11-30"))

    def once(on: str) -> SingleIncome:
        return SingleIncome(1, "奖金", day(on), fen(300))

    assert left() == left(once("12-02")) == fen(1_200)
    assert left(once("11-20")) == fen(1_500)
    assert left(once("12-02"), wage=False) == fen(1_500)
    assert left(once("12-08"), wage=False) == fen(1_200)


def test_of_a_card_that_carries_its_minimum_is_kept_whatever_the_plan_pays() -> None:
    """8,000 on the 10th, 5,500 at hand, 5,000 to live on: 8,500. A bill of 3,000 is due on 9 December, 300 at least."""
    account = Account(credit_card(), draws=drawn(("11-04", 3_000)))
    household = Household((at_hand(5_500),), (), (cost(5_000, 20),))

    def left(*planned: Planned, carried: tuple[int, ...] = (1,)) -> int:
        places = {1: position(account, TODAY)}
        book = Book((account,), (salary(8_000, 10),), household=household)
        balance = cash(book, places, planned, TODAY)
        assert balance is not None
        return room(balance, day("11-30"), carried)

    assert left() == left(Planned(1, day("12-09"), fen(2_000), ends=False, done=False)) == fen(8_200)
    assert left(carried=()) == fen(5_500)


def test_irregular_income() -> None:
    """5,000 certain on 20 November, 4,000 expected on 20 December, 800 a month on the 15th.

    November brings 4,200; December costs 800 more than is certain, which January cannot make up either.
    """
    singles = (
        SingleIncome(1, "稿费", day("11-20"), fen(5_000)),
        SingleIncome(2, "尾款", day("12-20"), fen(4_000), False),
    )
    book = Book(household=Household((at_hand(3_000),), singles, (cost(800, 15),)))
    assert monthly(book) == [4_200, 0, 0]
    flows = months_of(book, Months(TODAY))
    assert [(one.income_minor, one.expected_minor, one.living_minor) for one in flows] == [
        (500_000, 0, 80_000),
        (0, 400_000, 80_000),
        (0, 0, 80_000),
    ]
    assert above(Budget.of(fen(3_000)), flows, Months(TODAY)) == Above(day("12-01"), fen(3_000), fen(-800), fen(3_000))
    assert above(Budget.of(fen(4_000)), flows, Months(TODAY)) == Above(day("12-01"), fen(4_000), fen(-800), fen(3_200))


def test_short_by_1500() -> None:
    """500 at hand, 8,000 on the 10th, 6,000 on the 1st and 3,500 on the 8th: each month costs 1,500 more."""
    book = Book(
        incomes=(salary(8_000, 10),), household=Household((at_hand(500),), (), (cost(6_000, 1), cost(3_500, 8, "学费")))
    )
    assert monthly(book) == [0, 0, 0]


def test_a_pay_that_a_weekend_moves_counts_when_it_comes() -> None:
    """Paid on the 1st or the working day before it: 1 May 2027 is a Saturday, so April has two pays and May none.

    It is so for every first on a weekend; the last month stands for all later ones, by its printed days.
    """
    book = Book(incomes=(salary(100, 1, shift=DueShift.PREVIOUS),), household=Household((at_hand(1),)))
    flows = months_of(book, Months(TODAY))
    by_month = {one.begins_on: one.income_minor // 100 for one in flows}
    assert (by_month[day("2027-04-01")], by_month[day("2027-05-01")], by_month[day("2027-06-01")]) == (200, 0, 100)
    assert flows[-1].income_minor == fen(100)


def test_a_cost_that_ends_and_an_income_that_changes() -> None:
    rent = cost(1_000, 5, until_on=day("12-31"))
    book = Book(
        incomes=(salary(5_000, 10), salary(6_000, 10).__class__(2, "工资", day("2027-02-01"), fen(6_000), 10)),
        household=Household((at_hand(9_000),), (), (rent,)),
    )
    assert monthly(book, months=5) == [4_000, 4_000, 5_000, 6_000, 6_000]


def test_without_all_figures_there_is_none_and_it_asks_for_them() -> None:
    household = Household((at_hand(1),), (), (cost(1, 1),))
    assert lacking(Book(), TODAY) == (Missing.READING, Missing.INCOME, Missing.LIVING)
    assert lacking(Book(incomes=(salary(1, None),), household=household), TODAY) == (Missing.PAYDAY,)
    assert lacking(Book(incomes=(salary(1, 5, certain=False),), household=household), TODAY) == (Missing.INCOME,)
    whole = Book(incomes=(salary(1, 5),), household=household)
    assert lacking(whole, TODAY) == ()
    assert flow_of(whole, None, Months(TODAY)) is None


def test_a_budget_within_income_is_above_nothing() -> None:
    book = Book(incomes=(salary(5_000, 10),), household=Household((), (), (cost(1_000, 5),)))
    flows = months_of(book, Months(TODAY))
    assert above(Budget.of(fen(4_000)), flows, Months(TODAY)) is None
    late = Budget((fen(4_000), fen(4_000), fen(4_001)))
    assert above(late, flows, Months(TODAY)) == Above(day("2027-01-01"), fen(4_001), fen(4_000), 0)
    assert above(late, (), Months(TODAY)) is None
