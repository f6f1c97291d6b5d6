"""An account that its lender debits: a passed due date counts as paid until somebody or the lender says otherwise.

The loan: 12,000 from 2026-01-10 at 12 % a year by 30/360, 1,000 principal a month; due on 02-10: 1,120.00.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Account, Denial, Draw, Reading, Repayment
from planner.domain.accounts.terms import CardInterest, CardTerms, MinimumRule
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.book import Book
from planner.domain.figures.ratios import ratios
from planner.domain.ledger.on_time import OnTimeHistory, on_time
from planner.domain.ledger.position import figures, position, replay
from planner.domain.ledger.split import Payments
from planner.domain.ledger.state import AccountState, DueStatus
from planner.domain.ledger.unrecorded import debited_by, paid_for, taken_as_paid
from tests.make.accounts import any_histories, at, card, day, drawn, equal_principal, fen, line, paid, read
from tests.make.examples import examples


def debited(**more: object) -> Account:
    return Account(equal_principal(auto_debit=True), **more)  # type: ignore[arg-type]


def fates(account: Account, *days: str, due: int = 0) -> list[str]:
    return [at(account, on).dues[due].status.value for on in days]


def test_it_counts_in_the_balance_at_once_and_in_the_rate_once_it_is_answered() -> None:
    account = debited()
    assert fates(account, "02-09", "02-10", "02-11", "03-09") == ["pending", "assumed", "assumed", "assumed"]
    place = at(account, "03-15")
    assert (place.principal_minor, place.owed_minor, place.overdue_minor) == (fen(10_000), fen(10_000), 0)
    assert (place.state, place.next_due) == (AccountState.ACTIVE, place.dues[2])
    assert ratios(Book((account,)), day("03-15")).on_time.rate is None
    checked = replace(account, checked_on=day("03-12"))
    assert fates(checked, "03-11", "03-12") == ["assumed", "on_time"]
    assert (ratios(Book((checked,)), day("03-15")).on_time.on_time, fates(checked, "03-15", due=1)) == (2, ["on_time"])


def test_a_repayment_recorded_takes_its_place_and_nothing_is_paid_twice() -> None:
    said = debited(repayments=paid(("02-10", 1_120)))
    assert fates(said, "02-10", "02-11") == ["on_time", "on_time"]
    late = debited(repayments=paid(("02-20", 1_120)))
    assert fates(late, "02-19", "02-20") == ["assumed", "late"]
    assert at(late, "02-20").dues[0].days_late == 10
    assert [at(one, "02-25").principal_minor for one in (said, late, debited())] == [fen(11_000)] * 3
    later = debited(repayments=paid(("03-10", 1_110)))
    assert at(later, "03-10").principal_minor == fen(10_000)  # of the next term: the first stays assumed


def test_what_is_paid_after_a_debit_leaves_it_where_it_names_the_next_due() -> None:
    """A thousand on the 12th beside the debit of the 10th: only who paid knows, so both are offered."""
    found = debited_by(Payments(debited()).payable(day("02-12")), day("02-12"))
    assert found is not None
    assert [due.due_on for due in found] == [day("02-10"), day("03-10")]
    extra = paid(("02-12", 1_000))[0]
    beside = debited(repayments=(replace(extra, assigned_on=found[1].due_on),))
    assert fates(beside, "02-12") == ["assumed"]
    assert at(beside, "02-12").overdue_minor == 0
    assert fates(debited(repayments=(extra,)), "02-13") == ["missed"]
    assert debited_by(Payments(debited()).payable(day("02-09")), day("02-09")) is None  # not yet
    today = debited_by(Payments(debited()).payable(day("02-10")), day("02-10"))  # in its place, or beside it
    assert today is not None
    assert [due.due_on for due in today] == [day("02-10"), day("03-10")]


def test_a_payment_on_the_day_of_a_debit_is_said_to_be_for_that_due() -> None:
    """The next due in sight is a month away, and a payment of today takes the place of today's debit."""
    place = at(debited(), "02-10")
    assert place.next_due is not None
    meant = paid_for(place, place.next_due, day("02-10"))
    assert (meant, place.next_due.due_on) == (place.dues[0], day("03-10"))
    assert paid_for(place, None, day("02-10")) is None
    after = at(debited(), "02-11")
    assert paid_for(after, after.next_due, day("02-11")) == after.next_due
    denied = debited(denials=(Denial(1, day("02-12"), day("02-10")),))
    march = at(denied, "03-10")
    assert paid_for(march, march.dues[0], day("03-10")) == march.dues[0]  # what is overdue comes first


def test_what_is_paid_beside_a_debit_on_its_own_day_takes_nothing_of_it() -> None:
    """Whichever came first: the debit takes its 1,120.00, and what is left is what two recorded payments leave."""
    for yuan in (500, 1_110, 2_000, 3_000):
        beside = debited(repayments=(replace(paid(("02-10", yuan))[0], assigned_on=day("03-10")),))
        both = Account(equal_principal(), repayments=paid(("02-10", 1_120), ("02-10", yuan)))
        assert fates(beside, "02-09", "02-10", "03-09") == ["pending", "assumed", "assumed"]
        for on in ("02-10", "02-20", "03-09"):
            found, told = at(beside, on), at(both, on)
            assert (found.owed_minor, found.dues[1].amount_minor) == (told.owed_minor, told.dues[1].amount_minor)
    extra = paid(("02-10", 2_000))[0]
    assert at(debited(repayments=(replace(extra, assigned_on=day("03-10")),)), "02-10").owed_minor == fen(9_000)
    assert at(debited(repayments=(extra,)), "02-10").owed_minor == fen(10_120)  # in its place
    denied = debited(
        repayments=(replace(paid(("02-10", 500))[0], assigned_on=day("03-10")),),
        denials=(Denial(1, day("02-12"), day("02-10")),),
    )
    assert fates(denied, "02-11", "02-12") == ["assumed", "missed"]


def test_paid_a_few_days_ahead_of_the_next_due_date_the_earlier_one_is_not_late() -> None:
    for on in ("03-07", "03-09"):
        ahead = debited(repayments=paid((on, 1_110)))
        assert [due.status.value for due in at(ahead, "03-12").dues[:2]] == ["assumed", "on_time"]
        assert at(ahead, "03-12").principal_minor == fen(10_000)
    earlier = debited(repayments=paid(("03-06", 1_120)))  # too early for the next one
    assert fates(earlier, "03-06") == ["late"]
    both = debited(repayments=paid(("03-09", 2_230)))  # more than the next one asks for
    assert fates(both, "03-09") == ["late"]
    ours = debited(repayments=paid(("02-10", 1_120), ("03-09", 1_110)))
    assert [due.status.value for due in at(ours, "03-12").dues[:2]] == ["on_time", "on_time"]


def test_only_a_repayment_near_the_last_instalment_answers_it() -> None:
    """1,010.00 due on 2027-01-10, with nothing after it."""
    for on, yuan, fate in (
        ("2027-01-20", 500, "missed"),  # a part of it
        ("2027-02-09", 500, "missed"),
        ("2027-02-10", 500, "assumed"),  # another term has passed
        ("2027-06-01", 500, "assumed"),
        ("2027-06-01", 1_010, "late"),
    ):
        account = debited(repayments=paid((on, yuan)))
        assert fates(account, on, due=11) == [fate]
        assert (at(account, on).principal_minor > 0) is (fate == "missed")
    far = at(debited(repayments=paid(("2027-06-01", 500))), "2027-06-01")
    assert (far.applied[-1].over_minor, far.credit_minor, far.overdue_minor) == (fen(500), fen(500), 0)
    settles = debited(repayments=(replace(paid(("2027-06-01", 900))[0], settles=True),))
    assert fates(settles, "2027-06-01", due=11) == ["late"]
    named = debited(repayments=(replace(paid(("2027-06-01", 500))[0], assigned_on=day("2027-01-10")),))
    assert fates(named, "2027-06-01", due=11) == ["missed"]


def test_said_not_to_be_paid_it_is_overdue_from_that_day() -> None:
    account = debited(denials=(Denial(1, day("02-12"), day("02-10")),))
    assert fates(account, "02-11", "02-12") == ["assumed", "missed"]
    place = at(account, "02-12")
    assert (place.principal_minor, place.overdue_minor, place.days_past_due) == (fen(12_000), fen("1120.67"), 2)
    assert fates(account, "03-12", due=1) == ["assumed"]
    found = replace(account, repayments=paid(("02-10", 1_120)))
    assert fates(found, "02-12") == ["on_time"]


def test_a_balance_that_is_higher_refutes_the_newest_first_and_one_that_agrees_confirms() -> None:
    agrees = debited(readings=read(("03-15", 10_000)))
    assert [due.status.value for due in at(agrees, "03-15").dues[:2]] == ["on_time", "on_time"]
    one = debited(readings=read(("03-15", 11_000)))
    assert fates(one, "03-14", "03-15", due=1) == ["assumed", "missed"]
    assert fates(one, "03-15") == ["on_time"]
    assert (at(one, "03-15").principal_minor, at(one, "03-15").overdue_minor) == (fen(11_000), fen("1111.67"))
    both = debited(readings=read(("03-15", 12_000)))
    assert [due.status.value for due in at(both, "03-15").dues[:2]] == ["missed", "missed"]
    little = debited(readings=read(("03-15", "10000.02")))
    assert [due.status.value for due in at(little, "03-15").dues[:2]] == ["on_time", "on_time"]


def test_what_a_balance_shows_as_owed_after_the_last_instalment_stays_owed() -> None:
    on = "2027-01-15"
    ended = debited(readings=read((on, 300)), checked_on=day(on))  # a part of the last debit failed
    place = at(ended, on)
    assert (place.principal_minor, place.owed_minor, place.state) == (fen(300), fen(300), AccountState.ACTIVE)
    later = at(ended, "2027-01-19")
    assert (later.principal_minor, later.dues[-1].status) == (fen(300), DueStatus.MISSED)
    rounded = debited(readings=read((on, "0.05")), checked_on=day(on))
    assert at(rounded, on).owed_minor == 0


def test_interest_of_a_line_and_the_whole_bill_of_a_card_are_debited() -> None:
    drawing = Account(line(auto_debit=True), draws=drawn(("01-11", 10_000)))
    place = at(drawing, "02-25")
    assert (place.dues[0].status, place.principal_minor, place.owed_minor) == (
        DueStatus.ASSUMED,
        fen(10_000),
        fen(10_000),
    )
    bought = Account(card(auto_debit=True), draws=drawn(("01-20", 1_000)))
    assert [at(bought, on).owed_minor for on in ("02-08", "02-09")] == [fen(1_000), 0]
    assert at(bought, "02-09").dues[0].status is DueStatus.ASSUMED


def test_a_bill_debited_in_full_settles_what_was_missed_and_it_contains() -> None:
    terms = CardTerms(minimum=MinimumRule.SHARE, minimum_share=Decimal("0.1"))
    bought = Account(card(auto_debit=True, card=terms), draws=drawn(("01-20", 1_000)))
    denied = replace(bought, denials=(Denial(1, day("02-10"), day("02-09")),))
    partly = replace(bought, repayments=paid(("02-15", 50)))
    for account, asked in ((denied, fen(100)), (partly, fen(50))):
        assert at(account, "03-08").overdue_minor == asked
        for on in ("03-09", "04-25"):
            place = at(account, on)
            assert (place.owed_minor, place.overdue_minor, place.state) == (0, 0, AccountState.ZERO_OPEN)
            assert [due.status for due in place.dues] == [DueStatus.LATE, DueStatus.ASSUMED]


def test_as_repayments_the_debits_leave_the_same() -> None:
    account = debited(checked_on=day("02-20"))
    told = taken_as_paid(account, at(account, "03-15"))
    assert [(one.on, one.amount_minor) for one in told.repayments] == [
        (day("02-10"), fen(1_120)),
        (day("03-10"), fen(1_110)),
    ]
    assert at(told, "03-15").principal_minor == at(account, "03-15").principal_minor == fen(10_000)


NOT_ON_ITS_DAY = (DueStatus.LATE, DueStatus.MISSED)


@given(
    any_histories(),
    st.lists(st.tuples(st.integers(0, 13), st.integers(0, 40)), max_size=3),
    st.none() | st.integers(0, 400),
)
@examples(100)
def test_one_pass_agrees_with_each_day_and_the_history_with_both(
    account: Account, answers: list[tuple[int, int]], checked: int | None
) -> None:
    start = account.loan.start_on
    days = [due.due_on for due in position(account, start + timedelta(300)).dues][:14]
    denials = tuple(
        Denial(number, days[place % len(days)] + timedelta(wait), days[place % len(days)])
        for number, (place, wait) in enumerate(answers, 1)
        if days
    )
    checked_on = None if checked is None else start + timedelta(checked)
    account = replace(account, loan=replace(account.loan, auto_debit=True), denials=denials, checked_on=checked_on)
    asked = [start + timedelta(after) for after in (0, 20, 31, 33, 45, 60, 90, 95, 151, 210, 300)]
    ledger = replay(account)
    ledger.advance(asked[-1])
    history = OnTimeHistory(ledger.verdicts())
    not_debited = {due.due_on for due in position(account, asked[-1]).dues if due.status in NOT_ON_ITS_DAY}
    for on, found in zip(asked, figures(account, asked), strict=True):
        place = position(account, on)
        assert (found.principal_minor, found.owed_minor) == (place.principal_minor, place.owed_minor)
        assert (found.overdue_minor, found.state) == (place.overdue_minor, place.state)
        expected = on_time(place.dues, on)
        assumed = {due.due_on for due in place.dues if due.status is DueStatus.ASSUMED}
        corrected = assumed & not_debited
        if account.loan.method is Method.CARD:  # a missed bill may be part of one that seemed debited until then
            told_later = bool(denials or corrected)
        else:  # what was paid meanwhile goes to a due that seemed debited, once a repayment is assigned to that due
            told_later = bool(corrected) and any(made.assigned_on for made in account.repayments)
        if not told_later:
            assert history.as_of(on, expected.pending) == expected
        lent = account.loan.principal_minor + sum(draw.amount_minor for draw in account.draws if draw.on <= on)
        before = sum(due.principal_minor for due in place.dues if due.status is DueStatus.COVERED)
        repaid = sum(part.principal_minor + part.over_minor for part in place.applied)
        if on >= start:
            assert place.principal_minor - place.credit_minor == lent - before - repaid + place.adjusted_minor


@st.composite
def _answered_late(draw: st.DrawFn) -> Account:
    """A card of a year that its lender debits; of many bills something is recorded only weeks later, or said."""
    days = st.integers(0, 330).map(lambda after: day("01-01") + timedelta(after))
    amounts = st.integers(1, 9_000_00)
    terms: dict[str, Any] = draw(
        st.sampled_from(
            [
                {},
                {"grace_days": 3},
                {"statement_day": 31, "due_day": 20},
                {"card": CardTerms(minimum=MinimumRule.SHARE, minimum_share=Decimal("0.1"))},
                {"card": CardTerms(interest=CardInterest.FULL), "rate": Rate(Decimal("0.0005"), RateBasis.DAY)},
            ]
        )
    )
    bought = tuple(Draw(number, draw(days), draw(amounts)) for number in range(1, draw(st.integers(1, 14)) + 1))
    account = Account(card(auto_debit=True, **terms), draws=bought)
    bills = [due for due in position(account, day("12-31")).dues if due.unpaid_minor]
    late, amount = st.integers(-2, 45), st.none() | amounts
    payments = [(due, draw(late), draw(amount), draw(st.booleans())) for due in bills if draw(st.integers(0, 3))]
    named = st.sampled_from([due.due_on for due in bills] or [day("02-09")])
    denied = [(on, draw(late)) for on in draw(st.lists(named, max_size=2))]
    return replace(
        account,
        repayments=tuple(
            Repayment(
                number,
                due.due_on + timedelta(after),
                said or due.unpaid_minor,
                assigned_on=due.due_on if names else None,
                reversed_on=due.due_on + timedelta(after + 9) if not draw(st.integers(0, 7)) else None,
            )
            for number, (due, after, said, names) in enumerate(payments, 1)
        ),
        denials=tuple(Denial(number, on + timedelta(max(wait, 0)), on) for number, (on, wait) in enumerate(denied, 1)),
        readings=tuple(Reading(number, draw(days), draw(amounts)) for number in range(draw(st.integers(0, 2)))),
        checked_on=draw(st.none() | days),
    )


@given(_answered_late())
@examples(100)
def test_who_walks_from_month_to_month_finds_what_each_day_alone_tells(account: Account) -> None:
    """However often what was assumed turns out otherwise."""
    walked = replay(account)
    for after in range(29, 400, 30):
        on = day("01-01") + timedelta(after)
        walked.advance(on)
        assert walked.position(on) == position(account, on), on
