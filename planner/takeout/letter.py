"""The letter of a case as a file: Markdown, plain text, or HTML to be printed; the draft as the person left it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import PlannerError
from planner.takeout.asked import Asked

if TYPE_CHECKING:
    from planner.domain.cases.file import CaseFile
    from planner.domain.cases.letter import Letter
    from planner.exporters.pages import Block, Page
    from planner.overview.overview import Overview

HTML, MARKDOWN, TEXT = "html", "md", "txt"
_ENDINGS = {".html": HTML, ".htm": HTML, ".md": MARKDOWN, ".markdown": MARKDOWN, ".txt": TEXT}


def kinds() -> tuple[str, ...]:
    """What ``--as`` takes."""
    return HTML, MARKDOWN, TEXT


def pieces(asked: Asked) -> Iterator[str]:
    """The letter of the round that the case of the option ``case`` is in: its draft, else one as the records are.

    Raises:
        PlannerError: ``letter.which``, ``letter.no_case``, ``letter.closeout``; ``letter.ending`` for a file whose name
            does not say which format is meant.
    """
    from planner import i18n
    from planner.domain.cases.letter import wishes
    from planner.overview.letter import letter_of
    from planner.words.letter import draft, notices

    kind = str(asked.options.get("as") or _by_name(asked.target))
    overview = asked.overview
    file = _case(overview, asked.options.get("case"))
    letter = letter_of(overview, file) or draft(overview, file, wishes(file.case.kind)[0], i18n.language())
    yield from written(letter, notices(overview, file, letter), kind)


def written(letter: Letter, notices: list[str], kind: str) -> Iterator[str]:
    """A letter in a format, with what is to be noticed above it."""
    title, blocks = parsed(letter.text)
    if kind == TEXT:
        yield from (f"{line}\n" for line in [*notices, *([""] if notices else []), *_plain(letter.text)])
        return
    from planner.exporters import html, markdown
    from planner.exporters.pages import Lines, Page

    above: tuple[Block, ...] = (Lines(tuple(notices), prose=True),) if notices else ()
    page: Page = Page(title, letter.language, (*above, *blocks))
    yield from (html if kind == HTML else markdown).pieces(page)


def parsed(text: str) -> tuple[str, list[Block]]:
    """The title, and the blocks below it: headings, items of lists, paragraphs."""
    from planner.exporters.pages import Heading, Lines
    from planner.words.letter import HEADING, ITEM

    title, _, rest = text.strip().partition("\n")
    blocks: list[Block] = []
    for kind, found in groupby((line.strip() for line in rest.split("\n") if line.strip()), _start):
        lines = [line.removeprefix(kind) for line in found]
        blocks += [Heading(line) for line in lines] if kind == HEADING else [Lines(tuple(lines), prose=kind != ITEM)]
    return title.strip(), blocks


def _start(line: str) -> str:
    from planner.words.letter import HEADING, ITEM

    return next((one for one in (HEADING, ITEM) if line.startswith(one)), "")


def _plain(text: str) -> list[str]:
    from planner.words.letter import HEADING

    return [line.removeprefix(HEADING) for line in text.strip().split("\n")]


def _case(overview: Overview, number: object) -> CaseFile:
    from planner.domain.cases.file import Kind

    files = [one for one in overview.cases if one.case.kind is not Kind.CLOSEOUT]
    there = ", ".join(f"{one.case.id} {one.case.title}" for one in files) or "—"
    if number is None:
        raise PlannerError("letter.which", field="case", cases=there)
    found = next((one for one in overview.cases if one.case.id == number), None)
    if found is None:
        raise PlannerError("letter.no_case", field="case", id=number, cases=there)
    if found.case.kind is Kind.CLOSEOUT:
        raise PlannerError("letter.closeout", field="case", id=number)
    return found


def _by_name(target: Path | None) -> str:
    if target is None or (target.exists() and not target.is_file()):  # the screen, a pipe, /dev/stdout
        return MARKDOWN
    kind = _ENDINGS.get(target.suffix.lower())
    if kind is None:
        raise PlannerError("letter.ending", name=target.name)
    return kind
