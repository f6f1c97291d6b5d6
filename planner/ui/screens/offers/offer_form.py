"""Entering an offer with every fee; what it really costs stands beside, live while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from planner.domain.accounts.loan import LenderKind, Method
from planner.domain.accounts.terms import Disclosed, DisclosedBasis
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.offers.fee_typed import fees_text, parse_fees, stopping
from planner.domain.offers.offer import METHODS, FeeAt, Offer, OfferFee, OfferState
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t
from planner.overview.borrowing import cost_on, subsidy_of
from planner.ui.forms.fields import (
    Field,
    Texts,
    amount_field,
    basis_told,
    count_field,
    date_field,
    option_texts,
    rate_field,
    rate_text,
    share_field,
)
from planner.ui.forms.form import Form
from planner.words.offers import cost_lines

_FLAT = (RateBasis.TERM, RateBasis.TOTAL)
_PLAIN = (RateBasis.YEAR, RateBasis.MONTH, RateBasis.DAY)


def _flat(texts: Texts) -> bool:
    return texts["method"] == Method.FLAT_FEE


class OfferForm(Form):
    """A new offer, or a known one."""

    draft_key = "offer-new"

    def __init__(self, offer: Offer | None = None, *, given: Texts | None = None) -> None:
        super().__init__()
        self.offer = offer
        self.given = given or {}
        if offer is not None:
            self.draft_key = f"offer-{offer.id}"

    def heading(self) -> str:
        """Whether it is new; of a known one its name."""
        return t("offer.form.add") if self.offer is None else t("offer.form.edit", name=self.offer.title)

    def fields(self) -> Sequence[Field]:
        """Who, how much, at what rate, every fee by the time it is charged, then what was promised."""
        today = self.planner.overview.today

        def fee(at: FeeAt) -> Field:
            return Field(
                at.value,
                t(f"offer.{at}"),
                lambda text: parse_fees(text, at),
                lambda fees: fees_text(fees, at),
                optional=True,
                hint=t(f"offer.hint.{at}"),
            )

        return (
            Field("lender", t("offer.lender"), hint=t("offer.hint.lender")),
            Field(
                "kind",
                t("offer.kind"),
                options=option_texts("lender_kind", [one.value for one in LenderKind]),
                hint=t("offer.hint.kind"),
            ),
            amount_field("amount", t("offer.amount"), hint=t("offer.hint.amount")),
            count_field("terms", t("offer.terms")),
            Field("method", t("offer.method"), options=option_texts("method", [one.value for one in METHODS])),
            rate_field("rate", t("offer.rate"), hint=t("offer.hint.rate"), tells=basis_told),
            Field(
                "basis",
                t("offer.basis"),
                options=option_texts("basis", [one.value for one in _PLAIN]),
                shown=lambda texts: not _flat(texts),
            ),
            Field(
                "flat_basis", t("offer.basis"), options=option_texts("basis", [one.value for one in _FLAT]), shown=_flat
            ),
            count_field(
                "promo_terms",
                t("offer.promo_terms"),
                optional=True,
                shown=lambda texts: not _flat(texts),
                hint=t("offer.hint.promo_terms"),
            ),
            rate_field(
                "later_rate",
                t("offer.later_rate"),
                shown=lambda texts: not _flat(texts) and bool(texts["promo_terms"].strip()),
                hint=t("offer.hint.later_rate"),
            ),
            *(fee(at) for at in FeeAt),
            Field("stops", t("offer.stops"), options=option_texts("yes", ["yes", "no"]), hint=t("offer.hint.stops")),
            rate_field("disclosed", t("offer.disclosed"), optional=True, hint=t("offer.hint.disclosed")),
            Field(
                "disclosed_basis",
                t("offer.disclosed_basis"),
                options=option_texts("disclosed", [one.value for one in DisclosedBasis]),
                shown=lambda texts: bool(texts["disclosed"].strip()),
            ),
            share_field("subsidy", t("offer.subsidy"), optional=True, hint=t("offer.hint.subsidy")),
            date_field(
                "subsidy_until",
                t("offer.subsidy_until"),
                today,
                ahead=True,
                optional=True,
                shown=lambda texts: bool(texts["subsidy"].strip()),
                hint=t("offer.hint.subsidy_until"),
            ),
            share_field(
                "prepayment_fee", t("offer.prepayment_fee"), optional=True, hint=t("offer.hint.prepayment_fee")
            ),
            date_field(
                "promised_on",
                t("offer.promised_on"),
                today,
                ahead=True,
                optional=True,
                hint=t("offer.hint.promised_on"),
            ),
            date_field(
                "until_on", t("offer.until_on"), today, ahead=True, optional=True, hint=t("offer.hint.until_on")
            ),
            amount_field("limit", t("offer.limit"), optional=True, hint=t("offer.hint.limit")),
            Field("institution", t("offer.institution"), optional=True, hint=t("offer.hint.institution")),
            Field("name", t("offer.name"), optional=True),
            Field("note", t("offer.note"), optional=True),
        )

    def start(self) -> Texts:
        """As it was noted; of a new one the end of the subsidy is that of the rule of today."""
        offer = self.offer
        if offer is None:
            told = subsidy_of(self.planner.overview)
            until = None if told is None else told[1]
            return {"subsidy_until": _day(until)} | self.given
        basis, disclosed = offer.rate.basis, offer.disclosed
        return {
            "lender": offer.lender,
            "kind": offer.kind.value,
            "institution": offer.institution,
            "name": offer.name,
            "amount": fmt.plain_money(offer.amount_minor),
            "terms": str(offer.terms),
            "method": offer.method.value,
            "rate": rate_text(offer.rate.value),
            "flat_basis" if basis in _FLAT else "basis": basis.value,
            **{at.value: fees_text(offer.fees, at) for at in FeeAt},
            "promo_terms": "" if offer.promo_terms is None else str(offer.promo_terms),
            "later_rate": "" if offer.later_rate is None else rate_text(offer.later_rate),
            "stops": "yes" if all(fee.stops for fee in offer.fees) else "no",
            "disclosed": "" if disclosed is None else rate_text(disclosed.rate),
            "disclosed_basis": DisclosedBasis.NOMINAL if disclosed is None else disclosed.basis,
            "subsidy": rate_text(offer.subsidy) if offer.subsidy else "",
            "subsidy_until": _day(offer.subsidy_until),
            "prepayment_fee": "" if offer.prepayment_fee is None else rate_text(offer.prepayment_fee),
            "promised_on": _day(offer.promised_on),
            "until_on": _day(offer.until_on),
            "limit": "" if offer.limit_minor is None else fmt.plain_money(offer.limit_minor),
            "note": offer.note,
        } | self.given

    def beside(self, texts: Texts) -> str:
        """What it really costs, as typed so far; where everything is typed but does not fit together, why."""
        overview = self.planner.overview
        try:
            offer = self._offer(self.known(texts))
            offer.validate()
            told = cost_lines(overview, offer, cost_on(overview, offer))
        except PlannerError as error:
            told = [fmt.error(error.code, error.params)]
        except (TypeError, ValueError, KeyError):
            told = [t("offer.beside.incomplete")]
        return "\n\n".join(told)

    def _offer(self, values: dict[str, Any]) -> Offer:
        """The offer as typed. Raises ``TypeError`` while something needed is missing."""
        needed = [values[key] for key in ("lender", "amount", "terms", "rate")]
        if any(one is None for one in needed):
            raise TypeError("incomplete")
        before, method = self.offer, Method(values["method"])
        basis = RateBasis(values["flat_basis" if method is Method.FLAT_FEE else "basis"])
        fees: tuple[OfferFee, ...] = tuple(fee for at in FeeAt for fee in values[at.value] or ())
        if before is not None:
            fees = _named(fees, before.fees)
        disclosed = values["disclosed"]
        subsidy = values["subsidy"] or Decimal(0)
        return Offer(
            0 if before is None else before.id,
            values["lender"],
            LenderKind(values["kind"]),
            values["amount"],
            method,
            values["terms"],
            Rate(values["rate"], basis),
            self.planner.overview.today if before is None else before.noted_on,
            values["institution"] or "",
            values["name"] or "",
            stopping(fees, stops=values["stops"] != "no"),
            values["promised_on"],
            values["until_on"],
            values["limit"],
            None if disclosed is None else Disclosed(disclosed, DisclosedBasis(values["disclosed_basis"] or "nominal")),
            subsidy,
            values["subsidy_until"] if subsidy else None,
            values["prepayment_fee"],
            OfferState.OPEN if before is None else before.state,
            values["note"] or "",
            values["promo_terms"],
            values["later_rate"] if values["promo_terms"] is not None else None,
        )

    def save(self, values: dict[str, Any], done: Callable[[], None]) -> None:
        """Add the offer, or replace the known one unless another window has changed it.

        Raises:
            PlannerError: ``offer.*`` or ``loan.*`` where it makes no sense.
        """
        from planner.services import offers

        offer = self._offer(values)
        offer.validate()
        self.planner.write(lambda store: offers.save(store, offer), then=done, failed=self.show_error, seen=self.offer)


def _day(on: date | None) -> str:
    return "" if on is None else on.isoformat()


def _named(fees: Sequence[OfferFee], before: Sequence[OfferFee]) -> tuple[OfferFee, ...]:
    """Fees that ask for the same as before keep their names."""
    names = {(fee.at, fee.amount_minor, fee.share): fee.name for fee in before}
    return tuple(
        OfferFee(names.get((fee.at, fee.amount_minor, fee.share), ""), fee.at, fee.amount_minor, fee.share, fee.stops)
        for fee in fees
    )
