"""How states of findings are coloured, the same on every screen."""

from __future__ import annotations

from planner.domain.findings.model import State

TONES = {State.AGAINST: "bad", State.WATCH: "warn", State.UNKNOWN: "muted", State.CLEAR: "good"}
