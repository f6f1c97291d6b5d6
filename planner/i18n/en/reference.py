"""Texts: how sure a source is, and the pages of terms."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "confidence.law": "law",
    "confidence.official": "official",
    "confidence.press": "press",
    "confidence.folklore": "folklore",
    "confidence.unverified": "unverified",
    "term.what": "What it is",
    "term.why": "Why it matters",
    "term.moves": "What moves it",
    "term.takes": "How long it takes",
    "term.source": "Where this comes from",
    "term.source_line": "{source} (how sure: {sure}; checked {on})",
}
