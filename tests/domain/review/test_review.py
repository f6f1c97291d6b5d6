"""The weekly review as data: which items, when they count as dealt with, what is proposed, kept and saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from planner.domain.accounts.loan import Method
from planner.domain.accounts.records import Reading, Repayment
from planner.domain.accounts.terms import Penalty, PenaltyBasis
from planner.domain.book import Book
from planner.domain.review.items import Action, ActionCode, Agenda, Outcome, Reply, Stage
from planner.domain.review.stages import agenda, checked_lenders, chosen, last_check
from tests.make.reviews import BEGIN, TODAY, book, instalments, line, plan, positions


def passed(found: Agenda) -> set[Stage]:
    return {step.stage for step in found.steps if step.passed}


def test_unpaid_instalments_up_to_today_are_asked_for_oldest_first() -> None:
    found = plan(
        book(
            instalments(1, TODAY),
            instalments(2, date(2026, 10, 5)),
            instalments(3, TODAY + timedelta(days=1)),
            instalments(4, date(2026, 11, 15), paid=(date(2026, 11, 9),)),
        )
    )
    assert [(check.loan_id, check.number, check.days_late, check.unpaid_minor) for check in found.dues] == [
        (2, 1, 48, 10_000),
        (2, 2, 17, 10_000),
        (1, 1, 0, 10_000),
    ]
    assert {check.outcome for check in found.dues} == {Outcome.OPEN}
    assert found.stage is Stage.DUE


def test_a_payment_deals_with_its_instalment_and_undoing_it_opens_it_again() -> None:
    open_book, paid_book = book(instalments(1, TODAY)), book(instalments(1, TODAY, paid=(TODAY,)))
    (check,) = plan(paid_book).dues
    assert (check.outcome, check.unpaid_minor) == (Outcome.PAID, 0)
    assert Stage.DUE in passed(plan(paid_book))
    assert plan(open_book).dues[0].outcome is Outcome.OPEN


def test_instalments_paid_since_the_last_review_are_listed_as_dealt_with() -> None:
    of = book(instalments(1, date(2026, 11, 20), paid=(date(2026, 11, 20),)))
    assert [check.outcome for check in plan(of).dues] == [Outcome.PAID]
    assert Stage.DUE in passed(plan(of))
    assert agenda(of, positions(of), BEGIN, TODAY, last_on=date(2026, 11, 20)).dues == ()


def test_not_yet_holds_while_no_more_is_unpaid() -> None:
    of = book(instalments(1, TODAY))
    put_off = Reply(Outcome.LATER, 10_000, TODAY + timedelta(days=3))
    later = replace(BEGIN, replies={"due:1:2026-11-22": put_off})
    (check,) = plan(of, later).dues
    assert (check.outcome, check.reply) == (Outcome.LATER, put_off)
    part_paid_then_undone = replace(BEGIN, replies={"due:1:2026-11-22": Reply(Outcome.OTHER, 4_000)})
    assert plan(of, part_paid_then_undone).dues[0].outcome is Outcome.OPEN


def test_not_yet_holds_overnight_while_interest_grows_on_it() -> None:
    owing = instalments(1, TODAY)
    penalty = Penalty(Decimal("0.001"), PenaltyBasis.DAY)
    of = book(replace(owing, loan=replace(owing.loan, penalty=penalty)))
    put_off = replace(BEGIN, replies={"due:1:2026-11-22": Reply(Outcome.LATER, 10_000)})
    (check,) = plan(of, put_off, TODAY + timedelta(days=4)).dues
    assert check.unpaid_minor > 10_000
    assert check.outcome is Outcome.LATER


def test_balances_not_checked_for_six_days_are_asked_for_never_checked_first() -> None:
    first_due = TODAY + timedelta(days=10)
    of = book(
        instalments(1, first_due, checked_on=TODAY - timedelta(days=6)),
        instalments(2, first_due, checked_on=TODAY - timedelta(days=5)),
        instalments(3, first_due),
        instalments(4, first_due, checked_on=TODAY - timedelta(days=30)),
        line(5, drawn_minor=100_000, readings=(Reading(1, TODAY - timedelta(days=7), 90_000),)),
    )
    found = plan(of).balances
    assert [(check.loan_id, check.principal_minor) for check in found] == [
        (3, 120_000),
        (4, 120_000),
        (5, 90_000),
        (1, 120_000),
    ]
    assert checked_lenders(of, positions(of), TODAY) == (1, 5)


def test_a_check_deals_with_its_account_and_a_skip_leaves_it_unchecked() -> None:
    first_due = TODAY + timedelta(days=10)
    of = book(instalments(1, first_due, checked_on=TODAY), instalments(2, first_due))
    skipped = replace(BEGIN, replies={"balance:2": Reply(Outcome.SKIPPED)})
    found = plan(of, skipped)
    assert [(check.loan_id, check.outcome) for check in found.balances] == [
        (2, Outcome.SKIPPED),
        (1, Outcome.CHECKED),
    ]
    assert Stage.BALANCES in passed(found)
    assert last_check(of.accounts[1]) is None
    assert "check:2" in {action.key for action in found.proposals}


def test_settled_and_closed_accounts_are_left_alone_an_open_line_is_not() -> None:
    emptied = line(2, drawn_minor=100_000, repaid=True)
    closed = line(3, drawn_minor=100_000, repaid=True)
    closed = replace(closed, loan=replace(closed.loan, closed_on=date(2026, 10, 1)))
    settled = instalments(1, date(2026, 10, 1))
    settled = replace(settled, repayments=(Repayment(1, date(2026, 10, 1), 120_000, settles=True),))
    assert [check.loan_id for check in plan(book(settled, emptied, closed)).balances] == [2]


def test_an_empty_book_has_nothing_to_go_through() -> None:
    assert passed(plan(Book())) == {Stage.DUE, Stage.BALANCES, Stage.RATIOS, Stage.ACTIONS}
    assert plan(Book()).stage is Stage.SAVE


def test_next_week_is_proposed_by_urgency() -> None:
    rated = instalments(4, TODAY + timedelta(days=30))
    of = book(
        instalments(1, TODAY + timedelta(days=7)),
        instalments(2, TODAY + timedelta(days=2)),
        instalments(3, TODAY + timedelta(days=8)),
        replace(rated, loan=replace(rated.loan, rate_confirmed=False)),
        line(5, drawn_minor=100_000, repaid=True),
        instalments(6, TODAY),
        income=False,
    )
    late = Reply(Outcome.LATER, 10_000, TODAY + timedelta(days=5))
    found = plan(of, replace(BEGIN, replies={"due:6:2026-11-22": late, "balance:1": Reply(Outcome.SKIPPED)}))
    assert [(action.key, action.on) for action in found.proposals] == [
        ("pay:2:2026-11-24", TODAY + timedelta(days=2)),
        ("pay:6:2026-11-22", TODAY + timedelta(days=5)),
        ("pay:1:2026-11-29", TODAY + timedelta(days=7)),
        ("check:1", None),
        ("close:5", None),
        ("rate:4", None),
        ("income", None),
    ]
    assert found.proposals[0].amount_minor == 10_000


def test_closing_a_credit_card_is_offered_but_not_chosen() -> None:
    card = line(1, drawn_minor=100_000, repaid=True)
    card = replace(card, loan=replace(card.loan, method=Method.CARD, statement_day=5, due_day=25))
    (closing,) = [action for action in plan(book(card)).proposals if action.code is ActionCode.CLOSE]
    assert not closing.suggested
    assert closing not in chosen(plan(book(card)).proposals, BEGIN)


def test_commitments_are_what_is_suggested_until_the_person_chooses() -> None:
    proposals = plan(book(instalments(1, TODAY + timedelta(days=2)), income=False)).proposals
    assert [action.key for action in chosen(proposals, BEGIN)] == ["pay:1:2026-11-24", "income"]
    mine = replace(BEGIN, chosen=("income",), own=("问招联要结清证明",))
    assert [(action.code, action.text) for action in chosen(proposals, mine)] == [
        (ActionCode.INCOME, ""),
        (ActionCode.OWN, "问招联要结清证明"),
    ]
    assert chosen(proposals, replace(BEGIN, chosen=())) == ()


def test_last_week_s_commitments_are_held_against_the_book() -> None:
    emptied = line(3, drawn_minor=100_000, repaid=True)
    of = book(
        instalments(1, date(2026, 11, 18), paid=(date(2026, 11, 18),), checked_on=date(2026, 11, 17)),
        instalments(2, date(2026, 11, 19)),
        replace(emptied, loan=replace(emptied.loan, closed_on=date(2026, 11, 17))),
    )
    committed = [
        Action("pay:1:2026-11-18", ActionCode.PAY, 1),
        Action("pay:2:2026-11-19", ActionCode.PAY, 2),
        Action("pay:2:2025-01-01", ActionCode.PAY, 2),
        Action("pay:9:2026-11-19", ActionCode.PAY, 9),
        Action("check:1", ActionCode.CHECK, 1),
        Action("check:2", ActionCode.CHECK, 2),
        Action("close:3", ActionCode.CLOSE, 3),
        Action("rate:2", ActionCode.RATE, 2),
        Action("income", ActionCode.INCOME),
        Action("own:甲", ActionCode.OWN, text="甲"),
        Action("own:乙", ActionCode.OWN, text="乙"),
    ]
    found = agenda(
        of,
        positions(of),
        BEGIN,
        TODAY,
        committed=committed,
        last_on=date(2026, 11, 15),
        ticked={"own:甲"},
    )
    assert [kept.done for kept in found.kept] == [True, False, None, None, True, False, True, True, True, True, False]


def test_a_quiet_week_with_seven_lenders_asks_nine_things() -> None:
    of = book(*(instalments(key, TODAY + timedelta(days=20), checked_on=date(2026, 11, 15)) for key in range(1, 8)))
    found = plan(of)
    assert sum(step.total for step in found.steps if not step.passed) == 9  # seven balances, the ratios, save
