"""Rules and answers in the database: each one step, undone and done again, and what is current follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from planner.domain.accounts.loan import Lender, Loan, Method
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.basics.recurrence import Repeat
from planner.domain.reminders.rules import CUSTOM, DUE, REVIEW, Occurrence, Rule, State
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t, use
from planner.services import loans, reminders, repayments, undo
from planner.storage import snapshot
from planner.storage.sqlite import reading
from planner.storage.store import Store
from tests.make.reminders import ensure_defaults, pending

BEGAN = date(2026, 11, 2)
DUE_ON = date(2026, 11, 20)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path / "planner.db")
    ensure_defaults(made, 6, today=BEGAN)
    yield made
    made.close()


@pytest.fixture
def loan_id(store: Store) -> int:
    """12,000.00 without interest in twelve instalments, the first on 20 November."""
    loan = Loan(
        0,
        Lender(0, "招联"),
        "好期贷",
        Method.EQUAL_PRINCIPAL,
        date(2026, 10, 20),
        Rate(Decimal(0), RateBasis.YEAR),
        principal_minor=1_200_000,
        terms=12,
        first_due_on=DUE_ON,
    )
    return loans.add(store, loan).value


def rules(store: Store) -> tuple[Rule, ...]:
    with reading(store.path) as connection:
        return snapshot.reminder_rules(connection)


def of(store: Store, rule: str, today: date) -> tuple[Occurrence, ...]:
    return tuple(item for item in pending(store.path, today) if item.rule == rule)


def code(result_operation: object) -> str:
    assert result_operation is not None
    return str(getattr(result_operation, "code", ""))


def test_the_built_in_rules_are_made_once(store: Store) -> None:
    again = ensure_defaults(store, 2, today=DUE_ON)
    assert again.operation is None
    assert [(rule.code, rule.lead_days) for rule in rules(store)] == [(DUE, (7, 3, 1, 0)), (REVIEW, (0,))]
    assert [item.due_on for item in of(store, REVIEW, date(2026, 11, 10))] == [date(2026, 11, 8)]


def test_a_due_date_comes_up_is_answered_and_paid(store: Store, loan_id: int) -> None:
    on = DUE_ON - timedelta(days=3)
    (ahead,) = of(store, DUE, on)
    assert (ahead.loan_id, ahead.amount_minor, ahead.params["loan"]) == (loan_id, 100_000, "招联 好期贷")
    result = reminders.mark(store, ahead, State.DONE, today=on)
    assert result.topics == {"reminders"}
    assert of(store, DUE, on) == ()
    (today,) = of(store, DUE, DUE_ON)
    assert today.key.endswith(":T")
    repayments.record(store, loan_id, DUE_ON, 100_000, today=DUE_ON)
    assert of(store, DUE, DUE_ON) == ()
    undo.undo(store)
    assert of(store, DUE, DUE_ON) == (today,)


def test_answers_are_undone_and_done_again(store: Store, loan_id: int) -> None:
    (item,) = of(store, DUE, DUE_ON)
    reminders.mark(store, item, State.SKIPPED, today=DUE_ON)
    assert fmt.operation("reminder.skip", {"what": "招联 好期贷"}) == "跳过提醒（招联 好期贷）"
    assert code(undo.undo(store).operation) == "reminder.skip"
    assert of(store, DUE, DUE_ON) == (item,)
    undo.redo(store)
    assert of(store, DUE, DUE_ON) == ()


def test_the_last_answer_holds_and_can_be_taken_back(store: Store, loan_id: int) -> None:
    late = DUE_ON + timedelta(days=2)
    (item,) = of(store, DUE, late)
    until = late + timedelta(days=5)
    assert reminders.mark(store, item, State.SNOOZED, today=late, until_on=until).value == until
    assert [(found.state, found.until_on) for found in of(store, DUE, late)] == [(State.SNOOZED, until)]
    reminders.mark(store, item, State.DONE, today=late)
    assert of(store, DUE, late) == ()
    reminders.mark(store, item, State.PENDING, today=late)
    assert of(store, DUE, late) == (item,)


def test_a_snooze_is_cut_to_the_due_date_and_says_so(store: Store, loan_id: int) -> None:
    on = DUE_ON - timedelta(days=1)
    (item,) = of(store, DUE, on)
    result = reminders.mark(store, item, State.SNOOZED, today=on, until_on=on + timedelta(days=30))
    assert result.value == DUE_ON
    assert result.operation is not None
    assert result.operation.params["until_on"] == DUE_ON.isoformat()


def test_a_reminder_of_one_s_own_from_adding_to_deleting(store: Store) -> None:
    rule_id = reminders.add(store, " 查芝麻分\n", date(2026, 11, 30), Repeat.MONTHLY, today=BEGAN).value
    (item,) = of(store, CUSTOM, date(2026, 12, 1))
    assert (item.rule_id, item.title, item.due_on) == (rule_id, "查芝麻分", date(2026, 11, 30))
    reminders.edit(store, rule_id, "[@click=app.quit]x[/]", date(2026, 12, 31), Repeat.MONTHLY, today=BEGAN)
    (item,) = of(store, CUSTOM, date(2027, 3, 1))
    assert (item.title, item.due_on) == ("[@click=app.quit]x[/]", date(2027, 2, 28))
    reminders.mark(store, item, State.DONE, today=date(2027, 3, 1))
    reminders.delete(store, rule_id)
    assert [rule.code for rule in rules(store)] == [DUE, REVIEW]
    with reading(store.path) as connection:
        assert snapshot.reminder_marks(connection) == ()
    undo.undo(store)
    assert of(store, CUSTOM, date(2027, 3, 1)) == ()
    assert of(store, CUSTOM, date(2027, 3, 31))[0].due_on == date(2027, 3, 31)


def test_an_edit_keeps_a_first_day_that_has_passed(store: Store) -> None:
    rule_id = reminders.add(store, "对账", BEGAN, Repeat.WEEKLY, today=BEGAN).value
    reminders.edit(store, rule_id, "对账单", BEGAN, Repeat.MONTHLY, lead_days=(2, 0), today=DUE_ON)
    rule = next(rule for rule in rules(store) if rule.id == rule_id)
    assert (rule.title, rule.lead_days) == ("对账单", (2, 0))
    with pytest.raises(PlannerError, match=r"reminder\.first_on"):
        reminders.edit(store, rule_id, "对账单", BEGAN + timedelta(days=1), Repeat.MONTHLY, today=DUE_ON)


def test_rules_are_switched_off_and_on(store: Store, loan_id: int) -> None:
    due = rules(store)[0]
    assert code(reminders.enable(store, due.id, False).operation) == "reminder.disable_due"
    assert of(store, DUE, DUE_ON) == ()
    assert code(reminders.enable(store, due.id, True).operation) == "reminder.enable_due"
    assert len(of(store, DUE, DUE_ON)) == 1


def test_lead_days_are_chosen(store: Store, loan_id: int) -> None:
    reminders.set_lead_days(store, rules(store)[0].id, [0, 10])
    assert of(store, DUE, DUE_ON - timedelta(days=9))[0].key.endswith(":T-10")
    with pytest.raises(PlannerError, match=r"reminder\.lead_days"):
        reminders.set_lead_days(store, rules(store)[0].id, [])


def test_the_review_day_moves(store: Store) -> None:
    reminders.set_review_day(store, 2, today=date(2026, 11, 23))
    assert snapshot.read_settings(store.path)["review_day"] == "2"
    assert of(store, REVIEW, date(2026, 11, 24)) == ()
    assert of(store, REVIEW, date(2026, 11, 26))[0].due_on == date(2026, 11, 25)


def test_mistakes_are_told(store: Store) -> None:
    due = rules(store)[0]
    with pytest.raises(PlannerError, match=r"reminder\.title"):
        reminders.add(store, " \x1b ", BEGAN, Repeat.ONCE, today=BEGAN)
    with pytest.raises(PlannerError, match=r"reminder\.first_on"):
        reminders.add(store, "x", BEGAN, Repeat.ONCE)
    with pytest.raises(PlannerError, match=r"reminder\.built_in"):
        reminders.delete(store, due.id)
    with pytest.raises(PlannerError, match=r"reminder\.unknown"):
        reminders.enable(store, 99, True)
    assert len(rules(store)) == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_occurrence_has_its_sentence(store: Store, loan_id: int, language: str) -> None:
    use(language)
    reminders.add(store, "{x}", date(2026, 11, 20), Repeat.WEEKLY, lead_days=(3, 0), today=BEGAN)
    for on in (DUE_ON - timedelta(days=1), DUE_ON, DUE_ON + timedelta(days=1), DUE_ON + timedelta(days=2)):
        for item in pending(store.path, on):
            sentence = t(item.text, **fmt.show(item.params))
            assert str(item.params["loan"] or item.title) in sentence
