"""``planner remind``: today's reminders."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from planner.cli.arguments import as_json
from planner.cli.output import overview_of, say
from planner.domain.reminders.rules import State
from planner.i18n import t
from planner.overview.overview import Overview
from planner.words.reminders import rule_title, sentence


def arguments(command: argparse.ArgumentParser) -> None:
    """Its options."""
    as_json(command)


def run(options: argparse.Namespace, path: Path) -> int:
    """Print the document or the text; returns the exit status."""
    overview = overview_of(path)
    if options.json:
        return say(document(overview))
    print(text(overview) or t("cli.nothing_to_remind"))
    return 0


def text(overview: Overview) -> str:
    """A line a reminder that waits for an answer, then one for each rule that cannot call."""
    waiting = [sentence(item) for item in overview.occurrences if item.state is State.PENDING]
    mute = [t("cli.mute_rule", id=rule.id, title=rule_title(rule)) for rule in overview.mute_rules]
    return "\n".join(waiting + mute)


def document(overview: Overview) -> dict[str, Any]:
    """What ``--json`` prints: every reminder that came up, answered or not, and the rules that cannot call."""
    return {
        "as_of": overview.today.isoformat(),
        "occurrences": [
            {
                "key": item.key,
                "rule": item.rule,
                "about": item.about,
                "on": item.on.isoformat(),
                "due_on": item.due_on.isoformat(),
                "state": str(item.state),
                "text": sentence(item),
            }
            for item in overview.occurrences
        ],
        "mute_rules": [{"id": rule.id, "title": rule_title(rule)} for rule in overview.mute_rules],
    }
