"""Settling and paying early: figures worked out by hand for each method and each rule, and what holds for any loan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Excess, Loan, Method, OnRateChange, Prepayment
from planner.domain.accounts.records import Account, Repayment
from planner.domain.accounts.terms import PrepayDay
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.ledger.position import position
from planner.domain.schedule.instalments import instalments
from planner.domain.what_if.prepay import Answer, Settling, as_of, prepaying, settling
from planner.errors import PlannerError
from tests.make.accounts import any_histories, at, card, day, drawn, equal_principal, fen, line, paid, parts, read
from tests.make.terms import loan, loans

MARCH = day("03-10")
SHORTER, LOWER = Excess.SHORTER_TERM, Excess.LOWER_PAYMENT


def kept(loan: Loan, terms: int = 2) -> Account:
    """The loan with its first instalments paid on their days."""
    rows = instalments(loan)[:terms]
    payments = tuple(Repayment(row.number, row.due_on, row.amount_minor) for row in rows)
    return Account(loan, repayments=payments)


def yuan(minor: int | None) -> str:
    assert minor is not None
    return f"{minor / 100:.2f}"


def settled(found: Settling) -> tuple[str, ...]:
    """Principal, accrued, other interest, fees, fee for paying early, in all, otherwise, saved."""
    return tuple(
        yuan(minor)
        for minor in (
            found.principal_minor,
            found.accrued_minor,
            found.interest_minor,
            found.fee_minor,
            found.early_fee_minor,
            found.total_minor,
            found.otherwise_minor,
            found.saving_minor,
        )
    )


def told(answer: Answer) -> tuple[Any, ...]:
    """Paid that day, its fee, the last due date, instalments fewer, the payment, interest and fees saved."""
    return (
        yuan(answer.paid_minor),
        yuan(answer.fee_minor),
        answer.last.due_on.isoformat(),
        answer.fewer,
        yuan(answer.payment_minor),
        yuan(answer.interest_saved_minor),
        yuan(answer.fees_saved_minor),
    )


def refused(account: Account, on: str = "03-10", extra: int = 3_000) -> PlannerError:
    with pytest.raises(PlannerError) as caught:
        prepaying(account, day(on), fen(extra))
    return caught.value


# -- settling ----------------------------------------------------------------------------------------------------------


def test_settling_in_the_middle_of_a_term() -> None:
    found = settling(kept(equal_principal()), day("03-25"))
    # half of the 100.00 of the running term has grown; 550.00 of interest were still to come
    assert settled(found) == ("10000.00", "50.00", "0.00", "0.00", "0.00", "10050.00", "10550.00", "500.00")
    assert found.reason is None


def test_settling_on_a_due_date_already_paid() -> None:
    found = settling(kept(equal_principal()), MARCH)
    assert settled(found) == ("10000.00", "0.00", "0.00", "0.00", "0.00", "10000.00", "10550.00", "550.00")


def test_settling_what_is_overdue() -> None:
    found = settling(kept(equal_principal(), 1), day("03-25"))
    # the instalment of 03-10 with its 110.00 of interest was not paid, nor 15 days on its 1,000.00
    assert settled(found) == ("11000.00", "50.00", "115.00", "0.00", "0.00", "11165.00", "11665.00", "500.00")


@pytest.mark.parametrize(
    ("rule", "fee", "total", "saving", "reason"),
    [
        (Prepayment.FREE, "0", "10050.00", "500.00", None),
        (Prepayment.FULL_ONLY, "0", "10050.00", "500.00", None),
        (Prepayment.FEE_SHARE, "0.03", "10350.00", "200.00", None),
        (Prepayment.FEE_SHARE, "0.06", "10650.00", "0.00", "fee_exceeds"),
        (Prepayment.NO_SAVING, "0", "10550.00", "0.00", "no_saving"),
        (Prepayment.NOT_ALLOWED, "0", "10550.00", "0.00", "not_allowed"),
    ],
)
def test_settling_by_each_rule(rule: Prepayment, fee: str, total: str, saving: str, reason: str | None) -> None:
    found = settling(kept(equal_principal(prepayment=rule, prepayment_fee=Decimal(fee))), day("03-25"))
    assert (yuan(found.total_minor), yuan(found.saving_minor), found.reason) == (total, saving, reason)
    assert found.early_fee_minor == (fen(10_000) * Decimal(fee) if rule is Prepayment.FEE_SHARE else 0)


def test_settling_a_flat_fee_pays_the_fee_of_the_term_that_has_begun() -> None:
    loan = flat_fee()
    assert settled(settling(kept(loan), MARCH))[3:] == ("0.00", "0.00", "10000.00", "10792.00", "792.00")
    assert settled(settling(kept(loan), day("03-11")))[3:] == ("79.20", "0.00", "10079.20", "10792.00", "712.80")


def test_nothing_is_saved_when_nothing_is_to_come() -> None:
    interest_free = equal_principal(rate=Rate(Decimal(0), RateBasis.YEAR))
    assert settling(kept(interest_free), MARCH).reason == "nothing_left"
    done = settling(kept(equal_principal(), 12), date(2027, 1, 10))
    assert (done.total_minor, done.otherwise_minor, done.saving_minor, done.reason) == (0, 0, 0, "nothing_owed")
    assert settling(Account(equal_principal()), day("01-01")).reason == "nothing_owed"


def test_settling_a_line_with_an_end_saves_the_interest_until_then() -> None:
    account = Account(line(end_on=day("04-01")), draws=drawn(("01-01", 10_000)))
    found = settling(account, day("01-11"))
    # 5.00 a day: ten days have grown, eighty are to come
    assert settled(found) == ("10000.00", "50.00", "0.00", "0.00", "0.00", "10050.00", "10450.00", "400.00")


def test_a_line_without_an_end_tells_what_the_next_thirty_days_cost() -> None:
    found = settling(Account(line(), draws=drawn(("01-01", 10_000))), day("01-11"))
    assert (found.total_minor, found.otherwise_minor, found.saving_minor) == (fen(10_050), None, None)
    assert (found.reason, found.month_minor) == ("open_end", fen(150))


def test_paying_a_card_early_saves_nothing() -> None:
    found = settling(Account(card(), draws=drawn(("01-05", 300))), day("01-20"))
    assert (found.total_minor, found.saving_minor, found.reason) == (fen(300), 0, "bills")


# -- paying a part early -----------------------------------------------------------------------------------------------


def flat_fee(**more: Any) -> Loan:
    """12,000 at 0.66 % of the original amount a month: twelve times 1,000.00 and 79.20."""
    return equal_principal(method=Method.FLAT_FEE, rate=Rate(Decimal("0.0066"), RateBasis.TERM), **more)


def test_equal_principal_on_a_due_date() -> None:
    shorter, lower = prepaying(kept(equal_principal()), MARCH, fen(3_000))
    assert (shorter.excess, lower.excess) == (SHORTER, LOWER)
    # 7,000 left: seven times 1,000 with 70, 60 … 10, or ten times 700 with 70, 63 … 7; otherwise 550 to come
    assert told(shorter) == ("3000.00", "0.00", "2026-10-10", 3, "1060.00", "270.00", "0.00")
    assert told(lower) == ("3000.00", "0.00", "2027-01-10", 0, "763.00", "165.00", "0.00")
    assert shorter.payment_before_minor == lower.payment_before_minor == fen(1_090)
    assert parts(shorter.dues)[:2] == [("04-10", "1000.00", "70.00"), ("05-10", "1000.00", "60.00")]


def test_inside_a_term_the_instalment_in_hand_is_paid_too() -> None:
    shorter, lower = prepaying(kept(equal_principal()), day("03-25"), fen(3_000))
    # 04-10 as printed: 1,000 and 100; the 15.00 that 3,000 would have cost until then come off the next interest
    assert shorter.asked_minor == fen(1_100)
    assert told(shorter) == ("4100.00", "0.00", "2026-10-10", 3, "1050.00", "255.00", "0.00")
    assert parts(shorter.dues)[0] == ("05-10", "1000.00", "45.00")
    assert told(lower) == ("4100.00", "0.00", "2027-01-10", 0, "720.00", "165.00", "0.00")


def test_what_is_overdue_is_paid_first() -> None:
    shorter, _ = prepaying(kept(equal_principal(), 1), day("03-25"), fen(3_000))
    assert shorter.asked_minor == fen(1_115 + 1_100)
    assert shorter.interest_saved_minor == fen(255)


def test_a_level_payment() -> None:
    loan = equal_principal(method=Method.LEVEL_PAYMENT)
    shorter, lower = prepaying(kept(loan), MARCH, fen(5_000))
    # 1,066.19 a month; 10,098.16 left after two
    assert parts(shorter.dues) == [
        ("04-10", "1015.21", "50.98"),
        ("05-10", "1025.36", "40.83"),
        ("06-10", "1035.61", "30.58"),
        ("07-10", "1045.97", "20.22"),
        ("08-10", "976.01", "9.76"),
    ]
    to_come = sum(row.interest_minor for row in instalments(loan)[2:])
    assert shorter.interest_saved_minor == to_come - fen("152.37")
    assert (shorter.fewer, yuan(shorter.payment_minor)) == (5, "1066.19")
    annuity = Decimal("5098.16") * Decimal("0.01") / (1 - Decimal("1.01") ** -10)
    assert yuan(lower.payment_minor) == str(annuity.quantize(Decimal("0.01"), ROUND_HALF_UP))
    assert (lower.fewer, yuan(lower.payment_before_minor)) == (0, "1066.19")


def test_a_flat_fee_saves_only_the_fees_of_terms_that_fall_away() -> None:
    shorter, lower = prepaying(kept(flat_fee()), MARCH, fen(3_000))
    assert told(shorter) == ("3000.00", "0.00", "2026-10-10", 3, "1079.20", "0.00", "237.60")
    assert told(lower) == ("3000.00", "0.00", "2027-01-10", 0, "779.20", "0.00", "0.00")


def test_interest_only_has_one_answer() -> None:
    shorter, lower = prepaying(kept(equal_principal(method=Method.INTEREST_ONLY)), MARCH, fen(3_000))
    assert told(shorter) == told(lower) == ("3000.00", "0.00", "2027-01-10", 0, "90.00", "300.00", "0.00")
    assert yuan(lower.last.amount_minor) == "9090.00"


def test_all_at_the_end_pays_the_interest_grown_first() -> None:
    account = Account(equal_principal(method=Method.BULLET))
    shorter, lower = prepaying(account, day("07-10"), fen(3_000))
    # six months have grown 720.00; 9,000 over six more cost 540.00, 12,000 would have cost 720.00
    assert shorter.asked_minor == fen(720)
    assert told(shorter) == told(lower)
    assert yuan(shorter.last.unpaid_minor) == "9540.00"
    assert shorter.interest_saved_minor == fen(180)


def test_the_fee_for_paying_early_is_paid_beside_and_taken_off_the_saving() -> None:
    loan = equal_principal(prepayment=Prepayment.FEE_SHARE, prepayment_fee=Decimal("0.03"))
    shorter, lower = prepaying(kept(loan), MARCH, fen(3_000))
    assert told(shorter)[:2] == ("3090.00", "90.00")
    assert (shorter.saving_minor, lower.saving_minor) == (fen(180), fen(75))
    costly = replace(loan, prepayment_fee=Decimal("0.10"))
    assert prepaying(kept(costly), MARCH, fen(3_000))[0].saving_minor == -fen(30)


def test_all_at_the_end_with_a_fee_for_paying_early() -> None:
    terms = {"prepayment": Prepayment.FEE_SHARE, "prepayment_fee": Decimal("0.03")}
    account = Account(equal_principal(method=Method.BULLET, **terms))
    shorter, _ = prepaying(account, day("07-10"), fen(3_000))
    assert told(shorter)[:2] == ("3810.00", "90.00")
    assert yuan(shorter.last.unpaid_minor) == "9540.00"
    place = position(replace(account, repayments=paid(("07-10", 3_810))), day("07-10"))
    assert (place.principal_minor, place.applied[0].fee_minor) == (fen(9_000), fen(90))


def test_it_does_not_matter_where_extra_money_usually_goes() -> None:
    first = prepaying(kept(equal_principal()), day("03-25"), fen(3_000))
    for excess in Excess:
        assert prepaying(kept(equal_principal(excess=excess)), day("03-25"), fen(3_000)) == first


def test_what_was_paid_earlier_stays_as_the_terms_had_it() -> None:
    account = Account(equal_principal(excess=LOWER), repayments=paid(("02-10", 1_120 + 2_200)))
    shorter, lower = prepaying(account, day("02-10"), fen(880))
    # 2,200 lowered the principal to 800 a month; 880 more leave ten terms of it and a rest, or eleven of 720
    assert lower.payment_before_minor == fen(800 + 80)
    assert (shorter.fewer, yuan(shorter.dues[0].principal_minor)) == (1, "800.00")
    assert yuan(lower.dues[0].principal_minor) == "720.00"


def test_a_reading_of_that_day_counts() -> None:
    account = Account(equal_principal(), repayments=paid(("02-10", 1_120)), readings=read(("02-10", 9_900)))
    _, lower = prepaying(account, day("02-10"), fen(2_200))
    # the 1,100 that the reading shows to be paid early left ten terms of 1,000 at most
    assert yuan(lower.dues[0].principal_minor) == "770.00"


@pytest.mark.parametrize("rule", [Prepayment.NO_SAVING, Prepayment.FULL_ONLY, Prepayment.NOT_ALLOWED])
def test_some_lenders_take_no_part_early(rule: Prepayment) -> None:
    assert refused(kept(equal_principal(prepayment=rule))).code == f"prepay.{rule}"


def test_lines_and_cards_have_no_schedule_to_shorten() -> None:
    assert refused(Account(line(), draws=drawn(("01-01", 10_000)))).code == "prepay.line"
    assert refused(Account(card(), draws=drawn(("01-01", 100)))).code == "prepay.card"


def test_days_and_amounts_that_make_no_sense() -> None:
    account = kept(equal_principal())
    assert refused(account, extra=0).code == "prepay.amount"
    assert refused(account, on="01-09").code == "prepay.before_start"
    assert refused(kept(equal_principal(), 12), on="12-31").code == "prepay.last"
    assert refused(Account(equal_principal(paid_terms=3)), on="02-20").code == "prepay.covered"
    assert refused(Account(equal_principal(paid_terms=12)), on="12-31").code == "prepay.covered"
    ended = Account(equal_principal(), repayments=(Repayment(1, day("02-01"), fen(12_084), settles=True),))
    assert refused(ended).code == "prepay.nothing_owed"
    error = refused(account, extra=10_000)
    assert (error.code, error.params) == ("prepay.too_much", {"settlement_minor": fen(10_000)})
    assert prepaying(account, MARCH, fen("9999.99"))[0].last.amount_minor == 1


# -- other days --------------------------------------------------------------------------------------------------------


def test_a_past_day_knows_nothing_of_later_payments() -> None:
    account = kept(equal_principal(), 5)
    early = kept(equal_principal(), 1)
    assert settling(account, day("02-20")) == settling(early, day("02-20"))
    assert prepaying(account, day("02-20"), fen(500)) == prepaying(early, day("02-20"), fen(500))


def test_until_a_future_day_everything_is_paid_as_it_falls_due() -> None:
    today, later = day("03-25"), day("05-25")
    place = as_of(kept(equal_principal()), later, today=today)
    assert (place.principal_minor, place.accrued_minor, place.overdue_minor) == (fen(8_000), fen(40), 0)
    assert settling(kept(equal_principal()), later, today=today) == settling(kept(equal_principal(), 4), later)
    assert prepaying(kept(equal_principal()), later, fen(900), today=today) == prepaying(
        kept(equal_principal(), 4), later, fen(900)
    )


def test_until_a_future_day_what_is_overdue_is_paid_today() -> None:
    place = as_of(Account(equal_principal()), day("04-20"), today=day("03-25"))
    assert [(due.due_on.month, due.cleared_on) for due in place.dues[:3]] == [
        (2, day("03-25")),
        (3, day("03-25")),
        (4, day("04-10")),
    ]
    assert (place.principal_minor, place.overdue_minor, place.days_past_due) == (fen(9_000), 0, 0)
    grown = fen("23.33") + fen("13.33") + fen("3.33")  # by contract interest on each 1,000, for 70, 40 and 10 days
    assert at(Account(equal_principal()), "04-20").overdue_minor == fen(1_120 + 1_110 + 1_100) + grown


def test_instalments_from_before_the_records_are_not_paid_again() -> None:
    place = as_of(Account(equal_principal(paid_terms=4)), day("06-20"), today=day("02-20"))
    assert place.principal_minor == fen(7_000)


def test_until_a_future_day_a_line_pays_its_interest_and_a_card_its_bills() -> None:
    owing = as_of(Account(line(), draws=drawn(("01-01", 10_000))), day("03-31"), today=day("01-11"))
    assert (owing.principal_minor, owing.accrued_minor, owing.overdue_minor) == (fen(10_000), fen(50), 0)
    ended = as_of(Account(line(end_on=day("02-21")), draws=drawn(("01-01", 10_000))), day("03-31"), today=day("01-11"))
    assert (ended.owed_minor, ended.accrued_minor) == (0, 0)
    bill = Account(card(), draws=drawn(("01-05", 300)))
    assert as_of(bill, day("02-08"), today=day("01-20")).principal_minor == fen(300)
    assert as_of(bill, day("02-09"), today=day("01-20")).principal_minor == 0


# -- any account -------------------------------------------------------------------------------------------------------


@st.composite
def prepayments(draw: st.DrawFn, *, large: bool = False) -> tuple[Account, date, int]:
    """A loan paid as printed for some terms, a day not before the last payment, an amount that it may take.

    ``large``: the amount is at least a tenth of what is owed, and more than a few yuan, and a change of the rate moves
    no end (a payment that just covers the higher interest on the smaller balance would run for decades).
    """
    loan = replace(draw(loans(most_terms=24)), fees=())
    if large:
        loan = replace(loan, on_rate_change=OnRateChange.LOWER_PAYMENT)
    if draw(st.booleans()):
        loan = replace(loan, prepayment=Prepayment.FEE_SHARE, prepayment_fee=Decimal("0.03"))
    loan = replace(loan, principal_minor=draw(st.integers(1_000_000 if large else 1_000, 100_000_000)))
    terms = draw(st.integers(0, (loan.terms or 1) - 1)) if loan.method is not Method.BULLET else 0
    account = kept(loan, terms)
    from_on = account.repayments[-1].on if account.repayments else loan.start_on
    on = from_on + timedelta(draw(st.integers(0, 45)))
    left = position(account, on).principal_minor
    assume(left > 1)
    return account, on, draw(st.integers(left // 10 if large else 1, left - 1))


def answers(account: Account, on: date, extra: int) -> tuple[Answer, Answer]:
    try:
        return prepaying(account, on, extra)
    except PlannerError as error:
        assume(error.code not in ("prepay.too_much", "prepay.last"))
        raise


@given(prepayments())
def test_both_answers_end_at_zero_and_nothing_is_lost(case: tuple[Account, date, int]) -> None:
    account, on, extra = case
    before = position(account, on)
    to_come = sum(due.unpaid_minor for due in before.dues)
    whole_instalments = set(accumulate(due.unpaid_minor for due in before.dues if due.unpaid_minor))
    for answer in answers(account, on, extra):
        if answer.paid_minor in whole_instalments:
            continue  # to the fen what the next instalments ask for: the lender takes it for them
        left = sum(due.unpaid_minor for due in answer.dues)
        assert answer.paid_minor + left + answer.saving_minor == to_come
        principal = sum(due.principal_minor for due in answer.dues)
        assert principal <= before.principal_minor - extra
        rest = tuple(Repayment(1_000 + due.number, due.due_on, due.unpaid_minor) for due in answer.dues)
        payments = (*account.repayments, Repayment(999, on, answer.paid_minor), *rest)
        whole = Account(replace(account.loan, excess=answer.excess), repayments=payments)
        place = position(whole, answer.last.due_on)
        assert (place.owed_minor, place.accrued_minor) == (0, 0)


@given(prepayments())
def test_recorded_it_becomes_what_was_announced(case: tuple[Account, date, int]) -> None:
    account, on, extra = case
    for answer in answers(account, on, extra):
        loan = replace(account.loan, excess=answer.excess)
        recorded = Account(loan, repayments=(*account.repayments, Repayment(999, on, answer.paid_minor)))
        place = position(recorded, on)
        assert tuple(due for due in place.dues if due.unpaid_minor) == answer.dues


@given(prepayments(large=True))
def test_paying_early_saves_and_a_shorter_term_saves_most(case: tuple[Account, date, int]) -> None:
    account, on, extra = case
    shorter, lower = answers(account, on, extra)
    rounding = len(lower.dues)  # half a fen in the payment bears interest later: a few fen paid early prove nothing
    assert lower.saving_minor + lower.fee_minor >= -rounding
    assert shorter.saving_minor >= lower.saving_minor - rounding
    assert shorter.fewer >= lower.fewer >= 0
    found = settling(account, on)
    assert found.saving_minor is not None
    assert found.saving_minor >= 0


@given(any_histories(), st.integers(0, 700), st.integers(0, 400))
def test_settling_agrees_with_the_position(account: Account, days: int, ahead: int) -> None:
    today = account.loan.start_on + timedelta(days)
    found, place = settling(account, today), position(account, today)
    assert found.total_minor == place.settlement_minor
    assert found.saving_minor is None or found.saving_minor >= 0
    assert (found.reason is None) == bool(found.saving_minor)
    later = today + timedelta(ahead)
    planned = as_of(account, later, today=today)
    assert settling(account, later, today=today).total_minor == planned.settlement_minor
    days_recorded = [paid.on for paid in account.repayments] + [read.on for read in account.readings]
    days_recorded += [bill.on for bill in account.statements]
    if ahead and all(on <= today for on in days_recorded + [draw.on for draw in account.draws]):
        assert planned.overdue_minor == 0


def test_before_the_day_of_the_contract_nothing_is_taken_early() -> None:
    made = replace(loan(), prepay_from=date(2026, 7, 1))
    with pytest.raises(PlannerError) as caught:
        prepaying(Account(made), date(2026, 6, 30), 100_000, today=date(2026, 6, 1))
    assert caught.value.code == "prepay.not_yet"
    assert prepaying(Account(made), date(2026, 7, 1), 100_000, today=date(2026, 6, 1))
    with pytest.raises(PlannerError) as caught:
        replace(made, prepay_from=made.start_on).validate()
    assert caught.value.code == "loan.prepay_from"


def test_interest_that_was_paid_for_and_not_used_comes_back_over_several_instalments() -> None:
    """60,000 at 12 %, 600 a month; 55,000 early 5 days into a month whose 600 was paid with it.

    Used until the next due: 100, and 41.67 for 25 days of 5,000; then 50 a month. The 458.33 paid too much is more than
    the next month's interest.
    """
    made = loan(Method.INTEREST_ONLY, fen(60_000), 12, "0.12", start_on=day("01-10"))
    account = kept(made)
    early = day("03-15")
    shorter, lower = prepaying(account, early, fen(55_000))
    assert shorter.dues == lower.dues
    assert (shorter.asked_minor, shorter.interest_saved_minor) == (fen(600), fen(5_400))
    last = shorter.dues[-1]
    assert (last.principal_minor, last.interest_minor) == (fen(5_000), 0)

    account = kept(made, 1)
    early = day("02-15")
    (answer, _) = prepaying(account, early, fen(55_000))
    assert answer.interest_saved_minor == fen("5958.33")  # 11 × 600 less 600, and 41.67 in the last month
    after = replace(account, repayments=(*account.repayments, Repayment(9, early, answer.paid_minor)))
    assert [due.interest_minor for due in position(after, early).dues if due.due_on > day("03-10")] == [fen("41.67")]
    assert position(after, day("12-05")).accrued_minor == 0
    assert position(after, day("12-25")).accrued_minor == fen("16.67")  # 25 of 15 days, less the last 8.33 of it


def test_where_money_is_taken_with_the_instalment_only_another_day_names_the_next() -> None:
    made = loan(prepay_on=PrepayDay.WITH_INSTALMENT)
    account = kept(made, 2)
    with pytest.raises(PlannerError) as caught:
        prepaying(account, date(2026, 3, 16), fen(1_000))
    assert (caught.value.code, caught.value.field) == ("prepay.only_due_day", "on")
    assert caught.value.params == {"on": date(2026, 3, 16), "next_on": date(2026, 4, 15)}
    any_day = replace(account, loan=replace(made, prepay_on=PrepayDay.ANY))
    on = date(2026, 4, 15)
    assert prepaying(account, on, fen(1_000)) == prepaying(any_day, on, fen(1_000))
    paid_on_another = replace(account, repayments=(*account.repayments, Repayment(9, date(2026, 3, 16), fen(3_000))))
    place = position(paid_on_another, date(2026, 3, 17))  # what happened is recorded as on any day
    assert place == position(replace(paid_on_another, loan=any_day.loan), date(2026, 3, 17))
