"""Column types and named checks: TEXT and INTEGER only, so that every table can be STRICT.

Dates are ISO text, instants ISO text in UTC, rates canonical decimal text, switches 0 or 1, enum members their value.
A check on a nullable column lets NULL pass.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Integer, Text, text
from sqlmodel import Field


def number() -> Any:
    """The row's number; never given twice, so that nothing old is mistaken for something new."""
    return Field(default=None, primary_key=True, sa_type=Integer)


def string(**options: Any) -> Any:
    """A TEXT column (plain ``str`` would become VARCHAR, which STRICT refuses)."""
    return Field(sa_type=Text, **options)


def added(default: str | int, kind: type[Text | Integer] = Text) -> Any:
    """A column that came with a later revision; rows of before, and of old exports, hold ``default``."""
    return Field(default=default, sa_type=kind, sa_column_kwargs={"server_default": text(f"{default!r}")})


def parent(target: str, ondelete: str | None = None, **options: Any) -> Any:
    """A reference to ``target`` ("loan.id")."""
    return Field(sa_type=Integer, foreign_key=target, ondelete=ondelete, **options)  # type: ignore[call-overload]


def dates(*columns: str) -> tuple[CheckConstraint, ...]:
    """Each column is a real calendar day written as ISO 8601."""
    return tuple(CheckConstraint(f"date({column}, '+0 days') IS {column}", name=column) for column in columns)


def at_least(least: int, *columns: str) -> tuple[CheckConstraint, ...]:
    """Each column is ``least`` or more."""
    return tuple(CheckConstraint(f"{column} >= {least}", name=column) for column in columns)


def between(column: str, least: int, most: int) -> CheckConstraint:
    """``least`` ≤ column ≤ ``most``."""
    return CheckConstraint(f"{column} BETWEEN {least} AND {most}", name=column)


def switches(*columns: str) -> tuple[CheckConstraint, ...]:
    """Each column is 0 or 1."""
    return tuple(CheckConstraint(f"{column} IN (0, 1)", name=column) for column in columns)


def member(column: str, enum: type[StrEnum]) -> CheckConstraint:
    """The column holds the value of one member of ``enum``."""
    values = ", ".join(f"'{entry.value}'" for entry in enum)
    return CheckConstraint(f"{column} IN ({values})", name=column)


def decimals(*columns: str) -> tuple[CheckConstraint, ...]:
    """Each column is a plain, not negative decimal number: digits and at most one point."""
    return tuple(
        CheckConstraint(
            f"{column} GLOB '[0-9]*' AND {column} NOT GLOB '*[^0-9.]*' AND {column} NOT GLOB '*.*.*'", name=column
        )
        for column in columns
    )


def filled(*columns: str) -> tuple[CheckConstraint, ...]:
    """Each column holds at least one character."""
    return tuple(CheckConstraint(f"{column} <> ''", name=column) for column in columns)


def json(*columns: str) -> tuple[CheckConstraint, ...]:
    """Each column holds one JSON document. SQLite versions differ in what they say of NULL, so that is asked first."""
    return tuple(CheckConstraint(f"{column} IS NULL OR json_valid({column})", name=column) for column in columns)
