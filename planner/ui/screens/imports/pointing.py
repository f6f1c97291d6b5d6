"""Pointing at the columns of an unknown file: which is the day, which the amount; tried on its rows at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.forms.fields import Field
from planner.ui.forms.form import Form

if TYPE_CHECKING:
    from planner.overview.given import Given

_SHOWN = 8  # rows that are shown as they are read
_COLUMNS = (
    "on", "amount", "received", "spent", "direction", "category", "counterparty", "goods", "pay_method", "status",
    "order_no", "card", "currency",
)  # fmt: skip


class PointingForm(Form):
    """Which column says what. Saved, the map is kept and the file read by it."""

    title_key = "import.map.title"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f9", "other_header", "key.other_header")]

    def __init__(
        self, given: Given, headers: Sequence[tuple[str, ...]], then: Callable[[bool | None], None], at: int = 0
    ) -> None:
        """``headers``: the rows that may name the columns, of which the one ``at`` a place is taken."""
        super().__init__()
        self.given, self.headers, self.then, self.at = given, headers, then, at

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of the table."""
        return self.headers[self.at]

    def fields(self) -> Sequence[Field]:
        """What kind of file it is, then a column for each field."""
        columns = (("", t("import.map.none")), *((name, name) for name in dict.fromkeys(filter(None, self.names))))
        sorts = tuple((sort, t(f"import.map.sort.{sort}")) for sort in ("card", "account", "app"))
        signs = tuple((sign, t(f"import.map.signs.{sign}")) for sign in ("none", "spent_positive", "spent_negative"))
        return (
            Field("title", t("import.map.name")),
            Field("sort", t("import.map.sort"), options=sorts),
            Field("bank", t("import.map.bank"), optional=True, shown=lambda texts: texts.get("sort") != "app"),
            Field("signs", t("import.map.signs"), options=signs, shown=lambda texts: bool(texts.get("at_amount"))),
            *(Field(f"at_{name}", t(f"import.map.col.{name}"), options=columns) for name in _COLUMNS),
        )

    def start(self) -> dict[str, str]:
        """What was said of these columns before, or else what other files have under these names."""
        from planner.importers.pointed import code_of, guess, own_maps

        before = next(
            (one for one in own_maps(self.planner.overview.settings) if one.code == code_of(self.names)), None
        )
        if before is not None:
            found = {field: names[0] for field, names in before.columns.items()}
            texts = {"title": before.names["zh"], "sort": before.sort, "bank": before.bank, "signs": before.signs}
        else:
            found = guess(self.names)
            texts = {"title": self.given.name.rpartition(".")[0] or self.given.name}
        return texts | {f"at_{name}": found.get(name, "") for name in _COLUMNS}

    def beside(self, texts: dict[str, str]) -> str:
        """The first rows as they are read so far, each with what it means or why it stays out."""
        from planner.importers.pointed import tried

        try:
            file = tried(self.given.data, self._entry(texts))
        except PlannerError as error:
            return fmt.error(error.code, error.params)
        unread = sum(bool(entry.row.problem) for entry in file.entries)
        lines = [t("import.map.tried", n=len(file.entries), unread=unread)]
        for entry in file.entries[:_SHOWN]:
            row, kind = entry.row, entry.meaning.kind
            means = t(f"import.reason.{entry.meaning.reason}") if entry.meaning.reason else t(f"import.map.is.{kind}")
            amount = "?" if row.amount_minor is None else fmt.money(row.amount_minor)
            on = "?" if row.on is None else row.on.isoformat()
            lines.append(f"{row.line}  {on}  {row.direction}  {amount}  {row.counterparty or row.goods}  {means}")
        return "\n".join(lines)

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Keep the map, if it reads at least one row; then the file is read by it."""
        from planner.importers.pointed import tried
        from planner.services import file_maps

        entry = self._entry(self.texts())
        file = tried(self.given.data, entry)
        if all(one.row.problem for one in file.entries):
            raise PlannerError("import.map_reads_nothing", field="at_on")
        self.planner.write(lambda store: file_maps.keep(store, entry), then=done, failed=self.show_error)

    def _entry(self, texts: dict[str, str]) -> dict[str, Any]:
        from planner.importers.pointed import entry_of

        columns = {name: texts.get(f"at_{name}", "") for name in _COLUMNS}
        if not columns["on"]:
            raise PlannerError("import.map_no_day", field="at_on")
        if not (columns["amount"] or columns["received"] or columns["spent"]):
            raise PlannerError("import.map_no_amount", field="at_amount")
        sort, bank = texts.get("sort", "card"), texts.get("bank", "").strip()
        if sort == "card" and not bank:
            raise PlannerError("import.map_no_bank", field="bank")
        return entry_of(
            self.names,
            columns,
            title=texts.get("title", "").strip() or self.given.name,
            sort=sort,
            bank=bank,
            signs=texts.get("signs", "none") if columns["amount"] else "none",
        )

    def action_other_header(self) -> None:
        """Take another row as the one that names the columns."""
        following = PointingForm(self.given, self.headers, self.then, (self.at + 1) % len(self.headers))
        self.dismiss(False)
        self.planner.push_screen(following, self.then)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Another row can be taken where there is one."""
        return len(self.headers) > 1 if action == "other_header" else super().check_action(action, parameters)
