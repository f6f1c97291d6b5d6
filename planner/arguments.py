"""A command line parser that speaks the language of the app, where argparse itself speaks English only."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any, NoReturn

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
        for english, key in _SENTENCES.items():
            message = message.replace(english, t(key))
        self.exit(2, f"planner: {t('cli.usage', message=message.removeprefix('argument '))}\n")

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            choices = ", ".join(str(choice) for choice in action.choices)
            raise argparse.ArgumentError(action, t("cli.bad_choice", value=value, choices=choices))
