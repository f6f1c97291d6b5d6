"""What moved a debt adds up to what is owed, on every end of a month, whatever was recorded."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given

from planner.domain.accounts.records import Account, Allowance, AllowanceKind, Draw, DrawKind
from planner.domain.accounts.terms import Fee, FeeWhen, Part
from planner.domain.ledger.entries import ends_of_months, entries, first_day
from planner.domain.ledger.position import position
from planner.values import replace
from tests.make.accounts import any_histories, card, day, drawn, equal_principal, fen, line, paid, read
from tests.make.eventful import eventful
from tests.make.examples import examples


def _told(account: Account, until: str) -> list[tuple[str, str, dict[str, float]]]:
    """Day, what it is, and by what how much more is owed, in yuan (whole where it is)."""
    written = entries(account, day(until))
    return [(f"{one.on:%m-%d}", str(one.what), {str(c): n / 100 for c, n in one.parts}) for one in written]


def test_interest_is_told_when_it_falls_due_or_when_it_is_paid_before() -> None:
    account = Account(equal_principal(), repayments=paid(("02-10", 1120), ("03-05", 1110), ("04-12", 1100)))
    assert _told(account, "04-12") == [
        ("01-10", "begins", {"cash": 12_000}),
        ("02-10", "due", {"interest": 120}),
        ("02-10", "repayment", {"repaid": -1120}),
        ("03-05", "repayment", {"repaid": -1110, "interest": 110}),
        ("04-10", "due", {"interest": 100}),
        ("04-12", "repayment", {"repaid": -1100}),
    ]


def test_what_is_kept_back_of_a_loan_is_a_fee_and_no_cash() -> None:
    made = equal_principal(fees=(Fee("砍头息", FeeWhen.UPFRONT, amount_minor=60_000),))
    assert _told(Account(made), "01-20") == [("01-10", "begins", {"fee": 600, "cash": 11_400})]
    taken_over = equal_principal(paid_terms=1)
    assert _told(Account(taken_over), "02-11")[0] == ("01-10", "begins", {"opening": 12_000})


def test_a_repayment_taken_back_is_written_back_on_that_day() -> None:
    back = replace(paid(("02-10", 1120))[0], reversed_on=day("02-14"), note="卡里没钱")
    told = _told(Account(equal_principal(), repayments=(back,)), "02-14")
    assert told[2:4] == [("02-10", "repayment", {"repaid": -1120}), ("02-14", "taken_back", {"repaid": 1120})]
    assert told[4:] == [("02-14", "penalty", {"penalty": 1.33})]  # 1,000 at 12 % for four days: it was never paid
    assert entries(Account(equal_principal(), repayments=(back,)), day("02-14"))[3].note == "卡里没钱"


def test_a_debit_is_assumed_until_a_later_month_answers_it() -> None:
    made = equal_principal(auto_debit=True)
    told = _told(Account(made), "02-28")
    assert told[1:] == [("02-10", "due", {"interest": 120}), ("02-10", "debit", {"debited": -1120})]
    answered = Account(made, repayments=paid(("03-02", 1120)))
    assert [one for one in _told(answered, "03-02") if one[0] > "03"] == [
        ("03-02", "answered", {"debited": 1120}),
        ("03-02", "repayment", {"repaid": -1120}),
    ]
    within = Account(made, repayments=paid(("02-12", 1120)))
    assert [what for _, what, _ in _told(within, "02-28")] == ["begins", "due", "repayment"]


def test_a_card_tells_purchases_and_what_they_cost_and_what_comes_back() -> None:
    bought = (*drawn(("01-05", 300)), Draw(2, day("01-06"), fen(20), kind=DrawKind.FEE))
    given = (
        Allowance(1, day("01-20"), fen(50), AllowanceKind.REFUND),
        Allowance(2, day("01-21"), fen(5), AllowanceKind.CASHBACK),
        Allowance(3, day("01-22"), fen(20), AllowanceKind.WAIVER, Part.FEE),
    )
    account = Account(card(), draws=bought, allowances=given, repayments=paid(("02-09", 250)))
    assert _told(account, "02-10") == [
        ("01-05", "draw", {"purchase": 300}),
        ("01-06", "draw", {"fee": 20}),
        ("01-20", "allowance", {"refund": -50}),
        ("01-21", "allowance", {"cashback": -5}),
        ("01-22", "allowance", {"forgiven": -20}),
        ("02-09", "repayment", {"repaid": -250}),
    ]


def test_what_a_lender_shows_beyond_the_records_is_an_adjustment_and_at_first_the_opening() -> None:
    account = Account(line(), readings=read(("01-05", 5000), ("02-05", 4200)))
    told = [one for one in _told(account, "02-05") if one[1] == "reading"]
    assert told == [("01-05", "reading", {"opening": 5000}), ("02-05", "reading", {"adjusted": -800})]


def _agrees(account: Account) -> None:
    until = account.loan.start_on + timedelta(430)
    written = entries(account, until)
    assert [one.on for one in written] == sorted(one.on for one in written)
    for end in ends_of_months(first_day(account), until):
        place = position(account, end)
        told = sum(one.change_minor for one in written if one.on <= end)
        assert told == place.owed_minor - place.credit_minor, end


@given(any_histories())
@examples(100)
def test_the_entries_of_any_account_add_up_to_what_is_owed(account: Account) -> None:
    _agrees(account)


@given(eventful())
@examples(100)
def test_so_they_do_whatever_happens_to_it(account: Account) -> None:
    _agrees(account)
