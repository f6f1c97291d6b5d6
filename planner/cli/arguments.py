"""A command line parser that speaks the language of the app, where argparse itself speaks English only.

Also what stands behind an option, read as everywhere else: a day, an amount, a goal, a count.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import date
from typing import Any, NoReturn

from planner import clock
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t

_SENTENCES = {
    "the following arguments are required: ": "cli.missing",
    "unrecognized arguments: ": "cli.unrecognised",
    "expected one argument": "cli.no_value",
}
"""What argparse says, as far as a person can bring it about here, and the sentence that says it."""


class _Formatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, t("cli.usage_of") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """``argparse.ArgumentParser`` with help and errors from the catalogues; wrong usage is one line and status 2."""

    def __init__(self, *, add_help: bool = True, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Formatter, allow_abbrev=False, **options)
        if add_help:  # a parser without help only lends its arguments, whose groups are merged by their first titles
            self._optionals.title = t("cli.options")
            self._positionals.title = t("cli.arguments")
            self.add_argument("-h", "--help", action="help", help=t("cli.help.help"))

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line, in the language in use, and end with status 2."""
        for english, key in _SENTENCES.items():
            message = message.replace(english, t(key))
        self.exit(2, f"planner: {t('cli.usage', message=message.removeprefix('argument '))}\n")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            choices = ", ".join(str(choice) for choice in action.choices)
            raise argparse.ArgumentError(action, t("cli.bad_choice", value=value, choices=choices))


class Version(argparse.Action):
    """Prints the version and ends."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print ``planner`` with the installed version and end with status 0."""
        from importlib.metadata import version

        print(f"planner {version('planner')}")
        parser.exit()


def as_json(command: argparse.ArgumentParser) -> None:
    """The option of every command that can print a document."""
    command.add_argument("--json", action="store_true", help=t("cli.help.json"))


def day(text: str) -> date:
    """A day as it may be typed anywhere in the app."""
    from planner.domain.basics.typed import parse_date

    try:
        return parse_date(text, clock.today())
    except PlannerError as error:
        raise argparse.ArgumentTypeError(fmt.error(error.code, error.params)) from error


def amount(text: str) -> int:
    """An amount in fen as it may be typed anywhere in the app."""
    from planner.domain.basics.typed import parse_amount

    try:
        return parse_amount(text)
    except PlannerError as error:
        raise argparse.ArgumentTypeError(fmt.error(error.code, error.params)) from error


def step(text: str) -> str:
    """An amount as it may be typed anywhere in the app, or a step from the one of now such as ``+500``; as typed."""
    from planner.domain.basics.money import LIMIT_MINOR
    from planner.domain.basics.typed import parse_step

    try:
        parse_step(text, LIMIT_MINOR)
    except PlannerError as error:
        raise argparse.ArgumentTypeError(fmt.error(error.code, error.params)) from error
    return text


def goal(text: str) -> str:
    """A goal of a plan, in the form of ``goals.ask_from``."""
    from planner.domain.payoff.search.goals import ask_from

    try:
        ask = ask_from(text)
        ask.validate()
        return ask.text
    except PlannerError as error:
        raise argparse.ArgumentTypeError(fmt.error(error.code, error.params)) from error


def count(text: str) -> int:
    """A number of days, 0 to 3,660."""
    if not text.isdecimal() or int(text) > 3660:
        raise argparse.ArgumentTypeError(t("cli.bad_count", text=text))
    return int(text)
