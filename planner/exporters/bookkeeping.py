"""What a bookkeeping program is given, before it has the form of one: transactions, checks and remarks by day.

Amounts are fen of their currency; the parts of a transaction add up to 0. Debts stand below ``Liabilities``, so what is
owed is below 0 there. A name is data: whatever a person called a loan becomes a name that both programs take.
"""

from __future__ import annotations

import unicodedata
from datetime import date

from planner.domain.basics.text import clean
from planner.values import dataclass

MOST_NAME = 60  # characters of a name of an account
MOST_TEXT = 1_000  # characters of a text


@dataclass(frozen=True, slots=True)
class Transaction:
    """``parts`` are account, amount and currency. ``payee`` and ``text`` are words, in whatever language.

    Attributes:
        on: its day.
        payee: who is paid or pays.
        text: what it is.
        parts: what it moves.
        flag: whether nobody recorded it: it is assumed, or to come.
        tag: why, one word; empty for a record.
    """

    on: date
    payee: str
    text: str
    parts: tuple[tuple[str, int, str], ...]
    flag: bool = False
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """The balance of an account at the end of a day, as it was worked out apart from the transactions."""

    on: date
    account: str
    balance_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What happened to an account without moving anything."""

    on: date
    account: str
    text: str


@dataclass(frozen=True, slots=True)
class Books:
    """A whole journal. ``items`` are by day; of a day in the order in which they took effect, checks last.

    Attributes:
        title: what it is.
        about: what a reader has to know, a line each.
        accounts: every account, with the first day on which it is used.
        currencies: every currency.
        items: all there is.
        checks: what the balance is headed with.
    """

    title: str
    about: tuple[str, ...]
    accounts: tuple[tuple[str, date], ...]
    currencies: tuple[str, ...]
    items: tuple[Transaction | Check | Remark, ...]
    checks: str


def component(number: int, name: str) -> str:
    """A part of the name of an account: begins with a digit, holds letters, digits and single hyphens.

    The number is that of the loan: the same name twice stays two accounts, and a loan renamed stays one.
    """
    kept = [char if unicodedata.category(char) in _TAKEN else "-" for char in clean(name)[:MOST_NAME]]
    words = [word for word in "".join(kept).split("-") if word]
    return "-".join([str(number), *words])


_TAKEN = ("Lu", "Ll", "Lt", "Lm", "Lo", "Nd")


def line(text: str) -> str:
    """A text on one line, without anything that a terminal or a program could take for more than that."""
    text = " ".join(clean(text).split())
    return text if len(text) <= MOST_TEXT else f"{text[: MOST_TEXT - 1]}…"


def decimal(amount_minor: int) -> str:
    """``-123456`` → ``-1234.56``."""
    whole, cents = divmod(abs(amount_minor), 100)
    return f"{'-' if amount_minor < 0 else ''}{whole}.{cents:02d}"
