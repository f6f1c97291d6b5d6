"""The private names of Textual that the driver leans on are still there, with the meaning that it needs."""

from __future__ import annotations

import inspect
from asyncio import BaseEventLoop
from pathlib import Path

from textual._queue import Queue
from textual.app import App
from textual.css.styles import Styles
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.drivers.headless_driver import HeadlessDriver
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen

from tests.flows import driver_textual
from tests.flows.driver import running

# Where the name is written: what a new release of Textual has to be searched for when it is gone.
USED = {
    App: ("_background_screens", "_driver", "_exit", "_exception", "_resize_event"),
    BaseEventLoop: ("_ready",),
    DOMNode: ("_attach", "_component_styles", "_get_component_classes", "_id", "_selector_names"),
    HeadlessDriver: ("_size",),
    MessagePump: ("_message_queue", "_next_callbacks", "_task", "_running"),
    Pilot: ("_wait_for_screen",),
    Queue: ("ready_event",),
    Screen: ("_callbacks", "_compositor", "_compositor_refresh", "_dirty_widgets", "_on_timer_update"),
    Styles: ("_rules",),
    Stylesheet: ("_parse_rules", "_process_component_classes", "_variables"),
}


def test_the_private_names_of_textual_are_where_the_driver_looks_for_them() -> None:
    moved = [
        f"{owner.__module__}.{owner.__name__}.{name}"
        for owner, names in USED.items()
        for name in names
        if not hasattr(owner, name) and f"self.{name}" not in inspect.getsource(owner)
    ]
    assert not moved, f"Textual has moved {', '.join(moved)}: mend tests/flows/driver_textual.py"


async def test_an_app_at_rest_is_seen_to_be_at_rest_and_a_waiting_message_is_seen(empty: Path) -> None:
    async with running(empty) as d:
        assert driver_textual.at_rest(d.app), "Textual's message loop has changed: mend driver_textual.at_rest"
        driver_textual.send(d.app, driver_textual.key_event("2"))
        d.app.screen.call_later(lambda: None)
        assert not driver_textual.at_rest(d.app), "Textual's message queue has changed: mend driver_textual.at_rest"
        await d.settle()
        assert driver_textual.at_rest(d.app)
        assert d.page == "loans"
