"""Texts: the calendar that is taken out."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "agenda.name": "Debts",
    "agenda.due": "due",
    "agenda.paid": "paid",
    "agenda.gone": "not asked any more",
}
