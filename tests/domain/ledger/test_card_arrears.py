"""Bills that were not paid: what the next one contains, what is overdue, what paying its minimum does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import Account, CardPlan, Denial, Draw, DrawKind, PlanSource, Repayment, Statement
from planner.domain.accounts.terms import CardTerms, MinimumRule
from planner.domain.ledger.on_time import on_time
from planner.domain.ledger.position import figures, position
from planner.domain.ledger.state import AccountState, DueStatus
from tests.make.accounts import at, card, day, drawn, fen, paid, printed, read
from tests.make.examples import examples

TENTH = CardTerms(minimum=MinimumRule.SHARE, minimum_share=Decimal("0.1"))


def owing(**more: object) -> Account:
    """The bill of October, 10,000 with a minimum of 1,000, unpaid; that of November as printed: 10,239, 2,139."""
    october = Statement(1, day("10-01"), day("10-09"), fen(10_000), fen(1_000))
    november = Statement(2, day("11-01"), day("11-09"), fen(10_239), fen(2_139))
    account = Account(card(limit_minor=fen(20_000)), draws=drawn(("09-20", 10_000)), statements=(october, november))
    return replace(account, **more)  # type: ignore[arg-type]


def fates(account: Account, on: str) -> list[tuple[str, DueStatus, int]]:
    return [(due.due_on.isoformat()[5:], due.status, due.days_late) for due in at(account, on).dues]


def test_paying_the_printed_minimum_of_a_bill_that_contains_a_missed_one_is_paying() -> None:
    account = owing(repayments=paid(("11-09", "2139")))
    place = at(account, "11-15")
    assert (place.overdue_minor, place.days_past_due, place.state) == (0, 0, AccountState.ACTIVE)
    assert place.principal_minor == fen(10_239 - 2_139)
    assert fates(account, "11-15")[:2] == [("10-09", DueStatus.LATE, 31), ("11-09", DueStatus.ON_TIME, 0)]
    assert on_time(place.dues, day("11-15")).rate == Decimal("0.5")


def test_what_is_overdue_is_the_minimum_that_is_missing() -> None:
    account = owing()
    assert [(at(account, on).overdue_minor, at(account, on).days_past_due) for on in ("10-12", "10-13", "11-09")] == [
        (0, 0),
        (fen(1_000), 4),
        (fen(1_000), 31),
    ]
    asked = at(account, "11-12")  # nothing is recorded of that of November yet, it may have been paid
    assert (asked.overdue_minor, [due.overdue_minor for due in asked.dues]) == (fen(1_000), [0, fen(1_000)])
    place = at(account, "11-13")
    assert (place.overdue_minor, place.days_past_due) == (fen(2_139), 35)  # contains that of October
    waiting = at(account, "11-05")
    november = waiting.next_due
    assert november is not None
    assert (november.due_on, november.amount_minor, november.minimum_minor) == (day("11-09"), fen(10_239), fen(2_139))
    assert (november.status, november.overdue_minor) == (DueStatus.PENDING, fen(1_000))
    assert sum(due.unpaid_minor for due in waiting.dues) == waiting.principal_minor == fen(10_239)


def test_what_was_missed_can_be_paid_by_itself() -> None:
    account = owing(repayments=paid(("11-05", 1_000)))
    place = at(account, "11-06")
    assert (place.overdue_minor, place.dues[0].status, place.dues[0].days_late) == (0, DueStatus.LATE, 27)
    assert at(account, "11-10").overdue_minor == fen(1_139)


def test_a_later_bill_paid_in_full_is_on_time_though_an_earlier_one_was_missed() -> None:
    account = owing(repayments=paid(("11-09", 10_239)))
    assert fates(account, "11-30") == [("10-09", DueStatus.LATE, 31), ("11-09", DueStatus.ON_TIME, 0)]
    assert at(account, "11-30").owed_minor == 0
    plain = Account(card(), draws=drawn(("01-20", 300), ("02-20", 50)), repayments=paid(("03-09", 350)))
    assert fates(plain, "03-10") == [("02-09", DueStatus.LATE, 28), ("03-09", DueStatus.ON_TIME, 0)]


def test_the_minimum_after_a_missed_one_contains_it() -> None:
    """A bank's rule: 900 of the rest of 9,000, the 1,000 that were missed, 230 of fees and interest."""
    draws = (*drawn(("01-20", 10_000)), Draw(2, day("02-20"), fen(230), kind=DrawKind.FEE))
    account = Account(card(card=TENTH, limit_minor=fen(20_000)), draws)
    due = at(account, "03-02").dues[1]
    assert (due.amount_minor, due.minimum_minor) == (fen(10_230), fen(2_130))
    partly = replace(account, repayments=paid(("02-09", 400)))
    due = at(partly, "03-02").dues[1]
    assert (due.amount_minor, due.minimum_minor) == (fen(9_830), fen(230 + 600 + 900))
    again = at(account, "04-02").dues[2]
    assert (again.amount_minor, again.minimum_minor) == (fen(10_230), fen(2_130 + 810))


def test_a_fixed_minimum_is_asked_for_again_with_the_one_that_was_missed() -> None:
    terms = CardTerms(minimum=MinimumRule.FIXED, minimum_minor=fen(200))
    account = Account(card(card=terms), draws=drawn(("01-20", 1_000)))
    assert at(account, "03-02").dues[1].minimum_minor == fen(400)


def test_a_bill_that_can_still_be_paid_in_time_asks_for_itself() -> None:
    """Cut while the one before is in its days of grace: each has its own part of the printed minimum."""
    loan = card(due_day=28, grace_days=5, card=TENTH)
    bills = (
        Statement(1, day("02-01"), day("02-28"), fen(1_000), fen(100)),
        Statement(2, day("03-01"), day("03-28"), fen(1_200), fen(220)),
    )
    account = Account(loan, draws=drawn(("01-20", 1_000), ("02-20", 200)), statements=bills)
    assert [(due.amount_minor, due.minimum_minor) for due in at(account, "03-02").dues[:2]] == [
        (fen(1_000), fen(100)),
        (fen(200), fen(120)),
    ]
    assert at(replace(account, repayments=paid(("03-03", 220))), "03-29").overdue_minor == 0


def test_a_printed_minimum_above_its_bill_asks_for_the_bill() -> None:
    """Also where the bill is less than what older ones still ask for, and so stands beside them."""
    beside = Statement(2, day("02-02"), day("02-10"), fen(100), fen(150))
    account = Account(card(), drawn(("01-20", 400)), statements=(*printed(("02-01", "02-09", 300)), beside))
    assert [(due.amount_minor, due.minimum_minor) for due in at(account, "02-03").dues[:2]] == [
        (fen(300), None),
        (fen(100), fen(100)),
    ]
    assert at(account, "02-20").overdue_minor == at(account, "02-20").owed_minor == fen(400)


def test_of_a_bill_paid_but_for_the_tolerance_no_more_was_asked_than_was_paid() -> None:
    bill = Statement(1, day("02-01"), day("02-09"), fen(300), fen(300))
    tolerant = card(card=CardTerms(tolerance_minor=fen(10)))
    account = Account(tolerant, drawn(("01-20", 300)), paid(("02-09", 290)), statements=(bill,))
    due = at(account, "02-20").dues[0]
    assert (due.amount_minor, due.minimum_minor, due.status) == (fen(290), fen(290), DueStatus.ON_TIME)
    assert at(account, "03-02").dues[1].amount_minor == fen(10)  # what it was short of


def beside(**more: object) -> Account:
    """1,000 missed in February and March, on the bill of April; one of 200 was printed beside it, due before that."""
    bills = (*printed(("02-01", "02-09", 1_000)), Statement(2, day("03-15"), day("04-05"), fen(200)))
    account = Account(card(), drawn(("01-20", 1_000), ("03-10", 200)), statements=bills)
    return replace(account, **more)  # type: ignore[arg-type]


def test_what_was_missed_is_overdue_of_the_bill_that_contains_it() -> None:
    def overdue(account: Account, on: str) -> list[int]:
        place = at(account, on)
        assert place.overdue_minor == sum(due.overdue_minor for due in place.dues)
        return [due.overdue_minor // 100 for due in place.dues if due.due_on >= day("04-05")]

    assert [(due.due_on, due.amount_minor) for due in at(beside(), "04-02").dues[2:]] == [
        (day("04-05"), fen(200)),
        (day("04-09"), fen(1_000)),
    ]
    assert overdue(beside(), "04-02") == [0, 1_000]
    assert overdue(beside(), "04-09") == [200, 1_000]
    # the one beside is paid: nothing of what was missed is
    settled = beside(repayments=(Repayment(1, day("04-05"), fen(200), assigned_on=day("04-05")),))
    assert overdue(settled, "04-06") == [0, 1_000]
    assert [due.status for due in at(settled, "04-06").dues[:3]] == [
        DueStatus.MISSED,
        DueStatus.MISSED,
        DueStatus.ON_TIME,
    ]
    # both missed: the next bill contains both
    assert overdue(beside(), "05-01")[-1] == at(beside(), "05-01").overdue_minor // 100 == 1_200
    paying = beside(repayments=paid(("05-05", 1_100)))
    assert (at(paying, "05-06").overdue_minor, at(paying, "05-06").owed_minor) == (fen(100), fen(100))


def test_a_plan_on_a_part_of_the_bill_that_contains_a_missed_one_leaves_the_rest_overdue() -> None:
    account = replace(beside(), statements=printed(("02-01", "02-09", 1_000)), draws=drawn(("01-20", 1_000)))
    place = at(replace(account, plans=(CardPlan(1, day("03-03"), fen(900), 9),)), "03-04")
    assert (place.owed_minor, place.overdue_minor) == (fen(1_000), fen(100))
    assert [due.overdue_minor for due in place.dues] == [0, fen(100), 0]


# -- an instalment plan on a bill -------------------------------------------------------------------------------------


def test_a_plan_on_an_overdue_bill_moves_the_debt() -> None:
    account = Account(card(card=TENTH, limit_minor=fen(20_000)), draws=drawn(("01-20", 14_500)))
    assert at(account, "02-20").overdue_minor == fen(1_450)
    made = CardPlan(1, day("02-21"), fen(14_500), 60)
    place = at(replace(account, plans=(made,)), "02-22")
    assert (place.owed_minor, place.overdue_minor, place.days_past_due) == (fen(14_500), 0, 0)
    assert (place.limit_left_minor, place.adjusted_minor) == (fen(5_500), 0)
    assert (place.dues[0].status, place.dues[0].days_late) == (DueStatus.LATE, 12)  # it was, until then
    following = at(replace(account, plans=(made,)), "03-02").next_due
    assert following is not None
    assert (following.due_on, following.amount_minor) == (day("03-09"), fen("241.67"))


@pytest.mark.parametrize(
    ("moved", "due", "next_month"),
    [
        (CardPlan(1, day("02-21"), fen(14_100), 60), 400, 235),  # all that was left: what was paid of it was due
        (CardPlan(1, day("02-21"), fen(10_000), 10), 4_500, 5_100),  # a part: the rest is on the next bill
        (CardPlan(1, day("02-05"), fen(14_100), 60), 400, 235),  # before it was due
    ],
)
def test_what_a_plan_took_over_is_not_due_in_the_month_of_its_bill(moved: CardPlan, due: int, next_month: int) -> None:
    account = Account(card(card=TENTH, limit_minor=fen(20_000)), drawn(("01-20", 14_500)), paid(("02-04", 400)))
    days = [day("02-04"), day("02-28"), day("03-01")]
    asked = [one.due_minor for one in figures(replace(account, plans=(moved,)), days)]
    assert asked == [fen(14_500), fen(due), fen(next_month)]


def test_a_part_of_a_plan_is_due_in_the_month_of_its_bill() -> None:
    """Cut on the 10th, due on the 20th: what is moved on the 5th comes back in the bill of the same month."""
    loan = card(statement_day=10, due_day=20, card=TENTH)
    account = Account(
        loan, drawn(("01-20", 6_000)), plans=(CardPlan(1, day("02-05"), fen(6_000), 12, source=PlanSource.UNBILLED),)
    )
    found = figures(account, [day("02-04"), day("02-05"), day("02-28")])
    assert [one.due_minor for one in found] == [fen(6_000), fen(500), fen(500)]


def test_a_plan_on_a_bill_that_contains_a_missed_one_ends_both() -> None:
    place = at(owing(plans=(CardPlan(1, day("11-05"), fen(10_239), 60),)), "11-06")
    assert (place.owed_minor, place.overdue_minor) == (fen(10_239), 0)
    assert place.dues[0].status is DueStatus.LATE


def test_the_minimum_falls_with_what_a_plan_takes_off_the_bill() -> None:
    account = Account(
        card(card=TENTH), draws=drawn(("01-20", 6_000)), plans=(CardPlan(1, day("02-03"), fen(5_000), 12),)
    )
    due = at(account, "02-04").dues[0]
    assert (due.amount_minor, due.minimum_minor) == (fen(1_000), fen(100))
    unruled = replace(
        account, loan=card(), statements=(Statement(1, day("02-01"), day("02-09"), fen(6_000), fen(600)),)
    )
    assert at(unruled, "02-04").dues[0].minimum_minor == fen(100)


def test_a_part_of_an_overdue_bill_moved_leaves_the_rest_overdue() -> None:
    account = Account(card(card=TENTH, limit_minor=fen(20_000)), draws=drawn(("01-20", 14_500)))
    place = at(replace(account, plans=(CardPlan(1, day("02-21"), fen(10_000), 10),)), "02-22")
    assert (place.owed_minor, place.overdue_minor) == (fen(14_500), fen(450))


def test_a_purchase_in_instalments_is_a_plan_from_its_first_day() -> None:
    made = CardPlan(1, day("01-20"), fen(1_200), 12, source=PlanSource.PURCHASE)
    account = Account(card(), draws=drawn(("01-15", 300)), plans=(made,))
    assert at(account, "01-20").owed_minor == fen(1_500)
    assert at(account, "02-02").dues[0].amount_minor == fen(400)


def test_a_plan_with_its_own_limit_stands_outside_that_of_the_card() -> None:
    made = CardPlan(1, day("01-20"), fen(100_000), 50, source=PlanSource.CASH, own_limit=True)
    account = Account(card(limit_minor=fen(20_000)), draws=drawn(("01-15", 1_200)), plans=(made,))
    place = at(account, "01-21")
    assert (place.owed_minor, place.limit_left_minor) == (fen(101_200), fen(18_800))


def bills_in_arrears(**more: object) -> Loan:
    return card(card=TENTH, limit_minor=fen(100_000), **more)


@examples(80)
@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(1, 300_000)), min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 230), st.integers(1, 300_000)), max_size=8),
    st.lists(st.tuples(st.integers(0, 200), st.integers(1, 300_000), st.integers(1, 12)), max_size=2),
)
def test_whatever_is_paid_nothing_is_asked_twice(
    bought: list[tuple[int, int]], payments: list[tuple[int, int]], plans: list[tuple[int, int, int]]
) -> None:
    first = day("01-01")
    draws = tuple(Draw(n, first + timedelta(on), amount) for n, (on, amount) in enumerate(sorted(bought), 1))
    paying = tuple(Repayment(n, first + timedelta(on), amount) for n, (on, amount) in enumerate(sorted(payments), 1))
    moved = tuple(CardPlan(n, first + timedelta(on), much, terms) for n, (on, much, terms) in enumerate(plans, 1))
    account = Account(bills_in_arrears(), draws, paying, plans=moved)
    for days in range(20, 260, 20):
        on = first + timedelta(days)
        place = position(account, on)
        fallen = [due for due in place.dues if due.due_on <= on]
        assert sum(due.unpaid_minor for due in fallen) <= place.principal_minor
        assert bool(place.overdue_minor) == bool(place.days_past_due)
        assert place.overdue_minor == sum(due.overdue_minor for due in place.dues)
        assert all((due.minimum_minor or 0) <= due.amount_minor for due in place.dues)
        assert not (place.credit_minor and any(due.unpaid_minor for due in fallen))


@pytest.mark.parametrize("assigned", [None, "03-09"])
def test_of_bills_that_stand_beside_each_other_the_one_named_is_paid(assigned: str | None) -> None:
    bills = printed(("02-01", "02-09", 1_000), ("03-01", "03-09", 200))  # less than what the first still asks for
    payment = Repayment(1, day("03-08"), fen(200), assigned_on=None if assigned is None else day(assigned))
    place = at(Account(card(), drawn(("01-20", 1_000), ("02-20", 200)), (payment,), statements=bills), "03-10")
    assert [due.unpaid_minor for due in place.dues[:2]] == (
        [fen(800), fen(200)] if assigned is None else [fen(1_000), 0]
    )


def test_a_missed_minimum_paid_on_the_statement_day_leaves_the_rest_on_that_days_bill() -> None:
    """Bill 5,000 due 02-09, minimum 500 missed; 500 paid on 03-01, the day on which the next bill is cut."""
    account = Account(card(card=TENTH), draws=drawn(("01-20", 5_000)), repayments=paid(("03-01", 500)))
    due = at(account, "03-02").next_due
    assert due is not None
    assert (due.due_on, due.amount_minor, due.minimum_minor) == (day("03-09"), fen(4_500), fen(450))
    assert at(account, "03-20").overdue_minor == fen(450)


@pytest.mark.parametrize("terms", [TENTH, CardTerms()])
def test_a_bill_settled_before_its_due_day_was_paid_on_time_and_no_later_bill_holds_any_of_it(terms: CardTerms) -> None:
    settled = (Repayment(1, day("02-05"), fen(1_000), settles=True),)
    account = Account(card(card=terms), draws=drawn(("01-20", 1_000), ("02-20", 200)), repayments=settled)
    place = at(account, "02-21")
    assert on_time(place.dues, day("02-21")).on_time == 1
    assert place.next_due is not None
    assert (place.next_due.due_on, place.next_due.amount_minor) == (day("03-09"), fen(200))
    least = fen(20) if terms is TENTH else fen(200)
    assert at(account, "03-20").overdue_minor == least
    by_day = replace(account, repayments=(), loan=replace(account.loan, settled_on=day("02-05")))
    assert at(by_day, "03-20").overdue_minor == least


def test_a_bill_that_only_a_balance_shows_as_paid_is_neither_late_nor_on_time() -> None:
    account = Account(card(card=TENTH), draws=drawn(("01-20", 1_000)), readings=read(("02-25", 0)))
    place = at(account, "02-25")
    assert [(due.status, due.days_late) for due in place.dues] == [(DueStatus.UNDATED, 0)]
    assert on_time(place.dues, day("02-25")).rate is None
    enough = replace(account, readings=read(("02-25", 850)))
    assert at(enough, "02-25").dues[0].status is DueStatus.UNDATED
    recorded = replace(enough, repayments=paid(("02-09", 150)), readings=read(("02-25", 850)))
    assert at(recorded, "02-25").dues[0].status is DueStatus.ON_TIME
    denied = replace(account, denials=(Denial(1, day("02-20"), day("02-09")),))
    assert at(denied, "02-25").dues[0].status is DueStatus.LATE
