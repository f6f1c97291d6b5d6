"""Between a loan and the texts of its form, and what stands beside the form: schedule and real yearly cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from textual.content import Content

from planner.domain.accounts.loan import Every, Excess, Lender, LenderKind, Loan, Method, OnRateChange, Prepayment
from planner.domain.accounts.terms import Fee, FeeWhen
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.reference.products import Preset, loan_terms
from planner.domain.schedule.instalments import Instalment, instalments
from planner.domain.schedule.yearly_cost import yearly_cost
from planner.domain.what_if.prepay import Settling
from planner.i18n import format as fmt
from planner.i18n import language, t
from planner.ui.forms.fields import Texts, rate_text
from planner.ui.widgets.text import fit, width, wrap

_FEES = {"upfront": FeeWhen.UPFRONT, "per_term": FeeWhen.PER_TERM}
# what the form does not show and an edit leaves as it is
_ELSEWHERE = (
    "pinned",
    "rate_changes",
    "settled_on",
    "closing_on",
    "closed_on",
    "rounding",
    "remainder",
    "application",
    "penalty",
    "disclosed",
    "card",
    "institution",
    "opening_known",
    "currency",
    "yuan_rate",
)


def loan_from(values: dict[str, Any], before: Loan | None, preset: Preset | None) -> Loan:
    """The loan that the form's values describe.

    Raises:
        TypeError: while a needed value is still None.
    """
    method = Method(values["method"])
    flat = method is Method.FLAT_FEE
    rate = Rate(Decimal(values["rate"]), RateBasis(values["flat_basis"] if flat else values["basis"]))
    first = values["first_due_on"]
    lender_name = values["lender"]
    if lender_name is None:
        raise TypeError("lender")
    known = before is not None and before.lender.name == lender_name
    own = _own_fees(before.fees if before else ())
    fees = [fee for fee in before.fees if fee not in own.values()] if before else []
    for key, when in _FEES.items():
        if values[key]:
            fees.append(replace(own.get(key) or Fee(key, when, 1), amount_minor=values[key]))
    stands = {name: getattr(before, name) for name in _ELSEWHERE} if before else {}
    return Loan(
        id=before.id if before else 0,
        lender=Lender(
            before.lender.id if before and known else 0,
            lender_name,
            LenderKind(values["kind"]),
            values["institution"] or "",
        ),
        name=values["name"] or lender_name,
        method=method,
        start_on=_needed(values["start_on"]),
        rate=rate,
        principal_minor=_needed(values["principal"]) if method.scheduled else 0,
        terms=_needed(values["terms"]) if method.scheduled else None,
        interest_only_terms=values["interest_only_terms"] or 0,
        first_due_on=first,
        due_day=first.day if first else values["due_day"],
        every=Every(values["every"]) if values["every"] else Every.MONTH,
        end_on=values["end_on"],
        day_count=DayCount.THIRTY_360 if flat else DayCount(values["day_count"]),
        fees=tuple(fees),
        paid_terms=values["paid_terms"] or 0,
        grace_days=values["grace_days"] or 0,
        prepayment=Prepayment(values["prepayment"] or Prepayment.FREE),
        prepayment_fee=values["prepayment_fee"] or Decimal(0),
        prepay_from=values["prepay_from"],
        excess=Excess(values["excess"]) if values["excess"] else Excess.SHORTER_TERM,
        on_rate_change=OnRateChange(values["on_rate_change"] or OnRateChange.LOWER_PAYMENT),
        limit_minor=values["limit"],
        statement_day=values["statement_day"],
        rate_confirmed=values["confirmed"] == "yes",
        product=preset.code if preset else (before.product if before else ""),
        note=values["note"] or "",
        **stands,
    )


def _own_fees(fees: Sequence[Fee]) -> dict[str, Fee]:
    """The fees that the form shows: of each kind the first with a fixed amount."""
    found: dict[str, Fee] = {}
    for key, when in _FEES.items():
        fitting = (fee for fee in fees if fee.when is when and fee.amount_minor is not None)
        fee = next(fitting, None)
        if fee is not None:
            found[key] = fee
    return found


def _needed(value: Any) -> Any:
    if value is None:
        raise TypeError("a needed value is missing")
    return value


def texts_of(loan: Loan) -> Texts:
    """What the form shows for a loan that exists."""
    flat = loan.rate.basis in (RateBasis.TERM, RateBasis.TOTAL)
    fees = {key: fee.amount_minor for key, fee in _own_fees(loan.fees).items()}

    def amount(minor: int | None) -> str:
        return fmt.plain_money(minor) if minor else ""

    def day(on: date | None) -> str:
        return on.isoformat() if on else ""

    return {
        "lender": loan.lender.name,
        "name": loan.name,
        "method": loan.method,
        "principal": amount(loan.principal_minor),
        "owed": "",
        "limit": amount(loan.limit_minor),
        "start_on": day(loan.start_on),
        "terms": str(loan.terms or ""),
        "interest_only_terms": str(loan.interest_only_terms or ""),
        "rate": rate_text(loan.rate.value),
        "confirmed": "yes" if loan.rate_confirmed else "no",
        "every": loan.every,
        "basis": loan.rate.basis if not flat else "year",
        "flat_basis": loan.rate.basis if flat else "term",
        "first_due_on": day(loan.first_due_on),
        "statement_day": str(loan.statement_day or ""),
        "due_day": str(loan.due_day or ""),
        "paid_terms": str(loan.paid_terms or ""),
        "end_on": day(loan.end_on),
        "day_count": loan.day_count,
        "upfront": amount(fees.get("upfront")),
        "per_term": amount(fees.get("per_term")),
        "grace_days": str(loan.grace_days or ""),
        "prepayment": loan.prepayment,
        "prepayment_fee": rate_text(loan.prepayment_fee) if loan.prepayment_fee else "",
        "prepay_from": day(loan.prepay_from),
        "excess": loan.excess,
        "on_rate_change": loan.on_rate_change,
        "kind": loan.lender.kind,
        "institution": loan.lender.institution,
        "note": loan.note,
    }


def preset_title(preset: Preset) -> str:
    """Lender and product in one; a product that bears its lender's name is named once."""
    lender, product = preset.lender.name.text(language()), preset.name.text(language())
    return product if lender in product else f"{lender} {product}"


def preset_texts(preset: Preset) -> Texts:
    """What picking a product fills in: its usual terms, the rate to be confirmed."""
    terms = loan_terms(preset, language())
    flat = terms.method is Method.FLAT_FEE
    return {
        "lender": terms.lender_name,
        "name": terms.name,
        "method": terms.method,
        "rate": rate_text(terms.rate.value) if terms.rate else "",
        "flat_basis" if flat else "basis": terms.rate_basis,
        "confirmed": "no",
        "day_count": terms.day_count,
        "every": terms.every,
        "grace_days": str(terms.grace_days or ""),
        "prepayment": terms.prepayment,
        "prepayment_fee": rate_text(terms.prepayment_fee) if terms.prepayment_fee else "",
        "kind": terms.lender_kind,
        "institution": terms.institution,
        "statement_day": str(terms.statement_day or ""),
        "due_day": str(terms.due_day or ""),
        "terms": str(terms.terms or ""),
    }


def preview(loan: Loan, room: int, settled: Settling, hint: str = "") -> Content:
    """Yearly cost and schedule of a loan while it is typed in, what settling it today would save, ``hint`` below."""
    cost = yearly_cost(loan, as_of=settled.on)
    lines = [
        f"{t('cost.nominal')}  {fmt.percent(cost.nominal)}",
        f"{t('cost.effective')}  {fmt.percent(cost.effective)}",
    ]
    if cost.reason:
        lines.append(t(f"cost.reason.{cost.reason}"))
    if settled.total_minor and settled.saving_minor is not None:
        lines.append(f"{t('balance.saving')}  {fmt.plain_money(settled.saving_minor)}")
    if loan.method.scheduled:
        rows = instalments(loan)
        lines += [
            f"{t('cost.interest')}  {fmt.plain_money(cost.interest_minor)}",
            f"{t('cost.fees')}  {fmt.plain_money(cost.fee_minor)}",
            "",
            *schedule_lines(rows, room),
        ]
    if hint:
        lines += ["", *wrap(hint, room)]
    return Content("\n".join(lines))


def schedule_lines(rows: Sequence[Instalment], room: int) -> list[str]:
    """Heading and rows, the columns no wider than their figures; without the balance where ``room`` is too short."""
    table = [[t("schedule.number"), t("schedule.due_on"), t("schedule.amount"), t("schedule.left")]]
    for row in rows:
        amounts = [fmt.plain_money(row.amount_minor), fmt.plain_money(row.balance_minor)]
        table.append([str(row.number), row.due_on.isoformat(), *amounts])
    widths = [max(width(line[column]) for line in table) for column in range(4)]
    shown = 4 if sum(widths) + 3 <= room else 3
    return [
        " ".join(fit(cell, cells, "right") for cell, cells in zip(line[:shown], widths, strict=False)) for line in table
    ]
