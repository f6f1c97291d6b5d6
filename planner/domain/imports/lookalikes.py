"""Rows that look like something recorded before by another way: typed in by hand, or imported without order numbers."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from planner.domain.accounts.records import Account, AllowanceKind, PlanSource
from planner.domain.book import Book
from planner.domain.imports.file import Kind
from planner.domain.imports.keys import Recorded, facts, numbered
from planner.domain.imports.proposal import Used
from planner.values import dataclass

_DAYS = {"repayment": 2, "draw": 1, "refund": 1}  # a payment is noted on the day it was made, booked or due
_GROUP_OF = {"repayment": "repayment", "draw": "draw", "plan": "draw", "refund": "refund"}


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
    do pay the same amount on two days. A record explains one row, the nearest in time. The time grows with the rows
    and with the records, not with both.
    """
    rows = [use for use in used if use.loan_id is not None and use.entry.row.on is not None]
    if not rows:
        return {}
    explained = {known[key].of for key in keys if key in known}
    left = _Left(record for record in _records(book, known) if record.name not in explained)
    found: dict[int, str] = {}
    rows = [use for use in rows if left.may_have(use)]
    for apart in range(max(_DAYS.values()) + 1):
        for use in rows:
            line = use.entry.row.line
            if line not in found and (twin := left.take(use, apart)) is not None:
                found[line] = twin.name
    return found


_Place = tuple[int, str, int]  # loan, group of kinds, amount in fen
_Waiting = deque[tuple[int, _Record]]  # with the places in which they were found


class _Left:
    """The records that explain no row yet, by what a row must have in common with one."""

    def __init__(self, records: Iterable[_Record]) -> None:
        self._places: set[_Place] = set()
        self._at: dict[tuple[_Place, date, bool | None], _Waiting] = {}
        for number, record in enumerate(records):
            group = _GROUP_OF.get(record.name.partition(":")[0])
            if group is not None:
                place = record.loan_id, group, record.amount_minor
                self._places.add(place)
                self._at.setdefault((place, record.on, record.numbered), deque()).append((number, record))

    def may_have(self, use: Used) -> bool:
        """Whether there was a record of the row's account, kind and amount, on whatever day."""
        return any(place in self._places for place in _places(use))

    def take(self, use: Used, apart: int) -> _Record | None:
        """The first record like the row so many days before or after it, which then explains no other row."""
        on = use.entry.row.on
        assert on is not None  # rows without a day are not asked about
        waiting = [
            found
            for place in _places(use)
            for day in _days_apart(on, apart)
            for made in _alike(use, apart)
            if (found := self._at.get((place, day, made)))
        ]
        return min(waiting, key=lambda found: found[0][0]).popleft()[1] if waiting else None


def _places(use: Used) -> set[_Place]:
    if use.loan_id is None:
        return set()
    return {(use.loan_id, _group(use), amount_minor) for amount_minor in (use.amount_minor, use.net_minor)}


def _days_apart(on: date, apart: int) -> set[date]:
    first, last = (on.toordinal() - apart, on.toordinal() + apart)
    return {date.fromordinal(day) for day in (first, last) if 0 < day <= date.max.toordinal()}


def _group(use: Used) -> str:
    return use.kind.value if use.kind in (Kind.REPAYMENT, Kind.REFUND) else "draw"


def _records(book: Book, known: Mapping[str, Recorded]) -> Iterator[_Record]:
    imported = {recorded.of: numbered(key) for key, recorded in known.items()}
    beside = {account.loan.id: list(_beside(account)) for account in book.accounts}
    asked = {_fact(*one) for some in beside.values() for one in some}
    # plans and refunds are known by their keys alone
    brought = Counter(fact for fact in map(facts, known) if fact in asked)
    for account in book.accounts:
        loan_id = account.loan.id
        for draw in account.draws:
            name = f"draw:{draw.id}"
            yield _Record(name, loan_id, draw.on, draw.amount_minor, imported.get(name))
        for repayment in account.repayments:
            name = f"repayment:{repayment.id}"
            yield _Record(name, loan_id, repayment.on, repayment.amount_minor, imported.get(name))
        for kind, name, on, amount_minor in beside[loan_id]:
            fact = _fact(kind, name, on, amount_minor)
            if brought[fact]:
                brought[fact] -= 1
            else:
                yield _Record(name, loan_id, on, amount_minor, None)


def _beside(account: Account) -> Iterator[tuple[Kind, str, date, int]]:
    """The purchases in instalments and the refunds of an account: what they are, their names, days and amounts."""
    for plan in account.plans:
        if plan.source is PlanSource.PURCHASE:
            yield Kind.PURCHASE, f"plan:{plan.id}", plan.started_on, plan.principal_minor
    for back in account.allowances:
        if back.kind is AllowanceKind.REFUND:
            yield Kind.REFUND, f"refund:{back.id}", back.on, back.amount_minor


def _fact(kind: Kind, _name: str, on: date, amount_minor: int) -> tuple[str, str, str]:
    return kind.value, on.isoformat(), str(amount_minor)


def _alike(use: Used, apart: int) -> Iterator[bool | None]:
    """How records so many days apart may have been made to be the same as the row: see ``_Record.numbered``."""
    if apart <= _DAYS[_group(use)]:
        yield None
    if apart == 0:
        yield False
        if not numbered(use.key):
            yield True
