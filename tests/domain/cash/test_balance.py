"""The balance of cash by day: three people's months worked out by hand, and what holds for everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import DueShift
from planner.domain.basics.workdays import WorkDays
from planner.domain.book import Book, CashReading, Household, Income, LivingCost, SingleIncome
from planner.domain.cash.balance import DAYS, Cash, cash
from planner.domain.cash.movements import Gap, Kind, Lack
from planner.domain.ledger.position import position
from planner.domain.reminders.planned import Planned
from planner.words.cash import same_day, today_line
from tests.make.accounts import day, drawn, equal_principal, fen, paid
from tests.make.accounts import line as line_of
from tests.make.examples import examples

TODAY = day("11-05")
LONG_AGO = day("01-01")


def at_hand(yuan: str | int, on: str = "11-05", name: str = "工资卡", id_: int = 1) -> CashReading:
    return CashReading(id_, name, day(on), fen(yuan))


def salary(yuan: str | int, on: int | None, name: str = "工资", **more: Any) -> Income:
    return Income(1, name, LONG_AGO, fen(yuan), on, **more)


def cost(yuan: str | int, on: int, name: str = "房租", **more: Any) -> LivingCost:
    return LivingCost(1, name, on, fen(yuan), LONG_AGO, **more)


def flat(yuan: int, first_due: str, id_: int = 1, **more: Any) -> Account:
    """So many yuan a month for a year, without interest."""
    due = day(first_due)
    terms = {"principal_minor": fen(yuan * 12), "first_due_on": due, "start_on": due - timedelta(31)}
    zero = equal_principal().rate.__class__(equal_principal().rate.value * 0, equal_principal().rate.basis)
    return Account(replace(equal_principal(rate=zero, **(terms | more)), id=id_))


def reckoned(
    *accounts: Account,
    incomes: tuple[Income, ...] = (),
    household: Household,
    today: date = TODAY,
    planned: tuple[Planned, ...] = (),
    buffer: int = 0,
    **more: Any,
) -> Cash:
    positions = {account.loan.id: position(account, today) for account in accounts}
    book = Book(accounts, incomes, household=household)
    found = cash(book, positions, planned, today, buffer_minor=fen(buffer), **more)
    assert found is not None
    return found


def moving(found: Cash) -> list[tuple[str, str]]:
    """The days on which anything moves, with the balance at their end in yuan."""
    return [(f"{one.on:%m-%d}", f"{one.balance_minor / 100:.2f}") for one in found.days if one.movements]


def twice_a_month(late_cost: int) -> Cash:
    household = Household((at_hand(2_000),), (), (cost(2_400, 12), cost(late_cost, 28, "生活费")))
    incomes = (salary(3_000, 10), salary(3_000, 25, "下半月工资"))
    return reckoned(flat(900, "11-08"), incomes=incomes, household=household, buffer=500)


def test_paid_on_the_tenth_and_the_twenty_fifth() -> None:
    found = twice_a_month(2_700)
    month = [("08", "1100.00"), ("10", "4100.00"), ("12", "1700.00"), ("25", "4700.00"), ("28", "2000.00")]
    assert moving(found) == [(f"{number}-{on}", left) for number in ("11", "12", "01") for on, left in month]
    assert (found.certain.lowest.on, found.certain.lowest.balance_minor) == (day("11-08"), fen(1_100))
    assert found.certain.short is None
    assert found.under_buffer is None
    assert found.payday_on == day("11-10")
    assert found.free_minor == fen(600)
    assert found.until_on == date(2027, 1, 28)
    assert len(found.days) == DAYS + 1


def test_a_later_low_that_this_money_has_to_carry_takes_from_what_is_free() -> None:
    found = twice_a_month(3_200)
    assert (found.certain.lowest.on, found.certain.lowest.balance_minor) == (date(2027, 1, 8), fen(100))
    assert found.free_minor == 0
    assert found.certain.short is None
    assert found.under_buffer is not None
    assert (found.under_buffer.on, found.under_buffer.balance_minor) == (date(2027, 1, 8), fen(100))


def test_irregular_income_expected_and_certain() -> None:
    certain = SingleIncome(1, "稿费", day("11-20"), fen(5_000))
    hoped = SingleIncome(2, "项目尾款", day("12-20"), fen(4_000), certain=False)
    household = Household((at_hand(3_000, "11-01"),), (certain, hoped), (cost(800, 15),))
    found = reckoned(household=household, today=day("11-01"))
    assert moving(found) == [
        ("11-15", "2200.00"),
        ("11-20", "7200.00"),
        ("12-15", "6400.00"),
        ("12-20", "6400.00"),
        ("01-15", "5600.00"),
    ]
    assert found.days[-1].expected_minor == fen(9_600)
    assert found.free_minor == fen(2_200)
    assert found.payday_on == day("11-20")
    alone = reckoned(household=replace(household, singles=(hoped,)), today=day("11-01"))
    assert alone.certain.lowest.balance_minor == alone.free_minor == fen(600)
    assert alone.expected.lowest.balance_minor == fen(1_400)
    assert alone.payday_on is None


def test_short_by_1500() -> None:
    household = Household((at_hand(500, "11-20"),), (), (cost(300, 5, "话费"),))
    account = flat(2_000, "11-28", auto_debit=True)
    found = reckoned(account, incomes=(salary(6_000, 10),), household=household, today=day("11-20"))
    assert moving(found)[:4] == [
        ("11-28", "-1500.00"),
        ("12-05", "-1800.00"),
        ("12-10", "4200.00"),
        ("12-28", "2200.00"),
    ]
    short = found.certain.short
    assert short is not None
    assert (short.on, short.balance_minor) == (day("11-28"), -fen(1_500))
    assert (found.certain.lowest.on, found.certain.lowest.balance_minor) == (day("12-05"), -fen(1_800))
    assert found.free_minor == 0
    (bounce,) = found.bounces
    assert (bounce.on, bounce.amount_minor, bounce.lacking_minor) == (day("11-28"), fen(2_000), fen(1_500))


def test_income_comes_first_and_a_day_that_holds_only_so_is_marked() -> None:
    household = Household((at_hand(100),), (), (cost(2_000, 10), cost(50, 12, "话费")))
    found = reckoned(incomes=(salary(2_100, 10),), household=household)
    payday = next(one for one in found.days if one.on == day("11-10"))
    assert [one.kind for one in payday.movements] == [Kind.INCOME, Kind.LIVING]
    assert (payday.balance_minor, payday.order_matters) == (fen(200), True)
    enough = reckoned(incomes=(salary(2_100, 10),), household=replace(household, readings=(at_hand(2_000),)))
    assert not any(one.order_matters for one in enough.days)


def test_a_payday_on_which_nothing_is_paid_has_no_order() -> None:
    """Short by 400 from the 7th until the salary of the 10th: that day holds an income alone."""
    household = Household((at_hand(100),), (), (cost(500, 7),))
    found = reckoned(incomes=(salary(2_000, 10),), household=household)
    payday = next(one for one in found.days if one.on == day("11-10"))
    assert (payday.balance_minor, payday.order_matters) == (fen(1_600), False)


def test_cash_is_after_its_days_movements_and_carried_to_today() -> None:
    """2,000 on the 1st: the rent of that day is gone already; since then 3,000 came and 120 + 40 went."""
    account = replace(flat(900, "11-28"), repayments=paid(("10-31", 70), ("11-01", 30), ("11-03", 120)))
    household = Household(
        (at_hand(1_500, "10-20", "余额宝"), at_hand(9_999, "10-02", "工资卡", 2), at_hand(500, "11-01", "工资卡", 3)),
        (SingleIncome(1, "退税", day("11-02"), fen(60), certain=False),),
        (cost(700, 1), cost(40, 4, "话费")),
    )
    found = reckoned(account, incomes=(salary(3_000, 2),), household=household)
    assert [(one.name, one.amount_minor) for one in found.readings] == [("余额宝", fen(1_500)), ("工资卡", fen(500))]
    assert found.opening_minor == fen(2_000 + 3_000 - 120 - 40)
    assert found.opening_expected_minor == found.opening_minor + fen(60)
    assert found.counted_on == day("11-01")
    assert Gap(Lack.OLD_READING, "余额宝", day("10-20")) in found.gaps
    assert Gap(Lack.SAME_DAY, on=day("11-01")) in found.gaps  # the 30 of the 1st


def test_nothing_is_reckoned_without_cash_at_hand() -> None:
    assert cash(Book(household=Household((at_hand(5, "11-06"),))), {}, (), TODAY) is None


def test_overdue_counts_today_and_says_since_when() -> None:
    account = replace(flat(900, "09-08"), repayments=paid(("09-08", 900), ("10-08", 100)))
    found = reckoned(account, household=Household((at_hand(1_000),)))
    (late,) = found.days[0].movements
    assert (late.kind, late.amount_minor, late.due_on) == (Kind.DUE, -fen(800), day("10-08"))
    assert moving(found)[:2] == [("11-05", "200.00"), ("11-08", "-700.00")]


def test_a_debit_assumed_since_the_cash_was_counted_went_out_of_it() -> None:
    account = flat(900, "11-03", auto_debit=True)
    before = reckoned(account, household=Household((at_hand(1_000, "11-02"),)))
    after = reckoned(account, household=Household((at_hand(1_000, "11-03"),)))
    assert (before.opening_minor, after.opening_minor) == (fen(100), fen(1_000))
    assert Gap(Lack.SAME_DAY, on=day("11-03")) in after.gaps
    assert Gap(Lack.SAME_DAY, on=day("11-02")) not in before.gaps


def test_what_is_recorded_after_cash_was_counted_goes_out_of_it_and_raises_no_balance() -> None:
    """1,000 counted today, 900 due today: 100, before it is recorded and after."""
    account, household = flat(900, "11-05"), Household((at_hand(1_000),))
    due = reckoned(account, household=household)
    (after,) = paid(("11-05", 900))
    made = reckoned(replace(account, repayments=(replace(after, after_cash=True),)), household=household)
    assert due.days[0].balance_minor == made.days[0].balance_minor == fen(100)
    assert made.same_day_minor == 0
    assert not any(gap.lack is Lack.SAME_DAY for gap in made.gaps)


@pytest.mark.parametrize(("counted", "told"), [("11-05", 300), ("11-04", 0)])
def test_what_is_paid_on_the_day_of_counting_is_told_in_every_line_that_holds_it(counted: str, told: int) -> None:
    """Counted today, 300 paid today: nobody knows which came first. Counted yesterday it is taken off."""
    account = replace(flat(900, "11-08"), repayments=paid(("11-05", 300)))
    found = reckoned(account, household=Household((at_hand(1_000, counted),)))
    assert found.days[0].balance_minor == fen(700) + fen(told)
    assert found.same_day_minor == fen(told)
    assert bool(same_day(found)) == bool(told)
    assert ("300.00" in today_line(found)) == bool(told)


def test_a_debit_of_today_is_named_before_it_bounces() -> None:
    found = reckoned(flat(900, "11-05", auto_debit=True), household=Household((at_hand(500, "11-04"),)))
    assert found.bounces[0].on == TODAY
    assert found.bounces[0].lacking_minor == fen(400)


def test_interest_of_a_line_follows_month_by_month() -> None:
    """10,000 at 0.05 % a day: 31 days 155, 30 days 150, 31 days 155."""
    account = Account(line_of(), draws=drawn(("10-21", 10_000)))
    found = reckoned(account, household=Household((at_hand(1_000),)))
    assert moving(found) == [("11-21", "845.00"), ("12-21", "695.00"), ("01-21", "540.00")]


def test_what_the_plan_pays_beyond_is_counted_once_and_lessens_what_follows() -> None:
    """Half of the line is paid back with the interest of November: from then on half the interest."""
    account = Account(line_of(), draws=drawn(("10-21", 10_000)))
    planned = (Planned(1, day("11-21"), fen(5_155), ends=False, done=False),)
    found = reckoned(account, household=Household((at_hand(6_000),)), planned=planned)
    assert moving(found) == [("11-21", "845.00"), ("12-21", "770.00"), ("01-21", "692.50")]
    november = next(one for one in found.days if one.on == day("11-21"))
    assert [(one.kind, one.amount_minor) for one in november.movements] == [
        (Kind.DUE, -fen(155)),
        (Kind.PLAN, -fen(5_000)),
    ]


def test_after_the_plan_settles_a_loan_nothing_of_it_falls_due() -> None:
    account = flat(900, "11-08")
    planned = (
        Planned(1, day("11-08"), fen(900), ends=False, done=False),
        Planned(1, day("12-08"), fen(9_900), ends=True, done=False),
        Planned(2, day("12-08"), fen(1), ends=True, done=False),
    )
    found = reckoned(account, household=Household((at_hand(12_000),)), planned=planned)
    assert moving(found) == [("11-08", "11100.00"), ("12-08", "1200.00")]


def test_what_is_overdue_is_paid_today_and_no_part_of_what_the_plan_pays_next() -> None:
    """900 of October are late; on 8 November the plan names those, 900 that are due then, and 300 more."""
    planned = (Planned(1, day("11-08"), fen(2_100), ends=False, done=False),)
    found = reckoned(flat(900, "10-08"), household=Household((at_hand(5_000),)), planned=planned)
    assert moving(found)[:2] == [("11-05", "4100.00"), ("11-08", "2900.00")]


@pytest.mark.parametrize(
    ("on", "shift", "comes_on"),
    [
        ("10-02", DueShift.NONE, "10-02"),
        ("10-02", DueShift.NEXT, "10-08"),  # a holiday to the 7th
        ("10-02", DueShift.PREVIOUS, "09-30"),
        ("10-10", DueShift.NEXT, "10-10"),  # a Saturday that is worked
        ("10-17", DueShift.NEXT, "10-19"),
        ("10-17", DueShift.PREVIOUS, "10-16"),
    ],
)
def test_a_payday_moves_off_a_day_off(on: str, shift: DueShift, comes_on: str) -> None:
    off = frozenset(day("10-01") + timedelta(days) for days in range(7))
    known = WorkDays(LONG_AGO, day("12-31"), off, frozenset((day("10-10"),)))
    income = salary(5_000, day(on).day, shift=shift)
    household = Household((at_hand(0, "09-21"),))
    found = reckoned(incomes=(income,), household=household, today=day("09-21"), work_days=known)
    assert day(comes_on) in [one.on for one in found.days if one.movements]


def test_beyond_the_known_holidays_weekends_alone_move_a_payday_and_it_is_said() -> None:
    known = WorkDays(LONG_AGO, day("12-31"))
    income = salary(5_000, 10, shift=DueShift.PREVIOUS)
    found = reckoned(incomes=(income,), household=Household((at_hand(0),)), work_days=known)
    assert [on for on, _ in moving(found)] == ["11-10", "12-10", "01-08"]  # 10 January 2027 is a Sunday
    assert Gap(Lack.WORK_DAYS, "工资", date(2027, 1, 8)) in found.gaps


def test_the_last_day_of_a_short_month() -> None:
    today = date(2027, 2, 1)
    household = Household((CashReading(1, "现金", today, fen(1_000)),), (), (cost(100, 31),))
    found = reckoned(incomes=(salary(5_000, 30),), household=household, today=today)
    assert [f"{one.on:%m-%d}" for one in found.days if one.movements] == ["02-28", "03-30", "03-31"]


def test_a_raise_takes_the_place_of_what_was_before_from_its_day_on() -> None:
    raised = Income(2, "工资", day("12-11"), fen(4_000), 10)
    found = reckoned(incomes=(salary(3_000, 10), raised), household=Household((at_hand(0),)))
    assert moving(found) == [("11-10", "3000.00"), ("12-10", "6000.00"), ("01-10", "10000.00")]


def test_an_income_without_a_day_is_not_guessed() -> None:
    found = reckoned(incomes=(salary(3_000, None),), household=Household((at_hand(100),)))
    assert moving(found) == []
    assert found.gaps == (Gap(Lack.PAYDAY, "工资"), Gap(Lack.LIVING))


def test_cash_that_was_counted_long_ago_says_so() -> None:
    week, longer = (reckoned(household=Household((at_hand(5, on),))) for on in ("10-29", "10-28"))
    assert week.gaps == (Gap(Lack.LIVING),)
    assert longer.gaps == (Gap(Lack.LIVING), Gap(Lack.SPENDING, on=day("10-28")))


def test_a_living_cost_holds_from_its_first_to_its_last_day() -> None:
    ending = LivingCost(1, "房租", 15, fen(100), day("11-16"), day("12-15"))
    found = reckoned(household=Household((at_hand(1_000),), (), (ending,)))
    assert moving(found) == [("12-15", "900.00")]


# -- what holds for everybody --------------------------------------------------------------------------------------

_DAYS_OF_MONTH = st.integers(1, 31)
_YUAN = st.integers(0, 9_000)


@st.composite
def households(draw: st.DrawFn) -> tuple[Book, int]:
    """Any incomes and costs, a few loans, a buffer."""
    incomes = tuple(
        Income(number, f"收入{number}", LONG_AGO, fen(yuan), on, draw(st.sampled_from(DueShift)), draw(st.booleans()))
        for number, (yuan, on) in enumerate(draw(st.lists(st.tuples(_YUAN, _DAYS_OF_MONTH), max_size=3)))
    )
    singles = tuple(
        SingleIncome(number, f"单笔{number}", TODAY + timedelta(days), fen(yuan), draw(st.booleans()))
        for number, (yuan, days) in enumerate(draw(st.lists(st.tuples(_YUAN, st.integers(-9, 90)), max_size=3)))
    )
    living = tuple(
        LivingCost(number, f"开支{number}", on, fen(yuan), LONG_AGO)
        for number, (yuan, on) in enumerate(draw(st.lists(st.tuples(_YUAN, _DAYS_OF_MONTH), max_size=3)))
    )
    accounts = tuple(
        flat(yuan, f"11-{on:02}", number, auto_debit=draw(st.booleans()))
        for number, (yuan, on) in enumerate(
            draw(st.lists(st.tuples(st.integers(1, 3_000), st.integers(1, 28)), max_size=3)), 1
        )
    )
    readings = (
        at_hand(draw(_YUAN), draw(st.sampled_from(["11-05", "10-30"]))),
        at_hand(draw(_YUAN), "11-01", "微信", 2),
    )
    return Book(accounts, incomes, household=Household(readings, singles, living)), draw(st.integers(0, 1_000))


def of(book: Book, buffer: int) -> Cash:
    return reckoned(*book.accounts, incomes=book.incomes, household=book.household, buffer=buffer)


@given(households())
@examples(60)
def test_consecutive_days_differ_by_what_moves(case: tuple[Book, int]) -> None:
    found = of(*case)
    certain, expected = found.opening_minor, found.opening_expected_minor
    for one in found.days:
        assert {move.on for move in one.movements} <= {one.on}
        certain += sum(move.amount_minor for move in one.movements if move.certain)
        expected += sum(move.amount_minor for move in one.movements)
        assert (one.balance_minor, one.expected_minor) == (certain, expected)
        assert one.expected_minor >= one.balance_minor


@given(households(), st.integers(0, 90), st.integers(1, 5_000), st.booleans())
@examples(60)
def test_more_income_never_lowers_a_day_or_what_is_free(
    case: tuple[Book, int], days: int, yuan: int, certain: bool
) -> None:
    book, buffer = case
    more = SingleIncome(99, "多的", TODAY + timedelta(days), fen(yuan), certain)
    richer = replace(book, household=replace(book.household, singles=(*book.household.singles, more)))
    before, after = of(book, buffer), of(richer, buffer)
    for old, new in zip(before.days, after.days, strict=True):
        assert new.balance_minor >= old.balance_minor
        assert new.expected_minor >= old.expected_minor
    assert after.free_minor >= before.free_minor
    if not certain:
        assert after.free_minor == before.free_minor


@given(households())
@examples(60)
def test_spending_what_is_free_today_makes_no_day_short_and_none_shorter(case: tuple[Book, int]) -> None:
    found = of(*case)
    if found.free_minor:
        assert all(one.balance_minor - found.free_minor >= found.buffer_minor for one in found.days)
        assert any(one.balance_minor - found.free_minor - 1 < found.buffer_minor for one in found.days)  # and no more


@given(households(), st.randoms(use_true_random=False))
@examples(60)
def test_the_order_of_entry_changes_nothing(case: tuple[Book, int], random: Any) -> None:
    book, buffer = case

    def mixed(values: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(random.sample(values, len(values)))

    household = book.household
    shuffled = Household(mixed(household.readings), mixed(household.singles), mixed(household.living))
    before = of(book, buffer)
    after = of(Book(mixed(book.accounts), mixed(book.incomes), household=shuffled), buffer)
    assert replace(after, gaps=()) == replace(before, gaps=())
    assert set(after.gaps) == set(before.gaps)
