"""The command lines that are given most, read without argparse, which takes as long to load as half of their answer."""

from __future__ import annotations

from collections.abc import Sequence

from planner import clock, i18n

COMMANDS = ("status", "cash")  # their one option is ``--json``
_OF_ALL = ("--db", "--lang", "--today")
_SWITCHES = ("demo", "json")


def read(argv: Sequence[str]) -> dict[str, object] | None:
    """What ``argv`` sets, as argparse would read it: ``command`` and what stands behind options.

    None for any other command line, right or wrong: argparse reads that, and says what is wrong.
    """
    given = words(argv)
    if given is None:
        return None
    found: dict[str, object] = {name: True if name in _SWITCHES else value for name, value in given.items()}
    if "command" in given:
        found.setdefault("json", False)
    if "today" in given:
        from planner.domain.basics.typed import parse_date
        from planner.errors import PlannerError

        try:
            found["today"] = parse_date(given["today"], clock.today())
        except PlannerError:
            return None
    return found


def words(argv: Sequence[str]) -> dict[str, str] | None:
    """The same as it is written: switches that are there have no value."""
    found: dict[str, str] = {}
    given = iter(argv)
    for word in given:
        if word in _OF_ALL:
            value = next(given, "-")
            if value.startswith("-"):
                return None
            found[word.removeprefix("--")] = value
        elif word == "--demo":
            found["demo"] = ""
        elif word == "--json" and "command" in found:
            found["json"] = ""
        elif word in COMMANDS and "command" not in found:
            found["command"] = word
        else:
            return None
    return found if found.get("lang", "en") in i18n.LANGUAGES else None
