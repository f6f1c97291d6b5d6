"""The first page of the app as it was kept: found before the file is looked over, read or understood.

Any doubt, and the app begins as if nothing were kept. A first start, which begins with a question, is one.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date

from planner.cli import language
from planner.storage import answers
from planner.storage.answers import FRAME
from planner.words import frame
from planner.words.frame import Frame


def found(argv: Sequence[str], path: str | os.PathLike[str], today: date, made: str) -> tuple[Frame, str] | None:
    """What the first page shows today, and the language that is spoken; None where all of it is to be worked out.

    Args:
        argv: the command line, which may name a language.
        path: the database.
        today: the person's day.
        made: by what answers are made now, as ``answers.maker`` says it.
    """
    spoken = ""

    def key(chosen: str | None) -> answers.Key:
        nonlocal spoken
        spoken = "" if chosen is None else language.spoken(argv, chosen)
        return today.isoformat(), FRAME, spoken

    told = answers.found(os.fspath(path), key, made, quiet=True)
    if told is None:
        return None
    page = _read(told)
    return None if page is None else (page, spoken)


def of_demo(today: date, spoken: str) -> tuple[Frame, str] | None:
    """The same of the demo of a day, in the language that is spoken: as an earlier start has kept it."""
    from planner.demo import cached

    told = cached.told(today.isoformat(), spoken, FRAME)
    page = None if told is None else _read(told)
    return None if page is None else (page, spoken)


def _read(told: str) -> Frame | None:
    try:
        return frame.read(told)
    except (ValueError, TypeError, AttributeError):  # another program wrote it
        return None
