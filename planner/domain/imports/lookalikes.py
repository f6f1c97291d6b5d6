"""Rows that look like something recorded before by another way: typed in by hand, or imported without order numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from planner.domain.accounts.records import AllowanceKind, PlanSource
from planner.domain.book import Book
from planner.domain.imports.file import Kind
from planner.domain.imports.keys import Recorded, facts, numbered
from planner.domain.imports.proposal import Used
from planner.values import dataclass

_DAYS = {"repayment": 2, "draw": 1, "refund": 1}  # a payment is noted on the day it was made, booked or due
_KINDS = {"repayment": ("repayment",), "draw": ("draw", "plan"), "refund": ("refund",)}


@dataclass(frozen=True, slots=True)
class _Record:
    name: str  # "repayment:7"
    loan_id: int
    on: date
    amount_minor: int
    numbered: bool | None  # None: made by hand; else whether its import key rests on an order number


def find_lookalikes(
    used: Iterable[Used], keys: Iterable[str], book: Book, known: Mapping[str, Recorded]
) -> dict[int, str]:
    """The record that each suspicious row resembles, by line.

    Same account, same amount, and for records made by hand a day or two apart. What an earlier import recorded under
    another key is the same thing only if it was on the same day and one of the two has no order number: people
    do pay the same amount on two days. A record explains one row, the nearest in time.
    """
    explained = {known[key].of for key in keys if key in known}
    records = [record for record in _records(book, known) if record.name not in explained]
    found: dict[int, str] = {}
    rows = [use for use in used if use.loan_id is not None]
    for apart in range(max(_DAYS.values()) + 1):
        for use in rows:
            line = use.entry.row.line
            twin = next((record for record in records if _alike(use, record, apart)), None)
            if line not in found and twin is not None:
                found[line] = twin.name
                records.remove(twin)
    return found


def _records(book: Book, known: Mapping[str, Recorded]) -> Iterator[_Record]:
    imported = {recorded.of: numbered(key) for key, recorded in known.items()}
    brought = Counter(facts(key) for key in known)  # plans and refunds are known by their keys alone
    for account in book.accounts:
        loan_id = account.loan.id
        for draw in account.draws:
            name = f"draw:{draw.id}"
            yield _Record(name, loan_id, draw.on, draw.amount_minor, imported.get(name))
        for repayment in account.repayments:
            name = f"repayment:{repayment.id}"
            yield _Record(name, loan_id, repayment.on, repayment.amount_minor, imported.get(name))
        beside = [
            (Kind.PURCHASE, f"plan:{plan.id}", plan.started_on, plan.principal_minor)
            for plan in account.plans
            if plan.source is PlanSource.PURCHASE
        ]
        beside += [
            (Kind.REFUND, f"refund:{back.id}", back.on, back.amount_minor)
            for back in account.allowances
            if back.kind is AllowanceKind.REFUND
        ]
        for kind, name, on, amount_minor in beside:
            fact = (kind, on.isoformat(), str(amount_minor))
            if brought[fact]:
                brought[fact] -= 1
            else:
                yield _Record(name, loan_id, on, amount_minor, None)


def _alike(use: Used, record: _Record, apart: int) -> bool:
    group = use.kind.value if use.kind in (Kind.REPAYMENT, Kind.REFUND) else "draw"
    kind = record.name.partition(":")[0]
    if record.loan_id != use.loan_id or kind not in _KINDS[group] or use.entry.row.on is None:
        return False
    if record.amount_minor not in (use.amount_minor, use.net_minor):
        return False
    days = abs((record.on - use.entry.row.on).days)
    if record.numbered is None:
        return days == apart <= _DAYS[group]
    return days == apart == 0 and not (record.numbered and numbered(use.key))
