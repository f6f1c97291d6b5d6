"""Every sentence the app says, by key and language, and how numbers and dates are written.

A catalogue is a package per language (``zh``, ``en``) with one module per room of the house, with the same names in
every language; each module holds ``TEXTS``: the room's sentences, then its keys (``key.``), operations (``op.``) and
errors (``error.``) where it has some. A text holds ``{placeholders}``; where the language has several forms for
numbers it is a tuple of them, and ``form`` of the package tells by the parameter ``n`` which one is meant; ``NAME`` is
what the language calls itself. Keys and placeholders are the same in all languages (tested). Python modules, because
they need no parser at start. A language more is a package more and its code in ``LANGUAGES``.

To translators: amounts, shares and days come in ready to print (``1,234.00``, ``24.0%``, ``2026-11-20``), and ``{n}``
is the number that chooses the form. What else is not plain is said in a comment above the text. ``_minor`` is never
part of a placeholder: ``{amount}`` is what the code calls ``amount_minor``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from threading import RLock, local

LANGUAGES = ("zh", "en")
ROOMS = (
    "shell",
    "basics",
    "today",
    "cash",
    "cli",
    "figures",
    "reminders",
    "loans",
    "forms",
    "review",
    "plan",
    "short",
    "credit",
    "findings",
    "difference",
    "start",
    "income",
    "imports",
    "report",
    "records",
    "accounts",
    "rates",
    "costs",
    "schedule",
    "what_if",
    "cards",
    "agreements",
    "reference",
    "storage",
    "locking",
    "takeout",
    "journals",
    "agenda",
    "cases",
    "calls",
    "letters",
    "offers",
)
"""In the order in which they are read: what a first screen or a short command says comes first."""

Text = str | tuple[str, ...]


class _Texts(dict[str, Text]):
    """The texts of one language. A room is read when a key is asked for that no room read so far has."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.form: Callable[[object], int] = import_module(f"planner.i18n.{language}").form
        self._language, self._unread = language, list(ROOMS)
        self._lock = RLock()  # texts are asked for in threads, too

    def __missing__(self, key: str) -> Text:
        with self._lock:
            while key not in self and self._unread:
                self._read_next()
        if key not in self:
            raise KeyError(key)
        return self[key]

    def whole(self) -> dict[str, Text]:
        """All of them, every room read."""
        with self._lock:
            while self._unread:
                self._read_next()
        return self

    def _read_next(self) -> None:
        self.update(import_module(f"planner.i18n.{self._language}.{self._unread[0]}").TEXTS)
        del self._unread[0]


class _Own(local):
    language: str | None = None


_read: dict[str, _Texts] = {}
_current = "zh"
_own = _Own()


def _texts(language: str) -> _Texts:
    if language not in _read:
        _read[language] = _Texts(language)
    return _read[language]


def catalogue(language: str) -> dict[str, Text]:
    """All texts of one language, for comparing them; ``t`` reads no more rooms than it needs."""
    return _texts(language).whole()


def use(language: str) -> None:
    """Speak ``language``, one of ``LANGUAGES``, from now on."""
    if language not in LANGUAGES:
        raise ValueError(language)
    global _current
    _current = language


def language() -> str:
    """The language in use."""
    return _own.language or _current


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak ``language`` in this thread, whatever is in use on the screen, and show amounts that it masks."""
    before, _own.language = _own.language, language
    try:
        yield
    finally:
        _own.language = before


def by_itself() -> bool:
    """Whether what this thread says is not for the screen."""
    return _own.language is not None


def next_language() -> str:
    """The language after the one in use, the first after the last."""
    return LANGUAGES[(LANGUAGES.index(language()) + 1) % len(LANGUAGES)]


def own_name(language: str) -> str:
    """What a language calls itself."""
    name: str = import_module(f"planner.i18n.{language}").NAME
    return name


def t(key: str, **params: object) -> str:
    """The text of ``key`` in the language in use, its placeholders filled. Plain text: never markup.

    A missing key is a mistake of ours and raises KeyError; the catalogues are compared in the tests.
    """
    texts = _texts(_own.language or _current)
    text = texts[key]
    if isinstance(text, tuple):
        text = text[texts.form(params.get("n"))]
    return text.format(**params) if params else text
