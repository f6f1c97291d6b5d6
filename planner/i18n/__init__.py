"""Every sentence the app says, by key and language, and how numbers and dates are written.

A catalogue is a package per language (``zh``, ``en``) with one module per area; each module holds ``TEXTS``: key →
text with ``{placeholders}``, or a pair (one, many) chosen by the parameter ``n`` where the language needs it. Keys and
placeholders are the same in both languages (tested). Python modules, because they need no parser at start.
"""

from __future__ import annotations

from importlib import import_module

LANGUAGES = ("zh", "en")
AREAS = (
    "common",
    "errors",
    "loans",
    "repayments",
    "today",
    "trend",
    "payoff",
    "credit",
    "imports",
    "reminders",
    "review",
    "start",
    "cli",
)

Text = str | tuple[str, str]
_catalogues: dict[str, dict[str, Text]] = {}
_current = "zh"


def catalogue(language: str) -> dict[str, Text]:
    """All texts of one language, read once."""
    if language not in _catalogues:
        texts: dict[str, Text] = {}
        for area in AREAS:
            texts.update(import_module(f"planner.i18n.{language}.{area}").TEXTS)
        _catalogues[language] = texts
    return _catalogues[language]


def use(language: str) -> None:
    """Speak ``language`` ("zh" or "en") from now on."""
    if language not in LANGUAGES:
        raise ValueError(language)
    global _current
    _current = language


def language() -> str:
    """The language in use."""
    return _current


def t(key: str, **params: object) -> str:
    """The text of ``key`` in the language in use, its placeholders filled. Plain text: never markup.

    A missing key is a mistake of ours and raises KeyError; the catalogues are compared in the tests.
    """
    text = catalogue(_current)[key]
    if isinstance(text, tuple):
        text = text[0] if params.get("n") == 1 else text[1]
    return text.format(**params) if params else text
