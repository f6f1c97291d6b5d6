"""A point on which a report and the ledger differ, and all of them together. Values only."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from planner.domain.accounts.loan import Loan
from planner.domain.credit.file import AccountKind, Inquiry, PointState, ReportAccount, ReportCheck, ReportPoint
from planner.domain.credit.printed import identity
from planner.domain.findings.matched import Match
from planner.values import dataclass, field


class Code(StrEnum):
    """What differs, the gravest first. *There* is the report, *here* the ledger."""

    OVERDUE_THERE = "overdue_there"  # overdue now by the report alone
    MONTHS_THERE = "months_there"  # months overdue by the report alone
    MORE_MONTHS = "more_months"  # the report counts more months overdue in five years; nobody knows which
    NOT_HERE = "not_here"  # an account that was never entered
    UNCLEAR = "unclear"  # an account that several loans fit
    INQUIRY = "inquiry"  # one that the person does not recognise
    CLOSED_HERE = "closed_here"  # ended here, open in the report
    CLOSED_THERE = "closed_there"  # ended in the report, open here
    BALANCE = "balance"
    LIMIT = "limit"
    OVERDUE_HERE = "overdue_here"  # overdue now by the ledger alone
    MONTHS_HERE = "months_here"
    FEWER_MONTHS = "fewer_months"
    NOT_THERE = "not_there"  # a loan that the report should have and has not
    INSTITUTION = "institution"  # who lends behind an app, as the report says


@dataclass(frozen=True, slots=True)
class Point:
    """One thing on which a report and the ledger differ.

    ``about`` names it beside ``code``: ``account:7``, ``loan:3`` or ``inquiry:9``. ``here`` and ``there`` are what
    ledger and report say: fen of yuan for amounts, else counts of months; None where one of them says nothing.

    Attributes:
        on: the day for which both figures are.
        account: the account of the report, of several that are one loan the first.
        loan: the loan here; ``suggested`` where nobody said that it is this one.
        loans: those that an unclear account may be, by id.
        months: which months differ, by number (year × 12 + month − 1); empty where only counts are known.
        decision: what the person decided, None while the point is open.
        of_before: decisions at earlier looks that hold for it, because the same differed by the same figures.
    """

    code: Code
    about: str
    on: date
    here: int | None = None
    there: int | None = None
    account: ReportAccount | None = None
    loan: Loan | None = None
    inquiry: Inquiry | None = None
    suggested: bool = False
    loans: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    decision: PointState | None = None
    of_before: tuple[ReportPoint, ...] = ()

    @property
    def subject(self) -> Hashable:
        """What the point is about, by which it is known again at another look, and the figures of both."""
        if self.loan is not None:
            about: Hashable = self.loan.id
        elif self.inquiry is not None:
            about = self.inquiry.id
        else:
            about = None if self.account is None else identity(self.account)
        return self.code, about, self.here, self.there, self.months, self.loans

    @property
    def is_open(self) -> bool:
        """Whether nothing was decided about it."""
        return self.decision is None


@dataclass(frozen=True, slots=True)
class Difference:
    """Report and ledger compared.

    ``points`` has open ones first, each by its weight. ``whole`` says whether the report can be asked what it lacks;
    ``unknown`` are the loans which it has not and of whose lender nobody knows whether, or by which name, it reports.
    """

    check: ReportCheck
    points: tuple[Point, ...]
    whole: bool
    unknown: tuple[Loan, ...] = ()
    matches: Mapping[int, Match] = field(default_factory=dict)

    @property
    def open(self) -> tuple[Point, ...]:
        """The points of which nothing was decided."""
        return tuple(point for point in self.points if point.is_open)


def is_whole(check: ReportCheck, accounts: Sequence[ReportAccount]) -> bool:
    """Whether a report can be asked what it lacks: all of it was read, or as many accounts typed as it counts.

    One of which accounts were taken away since cannot.
    """
    if check.partial or check.unread:
        return False
    own = sum(one.kind is not AccountKind.GUARANTEE for one in accounts)
    if check.accounts is None:
        return check.unread is not None
    return own >= check.accounts
