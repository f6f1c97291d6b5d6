"""Entering a loan: the lender picked by a part of its name, the terms filled in, schedule and cost beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from textual.content import Content

from planner.domain.cost import yearly_cost
from planner.domain.loan import Every, Excess, Fee, FeeWhen, Lender, LenderKind, Loan, Method, Prepayment
from planner.domain.presets import Preset, loan_terms, search
from planner.domain.rates import DayCount, Rate, RateBasis
from planner.domain.schedule import Instalment, instalments
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import language, t
from planner.ui.widgets.fields import (
    Field,
    amount_field,
    count_field,
    date_field,
    option_texts,
    rate_field,
    rate_text,
)
from planner.ui.widgets.form import Form
from planner.ui.widgets.text import fit, width

Texts = dict[str, str]


def _scheduled(texts: Texts) -> bool:
    return Method(texts["method"]).scheduled


def _line(texts: Texts) -> bool:
    return not _scheduled(texts)


def _flat(texts: Texts) -> bool:
    return texts["method"] == Method.FLAT_FEE


def _balance_rate(texts: Texts) -> bool:
    return not _flat(texts)


def _card(texts: Texts) -> bool:
    return texts["method"] == Method.CARD


class LoanForm(Form):
    """A new loan, or an edited one (``loan`` given)."""

    draft_key = "loan"
    repeats = True

    def __init__(self, loan: Loan | None = None) -> None:
        super().__init__()
        self.loan = loan
        self.preset: Preset | None = None
        self.matches: Sequence[Preset] = ()
        self.match = 0
        if loan is not None:
            self.draft_key = f"loan-{loan.id}"
            self.repeats = False

    def heading(self) -> str:
        return t("loan.form.add") if self.loan is None else t("loan.form.edit", name=self.loan.name)

    def fields(self) -> Sequence[Field]:
        today = self.planner.overview.today
        return (
            Field("lender", t("loan.lender"), pick=True, hint=t("loan.hint.lender")),
            Field("name", t("loan.name"), optional=True, hint=t("loan.hint.name")),
            Field("method", t("loan.method"), options=option_texts("method", list(Method)), hint=t("loan.hint.method")),
            amount_field("principal", t("loan.principal"), shown=_scheduled, hint=t("loan.hint.amount")),
            amount_field("owed", t("loan.owed_now"), shown=_line, hint=t("loan.hint.owed"), optional=True),
            amount_field("limit", t("loan.limit"), optional=True, hint=t("loan.hint.limit")),
            date_field("start_on", t("loan.start_on"), today, hint=t("loan.hint.date")),
            count_field("terms", t("loan.terms"), shown=_scheduled, hint=t("loan.hint.terms")),
            rate_field("rate", t("loan.rate"), hint=t("loan.hint.rate")),
            Field(
                "basis", t("loan.basis"), options=option_texts("basis", ["year", "month", "day"]), shown=_balance_rate
            ),
            Field("flat_basis", t("loan.basis"), options=option_texts("basis", ["term", "total"]), shown=_flat),
            Field(
                "confirmed",
                t("loan.confirmed"),
                options=option_texts("yes", ["yes", "no"]),
                hint=t("loan.hint.confirmed"),
            ),
            Field("every", t("loan.every"), options=option_texts("every", list(Every)), shown=_scheduled),
            date_field(
                "first_due_on",
                t("loan.first_due_on"),
                today,
                optional=True,
                shown=_scheduled,
                hint=t("loan.hint.first_due_on"),
            ),
            count_field(
                "statement_day", t("loan.statement_day"), optional=True, shown=_card, hint=t("loan.hint.statement_day")
            ),
            count_field("due_day", t("loan.due_day"), optional=True, shown=_line, hint=t("loan.hint.due_day")),
            count_field(
                "paid_terms", t("loan.paid_terms"), optional=True, shown=_scheduled, hint=t("loan.hint.paid_terms")
            ),
            date_field("end_on", t("loan.end_on"), today, optional=True, shown=_line, hint=t("loan.hint.end_on")),
            Field(
                "day_count",
                t("loan.day_count"),
                options=option_texts("day_count", list(DayCount)),
                shown=_balance_rate,
                hint=t("loan.hint.day_count"),
            ),
            amount_field("upfront", t("loan.upfront"), optional=True, shown=_scheduled, hint=t("loan.hint.upfront")),
            amount_field("per_term", t("loan.per_term"), optional=True, shown=_scheduled, hint=t("loan.hint.per_term")),
            count_field("grace_days", t("loan.grace_days"), optional=True, hint=t("loan.hint.grace_days")),
            Field(
                "prepayment",
                t("loan.prepayment"),
                options=option_texts("prepayment", list(Prepayment)),
                hint=t("loan.hint.prepayment"),
            ),
            rate_field(
                "prepayment_fee",
                t("loan.prepayment_fee"),
                shown=lambda texts: texts["prepayment"] == Prepayment.FEE_SHARE,
                hint=t("loan.hint.prepayment_fee"),
            ),
            Field(
                "excess",
                t("loan.excess"),
                options=option_texts("excess", list(Excess)),
                shown=_scheduled,
                hint=t("loan.hint.excess"),
            ),
            Field("kind", t("loan.kind"), options=option_texts("lender_kind", list(LenderKind))),
            Field("note", t("loan.note"), optional=True),
        )

    def start(self) -> Texts:
        if self.loan is None:
            return {"method": Method.LEVEL_PAYMENT, "every": Every.MONTH}
        return texts_of(self.loan)

    # -- picking a lender ------------------------------------------------------------------------------------------

    def _picking(self) -> bool:
        return self.focused is self.input("lender")

    def edited(self, key: str) -> None:
        if key == "lender":
            from planner.storage import seed

            self.preset = None
            self.match = 0
            text = self.input("lender").text
            self.matches = search(seed.load().presets, text, 12) if text.strip() else ()
        elif key == "rate":
            self.fill({"confirmed": "yes"})
        if key in ("start_on", "first_due_on", "terms", "method", "every", "principal", "rate"):
            self._suggest_paid()

    def _suggest_paid(self) -> None:
        """What fell due before today was usually paid: suggest that count until the person says otherwise."""
        if self.loan is not None or "paid_terms" in self.touched:
            return
        loan = self._loan(self.texts() | {"paid_terms": ""})
        if loan is not None and loan.method.scheduled:
            today = self.planner.overview.today
            passed = sum(1 for row in instalments(loan) if row.due_on < today)
            self.fill({"paid_terms": str(passed) if passed else ""})

    def action_step(self, step: int) -> None:
        if self._picking() and self.matches:
            self.match = (self.match + step) % len(self.matches)
            self._beside()
        else:
            super().action_step(step)

    def action_next(self) -> None:
        if self._picking() and self.matches:
            self._take(self.matches[self.match])
        super().action_next()

    def _take(self, preset: Preset) -> None:
        self.preset = preset
        self.matches = ()
        self.touched.add("lender")
        self.fill(preset_texts(preset))
        self.call_after_refresh(self._suggest_paid)

    # -- what stands beside ----------------------------------------------------------------------------------------

    def beside(self, texts: Texts) -> Content | str:
        if self._picking() and self.matches:
            return self._match_list()
        loan = self._loan(texts)
        if loan is None:
            return Content(t("loan.preview.incomplete"))
        return preview(loan, self.room_beside)

    def _match_list(self) -> Content:
        lines = [t("loan.pick"), ""]
        for index, preset in enumerate(self.matches):
            mark = ">" if index == self.match else " "
            lines.append(f"{mark} {fit(preset_title(preset), 22)} {t(f'method.{preset.methods[0]}')}")
        return Content("\n".join(lines))

    def _loan(self, texts: Texts) -> Loan | None:
        """The loan as typed so far, or None while something needed is missing or wrong."""
        try:
            loan = loan_from(self.known(texts), self.loan, self.preset)
            loan.validate()
        except (PlannerError, TypeError, ValueError, KeyError):
            return None
        return loan

    # -- saving ----------------------------------------------------------------------------------------------------

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        from planner.services import loans

        loan = loan_from(values, self.loan, self.preset)
        loan.validate()
        opening = values["owed"] or 0
        today = self.planner.overview.today
        if self.loan is None:
            self.planner.write(
                lambda store: loans.add(store, loan, opening_minor=opening, today=today),
                then=done,
                failed=self.show_error,
            )
        else:
            self.planner.write(lambda store: loans.edit(store, loan), then=done, failed=self.show_error)

    def _again(self) -> None:
        self.preset = None
        super()._again()


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
    fees = [
        Fee(name, when, amount_minor=values[key])
        for key, name, when in (("upfront", "upfront", FeeWhen.UPFRONT), ("per_term", "per_term", FeeWhen.PER_TERM))
        if values[key]
    ]
    return Loan(
        id=before.id if before else 0,
        lender=Lender(
            before.lender.id if before and known else 0,
            lender_name,
            LenderKind(values["kind"]),
            preset.lender.institution if preset else (before.lender.institution if before and known else ""),
        ),
        name=values["name"] or lender_name,
        method=method,
        start_on=_needed(values["start_on"]),
        rate=rate,
        principal_minor=_needed(values["principal"]) if method.scheduled else 0,
        terms=_needed(values["terms"]) if method.scheduled else None,
        first_due_on=first,
        due_day=first.day if first else values["due_day"],
        every=Every(values["every"]) if values["every"] else Every.MONTH,
        end_on=values["end_on"],
        day_count=DayCount.THIRTY_360 if flat else DayCount(values["day_count"]),
        fees=tuple(fees),
        pinned=before.pinned if before else (),
        paid_terms=values["paid_terms"] or 0,
        grace_days=values["grace_days"] or 0,
        prepayment=Prepayment(values["prepayment"]),
        prepayment_fee=values["prepayment_fee"] or Decimal(0),
        excess=Excess(values["excess"]) if values["excess"] else Excess.SHORTER_TERM,
        limit_minor=values["limit"],
        statement_day=values["statement_day"],
        rate_confirmed=values["confirmed"] == "yes",
        product=preset.code if preset else (before.product if before else ""),
        settled_on=before.settled_on if before else None,
        closed_on=before.closed_on if before else None,
        note=values["note"] or "",
    )


def _needed(value: Any) -> Any:
    if value is None:
        raise TypeError("a needed value is missing")
    return value


def texts_of(loan: Loan) -> Texts:
    """What the form shows for a loan that exists."""
    flat = loan.rate.basis in (RateBasis.TERM, RateBasis.TOTAL)
    fees = {fee.when: fee.amount_minor for fee in loan.fees}

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
        "upfront": amount(fees.get(FeeWhen.UPFRONT)),
        "per_term": amount(fees.get(FeeWhen.PER_TERM)),
        "grace_days": str(loan.grace_days or ""),
        "prepayment": loan.prepayment,
        "prepayment_fee": rate_text(loan.prepayment_fee) if loan.prepayment_fee else "",
        "excess": loan.excess,
        "kind": loan.lender.kind,
        "note": loan.note,
    }


def preset_title(preset: Preset) -> str:
    """Lender and product in one; a product that bears its lender's name is named once."""
    lender, product = preset.lender.name(language()), preset.name(language())
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
        "statement_day": str(terms.statement_day or ""),
        "due_day": str(terms.due_day or ""),
        "terms": str(terms.terms or ""),
    }


def preview(loan: Loan, room: int) -> Content:
    """Yearly cost and schedule of a loan while it is typed in."""
    cost = yearly_cost(loan)
    lines = [
        f"{t('cost.nominal')}  {fmt.percent(cost.nominal)}",
        f"{t('cost.effective')}  {fmt.percent(cost.effective)}",
    ]
    if cost.reason:
        lines.append(t(f"cost.reason.{cost.reason}"))
    if loan.method.scheduled:
        rows = instalments(loan)
        lines += [
            f"{t('cost.interest')}  {fmt.plain_money(cost.interest_minor)}",
            f"{t('cost.fees')}  {fmt.plain_money(cost.fee_minor)}",
            "",
            *schedule_lines(rows, room),
        ]
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
