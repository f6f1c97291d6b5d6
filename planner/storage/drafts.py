"""Texts typed into forms and not saved yet, in a file beside the database that only its owner can read."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

Drafts = dict[str, dict[str, str]]


def file_of(path: Path) -> Path:
    """Where the drafts of the database at ``path`` are kept."""
    return path.with_name(f"{path.name}.drafts")


def read(path: Path) -> Drafts:
    """The drafts by form, then by field. A file that is missing or damaged holds none: they are a courtesy."""
    try:
        found = json.loads(file_of(path).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        form: {field: text for field, text in texts.items() if isinstance(text, str)}
        for form, texts in found.items()
        if isinstance(texts, dict)
    }


def write(path: Path, drafts: Mapping[str, Mapping[str, str]]) -> None:
    """Keep exactly these drafts; none removes the file. What cannot be written is not kept, and nothing is said."""
    target = file_of(path)
    fresh = target.with_name(f"{target.name}~")
    try:
        if not drafts:
            target.unlink(missing_ok=True)
            return
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            json.dump(drafts, file, ensure_ascii=False)
        fresh.replace(target)
    except OSError:
        return
