"""Which refund of a file takes back which purchase."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from heapq import nsmallest
from itertools import islice

from planner.domain.imports.file import FileEntry, FileRow
from planner.values import dataclass, field

_MOST_PARTS = 8  # of an order number; a refund's has two or three
_MOST_OF_ORDER = 100  # rows of one order number; it is none where more have it
_PART = re.compile("[_*]")


@dataclass
class Refunds:
    """Which refund takes back which purchase of the same file."""

    purchase_of: dict[int, FileEntry] = field(default_factory=dict)  # by line of the refund
    of_closed: set[int] = field(default_factory=set)  # refunds of purchases that the file itself shows as closed
    repeats: dict[int, int] = field(default_factory=dict)  # refunds shown twice → line of the first
    beyond: set[int] = field(default_factory=set)  # refunds that name a purchase and do not fit it: too much, too early
    taken: Counter[int] = field(default_factory=Counter)  # fen, by line of the purchase

    def taken_off(self, entry: FileEntry) -> int:
        """How much of a purchase (in fen) was given back."""
        return self.taken[entry.row.line]

    def left_of(self, entry: FileEntry) -> int:
        """The amount of a row less what was given back, in fen."""
        return (entry.row.amount_minor or 0) - self.taken_off(entry)


def refunds_of(
    refunds: Iterable[FileEntry], purchases: Bought, closed: Bought, ignoring: Collection[int] = ()
) -> Refunds:
    """Find the purchase of every refund: by order number (a refund's begins with it), else by the shop's number.

    Refunds on the lines ``ignoring`` take nothing off; ``closed`` is what the file itself shows as not bought.
    """
    found = Refunds()
    shown: dict[tuple[object, ...], int] = {}
    for entry in refunds:
        row = entry.row
        if row.line in ignoring:
            continue
        same = (row.order_no, row.on, row.at, row.amount_minor)
        if row.order_no and same in shown:  # one layout lists a refund under two directions
            found.repeats[row.line] = shown[same]
            continue
        shown[same] = row.line
        fitting = [bought for bought in purchases.of(row) if found.left_of(bought) >= (row.amount_minor or 0)]
        if fitting:
            purchase = max(
                fitting, key=lambda other: (found.left_of(other) == row.amount_minor, other.row.on, other.row.at)
            )
            found.purchase_of[row.line] = purchase
            found.taken[purchase.row.line] += row.amount_minor or 0
        elif closed.of(row):
            found.of_closed.add(row.line)
        elif purchases.named_by(row):
            found.beyond.add(row.line)
    return found


class Bought:
    """Purchases by the numbers that a refund may name."""

    def __init__(self, entries: Iterable[FileEntry]) -> None:
        self._by_order: dict[str, list[FileEntry]] = {}
        by_shop: dict[str, list[FileEntry]] = {}
        for entry in entries:
            if entry.row.order_no:
                self._by_order.setdefault(entry.row.order_no, []).append(entry)
            if entry.row.merchant_no and entry.row.on:
                by_shop.setdefault(entry.row.merchant_no, []).append(entry)
        self._by_shop = {number: nsmallest(2, found, key=_day) for number, found in by_shop.items()}

    def of(self, refund: FileRow) -> list[FileEntry]:
        """The rows that ``refund`` may belong to; order numbers decide before the shop's numbers."""
        by_order = _earlier(self.named_by(refund), refund)
        if by_order:
            return by_order
        by_shop = _earlier(self._by_shop.get(refund.merchant_no, []), refund)
        return by_shop if len(by_shop) == 1 else []  # some shops give all their orders one number

    def named_by(self, refund: FileRow) -> list[FileEntry]:
        """The rows with an order number that ``refund`` names, on whatever day."""
        named = (self._by_order.get(number, []) for number in {*order_numbers(refund.order_no)})
        return [entry for found in named if len(found) <= _MOST_OF_ORDER for entry in found]


def _earlier(entries: list[FileEntry], refund: FileRow) -> list[FileEntry]:
    return [entry for entry in entries if entry.row.on and refund.on and entry.row.on <= refund.on]


def _day(entry: FileEntry) -> date:
    return entry.row.on or date.max


def order_numbers(order_no: str) -> Iterator[str]:
    """``20230109_0052`` and ``20230109*REFUND_1`` → themselves and the order numbers they may begin with: few."""
    if order_no:
        yield order_no
        ends = (found.start() for found in _PART.finditer(order_no, 1))
        yield from (order_no[:end] for end in islice(ends, _MOST_PARTS))
