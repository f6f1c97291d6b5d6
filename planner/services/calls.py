"""Calls of collectors: noted, corrected, deleted, made the facts of a complaint. What was promised is reminded of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from planner.domain.basics.text import clean
from planner.domain.cases.calls import Call
from planner.domain.cases.file import Case
from planner.domain.cases.times import parse_time
from planner.errors import PlannerError
from planner.services import cases, checks, reminders
from planner.storage.store import OpResult, Store, Write
from planner.values import replace

AHEAD = timedelta(3660)
"""How far ahead a promised day may lie."""


def note(store: Store, call: Call, *, today: date) -> OpResult[int]:
    """Note a call, or put another in the place of the one of its id. A lender left empty is that of the loan.

    Returns:
        Its id.

    Raises:
        PlannerError: ``call.unknown``, ``call.lender``, ``call.future``, ``call.time``, ``call.promised``,
            ``call.promised_day``; ``amount.*`` for a promised sum; ``loan.unknown``.
    """
    call = replace(call, lender=clean(call.lender), caller=clean(call.caller), said=clean(call.said))
    with store.write("call.edit" if call.id else "call.note") as write:
        if call.id:
            _found(write, call.id)
        call = _checked(write, call, today)
        write.tell(lender=call.lender)
        key = write.put(call)
        if call.promised_on is not None:
            reminders.insert_promise_rule(write, today)
    return write.result(key)


def delete(store: Store, call_id: int) -> OpResult[None]:
    """Remove a call. Raises ``call.unknown``."""
    with store.write("call.delete") as write:
        write.tell(lender=_found(write, call_id).lender)
        write.drop(Call, call_id)
    return write.result(None)


def complain(store: Store, case: Case, channel: str, call_ids: Iterable[int], *, today: date) -> OpResult[int]:
    """Open a complaint of which these calls are the facts; one step.

    Returns:
        The id of its case.

    Raises:
        PlannerError: as ``services.cases.begin``; ``call.unknown``; ``call.none`` without a call.
    """
    keys = tuple(call_ids)
    if not keys:
        raise PlannerError("call.none")
    with store.write("call.complain") as write:
        found = [_found(write, key) for key in keys]
        write.tell(lender=found[0].lender)
        held = cases.insert(write, case, channel, today=today)
        for call in found:
            write.put(replace(call, case_id=held))
    return write.result(held)


def _found(write: Write, call_id: int) -> Call:
    found = write.find(Call, id=call_id)
    if not found:
        raise PlannerError("call.unknown")
    return found[0]


def _checked(write: Write, call: Call, today: date) -> Call:
    if call.loan_id is not None:
        loan = write.account(call.loan_id).loan
        call = replace(call, lender=call.lender or loan.lender.name)
    if not call.lender:
        raise PlannerError("call.lender", field="lender")
    if call.on > today:
        raise PlannerError("call.future", field="on", on=call.on)
    call = replace(call, at=parse_time(call.at) if call.at else "")
    if call.promised_minor is not None:
        checks.amount("call", call.promised_minor, field="promised_minor")
        if call.promised_on is None:
            raise PlannerError("call.promised", field="promised_on")
    if call.promised_on is not None and not call.on <= call.promised_on <= call.on + AHEAD:
        raise PlannerError("call.promised_day", field="promised_on", on=call.promised_on, since=call.on)
    return call
