"""Makes what is kept of accounts for today and the days to come: the one ledger, advanced day by day."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from sqlite3 import Connection

from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.domain.basics.calendar import month_end
from planner.domain.figures.ratios import month_days
from planner.domain.figures.standing import standing_of
from planner.domain.ledger.position import replay
from planner.errors import PlannerError
from planner.overview.packed import months_packed, packed
from planner.storage import snapshot, standing
from planner.storage.sqlite import reading, writing
from planner.storage.standing import Run

DAYS = 14  # that are kept, today among them
ENOUGH = 5  # days that are still kept of an account which is left alone
AHEAD = 62  # days behind the last one up to which dues are kept: lists look 30 days ahead, a month has 31
MONTHS = 24  # months, of which all but the last have ended: for the longest span that is shown
_AT_ONCE = 250  # accounts that are written together: each commit has other windows look

_DAY = timedelta(days=1)


def keep(path: Path, today: date, stopped: Callable[[], bool] = lambda: False) -> None:
    """Keep the answers of all accounts of which too little is kept; nothing is told where the file cannot be written.

    Args:
        path: the database.
        today: the person's day.
        stopped: asked between two accounts.
    """
    with suppress(PlannerError):
        guard(path)
        with reading(path) as connection:
            ids = standing.wanting(connection, today, today + (ENOUGH - 1) * _DAY)
        for start in range(0, len(ids), _AT_ONCE):
            _keep(path, today, ids[start : start + _AT_ONCE], stopped)


def guard(path: Path) -> bool:
    """Make sure that any write drops what it makes stale; whether that was wanting, so that nothing is kept any more.

    Raises:
        PlannerError: ``store.*``.
    """
    with reading(path) as connection:
        if standing.is_guarded(connection):
            return False
    with writing(path) as connection:
        standing.guard_again(connection)
    return True


def _keep(path: Path, today: date, ids: list[int], stopped: Callable[[], bool]) -> None:
    """First each account gets a stamp, then it is read: what changes from then on takes the stamp away."""
    with writing(path) as connection:
        stamps = standing.claim(connection, ids)
    made = []
    for loan_id, stamp in stamps.items():
        if stopped():
            return
        with reading(path) as connection:
            found = snapshot.accounts_again(connection, (), [loan_id])
        for account in found:
            made.append((account, stamp, *answers(account, today)))
    with writing(path) as connection:
        for account, stamp, months, runs in made:
            calendar = account.loan.calendar is not None
            standing.fill(connection, account.loan.id, stamp, months, runs, calendar=calendar)


def answers(account: Account, today: date) -> tuple[str, tuple[Run, ...]]:
    """The figures of the month ends, as text, and the answers of ``today`` and days to come, equal ones together."""
    ledger, figures = replay(account), []
    for day in month_days(today, MONTHS)[:-1]:
        ledger.advance(day)
        figures.append(ledger.figures(day))
    runs: list[Run] = []
    until = today + (DAYS - 1 + AHEAD) * _DAY
    for day in (today + number * _DAY for number in range(DAYS)):
        ledger.advance(day)
        found = standing_of(ledger, day, until)
        if day == month_end(day):
            figures.append(found.figures)
        text, met = packed(found)
        if runs and (runs[-1].answers, runs[-1].met) == (text, met):
            runs[-1] = runs[-1]._replace(until_on=day)
        else:
            runs.append(Run(day, day, text, met))
    return months_packed(figures), tuple(runs)


def mend(path: Path) -> tuple[str, ...]:
    """Compare what is kept with what the records say, and keep nothing of an account where that differs.

    Returns:
        The loans of which something else was kept, by their names.

    Raises:
        PlannerError: ``store.*``.
    """
    with reading(path) as connection:
        wrong = [
            account
            for loan_id in standing.kept(connection)
            for account in snapshot.accounts_again(connection, (), [loan_id])
            if not _agrees(connection, account)
        ]
    if wrong:
        with writing(path) as connection:
            for account in wrong:
                standing.drop(connection, account.loan.id)
    return tuple(full_name(account.loan) for account in wrong)


def _agrees(connection: Connection, account: Account) -> bool:
    loan_id = account.loan.id
    try:
        months, calendar = standing.beside(connection, loan_id)
        days = standing.runs_of(connection, loan_id)
        found = answers(account, days[0].from_on) if days else None
    except (ValueError, OverflowError):
        return False
    return found == (months, days) and calendar == (account.loan.calendar is not None)
