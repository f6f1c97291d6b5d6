"""Which refund of a file takes back which purchase."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from planner.domain.imports.file import FileEntry, FileRow, Kind, PaymentFile
from planner.values import dataclass, field


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


def refunds_of(file: PaymentFile, ignoring: Collection[int] = ()) -> Refunds:
    """Find the purchase of every refund: by order number (a refund's begins with it), else by the shop's number.

    Refunds on the lines ``ignoring`` take nothing off.
    """
    found = Refunds()
    shown: dict[tuple[object, ...], int] = {}
    purchases = [entry for entry in file.entries if entry.meaning.kind is Kind.PURCHASE]
    closed = [entry for entry in file.entries if entry.meaning.reason == "closed"]
    for entry in file.entries:
        row = entry.row
        if entry.meaning.kind is not Kind.REFUND or row.line in ignoring:
            continue
        same = (row.order_no, row.on, row.at, row.amount_minor)
        if row.order_no and same in shown:  # one layout lists a refund under two directions
            found.repeats[row.line] = shown[same]
            continue
        shown[same] = row.line
        fitting = [
            purchase for purchase in _purchases(row, purchases) if found.left_of(purchase) >= (row.amount_minor or 0)
        ]
        if fitting:
            purchase = max(
                fitting, key=lambda other: (found.left_of(other) == row.amount_minor, other.row.on, other.row.at)
            )
            found.purchase_of[row.line] = purchase
            found.taken[purchase.row.line] += row.amount_minor or 0
        elif any(True for _ in _purchases(row, closed)):
            found.of_closed.add(row.line)
        elif any(purchase.row.order_no in order_numbers(row.order_no) for purchase in purchases):
            found.beyond.add(row.line)
    return found


def _purchases(refund: FileRow, among: list[FileEntry]) -> Iterator[FileEntry]:
    """The rows that ``refund`` may belong to; order numbers decide before the shop's numbers."""
    orders = set(order_numbers(refund.order_no))
    earlier = [entry for entry in among if entry.row.on and refund.on and entry.row.on <= refund.on]
    by_order = [entry for entry in earlier if entry.row.order_no in orders]
    if by_order:
        yield from by_order
        return
    by_shop = [entry for entry in earlier if refund.merchant_no and entry.row.merchant_no == refund.merchant_no]
    if len(by_shop) == 1:  # some shops give all their orders one number
        yield by_shop[0]


def order_numbers(order_no: str) -> Iterator[str]:
    """``20230109_0052`` and ``20230109*REFUND_1`` → themselves and the order numbers they may begin with."""
    if order_no:
        yield order_no
        yield from (order_no[:at] for at, char in enumerate(order_no) if at and char in "_*")
