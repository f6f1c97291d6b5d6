"""What the person owns, with the days of which its worth is estimated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.credit.file import Asset
from planner.domain.figures.spans import asset_ratio
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.base import PlannerScreen
from planner.ui.dialogs.confirm import Confirm
from planner.ui.forms.fields import Field, Texts, amount_field
from planner.ui.screens.credit.forms import CreditForm, said_note
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Column, Row, Table

if TYPE_CHECKING:
    from planner.overview.overview import Overview


class AssetForm(CreditForm):
    """What something is worth from a day on: a new estimate is a new entry of the same name; the past keeps its own."""

    title_key = "credit.form.asset"

    def fields(self) -> Sequence[Field]:
        """Name, worth in fen, and the day of the estimate."""
        return (
            Field("name", t("credit.asset.name"), hint=t("credit.hint.asset")),
            amount_field("value", t("credit.asset.value"), hint=t("credit.hint.asset_value")),
            self.day_field(hint=t("credit.hint.asset_on")),
            self.note_field(),
        )

    def start(self) -> Texts:
        """A new one begins with today, a known one with what was noted."""
        if self.old is None:
            return {"on": self.today.isoformat()}
        value = fmt.plain_money(self.old.value_minor)
        return {"name": self.old.name, "value": value, "on": self.old.on.isoformat(), "note": self.old.note}

    def beside(self, texts: Texts) -> str:
        """What counts as an asset, and debt against all of them with the one that is typed."""
        values, overview = self.known(texts), self.planner.overview
        lines = [t("credit.asset.about")]
        if values["name"] and values["value"] is not None:
            others = [asset for asset in overview.assets if asset.name != values["name"]]
            typed = Asset(0, values["name"], self.today, values["value"])
            ratio = fmt.percent(asset_ratio(overview.now.debt_minor, [*others, typed]), 1)
            lines += ["", t("credit.asset.ratio", ratio=ratio)]
        return "\n".join(lines)

    def record(self, values: dict[str, Any]) -> Asset:
        """The entry as it stands in the fields."""
        return Asset(self.number, values["name"], values["on"], values["value"], said_note(values))


class AssetScreen(PlannerScreen):
    """All entries, the latest first, and debt against what they come to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,ctrl+n", "add", "key.add_asset"),
        Binding("e,enter,f2", "edit", "key.edit"),
        Binding("d,delete", "delete", "key.delete"),
    ]

    def compose(self) -> ComposeResult:
        """Title, the ratio, a table of name, day and worth."""
        yield Plain(" " + t("credit.assets"), classes="title")
        yield Plain("", id="assets-ratio", classes="facts")
        yield Table(
            (
                Column("name", t("credit.asset.name"), 16, flex=True),
                Column("on", t("credit.on"), 12),
                Column("value", t("credit.asset.value"), 16, "right"),
                Column("state", t("credit.col.state"), 12),
                Column("note", t("credit.note"), 14, rank=1),
            ),
            empty=t("credit.empty.assets"),
        )
        yield KeyBar()

    def on_mount(self) -> None:
        """The focus is on the table."""
        super().on_mount()
        self.query_one(Table).focus()

    def show(self, overview: Overview) -> None:
        """In the order of their days, the latest first; an estimate that a later one replaced says so."""
        held = set(overview.assets)
        ratio, worth = overview.asset_ratio, sum(asset.value_minor for asset in held)
        facts = {"ratio": fmt.percent(ratio, 1), "debt": fmt.money(overview.now.debt_minor), "assets": fmt.money(worth)}
        self.query_one("#assets-ratio", Plain).show("" if not held else " " + t("working.assets", **facts))
        self.query_one(Table).load([_row(asset, asset in held) for asset in reversed(overview.book.credit.assets)])

    def _asset(self) -> Asset | None:
        row = self.query_one(Table).current
        return None if row is None else row.data

    def action_add(self) -> None:
        """The form of a new entry."""
        self.planner.push_screen(AssetForm())

    def action_edit(self) -> None:
        """The form of the entry under the cursor."""
        asset = self._asset()
        if asset is not None:
            self.planner.push_screen(AssetForm(asset))

    def action_delete(self) -> None:
        """Ask, then delete the entry under the cursor; the one of its name before it holds again."""
        from planner.services import credit

        asset = self._asset()
        if asset is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.planner.write(lambda store: credit.delete(store, asset), seen=asset)

        what = f"{asset.name} · {fmt.day(asset.on)} · {fmt.money(asset.value_minor)}"
        self.planner.push_screen(Confirm(t("credit.ask_delete", what=what)), answered)


def _row(asset: Asset, held: bool) -> Row:
    state = "gone" if not asset.value_minor else "held"
    return Row(
        str(asset.id),
        {
            "name": asset.name,
            "on": fmt.day(asset.on),
            "value": fmt.money(asset.value_minor),
            "state": t(f"credit.asset.{state}") if held else (t("credit.asset.replaced"), "muted"),
            "note": asset.note,
        },
        {"name": asset.name, "on": asset.on, "value": asset.value_minor},
        asset,
    )
