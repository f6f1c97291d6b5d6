"""Texts: letters."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {}
