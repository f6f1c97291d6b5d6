"""The fee for paying early as people write it, in one line: ``3``, ``3%/12, 1%/24, 0``, ``1个月息/12个月``.

``3%/12`` is 3 % up to the due date of the twelfth instalment, ``3%/12个月`` up to the day twelve months after the
start; what stands last holds from there on. ``1个月息`` and ``1 month`` are a month's interest on what is paid early.
"""

from __future__ import annotations

import re
from decimal import Decimal

from planner.domain.accounts.fee_steps import PrepaymentFee
from planner.domain.accounts.terms import PrepaymentStep, StepUnit, check_steps
from planner.domain.basics import typed
from planner.domain.basics.rates import percent
from planner.errors import PlannerError

_BETWEEN = re.compile(r"[,;、→]|->")
_INTEREST = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?) ?(?:个?月的?利?息|个月|months?(?:['’]s?)?(?: ?interest)?)")
_UNTIL = re.compile(
    r"[前第]?([0-9]{1,4}) ?"
    r"(?:(?P<month>个?月|m|mo|months?)|(?P<year>年|y|years?)|期|terms?|instal?lments?)?[内前]?"
)


def parse_fee(text: str, *, field: str | None = None) -> PrepaymentFee:
    """The fee that was typed, in the form in which it is kept: a lone share is no step, a last 0 none either.

    Args:
        text: what was typed, full-width signs and Chinese numbers too.
        field: the form field that an error belongs to.

    Raises:
        PlannerError: ``loan.prepayment_*``: ``_unreadable``, ``_share`` for one that no fee can be,
            ``_fee`` for more than all that is paid, and what ``check_steps`` says of steps.
    """
    parts = [part.strip() for part in _BETWEEN.split(typed.fold(text).rstrip(",;、 "))]
    if len(parts) == 1 and "/" not in parts[0] and _interest(parts[0]) is None:
        return _share(parts[0], text, field)
    steps = [_step(part, text, field) for part in parts]
    if steps[-1].until is None and steps[-1].share == 0:
        steps.pop()
    try:
        check_steps(steps)
    except PlannerError as error:
        error.field = field
        raise
    return tuple(steps)


def _step(part: str, text: str, field: str | None) -> PrepaymentStep:
    """One step. Raises ``PlannerError``."""
    price, slash, end = (side.strip() for side in part.partition("/"))
    until, unit = _until(end, text, field) if slash else (None, StepUnit.TERM)
    months = _interest(price)
    if months is not None:
        return PrepaymentStep(until, months_interest=months, unit=unit)
    return PrepaymentStep(until, share=_share(price, text, field), unit=unit)


def _share(price: str, text: str, field: str | None) -> Decimal:
    """A share of what is paid early. Raises ``PlannerError``: ``loan.prepayment_*``, as it is a fee and no rate."""
    try:
        share = typed.parse_rate(price)
    except PlannerError as error:
        unread = error.code in ("rate.empty", "rate.unreadable")
        code = "loan.prepayment_unreadable" if unread else "loan.prepayment_share"
        raise PlannerError(code, field=field, text=text.strip()) from None
    if share > 1:
        raise PlannerError("loan.prepayment_fee", field=field, percent=percent(share))
    return share


def _interest(price: str) -> Decimal | None:
    match = _INTEREST.fullmatch(price.translate(typed.NUMERALS))
    return None if match is None else Decimal(match[1])


def _until(end: str, text: str, field: str | None) -> tuple[int, StepUnit]:
    match = _UNTIL.fullmatch(end.translate(typed.NUMERALS))
    if match is None:
        raise PlannerError("loan.prepayment_unreadable", field=field, text=text.strip())
    if match["year"]:
        return int(match[1]) * 12, StepUnit.MONTH
    return int(match[1]), StepUnit.MONTH if match["month"] else StepUnit.TERM
