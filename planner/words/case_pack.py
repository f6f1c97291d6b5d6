"""The list of what is in the archive of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.cases.file import CaseFile, Packed, PaperState
from planner.i18n import format as fmt
from planner.i18n import language, speaking, t
from planner.words import cases as words

if TYPE_CHECKING:
    from planner.overview.overview import Overview


def listed(overview: Overview, file: CaseFile) -> Callable[[Sequence[Packed]], tuple[str, str]]:
    """Makes the name and the text of the list, in the language in use now, whatever thread asks."""
    spoken, today = language(), overview.today

    def made(packed: Sequence[Packed]) -> tuple[str, str]:
        with speaking(spoken):
            return t("case.pack.list"), "\n".join(_lines(overview, file, packed, today)) + "\n"

    return made


def _lines(overview: Overview, file: CaseFile, packed: Sequence[Packed], today: date) -> Iterator[str]:
    case = file.case
    yield t("case.pack.title", kind=t(f"case.kind.{case.kind}"), title=case.title)
    yield t("case.pack.made", on=fmt.day(today))
    yield ""
    yield from words.facts(overview, file)
    yield ""
    yield t("case.pack.papers")
    for number, one in enumerate(packed, 1):
        yield t("case.pack.paper", number=number, paper=one.paper.title)
        yield from _of_paper(one)
    for part in file.rounds:
        yield ""
        yield words.round_text(overview.case_lists, part)
        for event in file.happened(part):
            what = words.event_text(overview.case_lists, event)
            yield t("case.pack.event", on=fmt.day(event.on), what=what, word=event.word)


def _of_paper(one: Packed) -> Iterator[str]:
    paper = one.paper
    named = Path(paper.path).name  # where it is kept is nobody else's business
    kept = {"path": named, "on": fmt.day(paper.on), "size": paper.size, "sha256": paper.sha256}
    if one.state is PaperState.ON_PAPER:
        yield t("case.pack.on_paper", where=paper.note)
        return
    if one.state is PaperState.GONE:
        yield t("case.pack.gone", **kept)
        return
    if one.name:
        yield t("case.pack.file", name=one.name, size=one.size, sha256=one.sha256)
        yield t("case.pack.from", path=named, on=fmt.day(paper.on))
    if one.state is PaperState.CHANGED:
        yield t("case.pack.changed", size=paper.size, sha256=paper.sha256)
    if one.state is PaperState.UNREADABLE:
        yield t("case.pack.unreadable", path=named)


def done(path: str, packed: Sequence[Packed]) -> str:
    """What is said once it is packed: also how many papers are not as they were added."""
    wrong = (PaperState.GONE, PaperState.CHANGED, PaperState.UNREADABLE)
    lacking = sum(one.state in wrong for one in packed)
    return t("case.packed_lacking", path=path, n=lacking) if lacking else t("case.packed", path=path)
