"""Agreements with the lender: from their day on the new instalments count, nothing before moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.conditions import met
from planner.domain.accounts.loan import Every, Excess, Method, PinnedInstalment, Prepayment
from planner.domain.accounts.records import (
    Account,
    Allowance,
    AllowanceKind,
    Arrangement,
    ArrangementKind,
    ArrangementState,
)
from planner.domain.accounts.terms import CardInterest, CardTerms, Fee, FeeWhen, Part, Penalty, PenaltyOn
from planner.domain.basics.calendar import month_end
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.book import Book
from planner.domain.figures.ratios import course
from planner.domain.figures.told import told
from planner.domain.ledger.on_time import on_time
from planner.domain.ledger.position import figures, position
from planner.domain.ledger.state import UNJUDGED, AccountState, DueStatus, Position
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.planning import planning
from planner.domain.payoff.search.goals import Ask, Goal
from tests.make.accounts import at, card, day, drawn, equal_principal, fen, histories, line, open_histories, paid, parts
from tests.make.examples import examples
from tests.make.terms import daily, loan

MADE = [
    ArrangementKind.DEFERRAL,
    ArrangementKind.INTEREST_ONLY,
    ArrangementKind.LONGER_TERM,
    ArrangementKind.NEW_INSTALMENTS,
    ArrangementKind.SUSPENDED_INTEREST,
]
ZERO = Rate(Decimal(0), RateBasis.YEAR)


def agreed(kind: ArrangementKind, on: str, **more: Any) -> Arrangement:
    return Arrangement(1, kind, more.pop("state", ArrangementState.AGREED), agreed_on=day(on), **more)


def behind(*agreements: Arrangement, **more: Any) -> Account:
    """12,000 in twelve parts of 1,000 at 1 % a month: two paid, that of 10 April (1,100) missed."""
    payments = paid(("02-10", 1_120), ("03-10", 1_110))
    return Account(equal_principal(**more), repayments=payments, arrangements=agreements)


def unpaid(place: Position) -> list[tuple[str, str]]:
    return [(due.due_on.isoformat()[2:], f"{due.unpaid_minor / 100:.2f}") for due in place.dues if due.unpaid_minor]


@pytest.mark.parametrize("grace", [0, 5])
@pytest.mark.parametrize("on", ["05-01", "05-02", "05-03", "05-04"])
def test_an_agreement_before_the_due_is_recorded_drops_no_interest(on: str, grace: int) -> None:
    """10,000 at 0.05 % a day, all of it owed for the 61 days from 1 April to 1 June, whenever that was agreed."""
    made = daily(Method.EQUAL_PRINCIPAL, fen(10_000), 10, "0.0005", day("04-01"), grace_days=grace)
    deal = agreed(ArrangementKind.INTEREST_ONLY, on, terms=2)
    place = at(Account(made, arrangements=(deal,)), on)
    assert (place.dues[0].due_on, place.dues[0].principal_minor) == (day("06-01"), 0)
    assert place.dues[0].interest_minor == fen(305)
    missed = at(Account(made, arrangements=(replace(deal, agreed_on=day("05-10")),)), "05-10").dues
    assert next(due for due in missed if due.due_on == day("06-01")).interest_minor == fen(305)


def test_of_several_dues_that_are_put_off_each_keeps_its_interest() -> None:
    """9,000 at 0.05 % a day in weekly parts of 1,000: the first is missed, the second not recorded yet on the 17th."""
    made = daily(Method.EQUAL_PRINCIPAL, fen(9_000), 9, "0.0005", day("04-01"), every=Every.WEEK)
    deal = agreed(ArrangementKind.INTEREST_ONLY, "04-17", terms=2)
    place = at(Account(made, arrangements=(deal,)), "04-17")
    new = next(due for due in place.dues if due.due_on > day("04-17"))
    assert (new.due_on, new.interest_minor) == (day("04-22"), fen("94.50"))  # 21 days of 4.50


def test_penalty_waived_with_a_deferral_or_after_it_is_not_asked_for() -> None:
    """1.5 times 12 % on the 1,000 that was overdue from 10 to 20 April: 5.00, in the interest of the first new row."""
    deferral = agreed(ArrangementKind.DEFERRAL, "04-20", terms=3)
    waiver = replace(agreed(ArrangementKind.WAIVER, "04-20", amount_minor=fen(5), part=Part.PENALTY), id=2)
    terms = {"penalty": Penalty(Decimal("1.5"))}
    asked = at(behind(deferral, **terms), "05-01")
    assert (asked.owed_minor, asked.dues[3].unpaid_minor) == (fen(10_105), fen("1401.67"))
    for account in (
        behind(deferral, waiver, **terms),
        replace(behind(deferral, **terms), allowances=(waived("04-20", 5),)),
        replace(behind(deferral, **terms), allowances=(waived("04-25", 5),)),
        replace(behind(deferral, **terms), allowances=(waived("04-25", 2), waived("04-28", 500, key=2))),
    ):
        place = at(account, "05-01")
        assert (place.owed_minor, place.dues[3].unpaid_minor) == (fen(10_100), fen("1396.67"))
        assert (place.credit_minor, place.principal_minor) == (0, fen(10_000))
    due_again = replace(behind(deferral, **terms), allowances=(waived("07-10", 5),))
    assert at(due_again, "07-10").dues[3].unpaid_minor == fen("1396.67")


@pytest.mark.parametrize("kind", [ArrangementKind.LONGER_TERM, ArrangementKind.NEW_INSTALMENTS])
def test_penalty_that_new_instalments_hold_as_principal_is_waived_there(kind: ArrangementKind) -> None:
    """5.00 of penalty interest in the new principal: waived on the day or five days later, it is in no instalment."""
    terms = {"penalty": Penalty(Decimal("1.5"))}
    deal = agreed(kind, "04-20", terms=20)
    asked = at(behind(deal, **terms), "05-01")
    at_once = at(replace(behind(deal, **terms), allowances=(waived("04-20", 5),)), "05-01")
    for waivers in ((waived("04-25", 5),), (waived("04-25", 2), waived("04-28", 500, key=2))):
        account = replace(behind(deal, **terms), allowances=waivers)
        place = at(account, "05-01")
        assert place.owed_minor == at_once.owed_minor == asked.owed_minor - fen(5)
        assert (place.credit_minor, place.principal_minor) == (0, asked.principal_minor - fen(5))
        assert at(account, "04-24") == at(behind(deal, **terms), "04-24")
        for row, whole, same_day in zip(place.dues[3:], asked.dues[3:], at_once.dues[3:], strict=True):
            assert row.unpaid_minor < whole.unpaid_minor
            assert abs(row.unpaid_minor - same_day.unpaid_minor) <= 3  # five days of interest on the 5.00
    broken = replace(deal, state=ArrangementState.BROKEN, ended_on=day("06-15"))
    given_up = replace(behind(broken, **terms), allowances=(waived("04-25", 5),))
    assert at(given_up, "06-20").penalty_minor == at(behind(**terms), "06-20").penalty_minor - fen(5)


def test_penalty_of_a_line_that_was_put_off_is_waived_from_what_has_grown() -> None:
    """0.77 in four days on the 255.00 of interest that were overdue; it is in what falls due in May."""
    made = line(penalty=Penalty(Decimal("1.5"), on=PenaltyOn.AMOUNT))
    deal = agreed(ArrangementKind.DEFERRAL, "02-25", terms=2)
    put_off = Account(made, draws=drawn(("01-01", 10_000)), arrangements=(deal,))
    assert unpaid(at(put_off, "03-05")) == [("26-05-21", "700.77")]
    for on in ("02-25", "03-01"):
        place = at(replace(put_off, allowances=(waived(on, 4),)), "03-05")
        assert (unpaid(place), place.credit_minor) == ([("26-05-21", "700.00")], 0)


def waived(on: str, yuan: int, key: int = 1) -> Allowance:
    return Allowance(key, day(on), fen(yuan), AllowanceKind.WAIVER, Part.PENALTY)


def test_a_deferral_moves_what_is_unpaid_and_keeps_what_was_missed() -> None:
    account = behind(agreed(ArrangementKind.DEFERRAL, "04-20", terms=3))
    before, place = at(account, "04-19"), at(account, "04-20")
    assert (before.overdue_minor, before.dues[2].status) == (fen(1_103), DueStatus.MISSED)
    missed = place.dues[2]
    assert (missed.status, missed.days_late, missed.unpaid_minor) == (DueStatus.MISSED, 10, 0)
    assert missed.replaced_on == day("04-20")
    assert (place.state, place.overdue_minor, place.days_past_due) == (AccountState.ACTIVE, 0, 0)
    # 30 had grown on 9,000 by then, and 3.33 on the 1,000 that were overdue, from then on 10,000 bear interest; the 100
    # due in April come with the first, and are owed until then.
    assert unpaid(place)[:3] == [("26-07-10", "1400.00"), ("26-08-10", "1090.00"), ("26-09-10", "1080.00")]
    assert unpaid(place)[-1] == ("27-04-10", "1010.00")
    plain = at(behind(), "04-20")
    assert (place.settlement_minor, place.owed_minor) == (plain.settlement_minor, plain.owed_minor)
    later = at(replace(account, repayments=(*account.repayments, *paid(("07-10", "1400.00"), first_id=3))), "07-11")
    assert [due.status for due in later.dues[:4]] == ["on_time", "on_time", "missed", "on_time"]


def test_a_deferral_without_interest_asks_for_no_more_than_the_contract() -> None:
    account = behind(agreed(ArrangementKind.DEFERRAL, "04-20", from_on=day("08-01"), bears_interest=False))
    place = at(account, "04-20")
    assert unpaid(place)[:2] == [("26-08-01", "1103.33"), ("26-09-01", "1090.00")]
    assert sum(due.unpaid_minor for due in place.dues) == sum(due.unpaid_minor for due in at(behind(), "04-20").dues)


def test_a_deferral_of_what_is_long_overdue_lies_ahead() -> None:
    place = at(behind(agreed(ArrangementKind.DEFERRAL, "09-20", terms=1)), "09-20")
    assert unpaid(place)[0][0] == "26-10-10"


def test_interest_alone_for_some_terms_keeps_the_end() -> None:
    place = at(behind(agreed(ArrangementKind.INTEREST_ONLY, "04-20", terms=3)), "04-20")
    assert parts(due for due in place.dues if due.unpaid_minor)[:4] == [
        ("05-10", "0.00", "200.00"),
        ("06-10", "0.00", "100.00"),
        ("07-10", "0.00", "100.00"),
        ("08-10", "1666.67", "100.00"),
    ]
    assert unpaid(place)[-1][0] == "27-01-10"


def test_a_longer_term_spreads_all_that_is_owed() -> None:
    place = at(behind(agreed(ArrangementKind.LONGER_TERM, "04-10", terms=20)), "04-10")
    assert place.owed_minor == at(behind(), "04-10").owed_minor == fen(10_100)
    rows = parts(due for due in place.dues if due.unpaid_minor)
    assert (len(rows), rows[0], rows[1]) == (20, ("05-10", "505.00", "101.00"), ("06-10", "505.00", "95.95"))
    assert not any(due.replaced_on for due in place.dues)  # on its due date nothing had been missed yet


def test_new_instalments_take_the_place_of_terms_that_asked_for_nothing() -> None:
    """A first term of interest alone at no interest asks for nothing; the two new ones follow it."""
    terms = equal_principal(terms=2, interest_only_terms=1, rate=ZERO)
    deal = agreed(ArrangementKind.LONGER_TERM, "01-10", terms=2)
    account = Account(terms, repayments=paid(("01-10", "0.01")), arrangements=(deal,))
    rows = [(due.number, due.amount_minor, due.paid_minor) for due in at(account, "01-10").dues]
    assert rows == [(1, fen(6_000), 1), (2, fen(6_000), 0)]


def test_new_instalments_as_typed_and_as_a_share_of_what_is_owed() -> None:
    level = at(behind(agreed(ArrangementKind.NEW_INSTALMENTS, "04-10", terms=20, rate=ZERO)), "04-10")
    assert {amount for _, amount in unpaid(level)} == {"505.00"}
    rows = tuple(PinnedInstalment(number, day(f"0{4 + number}-25"), fen(2_500), fen(30)) for number in range(1, 5))
    typed = at(behind(agreed(ArrangementKind.NEW_INSTALMENTS, "04-20", rows=rows)), "04-20")
    assert unpaid(typed) == [(row.due_on.isoformat()[2:], "2530.00") for row in rows]
    assert typed.principal_minor == fen(10_000)
    short = at(behind(agreed(ArrangementKind.NEW_INSTALMENTS, "04-20", rows=rows[:3])), "04-20")
    assert unpaid(short)[-1] == ("26-07-25", "5030.00")  # what nobody waived stays owed


def test_interest_and_penalty_stand_still_while_suspended() -> None:
    penalty = Penalty(Decimal("1.5"))
    quiet = agreed(ArrangementKind.SUSPENDED_INTEREST, "04-20", until_on=day("06-09"))
    place = at(behind(quiet, penalty=penalty), "06-20")
    plain = at(behind(penalty=penalty), "06-20")
    assert parts(place.dues)[3:6] == [
        ("05-10", "1000.00", "30.00"),
        ("06-10", "1000.00", "0.00"),
        ("07-10", "1000.00", "70.00"),
    ]
    # 1,000 at 18 % a year: ten days before it and ten after, instead of 71
    assert (place.dues[2].penalty_minor, plain.dues[2].penalty_minor) == (1_000, 3_550)
    assert place.dues[2].status is DueStatus.MISSED


def test_a_waived_penalty_is_not_asked_for_any_more() -> None:
    penalty = Penalty(Decimal("1.5"))
    deal = agreed(ArrangementKind.WAIVER, "04-20", amount_minor=500, part=Part.PENALTY)  # ten days of 0.50
    account = behind(deal, penalty=penalty)
    assert at(behind(penalty=penalty), "04-20").penalty_minor == 500
    place = at(account, "04-20")
    assert (place.penalty_minor, place.overdue_minor) == (0, fen(1_100))
    whole = replace(account, repayments=(*account.repayments, *paid(("04-20", 1_100), first_id=3)))
    assert (at(whole, "05-01").dues[2].status, at(whole, "05-01").overdue_minor) == (DueStatus.LATE, 0)
    spent = Account(line(), draws=drawn(("01-01", 10_000)))
    less = agreed(ArrangementKind.WAIVER, "02-25", amount_minor=fen(260), part=Part.INTEREST)
    assert at(replace(spent, arrangements=(less,)), "02-25").settlement_minor == fen(10_015)  # of 275


def test_of_a_reduced_settlement_the_full_sum_is_owed_until_it_is_paid() -> None:
    deal = agreed(ArrangementKind.REDUCED_SETTLEMENT, "04-20", amount_minor=fen(7_000), until_on=day("05-31"))
    account = behind(deal)
    half = replace(account, repayments=(*account.repayments, *paid(("04-25", 3_000), first_id=3)))
    assert at(half, "05-30").owed_minor == at(replace(half, arrangements=()), "05-30").owed_minor > fen(7_000)
    whole = replace(half, repayments=(*half.repayments, *paid(("05-31", 4_000), first_id=9)))
    assert (at(whole, "05-31").owed_minor, at(whole, "05-31").state) == (0, AccountState.SETTLED)
    assert met(whole, deal).met_on == day("05-31")
    late = replace(half, repayments=(*half.repayments, *paid(("06-01", 4_000), first_id=9)))
    assert at(late, "06-01") == at(replace(late, arrangements=()), "06-01")
    assert met(late, deal).failed(deal, day("06-01"))
    assert not met(late, deal).failed(deal, day("05-31"))


@pytest.mark.parametrize(("on", "kept", "late"), [("05-15", 2, 1), ("05-31", 2, 1), ("06-20", 2, 1)])
def test_dues_that_a_paid_settlement_stood_for_are_neither_met_nor_missed(on: str, kept: int, late: int) -> None:
    """Agreed on 20 April, paid on 31 May: the lender did not ask for the dues of May and June."""
    deal = agreed(ArrangementKind.REDUCED_SETTLEMENT, "04-20", amount_minor=fen(7_000), until_on=day("05-31"))
    whole = behind(deal)
    whole = replace(whole, repayments=(*whole.repayments, *paid(("05-31", 7_000), first_id=9)))
    found = on_time(at(whole, on).dues, day(on))
    assert (found.on_time, found.late + found.missed) == (kept, late)
    past = told(whole, [day("05-15"), day(on)]).past.history.as_of(day(on), found.pending)
    assert past == found
    unpaid_then = behind(deal)
    failed = on_time(at(unpaid_then, "06-20").dues, day("06-20"))
    assert (failed.on_time, failed.missed) == (2, 3)
    assert told(unpaid_then, [day("06-20")]).past.history.as_of(day("06-20"), failed.pending) == failed


def test_what_was_asked_refused_or_broken_is_the_contract() -> None:
    plain = at(behind(), "06-20")
    for state in (ArrangementState.ASKED, ArrangementState.REFUSED):
        assert at(behind(agreed(ArrangementKind.DEFERRAL, "04-20", terms=3, state=state)), "06-20") == plain
    broken = agreed(ArrangementKind.DEFERRAL, "04-20", terms=3, state=ArrangementState.BROKEN, ended_on=day("06-15"))
    assert at(behind(broken), "06-14").overdue_minor == 0
    assert at(behind(broken), "06-20") == plain


def test_a_flat_fee_keeps_its_price_when_it_is_deferred_and_when_it_runs_longer() -> None:
    fee = Rate(Decimal("0.01"), RateBasis.TERM)
    made = loan(Method.FLAT_FEE, fen(1_200), 12, "0.01", basis=fee.basis, start_on=day("01-10"))
    plain = position(Account(made), day("03-20"))
    later = agreed(ArrangementKind.DEFERRAL, "03-20", terms=2)
    place = position(Account(made, arrangements=(later,)), day("03-20"))
    assert sum(due.unpaid_minor for due in place.dues) == sum(due.unpaid_minor for due in plain.dues)
    longer = agreed(ArrangementKind.LONGER_TERM, "03-20", terms=24)
    place = position(Account(made, arrangements=(longer,)), day("03-20"))
    assert {due.fee_minor for due in place.dues if due.unpaid_minor} == {fen(12)}


def test_a_deferral_of_a_line_moves_its_next_due_and_its_end() -> None:
    made = line(end_on=day("06-21"))
    plain = Account(made, draws=drawn(("01-01", 10_000)))
    deal = agreed(ArrangementKind.DEFERRAL, "02-25", terms=2)
    before, place = at(plain, "02-25"), at(replace(plain, arrangements=(deal,)), "02-25")
    assert (before.overdue_minor, place.overdue_minor) == (fen("255"), 0)  # 51 days at 5 a day
    assert (place.dues[0].status, place.dues[0].replaced_on) == (DueStatus.MISSED, day("02-25"))
    assert unpaid(place) == [("26-05-21", "700.00"), ("26-08-21", "10000.00")]  # 140 days by then
    assert (place.settlement_minor, place.accrued_minor) == (before.settlement_minor, fen("275"))
    quiet = replace(plain, arrangements=(replace(deal, bears_interest=False),))
    assert unpaid(at(quiet, "02-25"))[0] == ("26-05-21", "275.00")


def test_interest_of_a_line_and_of_a_card_stands_still() -> None:
    quiet = agreed(ArrangementKind.SUSPENDED_INTEREST, "01-11", until_on=day("01-20"))
    account = Account(line(), draws=drawn(("01-01", 10_000)), arrangements=(quiet,))
    assert (at(account, "01-15").accrued_minor, at(account, "01-31").accrued_minor) == (fen(50), fen(100))
    assert at(replace(account, arrangements=()), "01-31").accrued_minor == fen(150)
    terms = CardTerms(interest=CardInterest.FULL)
    made = card(rate=Rate(Decimal("0.0005"), RateBasis.DAY), day_count=DayCount.ACT_365, card=terms)
    bought = Account(made, draws=drawn(("01-10", 1_000)))
    held = replace(bought, arrangements=(agreed(ArrangementKind.SUSPENDED_INTEREST, "02-15"),))
    assert at(bought, "02-25").accrued_minor == fen(23)
    assert at(held, "02-25").accrued_minor == fen(18)
    deal = agreed(ArrangementKind.REDUCED_SETTLEMENT, "02-15", amount_minor=fen(600), until_on=day("02-28"))
    settled = replace(bought, arrangements=(deal,), repayments=paid(("02-20", 600)))
    assert (at(settled, "02-19").owed_minor, at(settled, "02-20").owed_minor) == (fen(1_000), 0)


def test_the_plan_follows_what_was_agreed() -> None:
    deal = agreed(ArrangementKind.DEFERRAL, "04-20", terms=3)
    book = Book(accounts=(behind(deal),))
    plan = planning(book, day("04-20"), Means(1_000_000, carry=False))
    only_due = plan.answer(Ask(Goal.DUE_ONLY))
    assert only_due is not None
    paid = [(one.on, one.amount_minor) for one in plan.actions(only_due)]
    assert [amount for _, amount in paid[:2]] == [140_000, 109_000]
    assert paid[0][0].month == 7  # nothing before July


def arrangements(start_on: date) -> st.SearchStrategy[Arrangement]:
    days = st.integers(0, 400).map(lambda days: start_on + timedelta(days))
    return st.builds(
        Arrangement,
        st.just(1),
        st.sampled_from(MADE),
        st.just(ArrangementState.AGREED),
        agreed_on=days,
        terms=st.integers(1, 30),
        bears_interest=st.booleans(),
        rate=st.none() | st.just(ZERO) | st.just(Rate(Decimal("0.06"), RateBasis.YEAR)),
    )


def _ends_at_will(account: Account, deal: Arrangement) -> bool:
    """Whether the loan ends for principal and interest, and nothing else happens on the day of the agreement."""
    made = account.loan
    told = {paid.on for paid in account.repayments} | {read.on for read in account.readings}
    quiet = deal.agreed_on not in told
    return made.prepayment is Prepayment.FREE and made.method is not Method.FLAT_FEE and not made.fees and quiet


@given(histories(), st.data())
@examples(200)
def test_nothing_before_an_agreement_moves_and_nothing_is_lost_by_it(account: Account, data: st.DataObject) -> None:
    deal = data.draw(arrangements(account.loan.start_on))
    assert deal.agreed_on is not None
    more = replace(account, arrangements=(deal,))
    days = [account.loan.start_on + timedelta(days) for days in range(0, 400, 29)]
    days = [on for on in days if on < deal.agreed_on]
    for on in days:
        assert position(more, on) == position(account, on)
    plain, dealt = (course(Book(accounts=(one,)), [*days, deal.agreed_on, date(2040, 1, 1)]) for one in (account, more))
    for one, other in zip(plain.standings[:-2], dealt.standings[:-2], strict=True):
        assert one.figures == other.figures
        assert replace(one.ratios, on_time=other.ratios.on_time) == other.ratios
    late = {
        key
        for key, until, missed, cleared, _ in plain.pasts[0].unmet
        if missed < deal.agreed_on and (cleared is None or cleared > until)
    }
    assert late <= {key for key, until, _, cleared, _ in dealt.pasts[0].unmet if cleared is None or cleared > until}
    if _ends_at_will(account, deal):
        plain_on, dealt_on = position(account, deal.agreed_on), position(more, deal.agreed_on)
        assert abs(plain_on.settlement_minor - dealt_on.settlement_minor) <= 1  # the fen of a rounding
    for on, found in zip(days := [deal.agreed_on, deal.agreed_on + timedelta(20)], figures(more, days), strict=True):
        open_dues = [due for due in position(more, on).dues if not due.replaced_on]
        month = [due for due in open_dues if (due.due_on.year, due.due_on.month) == (on.year, on.month)]
        assert found.due_minor == sum(due.amount_minor for due in month)
        waiting = [due for due in open_dues if due.due_on <= month_end(on) and due.status in UNJUDGED]
        assert found.pending == len(waiting)
    for on in (deal.agreed_on, deal.agreed_on + timedelta(40), deal.agreed_on + timedelta(4_000)):
        place = position(more, on)
        assert min(place.principal_minor, place.accrued_minor, place.overdue_minor) >= 0
        ahead = sum(due.paid_minor - due.paid_principal_minor for due in place.dues)
        ahead += sum(part.interest_minor + part.fee_minor for part in place.applied)
        assert place.settlement_minor >= place.owed_minor - ahead
        assert place.owed_minor >= place.principal_minor
        assert [due.due_on for due in place.dues] == sorted(due.due_on for due in place.dues)
        assert len({due.number for due in place.dues}) == len(place.dues)
        assert sum(due.principal_minor - due.paid_principal_minor for due in place.dues if not due.replaced_on) == (
            place.principal_minor
        )


@given(open_histories(), st.data())
@examples(60)
def test_before_an_agreement_on_a_line_or_card_nothing_moves(account: Account, data: st.DataObject) -> None:
    deal = data.draw(arrangements(account.loan.start_on))
    assert deal.agreed_on is not None
    for days in range(0, 400, 29):
        on = account.loan.start_on + timedelta(days)
        if on < deal.agreed_on:
            assert position(replace(account, arrangements=(deal,)), on) == position(account, on)


LESS = (ArrangementKind.LONGER_TERM, ArrangementKind.NEW_INSTALMENTS, ArrangementKind.DEFERRAL)


@pytest.mark.parametrize("kind", LESS)
@pytest.mark.parametrize("method", [Method.LEVEL_PAYMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY, Method.BULLET])
@pytest.mark.parametrize("excess", list(Excess))
@pytest.mark.parametrize("part", [Part.PRINCIPAL, Part.PENALTY])
def test_no_instalment_asks_for_more_by_a_waiver(
    kind: ArrangementKind, method: Method, excess: Excess, part: Part
) -> None:
    """Computed anew, one with little in it would be made like those after it: up to 832 yuan more for 5 given."""
    for day_count, first in ((DayCount.THIRTY_360, "03-05"), (DayCount.ACT_365, "01-25")):
        made = equal_principal(
            method=method, excess=excess, day_count=day_count, first_due_on=day(first), penalty=Penalty(Decimal("1.5"))
        )
        for from_on in (None, day("05-20")):
            deal = agreed(kind, "04-25", terms=2 if kind is ArrangementKind.DEFERRAL else 14, from_on=from_on)
            account = Account(made, repayments=paid(("02-10", 1_120)), arrangements=(deal,))
            for on in ("04-26", "05-03", "05-25", "06-15"):
                asked = {due.due_on: due.unpaid_minor for due in at(account, on).dues}
                for yuan in (5, 2_500):
                    place = at(replace(account, allowances=(replace(waived(on, yuan), part=part),)), on)
                    assert all(due.unpaid_minor <= asked[due.due_on] for due in place.dues)
                    owed = [due.principal_minor - due.paid_principal_minor for due in place.dues if not due.replaced_on]
                    assert sum(owed) == place.principal_minor


def test_what_is_given_of_principal_leaves_the_last_instalments_or_each_its_share() -> None:
    """Fourteen new instalments from 5 May, the first with ten days of interest: 6,000 less, and no payment is kept."""
    made = equal_principal(first_due_on=day("03-05"))
    deal = agreed(ArrangementKind.NEW_INSTALMENTS, "04-25", terms=14)
    given = (replace(waived("05-03", 6_000), part=Part.PRINCIPAL),)
    for excess, count, first, second in (
        (Excess.SHORTER_TERM, 7, "788.02", "807.20"),
        (Excess.LOWER_PAYMENT, 14, "386.62", "405.80"),
    ):
        account = Account(replace(made, excess=excess), repayments=paid(("02-10", 1_120)), arrangements=(deal,))
        asked = unpaid(at(account, "05-03"))
        assert (len(asked), asked[:2]) == (14, [("26-05-05", "792.02"), ("26-06-05", "867.20")])
        left = unpaid(at(replace(account, allowances=given), "05-03"))
        assert (len(left), left[:2]) == (count, [("26-05-05", first), ("26-06-05", second)])


def test_the_fees_of_terms_that_do_not_come_go_with_what_is_given() -> None:
    deal = agreed(ArrangementKind.DEFERRAL, "04-20", terms=2)
    for stops in (True, False):
        fee = Fee("服务费", FeeWhen.PER_TERM, amount_minor=1_000, stops=stops)
        account = behind(deal, fees=(fee,))
        given = (replace(waived("04-25", 2_500), part=Part.PRINCIPAL),)
        whole, place = at(account, "04-25"), at(replace(account, allowances=given), "04-25")
        assert whole.principal_minor - place.principal_minor == fen(2_500)
        assert len(unpaid(place)) == len(unpaid(whole)) - (2 if stops else 0)
