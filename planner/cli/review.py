"""``planner review``: the latest weekly review."""

from __future__ import annotations

import argparse
from pathlib import Path

from planner.cli.arguments import as_json
from planner.cli.output import say
from planner.errors import PlannerError
from planner.overview.review import latest
from planner.words.review import as_text


def arguments(command: argparse.ArgumentParser) -> None:
    """Its options."""
    as_json(command)


def run(options: argparse.Namespace, path: Path) -> int:
    """Print the document as it was saved, or the text; returns the exit status."""
    found = latest(path)
    if found is None:
        raise PlannerError("review.none")
    if options.json:
        return say(found.summary)
    print(as_text(found))
    return 0
