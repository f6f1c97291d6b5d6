"""What a new loan does: the book with it, its figures beside those without, and every finding before and after."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from planner.domain.accounts.loan import Lender, Loan
from planner.domain.accounts.records import Account, Repayment
from planner.domain.basics.calendar import add_months
from planner.domain.book import Book
from planner.domain.credit.file import Behaviour, BehaviourKind, CreditFile, Inquiry
from planner.domain.figures.ratios import Ratios, course
from planner.domain.figures.told import Told, told
from planner.domain.findings.judge import foreseen
from planner.domain.findings.model import Finding, Measure, State, weight
from planner.domain.ledger.position import position
from planner.domain.payoff.adopted.adopted import Baseline
from planner.domain.payoff.adopted.followed import coming
from planner.domain.payoff.adopted.projected import Coming, projected
from planner.domain.reference.catalogue import Catalogue
from planner.values import dataclass, field, replace

_SETTLING = 2 * 10**12  # ids of settlements that are only supposed: behind all payments to come
REASON = "loan_approval"
_COOLING = "behaviour"


@dataclass
class Ahead:
    """The book with what is foreseen of it: the payments of the adopted plan, or else every due on its day.

    ``until`` is the last day that is foreseen.
    """

    book: Book
    today: date
    until: date
    _places: dict[date, int] = field(default_factory=dict)  # of the days that were looked at beforehand
    _told: list[Told] = field(default_factory=list)  # of each account of the book on all of them
    _judged: dict[date, tuple[Finding, ...]] = field(default_factory=dict)

    def look_at(self, catalogue: Catalogue, days: Iterable[date]) -> None:
        """Ask each ledger once for all days that will be asked about, and judge the book on them."""
        rising = sorted(set(days))
        self._places = {day: place for place, day in enumerate(rising)}
        self._told = [told(account, rising) for account in self.book.accounts]
        self._judged = dict(zip(rising, foreseen(self.book, catalogue, self.today, rising, self.tell), strict=True))

    def tell(self, account: Account, days: Sequence[date]) -> Told:
        """What the ledger says of an account on days, rising; what became of its dues may be known beyond the last."""
        place = next((place for place, one in enumerate(self.book.accounts) if one is account), -1)
        if place < 0 or not self._told or not self._places.keys() >= set(days):
            return told(account, days)
        known = self._told[place]
        return Told(tuple([known.figures[self._places[day]] for day in days]), known.past)

    def judged(self, catalogue: Catalogue, days: Sequence[date]) -> list[tuple[Finding, ...]]:
        """The findings of the book itself on days, rising."""
        if self._judged.keys() >= set(days):
            return [self._judged[day] for day in days]
        return foreseen(self.book, catalogue, self.today, days, self.tell)


def ahead(book: Book, today: date, months: int, baseline: Baseline | None = None) -> Ahead:
    """The book as it will be for so many months if the plan is followed; without one if all is paid as it falls due."""
    until = add_months(today, months)
    planned = coming(baseline, book, today) if baseline is not None else as_due(book, today, until)
    return Ahead(projected(book, planned, today), today, until)


def as_due(book: Book, today: date, until: date) -> tuple[Coming, ...]:
    """Every due that is known, paid on its day, up to a day; what is overdue today."""
    found = [
        Coming(due.loan_id, max(due.due_on, today), due.unpaid_minor, ends=False)
        for account in book.accounts
        for due in position(account, today).dues
        if due.unpaid_minor and due.due_on <= until
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.loan_id)))


def with_loan(book: Book, loan: Loan, settled: Collection[int] = (), *, asked: bool = True) -> Book:
    """The book as it would be with a loan from its first day on, some others being settled that day.

    Emptied lines stay open. ``asked``: the lender has looked at the report for it, and it counts as an application.
    """
    on = loan.start_on
    accounts = [_settled(one, on) if one.loan.id in settled else one for one in book.accounts]
    credit = _asked(book.credit, loan.lender, on) if asked else book.credit
    return replace(book, accounts=(*accounts, Account(loan)), credit=credit)


def _settled(account: Account, on: date) -> Account:
    """Settled that day; what was foreseen to be paid after it is not."""
    before = replace(account, repayments=tuple(paid for paid in account.repayments if paid.on <= on))
    ends = position(before, on).settlement_minor
    if not ends:
        return before
    ended = Repayment(_SETTLING + account.loan.id, on, ends, settles=True)
    loan = account.loan
    if loan.closed_on is not None and loan.closed_on > on:  # foreseen only
        loan = replace(loan, closed_on=None)
    return replace(before, loan=loan, repayments=(*before.repayments, ended))


def _asked(file: CreditFile, lender: Lender, on: date) -> CreditFile:
    inquiry = Inquiry(0, on, lender.institution or lender.name, REASON)
    applied = Behaviour(0, on, BehaviourKind.APPLICATION)
    return replace(file, inquiries=(*file.inquiries, inquiry), behaviours=(*file.behaviours, applied))


@dataclass(frozen=True, slots=True)
class Change:
    """A measure of a finding before and after; ``before`` is None where there was none of the kind."""

    code: str
    before: Measure | None
    after: Measure

    @property
    def heavier(self) -> bool:
        """Whether the state weighs more than before."""
        return self.before is None or weight(self.after.state) > weight(self.before.state)

    @property
    def harms(self) -> bool:
        """Whether it is watched or acts against the person afterwards, and is worse than before."""
        if self.after.state not in (State.WATCH, State.AGAINST):
            return False
        if self.before is None or self.heavier:
            return True
        value, was = self.after.value, self.before.value
        return value is not None and was is not None and value > was


@dataclass(frozen=True)
class Effect:
    """What a loan does to figures and findings; each twice, without it and with it.

    ``on`` is its first day, ``due_on`` that of its first instalment: payment ratios are of the month of the latter, all
    else is as of the former. ``changes``: of every measure that is another, on either of the two days, the heavier one.
    """

    on: date
    due_on: date
    before: Ratios
    after: Ratios
    due_before: Ratios
    due_after: Ratios
    changes: tuple[Change, ...]

    @property
    def harms(self) -> tuple[Change, ...]:
        """Those that make something worse that is watched or acts against the person."""
        return tuple(one for one in self.changes if one.harms)


def effect_of(
    seen: Ahead, catalogue: Catalogue, loan: Loan, first_due_on: date, settled: Collection[int] = ()
) -> Effect:
    """What a loan does that begins on its first day, from today on, some others being settled that day."""
    days = (loan.start_on, first_due_on)
    changed = with_loan(seen.book, loan, settled)
    before, due_before = (one.ratios for one in course(seen.book, days, tell=seen.tell).standings)
    after, due_after = (one.ratios for one in course(changed, days, tell=seen.tell).standings)
    changes = changes_of(seen, catalogue, changed, days)
    return Effect(loan.start_on, first_due_on, before, after, due_before, due_after, changes)


def changes_of(seen: Ahead, catalogue: Catalogue, changed: Book, days: tuple[date, date]) -> tuple[Change, ...]:
    """Every measure that is another in the changed book on one of two days, by finding; the heavier change of both."""
    found: dict[tuple[str, str, int], Change] = {}
    was = seen.judged(catalogue, days)
    now = foreseen(changed, catalogue, seen.today, days, seen.tell)
    for before, after in zip(was, now, strict=True):
        known = dict(_measures(before))
        for key, measure in _measures(after):
            old = known.get(key)
            if old is not None and (old.state, old.value) == (measure.state, measure.value):
                continue
            change = Change(key[0], old, measure)
            if key not in found or _heft(change) > _heft(found[key]):
                found[key] = change
    return tuple(found.values())


def _heft(change: Change) -> tuple[bool, int]:
    return change.harms, weight(change.after.state)


def _measures(findings: Iterable[Finding]) -> list[tuple[tuple[str, str, int], Measure]]:
    """The measures with what they are known by: their finding, their code, and which one of that code."""
    seen: dict[tuple[str, str], int] = {}
    found = []
    for finding in findings:
        for measure in finding.measures:
            key = finding.code, measure.code
            seen[key] = seen.get(key, -1) + 1
            found.append(((*key, seen[key]), measure))
    return found


def harms_of(seen: Ahead, catalogue: Catalogue, loan: Loan, first_due_on: date) -> tuple[Change, ...]:
    """What applying for a loan on its first day makes worse, beside the cool-down that every application begins.

    Earlier applications and checks must have cooled down by then: while they have not, that is one of the harms.
    """
    days = (loan.start_on, first_due_on)
    changed = with_loan(seen.book, loan)
    file = replace(changed.credit, behaviours=seen.book.credit.behaviours)
    changes = changes_of(seen, catalogue, replace(changed, credit=file), days)
    found = [one for one in changes if one.harms and one.code != _COOLING]
    (now,) = seen.judged(catalogue, days[:1])
    hot = [
        Change(finding.code, None, measure)
        for finding in now
        if finding.code == _COOLING
        for measure in finding.measures
        if measure.state in (State.WATCH, State.AGAINST)
    ]
    return (*found, *hot)
