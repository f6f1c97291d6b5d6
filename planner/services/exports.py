"""Taking all data out, and putting it back into an empty database."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from planner.domain.accounts.loan import Loan
from planner.domain.reminders.rules import check_kept
from planner.errors import PlannerError
from planner.exporters import dump as document
from planner.i18n import format as fmt
from planner.importers.dump import Dump, fill, parse
from planner.importers.dump_texts import cleaned
from planner.services import locking, targets
from planner.services.blamed import place_of
from planner.services.dump_values import check_values
from planner.storage import restoring, schema, seal, snapshot, standing
from planner.storage.partial import partial, sweep
from planner.storage.sqlite import reading, writing
from planner.values import replace


class _DryRun(Exception):
    """Rolls back what was only tried."""


def dump(path: Path) -> str:
    """Everything in the database at ``path`` as one JSON document; ``restore`` makes the same database of it.

    Raises:
        PlannerError: ``store.*``.
    """
    return "".join(pieces(path))


def pieces(path: Path) -> Generator[str, None, None]:
    """The same document as it is read, all of one moment."""
    with reading(path) as connection:
        yield from document.pieces(connection)


def locked(path: Path, passphrase: str) -> bytes:
    """All of the database as a database of SQLCipher that ``passphrase`` opens; ``maintenance.restore`` takes it back.

    Raises:
        PlannerError: ``passphrase.short``; ``store.sealed_extra`` without the driver; ``store.*``.
    """
    locking.check_available(path)
    locking.check_passphrase(passphrase)
    with partial(path) as file:  # encrypted from its first page on
        seal.begin(file, seal.new(passphrase))
        restoring.copy_into(path, file)
        return file.read_bytes()


def write(path: Path, target: Path, found: Iterable[str | bytes], *, over: bool = False) -> Path:
    """Write what was taken out of the database at ``path``, readable by its owner only, as the database itself is.

    Raises:
        PlannerError: ``export.exists`` where a file is there already and not to be written ``over``, other
            ``export.*`` of ``targets.write``, ``store.*``, and whatever the making of the document raises.
    """
    try:
        return targets.write(path, target, found, over=over)
    finally:
        if isinstance(found, Generator):
            found.close()  # the database is let go at once where writing fails


def restore(
    path: Path, text: str, *, dry_run: bool = False, tell_cleaned: Callable[[Sequence[str]], None] | None = None
) -> int:
    """Write the document into the database at ``path``, which is created or must be empty: all of it, or nothing.

    A document of an earlier revision is brought up to date on the way. Settings and undo history that a first start
    has left in the empty database give way to those of the document.

    Args:
        path: the database file.
        text: what ``dump`` gave.
        dry_run: check everything, save nothing.
        tell_cleaned: is given the places of texts that held what is not shown (see ``text.clean``), once all is
            well: it was taken out. None of those that the app itself has stored is among them.

    Returns:
        The number of rows.

    Raises:
        PlannerError: ``dump.malformed`` (so for a reminder that the app could not have written,
            for a day or number that nothing can be reckoned with, and for terms of a loan that do not go together),
            ``dump.format``, ``dump.newer``, ``dump.not_empty``, ``store.*``.
    """
    with _fault_told():
        given = parse(text)
    if len(given.revision) != len(schema.HEAD) or given.revision > schema.HEAD:
        raise PlannerError("dump.newer", found=given.revision, known=schema.HEAD)
    if int(given.revision) == 0:  # revisions are numbered from 1 on without a gap
        raise PlannerError("dump.format")
    given, places = cleaned(given)
    written = given
    check_values(given)
    _check_reminders(given)
    schema.ensure(path)
    if given.revision < schema.HEAD:
        sweep(path.absolute().parent, path.name)
        given = _brought_up_to_date(given, path)
    rows = 0
    with suppress(_DryRun), writing(path, foreign_keys=False) as connection:
        standing.unguard(connection)  # nothing is kept of what is not there yet; asked at each row it would take long
        with _fault_told():
            rows = fill(connection, given)
        standing.guard(connection)
        _check(connection, written)
        if dry_run:
            raise _DryRun
    if places and tell_cleaned is not None:
        tell_cleaned(places)
    return rows


@contextmanager
def _told(where: str) -> Iterator[None]:
    """What is wrong with a part of the document is told with its place in it."""
    try:
        yield
    except PlannerError as error:
        reason = fmt.error(error.code, error.params)
        raise PlannerError("dump.malformed", where=f"{where}: {reason}") from error


@contextmanager
def _fault_told() -> Iterator[None]:
    """The ``fault`` of an error is told behind its place."""
    try:
        yield
    except PlannerError as error:
        fault = error.params.get("fault")
        if not isinstance(fault, PlannerError):
            raise
        with _told(str(error.params["where"])):
            raise fault from error


def _check_reminders(given: Dump) -> None:
    """Each reminder comes round as one that the form can say; the row is that of the document, counted from 1."""
    name, table = "reminder_rule", given.table("reminder_rule")
    if not {"code", "rrule", "lead_days"} <= set(table.columns):
        return  # ``fill`` tells what is missing
    places = [table.columns.index(column) for column in ("code", "rrule", "lead_days")]
    for number, row in enumerate(table.rows, 1):
        with _told(f"{name} {number}"):
            check_kept(*(str(row[place]) for place in places))


def _brought_up_to_date(given: Dump, path: Path) -> Dump:
    """The same data in today's tables: filled into a database of its own revision, which is then migrated.

    It is made beside the one at ``path``, where the person's data lie anyhow, locked as that is.
    """
    with partial(path) as copy:
        seal.begin(copy, seal.of(path))
        schema.upgrade(copy, given.revision, keep=False)
        with writing(copy, foreign_keys=False) as connection:
            fill(connection, given)
        schema.upgrade(copy, keep=False)
        return replace(parse(dump(copy)), sequences=given.sequences)


def _check_terms(loan: Loan, written: Dump) -> None:
    """A lender's own instalment is taken as it is: earlier versions took any, and the ledger reckons with each."""
    try:
        loan.validate()
    except PlannerError as error:
        with _told(place_of(written, loan, error)):
            raise


def _check(connection: sqlite3.Connection, written: Dump) -> None:
    """What was written can be read and makes sense: the checks of the tables know less than the domain does.

    What is wrong with the terms of a loan is told with its place in the document as it was ``written``.
    """
    try:
        for account in snapshot.accounts_in_turn(connection):
            _check_terms(account.loan, written)
        snapshot.incomes(connection)
        snapshot.credit(connection)
        snapshot.household(connection)
        snapshot.reminder_rules(connection)
        snapshot.reminder_marks(connection)
        snapshot.reviews(connection)
        snapshot.offers(connection)
        snapshot.wishes(connection)
        snapshot.operations(connection, -1)
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError) as error:
        raise PlannerError("dump.malformed", where=str(error)) from error
