"""What the palette offers beside the keys: colours, when the screen locks, lists, export, backup and restore."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from planner.errors import PlannerError
from planner.i18n import t
from planner.ui.screens.shell.taking_out import take, takings

if TYPE_CHECKING:
    from planner.ui.host import Host

THEMES = ("textual-dark", "textual-light", "ansi-dark", "ansi-light", "nord", "gruvbox", "solarized-light", "monokai")


def commands(app: Host) -> list[tuple[str, Callable[[], None]]]:
    """Name and action of each."""
    themes = [theme for theme in THEMES if theme in app.available_themes]
    return [
        (t("chore.income"), lambda: _incomes(app)),
        (t("chore.cash"), lambda: _cash(app)),
        (t("chore.assets"), lambda: _assets(app)),
        (t("chore.institutions"), lambda: _institutions(app)),
        (t("chore.import_rules"), lambda: _import_rules(app)),
        (t("chore.maps"), lambda: _maps(app)),
        (t("chore.wishes"), lambda: _wishes(app)),
        (t("chore.alternatives"), lambda: _alternatives(app)),
        (t("chore.log"), lambda: _log(app)),
        *((taking.title, partial(take, app, taking)) for taking in takings()),
        (t("chore.backup"), lambda: _backup(app)),
        (t("chore.lock_after"), lambda: _lock_after(app)),
        *([(t("chore.new_file"), app.offer_new_file)] if app.warning else []),
        (t("chore.restore"), lambda: _restore(app)),
        *((t("chore.theme", theme=theme), _theme(app, theme)) for theme in themes),
    ]


def _theme(app: Host, theme: str) -> Callable[[], None]:
    def choose() -> None:
        app.theme = theme
        app.keep_setting("theme", theme)

    return choose


def _incomes(app: Host) -> None:
    from planner.ui.screens.income.incomes import IncomeScreen

    app.push_screen(IncomeScreen())


def _cash(app: Host) -> None:
    from planner.ui.screens.cash.screen import CashScreen

    app.push_screen(CashScreen())


def _import_rules(app: Host) -> None:
    from planner.ui.screens.imports.rules import RulesScreen

    app.push_screen(RulesScreen())


def _maps(app: Host) -> None:
    from planner.ui.screens.imports.maps import MapsScreen

    app.push_screen(MapsScreen())


def _wishes(app: Host) -> None:
    from planner.ui.screens.offers.wishes import WishesScreen

    app.push_screen(WishesScreen())


def _alternatives(app: Host) -> None:
    from planner.ui.screens.offers.alternatives import AlternativesScreen

    app.push_screen(AlternativesScreen())


def _assets(app: Host) -> None:
    from planner.ui.screens.credit.assets import AssetScreen

    app.push_screen(AssetScreen())


def _institutions(app: Host) -> None:
    from planner.ui.screens.loans.institutions import Institutions

    app.push_screen(Institutions())


def _log(app: Host) -> None:
    from planner.ui.screens.shell.change_log import ChangeLog

    app.push_screen(ChangeLog())


def _backup(app: Host) -> None:
    def made() -> str:
        from planner.services import maintenance

        return t("cli.backup.made", path=maintenance.backup(app.path))

    _behind(app, made)


def _behind(app: Host, work: Callable[[], str]) -> None:
    """Do it in a thread, while keys go on being taken, then say what was done."""

    async def run() -> None:
        try:
            app.toast(await asyncio.to_thread(work))
        except PlannerError as error:
            app.show_error(error)

    app.run_worker(run(), exit_on_error=False)


def _restore(app: Host) -> None:
    from planner.ui.screens.shell.backups import Backups

    app.push_screen(Backups())


def _lock_after(app: Host) -> None:
    from planner.services import locking
    from planner.ui.screens.shell.lock_after import LockAfter

    if locking.is_locked(app.path):
        app.push_screen(LockAfter())
    else:
        app.toast(t("locking.plain_screen"))
