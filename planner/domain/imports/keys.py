"""What ties the rows of a file to earlier imports: the key of each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from planner.domain.imports.file import FileRow, Kind, PaymentFile
from planner.values import dataclass

_DIGEST = "~"  # marks a key made of the row's texts, because it has no order number


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an earlier import made of a row. No record at all: a refund, gone, or a plan (``instalments``)."""

    loan_id: int | None = None
    draw_id: int | None = None
    repayment_id: int | None = None
    instalments: bool = False

    @property
    def of(self) -> str:
        """The record by name: ``repayment:7``, ``draw:3``, or ``import`` when nothing of it is left."""
        if self.repayment_id is not None:
            return f"repayment:{self.repayment_id}"
        return "import" if self.draw_id is None else f"draw:{self.draw_id}"


def source_keys(file: PaymentFile, repeated: Mapping[int, int] | None = None) -> dict[int, str]:
    """The key of every row, by line: the same for the same row in every export, different for every other row.

    It is made of the source, the order number, what the row does, its day and amount, and a count of the rows that
    agree in all of these (two equal payments on one day are two). States and texts may change between two exports and
    are left out, except where there is no order number. A row that repeats another has its key; ``repeated``:
    what ``repeats`` says, where that is known.
    """
    first: set[str] = set()
    again: Counter[str] = Counter()
    keys: dict[int, str] = {}
    repeated = repeats(file) if repeated is None else repeated
    for entry in file.entries:
        row = entry.row
        if row.line in repeated:
            keys[row.line] = keys[repeated[row.line]]
            continue
        base = f"{file.format}:{_order(row)}:{entry.meaning.kind.value}:{row.on}:{row.amount_minor}"
        key = f"{base}:0"
        if key in first:
            again[base] += 1
            key = f"{base}:{again[base]}"
        else:
            first.add(key)
        keys[row.line] = key
    return keys


def repeats(file: PaymentFile) -> dict[int, int]:
    """Rows that stand in the file again: their lines, each with that of the first.

    They have the same order number, second and amount, and do the same; files are put together of several exports.
    """
    first: dict[tuple[object, ...], int] = {}
    found = {}
    for entry in file.entries:
        row = entry.row
        if row.order_no and row.at and row.on is not None and row.amount_minor is not None:
            same = (row.order_no, row.on, row.at, row.amount_minor, entry.meaning.kind)
            line = first.setdefault(same, row.line)
            if line != row.line:
                found[row.line] = line
    return found


def _order(row: FileRow) -> str:
    if row.order_no:
        return row.order_no.replace(":", ";")
    texts = "\n".join((row.at, row.counterparty, row.goods, row.merchant_no))
    import hashlib  # the figures of today know these modules, and need no digest

    return _DIGEST + hashlib.sha256(texts.encode("utf-8", "replace")).hexdigest()[:16]


def numbered(key: str) -> bool:
    """Whether a key rests on an order number."""
    return key.split(":")[1][:1] != _DIGEST


def source(key: str) -> str:
    """The format of the file whose row a key is of."""
    return key.partition(":")[0]


def facts(key: str) -> tuple[str, str, str]:
    """Kind, day and amount (fen) of the row that a key is of, as texts."""
    kind, on, amount_minor = (*key.split(":"), "", "", "")[2:5]
    return kind, on, amount_minor


def purchases_by_order(known: Mapping[str, Recorded]) -> dict[str, Recorded]:
    """What earlier imports recorded of purchases, by order number."""
    found = {}
    for key, recorded in known.items():
        parts = key.split(":")
        if len(parts) > 2 and parts[2] == Kind.PURCHASE and numbered(key):
            found[parts[1]] = recorded
    return found
