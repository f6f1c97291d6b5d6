"""The rules by which reminders come up, the person's own among them."""

from __future__ import annotations

from planner.exporters.sheets import Sheet
from planner.exporters.sheets import sheet as made
from planner.i18n import t
from planner.takeout.asked import Asked
from planner.takeout.lists.columns import day, text
from planner.words.reminders import next_day, repeat_text, rule_title


def sheet(asked: Asked) -> Sheet:
    """A row a rule, on or off."""
    columns = (
        text("enabled", 8),
        text("what", 40),
        text("repeat", 16),
        text("lead_days", 24),
        day("next_call_on"),
    )
    overview = asked.overview
    rows = [
        {
            "enabled": t("yes.yes" if rule.enabled else "yes.no"),
            "what": rule_title(rule),
            "repeat": repeat_text(rule),
            "lead_days": ", ".join(map(str, rule.lead_days)),
            "next_call_on": next_day(overview, rule) if rule.enabled else None,
        }
        for rule in overview.rules
    ]
    return made("rules", t("export.list.rules"), columns, rows)
