"""The command line: the app without a command, figures for scripts and cron with one. Heavy imports inside commands."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner import clock, i18n, paths
from planner.arguments import Parser
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t

if TYPE_CHECKING:
    from planner.services.overview import Overview

DUE_DAYS = 30


def run(argv: Sequence[str]) -> int:
    """Carry out a command line; returns the exit status: 0, 1 for an expected failure, 2 for wrong usage."""
    i18n.use(_language(argv, None))
    try:
        return _run(argv)
    except PlannerError as error:
        print(f"planner: {fmt.error(error.code, error.params)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone; Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback reaches a person
        print(f"planner: {t('error.unexpected', detail=f'{type(error).__name__}: {error}')}", file=sys.stderr)
        return 1


def _run(argv: Sequence[str]) -> int:
    options = _parser().parse_args(argv)
    if options.today is not None:
        clock.fix(options.today)
    with tempfile.TemporaryDirectory(prefix="planner-demo-") if options.demo else nullcontext() as folder:
        path = _database(options, folder)
        i18n.use(_language(argv, path))
        command: Callable[[argparse.Namespace, Path], int] = options.run
        return command(options, path)


def _database(options: argparse.Namespace, folder: str | None) -> Path:
    """The file to work on, made or brought up to date when needed."""
    if folder is not None:
        from planner.services import demo

        path = Path(folder) / "demo.db"
        demo.create(path, clock.today(), i18n.language(), judged=options.run is not _app)
        return path
    from planner.storage import schema

    path = paths.expanded(options.db) if options.db else paths.default_database()
    if options.db and not path.parent.exists() and options.run is not _app:
        raise PlannerError("store.missing", path=str(path))  # a slip in a script must not look like no debts
    schema.ensure(path)
    return path


def _language(argv: Sequence[str], path: Path | None) -> str:
    """``--lang``, else what the person chose in the app, else the locale."""
    for index, word in enumerate(argv):
        if word == "--lang" and index + 1 < len(argv) and argv[index + 1] in i18n.LANGUAGES:
            return argv[index + 1]
        if word.startswith("--lang=") and word.removeprefix("--lang=") in i18n.LANGUAGES:
            return word.removeprefix("--lang=")
    if path is not None:
        from planner.storage import snapshot

        chosen = snapshot.read_settings(path).get("language")
        if chosen in i18n.LANGUAGES:
            return chosen
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


# -- the words of a command line -----------------------------------------------------------------------------------


def _day(text: str) -> date:
    from planner.domain.basics.typed import parse_date

    try:
        return parse_date(text, clock.today())
    except PlannerError as error:
        raise argparse.ArgumentTypeError(fmt.error(error.code, error.params)) from error


def _amount(text: str) -> int:
    from planner.domain.basics.typed import parse_amount

    try:
        return parse_amount(text)
    except PlannerError as error:
        raise argparse.ArgumentTypeError(fmt.error(error.code, error.params)) from error


def _goal(text: str) -> str:
    from planner.domain.payoff.goals import ask_from

    try:
        return ask_from(text).text
    except PlannerError as error:
        raise argparse.ArgumentTypeError(fmt.error(error.code, error.params)) from error


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"planner {version('planner')}")
        parser.exit()


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) > 3660:
        raise argparse.ArgumentTypeError(t("cli.bad_count", text=text))
    return int(text)


def _parser() -> argparse.ArgumentParser:
    common = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    _common(common)
    parser = Parser(prog="planner", description=t("cli.about"))
    _common(parser)
    parser.add_argument("--version", action=_Version, nargs=0, help=t("cli.help.version"))
    parser.set_defaults(run=_app, db=None, demo=False, lang=None, today=None)
    commands = parser.add_subparsers(metavar=t("cli.command"), title=t("cli.commands"))

    def add(name: str, action: Callable[[argparse.Namespace, Path], int], *, as_json: bool = True) -> Any:
        command = commands.add_parser(
            name, parents=[common], help=t(f"cli.help.{name}"), description=t(f"cli.help.{name}")
        )
        command.set_defaults(run=action)
        if as_json:
            command.add_argument("--json", action="store_true", help=t("cli.help.json"))
        return command

    add("status", _status)
    add("due", _due).add_argument("--days", type=_count, default=DUE_DAYS, metavar="N", help=t("cli.help.days"))
    plan = add("plan", _plan)
    plan.add_argument("--budget", type=_amount, metavar="X", help=t("payoff.cli.budget"))
    plan.add_argument("--goal", type=_goal, metavar="G", help=t("payoff.cli.goal"))
    plan.add_argument("--quick", action="store_true", help=t("payoff.cli.quick"))
    add("remind", _remind)
    add("review", _review)
    bill = add("import", _import)
    bill.add_argument("file", type=Path, metavar="FILE", help=t("cli.help.file"))
    bill.add_argument("--format", choices=("alipay", "json"), help=t("cli.help.format"))
    bill.add_argument("--dry-run", action="store_true", help=t("cli.help.dry_run"))
    export = add("export", _export, as_json=False)
    export.add_argument("format", choices=("json",), help=t("cli.help.export_format"))
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help=t("cli.help.output"))
    add("check", _check, as_json=False)
    add("backup", _backup, as_json=False)
    return parser


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--db", metavar="FILE", help=t("cli.help.db"))
    parser.add_argument("--demo", action="store_true", help=t("cli.help.demo"))
    parser.add_argument("--lang", choices=i18n.LANGUAGES, help=t("cli.help.lang"))
    parser.add_argument("--today", type=_day, metavar="DATE", help=t("cli.help.today"))


# -- commands ------------------------------------------------------------------------------------------------------


def _app(options: argparse.Namespace, path: Path) -> int:
    from planner.ui.app import PlannerApp

    if not sys.stdin.isatty():
        raise PlannerError("cli.no_terminal")
    app = PlannerApp(path, demo=options.demo)
    app.run()
    return app.return_code or 0


def _overview(path: Path) -> Overview:
    from planner.services.overview import read

    return read(path, clock.today())


def _say(document: dict[str, Any]) -> int:
    print(json.dumps(document, ensure_ascii=False, indent=2))
    return 0


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _status(options: argparse.Namespace, path: Path) -> int:
    overview = _overview(path)
    if options.json:
        from planner.services import findings

        now, timely = overview.now, overview.now.on_time
        return _say(
            {
                "as_of": overview.today.isoformat(),
                "currency": "CNY",
                "debt_minor": now.debt_minor,
                "unknown_balances": now.unknown,
                "due_this_month_minor": now.due_minor,
                "income_minor": now.income_minor,
                "payment_ratio": _text(now.payment_ratio),
                "balance_ratio": _text(now.balance_ratio),
                "utilisation": _text(now.utilisation),
                "lenders": {
                    "unsettled": now.lenders.unsettled,
                    "open_lines": now.lenders.open_lines,
                    "institutions": now.lenders.institutions,
                },
                "on_time": {"rate": _text(timely.rate), "streak": timely.streak},
                "findings": findings.document(overview.findings),
            }
        )
    from planner.services import findings
    from planner.services.headline import headline

    print(headline(overview))
    if overview.book.accounts or not overview.book.credit.empty:
        print(findings.counted(overview.findings))
    return 0


def _due(options: argparse.Namespace, path: Path) -> int:
    from planner.domain.reminders.occurrences import upcoming

    overview = _overview(path)
    items = upcoming(overview.book, overview.dues, overview.today, options.days)
    if options.json:
        return _say(
            {
                "as_of": overview.today.isoformat(),
                "items": [
                    {
                        "loan": item.loan,
                        "loan_id": item.loan_id,
                        "lender": item.lender,
                        "due_on": item.due_on.isoformat(),
                        "amount_minor": item.amount_minor,
                        "currency": overview.accounts[item.loan_id].loan.currency,
                        "days_left": item.days_left,
                        "state": str(item.state),
                    }
                    for item in items
                ],
            }
        )
    from planner.ui.widgets.text import fit

    for item in items:
        name = item.loan if item.lender in item.loan else f"{item.lender} {item.loan}"
        print(
            fit(item.due_on.isoformat(), 12)
            + fit(name, 28)
            + fit(fmt.money(item.amount_minor), 14, "right")
            + "  "
            + fmt.days_left(item.days_left)
        )
    if not items:
        print(t("cli.nothing_due", n=options.days))
    return 0


def _plan(options: argparse.Namespace, path: Path) -> int:
    from dataclasses import replace

    from planner.domain.payoff.goals import ask_from
    from planner.proof import remote
    from planner.services import plan_text, plans

    overview = _overview(path)
    means = plans.means_of(overview)
    if options.budget is not None:
        means = replace(means, monthly_minor=options.budget, changes=())
    ask = ask_from(options.goal or plans.goal_of(overview))
    plan = plans.planning(overview, means)
    if remote.available() and not options.quick and plan.search.best is not None:
        proving = remote.Proving(plan.problem, plans.SECONDS)
        try:
            for news in proving:
                plan.take(news)
        finally:
            proving.stop()
    if options.json:
        return _say(plans.document(overview, plan, ask))
    print(plan_text.as_text(overview, plan, ask))
    return 0


def _remind(options: argparse.Namespace, path: Path) -> int:
    overview = _overview(path)
    if options.json:
        return _say(
            {
                "as_of": overview.today.isoformat(),
                "occurrences": [
                    {
                        "key": item.key,
                        "rule": item.rule,
                        "about": item.about,
                        "on": item.on.isoformat(),
                        "due_on": item.due_on.isoformat(),
                        "state": str(item.state),
                        "text": t(item.text, **fmt.show(item.params)),
                    }
                    for item in overview.occurrences
                ],
            }
        )
    for item in overview.occurrences:
        if item.state == "pending":
            print(t(item.text, **fmt.show(item.params)))
    if not any(item.state == "pending" for item in overview.occurrences):
        print(t("cli.nothing_to_remind"))
    return 0


def _review(options: argparse.Namespace, path: Path) -> int:
    from planner.services import review

    latest = review.latest(path)
    if latest is None:
        raise PlannerError("review.none")
    if options.json:
        return _say(latest.summary)
    print(review.as_text(latest))
    return 0


def _import(options: argparse.Namespace, path: Path) -> int:
    from planner.services import imports

    try:
        content = options.file.read_bytes()
    except OSError as error:
        raise PlannerError("import.unreadable", path=str(options.file), detail=fmt.os_error(error)) from error
    if options.format == "json" or (options.format is None and content.lstrip()[:1] == b"{"):
        return _restore(options, path, content)
    preview = imports.preview(path, options.file.name, content, today=clock.today(), form=options.format)
    document = preview.to_json()
    if not options.dry_run:
        from planner.storage.store import Store

        store = Store(path)
        try:
            imports.apply(store, preview, today=clock.today())
        finally:
            store.close()
    if options.json:
        return _say(document | {"dry_run": options.dry_run})
    counts = {name: len(document[name]) for name in ("used", "doubles", "unused")}
    print(t("cli.import.dry_run" if options.dry_run else "cli.import.done", file=options.file.name, **counts))
    return 0


def _restore(options: argparse.Namespace, path: Path, content: bytes) -> int:
    from planner.services import exports

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PlannerError("dump.unreadable", path=str(options.file)) from error
    rows = exports.restore(path, text, dry_run=options.dry_run)
    if options.json:
        return _say(
            {"file": options.file.name, "format": "json", "rows": rows, "used": [], "doubles": [], "unused": []}
        )
    print(t("cli.import.restored", n=rows, file=options.file.name))
    return 0


def _export(options: argparse.Namespace, path: Path) -> int:
    from planner.services import exports

    if options.output is None:
        print(exports.dump(path))
    else:
        print(t("cli.exported", path=exports.dump_to(path, options.output)))
    return 0


def _check(_options: argparse.Namespace, path: Path) -> int:
    from planner.services import maintenance

    problems = maintenance.check(path)
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(t("cli.check.sound", path=path))
    return 1 if problems else 0


def _backup(_options: argparse.Namespace, path: Path) -> int:
    from planner.services import maintenance

    print(t("cli.backup.made", path=maintenance.backup(path)))
    return 0
