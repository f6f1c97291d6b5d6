"""What the person of the demo was offered, and what they wanted to borrow for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from planner.domain.accounts.loan import LenderKind, Method
from planner.domain.accounts.terms import Disclosed
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.offers.offer import Decision, FeeAt, Offer, OfferFee, Wish

Entry = Mapping[str, Any]


def offers(told: Entry, today: date, language: str) -> tuple[Offer, ...]:
    """The offers of the story as of ``today``."""
    return tuple(_offer(number, one, today, language) for number, one in enumerate(told["offer"], 1))


def _offer(number: int, one: Entry, today: date, language: str) -> Offer:
    stated = one.get("disclosed")
    subsidy = Decimal(one.get("subsidy", "0"))
    return Offer(
        number,
        one[f"lender_{language}"],
        LenderKind(one["kind"]),
        one["yuan"] * 100,
        Method(one["method"]),
        one["terms"],
        Rate(Decimal(one["rate"]), RateBasis(one["basis"])),
        today - timedelta(one["days_ago"]),
        one.get(f"institution_{language}", ""),
        one[f"name_{language}"],
        tuple(_fee(fee, language) for fee in one.get("fee", ())),
        until_on=today + timedelta(one["holds_days"]),
        disclosed=None if stated is None else Disclosed(Decimal(stated)),
        subsidy=subsidy,
        subsidy_until=date(today.year, 12, 31) if subsidy else None,
    )


def _fee(one: Entry, language: str) -> OfferFee:
    share = one.get("share")
    amount = one["yuan"] * 100 if share is None else None
    return OfferFee(
        one[language], FeeAt(one["at"]), amount, None if share is None else Decimal(share), one.get("stops", True)
    )


def wishes(told: Entry, today: date, language: str) -> tuple[Wish, ...]:
    """What they wanted to borrow for, with what they decided."""
    return tuple(_wish(number, one, today, language) for number, one in enumerate(told["wish"], 1))


def _wish(number: int, one: Entry, today: date, language: str) -> Wish:
    on = today - timedelta(one["days_ago"])
    words = one[f"words_{language}"]
    decision = Decision(one["decision"])
    return Wish(number, on, one["yuan"] * 100, one[language], one["terms"], None, decision, on, words)
