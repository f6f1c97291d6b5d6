"""What a new loan does to figures and findings, when and how it would do no harm, and what would do instead."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from planner.domain.accounts.loan import Lender, LenderKind
from planner.domain.accounts.records import Account, Repayment
from planner.domain.book import Book, Income
from planner.domain.credit.file import Behaviour, BehaviourKind, CreditFile
from planner.domain.findings.model import State
from planner.domain.ledger.position import position
from planner.domain.offers.alternatives import alternatives
from planner.domain.offers.cost import cost_of_offer
from planner.domain.offers.effects import Ahead, Effect, ahead, effect_of, harms_of, with_loan
from planner.domain.offers.instead import Instead, Way, cheapest, dates_moved, free_cash, plan_moved
from planner.domain.offers.offer import Decision, Wish, to_look_at
from planner.domain.offers.plans import plan_effect
from planner.domain.offers.staying import staying
from planner.domain.offers.wishes import STEP_MINOR, Before, before
from planner.domain.payoff.debts.means import Means
from planner.domain.payoff.planning import planning
from planner.domain.payoff.search.goals import Ask, Goal
from planner.errors import PlannerError
from planner.storage.shipped import alternatives as families
from planner.storage.shipped import catalogue, products
from planner.values import replace
from tests.make.offers import ON, line, loan, offer

INCOME = (Income(1, "工资", date(2026, 1, 1), 1_000_000),)
DEAREST = Decimal("0.24")
CATALOGUE = catalogue.load()
LEAST = Ask(Goal.LEAST_COST)
_ENDS = ((1, 5), (2, 12))


def book(*accounts: Account, file: CreditFile | None = None) -> Book:
    """A person with 10,000 a month."""
    return Book(accounts, INCOME, file or CreditFile())


def seen(of: Book) -> Ahead:
    """Three years of it."""
    return ahead(of, ON, 36)


def effect(of: Book, amount: int = 1_200_000, settled: tuple[int, ...] = ()) -> Effect:
    """What twelve payments at 6 % do."""
    cost = cost_of_offer(offer(amount, rate="0.06"), ON)
    return effect_of(seen(of), CATALOGUE, cost.loan, cost.rows[0].due_on, settled)


def test_a_loan_adds_its_instalment_its_debt_and_its_lender() -> None:
    made = effect(book(loan(1, 1_200_000, 12, "0.12")))
    old, new = 106_619, 103_280  # 12,000 over twelve months at 12 % and at 6 %
    assert (made.due_before.due_minor, made.due_after.due_minor) == (old, old + new)
    assert (made.before.debt_minor, made.after.debt_minor) == (1_200_000, 2_400_000)
    assert (made.before.lenders.unsettled, made.after.lenders.unsettled) == (1, 2)
    assert made.due_after.payment_ratio == Decimal("0.209899")


def test_a_loan_of_a_lender_one_has_makes_no_further_lender() -> None:
    own = loan(1, 1_200_000, 12, "0.12")
    of = replace(own, loan=replace(own.loan, lender=Lender(1, "招商银行", LenderKind.BANK)))
    cost = cost_of_offer(offer(rate="0.06"), ON, lenders=[of.loan.lender])
    made = effect_of(seen(book(of)), CATALOGUE, cost.loan, cost.rows[0].due_on)
    assert made.after.lenders.unsettled == 1


def test_what_it_repays_is_owed_no_more_and_an_emptied_line_stays_open() -> None:
    of = book(loan(1, 1_200_000, 12, "0.12"), line(2, 600_000, "0.18"))
    made = effect(of, 1_800_000, (1, 2))
    assert made.after.debt_minor == 1_800_000
    assert (made.before.lenders.unsettled, made.after.lenders.unsettled) == (2, 1)
    assert made.after.lenders.open_lines == 2
    assert made.before.utilisation is not None
    assert (made.before.utilisation, made.after.utilisation) == (Decimal("0.500000"), Decimal(0))


def test_a_loan_is_settled_on_a_day_to_come_with_what_is_owed_by_then() -> None:
    own = loan(1, 1_200_000, 12, "0.12")
    on = date(2027, 1, 11)
    cost = cost_of_offer(offer(rate="0.06"), on)
    made = with_loan(seen(book(own)).book, cost.loan, [1])
    ended = next(one for one in made.accounts if one.loan.id == 1)
    assert position(ended, on).owed_minor == 0
    assert [paid.on for paid in ended.repayments] == [date(2027, 1, 1), on]


def test_applying_is_an_inquiry_and_begins_a_cool_down() -> None:
    changes = {(one.code, one.after.code): one for one in effect(book(loan(1, 1_200_000, 12, "0.12"))).changes}
    assert ("behaviour", "cooldown") in changes
    assert changes["behaviour", "applied_30"].after.value == 1


def asked(of: Book, amount: int = 600_000, terms: int = 12) -> Before:
    """What is said before so much is borrowed."""
    found = before(seen(of), CATALOGUE, Wish(0, ON, amount, "手机", terms), DEAREST)
    assert found is not None
    return found


def test_who_owes_nothing_may_apply_today() -> None:
    found = asked(book())
    assert (found.harms, found.day, found.amount_minor, found.terms) == ((), ON, 600_000, 12)


def test_an_application_cools_down_first() -> None:
    applied = Behaviour(1, ON - timedelta(30), BehaviourKind.APPLICATION)
    found = asked(book(file=CreditFile(behaviours=(applied,))))
    assert {(one.code, one.after.code) for one in found.harms} == {("behaviour", "cooldown")}
    assert found.day is not None
    cooled = CATALOGUE.rules.need("cooldown_application_days", ON).whole
    assert found.day == applied.on + timedelta(cooled)


def test_a_smaller_amount_or_a_longer_term_keeps_the_payment_below_its_line() -> None:
    of = book(loan(1, 5_000_000, 12, "0.12"))  # 4,442 of 10,000 a month
    found = asked(of, 1_500_000)
    assert ("debt", "payment_ratio") in {(one.code, one.after.code) for one in found.harms}
    assert found.amount_minor is not None
    assert found.amount_minor % STEP_MINOR == 0
    assert not asked(of, found.amount_minor).harms
    assert asked(of, found.amount_minor + STEP_MINOR).harms
    assert found.terms is not None
    assert found.terms > 12
    assert not asked(of, 1_500_000, found.terms).harms


def test_once_the_debt_is_repaid_there_is_a_day_on_which_it_harms_nothing() -> None:
    of = book(loan(1, 5_000_000, 12, "0.12"))
    found = asked(of, 3_000_000)
    assert found.day is not None
    assert ON < found.day <= date(2027, 12, 2)


def test_where_no_day_is_found_it_is_said_what_still_stands_in_the_way() -> None:
    open_lines = [line(number, 100, "0.18") for number in range(1, 6)]  # five lines that stay open
    found = asked(book(*open_lines))
    assert found.day is None
    assert "multi_lender" in {one.code for one in found.still}
    assert asked(book()).still == ()


def test_days_that_were_looked_at_beforehand_are_judged_as_any() -> None:
    applied = Behaviour(1, ON - timedelta(30), BehaviourKind.APPLICATION)
    of = book(loan(1, 5_000_000, 12, "0.12"), line(2, 600_000, "0.18"), file=CreditFile(behaviours=(applied,)))
    known, fresh = seen(of), seen(of)
    days = [ON, date(2027, 1, 1), date(2027, 2, 1), date(2027, 12, 1), date(2028, 1, 1)]
    known.look_at(CATALOGUE, days)
    for on in (ON, date(2027, 1, 1), date(2027, 12, 1)):
        cost = cost_of_offer(offer(3_000_000, rate="0.24"), on)
        due_on = cost.rows[0].due_on
        assert due_on in days
        told = [harms_of(one, CATALOGUE, cost.loan, due_on) for one in (known, fresh)]
        assert told[0] == told[1]


def test_the_first_day_is_that_of_the_payment_that_ends_a_debt_not_the_next_first_of_a_month() -> None:
    """Beside two lenders a third is one too many until one of them is repaid, on 10 April."""
    of = book(*(loan(number, 100_000, terms, "0.12", start_on=date(2026, 11, 10)) for number, terms in _ENDS))
    found = asked(of, 100_000)
    assert ("multi_lender", "institutions") in {(one.code, one.after.code) for one in found.harms}
    assert found.day == date(2027, 4, 10)


def test_nobody_who_waits_no_more_is_answered() -> None:
    of = book(loan(1, 5_000_000, 12, "0.12"))
    assert before(seen(of), CATALOGUE, Wish(0, ON, 3_000_000, "x", 12), DEAREST, lambda: True) is None


def test_an_instalment_a_month_later_costs_its_interest() -> None:
    of = loan(1, 1_200_000, 12, "0.12")
    (way,) = dates_moved([of, line(2, 100_000, "0.18")], {1: position(of, ON)}, ON, date(2026, 12, 31)) or (None,)
    assert way is None  # nothing is due this month
    (later,) = dates_moved([of], {1: position(of, ON)}, ON, date(2027, 1, 1))
    assert (later.way, later.gives_minor) == (Way.DATE, 106_619)
    assert later.costs_minor == 12_000  # a month more of 12,000 at 1 %


def test_the_plan_gives_what_it_pays_early_and_costs_the_interest_of_it() -> None:
    of = book(loan(1, 1_200_000, 24, "0.12", start_on=date(2026, 11, 15)))
    plan = planning(of, ON, Means(200_000))
    moved = plan_moved(plan, LEAST, 100_000)
    assert moved is not None
    assert (moved.way, moved.gives_minor) == (Way.PLAN, 100_000)
    assert 0 < moved.costs_minor < 20_000
    assert plan_moved(planning(of, ON, Means(56_500)), LEAST, 100_000) is None  # it pays only what is due


def test_what_gives_all_comes_first_then_the_cheapest() -> None:
    ways = [Instead(Way.DATE, 500, 1), Instead(Way.PLAN, 1_000, 9), Instead(Way.CASH, 1_000, 0)]
    assert [one.way for one in cheapest(ways, 1_000)] == [Way.CASH, Way.PLAN, Way.DATE]
    assert free_cash(None, 1) is None
    assert free_cash(0, 1) is None
    assert free_cash(700, 500) == Instead(Way.CASH, 500, 0)


def test_a_plan_with_a_cheaper_loan_costs_less_by_the_interest_and_more_by_its_fees() -> None:
    of = book(loan(1, 1_200_000, 24, "0.24"))
    cheap = cost_of_offer(offer(1_200_000, 24, "0.06"), ON)
    made = plan_effect(of, ON, Means(100_000), LEAST, cheap, [1], 0, 0)
    assert made is not None
    assert made.saving_minor is not None
    assert made.saving_minor > 0
    dearer = plan_effect(of, ON, Means(100_000), LEAST, cheap, [1], 0, 50_000)
    assert dearer is not None
    assert dearer.saving_minor == made.saving_minor - 50_000


def test_what_was_paid_this_month_on_a_debt_that_it_repays_is_spent_all_the_same() -> None:
    own = loan(1, 1_200_000, 24, "0.12", start_on=date(2026, 10, 5))
    paid = tuple(Repayment(number, on, 56_488) for number, on in enumerate([date(2026, 11, 5), date(2026, 12, 5)], 1))
    today = date(2026, 12, 10)
    of = book(replace(own, repayments=paid), loan(2, 600_000, 12, "0.18", start_on=date(2026, 11, 20)))
    same = cost_of_offer(offer(1_000_000, 24, "0.12"), today)
    made = plan_effect(of, today, Means(150_000), LEAST, same, [1], 0, 0)
    none = plan_effect(of, today, Means(150_000), LEAST, same, [], 0, 0)
    assert made is not None
    assert none is not None
    plan = planning(of, today, Means(150_000))
    assert plan.problem.budget.month(1) == 150_000 - 56_488
    assert made.before_minor == none.before_minor


def test_without_money_that_was_named_there_is_no_plan_to_compare_with() -> None:
    cost = cost_of_offer(offer(1_200_000, 24, "0.12"), ON)
    assert plan_effect(book(loan(1, 1_200_000, 24, "0.12")), ON, Means(), LEAST, cost, [1], 0, 0) is None


def test_of_the_same_terms_the_plan_stays_as_it_was() -> None:
    of = book(loan(1, 1_200_000, 24, "0.12"))
    same = cost_of_offer(offer(1_200_000, 24, "0.12"), ON)
    made = plan_effect(of, ON, Means(100_000), LEAST, same, [1], 0, 0)
    assert made is not None
    assert (made.saving_minor, made.after_on) == (0, made.before_on)


def test_where_the_money_does_not_suffice_with_it_that_is_said() -> None:
    of = book(loan(1, 1_200_000, 24, "0.12"))
    cost = cost_of_offer(offer(1_200_000, 6, "0.12"), ON)
    made = plan_effect(of, ON, Means(60_000), LEAST, cost, [], 0, 0)
    assert made is not None
    assert made.after_minor is None
    assert made.saving_minor is None
    assert made.short_minor
    assert plan_effect(book(), ON, Means(60_000), LEAST, cost, [], 0, 0) is None


def test_the_families_are_read_and_ranked_by_what_they_save_at_their_highest_price() -> None:
    accounts = [loan(1, 1_200_000, 12, "0.24"), loan(2, 800_000, 12, "0.03")]
    cost = cost_of_offer(offer(rate="0.06"), ON)
    known = [(staying(one, ON, ON, cost.loan), one.loan.rate.value) for one in accounts]
    debts = [(debt, own) for debt, own in known if debt is not None]
    found = alternatives(families.load(), products.load().presets, debts, ON)
    assert {one.family.kind for one in found} == {LenderKind.BANK, LenderKind.CONSUMER_FINANCE}
    savings = [one.saving_high_minor for one in found]
    assert savings == sorted(savings, reverse=True)
    assert found[0].family.kind is LenderKind.BANK
    assert (found[0].count, found[0].amount_minor) == (1, 1_200_000)
    assert all(one.saving_high_minor <= one.saving_low_minor for one in found)
    assert all(one.preset.lender.kind is one.family.kind for one in found)


def test_without_debts_an_alternative_saves_nothing() -> None:
    found = alternatives(families.load(), products.load().presets, [], ON)
    assert {(one.count, one.saving_high_minor, one.saving_low_minor) for one in found} == {(0, 0, 0)}
    prices = [one.high_cost for one in found if one.high_cost is not None]
    assert prices == sorted(prices)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"amount_minor": 0}, "wish.amount"),
        ({"purpose": " "}, "wish.purpose"),
        ({"terms": 0}, "offer.terms"),
        ({"rate": Decimal(11)}, "wish.rate"),
        ({"decision": Decision.NO, "words": " "}, "wish.words"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(more: dict[str, object], code: str) -> None:
    wish = replace(Wish(0, ON, 100, "手机", 12), **more)  # type: ignore[arg-type]
    with pytest.raises(PlannerError) as error:
        wish.validate()
    assert error.value.code == code


def test_wishes_are_seen_again_while_they_wait_and_once_after_they_were_decided() -> None:
    open_one = Wish(1, date(2026, 1, 1), 100, "a", 12)
    waits = replace(open_one, id=2, decision=Decision.WAIT, decided_on=date(2026, 1, 1), words="x")
    done = replace(open_one, id=3, decision=Decision.NO, decided_on=date(2026, 11, 1), words="x")
    fresh = replace(done, id=4, decided_on=ON)
    assert [one.id for one in to_look_at([open_one, waits, done, fresh], date(2026, 11, 25))] == [4, 2, 1]


def test_state_is_told_by_the_measures() -> None:
    changes = effect(book(loan(1, 5_000_000, 12, "0.12")), 3_000_000).changes
    ratio = next(one for one in changes if (one.code, one.after.code) == ("debt", "payment_ratio"))
    assert ratio.before is not None
    assert (ratio.before.state, ratio.heavier, ratio.harms) == (State.CLEAR, True, True)
