"""The command line: the app without a command, figures for scripts and cron with one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from planner import clock, i18n, paths
from planner.cli import language, plain
from planner.cli.terminal import complain, give_up, harmless
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.storage import answers

if TYPE_CHECKING:
    import argparse

    from planner.words.frame import Frame

COMMANDS = {
    "status": "status",
    "due": "due",
    "plan": "plan",
    "cash": "cash",
    "remind": "remind",
    "review": "review",
    "import": "imports",
    "maps": "maps",
    "report": "report",
    "export": "export",
    "check": "check",
    "backup": "backup",
    "restore": "restore",
    "lock": "lock",
    "unlock": "unlock",
}
"""The commands in the order of the help, each with its module: ``arguments(command)`` and ``run(options, path)``."""
MAKING = ("import", "report", "restore")
"""The commands that may begin a database, as the app does; all others want one that is there."""
_OF_TODAY = frozenset(("status", "due", "cash"))  # they ask for no saved review


def run(argv: Sequence[str]) -> int:
    """Carry out a command line; returns the exit status: 0, 1 for an expected failure, 2 for wrong usage."""
    i18n.use(language.spoken(argv, None))
    try:
        return _run(argv)
    except PlannerError as error:
        complain(fmt.error(error.code, error.params))
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        give_up()
        return 1
    except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback reaches a person
        complain(t("error.unexpected", detail=f"{type(error).__name__}: {error}"))
        return 1


def _run(argv: Sequence[str]) -> int:
    made = _maker(argv)
    options = _options(argv)
    options.made = made
    if options.today is not None:
        clock.fix(options.today)
    with _folder_of_its_own() if options.demo else nullcontext() as folder:
        path = _place(options, folder)
        try:
            with _begun(options, path):
                return _carry_out(options, path, argv)
        except BrokenPipeError:
            raise
        except Exception as error:
            from planner.services import maintenance

            error = maintenance.explained(path, error)
            if not isinstance(error, PlannerError):
                raise
            complain(maintenance.told(path, error))
            return 1


def _maker(argv: Sequence[str]) -> str:
    """What the demo is made by, asked before most of it is loaded: code that is replaced later is seen."""
    if "--demo" not in argv:
        return ""
    from planner.demo import cached

    return cached.maker()


def _carry_out(options: argparse.Namespace, path: Path, argv: Sequence[str]) -> int:
    if options.demo:
        _make_demo(options, path)
    if options.command is None:
        options.code = answers.maker()  # before the screen is loaded: code that is replaced later is seen
        found = _first_page(options, path, argv)
        if found is not None:
            options.frame, language_of_it = found
            i18n.use(language_of_it)
            return app(options, path)
    if not options.demo:
        _open(options, path)
    # what is restored over may be damaged: then its language is not known
    with suppress(Exception) if options.command == "restore" else nullcontext():
        i18n.use(_language(argv, path))
    command: Callable[[argparse.Namespace, Path], int] = options.run
    with nullcontext() if command is app else harmless():
        return command(options, path)


def _first_page(options: argparse.Namespace, path: Path, argv: Sequence[str]) -> tuple[Frame, str] | None:
    """What was kept of it, and its language; None where the app has to begin with the file."""
    if not sys.stdin.isatty():
        return None
    from planner.cli import first

    if options.demo:
        return first.of_demo(clock.today(), i18n.language()) if options.whole else None
    return first.found(argv, path, clock.today(), options.code)


def _begun(options: argparse.Namespace, path: Path) -> AbstractContextManager[None]:
    """An import that brought nothing, or was a trial, leaves no file behind where none was."""
    if options.command not in MAKING or options.demo:
        return nullcontext()
    from planner.storage import schema

    return schema.begun(path)


def _folder_of_its_own() -> AbstractContextManager[str]:
    from planner.cli import throwaway  # with random and shutil, dear for a command that has its file

    return throwaway.folder()


def _place(options: argparse.Namespace, folder: str | None) -> Path:
    """The file to work on."""
    if folder is not None:
        return Path(folder) / "demo.db"
    given = options.db if options.db is not None else os.environ.get("PLANNER_DB")
    if given == "":  # an empty variable in a script must not mean the person's own data
        raise PlannerError("cli.empty_path", name="--db" if options.db is not None else "PLANNER_DB")
    return paths.expanded(given) if given else paths.default_database()


def _make_demo(options: argparse.Namespace, path: Path) -> None:
    from planner.demo import again

    options.whole = again.copied(path, clock.today(), i18n.language())
    if not options.whole:
        from planner.demo import book as demo

        demo.create(path, clock.today(), i18n.language(), reviewed=options.reviewed and options.run is not app)


def _open(options: argparse.Namespace, path: Path) -> None:
    """Make the file or bring it up to date when needed. Only the app and what brings data may make one."""
    from planner.storage import schema, seal

    if options.command not in (None, *MAKING):
        if not (options.db or os.environ.get("PLANNER_DB") or path.exists()):
            raise PlannerError("cli.no_data", path=str(path))
        schema.require(path)  # a slip in a script must not look like no debts
    if seal.closed(path):
        try:
            _let_in(options, path)
        except PlannerError as error:
            if options.command != "restore" or error.code != "store.wrong_passphrase":
                raise
            raise PlannerError("restore.closed", path=str(path)) from error
    if options.command != "restore":
        schema.ensure(path, looks=options.command not in (None, *MAKING))


def _let_in(options: argparse.Namespace, path: Path) -> None:
    """Have the passphrase of a locked database given: on a screen of its own for the app, in a line for a command."""
    from planner.cli import passphrase

    if options.run is not app or passphrase.from_file() is not None:
        passphrase.let_in(path)
        return
    from planner.services import locking

    locking.check_available(path)
    if not sys.stdin.isatty():
        raise PlannerError("cli.no_terminal")
    from planner.ui import lean

    lean.load()
    from planner.ui.entrance import Entrance

    opened = Entrance(path).run()
    if not opened:
        raise PlannerError("passphrase.none" if opened is None else "store.wrong_passphrase", path=str(path))


def _language(argv: Sequence[str], path: Path) -> str:
    if language.named(argv) is not None:
        return language.spoken(argv, None)
    from planner.storage import snapshot

    return language.spoken(argv, snapshot.read_settings(path).get("language"))


def _options(argv: Sequence[str]) -> argparse.Namespace:
    """What a command line asks for. Ends the process with status 2 when it is wrong, with 0 when it asks for help."""
    found = plain.read(argv)
    if found is None:
        return _parser(argv).parse_args(argv)
    of_command = _of_command(str(found["command"]))[1] if "command" in found else {}
    return cast("argparse.Namespace", SimpleNamespace(**_defaults() | of_command | found))


def _defaults() -> dict[str, Any]:
    return {
        "run": app,
        "reviewed": True,
        "command": None,
        "db": None,
        "demo": False,
        "lang": None,
        "today": None,
        "frame": None,
    }


def _of_command(name: str) -> tuple[Any, dict[str, Any]]:
    """The module of a command, and what it sets of the options."""
    loaded = import_module(f"planner.cli.{COMMANDS[name]}")
    return loaded, {"run": loaded.run, "command": name, "reviewed": name not in _OF_TODAY}


def _parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of a command line; only a command that it names is loaded."""
    import argparse

    from planner.cli.arguments import Parser, Version

    common = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    _common(common)
    parser = Parser(prog="planner", description=t("cli.about"))
    _common(parser)
    parser.add_argument("--version", action=Version, nargs=0, default=argparse.SUPPRESS, help=t("cli.help.version"))
    parser.set_defaults(**_defaults())
    commands = parser.add_subparsers(metavar=t("cli.command"), title=t("cli.commands"))
    for name in COMMANDS:
        about = t(f"cli.help.{name}")
        command = commands.add_parser(name, parents=[common], help=about, description=about)
        if name in argv:
            loaded, sets = _of_command(name)
            loaded.arguments(command)
            command.set_defaults(**sets)
    return parser


def _common(parser: argparse.ArgumentParser) -> None:
    from planner.cli.arguments import day

    parser.add_argument("--db", metavar="FILE", help=t("cli.help.db"))
    parser.add_argument("--demo", action="store_true", help=t("cli.help.demo"))
    parser.add_argument("--lang", choices=i18n.LANGUAGES, help=t("cli.help.lang"))
    parser.add_argument("--today", type=day, metavar="DATE", help=t("cli.help.today"))


def _answer(made: str, path: Path, today: date, stopped: Callable[[], bool]) -> None:
    from planner.cli import answers as making  # no first screen needs it

    making.keep(path, today, stopped, made=made)


def _answer_of_demo(language: str, path: Path, today: date, stopped: Callable[[], bool]) -> None:
    from planner.cli import answers as making

    making.keep_page_of_demo(path, today, language, stopped)


def app(options: argparse.Namespace, path: Path) -> int:
    """The app itself; heavy imports wait until it is clear that there is a terminal."""
    if not sys.stdin.isatty():
        raise PlannerError("cli.no_terminal")
    from planner.ui import lean

    lean.load()
    from planner.cli import running
    from planner.ui.app import PlannerApp

    def tidy() -> None:
        if options.demo:
            from planner.cli import throwaway

            throwaway.remove(path.parent)

    begun = PlannerApp(path, demo=options.demo, frame=options.frame)
    begun.answer = partial(_answer, options.code)
    if options.demo:
        begun.answer = partial(_answer_of_demo, i18n.language())
    if options.demo and not options.whole:
        from planner.demo.book import Reviews

        begun.reviews_follow(Reviews(path, clock.today(), i18n.language(), kept=True))
    return running.run(begun, tidy)
