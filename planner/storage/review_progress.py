"""How far a review has come, kept past the journal: leaving and coming back is not something to undo."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from planner.storage.sqlite import writing


def put_review(path: Path, week_on: date, started_at: str, stage: str, progress: Mapping[str, Any]) -> None:
    """Keep the progress of the unsaved review of the week of ``week_on``, a Monday; a saved one is left as it is.

    Raises:
        PlannerError: ``store.*`` when the file cannot be written.
    """
    with writing(path) as connection:
        connection.execute(
            "INSERT INTO review (week_on, started_at, stage, progress, summary, note) VALUES (?, ?, ?, ?, '{}', '')"
            " ON CONFLICT (week_on) DO UPDATE SET stage = excluded.stage, progress = excluded.progress"
            " WHERE saved_at IS NULL",
            (week_on.isoformat(), started_at, stage, json.dumps(progress, ensure_ascii=False, sort_keys=True)),
        )
        # A save that was undone could not be redone on a row that has moved on: it goes, as after any other write.
        connection.execute(
            "DELETE FROM operation WHERE undone = 1"
            " AND EXISTS (SELECT 1 FROM operation WHERE undone = 1 AND code = 'review.save')"
        )
