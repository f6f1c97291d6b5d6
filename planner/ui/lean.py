"""Textual loaded without what it loads for others: a seventh of all that a start costs.

asyncio takes along the encryption of connections, of which this program makes none, and is made to do without it where
a Python has none. Textual takes a list of names for its users along, by which its trees, choices and placeholders are
loaded; of these names it needs itself those alone that ``textual._types`` has. Both are there again for whoever asks
afterwards, and where a version of either needs more all of it is loaded as ever; a test tells.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType


def load() -> None:
    """Load asyncio and Textual, unless somebody has; to be called before anything that imports them."""
    try:
        with _standing_in("ssl", None, "asyncio"):
            import_module("asyncio")
        import_module("textual")
        with _standing_in("textual.types", import_module("textual._types"), "textual.app"):
            import_module("textual.app")
    except ImportError:
        import_module("textual.app")


@contextmanager
def _standing_in(name: str, other: ModuleType | None, loading: str) -> Iterator[None]:
    """While ``loading`` is loaded, let ``other`` be the module ``name``; None: there is none of that name."""
    if name in sys.modules or loading in sys.modules:
        yield
        return
    sys.modules[name] = other  # type: ignore[assignment]  # None is what Python's own documentation says
    try:
        yield
    finally:
        del sys.modules[name]
