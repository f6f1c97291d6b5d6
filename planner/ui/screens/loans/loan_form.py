"""Entering a loan: the lender picked by a part of its name, the terms filled in, schedule and cost beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from textual.content import Content

from planner.domain.accounts.loan import (
    Every,
    Excess,
    LenderKind,
    Loan,
    Method,
    OnRateChange,
    Prepayment,
    usual_day_count,
)
from planner.domain.accounts.records import Account
from planner.domain.basics.rates import DayCount, RateBasis
from planner.domain.ledger.card_bills import latest_bill
from planner.domain.reference.products import Preset, search
from planner.domain.schedule.instalments import instalments
from planner.domain.what_if.prepay import settling
from planner.errors import PlannerError
from planner.i18n import t
from planner.ui.forms.fields import Field, Texts, amount_field, count_field, date_field, option_texts, rate_field
from planner.ui.forms.form import Form
from planner.ui.screens.loans.loan_terms import loan_from, preset_texts, preset_title, preview, texts_of
from planner.ui.widgets.text import fit


def _scheduled(texts: Texts) -> bool:
    return Method(texts["method"]).scheduled


def _line(texts: Texts) -> bool:
    return not _scheduled(texts)


def _flat(texts: Texts) -> bool:
    return texts["method"] == Method.FLAT_FEE


def _level(texts: Texts) -> bool:
    return texts["method"] == Method.LEVEL_PAYMENT


def _repays_evenly(texts: Texts) -> bool:
    return texts["method"] in (Method.LEVEL_PAYMENT, Method.EQUAL_PRINCIPAL)


def _balance_rate(texts: Texts) -> bool:
    return not _flat(texts)


def _card(texts: Texts) -> bool:
    return texts["method"] == Method.CARD


def _start_label(texts: Texts) -> str:
    return t("loan.opened_on" if _line(texts) else "loan.start_on")


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
            amount_field("owed", t("loan.owed_now"), shown=self._opens, hint=t("loan.hint.owed"), optional=True),
            amount_field("limit", t("loan.limit"), optional=True, hint=t("loan.hint.limit")),
            count_field(
                "statement_day", t("loan.statement_day"), optional=True, shown=_card, hint=t("loan.hint.statement_day")
            ),
            count_field("due_day", t("loan.due_day"), optional=True, shown=_line, hint=t("loan.hint.due_day")),
            amount_field("billed", t("loan.billed"), optional=True, shown=self._opens_card, hint=t("loan.hint.billed")),
            date_field(
                "billed_due_on",
                t("loan.billed_due_on"),
                today,
                shown=lambda texts: self._opens_card(texts) and bool(texts["billed"].strip()),
                hint=t("loan.hint.billed_due_on"),
            ),
            date_field("start_on", t("loan.start_on"), today, renamed=_start_label, hint=t("loan.hint.date")),
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
                "paid_terms", t("loan.paid_terms"), optional=True, shown=_scheduled, hint=t("loan.hint.paid_terms")
            ),
            count_field(
                "interest_only_terms",
                t("loan.interest_only_terms"),
                optional=True,
                shown=_repays_evenly,
                hint=t("loan.hint.interest_only_terms"),
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
                shown=_scheduled,
                hint=t("loan.hint.prepayment"),
            ),
            rate_field(
                "prepayment_fee",
                t("loan.prepayment_fee"),
                shown=lambda texts: _scheduled(texts) and texts["prepayment"] == Prepayment.FEE_SHARE,
                hint=t("loan.hint.prepayment_fee"),
            ),
            date_field(
                "prepay_from",
                t("loan.prepay_from"),
                today,
                optional=True,
                shown=lambda texts: _scheduled(texts) and texts["prepayment"] != Prepayment.NOT_ALLOWED,
                hint=t("loan.hint.prepay_from"),
            ),
            Field(
                "excess",
                t("loan.excess"),
                options=option_texts("excess", list(Excess)),
                shown=_scheduled,
                hint=t("loan.hint.excess"),
            ),
            Field(
                "on_rate_change",
                t("loan.on_rate_change"),
                options=option_texts("on_rate_change", list(OnRateChange)),
                shown=_level,
                hint=t("loan.hint.on_rate_change"),
            ),
            Field("kind", t("loan.kind"), options=option_texts("lender_kind", list(LenderKind))),
            Field("institution", t("loan.institution"), optional=True, hint=t("loan.hint.institution")),
            Field("note", t("loan.note"), optional=True),
        )

    def _opens(self, texts: Texts) -> bool:
        """What a line owes is asked once; later its balance is checked on the loan's own screen."""
        return self.loan is None and _line(texts)

    def _opens_card(self, texts: Texts) -> bool:
        return self._opens(texts) and _card(texts) and bool(texts["owed"].strip())

    def start(self) -> Texts:
        if self.loan is None:
            return {"method": Method.LEVEL_PAYMENT, "every": Every.MONTH}
        return texts_of(self.loan)

    # -- picking a lender ------------------------------------------------------------------------------------------

    def _picking(self) -> bool:
        return self.focused is self.input("lender")

    def edited(self, key: str) -> None:
        if key == "lender":
            from planner.storage.shipped import products

            if self.preset is not None and "institution" not in self.touched:
                self.fill({"institution": ""})  # it was that of the lender picked before
            self.preset = None
            self.match = 0
            text = self.input("lender").text
            self.matches = search(products.load().presets, text, 12) if text.strip() else ()
        elif key == "rate":
            self.fill({"confirmed": "yes"})
        elif key in ("method", "basis"):
            self._suggest_days()
        if key in ("start_on", "first_due_on", "terms", "interest_only_terms", "method", "every", "principal", "rate"):
            self._suggest_paid()
        if key in ("statement_day", "due_day", "owed", "billed"):
            self._suggest_bill()

    def _suggest_days(self) -> None:
        """Days as products of this kind count them, unless the preset or the person says."""
        if self.loan is not None or "day_count" in self.touched:
            return
        texts = self.texts()
        told = self.preset.day_count if self.preset else None
        self.fill({"day_count": told or usual_day_count(Method(texts["method"]), RateBasis(texts["basis"]))})

    def _suggest_bill(self) -> None:
        """When the bill that is already cut falls due, where the days of the card tell."""
        if self.loan is not None or "billed_due_on" in self.touched:
            return
        days = self.known(self.texts())
        try:
            due_on = latest_bill(days["statement_day"], days["due_day"], self.planner.overview.today)[1]
        except ValueError:  # no day of a month: told when it is saved
            due_on = None
        self.fill({"billed_due_on": "" if due_on is None else due_on.isoformat()})

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

    def action_field(self, step: int) -> None:
        """Going on without a choice keeps the name as it was typed."""
        if self._picking():
            self.matches = ()
        super().action_field(step)

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
        self.call_after_refresh(self._suggest_bill)

    # -- what stands beside ----------------------------------------------------------------------------------------

    def beside(self, texts: Texts) -> Content | str:
        if self._picking() and self.matches:
            return self._match_list()
        loan = self._loan(texts)
        if loan is None:
            return Content(t("loan.preview.incomplete_line" if _line(texts) else "loan.preview.incomplete"))
        known = self.planner.overview.accounts.get(loan.id)
        hint = t("loan.balance_elsewhere") if known is not None and not loan.method.scheduled else ""
        account = replace(known, loan=loan) if known is not None else Account(loan)
        return preview(loan, self.room_beside, settling(account, self.planner.overview.today), hint)

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
        opening, seen = values["owed"] or 0, self.loan
        today = self.planner.overview.today
        if self.loan is None:
            self.planner.write(
                lambda store: loans.add(
                    store,
                    loan,
                    opening_minor=opening,
                    billed_minor=values["billed"] or 0,
                    billed_due_on=values["billed_due_on"],
                    today=today,
                ),
                then=done,
                failed=self.show_error,
            )
        else:
            self.planner.write(lambda store: loans.edit(store, loan, seen), then=done, failed=self.show_error)

    def aside(self) -> Texts:
        return {"product": self.preset.code} if self.preset else {}

    def restore(self, draft: Texts) -> None:
        from planner.storage.shipped import products

        self.preset = products.load().preset(draft.get("product", ""))

    def _again(self) -> None:
        self.preset = None
        super()._again()
