"""Labels and inputs of a form, line by line: what stands in them, which are shown, what can be read of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message

from planner.errors import PlannerError
from planner.ui.forms.fields import Choice, Field, FieldInput, Texts
from planner.ui.widgets.safe import Plain
from planner.ui.widgets.text import fit, width


def blank(specs: Sequence[Field]) -> Texts:
    """What stands in fields that nobody has filled in: of a choice the first option."""
    return {spec.key: spec.options[0][0] if spec.options else "" for spec in specs}


class FormBody(Horizontal):
    """One line for each field that the texts call for; the others are hidden and keep their texts."""

    def __init__(self, specs: Sequence[Field], texts: Texts) -> None:
        super().__init__(id="form-lines")
        self.specs = tuple(specs)
        texts = blank(self.specs) | texts
        self._inputs: dict[str, FieldInput | Choice] = {
            spec.key: Choice(spec, texts[spec.key]) if spec.options else FieldInput(spec, texts[spec.key])
            for spec in self.specs
        }
        self._labels = Plain("", id="form-labels")
        self._given = dict(texts)
        self._read: dict[str, tuple[str, Any]] = {}  # by field: a text and what was read of it

    def compose(self) -> ComposeResult:
        """All labels in one text at the left, the inputs at the right; which are hidden is said by ``line_up``."""
        yield self._labels
        with Vertical(id="form-inputs"):
            yield from self._inputs.values()

    def input(self, key: str) -> FieldInput | Choice:
        """The input of a field, also while it is hidden. Raises ``KeyError`` for a field that the form has not."""
        return self._inputs[key]

    @property
    def focused(self) -> FieldInput | Choice | None:
        """The input that has the focus; None while something else has it."""
        focused = self.screen.focused
        return focused if isinstance(focused, FieldInput | Choice) else None

    def shown(self) -> list[FieldInput | Choice]:
        """The inputs in view, top to bottom."""
        return [widget for widget in self._inputs.values() if widget.display]

    def line_up(self, texts: Texts, wrong: str, doubted: Collection[str]) -> None:
        """Show the fields that the texts call for, each with its label; the wrong and the doubted ones are marked."""
        names = {spec.key: spec.named(texts) for spec in self.specs}
        self._labels.styles.width = max(map(width, names.values())) + 3
        focused = self.focused
        lines = []
        for spec in self.specs:
            widget = self._inputs[spec.key]
            widget.display = spec.shown(texts)
            if widget.display:
                mark = "!" if spec.key == wrong else ">" if widget is focused else "?" if spec.key in doubted else " "
                lines.append(f"{mark}{fit(names[spec.key], width(names[spec.key]))}")
        self._labels.show("\n".join(lines))

    # -- texts and values ------------------------------------------------------------------------------------------

    def texts(self) -> Texts:
        """What stands in the fields now, hidden ones included."""
        return {key: widget.text for key, widget in self._inputs.items()}

    def fill(self, texts: Texts) -> None:
        """Put texts into fields as if suggested: they do not count as typed."""
        for key, text in texts.items():
            self._given[key] = text
            self._inputs[key].text = text

    def typed(self, event: Message) -> str:
        """The field that the person has changed; empty where it was filled by ``fill``."""
        widget = event.control
        if not isinstance(widget, FieldInput | Choice) or widget.text == self._given.get(widget.spec.key):
            return ""
        self._given.pop(widget.spec.key, None)
        return widget.spec.key

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

    def known(self, texts: Texts) -> dict[str, Any]:
        """The values that can be read already; None for all others. Only a text that is new is read."""
        return {spec.key: self._value(spec, texts[spec.key]) if spec.shown(texts) else None for spec in self.specs}

    def told(self, key: str, texts: Texts) -> Texts:
        """What the text of a field says of others that are shown and stand otherwise."""
        spec = self._inputs[key].spec
        said = spec.tells(texts[key]) if spec.tells is not None else {}
        return {other: text for other, text in said.items() if self._takes(other, text) and texts[other] != text}

    def _takes(self, key: str, text: str) -> bool:
        widget = self._inputs[key]
        return widget.display and any(value == text for value, _ in widget.spec.options)

    def doubts(self, texts: Texts) -> list[tuple[str, str]]:
        """The fields whose values are seldom right, each with why, top to bottom; those that can be read already."""
        asking = [spec for spec in self.specs if spec.doubt is not None and spec.shown(texts)]
        values = self.known(texts) if asking else {}
        found = []
        for spec in asking:
            value = values[spec.key]
            why = spec.doubt(value, values) if spec.doubt is not None and value is not None else ""
            found += [(spec.key, why)] if why else []
        return found

    def _value(self, spec: Field, text: str) -> Any:
        found = self._read.get(spec.key)
        if found is None or found[0] != text:
            try:
                found = text, spec.value(text)
            except PlannerError:
                found = text, None
            self._read[spec.key] = found
        return found[1]

    def unreadable(self, widget: FieldInput) -> PlannerError | None:
        """Why what was typed into a shown field cannot be read; None where it can, or nothing was typed."""
        if not widget.display or not widget.text.strip():
            return None
        try:
            widget.spec.value(widget.text)
        except PlannerError as error:
            return error
        return None

    def rewrite(self, widget: FieldInput) -> bool:
        """Write what was typed as its value is written (``1.2万``: ``12,000.00``); whether that changed the text."""
        value = self._value(widget.spec, widget.text) if widget.text.strip() else None
        if value is None:
            return False
        written = widget.spec.write(value)
        if written == widget.text:
            return False
        self.fill({widget.spec.key: written})
        return True

    # -- focus -----------------------------------------------------------------------------------------------------

    @property
    def at_last(self) -> bool:
        """Whether the last field has the focus."""
        return self.focused is self.shown()[-1]

    def step(self, step: int) -> None:
        """Move the focus by so many fields, past the end to the other one."""
        shown = self.shown()
        at = next((place for place, widget in enumerate(shown) if widget is self.focused), 0)
        shown[(at + step) % len(shown)].focus()
