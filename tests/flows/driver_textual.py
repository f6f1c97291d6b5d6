"""Every private name of Textual that the driver of the tests leans on; ``test_driver.py`` names those that have moved.

Textual's own pilot waits by the clock. The driver instead asks each part of the app whether it is at rest, and lets a
key arrive as the terminal would send it: neither has a public name.
"""

from __future__ import annotations

from functools import cache
from inspect import ismethod, signature
from typing import Any

import pytest
from textual import _callback, events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
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
    """The screen in view as the terminal would show it, line by line."""
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


def draw_at_rest(patch: pytest.MonkeyPatch) -> None:
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
