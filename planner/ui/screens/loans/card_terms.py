"""The terms of a bill account in a form: fields, texts, and what is usual for a product, with its sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from planner.domain.accounts.terms import CardInterest, CardTerms, MinimumRule
from planner.domain.basics.sources import Fact
from planner.domain.reference.products import Preset
from planner.i18n import format as fmt
from planner.i18n import language, t
from planner.ui.forms.fields import Field, Texts, amount_field, count_field, option_texts, rate_field, rate_text
from planner.ui.widgets.text import wrap

_SHARES = (MinimumRule.SHARE, MinimumRule.INTEREST_SHARE)


def card_fields(is_card: Callable[[Texts], bool]) -> tuple[Field, ...]:
    """How bills are cut, what they charge and ask for; shown where ``is_card`` says so."""
    return (
        count_field(
            "due_after_days",
            t("terms.due_after_days"),
            optional=True,
            shown=is_card,
            hint=t("terms.hint.due_after_days"),
        ),
        Field(
            "statement_included",
            t("terms.statement_included"),
            options=option_texts("yes", ["yes", "no"]),
            shown=is_card,
            hint=t("terms.hint.statement_included"),
        ),
        Field(
            "interest",
            t("terms.interest"),
            options=option_texts("card_interest", list(CardInterest)),
            shown=is_card,
            hint=t("terms.hint.interest"),
        ),
        Field(
            "minimum_rule",
            t("terms.minimum_rule"),
            options=option_texts("minimum", list(MinimumRule)),
            shown=is_card,
            hint=t("terms.hint.minimum_rule"),
        ),
        rate_field(
            "minimum_share",
            t("terms.minimum_share"),
            shown=lambda texts: is_card(texts) and texts["minimum_rule"] in _SHARES,
            hint=t("terms.hint.minimum_share"),
        ),
        amount_field(
            "minimum",
            t("terms.minimum"),
            optional=True,
            shown=lambda texts: is_card(texts) and texts["minimum_rule"] != MinimumRule.NONE,
            hint=t("terms.hint.minimum"),
        ),
        rate_field(
            "late_fee_share",
            t("terms.late_fee_share"),
            optional=True,
            shown=is_card,
            hint=t("terms.hint.late_fee_share"),
        ),
        amount_field(
            "late_fee",
            t("terms.late_fee"),
            optional=True,
            shown=lambda texts: is_card(texts) and bool(texts["late_fee_share"].strip()),
            hint=t("terms.hint.late_fee"),
        ),
        rate_field(
            "cash_fee_share",
            t("terms.cash_fee_share"),
            optional=True,
            shown=is_card,
            hint=t("terms.hint.cash_fee_share"),
        ),
        amount_field(
            "cash_fee",
            t("terms.cash_fee"),
            optional=True,
            shown=lambda texts: is_card(texts) and bool(texts["cash_fee_share"].strip()),
            hint=t("terms.hint.cash_fee"),
        ),
        amount_field("tolerance", t("terms.tolerance"), optional=True, shown=is_card, hint=t("terms.hint.tolerance")),
    )


def card_texts(card: CardTerms) -> Texts:
    """What the fields show."""
    return {
        "due_after_days": str(card.due_after_days or ""),
        "statement_included": "yes" if card.statement_included else "no",
        **usual_texts(card),
    }


def usual_texts(card: CardTerms) -> Texts:
    """What the fields show of charges and minimum: the part that is usual for a product."""
    return {
        "interest": card.interest,
        "minimum_rule": card.minimum,
        "minimum_share": "" if card.minimum_share is None else rate_text(card.minimum_share),
        "minimum": "" if card.minimum_minor is None else fmt.plain_money(card.minimum_minor),
        "tolerance": fmt.plain_money(card.tolerance_minor) if card.tolerance_minor else "",
        **_fee_texts(card),
    }


def usual_lines(preset: Preset, room: int) -> list[str]:
    """Where the usual terms come from, one sentence for each source, in lines of ``room`` cells."""
    told: dict[Fact, list[str]] = {}
    for name in ("minimum", "interest", "late_fee", "tolerance"):
        if name in preset.facts:
            told.setdefault(preset.facts[name], []).append(t(f"terms.usual.{name}"))
    lines = ["", t("terms.usual")]
    for fact, names in told.items():
        source = fact.source.text(language())
        sure, on = t(f"confidence.{fact.confidence}"), fmt.day(fact.checked_on)
        lines.append(t("terms.usual_from", names=t("list.and").join(names), source=source, sure=sure, on=on))
    return [part for line in lines for part in (wrap(line, room) if line else [""])]


def _fee_texts(card: CardTerms) -> Texts:
    """Late fee and cash fee of a card as typed."""
    texts = {}
    for name in ("late_fee", "cash_fee"):
        share, least = getattr(card, f"{name}_share"), getattr(card, f"{name}_minor")
        texts[f"{name}_share"] = "" if share is None else rate_text(share)
        texts[name] = fmt.plain_money(least) if least else ""
    return texts


def card_terms(before: CardTerms, values: dict[str, Any]) -> CardTerms:
    """The terms that the fields give. Their ``limit_group`` stays."""
    share: Decimal | None = values["minimum_share"]
    return replace(
        before,
        due_after_days=values["due_after_days"],
        statement_included=values["statement_included"] != "no",
        interest=CardInterest(values["interest"] or CardInterest.NONE),
        minimum=MinimumRule(values["minimum_rule"] or MinimumRule.NONE),
        minimum_share=share,
        minimum_minor=values["minimum"],
        tolerance_minor=values["tolerance"] or 0,
        late_fee_share=values["late_fee_share"],
        late_fee_minor=values["late_fee"] or 0,
        cash_fee_share=values["cash_fee_share"],
        cash_fee_minor=values["cash_fee"] or 0,
    )
