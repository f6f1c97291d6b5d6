"""The rules of imports: what the person said of rows once and wants to hold for rows like them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.accounts.names import full_name
from planner.domain.imports.rules import ImportRule, Says
from planner.i18n import t
from planner.ui.base import PlannerScreen
from planner.ui.dialogs.confirm import Confirm
from planner.ui.forms.fields import Field, Texts, count_field, option_texts
from planner.ui.forms.form import Form
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Column, Row, Table
from planner.words.imports import rule_line, rule_rows, says

if TYPE_CHECKING:
    from planner.overview.overview import Overview

_NO_LOAN = "0"


class RuleForm(Form):
    """Which rows, what they are, and on which account."""

    def __init__(self, old: ImportRule | None = None) -> None:
        super().__init__()
        self.old = old
        self.draft_key = f"import-rule-{old.id if old else 'new'}"

    def heading(self) -> str:
        """The same for a new one and a known one."""
        return t("import.rules.form")

    def fields(self) -> Sequence[Field]:
        """Parts of three texts of a row; then what it is."""
        loans = [(str(key), full_name(account.loan)) for key, account in self.planner.overview.accounts.items()]
        texts = t("import.rules.hint.texts")
        return (
            Field("party", t("import.rules.party"), optional=True, hint=texts),
            Field("pay", t("import.rules.pay"), optional=True, hint=texts),
            Field("goods", t("import.rules.goods"), optional=True, hint=texts),
            Field(
                "says",
                t("import.rules.says"),
                options=option_texts("import.says", [one.value for one in Says]),
                hint=t("import.rules.hint.says"),
            ),
            Field(
                "loan",
                t("import.rules.loan"),
                options=((_NO_LOAN, t("import.rule.as_named")), *loans),
                shown=lambda texts: texts.get("says") != Says.NONE,
                hint=t("import.rules.hint.loan"),
            ),
            count_field(
                "terms",
                t("import.rules.terms"),
                optional=True,
                shown=lambda texts: texts.get("says") == Says.PURCHASE,
                hint=t("import.rules.hint.terms"),
            ),
        )

    def start(self) -> Texts:
        """A known one as it is."""
        old = self.old
        if old is None:
            return {}
        return {
            "party": old.party,
            "pay": old.pay,
            "goods": old.goods,
            "says": old.says.value,
            "loan": str(old.loan_id or _NO_LOAN),
            "terms": "" if old.terms is None else str(old.terms),
        }

    def beside(self, texts: Texts) -> str:
        """What a rule does."""
        return t("import.rules.about")

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Add the rule or replace the known one."""
        from planner.services import import_rules

        said = Says(values["says"])
        loan_id = int(values.get("loan") or _NO_LOAN) or None
        rule = ImportRule(
            self.old.id if self.old else 0,
            values["party"] or "",
            values["pay"] or "",
            values["goods"] or "",
            said,
            None if said is Says.NONE else loan_id,
            values.get("terms") if said is Says.PURCHASE else None,
        )
        self.planner.write(
            lambda store: import_rules.save(store, rule), then=done, failed=self.show_error, seen=self.old
        )


class RulesScreen(PlannerScreen):
    """All rules, to be seen, changed and deleted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,ctrl+n", "add", "key.add_rule"),
        Binding("e,enter,f2", "edit", "key.edit"),
        Binding("d,delete", "delete", "key.delete"),
        Binding("m,f8", "maps", "key.maps"),
    ]

    def compose(self) -> ComposeResult:
        """A table of which rows and what they are; below it the whole of the one in view."""
        yield Plain(" " + t("import.rules.title"), classes="title")
        yield Table(
            (
                Column("rows", t("import.rules.rows"), 36, flex=True),
                Column("what", t("import.rules.what"), 30, flex=True),
            ),
            empty=t("import.rules.empty"),
        )
        yield KeyBar()

    def on_mount(self) -> None:
        """The focus is on the table."""
        super().on_mount()
        self.query_one(Table).focus()

    def show(self, overview: Overview) -> None:
        """The rules in the order in which they were made."""
        self.query_one(Table).load(
            [
                Row(str(rule.id), {"rows": rule_rows(rule), "what": says(rule, self._loan(rule))}, data=rule)
                for rule in overview.import_rules
            ]
        )

    def _loan(self, rule: ImportRule) -> str:
        account = self.planner.overview.accounts.get(rule.loan_id or 0)
        return "" if account is None else full_name(account.loan)

    def _rule(self) -> ImportRule | None:
        row = self.query_one(Table).current
        return None if row is None else row.data

    def action_add(self) -> None:
        """A new one."""
        self.planner.push_screen(RuleForm())

    def action_edit(self) -> None:
        """The one under the cursor."""
        rule = self._rule()
        if rule is not None:
            self.planner.push_screen(RuleForm(rule))

    def action_maps(self) -> None:
        """The maps of columns, by which files are read that nobody else knows."""
        from planner.ui.screens.imports.maps import MapsScreen

        self.planner.push_screen(MapsScreen())

    def action_delete(self) -> None:
        """Ask with what it says, then delete the one under the cursor."""
        from planner.services import import_rules

        rule = self._rule()
        if rule is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.planner.write(lambda store: import_rules.delete(store, rule), seen=rule)

        question = t("import.rules.ask_delete", rule=rule_line(rule, self._loan(rule)))
        self.planner.push_screen(Confirm(question), answered)
