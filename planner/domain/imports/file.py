"""A file of payments as read: its rows, and what each of them says about an account on which the person owes money."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from planner.values import dataclass

HUABEI, JIEBEI, BEIYONGJIN, CARD, LENDER = "huabei", "jiebei", "beiyongjin", "credit_card", "lender"
PAGE = 1000
"""Times its page and more is the number of a row of a file that is printed on pages."""
OWN = "own_"
"""How the format of a file begins whose columns a person has pointed at."""
BAITIAO, YUEFU = "baitiao_bill", "meituan_yuefu"
BILLED = frozenset((CARD, HUABEI, BAITIAO, YUEFU))
"""Those that send a bill each month, like a card."""
OF_BANK = {HUABEI: "信用购", JIEBEI: "信用贷"}
"""What other banks lend beside Alipay's own products: the ``name`` of an account that is theirs alone."""
JOINT = {HUABEI: "花呗|信用购", JIEBEI: "借呗|信用贷"}
"""The ``name`` of an account of both on one bill."""


class Kind(StrEnum):
    """What a row does to the debt."""

    REPAYMENT = "repayment"
    DRAW = "draw"  # money paid out to the person
    PURCHASE = "purchase"  # something bought on credit
    REFUND = "refund"  # (part of) a purchase taken back
    OTHER = "other"  # nothing that changes a debt


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of a file. ``line`` counts the lines of the file from 1.

    ``problem`` names what could not be read (``amount``, ``date``, ``currency``); the value is None then. ``funds`` is
    the fund status (资金状态) of the web layout, which has no way of paying. Texts are stripped; ``/`` stands as empty.
    """

    line: int
    on: date | None
    at: str
    category: str
    counterparty: str
    goods: str
    direction: str
    amount_minor: int | None
    pay_method: str
    status: str
    order_no: str
    merchant_no: str
    note: str
    funds: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class CreditAccount:
    """Which account a row is about, as the file names it.

    ``product`` is one of the constants above; ``name`` the bank of a card or the name of another lender, of Alipay's
    own products what banks lend of them (``OF_BANK``, ``JOINT``); ``tail`` the last digits of the card, empty when the
    file does not give them.
    """

    product: str
    name: str = ""
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a row means. ``reason`` is empty when it can be used; otherwise a code that says why not (by itself).

    A reason with a ``kind`` other than OTHER leaves the decision to the person: the wording or the way of paying is
    not clear enough to record it unasked. ``terms`` is the number of instalments of something bought in instalments.
    """

    kind: Kind
    account: CreditAccount | None = None
    reason: str = ""
    terms: int | None = None

    @property
    def usable(self) -> bool:
        """Whether the row is to be recorded without being asked about."""
        return self.kind is not Kind.OTHER and not self.reason


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A row with its meaning."""

    row: FileRow
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Stated:
    """What a bill of a card prints beside its rows; None: not printed, not found, or several that differ.

    Amounts are fen of yuan: what is owed now (below 0: in the person's favour), the least to be paid, what was owed by
    the bill before, what was paid since, what is new.
    """

    billed_on: date | None = None
    due_on: date | None = None
    from_on: date | None = None
    to_on: date | None = None
    owed_minor: int | None = None
    least_minor: int | None = None
    before_minor: int | None = None
    paid_minor: int | None = None
    new_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """Of a file that is made to be looked at (a PDF): what has to be known of how it was read.

    ``aside`` is the number of lines like rows outside of the table, ``unseen`` of characters that nobody sees, ``lost``
    of runs of text for which there are no letters: all not read. ``guessed``: nobody has compared the columns with a
    bill of this bank.
    """

    stated: Stated
    aside: int = 0
    unseen: int = 0
    lost: int = 0
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class PaymentFile:
    """A file as read. ``declared`` and the period are what the file says of itself, when it says so.

    The stated number need not be that of the rows: files leave out what the person deleted, and say so. Rows of a
    ``printed`` file are numbered by page: see ``PAGE``.
    """

    format: str
    layout: str
    entries: tuple[FileEntry, ...]
    declared: int | None = None
    from_on: date | None = None
    to_on: date | None = None
    printed: Printed | None = None
    gaps: int = 0
    """How often the balance of a row does not follow from the one before, though both are read: rows were left out."""

    @property
    def missing(self) -> int:
        """How many rows fewer than the file says were found in it; 0 where it says nothing, or there are more."""
        return max(0, (self.declared or 0) - len(self.entries))


def is_own(format: str) -> bool:  # noqa: A002 - as ``PaymentFile`` has it
    """Whether the files of a format are read by what a person has said of their columns."""
    return format.startswith(OWN)
