"""The profile items of each platform, and what is noted of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.domain.credit.file import ProfileEntry
from planner.domain.findings import profile
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.overview import Overview
from planner.ui.screens.credit.views.record import RecordView, no_text, open_record
from planner.ui.tones import TONES
from planner.ui.widgets.table import Cell, Column, Row
from planner.values import dataclass
from planner.words.credit import said

if TYPE_CHECKING:
    from planner.ui.forms.form import Form


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """One item of one platform; ``entry`` is None while nothing was noted."""

    platform: str
    item: str
    entry: ProfileEntry | None


def columns() -> tuple[Column, ...]:
    """An item of a platform, how it stands since when, and when to look again."""
    return (
        Column("platform", t("credit.col.platform"), 8),
        Column("item", t("credit.col.item"), 22, flex=True),
        Column("state", t("credit.col.state"), 12),
        Column("on", t("credit.col.on"), 10),
        Column("again", t("credit.col.again"), 10, rank=1),
        Column("note", t("credit.col.note"), 16, rank=2),
    )


def rows(overview: Overview) -> list[Row]:
    """Every item of every platform, noted or not; a complete one shows as stale from its day on."""
    file, lines = overview.book.credit, []
    for platform, name in overview.catalogue.platforms:
        held = file.profile_of(platform, overview.today)
        for item in overview.catalogue.items_of(platform):
            entry = held.get(item.code)
            state = profile.judged(item, entry, overview.today)
            stale = None if entry is None else profile.stale_on(entry, item)
            old = stale is not None and stale <= overview.today
            shown = "unknown" if entry is None else "stale" if old and entry.state == "complete" else entry.state.value
            cells: dict[str, Cell] = {
                "platform": said(name),
                "item": said(item.name) + ("" if entry and entry.state == "complete" else f"  {said(item.hint)}"),
                "state": (t(f"profile_state.{shown}"), TONES[state]),
                "on": fmt.day(entry.on) if entry else "",
                "again": fmt.day(stale) if stale else "",
                "note": entry.note if entry else "",
            }
            lines.append(Row(f"profile-{platform}-{item.code}", cells, data=ProfileLine(platform, item.code, entry)))
    return lines


def head(overview: Overview) -> str:
    """A line for each platform: how many items are done, and which comes next."""
    lines = []
    for platform, name in overview.catalogue.platforms:
        items = overview.catalogue.items_of(platform)
        todo = profile.next_items(overview.catalogue, overview.book.credit, platform, overview.today)
        counts = {"platform": said(name), "done": len(items) - len(todo), "total": len(items)}
        if todo:
            lines.append(t("credit.head.profile", next=said(todo[0].name), **counts))
        else:
            lines.append(t("credit.head.profile.done", **counts))
    return "\n".join(lines)


def _edit(line: ProfileLine) -> Form:
    from planner.ui.screens.credit.forms import ProfileForm

    return ProfileForm(line.platform, line.item, line.entry)


def _add() -> Form:
    """Beside whether a platform knows of them: what the person's assets are worth."""
    from planner.ui.screens.credit.assets import AssetForm

    return AssetForm()


VIEW = RecordView("profile", columns, rows, head, no_text, open_record(_edit), adds=_add, edits=_edit)
