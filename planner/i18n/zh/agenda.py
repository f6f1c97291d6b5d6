"""Texts: the calendar that is taken out."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "agenda.name": "还款",
    "agenda.due": "应还",
    "agenda.paid": "已还",
    "agenda.gone": "不用再还",
}
