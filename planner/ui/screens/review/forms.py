"""Small forms of the weekly review, and a saved review to read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from planner.domain.review.items import DueCheck, Outcome
from planner.i18n import format as fmt
from planner.i18n import t
from planner.services import review
from planner.ui.base import PlannerScreen
from planner.ui.forms.fields import Field
from planner.ui.forms.form import Form
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.text import wrap
from planner.words.review import as_text

if TYPE_CHECKING:
    from planner.overview.overview import Overview
    from planner.storage.kept import ReviewLine


class NoteForm(Form):
    """The last step: an optional line of one's own, then the review is saved."""

    enter_saves = True
    title_key = "review.form.save"

    def fields(self) -> Sequence[Field]:
        """One line, which may stay empty."""
        return (Field("note", t("loan.note"), optional=True, hint=t("review.hint.note")),)

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Save the review with the note: the week is done."""
        note, today = values["note"] or "", self.planner.overview.today
        self.planner.write(lambda store: review.save(store, today=today, note=note), then=done, failed=self.show_error)


class ReasonForm(Form):
    """Why an instalment is passed over."""

    enter_saves = True
    title_key = "review.form.skip"

    def __init__(self, check: DueCheck) -> None:
        super().__init__()
        self.check = check

    def fields(self) -> Sequence[Field]:
        """One line, which must not stay empty."""
        return (Field("reason", t("review.reason"), hint=t("review.hint.reason")),)

    def beside(self, texts: dict[str, str]) -> str:
        """The instalment: loan, due day, what is unpaid."""
        return f"{self.check.loan}  {fmt.day(self.check.due_on)}  {fmt.money(self.check.unpaid_minor)}"

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Answer the item as skipped; what is unpaid stays so."""
        check, today, reason = self.check, self.planner.overview.today, values["reason"]
        self.planner.write(
            lambda store: review.reply(
                store, check.key, Outcome.SKIPPED, today=today, left_minor=check.as_due_minor, reason=reason
            ),
            then=done,
            failed=self.show_error,
            quiet=True,
        )


class OwnActionForm(Form):
    """Something to do next week, in the person's own words."""

    title_key = "review.form.own"
    repeats = True

    def __init__(self, chosen: list[str], own: Sequence[str]) -> None:
        super().__init__()
        self.chosen = chosen
        self.own = list(own)

    def fields(self) -> Sequence[Field]:
        """One line, which must not stay empty."""
        return (Field("text", t("review.own"), hint=t("review.hint.own")),)

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Add it to the own actions of this review; what was chosen among the proposals stays."""
        today = self.planner.overview.today
        self.own.append(values["text"])
        own, chosen = list(self.own), self.chosen
        self.planner.write(
            lambda store: review.choose(store, chosen, today=today, own=own),
            then=done,
            failed=self.show_error,
            quiet=True,
        )


class ReviewScreen(PlannerScreen):
    """A saved review, as it was."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll(1)", "key.down", show=False),
        Binding("up,k", "scroll(-1)", "key.up", show=False),
    ]

    def __init__(self, line: ReviewLine) -> None:
        super().__init__()
        self.line = line

    def compose(self) -> ComposeResult:
        """The week, and the text in a box that scrolls."""
        yield Plain(" " + t("review.title", week=fmt.day(self.line.week_on)), classes="title")
        with VerticalScroll(id="review-text"):
            yield Plain("", id="review-body")
        yield KeyBar()

    def show(self, overview: Overview) -> None:
        """The text as it was saved, broken at the screen's width, at least 40 and at most 100 cells."""
        room = max(40, min(self.app.size.width - 4, 100))
        lines = [part for line in as_text(self.line).split("\n") for part in wrap(line, room)]
        self.query_one("#review-body", Plain).show("\n".join(lines))

    def action_scroll(self, step: int) -> None:
        """So many lines down, up where negative."""
        self.query_one("#review-text").scroll_relative(y=step, animate=False)
