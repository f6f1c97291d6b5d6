"""Texts: cli."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "cli.about": "Credit planner: for a person who owes many lenders and wants good credit back. Without a command it opens the full-screen app.",  # noqa: E501
    "cli.command": "COMMAND",
    "cli.commands": "commands",
    "cli.usage": "wrong usage: {message} (see planner --help)",
    "cli.bad_count": "“{text}” is not a whole number from 0 to 3660",
    "cli.help.status": "debt, ratios, lenders and on-time rate",
    "cli.help.due": "payments that fall due or are overdue",
    "cli.help.remind": "today's reminders",
    "cli.help.review": "the latest weekly review",
    "cli.help.import": "import a bill, or restore an export into an empty database",
    "cli.help.export": "export all data",
    "cli.help.check": "check that the database is sound",
    "cli.help.backup": "back the database up",
    "cli.help.json": "print one JSON document",
    "cli.help.days": "how many days ahead (30 unless told)",
    "cli.help.file": "a bill file, or a JSON file made by export",
    "cli.help.format": "format of the file; found out by itself unless told",
    "cli.help.dry_run": "show what would be done and save nothing",
    "cli.help.export_format": "format of the export",
    "cli.help.output": "write to a file instead of standard output",
    "cli.help.db": "the database file (or PLANNER_DB)",
    "cli.help.demo": "use a throw-away copy of demo data",
    "cli.help.lang": "language",
    "cli.help.today": "take this day as today",
    "cli.nothing_due": ("Nothing falls due in the next {n} day.", "Nothing falls due in the next {n} days."),
    "cli.nothing_to_remind": "There are no reminders today.",
    "cli.import.done": "Imported {file}: {used} rows recorded, {doubles} look like duplicates, {unused} not used.",
    "cli.import.dry_run": "{file} (nothing saved): {used} rows would be recorded, {doubles} look like duplicates, {unused} would not be used.",  # noqa: E501
    "cli.import.restored": ("Restored {n} row from {file}.", "Restored {n} rows from {file}."),
    "cli.exported": "Exported to {path}",
    "cli.check.sound": "The database is sound: {path}",
    "cli.backup.made": "Backed up to {path}",
    "error.cli.no_terminal": "The app needs a terminal; in scripts use a command such as planner status",
    "error.unexpected": "Something unexpected went wrong; nothing was changed: {detail}",
    "error.export.unwritable": "Cannot write {path}: {detail}",
    "error.import.unreadable": "Cannot read {path}: {detail}",
}
