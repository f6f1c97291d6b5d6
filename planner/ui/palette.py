"""The command palette: everything that can be done here and now, by name, for when the key is out of reach."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial

from textual.command import CommandPalette, DiscoveryHit, Hit, Provider
from textual.content import Content
from textual.screen import Screen

from planner import i18n
from planner.i18n import t
from planner.ui.host import Host, host_of
from planner.ui.widgets.bars import key_name
from planner.values import dataclass

NOT_OFFERED = ("command_palette", "move(", "page(-", "page(1)", "edge(", "select", "help_quit")


@dataclass(frozen=True, slots=True)
class Command:
    """One line: what it does, the key that would have done it, in words, and what does it."""

    name: str
    hint: str | None
    run: Callable[[], object]


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
            hint = t("palette.key", name=key_name(binding.key))
            yield Command(t(binding.description), hint, partial(self.app.simulate_key, binding.key))
        for name, run in self.planner.commands():
            yield Command(name, None, run)

    def _named(self) -> Iterator[tuple[Command, list[str]]]:
        """Each with its names in the other languages: whoever has learnt it in one looks for it by that."""
        others: list[list[Command]] = []
        for language in i18n.LANGUAGES:
            if language != i18n.language():
                with i18n.speaking(language):
                    others.append(list(self._commands()))
        for command, *same in zip(self._commands(), *others, strict=True):
            yield command, [one.name for one in same]

    async def discover(self) -> AsyncIterator[DiscoveryHit]:
        """While nothing is typed: every command, those of the screen first."""
        for command in self._commands():
            yield DiscoveryHit(Content(command.name), command.run, help=command.hint)

    async def search(self, query: str) -> AsyncIterator[Hit]:
        """The commands whose names match what is typed, in any language; where none does, one line that says so.

        A name in another language than the one in use stands behind the one in that.
        """
        matcher = self.matcher(query)
        found = False
        for command, others in self._named():
            names = [command.name, *(f"{command.name} · {other}" for other in others if matcher.match(other) > 0)]
            score, shown = max(((matcher.match(name), name) for name in names), key=lambda one: one[0])
            if score > 0:
                found = True
                yield Hit(score, matcher.highlight(shown), command.run, help=command.hint)
        if not found:  # the framework's own words for it are English
            yield Hit(1, Content(t("palette.nothing")), lambda: None)


def palette() -> CommandPalette:
    """The palette, in the language in use."""
    return CommandPalette(providers=[Commands], placeholder=t("palette.placeholder"), id="--command-palette")


def is_open(screen: Screen[object]) -> bool:
    """Whether the palette is what is on top."""
    return isinstance(screen, CommandPalette)
