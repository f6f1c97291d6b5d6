"""The facts of a letter: what the records say of a case, of its loan and of the person, each with how sure that is.

Pure values: ``words`` makes sentences of them. A fact that is not known is not in the letter; one that the person has
to confirm is marked in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from planner.domain.accounts.loan import LenderKind, Loan, Method
from planner.domain.cases.file import Kind
from planner.values import dataclass, field

CONFIRM_DAYS = 31
"""A balance that was not confirmed with the lender for longer is to be confirmed before it is written."""
LANGUAGES = ("zh", "en")


class Wish(StrEnum):
    """What is asked for in a request for an arrangement; ``NONE`` in every other letter."""

    NONE = "none"
    DEFERRAL = "deferral"  # 延期
    INSTALMENTS = "instalments"  # 个性化分期
    WAIVER = "waiver"  # 减免


class Sure(StrEnum):
    """How sure a fact is."""

    KNOWN = "known"  # the records show it
    CONFIRM = "confirm"  # they show it as far as they go, or it is for the person alone to say


class Shown(StrEnum):
    """How a value is written."""

    MONEY = "money"  # fen
    SHARE = "share"
    DAY = "day"
    COUNT = "count"
    TEXT = "text"


class Need(StrEnum):
    """What is not on record, and would make the letter stronger or is asked for in it."""

    NAME = "name"
    WHO = "who"  # whom it is about
    ASKS = "asks"
    FACTS = "facts"
    LOAN = "loan"
    OWED = "owed"
    INCOME = "income"
    LIVING = "living"
    REPORT = "report"
    CALLS = "calls"
    PAPERS = "papers"
    GONE = "gone"  # a paper whose file is not where it was


Value = int | Decimal | date | str


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: what it is called, its value (amounts in fen), how it is written, how sure it is."""

    code: str
    value: Value
    shown: Shown = Shown.TEXT
    sure: Sure = Sure.KNOWN

    @property
    def kept(self) -> list[str]:
        """It as it is kept beside the letter: how it is written, and its value as text."""
        value = self.value.isoformat() if isinstance(self.value, date) else str(self.value)
        return [self.shown.value, value]


@dataclass(frozen=True, slots=True)
class Letter:
    """The draft of a letter, kept with its round.

    Attributes:
        text: as the person left it: its first line is the title, one that begins with ``## `` a heading, with ``- `` an
            item of a list.
        made_on: the day as of which its facts were put in.
        told: those facts by code, as ``Fact.kept``.
        signed: by whom, contact: how they are reached; empty where it was not said.
    """

    id: int
    round_id: int
    language: str
    made_on: date
    text: str
    told: Mapping[str, Any] = field(default_factory=dict)
    wish: Wish = Wish.NONE
    signed: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """All that the records hold for a letter, by part; a part without facts is left out.

    ``parts`` are in the order of the letter; what comes several times (a round, a call, a paper) is a group each.
    """

    parts: Mapping[str, tuple[tuple[Fact, ...], ...]]
    needs: tuple[Need, ...]

    def groups(self, part: str) -> tuple[tuple[Fact, ...], ...]:
        """The facts of a part, group by group."""
        return self.parts.get(part, ())

    @property
    def kept(self) -> dict[str, list[str]]:
        """Every fact that may change, by part, place and code."""
        found = {}
        for part, groups in self.parts.items():
            for place, group in enumerate(groups):
                for one in group:
                    found[f"{part}.{place}.{one.code}"] = one.kept
        return found


@dataclass(frozen=True, slots=True)
class Changed:
    """A fact that is another now: how both are written and their values as text; empty for one that is not there."""

    part: str
    code: str
    shown: Shown
    before: str
    now: str


def changes(told: Mapping[str, Any], now: Known) -> tuple[Changed, ...]:
    """What the records say otherwise than when the letter was drafted, in the order of the letter."""
    kept = now.kept
    found = []
    for key in dict.fromkeys((*kept, *told)):
        before, after = _pair(told.get(key)), _pair(kept.get(key))
        if before != after and (before or after):
            part, _, code = key.partition(".")
            shown = (after or before or (Shown.TEXT, ""))[0]
            found.append(
                Changed(part, code.partition(".")[2], shown, before[1] if before else "", after[1] if after else "")
            )
    return tuple(found)


def _pair(kept: Any) -> tuple[Shown, str] | None:
    """What was kept of a fact; None for nothing, or what nobody can read."""
    if not isinstance(kept, Sequence) or isinstance(kept, str) or len(kept) != 2:
        return None
    if kept[0] not in set(Shown) or not isinstance(kept[1], str):
        return None
    return Shown(kept[0]), kept[1]


def value_of(shown: Shown, text: str) -> Value | None:
    """A kept value; None for one that cannot be read."""
    try:
        if shown in (Shown.MONEY, Shown.COUNT):
            return int(text)
        if shown is Shown.SHARE:
            return Decimal(text)
        return date.fromisoformat(text) if shown is Shown.DAY else text
    except (ValueError, ArithmeticError):
        return None


def wishes(kind: Kind) -> tuple[Wish, ...]:
    """What such a letter can ask for; first what the case itself says alone."""
    return tuple(Wish) if kind is Kind.ARRANGEMENT else (Wish.NONE,)


def by_article_70(wish: Wish, loan: Loan | None) -> bool:
    """Whether it is a personal instalment agreement on a bank's credit card: the card rules know no other."""
    card = loan is not None and loan.method is Method.CARD and loan.lender.kind is LenderKind.BANK
    return wish is Wish.INSTALMENTS and card


def money_parts(kind: Kind) -> bool:
    """Whether income, ratios and what can be paid are of use: an objection or a complaint needs none of them."""
    return kind in (Kind.APPEAL, Kind.ARRANGEMENT)


def needs(kind: Kind, missing: Iterable[Need]) -> Iterator[Need]:
    """Of what is missing that which such a letter has a use for, the most important first."""
    missing = set(missing)
    of_money = (Need.INCOME, Need.LIVING) if kind is Kind.ARRANGEMENT else (Need.INCOME,)
    asked = [Need.ASKS, Need.FACTS, Need.WHO, Need.NAME]
    asked += [Need.LOAN, Need.OWED] if kind is not Kind.COMPLAINT else []
    asked += of_money if money_parts(kind) else []
    asked += [Need.REPORT] if kind is Kind.OBJECTION else []
    asked += [Need.CALLS] if kind is Kind.COMPLAINT else []
    asked += [Need.PAPERS, Need.GONE]
    yield from (one for one in asked if one in missing)
