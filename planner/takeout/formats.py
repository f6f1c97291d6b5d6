"""The table of all formats in which data can be taken out. Each is imported when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from planner import i18n
from planner.takeout import letter
from planner.takeout.asked import Asked
from planner.takeout.lists import table as lists
from planner.takeout.report import files as report
from planner.values import dataclass, field

Pieces = Iterable[str | bytes]
"""A document as it is written: texts, or bytes where it is no text. A text ends with its last line break."""


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen about a format: ``--NAME`` of the command. Its text is ``cli.help.export.NAME``.

    Attributes:
        name: as it is typed; formats that mean the same by it share it.
        values: those that it takes, asked for when the command is read; None for a switch.
        number: it takes a whole number.
    """

    name: str
    values: Callable[[], Sequence[str]] | None = None
    number: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A line of the app's palette that takes data out: ``export.offer.NAME`` says what.

    Attributes:
        name: of its text.
        options: chosen with it.
        ending: of its file, where it is not that of the format.
        file: what its file is called besides, where the day is not enough to tell it from others of that ending.
    """

    name: str
    options: Mapping[str, Any] = field(default_factory=dict)
    ending: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the word behind ``planner export``, and who writes it.

    Attributes:
        name: that word.
        ending: of its files, with the dot.
        place: ``module:function`` of what makes the document of what is ``Asked``.
        options: what can be chosen.
        offers: how the app offers it.
        binary: whether it is no text, so that no terminal is to have it.
        locked: whether it is encrypted by a passphrase of its own.
        left_out: what is to be said of that which the document does not hold; empty for nothing.
    """

    name: str
    ending: str
    place: str
    options: tuple[Option, ...] = ()
    offers: tuple[Offer, ...] = ()
    binary: bool = False
    locked: bool = False
    left_out: Callable[[Asked], str] | None = None

    def pieces(self, asked: Asked) -> Iterator[str | bytes]:
        """The document, as it is made; amounts are in it also while they are masked on the screen.

        Raises:
            PlannerError: ``store.*``; ``export.extra`` where a library is not installed; what the format itself
                cannot say.
        """
        module, name = self.place.split(":")
        with i18n.speaking(i18n.language()):  # not what the screen masks
            yield from getattr(import_module(module), name)(asked)


_CALENDAR, _JOURNALS = "planner.takeout.calendar", "planner.takeout.journals"
_AHEAD = (Option("ahead"),)
LOCKED = ".locked.db"
LIST = Option("list", lists.names)
FORMATS = (
    Format("json", ".json", "planner.takeout.whole:pieces", offers=(Offer("json"),)),
    Format(
        "locked",
        LOCKED,
        "planner.takeout.whole:locked",
        offers=(Offer("locked"),),
        binary=True,
        locked=True,
    ),
    Format("csv", ".csv", "planner.takeout.lists.table:as_csv", (LIST,), left_out=lists.left_out),
    Format(
        "report",
        ".md",
        "planner.takeout.report.files:pieces",
        (Option("as", report.kinds), Option("anonymous")),
        (
            Offer("report", {"as": report.HTML}, ".html", "report"),
            Offer("report_anonymous", {"as": report.HTML, "anonymous": True}, ".html", "report-anonymous"),
            Offer("report_text", {"as": report.MARKDOWN}, ".md", "report"),
        ),
    ),
    Format("letter", ".md", "planner.takeout.letter:pieces", (Option("as", letter.kinds), Option("case", number=True))),
    Format("xlsx", ".xlsx", "planner.takeout.lists.table:as_workbook", (LIST,), (Offer("xlsx"),), binary=True),
    Format("ics", ".ics", f"{_CALENDAR}:pieces", (Option("amounts"), Option("alarm")), (Offer("ics"),)),
    Format("hledger", ".journal", f"{_JOURNALS}:hledger", _AHEAD, (Offer("hledger"),)),
    Format("beancount", ".beancount", f"{_JOURNALS}:beancount", _AHEAD, (Offer("beancount"),)),
)


def named(name: str) -> Format:
    """The format of that word."""
    return next(one for one in FORMATS if one.name == name)


def options() -> Iterator[Option]:
    """Every option of any format, once, with the values that any of them takes."""
    found: dict[str, list[Option]] = {}
    for one in FORMATS:
        for option in one.options:
            found.setdefault(option.name, []).append(option)
    for name, same in found.items():
        takes = [option.values for option in same if option.values is not None]
        yield Option(name, partial(_together, takes) if takes else None, same[0].number)


def _together(takes: Sequence[Callable[[], Sequence[str]]]) -> Sequence[str]:
    return tuple(dict.fromkeys(value for values in takes for value in values()))


def beside(path: Path, today: date, ending: str, name: str = "") -> Path:
    """The file beside the database that the app writes to: named after the day, and where needed what is in it."""
    middle = f"-{name}" if name else ""
    return path.with_name(f"{path.stem}-{today.isoformat()}{middle}{ending}")
