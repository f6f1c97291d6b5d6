"""Texts: the first start."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "start.title": "Getting started",
    "start.language": "Language/语言",
    "start.income": "Monthly income",
    "start.review_day": "Weekly review on",
    "start.hint.income": "What you take home a month, for the debt ratios; may stay empty for now",
    "start.hint.review_day": "One day a week for ten minutes of checking balances and payments",
    # {safe}: one of the two below it
    "start.new_file": "A new, empty file: {path}",
    "start.file_with_data": "This file is there already and holds data: {path}",
    "start.about": "All data stays in one file on this computer. Nothing goes online; {safe}.\n\nA few questions first, all of which you can change later: Enter goes to the next one and saves at the last.\n\nThen press 2 for Loans and a to add the first, or ctrl+o to import a bill.",
    "start.safe.plain": "the file is not encrypted and only your own account can read it",
    "start.safe.locked": "the file is encrypted with your passphrase",
    # operations
    "op.start.begin": "first settings",
}
