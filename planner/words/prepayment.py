"""What paying early costs and when it is taken: as it is typed in one line, and as a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.accounts.fee_steps import PrepaymentFee
from planner.domain.accounts.loan import Loan, Prepayment
from planner.domain.accounts.terms import PrepayDay, PrepaymentStep
from planner.domain.basics.rates import percent
from planner.i18n import t


def fee_text(loan: Loan) -> str:
    """The fee as its field has it: ``3%``, ``3%/12, 1%/24, 0``; empty where there is none. ``parse_fee`` reads it."""
    if loan.prepayment_steps:
        return steps_text(loan.prepayment_steps)
    return f"{percent(loan.prepayment_fee)}%" if loan.prepayment_fee else ""


def typed_text(fee: PrepaymentFee) -> str:
    """The fee that was typed, as it is written."""
    return steps_text(fee) if isinstance(fee, tuple) else f"{percent(fee)}%"


def steps_text(steps: Sequence[PrepaymentStep]) -> str:
    """Steps in one line, with the 0 that follows the last one that has an end."""
    parts = []
    for step in steps:
        end = "" if step.until is None else "/" + t(f"prepay.until.{step.unit}", n=step.until)
        parts.append(price_text(step, "prepay.interest.short") + end)
    if steps[-1].until is not None:
        parts.append("0")
    return ", ".join(parts)


def price_text(step: PrepaymentStep, key: str = "prepay.interest") -> str:
    """What a step costs: ``3%``, a month's interest (by the text ``key``)."""
    if step.share is not None:
        return f"{percent(step.share)}%" if step.share else "0"
    months = step.months_interest or 0
    number = f"{months:f}".rstrip("0").rstrip(".") if "." in f"{months:f}" else f"{months:f}"
    return t(key, n=int(number)) if number.isdecimal() else t("prepay.interest.part", months=number)


def rules_told(loan: Loan) -> list[str]:
    """The steps of the fee, each with its end, and that money is taken with the instalment only; none for neither."""
    told = []
    if loan.prepayment is Prepayment.FEE_SHARE and loan.prepayment_steps:
        steps = []
        for step in loan.prepayment_steps:
            key = "prepay.told.on" if step.until is None else f"prepay.told.{step.unit}"
            steps.append(t(key, price=price_text(step), n=step.until or 0))
        last = loan.prepayment_steps[-1]
        rest = t("prepay.told.free") if last.until is not None else ""
        told.append(t("prepay.told", steps=t("prepay.told.and").join(steps) + rest))
    if loan.prepay_on is PrepayDay.WITH_INSTALMENT:
        told.append(t("prepay.told.with_instalment"))
    return told


def early_facts(loan: Loan) -> list[tuple[str, str]]:
    """Of a loan's screen: the fee for paying early, and the days for it where not every day will do."""
    pairs = []
    if loan.prepayment is Prepayment.FEE_SHARE and fee_text(loan):
        pairs.append((t("loan.prepayment_fee"), fee_text(loan)))
    if loan.prepay_on is not PrepayDay.ANY:
        pairs.append((t("terms.prepay_on"), t(f"prepay_on.{loan.prepay_on}")))
    return pairs
