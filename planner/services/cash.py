"""Cash: what is at hand, income that comes once, what living costs, and the buffer.

A record with id 0 is new; one with its own id replaces what was there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from planner.domain.accounts.records import Repayment
from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.basics.text import clean
from planner.domain.book import CashReading, LivingCost, SingleIncome
from planner.errors import PlannerError
from planner.overview.cash import BILL_SHARE, BUFFER
from planner.services import checks, settings
from planner.storage.store import OpResult, Store, Write
from planner.values import dataclass, replace

Record = CashReading | SingleIncome | LivingCost


@dataclass(frozen=True, slots=True)
class _Kind:
    """What one kind of record is called in the journal, and which amount is told of it."""

    name: str
    amount: Callable[[Any], int]


_KINDS: Mapping[type, _Kind] = {
    CashReading: _Kind("reading", lambda one: one.amount_minor),
    SingleIncome: _Kind("single", lambda one: one.amount_minor),
    LivingCost: _Kind("living", lambda one: one.monthly_minor),
}


def save(store: Store, record: Record, *, today: date) -> OpResult[int]:
    """Add a record, or replace the one of its id.

    A reading takes the place of another of its account and day.

    Returns:
        The id of the row.

    Raises:
        PlannerError: ``cash.name``; ``cash.amount`` for an amount below 0, and for 0 where it is no reading;
            ``cash.future`` for a reading of a day to come; ``cash.day``, ``cash.ended_before`` of a living cost;
            ``cash.same_day`` when a reading is moved to the day of another; ``cash.unknown``.
    """
    record = replace(record, name=clean(record.name), note=clean(record.note))
    code = f"cash.{_KINDS[type(record)].name}_{'edit' if record.id else 'add'}"
    with store.write(code, **_told(record)) as write:
        key = insert(write, record, today=today)
    return write.result(key)


def insert(write: Write, record: Record, *, today: date) -> int:
    """The same inside an open write, for a record that is clean. Raises as ``save``."""
    if record.id and not write.keys(type(record), id=record.id):
        raise PlannerError("cash.unknown")
    if not record.name:
        raise PlannerError("cash.name", field="name")
    if isinstance(record, CashReading):
        checks.amount("cash", record.amount_minor, least=0)
        key = _of_that_day(write, record, today)
        _hold_all(write, record, key)
        return write.put(record, key=key)
    if isinstance(record, LivingCost):
        checks.amount("cash", record.monthly_minor, field="monthly")
        checks.day_of_month("cash", record.day)
        if record.until_on is not None and record.until_on < record.from_on:
            raise PlannerError("cash.ended_before", field="until_on", until_on=record.until_on, from_on=record.from_on)
    else:
        checks.amount("cash", record.amount_minor)
    return write.put(record)


def _of_that_day(write: Write, reading: CashReading, today: date) -> int:
    """The reading of that account and day whose place this one takes; 0 for none."""
    if reading.on > today:
        raise PlannerError("cash.future", field="on", on=reading.on)
    same = write.keys(CashReading, name=reading.name, on=reading.on)
    if reading.id and any(key != reading.id for key in same):
        raise PlannerError("cash.same_day", field="on", name=reading.name, on=reading.on)
    return reading.id or next(iter(same), 0)


def _hold_all(write: Write, reading: CashReading, key: int) -> None:
    """What was recorded of its day so far is in a count, but for the first of one account beside that of another.

    From which of them it was paid nobody said. A count that stays what it was (its note changed) holds what it held.
    """
    others = write.find(CashReading, on=reading.on)
    same = any((one.id, one.amount_minor) == (reading.id, reading.amount_minor) for one in others)
    if same or (others and not key):
        return
    for paid in write.find(Repayment, on=reading.on, after_cash=True):
        write.put(replace(paid, after_cash=False))


def delete(store: Store, record: Record) -> OpResult[None]:
    """Remove a record; the reading before it of the same account holds again. Raises ``cash.unknown``."""
    with store.write(f"cash.{_KINDS[type(record)].name}_delete", **_told(record)) as write:
        if not write.keys(type(record), id=record.id):
            raise PlannerError("cash.unknown")
        write.drop(type(record), record.id)
    return write.result(None)


def set_buffer(store: Store, amount_minor: int | None) -> OpResult[None]:
    """Keep so much that is not to be spent; None or 0: nothing.

    Raises:
        PlannerError: ``cash.buffer`` for an amount below 0 or beyond all measure.
    """
    kept = amount_minor or 0
    if not 0 <= kept <= LIMIT_MINOR:
        raise PlannerError("cash.buffer", field="buffer", value_minor=kept)
    with store.write("cash.buffer", amount_minor=kept) as write:
        settings.put_all(write, {BUFFER: str(kept) if kept else None})
    return write.result(None)


def set_bill_share(store: Store, share: Decimal | None) -> OpResult[None]:
    """Keep how much of a card's limit a bill may show, a fraction; None: the threshold of the finding of utilisation.

    Raises:
        PlannerError: ``cash.bill_share`` for a share that is not from 0 to 1.
    """
    if share is not None and not 0 <= share <= 1:
        raise PlannerError("cash.bill_share", field="bill_share", value=f"{(share * 100).normalize():f}%")
    kept = None if share is None else f"{share:f}"
    with store.write("cash.bill_share") as write:
        settings.put_all(write, {BILL_SHARE: kept})
    return write.result(None)


def _told(record: Record) -> dict[str, object]:
    return {"name": record.name, "amount_minor": _KINDS[type(record)].amount(record)}
