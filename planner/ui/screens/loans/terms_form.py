"""Further terms of a loan: the yearly cost that its lender disclosed, and how the bills of a card are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from planner.domain.accounts.loan import YUAN, Loan, Method
from planner.domain.accounts.names import full_name
from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import (
    ORDER,
    PLAIN_CARD,
    Disclosed,
    DisclosedBasis,
    Part,
    Penalty,
    PenaltyBasis,
    PenaltyOn,
    Remainder,
    order_from,
)
from planner.domain.basics.money import Rounding
from planner.domain.basics.text import clean
from planner.domain.basics.typed import parse_factor
from planner.domain.ledger.position import position
from planner.domain.reference.products import Preset
from planner.domain.schedule.yearly_cost import YearlyCost, disclosed_gap, yearly_cost
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.forms.fields import Field, Texts, option_texts, rate_field, rate_text
from planner.ui.forms.form import Form
from planner.ui.screens.loans.card_terms import card_fields, card_terms, card_texts, usual_lines, usual_texts
from planner.ui.widgets.text import wrap

_ORDERS = (
    ORDER,
    (Part.FEE, Part.PENALTY, Part.INTEREST, Part.PRINCIPAL),
    (Part.INTEREST, Part.PENALTY, Part.FEE, Part.PRINCIPAL),
    (Part.PRINCIPAL, Part.INTEREST, Part.PENALTY, Part.FEE),
)


def factor_text(value: Decimal) -> str:
    """``Decimal("7.1200")`` → ``7.12``."""
    return f"{value.normalize():f}"


def order_text(order: Sequence[Part]) -> str:
    """An order of application in words."""
    return " → ".join(t(f"part.{part}") for part in order)


def gap_text(loan: Loan, cost: YearlyCost) -> str:
    """What the lender disclosed beside what the flows say; empty when it disclosed nothing or they say nothing."""
    gap = disclosed_gap(loan, cost)
    if loan.disclosed is None or gap is None:
        return ""
    told = t(
        "terms.disclosed_told",
        rate=fmt.percent(loan.disclosed.rate),
        basis=t(f"disclosed.{loan.disclosed.basis}"),
        gap=f"{gap.points:f}",
    )
    return told + t("terms.gap_small" if not gap.found else "terms.gap_dearer" if gap.dearer else "terms.gap_cheaper")


class TermsForm(Form):
    """Edits what the form of the loan itself leaves out."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f7", "usual", "key.usual_terms", priority=True)]

    def __init__(self, account: Account) -> None:
        super().__init__()
        self.account = account
        self.draft_key = f"terms-{account.loan.id}"

    def heading(self) -> str:
        return t("terms.form", loan=full_name(self.account.loan))

    def _card(self, _texts: Texts) -> bool:
        return self.account.loan.method is Method.CARD

    def _no_card(self, texts: Texts) -> bool:
        return not self._card(texts)

    def _parted(self, _texts: Texts) -> bool:
        """Whether the loan is repaid in equal parts, which may leave fen over."""
        return self.account.loan.method in (Method.EQUAL_PRINCIPAL, Method.FLAT_FEE)

    @staticmethod
    def _currencies() -> tuple[str, ...]:
        return (YUAN, "USD", "EUR", "HKD", "JPY", "GBP", "AUD", "CAD", "SGD")

    def _penalised(self, texts: Texts) -> bool:
        return self._no_card(texts) and bool(texts["penalty"].strip())

    def _orders(self) -> list[tuple[Part, ...]]:
        """The order of the loan and those in use; the usual one first."""
        own = self.account.loan.application
        return [*_ORDERS, *([own] if own not in _ORDERS else [])]

    def fields(self) -> Sequence[Field]:
        return (
            Field("institution", t("terms.institution"), optional=True, hint=t("terms.hint.institution")),
            rate_field("disclosed", t("terms.disclosed"), optional=True, hint=t("terms.hint.disclosed")),
            Field(
                "disclosed_basis",
                t("terms.disclosed_basis"),
                options=option_texts("disclosed", list(DisclosedBasis)),
                shown=lambda texts: bool(texts["disclosed"].strip()),
                hint=t("terms.hint.disclosed_basis"),
            ),
            rate_field("penalty", t("terms.penalty"), optional=True, shown=self._no_card, hint=t("terms.hint.penalty")),
            Field(
                "penalty_basis",
                t("terms.penalty_basis"),
                options=option_texts("penalty", list(PenaltyBasis)),
                shown=self._penalised,
                hint=t("terms.hint.penalty_basis"),
            ),
            Field(
                "penalty_on",
                t("terms.penalty_on"),
                options=option_texts("penalty_on", list(PenaltyOn)),
                shown=self._penalised,
                hint=t("terms.hint.penalty_on"),
            ),
            Field(
                "application",
                t("terms.application"),
                options=tuple((",".join(order), order_text(order)) for order in self._orders()),
                shown=self._no_card,
                hint=t("terms.hint.application"),
            ),
            Field(
                "rounding",
                t("terms.rounding"),
                options=option_texts("rounding", list(Rounding)),
                shown=self._no_card,
                hint=t("terms.hint.rounding"),
            ),
            Field(
                "remainder",
                t("terms.remainder"),
                options=option_texts("remainder", list(Remainder)),
                shown=self._parted,
                hint=t("terms.hint.remainder"),
            ),
            *card_fields(self._card),
            Field(
                "currency",
                t("terms.currency"),
                options=tuple((code, t(f"currency.{code}")) for code in self._currencies()),
                shown=lambda _texts: self.account.loan.has_line,
                hint=t("terms.hint.currency"),
            ),
            Field(
                "yuan_rate",
                t("terms.yuan_rate"),
                parse_factor,
                factor_text,
                shown=lambda texts: self.account.loan.has_line and texts["currency"] != YUAN,
                hint=t("terms.hint.yuan_rate"),
            ),
            Field(
                "limit_group",
                t("terms.limit_group"),
                optional=True,
                shown=lambda _texts: self.account.loan.has_line,
                hint=t("terms.hint.limit_group"),
            ),
        )

    def start(self) -> Texts:
        loan = self.account.loan
        card, disclosed = loan.card, loan.disclosed
        return {
            "institution": loan.institution,
            "disclosed": rate_text(disclosed.rate) if disclosed else "",
            "disclosed_basis": disclosed.basis if disclosed else DisclosedBasis.NOMINAL,
            "penalty": rate_text(loan.penalty.rate) if loan.penalty else "",
            "penalty_basis": loan.penalty.basis if loan.penalty else PenaltyBasis.TIMES,
            "penalty_on": loan.penalty.on if loan.penalty else PenaltyOn.PRINCIPAL,
            "application": ",".join(loan.application),
            "rounding": loan.rounding,
            "remainder": loan.remainder,
            **card_texts(card),
            "currency": loan.currency,
            "yuan_rate": factor_text(loan.yuan_rate) if loan.yuan_rate is not None else "",
            "limit_group": card.limit_group,
        }

    def _usual(self) -> Preset | None:
        """The product of this card, where usual terms of its bills are known."""
        from planner.storage.shipped import products

        if self.account.loan.method is not Method.CARD:
            return None
        preset = products.load().preset(self.account.loan.product)
        return preset if preset is not None and preset.card != PLAIN_CARD else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "usual":
            return self._usual() is not None
        return super().check_action(action, parameters)

    def action_usual(self) -> None:
        """Fill in what is usual for this product, to be checked; nothing is saved yet."""
        preset = self._usual()
        if preset is None:
            return
        self.fill(usual_texts(preset.card))

    def _loan(self, values: dict[str, Any]) -> Loan:
        """The loan with what the fields say. Raises ``PlannerError`` when it does not fit."""
        loan, disclosed = self.account.loan, None
        if values["disclosed"] is not None:
            basis = DisclosedBasis(values["disclosed_basis"] or DisclosedBasis.NOMINAL)
            disclosed = Disclosed(values["disclosed"], basis)
        card = card_terms(loan.card, values) if loan.method is Method.CARD else loan.card
        if loan.has_line:
            card = replace(card, limit_group=clean(values["limit_group"] or ""))
            currency = values["currency"] or YUAN
            loan = replace(loan, currency=currency, yuan_rate=None if currency == YUAN else values["yuan_rate"])
        loan = replace(loan, disclosed=disclosed, card=card, institution=values["institution"] or "")
        if loan.method is not Method.CARD:
            penalty = None
            if values["penalty"] is not None:
                measure = PenaltyBasis(values["penalty_basis"] or PenaltyBasis.TIMES)
                penalty = Penalty(values["penalty"], measure, PenaltyOn(values["penalty_on"] or PenaltyOn.PRINCIPAL))
            loan = replace(
                loan,
                penalty=penalty,
                application=order_from(values["application"]),
                rounding=Rounding(values["rounding"] or Rounding.HALF_UP),
                remainder=Remainder(values["remainder"] or Remainder.LAST),
            )
        loan.validate()
        return loan

    def beside(self, texts: Texts) -> str:
        try:
            loan = self._loan(self.known(texts))
        except PlannerError:
            return ""
        today = self.planner.overview.today
        cost = yearly_cost(loan, as_of=today)
        lines = [
            f"{t('cost.nominal')}  {fmt.percent(cost.nominal)}",
            f"{t('cost.effective')}  {fmt.percent(cost.effective)}",
        ]
        told = gap_text(loan, cost)
        if told:
            lines += ["", *wrap(told, self.room_beside)]
        if loan.method is not Method.CARD:
            lines += ["", *wrap(f"{t('terms.application')}: {order_text(loan.application)}", self.room_beside)]
        else:
            lines += ["", t("terms.bills")]
            for due in position(replace(self.account, loan=loan), today).dues[-3:]:
                least = "" if due.minimum_minor is None else t("terms.least", least=fmt.money(due.minimum_minor))
                lines.append(f"{fmt.day(due.due_on)}  {fmt.money(due.amount_minor)}{least}")
            preset = self._usual()
            lines += usual_lines(preset, self.room_beside) if preset else []
        return "\n".join(lines)

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        from planner.services import loans

        loan, seen = self._loan(values), self.account.loan
        self.planner.write(lambda store: loans.edit(store, loan, seen), then=done, failed=self.show_error)
