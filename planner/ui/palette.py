"""The command palette: everything that can be done here and now, by name, for when the key is out of reach."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from functools import partial

from textual.command import CommandPalette, DiscoveryHit, Hit, Provider
from textual.content import Content
from textual.screen import Screen

from planner.i18n import t
from planner.ui.host import Host, host_of
from planner.ui.widgets.bars import key_name
from planner.values import dataclass

NOT_OFFERED = ("command_palette", "move(", "page(-", "page(1)", "edge(", "select", "help_quit")


@dataclass(frozen=True, slots=True)
class Command:
    """One line: what it does and the key that would have done it."""

    name: str
    hint: str
    key: str


class Commands(Provider):
    """The valid actions of the screen, then what belongs to the whole app."""

    @property
    def planner(self) -> Host:
        """The app, with its type."""
        return host_of(self.app)

    def _commands(self) -> Iterator[Command]:
        seen = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            named = binding.description.startswith(("key.", "page."))
            if not named or not active.enabled or binding.action in seen or binding.action.startswith(NOT_OFFERED):
                continue
            seen.add(binding.action)
            yield Command(t(binding.description), t("palette.key", name=key_name(binding.key)), binding.key)

    async def discover(self) -> AsyncIterator[DiscoveryHit]:
        """While nothing is typed: every command, those of the screen first."""
        for command in self._commands():
            yield DiscoveryHit(Content(command.name), partial(self.app.simulate_key, command.key), help=command.hint)
        for name, run in self.planner.commands():
            yield DiscoveryHit(Content(name), run)

    async def search(self, query: str) -> AsyncIterator[Hit]:
        """The commands whose names match what is typed; where none does, one line that says so."""
        matcher = self.matcher(query)
        found = False
        for command in self._commands():
            score = matcher.match(command.name)
            if score > 0:
                found = True
                run = partial(self.app.simulate_key, command.key)
                yield Hit(score, matcher.highlight(command.name), run, help=command.hint)
        for name, action in self.planner.commands():
            score = matcher.match(name)
            if score > 0:
                found = True
                yield Hit(score, matcher.highlight(name), action)
        if not found:  # the framework's own words for it are English
            yield Hit(1, Content(t("palette.nothing")), lambda: None)


def palette() -> CommandPalette:
    """The palette, in the language in use."""
    return CommandPalette(providers=[Commands], placeholder=t("palette.placeholder"), id="--command-palette")


def is_open(screen: Screen[object]) -> bool:
    """Whether the palette is what is on top."""
    return isinstance(screen, CommandPalette)
