"""Makes the answers of ``planner status`` and the first page beforehand: behind the first screen, and once the writes
have settled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import date, timedelta
from pathlib import Path
from sqlite3 import Connection

from planner import i18n
from planner.cli import status
from planner.i18n import t
from planner.overview.overview import Overview, read
from planner.storage import answers, same_file, seal
from planner.storage.answers import DOCUMENT, FRAME, TEXT, Key
from planner.storage.sqlite import commit, connect, prepare, reading, roll_back, telling, writing
from planner.words.frame import text_of
from planner.words.today import frame

DAYS = 7  # that are kept, today among them
ENOUGH = 2  # days that are still kept
MANY = 100  # accounts from which on only today's are made: of a thousand a day takes half a second

_DAY = timedelta(days=1)


def keep(path: Path, today: date, stopped: Callable[[], bool] = lambda: False, *, made: str | None = None) -> None:
    """Keep the answers of today and the days to come, where too few are kept; nothing is said where that fails.

    Args:
        path: the database.
        today: the person's day.
        stopped: asked between two days.
        made: what ``maker`` said when the process began; None for one that has just begun. Where it says something else
            in the end, the code was replaced meanwhile, and nothing is kept.
    """
    made = made or answers.maker()
    with suppress(Exception):  # whoever asks for the answer is told what is wrong
        if not seal.sealed(path):
            _keep(path, today, stopped, made)


def _keep(path: Path, today: date, stopped: Callable[[], bool], made: str) -> None:
    expected = same_file.meant(path)
    with telling(path), closing(connect(path)) as connection:
        prepare(connection)
        (accounts,) = connection.execute("SELECT count(*) FROM loan").fetchone()
        days = 1 if accounts > MANY else DAYS
        wanted = [key for number in range(min(days, ENOUGH)) for key in _keys(today + number * _DAY)]
        if all(answers.of(connection, made, key) is not None for key in wanted):
            return
        told: dict[Key, str] = {}
        before = _version(connection)
        for day in (today + number * _DAY for number in range(days)):
            if stopped():
                return
            with closing(read(path, day, waiting=True)) as view:
                told |= _told(view, _keys(day))
        if answers.maker() != made:
            return
        connection.execute("BEGIN IMMEDIATE")
        try:
            if _version(connection) == before:
                answers.put(connection, made, told)
                commit(connection, path, expected)
        finally:
            roll_back(connection)


def keep_page_of_demo(path: Path, today: date, language: str, stopped: Callable[[], bool] = lambda: False) -> None:
    """Keep the first page of the demo beside the demo that is kept, as it is before anybody changes anything in it.

    Args:
        path: the copy that is in use; another one is made beside it for this.
        today: the person's day.
        language: that the demo was begun in.
        stopped: asked before that.
    """
    from planner.demo import again, cached

    made, day = cached.maker(), today.isoformat()
    fresh = path.with_name("page.db")
    if stopped() or cached.told(day, language, FRAME) is not None or not again.copied(fresh, today, language):
        return
    with suppress(Exception):  # the next start shows its page a little later
        key = (day, FRAME, language)
        with closing(read(fresh, today, waiting=True)) as view:
            told = _told(view, [key])
        cached.keep_told(told[key], made, day, language, FRAME)
    fresh.unlink(missing_ok=True)


def _version(connection: Connection) -> int:
    """A number that each commit of any other connection to the file makes another."""
    found: int = connection.execute("PRAGMA data_version").fetchone()[0]
    return found


def _keys(day: date) -> list[Key]:
    texts = [(day.isoformat(), form, language) for form in (TEXT, FRAME) for language in i18n.LANGUAGES]
    return [*texts, (day.isoformat(), DOCUMENT, "")]


def _told(view: Overview, keys: Sequence[Key]) -> dict[Key, str]:
    """What the command prints, to the end of the last line; what the page shows."""
    found = {}
    for key in keys:
        _, form, language = key
        if form == DOCUMENT:
            found[key] = status.printed(status.document(view))
        else:
            with i18n.speaking(language):
                found[key] = text_of(frame(view)) if form == FRAME else status.printed(status.text(view))
    return found


def mend(path: Path) -> tuple[str, ...]:
    """Compare what is kept with what the records say, and keep nothing where any of it differs; what was wrong.

    Raises:
        PlannerError: ``store.*``.
    """
    made = answers.maker()
    with reading(path) as connection:
        kept = {key: answers.of(connection, made, key) for key in answers.keys(connection)}
        if all(told is None or _agrees(path, key, told) for key, told in kept.items()):
            return ()
    with writing(path) as connection:
        answers.drop(connection)
    return (t("check.kept_answers"),)


def _agrees(path: Path, key: Key, told: str) -> bool:
    """Read by itself for each of the few: what one day asked is not to help another."""
    try:
        return _told(read(path, date.fromisoformat(key[0])), [key]) == {key: told}
    except ValueError:
        return False
