"""Every private name of Textual that the driver of the tests leans on; ``test_driver.py`` names those that have moved.

Textual's own pilot waits by the clock. The driver instead asks each part of the app whether it is at rest, and lets a
key arrive as the terminal would send it: neither has a public name.
"""

from __future__ import annotations

import asyncio
from functools import cache
from inspect import ismethod, signature
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from textual import _callback, events
from textual._context import visible_screen_stack
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.css.model import RuleSet
from textual.css.styles import RenderStyles, RulesMap
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.drivers.headless_driver import HeadlessDriver
from textual.geometry import Size
from textual.keys import _character_to_key
from textual.message import Message
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip

_CHARACTERS = {"enter": "\r", "tab": "\t", "space": " ", "escape": "\x1b", "backspace": "\x7f"}


def key_event(key: str) -> events.Key:
    """The event of one key: a character as itself, anything else by its name (``ctrl+s``, ``f5``, ``shift+tab``)."""
    if len(key) == 1:
        return events.Key(key if key.isalnum() else _character_to_key(key), key)
    return events.Key(key, _CHARACTERS.get(key))


def paste_event(text: str) -> events.Paste:
    """The event of a text that is pasted."""
    return events.Paste(text)


def parsed(data: str) -> list[Message]:
    """What the framework's own terminal parser makes of the characters that arrive."""
    return [message for message in XTermParser().feed(data) if isinstance(message, Message)]


def send(app: App[Any], message: Message) -> None:
    """Let a message arrive as if the terminal had sent it."""
    driver = app._driver
    assert driver is not None
    message.set_sender(app)
    driver.send_message(message)


def resize(app: App[Any], size: Size) -> None:
    """Give the terminal another size."""
    driver = app._driver
    assert isinstance(driver, HeadlessDriver)
    driver._size = size
    app.post_message(events.Resize(size, size))


def strips(app: App[Any]) -> list[Strip]:
    """The screen in view as the terminal would show it, line by line, with what of other screens is seen behind it."""
    visible_screen_stack.set(app._background_screens)
    return app.screen._compositor.render_strips()


# -- at rest -----------------------------------------------------------------------------------------------------------


def failure(app: App[Any]) -> Exception | None:
    """What went wrong inside the app, if anything did."""
    return app._exception


def ended(app: App[Any]) -> bool:
    """Whether the app has ended, well or not."""
    return app._exit or app._exception is not None or not app.screen_stack


def at_rest(app: App[Any]) -> bool:
    """Whether no part of the app has a message waiting, a callback due or a handler under way."""
    return waits(app) and not (app.screen_stack and app.screen._callbacks)


def waits(app: App[Any]) -> bool:
    """As ``at_rest``, except that callbacks may be due as soon as the screen is laid out."""
    return not app.screen_stack or all(map(_waits, [app, *app.screen.walk_children(with_self=True)]))


def is_under_way() -> bool:
    """Whether anything beside the one who asks could go on at once: asked far faster than every part of the app."""
    loop: Any = asyncio.get_running_loop()
    return bool(loop._ready)


def _waits(pump: MessagePump) -> bool:
    """Whether the pump stands where it waits for its next message, or has no loop that could deal with one."""
    queue: Any = pump._message_queue
    if not queue.empty() or pump._next_callbacks:
        return False
    task = pump._task
    has_ended = task is None or task.done()
    return bool(queue.ready_event._waiters) or (has_ended and not pump._running)


def is_resizing(app: App[Any]) -> bool:
    """Whether a new size has come that the app has not yet taken."""
    return app._resize_event is not None


def lay_out(app: App[Any]) -> None:
    """Bring the screen up to date now, not when Textual's timer comes round; what is to be drawn is only noted."""
    app.screen._on_timer_update()


def draw(app: App[Any]) -> None:
    """Draw what has changed on the screen since it was last drawn."""
    _draw(app.screen)


async def dealt_with(pilot: Pilot[Any]) -> bool:
    """Wait until every part of the screen has dealt with what it had; False when the app fell over meanwhile."""
    return await pilot._wait_for_screen()


# -- less to do --------------------------------------------------------------------------------------------------------


_draw = Screen._compositor_refresh


def draw_when_asked(patch: pytest.MonkeyPatch) -> None:
    """Let the screen in view be drawn when the driver asks for it, not each time that Textual has laid it out."""

    def note(screen: Screen[Any]) -> None:
        if screen is screen.app.screen:
            screen._dirty_widgets.clear()  # their regions wait in the compositor
        else:
            _draw(screen)

    patch.setattr(Screen, "_compositor_refresh", note)


def ask_once(patch: pytest.MonkeyPatch) -> None:
    """Let how many values a handler takes be asked once: Textual forgets it of all that come as a ``partial``."""

    @cache
    def asked(handler: Any) -> int:
        return len(signature(handler).parameters)

    def known(handler: Any) -> int:
        bound = ismethod(handler)
        return asked(handler.__func__ if bound else handler) - bound

    patch.setattr(_callback, "_count_parameters", known)


def parse_once(patch: pytest.MonkeyPatch) -> None:
    """Let the apps of this process share what they parse: each reads the same style sheets, at a fifth of its start."""
    known: dict[Any, list[RuleSet]] = {}
    parse = Stylesheet._parse_rules

    def shared(sheet: Stylesheet, css: str, *args: Any, **options: Any) -> list[RuleSet]:
        key = (css, args, *sorted(options.items()), frozenset(sheet._variables.items()))
        if key not in known:
            known[key] = parse(sheet, css, *args, **options)
        return known[key]

    patch.setattr(Stylesheet, "_parse_rules", shared)


def take_new_styles_only(patch: pytest.MonkeyPatch) -> None:
    """Where no style has changed a widget takes none again: a screen that returns would have all of them taken anew."""
    take = Stylesheet.replace_rules.__func__  # type: ignore[attr-defined]

    def taken(kind: type[Stylesheet], node: DOMNode, rules: RulesMap, animate: bool = False) -> None:
        if not animate and node.styles.base._rules == rules:
            node.notify_style_update()
        else:
            take(kind, node, rules, animate)

    patch.setattr(Stylesheet, "replace_rules", classmethod(taken))


class Styled(dict[str, RenderStyles]):
    """The styles of the parts of a widget, each made when it is asked for: few parts of few widgets ever are."""

    def __init__(self, node: DOMNode, said: dict[str, RulesMap]) -> None:
        super().__init__()
        self.node = node
        self.said = said

    def __contains__(self, part: object) -> bool:
        return part in self.said

    def __missing__(self, part: str) -> RenderStyles:
        made = DOMNode(classes=part)
        made._attach(self.node)
        made.styles.base._rules.update(self.said[part])
        self[part] = made.styles
        return made.styles


class Parts:
    """What the style sheets say of the parts of a widget that have styles of their own, as the cursor of an input has.

    Textual asks it anew for every part, each time that the widget takes its styles: two thirds of all that it asks.
    Whatever the rules of a part look at makes up the key: they themselves, and of each widget from the app down its
    kind, id, classes, and those of its states that they name.
    """

    ask = staticmethod(Stylesheet._process_component_classes)

    def __init__(self) -> None:
        self._known: dict[Any, dict[str, RulesMap]] = {}
        self._rules: WeakKeyDictionary[Stylesheet, tuple[Any, dict[frozenset[str], Any]]] = WeakKeyDictionary()

    def style(self, sheet: Stylesheet, node: DOMNode) -> None:
        """Give the parts of a widget their styles; it is drawn anew where they have changed."""
        parts = node._get_component_classes()
        if not parts:
            return
        rules, states = self._concerning(sheet, parts)
        path = tuple(
            (type(above), above._id, above.classes, *(above.has_pseudo_classes({state}) for state in states))
            for above in node.css_path_nodes
        )
        said, before = self._known.get((rules, path)), node._component_styles
        if said is None:
            if isinstance(before, Styled):
                node._component_styles = {part: before[part] for part in before.said}
            self.ask(sheet, node)
            styles = node._component_styles
            self._known[rules, path] = {part: dict(styles[part].base._rules) for part in parts}  # type: ignore[misc]
            return
        same = before.said == said if isinstance(before, Styled) else self._says(before, said)
        if not same:
            node._component_styles = Styled(node, said)
            node.refresh()

    @staticmethod
    def _says(styles: dict[str, RenderStyles], said: dict[str, RulesMap]) -> bool:
        return styles.keys() == said.keys() and all(styles[part].base._rules == said[part] for part in said)

    def _concerning(self, sheet: Stylesheet, parts: frozenset[str]) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """The rules that may hold for these parts, which ``parse_once`` keeps, and the states that they name."""
        by_name = sheet.rules_map
        of, found = self._rules.get(sheet, (None, {}))
        if of is not by_name:
            found = {}
            self._rules[sheet] = by_name, found
        if parts not in found:
            names = [name for part in sorted(parts) for name in sorted(DOMNode(classes=part)._selector_names)]
            rules = [rule for name in names for rule in by_name.get(name, ())]
            states = sorted({state for rule in rules for state in rule.pseudo_classes})
            found[parts] = tuple(map(id, rules)), tuple(states)
        rules_found: tuple[tuple[int, ...], tuple[str, ...]] = found[parts]
        return rules_found


def style_parts_once(patch: pytest.MonkeyPatch) -> None:
    """Let the apps of this process share what the style sheets say of the parts of a widget."""
    parts = Parts()
    patch.setattr(Stylesheet, "_process_component_classes", lambda sheet, node: parts.style(sheet, node))
