"""The language that a command line speaks."""

from __future__ import annotations

import os
from collections.abc import Sequence

from planner.i18n import LANGUAGES


def named(argv: Sequence[str]) -> str | None:
    """That of ``--lang``; None where it names none."""
    for index, word in enumerate(argv):
        if word == "--lang" and index + 1 < len(argv) and argv[index + 1] in LANGUAGES:
            return argv[index + 1]
        if word.startswith("--lang=") and word.removeprefix("--lang=") in LANGUAGES:
            return word.removeprefix("--lang=")
    return None


def spoken(argv: Sequence[str], chosen: str | None) -> str:
    """``--lang``, else what was ``chosen`` in the app, else the locale."""
    given = named(argv)
    if given is not None:
        return given
    if chosen in LANGUAGES:
        return chosen
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return next((language for language in LANGUAGES if locale.lower().startswith(language)), "en")
