"""Where things live: the database of the person, and the migrations and seeds that travel with the code."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The folder ``migrations`` or ``seeds``: beside the package in a checkout, inside it in an installed wheel."""
    checkout = _PACKAGE.parent / name
    if (_PACKAGE.parent / "pyproject.toml").is_file() and checkout.is_dir():
        return checkout
    return _PACKAGE / f"_{name}"


def default_database() -> Path:
    """``PLANNER_DB``, else the usual one. Creates nothing."""
    given = os.environ.get("PLANNER_DB")
    return expanded(given) if given else usual_database()


def usual_database() -> Path:
    """``planner.db`` in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("planner", appauthor=False) / "planner.db"


def expanded(text: str) -> Path:
    """The path with ``~`` as the home folder; a ``~name`` that nobody has stays as it is, instead of an exception."""
    return Path(os.path.expanduser(text))
