"""Answers of an account as text and back, for the table that keeps them: days are numbers, amounts fen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from planner.domain.figures.standing import Standing
from planner.domain.figures.told import Past
from planner.domain.ledger.on_time import Key, OnTimeHistory, Others
from planner.domain.ledger.state import AccountState, Due, DueStatus, Figures

UNPACKED = (ValueError, TypeError, LookupError, OverflowError, RecursionError)
"""What is raised where a text is none of these: another program wrote it."""

_day = date.fromordinal
_DATES_OF_DUE = [Due._fields.index(name) for name in ("due_on", "cleared_on", "replaced_on")]
_STATUS = Due._fields.index("status")
_STATE = Figures._fields.index("state") - 1  # without the day


def figures_packed(figures: Figures) -> list[Any]:
    """Figures without their day."""
    return list(figures[1:])


def figures_unpacked(day: date, packed: Sequence[Any]) -> Figures:
    """The figures of a day.

    Raises:
        ValueError, TypeError, LookupError: it is none.
    """
    values = list(packed)
    values[_STATE] = AccountState(values[_STATE])
    return Figures(day, *values)


def packed(standing: Standing) -> tuple[str, bytes]:
    """All of it but for its day, on which nothing else depends; apart the dues that were met, which are many."""
    past = standing.past
    met, others = past.history.parts
    document = [
        figures_packed(standing.figures),
        standing.overdue_minor,
        standing.last_number,
        [_due_packed(due) for due in standing.live],
        standing.until.toordinal(),
        past.loan_id,
        _plain(others),
        _plain(past.unmet),
        _plain(past.judged_on),
        _plain(past.outside),
    ]
    return json.dumps(document, separators=(",", ":")), met


def unpacked(day: date, text: str, met: bytes) -> Standing:
    """The standing of a day.

    Raises:
        ValueError, TypeError, LookupError, OverflowError: it is none.
    """
    figures, overdue, last, live, until, loan_id, others, unmet, judged_on, outside = json.loads(text)
    broken, late, missed, grace_days = others
    known = Others(
        tuple((_day(on), _key(key)) for on, key in broken),
        tuple(map(_day, late)),
        tuple((_day(after), _day(before), _key(key)) for after, before, key in missed),
        grace_days,
    )
    past = Past(
        loan_id,
        OnTimeHistory.of(met, known),
        tuple((_key(key), _day(by), _day(asked), _maybe(on), _maybe(shown)) for key, by, asked, on, shown in unmet),
        _maybe(judged_on),
        tuple((key, _day(on), bool(assumed)) for key, on, assumed in outside),
    )
    return Standing(figures_unpacked(day, figures), overdue, last, tuple(map(_due, live)), _day(until), past)


def months_packed(figures: Sequence[Figures]) -> str:
    """Figures of some days, each with its day."""
    return json.dumps([[one.as_of.toordinal(), *figures_packed(one)] for one in figures], separators=(",", ":"))


def months_unpacked(text: str) -> dict[date, Figures]:
    """The same by day. Raises as ``figures_unpacked``."""
    return {(day := _day(number)): figures_unpacked(day, values) for number, *values in json.loads(text)}


def _due_packed(due: Due) -> list[Any]:
    return [value.toordinal() if isinstance(value, date) else value for value in due]


def _due(values: list[Any]) -> Due:
    for place in _DATES_OF_DUE:
        if values[place] is not None:
            values[place] = _day(values[place])
    values[_STATUS] = DueStatus(values[_STATUS])
    return Due(*values)


def _plain(value: Any) -> Any:
    """Tuples of days and numbers as lists of numbers."""
    if isinstance(value, date):
        return value.toordinal()
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _key(values: list[int]) -> Key:
    on, loan_id, number = values
    return _day(on), loan_id, number


def _maybe(number: int | None) -> date | None:
    return None if number is None else _day(number)
