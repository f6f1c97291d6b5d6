"""Instalment plans inside a card: what each bill asks for, what ending them costs, what they cost a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account, Allowance, AllowanceKind, CardPlan, PlanEnd, PlanSource, Statement
from planner.domain.accounts.terms import CardTerms, FeeWhen, MinimumRule
from planner.domain.basics.rates import RateBasis
from planner.domain.ledger.card_ledger import running_plans, unrecorded_of
from planner.domain.ledger.card_plans import plan_fee, plan_loan, plan_rows
from planner.domain.ledger.position import position, replay
from planner.domain.ledger.state import DueStatus
from planner.domain.schedule.yearly_cost import yearly_cost
from planner.domain.what_if.prepay import settling
from tests.make.accounts import at, card, day, drawn, fen, open_histories, paid, printed, read
from tests.make.examples import examples


def plan(on: str, yuan: int = 900, terms: int = 3, rate: str = "0.0065", id_: int = 1, **more: object) -> CardPlan:
    return CardPlan(id_, day(on), fen(yuan), terms, Decimal(rate), **more)  # type: ignore[arg-type]


def bills(account: Account, on: str) -> list[tuple[str, int]]:
    return [(due.due_on.isoformat()[5:], due.amount_minor) for due in at(account, on).dues]


@pytest.mark.parametrize(
    ("terms", "rate", "when", "nominal"),
    [  # the price table that a bank published for its card instalments
        (3, "0.0065", FeeWhen.PER_TERM, "0.1166"),
        (24, "0.0065", FeeWhen.PER_TERM, "0.1433"),
        (3, "0.005", FeeWhen.FIRST_TERM, "0.0905"),
        (24, "0.006", FeeWhen.FIRST_TERM, "0.1518"),
    ],
)
def test_the_yearly_cost_that_a_bank_prints(terms: int, rate: str, when: FeeWhen, nominal: str) -> None:
    made = plan("01-05", 120_000, terms, rate, fee_when=when)
    cost = yearly_cost(plan_loan(card(), made))
    assert cost.nominal is not None
    assert cost.nominal.quantize(Decimal("0.0001")) == Decimal(nominal)
    assert cost.fee_minor == plan_fee(made)


def test_each_bill_holds_one_part_and_its_fee() -> None:
    account = Account(card(), draws=drawn(("01-20", 1_000)), plans=(plan("02-03"),))
    # The bill of 02-01 was 1,000: 900 of it is paid in three parts of 300 with 5.85 each.
    assert bills(account, "02-02") == [("02-09", fen(1_000))]
    place = at(account, "02-04")
    assert [(due.due_on, due.amount_minor) for due in place.dues] == [
        (day("02-09"), fen(100)),
        (day("03-09"), fen("305.85")),
    ]
    assert (place.principal_minor, place.settlement_minor) == (fen(1_000), fen(1_000))
    settled = replace(account, repayments=paid(("02-09", 100), ("03-09", "305.85"), ("04-09", "305.85")))
    assert bills(settled, "05-02") == [
        ("02-09", fen(100)),
        ("03-09", fen("305.85")),
        ("04-09", fen("305.85")),
        ("05-09", fen("305.85")),
    ]
    assert {due.status for due in at(settled, "05-02").dues[:3]} == {DueStatus.ON_TIME}
    assert bills(settled, "06-02")[-2:] == [("05-09", fen("305.85")), ("06-09", fen("305.85"))]
    assert at(settled, "06-02").principal_minor == fen("305.85")  # unpaid, and no part more


def test_odd_fen_go_to_the_last_part_and_the_whole_fee_can_come_first() -> None:
    rows = plan_rows(card(), plan("01-05", 1_000, 3, "0.02", basis=RateBasis.TOTAL, fee_when=FeeWhen.FIRST_TERM))
    assert [(row.principal_minor, row.fee_minor) for row in rows] == [(33_333, 2_000), (33_333, 0), (33_334, 0)]


def test_several_plans_run_beside_each_other() -> None:
    plans = (plan("01-25", 300, source=PlanSource.UNBILLED), plan("02-20", 600, 6, id_=2, source=PlanSource.UNBILLED))
    account = Account(card(), draws=drawn(("01-20", 300), ("02-10", 700)), plans=plans)
    assert bills(account, "03-02") == [
        ("02-09", fen("101.95")),
        ("03-09", fen("101.95") + fen("101.95") + fen(100) + fen("103.90")),  # with what was missed
        ("04-09", fen("101.95") + fen("103.90")),  # as it will be
    ]


def test_a_minimum_asks_for_parts_and_fees_in_full() -> None:
    terms = CardTerms(minimum=MinimumRule.SHARE, minimum_share=Decimal("0.1"))
    draws, payments = drawn(("01-20", 1_000), ("02-20", 200)), paid(("02-09", 100))
    account = Account(card(card=terms), draws, payments, plans=(plan("02-03"),))
    due = at(account, "03-02").dues[1]
    assert (due.amount_minor, due.minimum_minor) == (fen("505.85"), fen("325.85"))


def test_cash_paid_out_in_instalments_is_owed_from_its_day() -> None:
    account = Account(card(), plans=(plan("02-03", 1_200, 12, "0.007", source=PlanSource.CASH),))
    place = at(account, "02-04")
    assert (place.principal_minor, place.limit_left_minor) == (fen(1_200), fen(8_800))
    assert bills(account, "03-02")[0] == ("03-09", fen("108.40"))


@pytest.mark.parametrize("statements", [(), printed(("02-01", "02-09", 900))])
def test_a_plan_on_the_day_of_its_bill_moves_it(statements: tuple[Statement, ...]) -> None:
    account = Account(card(), drawn(("01-20", 900)), plans=(plan("02-01"),), statements=statements)
    place = at(account, "02-02")
    assert (place.owed_minor, place.adjusted_minor) == (fen(900), 0)
    assert bills(account, "02-02") == [("03-09", fen("305.85"))]
    ended = replace(account, plans=(plan("02-01", ended_on=day("02-01")),))
    assert bills(ended, "02-02") == [("03-09", fen(900))]


@pytest.mark.parametrize("source", PlanSource)
def test_the_first_balance_that_was_read_holds_plans_that_ran_already(source: PlanSource) -> None:
    loan = card(start_on=day("2025-10-01"), limit_minor=fen(60_000))
    older = CardPlan(1, day("2025-09-20"), fen(12_000), 12, source=source)
    account = Account(loan, readings=read(("2025-11-29", 50_000)), plans=(older,))
    assert at(account, "2025-11-29").owed_minor == fen(50_000)
    (running,) = running_plans(account, day("2025-11-29")).values()
    assert running.remaining == fen(10_000)  # two parts are on bills of before


@pytest.mark.parametrize(
    ("made", "unrecorded"),
    [
        (plan("02-03"), 400),  # the bill of 02-01 holds 500
        (plan("02-03", 500), 0),
        (plan("01-10"), 900),  # before anything was bought
        (plan("01-25", source=PlanSource.UNBILLED), 400),
        (plan("02-03", source=PlanSource.UNBILLED), 900),  # that is on the bill already
        (plan("02-03", source=PlanSource.PURCHASE), 0),
        (plan("2025-12-20"), 0),  # what ran before the records is in none of them
        (plan("02-03", ended_on=day("02-03")), 400),
    ],
)
def test_what_a_plan_would_add_to_what_is_owed(made: CardPlan, unrecorded: int) -> None:
    account = Account(card(), drawn(("01-20", 500)))
    assert unrecorded_of(account, made) == unrecorded_of(replace(account, plans=(made,)), made) == fen(unrecorded)


def test_what_the_bills_do_not_hold_was_not_recorded() -> None:
    account = Account(card(), draws=drawn(("01-20", 500)), plans=(plan("02-03"),))
    place = at(account, "02-04")
    assert (place.principal_minor, place.adjusted_minor) == (fen(900), fen(400))


@pytest.mark.parametrize(
    ("at_end", "share", "ending"),
    [(PlanEnd.FEES_STOP, "0", "0"), (PlanEnd.FEES_DUE, "0", "11.70"), (PlanEnd.SHARE, "0.03", "18.00")],
)
def test_ended_early_all_that_remains_is_on_the_next_bill(at_end: PlanEnd, share: str, ending: str) -> None:
    made = plan("02-03", at_end=at_end, end_share=Decimal(share))
    account = Account(card(), drawn(("01-20", 900)), paid(("03-09", "305.85")), plans=(made,))
    assert at(account, "03-15").settlement_minor == fen(600) + fen(ending)
    found = settling(account, day("03-15"))
    assert (found.total_minor, found.early_fee_minor) == (fen(600) + fen(ending), fen(ending))
    assert found.saving_minor == max(fen("11.70") - fen(ending), 0)
    ended = replace(account, plans=(replace(made, ended_on=day("03-20")),))
    assert bills(ended, "04-02")[-1] == ("04-09", fen(600) + fen(ending))
    assert at(ended, "04-02").principal_minor == fen(600) + fen(ending)


def test_a_plan_older_than_the_records_goes_on_with_the_part_that_is_next() -> None:
    """Six parts from 2025-11-10: those of 12-01 and 01-01 were billed before the card was entered on 01-15."""
    made = plan("2025-11-10", 600, 6, "0.01")
    account = Account(card(start_on=day("01-15")), draws=drawn(("01-15", 1_000)), plans=(made,))
    assert at(account, "01-16").principal_minor == fen(1_000)
    assert bills(account, "02-02")[0] == ("02-09", fen(600) + fen(106))
    ends = replace(account, plans=(replace(made, ended_on=day("2025-12-20")),))
    assert bills(ends, "02-02")[0] == ("02-09", fen(1_000))


def test_the_printed_bill_holds_the_part() -> None:
    account = Account(
        card(), drawn(("01-20", 900)), plans=(plan("02-03"),), statements=printed(("03-01", "03-09", "305.85"))
    )
    assert bills(account, "03-02")[0] == ("03-09", fen("305.85"))
    assert at(account, "03-02").principal_minor == fen("905.85")


def test_paying_more_than_the_bills_does_not_end_a_plan() -> None:
    account = Account(card(), drawn(("01-20", 900)), paid(("03-05", 500)), plans=(plan("02-03"),))
    place = at(account, "03-06")
    assert (place.principal_minor, place.applied[-1].over_minor) == (fen(600), fen(500) - fen("305.85"))


def test_the_lenders_balance_holds_the_plans() -> None:
    account = Account(card(), drawn(("01-20", 900)), plans=(plan("02-03"),), readings=read(("03-05", 450)))
    place = at(account, "03-06")
    assert place.principal_minor == fen(450)
    assert bills(account, "04-02")[1:] == [("04-09", fen("305.85")), ("05-09", fen("155.85"))]
    assert position(account, day("07-02")).principal_minor == fen(450) + 2 * fen("5.85")


@st.composite
def plans(draw: st.DrawFn) -> tuple[CardPlan, ...]:
    made = []
    for number in range(draw(st.integers(1, 3))):
        began = day("01-01") + timedelta(draw(st.integers(-60, 200)))
        gap = draw(st.none() | st.integers(0, 120))
        made.append(
            CardPlan(
                number + 1,
                began,
                draw(st.integers(1, 600_000)),
                draw(st.integers(1, 12)),
                draw(st.decimals("0", "0.02", places=4)),
                draw(st.sampled_from([RateBasis.TERM, RateBasis.TOTAL])),
                draw(st.sampled_from([FeeWhen.PER_TERM, FeeWhen.FIRST_TERM])),
                draw(st.sampled_from(PlanEnd)),
                Decimal("0.03"),
                None if gap is None else began + timedelta(gap),
                source=draw(st.sampled_from(PlanSource)),
            )
        )
    return tuple(made)


@examples(120)
@given(open_histories(), plans(), st.lists(st.integers(0, 250), min_size=1, max_size=4))
def test_no_fen_is_lost_and_looking_in_between_changes_nothing(
    account: Account, made: tuple[CardPlan, ...], stops: list[int]
) -> None:
    if account.loan.method is not Method.CARD:
        return
    changed = replace(account, plans=made)
    ledger = replay(changed)
    for stop in sorted(stops):
        on = day("01-01") + timedelta(stop)
        ledger.advance(on)
        place = ledger.position(on)
        assert place.principal_minor >= sum(due.unpaid_minor for due in place.dues if due.due_on <= on) >= 0
    last = day("09-17")
    ledger.advance(last)
    place = ledger.position(last)
    assert place == position(changed, last)
    moved = sum(draw.amount_minor for draw in changed.draws if draw.on <= last) + place.adjusted_minor
    used = sum(part.principal_minor + part.over_minor for part in place.applied)
    assert place.principal_minor - place.credit_minor == moved - used
    assert min((due.amount_minor for due in place.dues), default=0) >= 0


def test_a_balance_read_later_leaves_a_plan_on_its_day_where_only_a_refund_came_before() -> None:
    made = plan("01-15", source=PlanSource.PURCHASE)
    refund = Allowance(1, day("01-20"), fen(50), AllowanceKind.REFUND)
    account = Account(card(), plans=(made,), allowances=(refund,))
    owed = at(account, "03-04").owed_minor
    assert at(replace(account, readings=read(("03-05", 900))), "03-04").owed_minor == owed == fen("861.70")
    for on in ("01-16", "02-05"):
        assert at(replace(account, readings=read(("03-05", 900))), on) == at(account, on)


def test_a_plan_that_began_before_the_card_was_entered_leaves_its_bill_alone() -> None:
    """50,000 owed of which 20,000 are billed: what the plan still holds is a part of what no bill holds."""
    terms = card(statement_day=15, due_day=5, start_on=day("10-01"), limit_minor=fen(60_000))
    plan = CardPlan(1, day("09-20"), fen(10_000), 12, Decimal("0.006"))
    account = Account(
        terms,
        readings=read(("11-29", 50_000)),
        statements=(Statement(1, day("11-15"), day("12-05"), fen(20_000)),),
        plans=(plan,),
    )
    place = position(account, day("11-29"))
    assert (place.dues[0].due_on, place.dues[0].unpaid_minor) == (day("12-05"), fen(20_000))
    assert all(due.due_on >= day("12-05") for due in place.dues)  # nothing of before was ever missed
    # two parts were on bills before: ten are left of 10,000, and the rest of 30,000 is plain
    assert place.dues[1].unpaid_minor == fen("30000") - fen("8333.34") + fen("833.33") + fen(60)
