"""The report as a whole: its parts, what was not understood, and whether its own counts agree with what was read."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from planner.domain.credit.report.checks import Count, Difference, differences
from planner.domain.credit.report.entries import (
    Disposal,
    GuarantorPayment,
    Place,
    PublicRecord,
    ReportedAccount,
    ReportedInquiry,
    Responsibility,
)
from planner.values import dataclass, field


class Part(StrEnum):
    """What a brief report consists of."""

    HEAD = "head"  # its day
    SUMMARY = "summary"  # 信息概要
    CREDIT = "credit"  # 信贷记录
    POSTPAID = "postpaid"  # 非信贷交易记录: a newer report only
    PUBLIC = "public"  # 公共记录
    INQUIRIES = "inquiries"  # 查询记录
    NOTES = "notes"  # 说明: the end of it


NEEDED = frozenset(Part) - {Part.POSTPAID}
"""Without one of these a reading is a part of a report; where there is no credit, no summary or no list is printed."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A statement or an annotation beside an entry (本人声明, 异议标注): that it is there, never its free text."""

    place: Place
    label: str


class Why(StrEnum):
    """Why a sentence was not understood."""

    UNKNOWN = "unknown"  # its wording is not known
    IMPOSSIBLE = (
        "impossible"  # a day or a number of it cannot be: no such day, after the report, more of than there are
    )


@dataclass(frozen=True, slots=True)
class Unread:
    """A sentence that was not understood: nothing of it is part of the report.

    ``text`` is the sentence without names and long numbers (``***``).
    """

    place: Place
    text: str
    why: Why


@dataclass(frozen=True, slots=True)
class OutOfOrder:
    """A number that is not the one after the last: something is missing, twice or moved."""

    place: Place
    expected: int
    found: int


@dataclass(frozen=True, slots=True)
class CreditReport:
    """A brief report (简版) of the People's Bank's bureau, or a part of one, in its own order.

    ``on`` is the day on which it was made; None where its head is missing. ``said_none`` are the parts of which it says
    that there is nothing. ``pages_missing`` are those that its page numbers ask for.
    """

    on: date | None
    accounts: tuple[ReportedAccount, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    disposals: tuple[Disposal, ...] = ()
    guarantor_payments: tuple[GuarantorPayment, ...] = ()
    public_records: tuple[PublicRecord, ...] = ()
    inquiries: tuple[ReportedInquiry, ...] = ()
    summary: tuple[Count, ...] = ()
    notes: tuple[str, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    parts: frozenset[Part] = frozenset()
    said_none: frozenset[Part] = frozenset()
    unread: tuple[Unread, ...] = field(default=())
    out_of_order: tuple[OutOfOrder, ...] = ()
    pages_missing: tuple[int, ...] = ()

    @property
    def missing(self) -> frozenset[Part]:
        """The parts without which it is no whole report."""
        missing = NEEDED - self.parts
        if Part.CREDIT in self.said_none:
            missing -= {Part.SUMMARY}
        if self.summary and not any(count.n for count in self.summary):
            missing -= {Part.CREDIT}
        return missing

    @property
    def whole(self) -> bool:
        """Whether it is a report and not a part of one. A part never says that there is nothing more."""
        return not self.missing and not self.pages_missing

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Where its summary counts otherwise than what was read; nothing where it has no summary or no credit part."""
        if Part.CREDIT not in self.parts:
            return ()
        return differences(self.summary, self.accounts, self.responsibilities, self.disposals, self.guarantor_payments)

    @property
    def certain(self) -> bool:
        """Whether it was read to the last sentence and its own counts agree: only then it lists every account.

        Nothing in a report counts its inquiries: the last of them could be missing.
        """
        return self.whole and not self.unread and not self.out_of_order and not self.differences
