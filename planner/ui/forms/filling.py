"""The screen on which fields are filled in: labels and inputs, what stands beside, the line below, the draft."""

from __future__ import annotations

from typing import Any

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input

from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.forms.body import FormBody, blank
from planner.ui.forms.draft import Draft
from planner.ui.forms.fields import Choice, FieldInput
from planner.ui.forms.notice import Notice
from planner.ui.forms.outline import Outline
from planner.ui.forms.side import Side
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain


class Filling(Outline):
    """Everything of a form but its keys: what it says while it is filled in, and what it keeps of that."""

    def __init__(self) -> None:
        super().__init__()
        self.touched: set[str] = set()  # fields that the person changed
        self.changes = 0  # how often
        self._doubts_told: set[tuple[str, str]] = set()  # doubts that were told: fields, and why
        self._led = False  # whether the form itself is moving the focus, to tell something else

    def compose(self) -> ComposeResult:
        """Heading, fields, what stands beside, the line below, the keys; filled in from the draft if there is one."""
        self.specs = tuple(self.fields())
        self.draft = Draft(self.planner.drafts, self.draft_key, blank(self.specs) | self.start(), self.set_timer)
        found = self.draft.found
        if found:
            self.touched = {spec.key for spec in self.specs} & set(found)
            self.restore(found)
        self.body = FormBody(self.specs, self.draft.opened | found)
        self.side = Side()
        self.notice = Notice()
        yield Plain(Content(" " + self.heading()), id="form-title")
        with Horizontal(id="form-body"):
            with VerticalScroll(id="form-fields", can_focus=False):
                yield self.body
            yield self.side
        yield self.notice
        yield KeyBar()

    def on_mount(self) -> None:
        """Says that a draft was restored, if one was; ``first_field`` has the focus."""
        self._line_up()
        self._doubts_told = set(self.body.doubts(self.draft.opened))  # what is saved already was accepted
        self.say(t("form.draft_restored") if self.draft.found else "", self.first_field())
        self.show_beside()
        self.call_after_refresh(self._hint)  # how much room an option has is known from now on

    # -- reading and filling ---------------------------------------------------------------------------------------

    def input(self, key: str) -> FieldInput | Choice:
        """The input of a field, also while it is hidden. Raises ``KeyError`` for a field that the form has not."""
        return self.body.input(key)

    def texts(self) -> dict[str, str]:
        """What stands in the fields now, hidden ones included."""
        return self.body.texts()

    def known(self, texts: dict[str, str]) -> dict[str, Any]:
        """The values that can be read already; None for all others and for hidden fields."""
        return self.body.known(texts)

    def fill(self, texts: dict[str, str]) -> None:
        """Put texts into fields as if suggested: they do not count as typed."""
        self.body.fill(texts)
        self.call_after_refresh(self._filled)

    def _filled(self) -> None:
        self._line_up()
        self.show_beside()

    @on(Input.Changed)
    @on(Choice.Changed)
    def _changed(self, event: Input.Changed | Choice.Changed) -> None:
        key = self.body.typed(event)
        if key:
            self.touched.add(key)
            self.changes += 1
            mended = self.notice.changed(key)
            if told := self.body.told(key, self.texts()):
                self.fill(told)
            self.edited(key)
            self.keep_draft()
            if mended or (isinstance(event.control, Choice) and event.control is self.body.focused):
                self._hint()
        self._follow()

    def keep_draft(self) -> None:
        """Keep what was typed so far; nothing where the form has no draft or nothing was typed."""
        self.draft.keep(self.texts(), self.touched, self.aside())

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The hint of the field in hand; what stands beside too, where the form ``follows_focus``."""
        if isinstance(event.widget, FieldInput | Choice):
            event.widget.scroll_visible(animate=False)
            self._hint()
            self._follow(anew=self.follows_focus)

    def _hint(self) -> None:
        if self.body.focused is not None:
            self.notice.hint(self.body.focused, self._doubts(self.texts()).get(self.body.focused.spec.key, ""))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Left, a field shows its value as it is written (``1.2万``: ``12,000.00``) or what is wrong with it is said.

        The draft is in the file.
        """
        self.draft.flush()
        if isinstance(event.widget, FieldInput) and self.body.rewrite(event.widget):
            self.call_after_refresh(self._filled)
        if isinstance(event.widget, FieldInput | Choice):
            self.notice.doubt("" if self._led else self._left_wrong(event.widget) or self.new_doubt()[1])
            self._led = False

    def _left_wrong(self, widget: FieldInput | Choice) -> str:
        """What is wrong with the text of a field that is left, unless it is marked already; saving marks it."""
        marked = self.notice.wrong == widget.spec.key
        error = self.body.unreadable(widget) if isinstance(widget, FieldInput) and not marked else None
        return "" if error is None else "! " + fmt.error(error.code, error.params)

    def new_doubt(self) -> tuple[str, str]:
        """The first field whose value is seldom right and that was not asked about, and why; two empty texts for none.

        It counts as asked from here on: the same value is accepted.
        """
        doubt = next((one for one in self.body.doubts(self.texts()) if one not in self._doubts_told), ("", ""))
        self._doubts_told.add(doubt)
        return doubt

    def on_unmount(self) -> None:
        """Whatever closes the form: what was typed and kept is in the file."""
        self.draft.flush()

    # -- telling ---------------------------------------------------------------------------------------------------

    @property
    def room_beside(self) -> int:
        """How many cells a line beside the fields may take."""
        return self.side.room

    def show_beside(self) -> None:
        """Work out anew what stands beside the fields."""
        texts = self.texts()
        self.side.show(self.beside(texts), texts)

    def _line_up(self) -> None:
        texts = self.texts()
        self.body.line_up(texts, self.notice.wrong, self._doubts(texts))

    def _doubts(self, texts: dict[str, str]) -> dict[str, str]:
        """Why a field is doubted, by its key."""
        return dict(self.body.doubts(texts))

    def _follow(self, *, anew: bool = False) -> None:
        """Show what goes with the texts in the fields; what stands beside only if they are others, or ``anew``."""
        texts = self.texts()
        self.body.line_up(texts, self.notice.wrong, self._doubts(texts))
        if anew or not self.side.is_for(texts):
            self.side.show(self.beside(texts), texts)

    def say(self, text: str, field: str, *, wrong: bool = False) -> None:
        """Say something of a field and go there; ``wrong`` marks it."""
        self.notice.say(text, field, wrong=wrong)
        widget = self.input(field)
        if wrong and widget is self.focused and isinstance(widget, FieldInput):
            widget.select_all()  # what is typed next takes the place of what is wrong
        self._led = self.body.focused not in (None, widget)
        widget.focus()
        self._line_up()

    def show_error(self, error: PlannerError) -> None:
        """Name what is wrong, mark the field and go there; everything typed stays."""
        self.busy = False
        text = "! " + fmt.error(error.code, error.params)
        if error.field in {widget.spec.key for widget in self.body.shown()}:
            self.say(text, str(error.field), wrong=True)
        else:  # said of the field in hand, else the hint of it, which may still be on its way, would take its place
            self.notice.say(text, self.body.focused.spec.key if self.body.focused else self.first_field(), wrong=False)
