"""A page to be read or printed, as values, before it becomes Markdown or HTML."""

from __future__ import annotations

from decimal import Decimal

from planner.domain.basics.text import clean
from planner.exporters.sheets import Column, Kind, Sheet, Value, yuan
from planner.i18n import format as fmt
from planner.values import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Sentences, each of a line. ``prose``: they are paragraphs, not the items of a list."""

    lines: tuple[str, ...]
    prose: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Values month by month as a picture: of each its label, the value, and whether it is one to come.

    Attributes:
        title: what they are.
        bars: label, value (not below 0; None for nothing known), to come.
        write: of which kind they are: amounts in fen, or shares.
        note: how those to come are told apart, in words; empty where there are none.
    """

    title: str
    bars: tuple[tuple[str, int | Decimal | None, bool], ...]
    kind: Kind
    note: str = ""


Block = Heading | Lines | Sheet | Bars


@dataclass(frozen=True, slots=True)
class Page:
    """A document: its title, the language of its words (``zh``, ``en``), and what stands in it, from top to bottom."""

    title: str
    language: str
    blocks: tuple[Block, ...]


def written(value: Value, column: Column) -> str:
    """A cell as people read it; ``—`` for what is not known."""
    if value is None:
        return fmt.UNKNOWN
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Decimal):
        return fmt.percent(value)
    if isinstance(value, int):
        return fmt.plain_money(value) if column.kind is Kind.AMOUNT else str(value)
    return value.isoformat()


def of_bar(value: int | Decimal | None, kind: Kind) -> str:
    """The value of a bar as people read it: amounts without fen."""
    if value is None:
        return fmt.UNKNOWN
    if kind is Kind.AMOUNT:
        return f"{yuan(int(value)):,.0f}"
    return fmt.percent(Decimal(value), 1)


def is_number(column: Column) -> bool:
    """Whether its cells stand at the right."""
    return column.kind in (Kind.AMOUNT, Kind.SHARE, Kind.COUNT)
