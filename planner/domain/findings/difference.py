"""Where a report and the ledger differ: what the one has and the other has not, and figures that disagree.

Balances are compared at the end of the month that the report names, with the ledger's principal of that day in yuan (of
a card also with all that is owed, since a bill holds its fees); where that month had not ended, or none is named, any
day since the month before may be meant. A report prints whole yuan: less than a yuan apart is equal; so is, of another
currency, what another rate may explain. Several accounts that are one loan are compared together. A report that is a
part, or of which something was not understood, never makes a loan missing; nor does a lender of which nobody knows
whether it reports, nor one that may not have sent it yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from planner.domain.accounts.loan import LenderKind, Loan, Method
from planner.domain.accounts.records import Account
from planner.domain.book import Book
from planner.domain.credit.file import (
    AccountKind,
    CreditFile,
    Negative,
    NegativeKind,
    ReportAccount,
    ReportCheck,
    ReportPoint,
)
from planner.domain.credit.printed import perhaps_lender, same
from planner.domain.findings import grid, record, record_report
from planner.domain.findings.judge import facts_by
from planner.domain.findings.matched import certain_until, leads, month_before, named, siblings, told_on
from planner.domain.findings.model import Facts
from planner.domain.findings.points import Code, Difference, Point, is_whole
from planner.domain.ledger.state import AccountState, Figures
from planner.domain.reference.catalogue import Catalogue
from planner.values import dataclass, replace

_DAY = timedelta(1)
_ORDER = {code: place for place, code in enumerate(Code)}
_ENDED = (AccountState.CLOSED, AccountState.SETTLED)
_EMPTY = (*_ENDED, AccountState.ZERO_OPEN, AccountState.CLOSING)
_RATE_SHARE = 20  # nobody knows the report's rate of a currency: less than a twentieth apart may be the same
_SENT_DAYS = 31  # within which every lender has sent what it lent
_SURE = (LenderKind.BANK, LenderKind.CONSUMER_FINANCE)  # these report to the bureau whatever name was noted


def differences(book: Book, catalogue: Catalogue, check: ReportCheck, today: date) -> tuple[Point, ...]:
    """The points on which a look at the report and the ledger, as it is known at the end of ``today``, differ."""
    return compare(book, catalogue, check, today).points


def compare(book: Book, catalogue: Catalogue, check: ReportCheck, today: date) -> Difference:
    """The same with what could not be compared. A report of a day to come is compared as of its own day.

    A decision holds at later looks as long as the same differs by the same figures.
    """
    found = _looked(book, catalogue, check, today)
    points = _decided(found.points, book.credit, check)
    if any(point.is_open for point in points):
        points = _decided_before(points, book, catalogue, check, today)
    points.sort(key=lambda point: (not point.is_open, _ORDER[point.code]))
    return replace(found, points=tuple(points))


def _looked(book: Book, catalogue: Catalogue, check: ReportCheck, today: date) -> Difference:
    today = max(today, check.on)
    shown = book.credit.accounts_of(check)
    days = {day for one in shown if one.open for day in _perhaps(one, check)} | {month_before(check), check.on, today}
    facts, by_day = facts_by(book, catalogue, sorted(days))
    compared = _Compared(facts, check, by_day)
    missing, unknown = compared.missing()
    points = (*compared.accounts(), *missing, *_inquiries(facts, check))
    return Difference(check, points, compared.whole, unknown, compared.matched)


def _decided(points: Iterable[Point], file: CreditFile, check: ReportCheck) -> list[Point]:
    """The points with what was decided at this look."""
    decided = {(one.code, one.about): one.state for one in file.points if one.check_id == check.id}
    return [replace(point, decision=decided.get((point.code, point.about))) for point in points]


def _decided_before(
    points: Iterable[Point], book: Book, catalogue: Catalogue, check: ReportCheck, today: date
) -> list[Point]:
    """Those that are open with what was decided at earlier looks, the latest of them first."""
    found = list(points)
    for other in reversed([one for one in book.credit.checks if (one.on, one.id) < (check.on, check.id)]):
        made = {(one.code, one.about): one for one in book.credit.points if one.check_id == other.id}
        if not {code for code, _ in made} & {point.code for point in found if point.is_open}:
            continue
        there = _looked(book, catalogue, other, today).points
        known = {point.subject: made[key] for point in there if (key := (point.code, point.about)) in made}
        found = [_held(point, known.get(point.subject)) for point in found]
    return found


def _held(point: Point, made: ReportPoint | None) -> Point:
    if made is None:
        return point
    return replace(point, decision=point.decision or made.state, of_before=(*point.of_before, made))


def _perhaps(one: ReportAccount, check: ReportCheck) -> tuple[date, ...]:
    """The days of which an account may be told: one, unless its month had not ended by the report's day or is none."""
    first = certain_until(one, check)
    if first == one.as_of:
        return (first,)
    return tuple(first + number * _DAY for number in range((check.on - first).days + 1))


def _inquiries(facts: Facts, check: ReportCheck) -> Iterator[Point]:
    for one in facts.file.inquiries:
        if one.check_id == check.id and one.unknown:
            yield Point(Code.INQUIRY, f"inquiry:{one.id}", one.on, inquiry=one)


@dataclass(frozen=True, slots=True)
class _Group:
    """The accounts of a report that are one loan, and what the ledger says of it by day."""

    accounts: tuple[ReportAccount, ...]
    account: Account
    suggested: bool
    figures: Mapping[date, Figures]

    @property
    def first(self) -> ReportAccount:
        return self.accounts[0]

    @property
    def loan(self) -> Loan:
        return self.account.loan

    def point(self, code: Code, on: date, here: int | None, there: int | None, months: Iterable[int] = ()) -> Point:
        about = f"account:{self.first.id}"
        return Point(code, about, on, here, there, self.first, self.loan, None, self.suggested, (), tuple(months))


class _Compared:
    """One look at the report beside the ledger."""

    def __init__(self, facts: Facts, check: ReportCheck, by_day: Mapping[date, Mapping[int, Figures]]) -> None:
        self.facts, self.check, self.by_day = facts, check, by_day
        self.shown = facts.reports.accounts_of(check)
        found = facts.reports.matches(check)
        self.matched, self.unclear = found.of, found.unclear
        self.whole = is_whole(check, self.shown)
        self.cards = siblings(self.shown)
        self.before = month_before(check)
        self.known = {account.loan.id: account for account in facts.accounts}

    # -- accounts of the report ------------------------------------------------------------------------------------

    def accounts(self) -> Iterator[Point]:
        """What the accounts of the report bring."""
        groups: dict[int, list[ReportAccount]] = {}
        for one in self.shown:
            match = self.matched.get(one.id)
            if match is not None:
                groups.setdefault(match.loan.id, []).append(one)
            elif one.kind is not AccountKind.GUARANTEE:
                yield from self._strange(one)
        for loan_id, accounts in groups.items():
            group = self._group(self.known[loan_id], tuple(accounts))
            yield from self._states(group)
            yield from self._limits(group)
            yield from self._overdue(group)
            yield from self._months(group)
            yield from self._institution(group)

    def _strange(self, one: ReportAccount) -> Iterator[Point]:
        """An open account that is no loan here; the other currency of a card that is one is not, while it is empty."""
        if not one.open:
            return
        on = min(one.as_of or self.check.on, self.check.on)
        if one.id in self.unclear:
            fitting = self.unclear[one.id]
            yield Point(Code.UNCLEAR, f"account:{one.id}", on, None, one.balance_minor, one, loans=fitting)
        elif one.balance_minor or not any(other.id in self.matched for other in self.cards[one.id]):
            yield Point(Code.NOT_HERE, f"account:{one.id}", on, None, one.balance_minor, one)

    def _group(self, account: Account, accounts: tuple[ReportAccount, ...]) -> _Group:
        days = {self.before, self.check.on, *self._perhaps([one for one in accounts if one.open])}
        found = self._figures(account, days)
        return _Group(accounts, account, any(self.matched[one.id].suggested for one in accounts), found)

    def _told_on(self, one: ReportAccount) -> date:
        return told_on(one, self.check)

    def _figures(self, account: Account, days: Iterable[date]) -> dict[date, Figures]:
        """The ledger's figures by day; of a line together with its draws, unless the report lists them."""
        found = {day: self.by_day[day][account.loan.id] for day in days}
        for loan_id in self._draws(account.loan):
            found = {day: _with_draw(one, self.by_day[day][loan_id]) for day, one in found.items()}
        return found

    def _draws(self, line: Loan) -> list[int]:
        """The draws of a line that the report does not list by themselves, by id."""
        listed = {match.loan.id for match in self.matched.values()}
        return [one.loan.id for one in self.facts.accounts if one.loan.line_id == line.id and one.loan.id not in listed]

    def _states(self, group: _Group) -> Iterator[Point]:
        """Open or ended; where both agree that it is open, the balance."""
        told = [one for one in group.accounts if one.open]
        if not told:
            now = group.figures[self.check.on]
            if now.begun and now.known and now.state not in _ENDED:
                yield group.point(Code.CLOSED_THERE, self.check.on, self._yuan(group, now), 0)
            return
        perhaps = self._perhaps(told)
        first = group.figures[perhaps[0]]
        if first.begun and first.known and all(self._ended(group, group.figures[day], day) for day in perhaps):
            on = min(self._told_on(one) for one in told)
            yield group.point(Code.CLOSED_HERE, on, 0, _sum(one.balance_minor for one in told))
        else:
            yield from self._balance(group)

    def _ended(self, group: _Group, then: Figures, on: date) -> bool:
        closed_on = group.loan.closed_on
        return then.state in _ENDED and (closed_on is None or closed_on <= on)

    def _balance(self, group: _Group) -> Iterator[Point]:
        told = [one for one in group.accounts if one.open]
        days = {self._told_on(one) for one in told}
        there = _sum(one.balance_minor for one in told)
        if len(days) != 1 or there is None or any(one.balance_minor is None for one in told):
            return
        on = next(iter(days))
        perhaps = self._perhaps(told)
        if not all(group.figures[day].begun and group.figures[day].known for day in perhaps):
            return
        fitting = {amount for day in perhaps for amount in self._fitting(group, group.figures[day])}
        if not any(_same(group.loan, amount, there, len(told)) for amount in fitting):
            yield group.point(Code.BALANCE, on, self._yuan(group, group.figures[on]), there)

    def _perhaps(self, told: Sequence[ReportAccount]) -> tuple[date, ...]:
        """The days of which what open accounts say may be, rising."""
        return tuple(sorted({day for one in told for day in _perhaps(one, self.check)}))

    def _fitting(self, group: _Group, then: Figures) -> set[int]:
        """What a report may print as balance: the principal; of a card also all that is owed, plans apart or not."""
        here = self._yuan(group, then)
        if group.loan.method is not Method.CARD:
            return {here}
        apart, owed = (group.loan.in_yuan(amount) for amount in (then.apart_minor, max(then.owed_minor, 0)))
        return {here, here - apart, owed, owed - apart}

    def _yuan(self, group: _Group, then: Figures) -> int:
        return group.loan.in_yuan(max(then.principal_minor, 0))

    def _limits(self, group: _Group) -> Iterator[Point]:
        """One limit for all currencies of a card; of several lines that are one loan, each or all of them."""
        told = [one for one in group.accounts if one.open and leads(one, self.cards[one.id])]
        limits = [one.limit_minor for one in told if one.limit_minor]
        if not limits or group.loan.closed_on is not None or group.loan.line_id is not None:
            return
        here = None if group.loan.limit_minor is None else group.loan.in_yuan(group.loan.limit_minor)
        there = sum(limits)
        if here is None or not any(_same(group.loan, here, limit) for limit in (there, *limits)):
            yield group.point(Code.LIMIT, min(self._told_on(one) for one in told), here, there)

    def _overdue(self, group: _Group) -> Iterator[Point]:
        """Overdue on the day of the report's figures in the one and not in the other."""
        told = [one for one in group.accounts if one.open]
        if not told:
            return
        on = min(self._told_on(one) for one in told)
        then = group.figures[on]
        late = any(grid.late_at(one, self.before) for one in told)
        here = group.loan.in_yuan(then.overdue_minor)
        perhaps = self._perhaps(told)
        ever = [group.figures[day].overdue_minor > 0 for day in perhaps]
        if late and not any(ever) and not any(self._entry_open(group, day) for day in perhaps):
            there = _sum(one.overdue_minor for one in told)
            yield group.point(Code.OVERDUE_THERE, on, 0 if then.begun and then.known else None, there)
        elif all(ever) and not late and then.begun and then.known:
            yield group.point(Code.OVERDUE_HERE, on, here, 0)

    def _entry_open(self, group: _Group, on: date) -> bool:
        """Whether an entry of the file says that the loan was, or may have been, overdue on a day."""
        return any(
            one.began_on <= on and one.open_on(on)
            for one in self._entries()
            if self._is_about(one, group) or self._may_be_about(one, group)
        )

    # -- months overdue --------------------------------------------------------------------------------------------

    def _entries(self) -> list[Negative]:
        entries = self.facts.file.negatives
        return [one for one in entries if one.kind is NegativeKind.OVERDUE and one.began_on <= self.facts.on]

    def _is_about(self, one: Negative, group: _Group) -> bool:
        about = self.facts.reports.whose(one.loan_id, one.institution)
        return about in (group.loan.id, *self._draws(group.loan))

    def _may_be_about(self, one: Negative, group: _Group) -> bool:
        """Whether nobody said of which of the institution's loans an entry is."""
        if one.loan_id is not None:
            return False
        return named(one.institution, group.loan) or perhaps_lender(one.institution, group.first.institution)

    def _spans(self, group: _Group, about: Callable[[Negative, _Group], bool]) -> list[grid.Span]:
        """When something of the loan was overdue by the entries that were typed and are about it."""
        entries = [one for one in self._entries() if about(one, group)]
        return [span for one in entries for span in record.spans_of_entry(one, self.facts)]

    def _months(self, group: _Group) -> Iterator[Point]:
        ids = (group.loan.id, *self._draws(group.loan))
        spans = [span for loan_id in ids for span in self.facts.overdue.get(loan_id, ())]
        spans += self._spans(group, self._is_about)
        until = max(self._told_on(one) for one in group.accounts)
        sure = grid.certain(spans, until)
        perhaps = sure | grid.touched([*spans, *self._spans(group, self._may_be_about)], self.check.on)
        told = frozenset(month for one in group.accounts for month in grid.told_by(one))
        if told:
            late = {month for one in group.accounts for month in grid.overdue_by(one)}
            yield from self._by_month(group, sorted(late - perhaps), sorted((sure & told) - late))
            return
        counts = [one.overdue_months for one in group.accounts if one.overdue_months is not None]
        if not counts:
            return
        there, last = max(counts), grid.month_of(until)
        latest = last if all(one.as_of for one in group.accounts) else grid.month_of(self.check.on)
        first = last - 12 * record_report.YEARS
        least = sum(first < one <= last for one in sure)
        most = sum(first < one <= latest for one in perhaps)
        if there > most:
            yield group.point(Code.MORE_MONTHS, until, most, there)
        elif sum(counts) < least and not any(map(grid.is_quasi, group.accounts)):
            yield group.point(Code.FEWER_MONTHS, until, least, sum(counts))

    def _by_month(self, group: _Group, there: list[int], here: list[int]) -> Iterator[Point]:
        if there:
            yield group.point(Code.MONTHS_THERE, grid.last_day(there[-1]), 0, len(there), there)
        if here:
            yield group.point(Code.MONTHS_HERE, grid.last_day(here[-1]), len(here), 0, here)

    # -- institutions, and what the report lacks -----------------------------------------------------------------------

    def _institution(self, group: _Group) -> Iterator[Point]:
        if self.facts.catalogue.institutions.unnamed(group.loan):
            yield group.point(Code.INSTITUTION, self.check.on, None, None)

    def missing(self) -> tuple[tuple[Point, ...], tuple[Loan, ...]]:
        """Loans that a whole report should have and has not; and those of which nobody knows whether it should."""
        points: list[Point] = []
        unknown: list[Loan] = []
        if not self.whole:
            return (), ()
        sent = min(self.before, self.check.on - _SENT_DAYS * _DAY)
        before = min(sent, max((one.as_of for one in self.shown if one.open and one.as_of), default=self.before))
        there = {match.loan.id for match in self.matched.values()} | {
            one for some in self.unclear.values() for one in some
        }
        there |= {account.loan.id for account in self.facts.accounts if self._is_listed_as(account.loan, there)}
        for account in self.facts.accounts:
            loan = account.loan
            if loan.id in there or loan.lender.kind is LenderKind.PRIVATE or loan.start_on > before:
                continue
            then = [self.by_day[day][loan.id] for day in (self.before, self.check.on)]
            if not all(one.begun and one.known and one.state not in _ENDED for one in then):
                continue
            if loan.line_id is not None and then[0].state in _EMPTY:
                continue
            if self._reports(loan):
                here = loan.in_yuan(max(then[0].principal_minor, 0))
                points.append(Point(Code.NOT_THERE, f"loan:{loan.id}", self.before, here, None, None, loan))
            else:
                unknown.append(loan)
        return tuple(points), tuple(unknown)

    def _is_listed_as(self, loan: Loan, there: set[int]) -> bool:
        """Whether a draw stands there as its line, or a line as its draws."""
        return loan.line_id in there or any(
            other.loan.line_id == loan.id and other.loan.id in there for other in self.facts.accounts
        )

    def _reports(self, loan: Loan) -> bool:
        """Whether its lender is known to report: a bank, a consumer-finance company, or by a name that was noted."""
        if self.facts.catalogue.institutions.unnamed(loan):
            return False
        return loan.lender.kind in _SURE or bool(loan.institution or loan.lender.institution)


def _with_draw(line: Figures, draw: Figures) -> Figures:
    """A line with one of its draws: what both owe together, in use while the draw is."""
    if not draw.begun:
        return line
    return line._replace(
        principal_minor=line.principal_minor + draw.principal_minor,
        owed_minor=line.owed_minor + draw.owed_minor,
        overdue_minor=line.overdue_minor + draw.overdue_minor,
        known=line.known and draw.known,
        state=draw.state if line.state in _EMPTY and draw.state not in _EMPTY else line.state,
    )


def _same(loan: Loan, here: int, there: int, accounts: int = 1) -> bool:
    """Whether two amounts in yuan are one; of another currency by about the same rate."""
    near = loan.yuan_rate is not None and abs(here - there) * _RATE_SHARE < max(here, there)
    return near or same(here, there, accounts)


def _sum(amounts: Iterable[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None
