"""The row of months that the detailed report prints for an account: a sign for each month, the latest last."""

from __future__ import annotations

import unicodedata
from datetime import date

from planner.domain.basics.calendar import month_end
from planner.errors import PlannerError

SIGNS = "N1234567MACGZDB/*#"
"""``N`` paid, ``1``–``7`` overdue 1–30 days to more than 180, ``*`` nothing due …, as the report explains them."""
MOST = 60
_BETWEEN = " ,;|、\u3000\t\n"


def parse_months(text: str, *, field: str | None = None) -> str:
    """The signs of a row as typed from the page: without blanks and commas, full-width and small ones as printed.

    Raises:
        PlannerError: ``credit.month_sign`` with the first wrong sign and its place, counted from 1 without what stands
            between signs; ``credit.month_count`` for more than 60.
    """
    signs = [sign for sign in unicodedata.normalize("NFKC", text).upper() if sign not in _BETWEEN]
    for place, sign in enumerate(signs, 1):
        if sign not in SIGNS:
            raise PlannerError("credit.month_sign", field=field, value=sign, place=place)
    if len(signs) > MOST:
        raise PlannerError("credit.month_count", field=field, value=len(signs), most=MOST)
    return "".join(signs)


def month_text(on: date) -> str:
    """The month of a day as it is typed and printed in every language: ``2026-10``."""
    return f"{on:%Y-%m}"


def check_months(months: str, until: date | None, seen_on: date) -> None:
    """Signs have a last month, which is not after that of the report.

    Raises:
        PlannerError: as ``parse_months``; ``credit.months_until`` without a last month, ``credit.after_check``.
    """
    if not months:
        return
    parse_months(months, field="months")
    if until is None:
        raise PlannerError("credit.months_until", field="months_until")
    if until > month_end(seen_on):
        raise PlannerError("credit.after_check", field="months_until", on=month_text(until), seen_on=seen_on)
