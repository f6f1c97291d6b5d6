"""Debt ratios, utilisation and lender counts of the whole book, on one day and month by month.

Definitions, the same everywhere: *debt* is what is owed (principal, and interest and fees due and unpaid) on all
accounts that are not closed. The payment ratio is everything due in the calendar month, paid or not, over the income
of that month; the balance ratio is debt over twelve times that income; utilisation is the sum drawn over the sum of the
limits of accounts that have a limit and are not closed (not the mean of the lines; a limit that several accounts of a
lender share, once). Each is None where it is undefined
(no income or an income of 0, no limit), and otherwise a fraction of six places, rounded half up.

Histories are computed from the records as of each day, so correcting an old repayment corrects the history.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from planner.domain.basics.calendar import add_months, month_end
from planner.domain.basics.money import quotient
from planner.domain.book import Book, income_of
from planner.domain.figures.limits import Line, identity, utilisation
from planner.domain.figures.parts import Part, Total
from planner.domain.figures.told import Past, Tell, told
from planner.domain.ledger.on_time import OnTime, OnTimeHistory, together
from planner.domain.ledger.state import Figures
from planner.values import dataclass, field


@dataclass(frozen=True, slots=True)
class LenderCounts:
    """How many lenders: the count depends on who reads the report, so there are three.

    ``unsettled`` lenders are owed something. ``open_lines`` are those and lenders with an emptied line that is not
    closed. ``institutions`` are the names under which the latter report: that of the contract where it has its own (one
    app funds through several), else that of the lender; several apps of one institution count once. Who bought a claim,
    or paid it as guarantor or insurer, stands in the lender's place from that day on. Of ``unnamed`` lenders nobody
    noted under which name they report, so that ``institutions`` may be others and more; None where that was not asked.
    """

    unsettled: int
    open_lines: int
    institutions: int
    unnamed: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Ratios:
    """The person's figures on one day; ``due_minor`` and ``income_minor`` are of its calendar month.

    ``on_time`` is of all dues of all accounts; of pending ones it counts those up to the end of that month.
    ``unknown`` accounts owe something that is not in the records: the figures are then the least there can be.
    ``drawn_minor`` and ``limit_minor``, of which utilisation is made, stand outside equality: a saved review has none.
    """

    as_of: date
    debt_minor: int
    due_minor: int
    income_minor: int | None
    payment_ratio: Decimal | None
    balance_ratio: Decimal | None
    utilisation: Decimal | None
    lenders: LenderCounts
    on_time: OnTime
    unknown: int = 0
    drawn_minor: int = field(default=0, compare=False)
    limit_minor: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """The figures of a day, in all and of each account in the order of the book."""

    ratios: Ratios
    figures: tuple[Figures, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """The figures of several days, and what became of the dues by the last of them, account by account."""

    standings: tuple[Standing, ...]
    pasts: tuple[Past, ...]


@dataclass(frozen=True, slots=True)
class Working:
    """How the figures of a day come about.

    ``lines`` are the limits with what is drawn of each, by all that share it: their sums are ``drawn_minor`` and
    ``limit_minor``. The names are those that the three counts of lenders count, in the order of the book.
    """

    ratios: Ratios
    parts: tuple[Part, ...]
    drawn_minor: int
    limit_minor: int
    lines: tuple[Line, ...]
    unsettled: tuple[str, ...]
    open_lines: tuple[str, ...]
    institutions: tuple[str, ...]


def ratios(book: Book, as_of: date, unnamed: Collection[int] | None = None) -> Ratios:
    """The figures of the whole book at the end of ``as_of``; ``unnamed`` as for ``course``."""
    return _on_days(book, [as_of], unnamed)[0]


def working(book: Book, as_of: date, tell: Tell = told) -> Working:
    """The figures of the book at the end of ``as_of`` and all that they are made of; ``tell`` as for ``course``."""
    total = Total(ids=_lender_ids(book))
    parts: list[Part] = []
    histories: list[OnTimeHistory] = []
    for account in book.accounts:
        (state,), past = tell(account, (as_of,))
        parts.append(total.add(account, state))
        histories.append(past.history)
    return Working(
        _ratios(as_of, total, income_of(book.incomes, as_of), histories),
        tuple(parts),
        total.limits.drawn_minor,
        total.limits.limit_minor,
        tuple(total.limits.lines),
        tuple(total.unsettled.values()),
        tuple(total.open_lines.values()),
        tuple(total.institutions.values()),
    )


def trend(
    book: Book, as_of: date, months: int, unnamed: Collection[int] | None = None, tell: Tell = told
) -> tuple[Ratios, ...]:
    """The figures of ``months`` months up to and including that of ``as_of``.

    Each month is shown as of its last day, with what was recorded up to then; the last one as of ``as_of`` itself.

    Args:
        book: everything known.
        as_of: the last day.
        months: how many points, at least 1.
        unnamed: as for ``course``.
        tell: as for ``course``.
    """
    return tuple(_on_days(book, month_days(as_of, months), unnamed, tell))


def month_days(as_of: date, months: int) -> tuple[date, ...]:
    """The days on which ``trend`` shows so many months, at least 1: their ends, and of the last one ``as_of``."""
    if months < 1:
        raise ValueError(months)
    return (*(month_end(add_months(as_of, -back, 1)) for back in range(months - 1, 0, -1)), as_of)


def _on_days(book: Book, days: Sequence[date], unnamed: Collection[int] | None, tell: Tell = told) -> list[Ratios]:
    return [standing.ratios for standing in course(book, days, unnamed, tell).standings]


def course(book: Book, days: Sequence[date], unnamed: Collection[int] | None = None, tell: Tell = told) -> Course:
    """The figures on several days, rising, in one pass over each account.

    ``unnamed`` are the loans, by id, of which nobody noted under which name they are reported: their
    lenders are counted. ``tell``: who asks the ledger of each account.
    """
    ids = _lender_ids(book)
    sums = [Total(ids=ids, nameless=unnamed) for _ in days]
    figures: list[list[Figures]] = [[] for _ in days]
    pasts: list[Past] = []
    for account in book.accounts:
        states, past = tell(account, days)
        pasts.append(past)
        for state, total, found in zip(states, sums, figures, strict=True):
            total.add(account, state)
            found.append(state)
    histories = [past.history for past in pasts]
    standings = tuple(
        Standing(_ratios(day, total, income_of(book.incomes, day), histories), tuple(found))
        for day, total, found in zip(days, sums, figures, strict=True)
    )
    return Course(standings, tuple(pasts))


def _lender_ids(book: Book) -> dict[str, int | str]:
    """What tells a lender from others, by its name: asked only of those who took over a claim."""
    if not any(account.moves for account in book.accounts):
        return {}
    return {account.loan.lender.name: identity(account.loan.lender) for account in book.accounts}


def _ratios(day: date, total: Total, income_minor: int | None, histories: list[OnTimeHistory]) -> Ratios:
    monthly = income_minor or 0
    return Ratios(
        as_of=day,
        debt_minor=total.debt,
        due_minor=total.due,
        income_minor=income_minor,
        payment_ratio=quotient(total.due, monthly),
        balance_ratio=quotient(total.debt, monthly * 12),
        utilisation=utilisation(total.limits.drawn_minor, total.limits.limit_minor),
        lenders=LenderCounts(
            len(total.unsettled),
            len(total.open_lines),
            len(total.institutions),
            None if total.nameless is None else len(total.unnamed),
        ),
        on_time=together(histories, day, total.pending),
        unknown=total.unknown,
        drawn_minor=total.limits.drawn_minor,
        limit_minor=total.limits.limit_minor,
    )
