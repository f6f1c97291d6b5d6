"""The weekly review in the database: begun, left, resumed, saved once, undone, read back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planner.domain.accounts.loan import Lender, Loan, Method
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.cases.file import Case, Event, EventKind, Kind
from planner.domain.cases.file import Outcome as Answer
from planner.domain.review.document import as_json
from planner.domain.review.items import ActionCode, Agenda, Outcome, Stage
from planner.domain.review.summary import Change, Summary
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import use
from planner.overview import overview
from planner.overview import review as overview_review
from planner.overview.review import Standing, agenda, comparison, history, latest, standing
from planner.services import cases, loans, readings, repayments, review, undo
from planner.storage import snapshot
from planner.storage.sqlite import reading
from planner.storage.store import Store
from planner.words.review import action_text, as_text, change_text
from tests.make.reminders import ensure_defaults, pending

BEGAN = date(2026, 11, 2)
SUNDAY = date(2026, 11, 22)
WEEK = date(2026, 11, 16)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two loans without interest in instalments of 1,000.00, due on the 20th and the 25th; review on Sundays."""
    made = Store(tmp_path / "planner.db")
    ensure_defaults(made, 6, today=BEGAN)
    for name, day in (("招联", 20), ("马上", 25)):
        loan = Loan(
            0,
            Lender(0, name),
            "",
            Method.EQUAL_PRINCIPAL,
            date(2026, 10, 10),
            Rate(Decimal(0), RateBasis.YEAR),
            principal_minor=1_200_000,
            terms=12,
            first_due_on=date(2026, 11, day),
        )
        loans.add(made, loan)
    yield made
    made.close()


def plan(store: Store, today: date = SUNDAY) -> Agenda:
    view = overview.read(store.path, today)
    return agenda(view, standing(view))


def stands(store: Store, today: date = SUNDAY) -> Standing:
    return standing(overview.read(store.path, today))


def test_a_review_from_start_to_saved_in_one_week(store: Store) -> None:
    assert review.start_or_resume(store, today=SUNDAY).topics == {"review"}
    (check,) = plan(store).dues
    repayments.record(store, check.loan_id, check.due_on, check.unpaid_minor, today=SUNDAY)
    assert plan(store).stage is Stage.BALANCES
    for balance in plan(store).balances:
        readings.confirm_balance(store, balance.loan_id, SUNDAY, today=SUNDAY)
    assert plan(store).stage is Stage.RATIOS
    review.pass_stage(store, Stage.RATIOS, today=SUNDAY)
    assert plan(store).stage is Stage.ACTIONS
    review.choose(store, ["pay:2:2026-11-25"], own=["  问结清证明 ", ""], today=SUNDAY)
    review.pass_stage(store, Stage.ACTIONS, today=SUNDAY)
    assert plan(store).stage is Stage.SAVE

    result = review.save(store, today=SUNDAY, note="轻松 [/]")
    assert result.topics == {"review"}
    found = latest(store.path)
    assert found is not None
    assert (found.week_on, found.note) == (WEEK, "轻松 [/]")
    assert found.summary == json.loads(json.dumps(as_json(result.value)))
    assert found.summary["institutions_unknown"] == 0
    assert [(kept.kind, kept.text, kept.loan_id) for kept in found.commitments] == [
        ("pay", "pay:2:2026-11-25", 2),
        ("own", "问结清证明", None),
    ]
    assert found.summary["counts"] == {"checked": 2, "lenders_open": 2, "dues_paid": 1, "dues_open": 0}
    at = stands(store)
    assert (at.saved, at.progress, at.streak, at.review_on) == (True, None, 1, date(2026, 11, 29))
    assert [item.rule for item in pending(store.path, SUNDAY + timedelta(days=1))] == ["due"]


def test_what_another_window_does_while_a_review_is_saved_is_seen(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, place = Store(store.path), "planner.services.review.conclude"

    def meanwhile(do: Callable[[], object]) -> None:
        def conclude(*args: Any, **named: Any) -> Summary:
            monkeypatch.setattr(place, overview_review.conclude)
            done = overview_review.conclude(*args, **named)
            do()
            return done

        monkeypatch.setattr(place, conclude)

    review.start_or_resume(store, today=SUNDAY)
    review.choose(store, ["pay:2:2026-11-25"], today=SUNDAY)
    meanwhile(lambda: review.save(other, today=SUNDAY, note="mine"))
    with pytest.raises(PlannerError) as caught:
        review.save(store, today=SUNDAY, note="yours")
    assert caught.value.code == "review.saved"
    undo.undo(other)
    meanwhile(lambda: loans.delete(other, 2))
    review.save(store, today=SUNDAY)
    other.close()
    found = latest(store.path)
    assert found is not None
    assert [(kept.text, kept.loan_id) for kept in found.commitments] == [("pay:2:2026-11-25", None)]


def test_a_review_left_half_way_resumes_where_it_was_also_after_midnight(store: Store) -> None:
    review.start_or_resume(store, today=SUNDAY)
    review.reply(store, "due:1:2026-11-20", Outcome.SKIPPED, left_minor=100_000, reason=" 有争议\n", today=SUNDAY)
    review.reply(store, "balance:2", Outcome.SKIPPED, today=SUNDAY)
    store.close()

    monday = SUNDAY + timedelta(days=1)
    resumed = review.start_or_resume(store, today=monday).value
    assert (resumed.week, resumed.started_on) == (WEEK, SUNDAY)
    found = plan(store, monday)
    assert found.stage is Stage.BALANCES
    assert [(check.outcome, check.reply and check.reply.reason) for check in found.dues] == [
        (Outcome.SKIPPED, "有争议")
    ]
    assert [check.loan_id for check in found.balances if check.outcome is Outcome.OPEN] == [1]
    review.reply(store, "balance:2", Outcome.OPEN, today=monday)
    assert [check.loan_id for check in plan(store, monday).balances if check.outcome is Outcome.OPEN] == [1, 2]


def test_drafts_are_no_steps_of_undo(store: Store) -> None:
    review.start_or_resume(store, today=SUNDAY)
    repayments.record(store, 1, date(2026, 11, 20), 100_000, today=SUNDAY)
    review.pass_stage(store, Stage.DUE, today=SUNDAY)
    review.go_back(store, Stage.DUE, today=SUNDAY)
    undone = undo.undo(store).operation
    assert undone is not None
    assert undone.code == "repayment.add_past"
    (check,) = plan(store).dues
    assert (check.outcome, check.unpaid_minor) == (Outcome.OPEN, 100_000)


def test_going_back_reopens_the_stage_and_the_later_ones(store: Store) -> None:
    review.start_or_resume(store, today=SUNDAY)
    for stage in (Stage.DUE, Stage.BALANCES, Stage.RATIOS, Stage.ACTIONS):
        review.pass_stage(store, stage, today=SUNDAY)
    assert plan(store).stage is Stage.SAVE
    review.go_back(store, Stage.BALANCES, today=SUNDAY)
    assert plan(store).stage is Stage.BALANCES
    assert stands(store).progress is not None


def test_saving_is_one_step_and_can_be_undone_and_redone(store: Store) -> None:
    review.start_or_resume(store, today=SUNDAY)
    result = review.save(store, today=SUNDAY)
    assert result.operation is not None
    assert fmt.operation(result.operation.code, dict(result.operation.params)) == "保存复盘（2026-11-16 当周）"
    undo.undo(store)
    assert latest(store.path) is None
    assert stands(store).progress is not None
    undo.redo(store)
    assert stands(store).saved
    undo.undo(store)
    review.pass_stage(store, Stage.RATIOS, today=SUNDAY)
    assert undo.redo(store).operation is None
    assert review.save(store, today=SUNDAY).value.week == WEEK


def test_a_saved_review_stays_as_it_was(store: Store) -> None:
    review.start_or_resume(store, today=SUNDAY)
    review.save(store, today=SUNDAY)
    before = latest(store.path)
    repayments.record(store, 1, date(2026, 11, 20), 100_000, today=SUNDAY)
    loans.delete(store, 2)
    for again in (review.start_or_resume, review.save):
        with pytest.raises(PlannerError, match=r"review\.saved"):
            again(store, today=SUNDAY)
    with pytest.raises(PlannerError, match=r"review\.saved"):
        review.pass_stage(store, Stage.DUE, today=SUNDAY)
    after = latest(store.path)
    assert before is not None
    assert after is not None
    assert after.summary == before.summary
    assert after.summary["ratios"]["debt_minor"] == 2_400_000


def test_the_next_review_shows_what_was_kept_and_what_changed(store: Store) -> None:
    review.start_or_resume(store, today=SUNDAY)
    review.choose(store, ["pay:1:2026-11-20", "pay:2:2026-11-25"], own=["问结清证明", "别再点额度"], today=SUNDAY)
    review.save(store, today=SUNDAY)
    review.tick(store, "own:问结清证明", today=SUNDAY)
    repayments.record(store, 1, date(2026, 11, 24), 100_000, today=date(2026, 11, 24))

    later = SUNDAY + timedelta(days=7)
    view = overview.read(store.path, later)
    at = standing(view)
    assert (at.week, at.saved, at.streak) == (WEEK + timedelta(days=7), False, 1)
    kept = agenda(view, at).kept
    assert [(item.action.code, item.done) for item in kept] == [
        (ActionCode.PAY, True),
        (ActionCode.PAY, False),
        (ActionCode.OWN, True),
        (ActionCode.OWN, False),
    ]
    found = comparison(view, at)
    assert found.changes[0] == Change("debt_minor", 2_400_000, 2_300_000)
    assert [change.code for change in found.accounts] == ["loan.down"]
    review.start_or_resume(store, today=later)
    assert review.save(store, today=later).value.streak == 2
    assert [line.week_on for line in history(store.path)] == [at.week, WEEK]


def test_ticking_off_is_undone_by_name_and_needs_a_commitment(store: Store) -> None:
    with pytest.raises(PlannerError, match=r"review\.no_commitment"):
        review.tick(store, "own:甲", today=SUNDAY)
    review.start_or_resume(store, today=SUNDAY)
    review.choose(store, [], own=["甲"], today=SUNDAY)
    review.save(store, today=SUNDAY)
    result = review.tick(store, "own:甲", today=SUNDAY)
    assert result.operation is not None
    assert fmt.operation(result.operation.code, dict(result.operation.params)) == "完成约定（甲）"
    assert stands(store).ticked == {"own:甲"}
    review.tick(store, "own:甲", today=SUNDAY, done=False)
    assert stands(store).ticked == frozenset()
    with pytest.raises(PlannerError, match=r"review\.no_commitment"):
        review.tick(store, "own:乙", today=SUNDAY)


def test_what_was_not_begun_cannot_be_answered_or_saved(store: Store) -> None:
    with pytest.raises(PlannerError, match=r"review\.not_begun"):
        review.save(store, today=SUNDAY)
    with pytest.raises(PlannerError, match=r"review\.not_begun"):
        review.reply(store, "balance:1", Outcome.SKIPPED, today=SUNDAY)


def test_a_day_to_pay_on_lies_ahead(store: Store) -> None:
    review.start_or_resume(store, today=SUNDAY)
    with pytest.raises(PlannerError, match=r"review\.later"):
        review.reply(store, "due:1:2026-11-20", Outcome.LATER, until_on=SUNDAY - timedelta(days=1), today=SUNDAY)
    until = SUNDAY + timedelta(days=3)
    review.reply(store, "due:1:2026-11-20", Outcome.LATER, left_minor=100_000, until_on=until, today=SUNDAY)
    assert ("pay:1:2026-11-20", until) in {(action.key, action.on) for action in plan(store).proposals}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "zh",
            [
                "2026-11-16 当周的复盘，2026-11-22 保存",
                "本周 2 家中已核对 0 家",
                "- 2026-11-25 还 1,000.00 · 马上",
                "备注：好",
            ],
        ),
        (
            "en",
            [
                "Review of the week of 2026-11-16, saved 2026-11-22",
                "Checked 0 of 2 lenders this week",
                "- 2026-11-25 pay 1,000.00 · 马上",
                "Note: 好",
            ],
        ),
    ],
)
def test_a_saved_review_reads_as_text(store: Store, language: str, expected: list[str]) -> None:
    use(language)
    review.start_or_resume(store, today=SUNDAY)
    review.save(store, today=SUNDAY, note="好")
    found = latest(store.path)
    assert found is not None
    text = as_text(found).splitlines()
    assert [one for one in expected if one not in text] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_change_has_its_sentence(language: str) -> None:
    use(language)
    counts = ["unsettled", "open_lines", "institutions"]
    shares = ["payment_ratio", "balance_ratio", "utilisation", "on_time_rate"]
    money = ["debt_minor", "income_minor", "due_minor", *(f"loan.{end}" for end in ("new", "gone", "up", "down"))]
    for code in counts:
        assert "3" in change_text(Change(code, 3, 3))
    for code in shares:
        assert "12.50%" in change_text(Change(code, None, Decimal("0.125")))
    for code in [*money, "loan.settled"]:
        assert "300.00" in change_text(Change(code, 30_000, 30_000, "借呗"))
    assert "借呗" in change_text(Change("loan.closed", 0, 0, "借呗"))


def test_a_summary_of_another_form_is_said_not_raised(store: Store) -> None:
    review.start_or_resume(store, today=SUNDAY)
    review.save(store, today=SUNDAY)
    with store.write("settings.put") as write:
        (row,) = write.values("review")
        write.change("review", row["id"], summary='{"week": 7}')
    found = latest(store.path)
    assert found is not None
    assert "2026-11-16" in as_text(found)
    assert stands(store).last is None
    with reading(store.path) as connection:
        assert len(snapshot.reviews(connection)) == 1


def test_what_cases_call_for_next_week_is_proposed_and_kept_once_they_have_gone_on(store: Store) -> None:
    case = Case(0, Kind.OBJECTION, "逾期写错了 {[/]}", BEGAN)
    held = cases.begin(store, case, "bureau", today=SUNDAY).value

    def event(kind: EventKind, on: date) -> Event:
        return Event(0, 0, on, kind, "一句话", Answer.GRANTED if kind is EventKind.ANSWERED else None)

    cases.record(store, held, event(EventKind.SUBMITTED, date(2026, 11, 20)), today=SUNDAY)
    (asked,) = [one for one in plan(store).proposals if one.code is ActionCode.CASE]
    assert (asked.on, asked.suggested) == (date(2026, 11, 25), True)
    use("zh")
    assert action_text(asked) == "2026-11-25 问对方收到没有：逾期写错了 {[/]}"
    review.start_or_resume(store, today=SUNDAY)
    review.save(store, today=SUNDAY)
    (line,) = history(store.path)
    assert "问对方收到没有：逾期写错了 {[/]}" in as_text(line)
    later = SUNDAY + timedelta(7)
    assert [one.done for one in plan(store, later).kept if one.action.code is ActionCode.CASE] == [False]
    cases.record(store, held, event(EventKind.RECEIVED, date(2026, 11, 23)), today=later)
    assert [one.done for one in plan(store, later).kept if one.action.code is ActionCode.CASE] == [True]
    cases.delete(store, held)
    assert [one.done for one in plan(store, later).kept if one.action.code is ActionCode.CASE] == [None]
