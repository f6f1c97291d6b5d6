"""Texts: the calendar that is taken out."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "agenda.name": "还款",
    "agenda.due": "应还",
    "agenda.paid": "已还",
    "agenda.done": "已完成",
    "agenda.gone.carried": "已并入后面的账单",
    "agenda.gone.replaced": "已另行商定",
    "agenda.gone.waived": "已减免",
    "agenda.gone.planned": "计划在此前结清",
    "agenda.gone.skipped": "已跳过",
    "agenda.gone.cancelled": "已取消",
    "agenda.gone.settled": "贷款已结清",
}
