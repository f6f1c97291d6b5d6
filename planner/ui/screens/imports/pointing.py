"""Pointing at the columns of an unknown file: which is the day, which the amount; tried on its rows at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.forms.fields import Field
from planner.ui.forms.form import Form
from planner.words.imports import tried_lines

if TYPE_CHECKING:
    from planner.overview.given import Given

_COLUMNS = (
    "on", "amount", "received", "spent", "direction", "category", "counterparty", "goods", "pay_method", "status",
    "order_no", "card", "currency",
)  # fmt: skip


class PointingForm(Form):
    """Which column says what. Saved, the map is kept and the file read by it."""

    title_key = "import.map.title"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f9", "other_header", "key.other_header")]

    def __init__(
        self,
        given: Given,
        headers: Sequence[tuple[str, ...]],
        then: Callable[[bool | None], None],
        at: int = 0,
        before: Mapping[str, Any] | None = None,
    ) -> None:
        """A form for one of the tables of a file.

        Args:
            given: the file.
            headers: the rows that may name the columns, of which the one ``at`` a place is taken.
            then: hears whether a map was kept.
            at: that place.
            before: the map that is tried, as it is kept, and set right: the one of these columns where none is given.
        """
        super().__init__()
        self.given, self.headers, self.then, self.at, self.before = given, headers, then, at, before

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
        from planner.importers.pointed import code_of, guess, own_entries

        before = self.before or own_entries(self.planner.overview.settings).get(code_of(self.names))
        if before is not None:
            found = {field: names[0] for field, names in before["columns"].items()}
            texts = {"title": before["zh"]} | {name: before[name] for name in ("sort", "bank", "signs")}
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
        return "\n".join(tried_lines(file))

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
        entry = entry_of(
            self.names,
            columns,
            title=texts.get("title", "").strip() or self.given.name,
            sort=sort,
            bank=bank,
            signs=texts.get("signs", "none") if columns["amount"] else "none",
        )
        if self.before is not None:  # files with more columns than it names are read by it as before
            entry |= {name: self.before[name] for name in ("code", "known_by")}
        return entry

    def action_other_header(self) -> None:
        """Take another row as the one that names the columns."""
        following = PointingForm(self.given, self.headers, self.then, (self.at + 1) % len(self.headers))
        self.dismiss(False)
        self.planner.push_screen(following, self.then)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Another row can be taken where there is one."""
        return len(self.headers) > 1 if action == "other_header" else super().check_action(action, parameters)
