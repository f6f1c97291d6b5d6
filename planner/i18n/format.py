"""How amounts, shares, dates and spans are written in the language in use. Display only, never parsed back."""

from __future__ import annotations

import errno
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from planner.domain.basics.text import clean, quoted
from planner.errors import PlannerError
from planner.i18n import by_itself, t

_OS_ERRORS = (
    errno.ENOENT,
    errno.EACCES,
    errno.EPERM,
    errno.EISDIR,
    errno.ENOTDIR,
    errno.EROFS,
    errno.ENOSPC,
    errno.ENAMETOOLONG,
    errno.ELOOP,
    errno.ENXIO,
)
UNKNOWN = "—"
_LONGEST = 40  # signs of a name in the name of an operation
_BRIEF = 32  # cells of a name in a line: less than half of one of the smallest window
MASK = "＊＊＊＊"
# What an operation of the journal is called in the texts, where that is not its code: a code that stands in people's
# databases stays for good.
_SAID_AS = {"plan.add": "card_plan.add", "plan.edit": "card_plan.edit", "plan.delete": "card_plan.delete"}
_masked = False


def mask(on: bool) -> None:
    """Show every amount as the same few stars (or as itself again)."""
    global _masked
    _masked = on


def masked() -> bool:
    """Whether amounts are masked at the moment."""
    return _masked and not by_itself()


def plain_money(minor: int) -> str:
    """``1234567`` fen → ``12,345.67``; never masked (for what a person is typing)."""
    sign = "-" if minor < 0 else ""
    whole, cents = divmod(abs(minor), 100)
    return f"{sign}{whole:,}.{cents:02d}"


def money(minor: int | None) -> str:
    """``1234567`` fen → ``12,345.67``; ``None`` (unknown) → ``—``; stars of one width while masked."""
    if minor is None:
        return UNKNOWN
    return MASK if masked() else plain_money(minor)


def signed(minor: int) -> str:
    """Like ``money``, with a plus sign above 0; stars have none."""
    return f"+{money(minor)}" if minor > 0 and not masked() else money(minor)


def percent(fraction: Decimal | None, places: int = 2) -> str:
    """``Decimal("0.1358")`` → ``13.58%``; ``None`` (undefined) → ``—``. Rounded half up for display only."""
    if fraction is None:
        return UNKNOWN
    value = (fraction * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{value}%"


def day(on: date | None) -> str:
    """ISO date, in both languages; ``—`` when there is none."""
    return UNKNOWN if on is None else on.isoformat()


def moment(at: str) -> str:
    """An instant (ISO, UTC) as day and minute of the person's own clock; ``—`` when there is none, or that is none."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M") if at else UNKNOWN
    except (ValueError, OverflowError):
        return UNKNOWN


def size(count: int) -> str:
    """A number of bytes in kB or MB of a thousand."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} kB"


def short_day(on: date, today: date) -> str:
    """Month and day when the year is this one (``11-23``), else the ISO date."""
    return on.strftime("%m-%d") if on.year == today.year else on.isoformat()


def month_day(on: date) -> str:
    """``11-23``: of a day that is less than a year away from the one it stands beside."""
    return on.strftime("%m-%d")


def month(on: date) -> str:
    """``2026-11``."""
    return on.strftime("%Y-%m")


def month_named(on: date) -> str:
    """``2026年11月`` / ``Nov 2026``: a month that no spreadsheet takes for a day."""
    return t(f"month.{on.month}", year=on.year)


def days_left(days: int) -> str:
    """Days until a due date: ``3 days`` / ``today`` / ``2 days overdue``."""
    if days == 0:
        return t("span.today")
    return t("span.overdue", n=-days) if days < 0 else t("span.left", n=days)


def weekday(number: int) -> str:
    """0 = Monday … 6 = Sunday."""
    return t(f"weekday.{number}")


def operation_key(code: str) -> str:
    """The catalogue key of the name of an operation, by its code in the journal."""
    return f"op.{_SAID_AS.get(code, code)}"


def operation(code: str, params: Mapping[str, object]) -> str:
    """The name of a journalled operation, for undo and redo: ``记还款 760.00 (借呗)``.

    One that another version or a foreign hand has written is called by its code, where no text says it.
    """
    shown = show(params)
    try:
        return t(operation_key(code), **{name: _clipped(value) for name, value in shown.items()})
    except (LookupError, ValueError, AttributeError):
        return quoted(code)


def _clipped(value: object) -> object:
    """A name short enough for a toast."""
    return value[: _LONGEST - 2] + ".." if isinstance(value, str) and len(value) > _LONGEST else value


def brief(name: str) -> str:
    """A name in a line that says more: of one that takes more than ``_BRIEF`` cells the beginning and two dots."""
    if _cells(name) <= _BRIEF:
        return name
    kept = len(name)
    while _cells(name[:kept]) > _BRIEF - 2:
        kept -= 1
    return name[:kept].rstrip() + ".."


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def rejudged(params: Mapping[str, object]) -> tuple[str, ...]:
    """What an operation turned from late into on time, and from on time into late or missed; empty for most."""
    found = {name: params.get(name) for name in ("mended", "marred")}
    return tuple(
        t(f"op.{name}", days=t("list.and").join(str(on) for on in days[:3]), n=len(days))
        for name, days in found.items()
        if isinstance(days, list) and days
    )


def show(params: Mapping[str, object]) -> dict[str, object]:
    """Parameters made readable: ``x_minor`` also becomes ``x`` written as money, dates become ISO text.

    Several in a tuple become one text; a text becomes one line that is safe to show; an error its sentence.
    """
    shown: dict[str, object] = {}
    for name, value in params.items():
        if name.endswith("_minor") and isinstance(value, int):
            shown[name.removesuffix("_minor")] = money(value)
        elif isinstance(value, date):
            shown[name] = value.isoformat()
        elif isinstance(value, PlannerError):
            shown[name] = error(value.code, value.params)
        elif isinstance(value, tuple):
            shown[name] = t("list.and").join(map(str, value))
        elif isinstance(value, str):
            shown[name] = clean(value)
        else:
            shown[name] = value
    return shown


def error(code: str, params: Mapping[str, object]) -> str:
    """The sentence of a ``PlannerError``."""
    return t(f"error.{code}", **show(params))


def os_error(error: OSError) -> str:
    """What the operating system refused, in the language in use; its own words for what is rare."""
    if error.errno in _OS_ERRORS:
        return t(f"os.{errno.errorcode[error.errno]}")
    return error.strerror or str(error)
