"""What every service asks before it writes: amounts, days, names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.moves import claim_of
from planner.domain.accounts.records import (
    Account,
    Allowance,
    Arrangement,
    CardPlan,
    Denial,
    Draw,
    Move,
    MoveKind,
    Reading,
    Repayment,
    Statement,
)
from planner.domain.basics.money import LIMIT_MINOR
from planner.domain.book import CashReading
from planner.errors import PlannerError
from planner.storage.store import Write

Recorded = Draw | Repayment | Reading | Statement | CardPlan | Allowance | Arrangement | Move | Denial
R = TypeVar("R", bound=Recorded)


def amount(kind: str, amount_minor: int, *, least: int = 1, field: str = "amount") -> None:
    """``least`` ≤ amount ≤ the largest amount the app knows; in whole fen.

    Raises:
        PlannerError: ``<kind>.amount``.
    """
    if not least <= amount_minor <= LIMIT_MINOR:
        raise PlannerError(f"{kind}.amount", field=field, value_minor=amount_minor)


def day(kind: str, loan: Loan, on: date, today: date) -> None:
    """The day lies between the start of the loan and today, both included, and not after the account was closed.

    Raises:
        PlannerError: ``<kind>.before_start``, ``<kind>.future``, ``loan.closed``; ``loan.closing`` for a draw.
    """
    if on < loan.start_on:
        raise PlannerError(f"{kind}.before_start", field="on", on=on, start_on=loan.start_on)
    if on > today:
        raise PlannerError(f"{kind}.future", field="on", on=on)
    if loan.closing_on is not None and on > loan.closing_on and kind == "draw":
        raise PlannerError("loan.closing", field="on", closing_on=loan.closing_on)
    if loan.closed_on is not None and on > loan.closed_on:
        raise PlannerError("loan.closed", field="on", closed_on=loan.closed_on)


def day_of_month(kind: str, day: int) -> None:
    """A day of the month is 1 to 31.

    Raises:
        PlannerError: ``<kind>.day``.
    """
    if not 1 <= day <= 31:
        raise PlannerError(f"{kind}.day", field="day", value=day)


def drawable(account: Account, on: date) -> None:
    """Nothing is drawn after the day of a freeze, nor once the claim was written off or passed on.

    Raises:
        PlannerError: ``draw.frozen``, ``draw.passed_on``.
    """
    barred_by = claim_of(account, on).barred_by
    if barred_by is None or barred_by.on >= on:
        return
    if barred_by.kind is MoveKind.FROZEN:
        raise PlannerError("draw.frozen", field="on", on=on, frozen_on=barred_by.on)
    raise PlannerError("draw.passed_on", field="on", on=on, since=barred_by.on)


def after_reading(account: Account, on: date, given: bool | None) -> bool:
    """Whether a record of that day comes after the balance read on it: as ``given``; by default it does.

    Always False on a day without a reading.
    """
    return account.was_read(on) and given is not False


def after_cash(write: Write, on: date, today: date) -> bool:
    """Whether a repayment recorded today came after cash was counted on its day: that holds its money still.

    Of an earlier day the order of the records tells nothing: a count holds all of its day.
    """
    return on == today and bool(write.keys(CashReading, on=on))


def name_account(write: Write, loan: Loan) -> None:
    """What is drawn on a card is a purchase, on a loan with a schedule a further payout."""
    if loan.method is Method.CARD:
        write.code = write.code.replace("draw", "purchase")
    elif loan.method.scheduled:
        write.code = write.code.replace("draw", "draw.payout")


def account_with(write: Write, kind: type[Recorded], key: int, unknown: str) -> Account:
    """The account on which the record ``key`` of ``kind`` stands.

    Raises:
        PlannerError: ``unknown`` when there is no such record.
    """
    loan_id = write.owner(kind, key)
    if loan_id is None:
        raise PlannerError(unknown, id=key)
    return write.account(loan_id)


def one(records: Iterable[R], key: int) -> R:
    """The record with the id ``key``, which is among ``records``."""
    return next(record for record in records if record.id == key)
