"""The terms of a bill account in a form: its fields, and what is usual for a product, with its sources."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.terms import CardInterest, MinimumRule
from planner.domain.basics.sources import Fact
from planner.domain.reference.products import Preset
from planner.i18n import format as fmt
from planner.i18n import language, t
from planner.ui.forms.fields import Texts
from planner.ui.screens.loans.loan_entries import amount, choice, count, share, yes_or_no
from planner.ui.screens.loans.loan_field import always
from planner.ui.widgets.text import wrap

_SHARES = (MinimumRule.SHARE, MinimumRule.INTEREST_SHARE)


def is_card(loan: Loan) -> bool:
    """Whether a loan has bills, and so terms of how they are made."""
    return loan.method is Method.CARD


def _shared(texts: Texts) -> bool:
    return texts["minimum_rule"] in _SHARES


def _minimum(texts: Texts) -> bool:
    return texts["minimum_rule"] != MinimumRule.NONE


CARD_FIELDS = (
    count("terms.due_after_days", "card.due_after_days", optional=True, concerns=is_card),
    yes_or_no("terms.statement_included", "card.statement_included", concerns=is_card),
    choice("terms.interest", "card.interest", CardInterest, "card_interest", concerns=is_card, usual=always),
    choice("terms.minimum_rule", "card.minimum", MinimumRule, "minimum", concerns=is_card, usual=always),
    share("terms.minimum_share", "card.minimum_share", shown=_shared, concerns=is_card, usual=always),
    amount(
        "terms.minimum",
        "card.minimum_minor",
        text=lambda minor: "" if minor is None else fmt.plain_money(minor),
        optional=True,
        shown=_minimum,
        concerns=is_card,
        usual=always,
    ),
    share("terms.late_fee_share", "card.late_fee_share", optional=True, concerns=is_card, usual=always),
    amount(
        "terms.late_fee",
        "card.late_fee_minor",
        optional=True,
        shown=lambda texts: bool(texts["late_fee_share"].strip()),
        concerns=is_card,
        usual=always,
    ),
    share("terms.cash_fee_share", "card.cash_fee_share", optional=True, concerns=is_card, usual=always),
    amount(
        "terms.cash_fee",
        "card.cash_fee_minor",
        optional=True,
        shown=lambda texts: bool(texts["cash_fee_share"].strip()),
        concerns=is_card,
        usual=always,
    ),
    amount("terms.tolerance", "card.tolerance_minor", optional=True, concerns=is_card, usual=always),
)
"""How bills are cut, what they charge and ask for. What is usual of a product are its charges and its minimum."""

CARD_FACTS = ("minimum", "interest", "late_fee", "tolerance", "grace_days")
LATE_FACTS = ("penalty", "grace_days")
"""What is told of where it comes from: of a card, and of any other loan."""


def usual_lines(preset: Preset, room: int, names: Sequence[str]) -> list[str]:
    """Where the usual terms come from, one sentence for each source, in lines of ``room`` cells."""
    told: dict[Fact, list[str]] = {}
    for name in names:
        if name in preset.facts:
            told.setdefault(preset.facts[name], []).append(t(f"terms.usual.{name}", n=preset.grace_days))
    lines = ["", t("terms.usual"), *(from_line(fact, t("list.and").join(names)) for fact, names in told.items())]
    return [part for line in lines for part in (wrap(line, room) if line else [""])]


def from_line(fact: Fact, what: str) -> str:
    """Where ``what`` comes from: the source, how far to trust it, when it was looked up."""
    sure, on = t(f"confidence.{fact.confidence}"), fmt.day(fact.checked_on)
    return t("terms.usual_from", names=what, source=fact.source.text(language()), sure=sure, on=on)
