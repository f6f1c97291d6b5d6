"""A balance on a card in the person's favour: paid too much, refunded after payment, paid out again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from planner.domain.accounts.records import (
    Account,
    Allowance,
    AllowanceKind,
    CardPlan,
    Draw,
    DrawKind,
    PlanSource,
    Repayment,
)
from planner.domain.accounts.terms import CardInterest, CardTerms, Part
from planner.domain.ledger.card_ledger import running_plans
from planner.domain.ledger.state import DueStatus
from tests.domain.ledger.test_card_interest import bank
from tests.domain.ledger.test_card_plans import plan
from tests.make.accounts import at, card, day, drawn, fen, paid, printed, read


def refund(on: str, yuan: int, kind: AllowanceKind = AllowanceKind.REFUND, **more: object) -> Allowance:
    return Allowance(1, day(on), fen(yuan), kind, **more)  # type: ignore[arg-type]


def balance(account: Account, on: str) -> tuple[int, int]:
    place = at(account, on)
    return place.owed_minor // 100, place.credit_minor // 100


def test_what_is_paid_beyond_what_is_owed_is_in_the_persons_favour() -> None:
    account = Account(card(), drawn(("01-20", 300)), paid(("02-05", 500)))
    assert balance(account, "02-05") == (0, 200)
    assert at(account, "02-05").applied[0].over_minor == fen(200)
    settled = replace(account, repayments=(Repayment(1, day("02-05"), fen(500), settles=True),))
    assert balance(settled, "02-05") == (0, 200)
    bearing = Account(
        bank(CardInterest.FULL), drawn(("03-30", 300)), (Repayment(1, day("04-05"), fen(500), settles=True),)
    )
    assert balance(bearing, "04-05") == (0, 200)  # no interest had grown: none is booked


def test_a_purchase_uses_it_first_and_the_bill_holds_the_rest() -> None:
    account = Account(card(), drawn(("01-20", 300), ("02-10", 500)), paid(("02-05", 700)))
    assert (balance(account, "02-09"), balance(account, "02-10")) == ((0, 400), (100, 0))
    assert [(due.due_on, due.amount_minor) for due in at(account, "03-02").dues] == [
        (day("02-09"), fen(300)),
        (day("03-09"), fen(100)),
    ]


def test_it_can_be_paid_out() -> None:
    account = Account(card(), drawn(("01-20", 300)), paid(("02-05", 500)))
    out = Draw(9, day("02-12"), fen(200), kind=DrawKind.WITHDRAWN)
    assert balance(replace(account, draws=(*account.draws, out)), "02-12") == (0, 0)


def test_a_refund_after_payment_is_a_credit_of_its_day_and_leaves_the_bill() -> None:
    account = Account(card(), drawn(("01-20", 300)), paid(("02-05", 300)), allowances=(refund("02-15", 120),))
    assert (balance(account, "02-14"), balance(account, "02-15")) == ((0, 0), (0, 120))
    (bill,) = at(account, "02-20").dues
    assert (bill.due_on, bill.amount_minor, bill.status) == (day("02-09"), fen(300), DueStatus.ON_TIME)


def test_a_refund_before_payment_counts_like_money_paid() -> None:
    account = Account(card(), drawn(("01-20", 300)), paid(("02-05", 180)), allowances=(refund("02-03", 120),))
    (bill,) = at(account, "02-20").dues
    assert (bill.amount_minor, bill.status, at(account, "02-20").owed_minor) == (fen(300), DueStatus.ON_TIME, 0)


def test_a_waiver_is_asked_for_no_more() -> None:
    """A late fee of 3.00 on a minimum of 100 of which 40 were paid; waived before its bill, or after."""
    account = Account(bank(CardInterest.NONE), drawn(("03-30", 1_000)), paid(("04-23", 40)))
    assert at(account, "05-06").owed_minor == fen(963)
    early = replace(account, allowances=(refund("04-30", 3, AllowanceKind.WAIVER, part=Part.PENALTY),))
    late = replace(account, allowances=(refund("05-06", 3, AllowanceKind.WAIVER, part=Part.PENALTY),))
    assert (at(early, "05-06").owed_minor, at(late, "05-06").owed_minor) == (fen(960), fen(960))


@pytest.mark.parametrize("part", [Part.PENALTY, Part.INTEREST, Part.FEE, None])
@pytest.mark.parametrize("on", ["04-20", "05-10"])
def test_a_waiver_of_charges_pays_no_purchase(part: Part | None, on: str) -> None:
    """On the second bill are a late fee of 3.00 and 17.76 of interest: 1,000 for 24 days, 960 for 12, at 0.05 %."""
    account = Account(bank(CardInterest.FULL), drawn(("03-30", 1_000)), paid(("04-23", 40)))
    waived = replace(account, allowances=(refund(on, 8_000, AllowanceKind.WAIVER, part=part),))
    charges = {Part.INTEREST: at(account, "05-06").owed_minor - fen(963)}.get(part or Part.FEE, fen(3))
    assert charges > 0
    expected = at(account, on).owed_minor - (charges if on == "05-10" else 0)
    assert (at(waived, on).owed_minor, at(waived, on).credit_minor) == (expected, 0)
    assert at(waived, "04-22").next_due.paid_minor == 0  # type: ignore[union-attr]


@pytest.mark.parametrize("part", [Part.PENALTY, Part.INTEREST])
def test_a_waiver_of_charges_that_there_are_none_of_pays_no_minimum(part: Part) -> None:
    account = Account(bank(CardInterest.FULL), drawn(("03-30", 8_000)))
    waived = replace(account, allowances=(refund("04-10", 8_000, AllowanceKind.WAIVER, part=part),))
    for on in ("04-10", "04-24", "04-30"):
        assert at(waived, on) == at(account, on)
    assert (at(waived, "04-30").dues[0].status, at(waived, "04-30").overdue_minor) == (DueStatus.MISSED, fen(800))


def test_charges_on_a_printed_bill_can_be_waived_as_far_as_the_terms_tell_of_them() -> None:
    """100 of the first bill were not recorded as bought; of what the next one adds, 21.00, 3.00 are the late fee."""
    account = Account(
        bank(CardInterest.NONE), drawn(("03-30", 900)), paid(("04-23", 40)),
        statements=printed(("04-05", "04-23", 1_000), ("05-05", "05-23", 981)),
    )  # fmt: skip
    waived = replace(account, allowances=(refund("05-10", 8_000, AllowanceKind.WAIVER, part=Part.PENALTY),))
    assert at(account, "05-10").owed_minor - at(waived, "05-10").owed_minor == fen(3)


def test_a_waiver_of_principal_lessens_purchases_and_the_last_parts_of_plans() -> None:
    account = Account(card(), drawn(("01-20", 1_000)), plans=(plan("02-03", 600, 6, source=PlanSource.BILL),))
    waived = replace(account, allowances=(refund("02-05", 700, AllowanceKind.WAIVER, part=Part.PRINCIPAL),))
    assert (balance(account, "02-05"), balance(waived, "02-05")) == ((1_000, 0), (300, 0))
    assert [one.parts_left for one in running_plans(waived, day("02-05")).values()] == [6]
    assert sum(one.remaining for one in running_plans(waived, day("02-05")).values()) == fen(300)
    more = replace(account, allowances=(refund("02-05", 9_000, AllowanceKind.WAIVER, part=Part.PRINCIPAL),))
    assert balance(more, "02-05") == (0, 0)


@pytest.mark.parametrize("settled", ["02-05", None])
def test_a_purchase_after_a_settlement_on_its_day_is_owed(settled: str | None) -> None:
    loan = card(settled_on=None if settled is None else day(settled))
    last = Repayment(1, day("02-05"), fen(300), settles=True)
    account = Account(loan, drawn(("01-20", 300), ("02-05", 50)), (last,))
    assert balance(account, "02-05") == (50, 0)
    assert at(account, "03-02").dues[-1].amount_minor == fen(50)
    both = replace(account, repayments=(replace(last, amount_minor=fen(350)),))
    assert balance(both, "02-06") == (0, 0)


def test_a_parts_of_a_plan_use_it_too() -> None:
    account = Account(card(), drawn(("01-20", 900)), paid(("03-05", 500)), plans=(plan("02-03"),))
    place = at(account, "03-06")
    assert (place.credit_minor, place.settlement_minor) == (fen("194.15"), fen("405.85"))
    assert at(account, "04-02").dues[-1].amount_minor == fen("305.85")  # of 05-09, as it will be
    assert at(account, "04-02").next_due.amount_minor == fen("111.70")  # type: ignore[union-attr]


def test_what_the_lender_asks_for_has_used_it() -> None:
    account = Account(card(), drawn(("01-20", 300)), paid(("02-05", 500)))
    assert balance(replace(account, readings=read(("02-20", 50))), "02-20") == (50, 0)
    assert balance(replace(account, readings=read(("02-20", 0))), "02-20") == (0, 200)
    assert balance(replace(account, statements=printed(("03-01", "03-09", 80))), "03-02") == (80, 0)


def test_a_cards_tolerance_is_no_credit() -> None:
    account = Account(card(card=CardTerms(tolerance_minor=10_00)), drawn(("01-20", 300)), paid(("02-05", 290)))
    assert balance(account, "02-20") == (10, 0)


# -- what was bought in instalments is given back ---------------------------------------------------------------------


def phone(on: str = "01-20") -> CardPlan:
    """1,200 in twelve parts of 100 with 7.80 each."""
    return plan(on, 1_200, 12, source=PlanSource.PURCHASE, note="花呗 · 某店 · 手机")


@pytest.mark.parametrize("note", ["", "某店 · 手机"])
def test_a_refund_of_a_purchase_in_instalments_ends_it(note: str) -> None:
    """Two parts are billed, the first of them paid: ten are cancelled, the second is paid, the first comes back."""
    account = Account(card(), drawn(("01-15", 300)), paid(("02-09", "407.80")), plans=(phone(),))
    assert balance(account, "03-05") == (1_107, 0)
    given = replace(account, allowances=(refund("03-05", 1_200, note=note),))
    place = at(given, "03-05")
    assert (place.owed_minor, place.credit_minor) == (0, fen(1_200) - fen(1_000) - fen("107.80"))
    assert place.dues[-1].due_on == day("03-09")  # and no part of it after that
    assert running_plans(given, day("03-05")) == {}
    assert at(given, "12-31").credit_minor == place.credit_minor
    assert at(given, "03-04") == at(account, "03-04")


def test_a_part_of_it_given_back_takes_the_last_parts() -> None:
    account = Account(card(), plans=(phone(),), allowances=(refund("02-15", 250, note="手机"),))
    (running,) = running_plans(account, day("02-15")).values()
    assert (running.remaining, running.parts_left, running.parts[-1]) == (fen(850), 9, (fen(50), fen("7.80")))
    assert balance(account, "02-15") == (957, 0)  # the first part of 107.80 is missed, 850 are to come


def test_a_refund_on_the_day_of_the_purchase_ends_it_too() -> None:
    account = Account(card(), plans=(phone(),), allowances=(refund("01-20", 1_200),))
    assert (balance(account, "01-20"), at(account, "03-02").dues) == ((0, 0), ())


@pytest.mark.parametrize(
    ("given", "spent"),
    [
        (refund("03-05", 1_200), drawn(("01-15", 1_200))),  # something else of that amount was bought
        (refund("03-05", 500), ()),  # it names nothing
        (refund("03-05", 1_200, AllowanceKind.CASHBACK), ()),
    ],
)
def test_a_refund_of_which_nothing_tells_that_it_is_that_of_a_plan_is_money_paid(
    given: Allowance, spent: tuple[Draw, ...]
) -> None:
    account = Account(card(), spent, plans=(phone(),))
    before, after = at(account, "03-05"), at(replace(account, allowances=(given,)), "03-05")
    assert after.owed_minor - after.credit_minor == before.owed_minor - given.amount_minor
    assert [one.remaining for one in running_plans(account, day("03-05")).values()] == [fen(1_000)]
    assert [one.remaining for one in running_plans(replace(account, allowances=(given,)), day("03-05")).values()] == [
        fen(1_000)
    ]


def test_of_two_purchases_the_named_one_is_given_back() -> None:
    shoes = replace(phone("01-21"), id=2, note="某店 · 鞋")
    account = Account(card(), plans=(phone(), shoes), allowances=(refund("01-25", 1_200, note="鞋"),))
    assert list(running_plans(account, day("01-25"))) == [1]
    limited = replace(account, plans=(replace(shoes, own_limit=True),))
    assert at(limited, "01-25").apart_minor == 0
