"""The sums that a bill prints, compared with those of its rows: what does not agree was not read, or not printed."""

from __future__ import annotations

from planner.domain.imports.file import Kind, PaymentFile, Stated
from planner.values import dataclass

OUT, IN = "支出", "收入"


@dataclass(frozen=True, slots=True)
class Difference:
    """``what``: ``change`` (what is owed now less what was owed before), ``new`` or ``paid``; amounts in fen."""

    what: str
    stated_minor: int
    read_minor: int


def differences(file: PaymentFile) -> tuple[Difference, ...] | None:
    """What does not agree; None where the bill prints nothing that could be compared.

    What is owed now less what was owed before is what all rows come to. Banks count a refund with what was paid or
    with what is new, so that either is right.
    """
    stated = file.printed.stated if file.printed else Stated()
    spent, paid, refunded = _sums(file)
    told: list[tuple[str, int, tuple[int, ...]]] = []
    if stated.owed_minor is not None and stated.before_minor is not None:
        told.append(("change", stated.owed_minor - stated.before_minor, (spent - paid,)))
    if stated.new_minor is not None:
        told.append(("new", stated.new_minor, (spent, spent - refunded)))
    if stated.paid_minor is not None:
        told.append(("paid", abs(stated.paid_minor), (paid, paid - refunded)))
    if not told:
        return None
    if told[0][0] == "change" and told[0][1] in told[0][2]:
        return ()
    return tuple(
        Difference(what, wanted, min(read, key=lambda one: abs(one - wanted)))
        for what, wanted, read in told
        if wanted not in read
    )


def _sums(file: PaymentFile) -> tuple[int, int, int]:
    """What was spent, what was paid in, and how much of that are refunds."""
    spent = paid = refunded = 0
    for entry in file.entries:
        row, kind = entry.row, entry.meaning.kind
        amount = row.amount_minor or 0
        if row.direction == IN or (row.direction != OUT and kind in (Kind.REPAYMENT, Kind.REFUND)):
            paid += amount
            refunded += amount if kind is Kind.REFUND else 0
        else:
            spent += amount
    return spent, paid, refunded
