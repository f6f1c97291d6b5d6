"""Locked databases for tests: keys by a single round, as it is not the time they take that is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.storage import seal, sealing

PASSPHRASE = "盐 und Pfeffer"


def forget(monkeypatch: pytest.MonkeyPatch) -> dict[bytes, seal.Seal]:
    """What this process knows of keys, empty from now on."""
    monkeypatch.setattr(seal, "_ROUNDS", 1)
    known: dict[bytes, seal.Seal] = {}
    monkeypatch.setattr(seal, "_known", known)
    return known


def lock(path: Path) -> Path:
    """The database locked with ``PASSPHRASE`` and open to this process."""
    sealing.rewrite(path, seal.new(PASSPHRASE))
    return path
