"""The fees of an offer as a person types them: ``1%``, ``200``, ``1% + 200``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from planner.domain.basics.rates import percent
from planner.domain.basics.typed import parse_amount, parse_share
from planner.domain.offers.offer import FeeAt, OfferFee
from planner.errors import PlannerError
from planner.values import replace

_BETWEEN = re.compile(r"[+＋;；]")


def parse_fees(text: str, at: FeeAt) -> tuple[OfferFee, ...]:
    """Fees of one kind, several with a plus between: amounts, or shares in percent.

    Raises:
        PlannerError: ``offer.fee`` for a part that is neither.
    """
    return tuple(_fee(part.strip(), at) for part in _BETWEEN.split(text))


def _fee(part: str, at: FeeAt) -> OfferFee:
    try:
        if part.endswith(("%", "％")):
            return OfferFee("", at, share=parse_share(part))
        return OfferFee("", at, parse_amount(part))
    except PlannerError as error:
        raise PlannerError("offer.fee", value=part) from error


def fees_text(fees: Iterable[OfferFee], at: FeeAt) -> str:
    """What ``parse_fees`` reads: the fees of that kind."""
    return " + ".join(_text(fee) for fee in fees if fee.at is at)


def _text(fee: OfferFee) -> str:
    if fee.share is not None:
        return f"{percent(fee.share)}%"
    whole, cents = divmod(fee.amount_minor or 0, 100)
    return f"{whole}.{cents:02d}" if cents else f"{whole}"


def stopping(fees: Iterable[OfferFee], *, stops: bool) -> tuple[OfferFee, ...]:
    """The same fees, all of which stop when the loan is settled early, or none."""
    return tuple(replace(fee, stops=stops) for fee in fees)
