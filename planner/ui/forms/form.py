"""A form on its own screen: fields at the left, what they mean at the right while typing, errors in words below.

Enter goes to the next field and saves on the last one (or at once, where everything is already right); ctrl+s saves
from anywhere and offers the next; esc asks once when something was typed, and keeps it as a draft.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.base import PlannerModal
from planner.ui.forms.fields import Choice, Field, FieldInput
from planner.ui.widgets.bars import KeyBar
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.text import fit, width, wrap


class Form(PlannerModal[bool]):
    """Base of all forms: a subclass gives ``fields()`` and ``save()``; ``start()`` and ``beside()`` may follow."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "next", "key.next_field", priority=True),
        Binding("enter", "save_now", "key.save", priority=True),  # instead, where everything is already right
        Binding("ctrl+s", "save_next", "key.save", priority=True),
        Binding("escape", "leave", "key.back"),
        Binding("up", "step(-1)", "key.previous_field", show=False, priority=True),
        Binding("down", "step(1)", "key.next_field", show=False, priority=True),
        Binding("shift+tab", "field(-1)", "key.previous_field", show=False, priority=True),
        Binding("tab", "field(1)", "key.next_field", show=False, priority=True),
        Binding("f6", "discard", "key.discard_draft"),
        Binding("f1", "app.help", "key.help", show=False),  # the question mark is text here
    ]
    title_key = ""
    draft_key = ""
    enter_saves = False
    repeats = False  # whether ctrl+s clears the form for another record instead of closing it

    def __init__(self) -> None:
        super().__init__()
        self.specs: tuple[Field, ...] = ()
        self.touched: set[str] = set()
        self._asked_to_leave = False
        self._restored = False
        self._opened: dict[str, str] = {}
        self._given: dict[str, str] = {}
        self._notice = ("", "", False)  # what was said last beside the hints, at which field, whether that is wrong

    # -- to be given -----------------------------------------------------------------------------------------------

    def fields(self) -> Sequence[Field]:
        """The fields, top to bottom."""
        raise NotImplementedError

    def start(self) -> dict[str, str]:
        """The texts the form opens with, by field key."""
        return {}

    def beside(self, texts: dict[str, str]) -> Content | str:
        """What stands beside the fields while they are filled in. Must not raise."""
        return ""

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Save the values: usually ``self.planner.write(…, then=done, failed=self.show_error)``."""
        raise NotImplementedError

    def aside(self) -> dict[str, str]:
        """What a draft keeps beside the texts of the fields."""
        return {}

    def restore(self, draft: dict[str, str]) -> None:
        """Take back what ``aside`` gave, when the form opens again."""

    def heading(self) -> str:
        """The heading."""
        return t(self.title_key)

    # -- building --------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        self.specs = tuple(self.fields())
        texts = self.start()
        self._opened = self._blank() | texts
        draft = self.planner.drafts.get(self.draft_key)
        if draft:
            texts = texts | draft
            self._restored = True
            self.touched = {spec.key for spec in self.specs} & set(draft)
            self.restore(draft)
        self._given = dict(texts)
        yield Plain(Content(" " + self.heading()), id="form-title")
        with Horizontal(id="form-body"):
            with VerticalScroll(id="form-fields", can_focus=False), Horizontal(id="form-lines"):
                yield Plain("", id="form-labels")
                with Vertical(id="form-inputs"):
                    for spec in self.specs:
                        text = texts.get(spec.key, spec.options[0][0] if spec.options else "")
                        yield Choice(spec, text) if spec.options else FieldInput(spec, text)
            with VerticalScroll(id="form-beside", can_focus=False):
                yield Plain("", id="form-side")
        yield Plain("", id="form-message")
        yield KeyBar()

    def on_mount(self) -> None:
        self._settle_layout()
        self._label()
        self._say(t("form.draft_restored") if self._restored else "", self.first_field())
        self._beside()

    def first_field(self) -> str:
        """The field that has the focus at first."""
        return self.specs[0].key

    def _settle_layout(self) -> None:
        texts = self.texts()
        label = max(width(spec.named(texts)) for spec in self.specs) + 3
        self.query_one("#form-labels").styles.width = label
        for spec in self.specs:
            self.input(spec.key).display = spec.shown(texts)

    def _label(self) -> None:
        wrong = self._notice[1] if self._notice[2] else ""
        texts = self.texts()
        focused = self.focused.spec.key if isinstance(self.focused, FieldInput | Choice) else ""
        lines = []
        for spec in self.specs:
            if spec.shown(texts):
                mark = "!" if spec.key == wrong else ">" if spec.key == focused else " "
                label = spec.named(texts)
                lines.append(f"{mark}{fit(label, width(label))}")
        self.query_one("#form-labels", Plain).show("\n".join(lines))

    # -- reading and filling ---------------------------------------------------------------------------------------

    def input(self, key: str) -> FieldInput | Choice:
        """The input of a field."""
        widget: Widget = self.query_one(f"#f-{key}")
        assert isinstance(widget, FieldInput | Choice)
        return widget

    def texts(self) -> dict[str, str]:
        """What stands in the fields now."""
        return {spec.key: self.input(spec.key).text for spec in self.specs}

    def fill(self, texts: dict[str, str]) -> None:
        """Put texts into fields as if suggested: they do not count as typed."""
        for key, text in texts.items():
            self._given[key] = text
            self.input(key).text = text
        self.call_after_refresh(self._filled)

    def _filled(self) -> None:
        self._settle_layout()
        self._label()
        self._beside()

    def values(self) -> dict[str, Any]:
        """All values of the shown fields; None for hidden ones.

        Raises:
            PlannerError: for the first field that cannot be read.
        """
        texts = self.texts()
        return {
            spec.key: spec.value(texts[spec.key], spec.named(texts)) if spec.shown(texts) else None
            for spec in self.specs
        }

    def known(self, texts: dict[str, str]) -> dict[str, Any]:
        """The values that can be read already; None for all others."""
        values: dict[str, Any] = {}
        for spec in self.specs:
            try:
                values[spec.key] = spec.value(texts[spec.key]) if spec.shown(texts) else None
            except PlannerError:
                values[spec.key] = None
        return values

    # -- events ----------------------------------------------------------------------------------------------------

    @on(Input.Changed)
    @on(Choice.Changed)
    def _typed(self, event: Input.Changed | Choice.Changed) -> None:
        widget = event.control
        if isinstance(widget, FieldInput | Choice) and widget.text != self._given.get(widget.spec.key):
            self._given.pop(widget.spec.key, None)
            self.touched.add(widget.spec.key)
            self._asked_to_leave = False
            if not self._notice[2] or self._notice[1] == widget.spec.key:
                self._notice = ("", "", False)
            self.edited(widget.spec.key)
            self._keep_draft()
        self._settle_layout()
        self._label()
        self._beside()

    def edited(self, key: str) -> None:
        """A field was changed by the person (not by ``fill``)."""

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        widget = event.widget
        if isinstance(widget, FieldInput | Choice):
            widget.scroll_visible(animate=False)
            self._hint()
            self._label()
            self._beside()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        widget = event.widget
        if isinstance(widget, FieldInput) and widget.text.strip():
            try:
                written = widget.spec.write(widget.spec.value(widget.text))
            except PlannerError:
                return
            if written != widget.text:
                self.fill({widget.spec.key: written})

    @property
    def room_beside(self) -> int:
        """How many cells a line beside the fields may take."""
        return self.query_one("#form-side").size.width or 36

    def _beside(self) -> None:
        beside = self.beside(self.texts())
        if isinstance(beside, str):
            beside = "\n".join(line for text in beside.split("\n") for line in wrap(text, self.room_beside))
        self.query_one("#form-side", Plain).show(beside)

    def _hint(self) -> None:
        """The hint of the focused field, unless something was said of it; what is wrong stays said until it changes."""
        focused = self.focused
        if isinstance(focused, FieldInput | Choice):
            text, field, wrong = self._notice
            if field != focused.spec.key and not wrong:
                self._notice = ("", "", False)
            self.message(text if text and field == focused.spec.key else focused.spec.hint)

    def _say(self, text: str, field: str, *, wrong: bool = False) -> None:
        self._notice = (text, field, wrong)
        widget = self.input(field)
        if wrong and widget is self.focused and isinstance(widget, FieldInput):
            widget.select_all()  # what is typed next takes the place of what is wrong
        widget.focus()
        self.message(text)
        self._label()

    def message(self, text: str) -> None:
        """Say something in the line below the fields."""
        room = max(20, self.size.width - 2)
        self.query_one("#form-message", Plain).show("\n".join(wrap(text, room)[:2]))

    def show_error(self, error: PlannerError) -> None:
        """Name what is wrong, mark the field and go there; everything typed stays."""
        self.busy = False
        text = "! " + fmt.error(error.code, error.params)
        if error.field in {spec.key for spec in self.specs if self.input(spec.key).display}:
            self._say(text, str(error.field), wrong=True)
        else:
            self.message(text)

    # -- keys ------------------------------------------------------------------------------------------------------

    def action_step(self, step: int) -> None:
        """Up and down: from field to field, unless the form lets them choose among suggestions."""
        self.action_field(step)

    def action_field(self, step: int) -> None:
        shown = [self.input(spec.key) for spec in self.specs if self.input(spec.key).display]
        at = next((i for i, widget in enumerate(shown) if widget is self.focused), 0)
        shown[(at + step) % len(shown)].focus()

    def action_next(self) -> None:
        shown = [self.input(spec.key) for spec in self.specs if self.input(spec.key).display]
        if self.focused is shown[-1]:
            self._submit(self._close)
        else:
            self.action_field(1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "discard":
            return self._restored
        return self.enter_saves == (action == "save_now") if action in ("next", "save_now") else True

    def action_save_now(self) -> None:
        self._submit(self._close)

    def action_save_next(self) -> None:
        self._submit(self._again if self.repeats else self._close)

    def _submit(self, done: Callable[[], None]) -> None:
        if self.busy:
            return
        try:
            values = self.values()
            self.busy = True
            self.save(values, done)
        except PlannerError as error:
            self.show_error(error)

    def _close(self) -> None:
        self.busy = False
        self.planner.drafts.drop(self.draft_key)
        self.dismiss(True)

    def _again(self) -> None:
        self.busy = False
        self.planner.drafts.drop(self.draft_key)
        self._restored = False
        self.touched.clear()
        self.fill(self._blank() | self.start())
        self._say(t("form.saved_next"), self.first_field())

    def _keep_draft(self) -> None:
        """Keep what differs from the form as it opened, at once: nothing typed is lost, whatever happens next."""
        if self.draft_key and self.touched:
            kept = {k: text for k, text in self.texts().items() if k in self.touched or text != self._opened.get(k)}
            self.planner.drafts.put(self.draft_key, kept | self.aside())

    def action_discard(self) -> None:
        """Begin anew, without what was restored."""
        self.planner.drafts.drop(self.draft_key)
        self._restored = False
        self.touched.clear()
        self.fill(self._opened)
        self._say("", self.first_field())
        self.refresh_bindings()

    def _blank(self) -> dict[str, str]:
        return {spec.key: spec.options[0][0] if spec.options else "" for spec in self.specs}

    def action_leave(self) -> None:
        if not self.touched:
            self.dismiss(False)
        elif self._asked_to_leave:
            self._keep_draft()
            self.dismiss(False)
        else:
            self._asked_to_leave = True
            self.message(t("form.leave_keeps_draft" if self.draft_key else "form.leave"))
