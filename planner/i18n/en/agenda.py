"""Texts: the calendar that is taken out."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "agenda.name": "Debts",
    "agenda.due": "due",
    "agenda.paid": "paid",
    "agenda.done": "done",
    "agenda.gone.carried": "in a later bill",
    "agenda.gone.replaced": "agreed otherwise",
    "agenda.gone.waived": "waived",
    "agenda.gone.planned": "settled before by the plan",
    "agenda.gone.skipped": "skipped",
    "agenda.gone.cancelled": "cancelled",
    "agenda.gone.settled": "loan settled",
}
