"""The lists of one case: rounds with their events, papers, the steps of a close-out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from planner.domain.cases.closeout import StepLine
from planner.domain.cases.file import CaseFile, Event, EventKind, Evidence, PaperState, Round
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.ui.widgets.table import Cell, Column, Row, widest
from planner.words import cases as words
from planner.words.credit import said

_WRONG = (PaperState.GONE, PaperState.CHANGED, PaperState.UNREADABLE)


def event_columns(lines: Sequence[Row] = ()) -> tuple[Column, ...]:
    """When, what, and the word on it."""
    return (
        Column("on", t("case.col.on"), 10),
        Column("what", t("case.col.what"), min(max(16, widest(lines, "what")), 34)),
        Column("word", t("case.col.word"), 20, flex=True),
    )


def event_rows(overview: Overview, file: CaseFile) -> list[Row]:
    """The last round first, each with its events in the order in which they happened, corrected ones struck."""
    found = []
    for part in reversed(file.rounds):
        found.append(_round_row(overview, part))
        found += (_event_row(overview, file, one) for one in file.recorded(part))
    return found


def _round_row(overview: Overview, part: Round) -> Row:
    lists = overview.case_lists
    cells: dict[str, Cell] = {
        "on": (fmt.day(part.on), "strong"),
        "what": (t("case.round", number=part.number, channel=words.channel_text(lists, part.channel)), "strong"),
        "word": (part.word, "strong"),
    }
    return Row(f"round-{part.id}", cells, data=part)


def _event_row(overview: Overview, file: CaseFile, event: Event) -> Row:
    over = event.id in file.corrected or event.kind is EventKind.VOID
    told = words.event_text(overview.case_lists, event)
    if event.id in file.corrected:
        told = t("case.event.corrected", what=told)
    tone = "muted" if over else ""
    cells: dict[str, Cell] = {"on": (fmt.day(event.on), tone), "what": (told, tone), "word": (event.word, tone)}
    return Row(f"event-{event.id}", cells, data=event)


def paper_columns(lines: Sequence[Row] = ()) -> tuple[Column, ...]:
    """Which paper, whether it is there and unchanged, where."""
    return (
        Column("paper", t("case.col.paper"), min(max(16, widest(lines, "paper")), 30), flex=True),
        Column("state", t("case.col.state"), max(8, widest(lines, "state"))),
        Column("where", t("case.col.where"), 20, flex=True),
        Column("added", "", widest(lines, "added"), rank=1),
    )


def paper_rows(overview: Overview, file: CaseFile, states: Mapping[int, PaperState]) -> list[Row]:
    """What such a case usually needs, in its order, whether it is there or not; then what else there is."""
    lists = overview.case_lists
    found = []
    listed = [one.code for one in lists.papers_of(file.case.kind)]
    for code in listed:
        here = [one for one in file.evidence if one.item == code]
        found += [_paper_row(one, states) for one in here] or [_lacking(words.paper_name(lists, code), code)]
    return found + [_paper_row(one, states) for one in file.evidence if one.item not in listed]


def _lacking(name: str, code: str) -> Row:
    cells: dict[str, Cell] = {
        "paper": (name, "muted"),
        "state": (t("case.paper.lacking"), "muted"),
        "where": "",
        "added": "",
    }
    return Row(f"lacking-{code}", cells, data=code)


def _paper_row(paper: Evidence, states: Mapping[int, PaperState]) -> Row:
    state = states.get(paper.id, PaperState.THERE if paper.path else PaperState.ON_PAPER)
    tone = "bad" if state in _WRONG else "good" if state is PaperState.SAME else ""
    size = "" if paper.size is None else fmt.size(paper.size)
    cells: dict[str, Cell] = {
        "paper": paper.title,
        "state": (t(f"case.paper.{state}"), tone),
        "where": " · ".join(part for part in (paper.path, paper.note) if part),
        "added": t("case.paper.added", on=fmt.day(paper.on), size=size) if size else fmt.day(paper.on),
    }
    return Row(f"paper-{paper.id}", cells, data=paper)


def counted(states: Mapping[int, PaperState]) -> dict[str, int]:
    """How many files are the same, gone or otherwise than they were."""
    found = list(states.values())
    changed = found.count(PaperState.CHANGED) + found.count(PaperState.UNREADABLE)
    return {"same": found.count(PaperState.SAME), "gone": found.count(PaperState.GONE), "changed": changed}


def in_full(overview: Overview, item: object) -> str:
    """What stands in a row, which may be cut there."""
    lists = overview.case_lists
    if isinstance(item, Round):
        return words.round_text(lists, item)
    if isinstance(item, Event):
        return t("case.line", what=words.event_text(lists, item), word=item.word)
    if isinstance(item, Evidence):
        return " · ".join(part for part in (item.title, item.path, item.note) if part)
    return words.paper_name(lists, item) if isinstance(item, str) else ""


def step_columns(lines: Sequence[Row] = ()) -> tuple[Column, ...]:
    """A step, and by when it is to be done or when it was."""
    return (
        Column("step", t("case.col.step"), 24, flex=True),
        Column("state", t("case.col.state"), max(16, widest(lines, "state"))),
    )


def step_rows(overview: Overview, file: CaseFile) -> list[Row]:
    """The steps of a close-out in their order."""
    return [
        Row(
            f"step-{one.step.code}",
            {
                "step": (said(one.step.name), "muted" if one.done_on else ""),
                "state": _step_state(one, overview.today),
            },
            data=one,
        )
        for one in overview.stands[file.case.id].steps
    ]


def _step_state(line: StepLine, today: date) -> Cell:
    if line.done_on is not None:
        return t("case.step.seen" if line.seen else "case.step.done", on=fmt.day(line.done_on)), "good"
    return t("case.step.due", on=fmt.day(line.due_on)), "bad" if line.due_on < today else ""
