"""All findings of a day, past or present, and the day on which each clears under the adopted plan.

A day to come is judged by the same rules on the book as it would be then: with the payments of the adopted plan made on
their days and emptied lines closed when they are settled. Nothing else is foreseen: no new inquiry, no other score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from planner.domain.basics.calendar import add_months
from planner.domain.book import Book
from planner.domain.credit.file import CreditFile
from planner.domain.figures.ratios import Course, Standing, course
from planner.domain.figures.told import Tell, told
from planner.domain.findings import record, report
from planner.domain.findings.kinds import BY_CODE, CODES
from planner.domain.findings.matched import Reports
from planner.domain.findings.model import Facts, Finding, State, Way, together
from planner.domain.ledger.state import Figures
from planner.domain.payoff.adopted.projected import Coming, projected
from planner.domain.reference.catalogue import Catalogue
from planner.values import dataclass, replace

_DAY = timedelta(days=1)
_WEEK = 7


def findings_on(book: Book, catalogue: Catalogue, days: Sequence[date], tell: Tell = told) -> list[tuple[Finding, ...]]:
    """The findings on several days, rising and none to come, in one pass; without the days on which they clear.

    ``tell``: who asks the ledger of each account, here and below, for days up to the present.
    """
    way = course(book, days, tell=tell)
    fates, reports = _Fates(way), _reports(book, catalogue)
    standings = zip(days, way.standings, strict=True)
    return [_judge(_facts(book, catalogue, reports, standing, fates.by(day))) for day, standing in standings]


def facts_on(book: Book, catalogue: Catalogue, as_of: date, tell: Tell = told) -> Facts:
    """All that is judged at the end of a day."""
    return facts_by(book, catalogue, [as_of], tell)[0]


def facts_by(
    book: Book, catalogue: Catalogue, days: Sequence[date], tell: Tell = told
) -> tuple[Facts, dict[date, Mapping[int, Figures]]]:
    """The same of the last of several days, rising, and the figures of each of them by loan, in one pass."""
    way = course(book, days, tell=tell)
    facts = _facts(book, catalogue, _reports(book, catalogue), way.standings[-1], _Fates(way).by(days[-1]))
    ids = [account.loan.id for account in book.accounts]
    found = (dict(zip(ids, standing.figures, strict=True)) for standing in way.standings)
    return facts, dict(zip(days, found, strict=True))


def findings(
    book: Book, catalogue: Catalogue, as_of: date, planned: Sequence[Coming] | None = None, tell: Tell = told
) -> tuple[Finding, ...]:
    """The findings at the end of ``as_of``, each with the day on which it clears.

    Args:
        book: everything known.
        catalogue: rules and lists.
        as_of: the day.
        planned: what the adopted plan pays from here, by day: ``followed.coming``. None: no plan is adopted, so that
            nothing is said of what only paying can change.
        tell: as for ``findings_on``.
    """
    now = facts_on(book, catalogue, as_of, tell)
    found = _judge(now)
    waiting = [one.code for one in found if _clears(one, Way.TIME) and not one.overdue]  # that no waiting pays
    dates = _by_time(catalogue, now, waiting)
    if planned:
        dates |= _by_plan(book, catalogue, as_of, planned, [one.code for one in found if _clears(one, Way.PLAN)])
    dated = (_dated(one, dates.get(one.code), book, planned or ()) for one in found)
    return tuple(_paid_up(one, book, catalogue, now, planned or ()) if one.code == "record" else one for one in dated)


def _clears(finding: Finding, way: Way) -> bool:
    return BY_CODE[finding.code].clears_by is way and finding.state in (State.WATCH, State.AGAINST)


def _dated(finding: Finding, on: date | None, book: Book, coming: Sequence[Coming]) -> Finding:
    if on is None:
        return finding
    if BY_CODE[finding.code].clears_by is Way.TIME:
        return replace(finding, clears_on=on, way=Way.TIME)
    loans = {account.loan.id: account.loan for account in book.accounts}
    pays = sum(loans[one.loan_id].in_yuan(one.amount_minor) for one in coming if one.on <= on)
    return replace(finding, clears_on=on, way=Way.PLAN, pays_minor=pays)


def _paid_up(finding: Finding, book: Book, catalogue: Catalogue, now: Facts, coming: Sequence[Coming]) -> Finding:
    """The repayment record with its days once the adopted plan has paid what is overdue; itself where it does not."""
    paid = _once_paid(book, now, coming) if finding.overdue else None
    if paid is None:
        return finding
    days = [paid.on, *(day for day in turning_days(now.file, catalogue, now.on) if day > paid.on)]
    states = {day: {one.code: one.state for one in _judge(replace(paid, on=day), [finding.code])} for day in days}
    against = [day for day in days if states[day][finding.code] is State.AGAINST]
    later = [day for day in days if not against or day > against[-1]]
    if not later:
        return finding
    clear = _first_clear(days, states.__getitem__, [finding.code])
    return replace(finding, eases_on=later[0], clears_on=clear.get(finding.code), way=Way.PLAN)


def _once_paid(book: Book, now: Facts, coming: Sequence[Coming]) -> Facts | None:
    """The facts of the day after the plan's payment with which nothing is overdue any more; None without such a day."""
    late = {account.loan.id for account, figures in now.standing if figures.overdue_minor}
    payments = [one for one in coming if one.loan_id in late]
    if not payments:
        return None
    accounts = tuple(account for account in book.accounts if account.loan.id in late)
    days = sorted({one.on + _DAY for one in payments})
    way = course(projected(replace(book, accounts=accounts), payments, now.on), days)
    paid_on = (
        (day, standing)
        for day, standing in zip(days, way.standings, strict=True)
        if not any(figures.overdue_minor for figures in standing.figures)
    )
    found = next(paid_on, None)
    if found is None:
        return None
    day, standing = found
    fate = _Fates(way).by(now.known_on)
    later = dict(zip((account.loan.id for account in accounts), standing.figures, strict=True))
    figures = tuple(later.get(account.loan.id, one) for account, one in zip(now.accounts, now.figures, strict=True))
    overdue = {loan_id: spans for loan_id, spans in now.overdue.items() if loan_id not in late} | dict(fate.overdue)
    return replace(now, on=day, figures=figures, overdue=overdue)


def _judge(facts: Facts, codes: Iterable[str] = CODES) -> tuple[Finding, ...]:
    found = []
    for kind in (BY_CODE[code] for code in codes):
        measures = kind.measures(facts)
        expired = kind.expired(facts) if kind.expired is not None else ()
        found.append(Finding(kind.code, kind.reason, together(measures), measures, expired=expired))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Fate:
    """What became of the dues of each loan by a day: see ``Facts``."""

    known_on: date
    overdue: Mapping[int, tuple[record.Span, ...]]
    undated: Mapping[int, tuple[date, ...]]
    untold: Mapping[int, tuple[date, ...]]
    assumed: Mapping[int, tuple[date, ...]]
    judged: frozenset[int]


class _Fates:
    """What a course knows of past dues, loan by loan."""

    def __init__(self, way: Course) -> None:
        self._pasts = way.pasts

    def by(self, known_on: date) -> _Fate:
        """What was known of them at the end of a day; loans of which there is nothing to tell are left out."""
        told = [(past.loan_id, past.unmet) for past in self._pasts if past.unmet]
        untold = {loan_id: days for loan_id, one in told if (days := record.untold_of(one, known_on))}
        assumed: dict[int, tuple[date, ...]] = {}
        for loan_id, due_on, is_assumed in (one for past in self._pasts for one in past.outside):
            if due_on <= known_on:
                kept = assumed if is_assumed else untold
                kept[loan_id] = (*kept.get(loan_id, ()), due_on)
        return _Fate(
            known_on,
            {loan_id: spans for loan_id, one in told if (spans := record.spans_of(one, known_on))},
            {loan_id: days for loan_id, one in told if (days := record.undated_of(one, known_on))},
            untold,
            assumed,
            frozenset(one.loan_id for one in self._pasts if one.judged_on is not None and one.judged_on <= known_on),
        )


def _reports(book: Book, catalogue: Catalogue) -> Reports:
    return Reports(book.credit, book.accounts, catalogue.institutions)


def _facts(book: Book, catalogue: Catalogue, reports: Reports, standing: Standing, fate: _Fate) -> Facts:
    return Facts(
        on=standing.ratios.as_of,
        known_on=fate.known_on,
        file=book.credit,
        accounts=book.accounts,
        figures=standing.figures,
        ratios=standing.ratios,
        overdue=fate.overdue,
        undated=fate.undated,
        untold=fate.untold,
        assumed=fate.assumed,
        judged=fate.judged,
        catalogue=catalogue,
        reports=reports,
    )


# -- days to come ------------------------------------------------------------------------------------------------------


def _by_time(catalogue: Catalogue, now: Facts, codes: Sequence[str]) -> dict[str, date]:
    """What clears by waiting: the accounts stand still, the records grow old."""
    if not codes:
        return {}

    def states(day: date) -> dict[str, State]:
        return {one.code: one.state for one in _judge(replace(now, on=day), codes)}

    return _first_clear(turning_days(now.file, catalogue, now.on), states, codes)


def _by_plan(
    book: Book, catalogue: Catalogue, as_of: date, coming: Sequence[Coming], codes: Sequence[str]
) -> dict[str, date]:
    """What clears by paying: the book with the plan's payments, judged on the days on which it changes."""
    if not codes:
        return {}
    later = projected(book, coming, as_of)
    last = max(coming[-1].on, as_of) + timedelta(days=32)
    first = as_of.replace(day=1)
    months = (last.year - first.year) * 12 + last.month - first.month
    coarse = {add_months(first, number) for number in range(1, months + 1)}
    coarse |= {on for action in coming if action.ends for on in (action.on, action.on + _DAY)}
    rising = sorted(coarse)
    states = _states(later, catalogue, as_of, rising, codes)
    found = _first_clear(rising, states.__getitem__, codes)
    # within the days before it, each payment may be the one that turns it
    since = {code: max((day for day in rising if day < on), default=as_of) for code, on in found.items()}
    fine = {action.on for action in coming for code, on in found.items() if since[code] < action.on < on}
    if fine:
        days = sorted(fine)
        states |= _states(later, catalogue, as_of, days, codes)
        found = _first_clear(sorted({*rising, *days}), states.__getitem__, codes)
    return found


def foreseen(
    book: Book, catalogue: Catalogue, as_of: date, days: Sequence[date], tell: Tell = told
) -> list[tuple[Finding, ...]]:
    """The findings on days to come, rising, of a book that holds what is foreseen: the payments of a plan, a new loan.

    Nobody can have renewed a record of tomorrow: what grows old is measured from ``as_of``. Without the days on which
    they clear.
    """
    way = course(book, days, tell=tell)
    fate, reports = _Fates(way).by(as_of), _reports(book, catalogue)
    standings = zip(days, way.standings, strict=True)
    return [_judge(_facts(book, catalogue, reports, standing, fate)) for _, standing in standings]


def _states(
    book: Book, catalogue: Catalogue, as_of: date, days: Sequence[date], codes: Sequence[str]
) -> dict[date, dict[str, State]]:
    """The states of some findings on days to come, rising."""
    way = course(book, days)
    fate, reports = _Fates(way).by(as_of), _reports(book, catalogue)
    found = {}
    for day, standing in zip(days, way.standings, strict=True):
        facts = _facts(book, catalogue, reports, standing, fate)
        found[day] = {one.code: one.state for one in _judge(facts, codes)}
    return found


def _first_clear(
    days: Sequence[date], states: Callable[[date], Mapping[str, State]], codes: Sequence[str]
) -> dict[str, date]:
    """For each code the first day from which on it is clear on all later ones; none where it is not on the last."""
    clear: dict[str, date] = {}
    for day in days:
        for code, state in states(day).items():
            if state is not State.CLEAR:
                clear.pop(code, None)
            elif code in codes:
                clear.setdefault(code, day)
    return clear


# -- days on which something may turn ----------------------------------------------------------------------------------


def turning_days(file: CreditFile, catalogue: Catalogue, after: date) -> list[date]:
    """The days after ``after`` on which a record grows out of a window, is no longer kept, or a month begins."""
    rules = catalogue.rules
    days: set[date] = set()
    for one in file.behaviours:
        for code in ("cooldown_application_days", "cooldown_check_days"):
            days.add(one.on + timedelta(rules.need(code, after).whole))
        days |= {one.on + timedelta(window) for window in report.WINDOWS}
    for inquiry in file.inquiries:
        days |= {inquiry.on + timedelta(window) for window in report.WINDOWS}
    wait = rules.need("overdue_wait_months", after).whole
    for negative in file.negatives:
        if negative.ended_on is not None:
            days |= {negative.ended_on, add_months(negative.ended_on, wait)}
            ends = report.falls_off(negative, rules), report.repaired_on(negative, rules)
            days |= {on for on in ends if on is not None}
    window = rules.need("overdue_window_months", after).whole
    first = after.replace(day=1)
    days |= {add_months(first, number) for number in range(1, window + 2)}
    return sorted(day for day in days if day > after)


# -- since when --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Turn:
    """A change of a finding's state, first seen on ``on``."""

    code: str
    on: date
    before: State
    after: State


def turns(book: Book, catalogue: Catalogue, start: date, end: date, tell: Tell = told) -> tuple[Turn, ...]:
    """Every change of state after ``start`` up to ``end``, oldest first, each on its day.

    Recomputed from the records as they are now, so that a correction also corrects what was found then. Over more than
    two weeks every seventh day is looked at, and each day between two that differ: what came and went within one such
    week is not told.
    """
    step = 1 if (end - start).days <= 2 * _WEEK else _WEEK
    grid = sorted({start + timedelta(number) for number in range(0, (end - start).days + 1, step)} | {end})
    seen = dict(zip(grid, findings_on(book, catalogue, grid, tell), strict=True))
    between = [
        before + timedelta(number)
        for before, after in pairwise(grid)
        if _by_code(seen[before]) != _by_code(seen[after])
        for number in range(1, (after - before).days)
    ]
    if between:
        seen |= dict(zip(days := [*between, end], findings_on(book, catalogue, days, tell), strict=True))
    found: list[Turn] = []
    known: dict[str, State] = {}
    for day in sorted(seen):
        states = _by_code(seen[day])
        found += [
            Turn(code, day, known[code], state) for code, state in states.items() if known.get(code, state) is not state
        ]
        known |= states
    return tuple(found)


def _by_code(found: Iterable[Finding]) -> dict[str, State]:
    return {one.code: one.state for one in found}
