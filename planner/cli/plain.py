"""The command lines that are given most, read without argparse, which takes as long to load as half of their answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner import clock, i18n
from planner.domain.basics.typed import parse_date
from planner.errors import PlannerError

COMMANDS = ("status", "cash")  # their one option is ``--json``
_OF_ALL = ("--db", "--lang", "--today")


def read(argv: Sequence[str]) -> dict[str, Any] | None:
    """What ``argv`` sets, as argparse would read it: ``command`` and what stands behind options.

    None for any other command line, right or wrong: argparse reads that, and says what is wrong.
    """
    found = _words(argv)
    if found is None or found.get("lang", "en") not in i18n.LANGUAGES:
        return None
    if "today" in found:
        try:
            found["today"] = parse_date(found["today"], clock.today())
        except PlannerError:
            return None
    return found


def _words(argv: Sequence[str]) -> dict[str, Any] | None:
    found: dict[str, Any] = {}
    words = iter(argv)
    for word in words:
        if word in _OF_ALL:
            value = next(words, "-")
            if value.startswith("-"):
                return None
            found[word.removeprefix("--")] = value
        elif word == "--demo":
            found["demo"] = True
        elif word == "--json" and "command" in found:
            found["json"] = True
        elif word in COMMANDS and "command" not in found:
            found |= {"command": word, "json": False}
        else:
            return None
    return found
