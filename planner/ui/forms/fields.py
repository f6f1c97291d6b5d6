"""What a form is made of: one field per line, each knowing how to read what was typed and how to write a value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from planner.domain.basics import typed
from planner.domain.basics.rates import percent
from planner.domain.basics.text import MOST_LINE, clean, shown
from planner.errors import PlannerError
from planner.i18n import t
from planner.i18n.format import plain_money
from planner.ui.widgets.focus import FocusAtOnce
from planner.ui.widgets.text import fit, width
from planner.values import dataclass, field

Texts = dict[str, str]
"""What stands in the fields of a form, by field."""


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form. ``read`` turns the text into a value (PlannerError when it cannot); ``write`` turns it back.

    ``optional`` fields may stay empty (value None). ``hint`` is shown while the field has the focus. ``tells`` is what
    a text says of other fields, by their keys, while it is typed. ``doubt`` says why a value, given those of all
    fields, is seldom right, empty for one that is plausible: it is asked once, when the field is left or saved.
    """

    key: str
    label: str
    read: Callable[[str], Any] = clean
    write: Callable[[Any], str] = str
    optional: bool = False
    hint: str = ""
    options: Sequence[tuple[str, str]] = ()  # (value, shown text): a choice instead of a text
    pick: bool = False  # suggestions appear beside the form while it is typed in
    goes_on: bool = False  # typing continues what stands there; otherwise it takes its place
    shown: Callable[[dict[str, str]], bool] = field(default=lambda _texts: True)
    renamed: Callable[[dict[str, str]], str] | None = None  # its label where that follows from the other fields
    tells: Callable[[str], dict[str, str]] | None = None
    doubt: Callable[[Any, dict[str, Any]], str] | None = None
    joined: str = ""  # what stands between pasted lines; without it only the first is taken

    def named(self, texts: dict[str, str]) -> str:
        """The label, given what stands in all fields."""
        return self.renamed(texts) if self.renamed else self.label

    def value(self, text: str, label: str = "") -> Any:
        """The value of what was typed; None for an empty optional field. ``label`` names it in an error.

        Raises:
            PlannerError: with ``field`` set to this field's key: ``field.empty``, ``.long``, or what ``read`` says.
        """
        if self.options:
            return text
        if not clean(text):  # what cannot be seen is not kept either
            if self.optional:
                return None
            raise PlannerError("field.empty", field=self.key, label=label or self.label)
        if len(text) > MOST_LINE:
            raise PlannerError("field.long", field=self.key, label=label or self.label, n=len(text), most=MOST_LINE)
        try:
            return self.read(text)
        except PlannerError as error:
            error.field = error.field or self.key
            raise


_ANY = 10**9  # ``parse_count`` reads no more digits


def amount_field(key: str, label: str, **more: Any) -> Field:
    """An amount of money; the value is fen."""
    return Field(key, label, typed.parse_amount, plain_money, **more)


def date_field(key: str, label: str, today: date, *, ahead: bool = False, **more: Any) -> Field:
    """A calendar date, written as ISO; ``ahead``: one to come is asked for."""
    return Field(key, label, lambda text: typed.parse_date(text, today, ahead=ahead), lambda on: on.isoformat(), **more)


def rate_field(key: str, label: str, **more: Any) -> Field:
    """A rate typed in percent; the value is a fraction."""
    return Field(key, label, typed.parse_rate, rate_text, **more)


def share_field(key: str, label: str, **more: Any) -> Field:
    """A share of something typed in percent; the value is a fraction."""
    return Field(key, label, typed.parse_share, rate_text, **more)


def count_field(key: str, label: str, **more: Any) -> Field:
    """A whole number from 0 to 9999, both inclusive; ``12期`` and ``20号`` are read too."""
    return Field(key, label, typed.parse_count, **more)


def any_count_field(key: str, label: str, **more: Any) -> Field:
    """Any whole number, also below 0: what makes sense is said where it is used, with what would do."""
    return Field(key, label, lambda text: typed.parse_count(text, low=-_ANY, high=_ANY), **more)


def basis_told(text: str) -> Texts:
    """For ``Field.tells``: what a rate says it is per, as the field ``basis`` has it."""
    basis = typed.rate_basis_told(text)
    return {} if basis is None else {"basis": basis}


def rate_text(fraction: Decimal) -> str:
    """``Decimal("0.0005")`` → ``0.05%``, without losing a digit."""
    return f"{percent(fraction)}%"


class FieldInput(FocusAtOnce, Input):
    """The one-line input of a form: no border, full-width signs accepted, enter and arrows belong to the form."""

    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, spec: Field, text: str) -> None:
        super().__init__(shown(text), id=f"f-{spec.key}", compact=True, select_on_focus=not spec.goes_on)
        self.spec = spec

    @property
    def text(self) -> str:
        """What stands in it, unread; ``Choice`` has it by the same name."""
        return self.value

    @text.setter
    def text(self, value: str) -> None:
        self.value = shown(value)
        if not self.has_focus:
            self.call_after_refresh(self._show_start)

    def on_blur(self) -> None:
        """What is too long for its place shows its start while nobody types in it; the cursor stays where it was."""
        self.call_after_refresh(self._show_start)

    def _show_start(self) -> None:
        if not self.has_focus:
            self.scroll_to(0, 0, animate=False, immediate=True, force=True)

    def on_paste(self, event: events.Paste) -> None:
        """Pasted lines become one, where the field takes several; elsewhere the first is taken."""
        lines = [line.strip() for line in event.text.splitlines() if line.strip()]
        if self.spec.joined and len(lines) > 1:
            self.replace(self.spec.joined.join(lines).replace("\t", " "), *self.selection)
            event.prevent_default()
            event.stop()


class Choice(FocusAtOnce, Widget, can_focus=True):
    """One of a few options in one line; left, right or space changes it; drawn as ``< option >``."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "turn(1)", "key.next_option", show=False),
        Binding("left", "turn(-1)", "key.previous_option", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--focus"}
    index = reactive(0)

    @dataclass
    class Changed(Message):
        """Another option was chosen, by the person or because the form filled it in."""

        choice: Choice

        @property
        def control(self) -> Choice:
            """The choice itself, by which the form knows the field, as with an input."""
            return self.choice

    def __init__(self, spec: Field, text: str) -> None:
        super().__init__(id=f"f-{spec.key}")
        self.spec = spec
        self.set_reactive(Choice.index, self._find(text))

    def _find(self, text: str) -> int:
        return next((i for i, (value, _) in enumerate(self.spec.options) if value == text), 0)

    @property
    def text(self) -> str:
        """The value of the option, not the text that is shown for it. Setting an unknown one takes the first option."""
        return self.spec.options[self.index][0]

    @text.setter
    def text(self, value: str) -> None:
        self.index = self._find(value)

    def action_turn(self, step: int) -> None:
        """The next option for 1, the one before for -1; past either end the other one."""
        self.index = (self.index + step) % len(self.spec.options)

    def watch_index(self) -> None:
        """Tells of the change; the option that the form opens with is none."""
        if self.is_mounted:
            self.post_message(self.Changed(self))

    def render_line(self, y: int) -> Strip:
        """The option as ``< option >``; without the signs where there is no other one."""
        style = self.get_component_rich_style("choice--focus") if self.has_focus else self.rich_style
        return Strip([Segment(fit(self._written(), self.size.width), style)])

    def _written(self) -> str:
        shown = self.spec.options[self.index][1]
        return f"< {shown} >" if len(self.spec.options) > 1 else f"  {shown}"

    @property
    def cut(self) -> str:
        """The text of the option where the line is too narrow for it, else nothing."""
        return self.spec.options[self.index][1] if 0 < self.size.width < width(self._written()) else ""

    def on_click(self, event: events.Click) -> None:
        """On the sign at the left the option before, anywhere else the next one."""
        self.focus()
        self.action_turn(-1 if event.x < 2 else 1)


def option_texts(prefix: str, values: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Options whose texts stand in the catalogues under ``prefix.value``."""
    return tuple((value, t(f"{prefix}.{value}")) for value in values)
