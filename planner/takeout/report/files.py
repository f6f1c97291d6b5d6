"""The report as a file: HTML to be printed, or Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from planner.errors import PlannerError
from planner.takeout.asked import Asked

HTML, MARKDOWN = "html", "md"
_ENDINGS = {".html": HTML, ".htm": HTML, ".md": MARKDOWN, ".markdown": MARKDOWN, ".txt": MARKDOWN}


def kinds() -> tuple[str, ...]:
    """What ``--as`` takes."""
    return HTML, MARKDOWN


def pieces(asked: Asked) -> Iterator[str]:
    """As the option ``as`` says, else as the file is called; Markdown where there is no file.

    Raises:
        PlannerError: ``export.report_ending`` for a file that is called otherwise.
    """
    kind = asked.options.get("as") or _by_name(asked.target)
    from planner.exporters import html, markdown
    from planner.takeout.report.page import page

    made = page(asked.overview, anonymous=bool(asked.options.get("anonymous")))
    yield from (html if kind == HTML else markdown).pieces(made)


def _by_name(target: Path | None) -> str:
    if target is None:
        return MARKDOWN
    kind = _ENDINGS.get(target.suffix.lower())
    if kind is None and target.exists() and not target.is_file():  # a pipe, /dev/stdout
        return MARKDOWN
    if kind is None:
        raise PlannerError("export.report_ending", name=target.name)
    return kind
