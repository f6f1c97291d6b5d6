"""Before one borrows: what it would do, when and how it would do no harm, what needs no loan; and the decision."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.offers.instead import Instead
from planner.domain.offers.offer import Decision, Wish
from planner.domain.offers.wishes import Before
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.borrowing import before_of, cost_on, instead_of
from planner.ui.base import PlannerScreen
from planner.ui.dialogs.confirm import Confirm
from planner.ui.forms.fields import Field, Texts, amount_field, count_field, option_texts, rate_field, rate_text
from planner.ui.forms.form import Form
from planner.ui.forms.thinking import Thinking
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.table import Column, Row, Table
from planner.values import replace
from planner.words.offers import before_lines, finding_lines, instead_lines

if TYPE_CHECKING:
    from planner.overview.overview import Overview

Worked = tuple[Before, tuple[Instead, ...]]


class WishForm(Form):
    """Amount, purpose and months; what they would do stands beside; below the place for the decision."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "scroll(1)", "key.page_down", show=False),
        Binding("pageup", "scroll(-1)", "key.page_up", show=False),
    ]
    draft_key = "wish-new"

    def __init__(self, wish: Wish | None = None) -> None:
        super().__init__()
        self.wish = wish
        self.thinking = Thinking[Worked](self)
        if wish is not None:
            self.draft_key = f"wish-{wish.id}"

    def heading(self) -> str:
        """The same for a new one and a known one."""
        return t("wish.form")

    def fields(self) -> Sequence[Field]:
        """What is wanted, then what was decided."""
        decisions = option_texts("wish.decision", [one.value for one in Decision])
        return (
            amount_field("amount", t("wish.amount"), hint=t("wish.hint.amount")),
            Field("purpose", t("wish.purpose"), hint=t("wish.hint.purpose")),
            count_field("terms", t("wish.terms"), hint=t("wish.hint.terms")),
            rate_field("rate", t("wish.rate"), optional=True, hint=t("wish.hint.rate")),
            Field("decision", t("wish.decision"), options=decisions, hint=t("wish.hint.decision")),
            Field("words", t("wish.words"), optional=True, hint=t("wish.hint.words")),
        )

    def start(self) -> Texts:
        """As it was noted."""
        wish = self.wish
        if wish is None:
            return {}
        return {
            "amount": fmt.plain_money(wish.amount_minor),
            "purpose": wish.purpose,
            "terms": str(wish.terms),
            "rate": "" if wish.rate is None else rate_text(wish.rate),
            "decision": wish.decision.value,
            "words": wish.words,
        }

    def beside(self, texts: Texts) -> str:
        """What it would do, from a thread."""
        values = self.known(texts)
        if values["amount"] is None or values["terms"] is None:
            return t("wish.beside.incomplete")
        try:
            wish = self._wish(values | {"purpose": values["purpose"] or "…", "decision": Decision.OPEN, "words": ""})
            wish.validate()
        except PlannerError as error:
            return fmt.error(error.code, error.params)
        overview = self.planner.overview
        question = (wish.amount_minor, wish.terms, wish.rate, overview.seen)

        def work(halted: Callable[[], bool]) -> Worked | None:
            found = before_of(overview, wish, halted)
            return None if found is None else (found, instead_of(overview, wish, halted))

        worked = self.thinking.answer(question, work)
        if worked is None:
            return t("offer.working")
        found, ways = worked
        cost = cost_on(overview, found.offer, overview.today)
        told = [
            *before_lines(overview, found, cost),
            "",
            *instead_lines(ways, wish.amount_minor),
            "",
            *finding_lines(found),
        ]
        return "\n".join(told)

    def _wish(self, values: dict[str, Any]) -> Wish:
        before, today = self.wish, self.planner.overview.today
        decision = Decision(values["decision"])
        kept = before is not None and before.decision is decision and before.decided_on is not None
        return Wish(
            0 if before is None else before.id,
            today if before is None else before.on,
            values["amount"],
            values["purpose"],
            values["terms"],
            values["rate"],
            decision,
            None if decision is Decision.OPEN else before.decided_on if before is not None and kept else today,
            values["words"] or "",
        )

    def action_scroll(self, direction: int) -> None:
        """What stands beside the fields may be longer than the screen."""
        self.query_one("#form-beside").scroll_relative(y=direction * 8, animate=False)

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Note it, with what was decided.

        Raises:
            PlannerError: ``wish.*`` where it makes no sense.
        """
        from planner.services import offers

        wish = self._wish(values)
        wish.validate()
        self.planner.write(
            lambda store: offers.save_wish(store, wish), then=done, failed=self.show_error, seen=self.wish
        )


class WishesScreen(PlannerScreen):
    """What was asked before, with what was decided."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a,ctrl+n", "add", "key.add_wish"),
        Binding("e,enter,f2", "edit", "key.edit"),
        Binding("d,delete", "delete", "key.delete"),
    ]

    def compose(self) -> ComposeResult:
        """A table of wishes, the latest first."""
        yield Plain(" " + t("wish.list"), classes="title")
        yield Table(
            (
                Column("on", t("wish.col.on"), 10),
                Column("purpose", t("wish.col.purpose"), 14, flex=True),
                Column("amount", t("wish.col.amount"), 11, "right"),
                Column("terms", t("wish.col.terms"), 6, "right", rank=1),
                Column("decision", t("wish.col.decision"), 15),
                Column("words", t("wish.col.words"), 14, flex=True, rank=2),
            ),
            empty=t("wish.empty"),
        )
        yield KeyBar()

    def on_mount(self) -> None:
        """The focus is on the table."""
        super().on_mount()
        self.query_one(Table).focus()

    def show(self, overview: Overview) -> None:
        """The latest first."""
        self.query_one(Table).load([_row(one) for one in reversed(overview.wishes)])

    @property
    def wish(self) -> Wish | None:
        """The one under the cursor."""
        row = self.query_one(Table).current
        return None if row is None else row.data

    def action_add(self) -> None:
        """A new one."""
        self.planner.push_screen(WishForm())

    def action_edit(self) -> None:
        """The one under the cursor, for its decision."""
        if self.wish is not None:
            self.planner.push_screen(WishForm(self.wish))

    def action_delete(self) -> None:
        """Ask with its purpose, then delete the one under the cursor."""
        from planner.services import offers

        wish = self.wish
        if wish is None:
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self.planner.write(lambda store: offers.delete_wish(store, wish), seen=wish)

        self.planner.push_screen(Confirm(t("wish.ask_delete", purpose=wish.purpose)), answered)


def _row(wish: Wish) -> Row:
    cells = {
        "on": fmt.day(wish.on),
        "purpose": wish.purpose,
        "amount": fmt.money(wish.amount_minor),
        "terms": str(wish.terms),
        "decision": t(f"wish.decision.{wish.decision}"),
        "words": wish.words,
    }
    return Row(str(wish.id), cells, {"amount": wish.amount_minor, "terms": wish.terms}, data=replace(wish))
