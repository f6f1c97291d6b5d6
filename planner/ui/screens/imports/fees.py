"""Fees of purchases in instalments, as the repayments of a bill tell them: of which purchase, or of none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from planner.domain.imports.proposal import FeeAnswers, PlanFee
from planner.i18n import t
from planner.ui.base import PlannerModal
from planner.ui.dialogs.confirm import Confirm
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.table import Column, Row, Table
from planner.ui.widgets.wrapped import Wrapped
from planner.values import replace
from planner.words.imports import fee_lines, fee_plan, fee_question

if TYPE_CHECKING:
    from planner.overview.preview import Preview

Answer = PlanFee | Literal["none"]


class FeeDialog(PlannerModal[Answer | None]):
    """Of which purchase in instalments a fee is, or that it is none; esc leaves it open."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "key.back")]

    def __init__(self, question: str, fees: Sequence[PlanFee]) -> None:
        super().__init__(classes="dialog-screen")
        self.question, self.fees = question, fees

    def compose(self) -> ComposeResult:
        """The question, and a line for each answer."""
        yield Wrapped(self.question, id="dialog-text")
        yield Table((Column("plan", t("import.fee.col"), 40, flex=True),))
        yield KeyBar()

    def on_mount(self) -> None:
        """The purchases, then none of them."""
        rows = [Row(str(n), {"plan": fee_plan(fee)}, data=fee) for n, fee in enumerate(self.fees)]
        table = self.query_one(Table)
        table.load([*rows, Row("none", {"plan": t("import.fee.none")}, data="none")])
        table.focus()

    def on_table_selected(self, event: Table.Selected) -> None:
        """Answer with it."""
        self.dismiss(event.row.data)

    def action_leave(self) -> None:
        """Not answered."""
        self.dismiss(None)


class AsksFees(PlannerModal[None]):
    """What a preview asks about fees before it is recorded."""

    preview: Preview
    _fees_confirmed: bool
    _then_record: bool

    def _compare(self) -> None:
        raise NotImplementedError

    def action_record(self) -> None:
        """Go on recording, once all was answered."""
        raise NotImplementedError

    def action_fees(self) -> None:
        """What is told as a fee is one, or was paid too much; where several purchases may have it, ask which."""
        proposal, answers = self.preview.proposal, self.preview.fees
        if proposal.fees_asked:
            self._ask_which(proposal.fees_asked[0], then_record=False)
        elif proposal.fees:
            self._say(answers.with_refused(proposal.fees), "left")
        elif proposal.fees_left:
            first = proposal.fees_left[0]
            same = [fee for fee in proposal.fees_left if (fee.loan_id, fee.new) == (first.loan_id, first.new)]
            if len(same) > 1:
                self._ask_which(same, then_record=False)
            else:
                self._say(answers.with_taken(same), "taken")
        else:
            self.planner.toast(t("import.no_fees"))

    def _ask_which(self, fees: Sequence[PlanFee], *, then_record: bool) -> None:
        preview = self.preview

        def answered(answer: Answer | None) -> None:
            if answer is None or preview.prepared is not self.preview.prepared:
                return
            said = self.preview.fees.with_refused(fees)
            self._say(said if answer == "none" else said.with_taken([answer]), "left" if answer == "none" else "taken")
            self._then_record = then_record

        self.planner.push_screen(FeeDialog(fee_question(preview, fees), fees), answered)

    def _say(self, answers: FeeAnswers, told: str) -> None:
        self._fees_confirmed = True
        self.preview = replace(self.preview, fees=answers)
        self.notify(t(f"import.fees.{told}"), markup=False, timeout=4)
        self._compare()

    def _asks_fees(self) -> bool:
        """Whether something is to be answered first, which is asked then; recording goes on by itself."""
        proposal = self.preview.proposal
        if proposal.fees_asked:
            self._ask_which(proposal.fees_asked[0], then_record=True)
            return True
        if proposal.fees and not self._fees_confirmed:
            question = "\n".join([*fee_lines(self.preview), t("import.fees.ask")])
            self.planner.push_screen(Confirm(question), self._confirmed)
            return True
        return False

    def _confirmed(self, yes: bool | None) -> None:
        """The fees were looked at: record, or let the person go on."""
        self._fees_confirmed = bool(yes)
        if yes:
            self.action_record()
