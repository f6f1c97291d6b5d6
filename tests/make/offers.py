"""Offers and loans for the tests of what could be borrowed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from planner.domain.accounts.loan import Lender, LenderKind, Loan, Method, Prepayment
from planner.domain.accounts.records import Account, Draw, Repayment, Statement
from planner.domain.accounts.terms import CardInterest, CardTerms, MinimumRule
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.offers.offer import FeeAt, Offer, OfferFee
from planner.values import replace

ON = date(2026, 12, 1)


def yearly(text: str | Rate) -> Rate:
    """A yearly rate: ``"0.12"``; any other as it is."""
    return text if isinstance(text, Rate) else Rate(Decimal(text), RateBasis.YEAR)


def offer(amount_minor: int = 1_200_000, terms: int = 12, rate: str | Rate = "0", **more: Any) -> Offer:
    """Level payments of a bank, unless said otherwise; it holds what ``Offer`` says."""
    said: dict[str, Any] = {"lender": "招商银行", "kind": LenderKind.BANK, "method": Method.LEVEL_PAYMENT}
    said |= {"id": 1, "amount_minor": amount_minor, "terms": terms, "noted_on": ON, "rate": yearly(rate)}
    made = Offer(**(said | more))
    made.validate()
    return made


def fee(at: FeeAt, told: str, *, stops: bool = True) -> OfferFee:
    """``"1%"`` is a share, ``"200"`` yuan."""
    if told.endswith("%"):
        return OfferFee("费", at, share=Decimal(told[:-1]) / 100, stops=stops)
    return OfferFee("费", at, int(Decimal(told) * 100), stops=stops)


def loan(loan_id: int, principal_minor: int, terms: int, rate: str | Rate, **more: Any) -> Account:
    """A loan by level payments that was paid out on the day; the first is due a month later."""
    said: dict[str, Any] = {"method": Method.LEVEL_PAYMENT, "start_on": ON, "prepayment": Prepayment.FREE}
    said |= {"rate": yearly(rate), "principal_minor": principal_minor, "terms": terms}
    lender = Lender(loan_id, f"机构{loan_id}", LenderKind.CONSUMER_FINANCE)
    return Account(Loan(id=loan_id, lender=lender, name=f"贷{loan_id}", **(said | more)))


def line(loan_id: int, drawn_minor: int, rate: str) -> Account:
    """A line without an end, drawn on the day."""
    kept = Loan(
        loan_id,
        Lender(loan_id, f"机构{loan_id}", LenderKind.CONSUMER_FINANCE),
        f"额度{loan_id}",
        Method.REVOLVING,
        ON,
        yearly(rate),
        day_count=DayCount.ACT_365,
        limit_minor=drawn_minor * 2,
        due_day=1,
    )
    return Account(kept, draws=(Draw(1, ON, drawn_minor),))


def carried_card() -> Account:
    """A card with a tenth as minimum: of a bill of 10,000.00 of November only that was paid."""
    terms = CardTerms(interest=CardInterest.FULL, minimum=MinimumRule.SHARE, minimum_share=Decimal("0.1"))
    rate = Rate(Decimal("0.0005"), RateBasis.DAY)
    lender, opened = Lender(1, "某银行"), date(2026, 1, 1)
    kept = Loan(1, lender, "卡", Method.CARD, opened, rate, day_count=DayCount.ACT_365, card=terms)
    kept = replace(kept, limit_minor=2_000_000, statement_day=5, due_day=23)
    return Account(
        kept,
        draws=(Draw(1, date(2026, 9, 10), 1_000_000),),
        statements=(Statement(1, date(2026, 11, 5), date(2026, 11, 23), 1_000_000, 100_000),),
        repayments=(Repayment(1, date(2026, 11, 20), 100_000),),
    )
