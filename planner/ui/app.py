"""The app: one main screen with pages, one way to change data, one way to tell everybody that it changed."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input

from planner import i18n
from planner.domain.basics.text import shown
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.services.drafts import Drafts
from planner.ui.base import PlannerScreen
from planner.ui.behind import Behind
from planner.ui.computing import computed
from planner.ui.holding import LOOK_SECONDS, explained
from planner.ui.keyboard.typeahead import TypeAhead
from planner.ui.keyboard.wide import narrowed
from planner.ui.messages import Go
from planner.ui.screens.shell.cover import LOOK, Cover
from planner.ui.screens.shell.main import MainScreen

if TYPE_CHECKING:
    from planner.demo.book import Reviews
    from planner.services import OpResult, Store
    from planner.words.frame import Frame

SIGN = 0.2  # seconds of waiting for a write at the end, after which it is said
_LOOK_AGAIN = 0.01


class PlannerApp(Behind):
    """The screens, the keys and the drafts.

    What is read and written it does as ``Changing``, what a start leaves for behind its first frame as ``Behind``.
    """

    CSS_PATH = ["styles/app.tcss"]
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u,ctrl+z", "undo", "key.undo"),
        Binding("ctrl+r,ctrl+y", "redo", "key.redo", show=False),
        Binding("question_mark,f1", "help", "key.help"),
        Binding("asterisk,f9", "mask", "key.mask", show=False),
        Binding("X,ctrl+x", "take_out", "key.take_out_list", show=False),
        Binding("ctrl+d", "lock_screen", "key.lock_screen", show=False, priority=True),
        Binding("ctrl+t", "language", "key.language", show=False),
        Binding("ctrl+p", "command_palette", "key.palette", priority=True),
        Binding("q", "quit", "key.quit", show=False),
        Binding("ctrl+q", "quit", "key.quit", show=False, priority=True),  # from a form, too
    ]

    def __init__(self, path: Path, *, demo: bool = False, frame: Frame | None = None) -> None:
        super().__init__(path, frame)
        self.demo = demo
        self.drafts = Drafts(path)
        # What rests on the rules about credit follows behind the first frame: days of the credit file, cards to lower.
        if frame is None and not self.overview.awaited:
            self.overview.dated = self.overview.before_bills = ()
        self.title = t("app.title")
        self._leaving = False
        self._toasted = ""  # last
        self.ahead = TypeAhead(self, self._takes_keys, self._deal_with)
        self.cover = Cover(self)

    def reviews_follow(self, reviews: Reviews) -> None:
        """Of a demo that was made without its saved reviews: that they are written behind the first frame.

        Before that only their weeks are known, by which nobody is reminded of them; no change comes before it.
        """
        self.overview.reviewed = reviews.weeks
        self._to_follow = reviews.ready

    # -- start and end ---------------------------------------------------------------------------------------------

    def get_default_screen(self) -> Screen[object]:
        """The main screen, which stays at the bottom of the stack."""
        return MainScreen()

    def on_mount(self) -> None:
        """Put on the theme that was kept, ask the questions of a first start, open the store behind the first frame."""
        self.put_on(self.overview.settings.get("theme") if self.frame is None else self.frame.theme)
        if self.frame is None and "language" not in self.overview.settings and not self.demo:
            from planner.ui.screens.shell.welcome import Welcome

            self.push_screen(Welcome())
        self.set_interval(LOOK, self.cover.look)
        self.set_interval(LOOK_SECONDS, self.look_soon)
        # The ORM costs more than all of the screen; it loads behind the first frame and serves the writes.
        self.call_after_refresh(self.run_worker, self.behind_the_first_frame, exit_on_error=False)

    async def action_quit(self) -> None:
        """End the app, at once whatever is worked out; not before what was to be written is, or where it is refused."""
        self.leave()

    def leave(self, status: int | None = None) -> None:
        """As ``action_quit``; with an exit status, because of a signal, also where a change is refused."""
        if not self._leaving:
            self._leaving = True
            self.run_worker(self._leave(status), group="leaving", exit_on_error=False)

    async def _leave(self, status: int | None) -> None:
        refused, sign = self.refused, self.set_timer(SIGN, lambda: self.toast(t("toast.leaving")))
        while self.storing or not self._shown:  # a screen that is half built cannot be closed
            await asyncio.sleep(_LOOK_AGAIN)
        sign.stop()
        self._leaving = False
        if status is not None or self.refused == refused:
            self.exit(return_code=status or 0)

    def on_unmount(self) -> None:
        """What the app does at last."""
        self.put_away()

    def put_away(self) -> None:
        """Write the drafts that are not in their file yet, and close the file; from any thread, also twice."""
        self.drafts.flush()
        self.close_file()

    # -- telling ---------------------------------------------------------------------------------------------------

    def toast(self, text: str, *, severe: bool = False) -> None:
        """An error stays for 8 seconds, any other message for 5."""
        self._toasted = text
        if self.cover.hold(text, severe):
            return
        self.clear_notifications()
        text = shown(text)
        self.notify(text, severity="error" if severe else "information", markup=False, timeout=8 if severe else 5)

    def show_error(self, error: PlannerError) -> None:
        """The error in the language in use, as a toast in the colour of errors; of a damaged file with what helps."""
        said = fmt.error(error.code, error.params)
        self.toast(said, severe=True)
        if error.code == "unexpected" or error.code.startswith("store."):
            self.run_worker(self._tell_more(error, said), exit_on_error=False)

    async def _tell_more(self, error: PlannerError, said: str) -> None:
        """What helps, for which the file and its backups are read; unless something else was told meanwhile."""
        more = await computed(self._said, error)
        if self._toasted == said != more:
            self.toast(more, severe=True)

    # -- keys ------------------------------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """A key or a paste waits for its turn in ``ahead``; everything else is dealt with at once."""
        if isinstance(event, events.InputEvent | events.Paste):
            if self.cover.due:  # the first after the machine has slept: whose it is is not known yet
                self.cover.put_on()
                return
            self.cover.touch()
        if isinstance(event, events.MouseDown):
            self._show_figures()
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self.ahead.take(event)
        else:
            await super().on_event(event)

    async def _deal_with(self, event: events.Key | events.Paste) -> None:
        if not (isinstance(event, events.Key) and event.key == "ctrl+q"):
            self._show_figures()
        # With a Chinese input method on, commands arrive full-width; where no text is typed they mean the plain key.
        if isinstance(event, events.Key) and not self._typing():
            event = narrowed(event)
        await super().on_event(event)

    def _show_figures(self) -> None:
        """Nothing is done with what was kept: a hand that is faster than the figures waits for them."""
        if self.frame is not None:
            self.refresh_data()

    def _takes_keys(self, event: events.Key | events.Paste) -> bool:
        """Whether the screen in view can take a key: it is built, has its focus, and is not saving.

        Leaving needs no screen: in its turn, it waits for no other than a write.
        """
        if isinstance(event, events.Key) and event.key == "ctrl+q":
            return True
        screen = self.screen
        if self.frame is not None or not screen.is_mounted or getattr(screen, "busy", False):
            return False
        return screen.focused is not None or not screen.focus_chain

    def _typing(self) -> bool:
        if self.focused is None or isinstance(self.focused, Input):
            return self.focused is not None
        from textual.widgets import TextArea  # with a dozen modules; see ``_warm``

        return isinstance(self.focused, TextArea)

    def on_key(self, event: events.Key) -> None:
        """A character beyond ASCII that no screen took: say that an input method is on."""
        if event.character and ord(event.character[0]) > 0x7F and not self._typing():
            self.toast(t("toast.input_method"))

    def file_is_new(self) -> None:
        """The screen is locked by the passphrase of the file that is open now."""
        self.cover.renew()

    def action_lock_screen(self) -> None:
        """Cover the screen until the passphrase is given; of a plain file say why that is not offered."""
        if self.cover.possible:
            self.cover.put_on()
        else:
            self.toast(t("locking.plain_screen"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While the screen is covered, of all that belongs to the whole app only to end it."""
        return action == "quit" if self.cover.on else super().check_action(action, parameters)

    def action_mask(self) -> None:
        """Show stars for every amount, or the amounts again; lasts until the app ends."""
        fmt.mask(not fmt.masked())
        self.refresh_data()

    async def action_language(self) -> None:
        """The next language, which is kept; nothing while a screen is above the main one."""
        if len(self.screen_stack) == 1:
            language = i18n.next_language()
            i18n.use(language)
            await self.retranslate()
            self.keep_setting("language", language)

    async def retranslate(self) -> None:
        """The title, and the main screen with its pages; screens above it keep their words."""
        self.title = t("app.title")
        main = self.screen_stack[0]
        if isinstance(main, MainScreen):
            await main.retranslate()

    def keep_setting(self, key: str, value: str) -> None:
        """Nothing is said of it; undo takes it back like any other operation."""

        def change(store: Store) -> OpResult[Any]:
            from planner.services import settings

            return settings.put(store, **{key: value})

        self.write(change, quiet=True)

    def action_take_out(self) -> None:
        """What can be taken out, the list in view first; nothing while a form or a question is on top."""
        from planner.ui.screens.shell.taking_out import TakingOut

        screen = self.screen
        if isinstance(screen, MainScreen | PlannerScreen) and not isinstance(screen, TakingOut):
            self.push_screen(TakingOut(screen.listing))

    def action_help(self) -> None:
        """The help over the screen in view, never over the help itself."""
        from planner.ui.dialogs.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(self.screen))

    def action_command_palette(self) -> None:
        """The palette, unless it is on top already."""
        from planner.ui.palette import is_open, palette

        if not is_open(self.screen):
            self.push_screen(palette())

    def action_help_quit(self) -> None:
        """Ctrl+c, with which other programs are left, copies here: say which key leaves."""
        self.toast(t("toast.how_to_leave"))

    def commands(self) -> list[tuple[str, Callable[[], None]]]:
        """Those of ``chores``, which need neither a page nor a row."""
        from planner.ui import chores

        return chores.commands(self)

    # -- going places ----------------------------------------------------------------------------------------------

    async def on_go(self, message: Go) -> None:
        """Close what is above the main screen, then open the place's screen, or turn to its page and view."""
        if self.cover.on:
            return
        from planner.ui.places import PLACES

        place = PLACES[message.place]
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        if place.screen:
            self.push_screen(_made(place.form if message.form else place.screen))
            return
        main = self.screen_stack[0]
        assert isinstance(main, MainScreen)
        await main.action_page(place.page)
        if place.view:
            main.page.open_at(place.view, form=message.form and place.has_form)

    def is_uppermost(self, screen: Screen[Any]) -> bool:
        """Whether nothing stands above a screen but the locked one."""
        with self.cover.beneath(self._screen_stack):
            return self._screen_stack[-1] is screen

    def push_screen(self, *given: Any, **named: Any) -> Any:
        """As the one of Textual, but never above the locked screen."""
        with self.cover.beneath(self._screen_stack):
            return super().push_screen(*given, **named)

    def pop_screen(self) -> Any:
        """As the one of Textual, but never the locked screen, which only the passphrase takes away."""
        with self.cover.beneath(self._screen_stack):
            return super().pop_screen()

    # -- mistakes of ours ------------------------------------------------------------------------------------------

    def _fatal_error(self) -> None:
        self.drafts.flush()
        # Textual would print the traceback with the values of variables: a person's debts on their terminal.
        self.keep_trace()
        error = sys.exc_info()[1]
        self._exit_renderables.append(Text(self._said(error)))
        self._close_messages_no_wait()

    def _said(self, error: BaseException | None) -> str:
        from planner.services import maintenance

        why = error if isinstance(error, Exception) else Exception(error)
        return maintenance.told(self.path, explained(why, self.path))

    def _print_error_renderables(self) -> None:
        # One sentence, not Textual's advice to developers below it.
        for renderable in self._exit_renderables[:1]:
            self.error_console.print(renderable)
        self._exit_renderables.clear()


def _made(named: str) -> Screen[Any]:
    """The screen that is called ``module:class``."""
    module, name = named.split(":")
    screen = getattr(import_module(module), name)()
    assert isinstance(screen, Screen)
    return screen
