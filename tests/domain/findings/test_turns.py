"""Thresholds of one's own, states of past days, and the day on which a plan clears a finding."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.accounts.loan import Lender, LenderKind
from planner.domain.accounts.records import Account
from planner.domain.book import Book, Income
from planner.domain.credit.file import (
    NOTHING,
    Behaviour,
    BehaviourKind,
    CreditFile,
    Inquiry,
    Negative,
    NegativeKind,
    ReportCheck,
    Score,
)
from planner.domain.figures.ratios import ratios
from planner.domain.findings.judge import findings, findings_on, turns
from planner.domain.findings.model import State, Way
from planner.domain.payoff.adopted.projected import Coming, projected
from planner.domain.reference.rules import Own, Rules
from tests.make.accounts import day, drawn, fen, read
from tests.make.accounts import line as revolving
from tests.make.findings import CATALOGUE, CHECKED, SESAME, TODAY, judged


def test_a_threshold_of_the_persons_own_holds_for_every_day_and_says_so() -> None:
    own = Rules(
        CATALOGUE.rules.versions, {"sesame_least": Own(Decimal(550), TODAY), "negative_years": Own(Decimal(1), TODAY)}
    )
    changed = replace(CATALOGUE, rules=own)
    file = CreditFile(series=(SESAME,), scores=(Score(1, 1, day("01-07"), 580), Score(2, 1, day("11-07"), 580)))
    for on in (day("01-20"), TODAY):
        (found, *_) = findings(Book(credit=file), changed, on)
        assert found.state is State.WATCH
        assert found.measures[0].against is not None
        assert found.measures[0].against.own is not None
    assert changed.rules.need("negative_years", TODAY).whole == 5  # a law is nobody's to change


def test_states_of_past_days_are_those_of_the_records_of_then() -> None:
    scores = (Score(1, 1, day("09-07"), 590), Score(2, 1, day("10-07"), 610), Score(3, 1, day("11-07"), 655))
    book = Book(credit=CreditFile(series=(SESAME,), scores=scores))
    days = [day("09-06"), day("09-07"), day("10-06"), day("10-07"), day("11-07")]
    states = [found[0].state for found in findings_on(book, CATALOGUE, days)]
    assert states == [State.UNKNOWN, State.AGAINST, State.AGAINST, State.WATCH, State.CLEAR]
    told = [(turn.code, turn.on, turn.before, turn.after) for turn in turns(book, CATALOGUE, day("10-01"), TODAY)]
    assert told == [
        ("score", day("10-07"), State.AGAINST, State.WATCH),
        ("score", day("11-07"), State.WATCH, State.CLEAR),
    ]


def pays(loan_id: int, on: str, yuan: int, *, ends: bool = False) -> Coming:
    return Coming(loan_id, day(on), fen(yuan), ends)


def lines_of(count: int, yuan: int = 1_000) -> tuple[Account, ...]:
    made = []
    for number in range(1, count + 1):
        lender = Lender(number, f"小贷{number}", LenderKind.MICRO_LENDER)
        loan = replace(revolving("0"), id=number, lender=lender, start_on=day("01-01"), limit_minor=fen(50_000))
        made.append(Account(loan, drawn(("02-01", yuan)), readings=read(("11-20", yuan))))
    return tuple(made)


def test_the_plan_gives_the_day_on_which_enough_lenders_are_gone() -> None:
    """Six lenders, one is settled a month: fewer than three are left on the day of the fourth settlement."""
    book = Book(lines_of(6), (Income(1, "工资", day("01-01"), fen(20_000)),))
    months = ("2026-12-15", "2027-01-15", "2027-02-15", "2027-03-15", "2027-04-15", "2027-05-15")
    planned = tuple(pays(number, on, 1_000, ends=True) for number, on in enumerate(months, 1))
    found = judged(book, planned=planned)["multi_lender"]
    assert (found.state, found.clears_on, found.way) == (State.AGAINST, day("2027-03-15"), Way.PLAN)
    assert found.pays_minor == fen(4_000)  # the payment that turns it included
    assert judged(book)["multi_lender"].clears_on is None  # nothing is said without a plan


def test_the_plan_gives_the_day_on_which_the_last_line_is_drawn_down() -> None:
    book = Book(lines_of(1, 45_000), (Income(1, "工资", day("01-01"), fen(20_000)),))
    planned = (pays(1, "2026-12-15", 15_000), pays(1, "2027-01-15", 30_000, ends=True))
    found = judged(book, planned=planned)["usage"]
    # 45,000 of 50,000 are drawn; 30,000 are still above the half, the last payment closes the line
    assert (found.state, found.clears_on) == (State.AGAINST, day("2027-01-15"))


def test_a_plan_that_leaves_too_many_gives_no_day() -> None:
    book = Book(lines_of(6), (Income(1, "工资", day("01-01"), fen(20_000)),))
    assert judged(book, planned=(pays(1, "2026-12-15", 1_000, ends=True),))["multi_lender"].clears_on is None


def test_the_projection_closes_what_it_settles_and_leaves_the_past_alone() -> None:
    book = Book(lines_of(2))
    later = projected(book, (pays(1, "2026-12-15", 1_000, ends=True),), TODAY)
    assert later.accounts[0].loan.closed_on == day("12-15")
    assert later.accounts[1] == book.accounts[1]
    assert ratios(later, day("12-14")).debt_minor == ratios(book, day("12-14")).debt_minor
    assert ratios(later, day("12-15")).lenders.open_lines == 1


@given(
    st.lists(st.tuples(st.integers(0, 800), st.sampled_from(["loan_approval", "own", "post_loan"])), max_size=8),
    st.lists(st.tuples(st.integers(0, 400), st.sampled_from(list(BehaviourKind))), max_size=6),
    st.integers(0, 2_000),
    st.one_of(st.none(), st.integers(0, 1_500)),
)
def test_a_day_that_is_given_is_clear_and_the_one_before_is_not(
    inquiries: list[tuple[int, str]], acts: list[tuple[int, BehaviourKind]], began: int, lasted: int | None
) -> None:
    """Whatever is recorded: the day on which a finding clears by waiting is the first from which it is clear."""
    start = TODAY - timedelta(began)
    ended = None if lasted is None or lasted > began else start + timedelta(lasted)
    file = CreditFile(
        checks=(ReportCheck(1, TODAY, "online"),),
        negatives=(Negative(1, "某", NegativeKind.OVERDUE, start, ended, worst_days=90),),
        inquiries=tuple(
            Inquiry(n, on, "某", why)
            for n, (on, why) in enumerate(sorted((TODAY - timedelta(a), w) for a, w in inquiries))
        ),
        behaviours=tuple(
            Behaviour(n, on, kind)
            for n, (on, kind) in enumerate(sorted((TODAY - timedelta(a), kind) for a, kind in acts))
        ),
    )
    book = Book(credit=file)
    for one in findings(book, CATALOGUE, TODAY):
        if one.clears_on is None:
            continue
        assert one.clears_on > TODAY
        fresh = replace(file, checks=(ReportCheck(1, one.clears_on, "online"),))
        before, then = findings_on(
            Book(credit=replace(fresh, checks=file.checks + fresh.checks)),
            CATALOGUE,
            [one.clears_on - timedelta(1), one.clears_on],
        )
        assert next(x for x in then if x.code == one.code).state is State.CLEAR
        was = next(x for x in before if x.code == one.code)
        assert any(measure.state in (State.WATCH, State.AGAINST) for measure in was.measures)


def test_nothing_is_a_file_without_records() -> None:
    assert NOTHING.empty
    assert not CreditFile(checks=(CHECKED,)).empty
