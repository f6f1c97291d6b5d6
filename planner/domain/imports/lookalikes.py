"""Rows that look like something recorded before by another way.

It was typed in by hand, imported without order numbers, or stands in the files of several that took part: of the shop,
of the app through which it was paid, of the bank of the card.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from planner.domain.accounts.records import Account, AllowanceKind, PlanSource
from planner.domain.book import Book
from planner.domain.imports.file import Kind
from planner.domain.imports.keys import Recorded, facts, numbered, source
from planner.domain.imports.proposal import Used
from planner.values import dataclass

_DAYS = {"repayment": 2, "draw": 1, "refund": 1}  # a payment is noted on the day it was made, booked or due
_WALLETS = frozenset(("alipay", "wechat"))  # neither pays through the other
_APPS = _WALLETS | {"jd", "meituan"}  # their days are those of the payment; a bank's may be those of the booking
_GROUP_OF = {"repayment": "repayment", "draw": "draw", "plan": "draw", "refund": "refund"}


_Made = tuple[str, bool] | None  # by hand; else the source of its import key, and whether that has an order number


@dataclass(frozen=True, slots=True)
class _Record:
    name: str  # "repayment:7"
    loan_id: int
    on: date
    amount_minor: int
    made: _Made


def find_lookalikes(
    used: Iterable[Used], keys: Iterable[str], book: Book, known: Mapping[str, Recorded]
) -> dict[int, str]:
    """The record that each suspicious row resembles, by line.

    Same account, same amount, and for records made by hand a day or two apart. What an earlier import recorded under
    another key is the same thing only if it was on the same day and one of the two has no order number, or they are of
    two sources that may both tell of one payment: people do pay the same amount on two days. A record explains one
    row, the nearest in time. The time grows with the rows and with the records, not with both.
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
        self._at: dict[tuple[_Place, date, _Made], _Waiting] = {}
        self._made: dict[_Made, None] = {}
        for number, record in enumerate(records):
            group = _GROUP_OF.get(record.name.partition(":")[0])
            if group is not None:
                place = record.loan_id, group, record.amount_minor
                self._places.add(place)
                self._made[record.made] = None
                self._at.setdefault((place, record.on, record.made), deque()).append((number, record))

    def may_have(self, use: Used) -> bool:
        """Whether there was a record of the row's account, kind and amount, on whatever day."""
        if not self._places or use.loan_id is None:
            return False
        group = _group(use)
        if (use.loan_id, group, use.amount_minor) in self._places:
            return True
        return bool(use.refunded_minor) and (use.loan_id, group, use.net_minor) in self._places

    def take(self, use: Used, apart: int) -> _Record | None:
        """The first record like the row so many days before or after it, which then explains no other row."""
        on = use.entry.row.on
        assert on is not None  # rows without a day are not asked about
        waiting = [
            found
            for place in _places(use)
            for day in _days_apart(on, apart)
            for made in self._made
            if _alike(use, made, apart) and (found := self._at.get((place, day, made)))
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
    imported = {recorded.of: _made(key) for key, recorded in known.items()}
    beside = {account.loan.id: list(_beside(account)) for account in book.accounts}
    asked = {_fact(*one) for some in beside.values() for one in some}
    brought: dict[tuple[str, str, str], list[_Made]] = {}  # plans and refunds are known by their keys alone
    for key in known:
        if (fact := facts(key)) in asked:
            brought.setdefault(fact, []).append(_made(key))
    for account in book.accounts:
        loan_id = account.loan.id
        for draw in account.draws:
            name = f"draw:{draw.id}"
            yield _Record(name, loan_id, draw.on, draw.amount_minor, imported.get(name))
        for repayment in account.repayments:
            name = f"repayment:{repayment.id}"
            yield _Record(name, loan_id, repayment.on, repayment.amount_minor, imported.get(name))
        for kind, name, on, amount_minor in beside[loan_id]:
            made = brought.get(_fact(kind, name, on, amount_minor))
            yield _Record(name, loan_id, on, amount_minor, made.pop() if made else None)


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


def _made(key: str) -> tuple[str, bool]:
    return source(key), numbered(key)


def _alike(use: Used, made: _Made, apart: int) -> bool:
    """Whether a record that was made so, and is so many days apart, may be the same as the row."""
    if made is None:
        return apart <= _DAYS[_group(use)]
    row = source(use.key)
    if row == made[0]:
        return apart == 0 and not (made[1] and numbered(use.key))
    if {row, made[0]} == _WALLETS:
        return False
    return apart == 0 or (apart <= _DAYS[_group(use)] and not {row, made[0]} <= _APPS)
