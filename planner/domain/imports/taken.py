"""What used rows become: the record of each, and their accounts as they will be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.records import (
    Account,
    Allowance,
    AllowanceKind,
    CardPlan,
    Draw,
    PlanSource,
    Reading,
    Repayment,
)
from planner.domain.basics.money import whole
from planner.domain.basics.rates import RateBasis
from planner.domain.basics.text import clean
from planner.domain.imports.file import Kind
from planner.domain.imports.proposal import Used
from planner.domain.ledger.position import position
from planner.values import replace

_NOTE_LENGTH = 60
_DAY = timedelta(1)
_DIGITS = range(4, 13)  # behind the point of a fee as a share of the principal
Record = Draw | CardPlan | Repayment | Allowance


def record_of(use: Used) -> Record:
    """The record that a row becomes, with id 0: a repayment, a draw or purchase, a plan, a refund of its own day."""
    return _bare(use, 0, note_of(use))


def note_of(use: Used) -> str:
    """What the record of a row notes of it."""
    row = use.entry.row
    if use.kind is Kind.REPAYMENT:
        return _note(row.goods or row.counterparty)
    if use.kind is Kind.REFUND:
        return _note(row.counterparty, row.goods)
    if use.makes_plan:
        return _note(row.pay_method, row.counterparty, row.goods)
    return _note(row.counterparty, row.goods, row.pay_method if use.kind is Kind.PURCHASE else "")


def _bare(use: Used, number: int, note: str = "") -> Record:
    """The record with an id and a note of its own."""
    on, terms = use.entry.row.on, use.entry.meaning.terms
    assert on is not None  # rows without a day are never used
    if use.kind is Kind.REPAYMENT:
        return Repayment(number, on, use.amount_minor, note=note)
    if use.kind is Kind.REFUND:
        return Allowance(number, on, use.amount_minor, AllowanceKind.REFUND, note=note)
    if use.kind is Kind.PURCHASE and terms:  # a file tells the number of instalments, never their fee
        plan = CardPlan(number, on, use.amount_minor, terms, note=note, source=PlanSource.PURCHASE)
        return charged(plan, use.fee_minor) if use.fee_minor else plan
    return Draw(number, on, use.amount_minor, note)


def charged(plan: CardPlan, fee_minor: int) -> CardPlan:
    """The plan with so much a term (fen, up to a thirtieth of the principal): as a share that gives it to the fen."""
    exact = Decimal(fee_minor) / plan.principal_minor
    for digits in _DIGITS:
        rate = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        numerator, denominator = rate.as_integer_ratio()
        if whole(plan.principal_minor * numerator, denominator) == fee_minor:
            break
    return replace(plan, rate=rate, basis=RateBasis.TERM)


def _note(*texts: str) -> str:
    """The texts of a row on one line, without repeating one inside another, cut to a length that a list can show."""
    kept: list[str] = []
    for text in filter(None, texts):
        if not any(text in other for other in kept):
            kept.append(text)
    note = clean(" · ".join(kept))
    return note if len(note) <= _NOTE_LENGTH else note[: _NOTE_LENGTH - 1] + "…"


def begun_earlier(account: Account, start_on: date) -> tuple[Loan, Reading | None]:
    """An account that rows prove to be older than it was entered: what becomes of its loan, and a balance to record.

    What was owed when its records began is known: nothing but what they say. Of the time before, a file shows what it
    happens to hold; so that balance is kept, and nothing of that time can change what is owed or make anything late.

    Returns:
        The loan with its new start, and the balance on the day before the old one; None where the balance at the
        beginning was not known before either.
    """
    loan = account.loan
    if not loan.opening_known:
        return replace(loan, start_on=start_on), None
    before = loan.start_on - _DAY
    reading = Reading(0, before, position(account, before).principal_minor)
    return replace(loan, start_on=start_on, opening_known=False), reading


def account_with(account: Account, used: Sequence[Used]) -> Account:
    """The account as it will be once the rows are recorded; their records have no notes, and ids after all others."""
    records = [_bare(use, number) for number, use in numbered(account, used)]
    first = min((_when(use)[0] for use in used if use.kind is not Kind.REFUND), default=None)
    readings = account.readings
    if first is not None and first < account.loan.start_on:
        loan, reading = begun_earlier(account, first)
        readings = readings if reading is None else _in_order(readings, [reading])
        account = replace(account, loan=loan)
    return replace(
        account,
        draws=_in_order(account.draws, [one for one in records if isinstance(one, Draw)]),
        repayments=_in_order(account.repayments, [one for one in records if isinstance(one, Repayment)]),
        plans=_in_order(account.plans, [one for one in records if isinstance(one, CardPlan)]),
        allowances=_in_order(account.allowances, [one for one in records if isinstance(one, Allowance)]),
        readings=readings,
    )


def numbered(account: Account, used: Iterable[Used]) -> Iterator[tuple[int, Used]]:
    """The rows in the order of their days, each with the id that its record has in ``account_with``."""
    kept: tuple[Record, ...] = (*account.draws, *account.repayments, *account.plans, *account.allowances)
    return enumerate(sorted(used, key=_when), max((record.id for record in kept), default=0) + 1)


def _when(use: Used) -> tuple[date, str]:
    return use.entry.row.on or date.min, use.entry.row.at.zfill(8)


_Kept = TypeVar("_Kept", bound=Record | Reading)


def _in_order(kept: Sequence[_Kept], added: Sequence[_Kept]) -> tuple[_Kept, ...]:
    return tuple(sorted([*kept, *added], key=_place)) if added else tuple(kept)


def _place(record: Record | Reading) -> tuple[date, int]:
    return record.started_on if isinstance(record, CardPlan) else record.on, record.id


def first_day(used: Iterable[Used]) -> date:
    """The day of the oldest of some rows; the last day there is where there are none."""
    return min((_when(use)[0] for use in used), default=date.max)


def by_account(used: Iterable[Used]) -> dict[tuple[int | None, int | None], list[Used]]:
    """The rows by the account they go to: (id of a loan, None) or (None, number of a new one)."""
    found: dict[tuple[int | None, int | None], list[Used]] = {}
    for use in used:
        found.setdefault((use.loan_id, use.new), []).append(use)
    return found
