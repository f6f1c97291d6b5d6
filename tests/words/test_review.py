"""What a weekly review says of what was meant to be done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from planner.domain.review.items import Action, ActionCode, Kept
from planner.words.review import kept_state

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("done", "days", "state"),
    [(False, -1, "not_done"), (False, 0, "not_yet"), (False, 2, "not_yet"), (True, 2, "done"), (None, 2, "gone")],
)
def test_what_is_not_due_yet_is_no_failure(done: bool | None, days: int, state: str) -> None:
    action = Action("pay:1", ActionCode.PAY, 1, "借呗", TODAY + timedelta(days), 89_707)
    assert kept_state(Kept(action, done), TODAY) == state


def test_what_has_no_day_is_done_or_not() -> None:
    assert kept_state(Kept(Action("own:1", ActionCode.OWN, text="..."), False), TODAY) == "not_done"
