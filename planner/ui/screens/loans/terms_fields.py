"""The fields of a loan's further terms, in the order of their form.

A further term is one entry here (and its texts in the catalogues). ``concerns`` says which loans have it.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from planner.domain.accounts.doubts import Doubt, tolerance_doubt
from planner.domain.accounts.loan import Loan, Method, Prepayment
from planner.domain.accounts.terms import (
    ORDER,
    Disclosed,
    DisclosedBasis,
    DueShift,
    Part,
    Penalty,
    PenaltyBasis,
    PenaltyOn,
    PrepayDay,
    Remainder,
    order_from,
)
from planner.domain.basics.money import YUAN, Rounding
from planner.domain.basics.typed import parse_factor
from planner.domain.schedule.due_days import counts_first_days
from planner.domain.schedule.instalments import instalments
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.forms.fields import Field, Texts
from planner.ui.screens.loans.card_terms import CARD_FIELDS, is_card
from planner.ui.screens.loans.loan_entries import (
    amount,
    asked,
    choice,
    entry,
    make_choice,
    make_share,
    share_text,
    words,
    yes_or_no,
)
from planner.ui.screens.loans.loan_field import LoanField, Scene
from planner.values import replace

_ORDERS = (
    ORDER,
    (Part.FEE, Part.PENALTY, Part.INTEREST, Part.PRINCIPAL),
    (Part.INTEREST, Part.PENALTY, Part.FEE, Part.PRINCIPAL),
    (Part.PRINCIPAL, Part.INTEREST, Part.PENALTY, Part.FEE),
)
_CURRENCIES = (YUAN, "USD", "EUR", "HKD", "JPY", "GBP", "AUD", "CAD", "SGD")


def factor_text(value: Decimal | None) -> str:
    """``Decimal("7.1200")`` → ``7.12``; empty for none."""
    return "" if value is None else f"{value.normalize():f}"


def order_text(order: Sequence[Part]) -> str:
    """An order of application in words."""
    return " → ".join(t(f"part.{part}") for part in order)


def _no_card(loan: Loan) -> bool:
    return not is_card(loan)


def _scheduled(loan: Loan) -> bool:
    return loan.method.scheduled


def _takes_early(loan: Loan) -> bool:
    return loan.method.scheduled and loan.prepayment is not Prepayment.NOT_ALLOWED


def _has_line(loan: Loan) -> bool:
    return loan.has_line


def _level(loan: Loan) -> bool:
    return loan.method is Method.LEVEL_PAYMENT


def _may_count_first_days(loan: Loan) -> bool:
    """Whether the first term would be another by its days than by the month."""
    on_balance = loan.method in (Method.LEVEL_PAYMENT, Method.EQUAL_PRINCIPAL, Method.INTEREST_ONLY)
    return on_balance and counts_first_days(replace(loan, first_by_days=True))


def _parted(scene: Scene) -> bool:
    """Whether the loan is repaid in equal parts, which may leave fen over."""
    return scene.loan is not None and scene.loan.method in (Method.EQUAL_PRINCIPAL, Method.FLAT_FEE)


def _disclosed(texts: Texts) -> bool:
    return bool(texts["disclosed"].strip())


def _penalised(texts: Texts) -> bool:
    return bool(texts["penalty"].strip())


# -- entries that are more than one attribute --------------------------------------------------------------------------


def _set_disclosed(loan: Loan, rate: Decimal | None) -> Loan:
    """Its basis follows by its own field."""
    return replace(loan, disclosed=None if rate is None else Disclosed(rate))


def _set_disclosed_basis(loan: Loan, basis: str | None) -> Loan:
    if loan.disclosed is None or basis is None:
        return loan
    return replace(loan, disclosed=replace(loan.disclosed, basis=DisclosedBasis(basis)))


def _set_penalty(loan: Loan, rate: Decimal | None) -> Loan:
    """What its rate means and what it is charged on follow by their own fields."""
    return replace(loan, penalty=None if rate is None else Penalty(rate))


def _set_penalty_basis(loan: Loan, basis: str | None) -> Loan:
    if loan.penalty is None or basis is None:
        return loan
    return replace(loan, penalty=replace(loan.penalty, basis=PenaltyBasis(basis)))


def _set_penalty_on(loan: Loan, on: str | None) -> Loan:
    if loan.penalty is None or on is None:
        return loan
    return replace(loan, penalty=replace(loan.penalty, on=PenaltyOn(on)))


def _set_due_shift(loan: Loan, shift: str | None) -> Loan:
    """With the calendar that it goes by; one that moves nothing needs none."""
    from planner.storage.shipped import holidays

    rule = DueShift(shift or DueShift.NONE)
    return replace(loan, due_shift=rule, calendar=None if rule is DueShift.NONE else holidays.work_days())


def _make_order(scene: Scene, key: str, label: str, **more: Any) -> Field:
    """The orders in use, the usual one first, and the loan's own."""
    own = [scene.loan.application] if scene.loan is not None and scene.loan.application not in _ORDERS else []
    options = tuple((",".join(order), order_text(order)) for order in (*_ORDERS, *own))
    return Field(key, label, options=options, **more)


def _make_currency(_scene: Scene, key: str, label: str, **more: Any) -> Field:
    return Field(key, label, options=tuple((code, t(f"currency.{code}")) for code in _CURRENCIES), **more)


def _make_factor(_scene: Scene, key: str, label: str, **more: Any) -> Field:
    return Field(key, label, parse_factor, factor_text, **more)


def _set_yuan_rate(loan: Loan, rate: Decimal | None) -> Loan:
    return replace(loan, yuan_rate=None if loan.currency == YUAN else rate)


# -- what is seldom right ----------------------------------------------------------------------------------------------


def _tolerance_doubt(scene: Scene, tolerance_minor: int, _values: dict[str, Any]) -> Doubt | None:
    """Beside the smallest instalment of the loan as it was agreed."""
    loan = scene.loan
    amounts = [row.amount_minor for row in instalments(loan)] if loan is not None and loan.method.scheduled else []
    return tolerance_doubt(tolerance_minor, min(filter(None, amounts), default=None))


# -- the table ---------------------------------------------------------------------------------------------------------

DISCLOSED = (
    LoanField(
        "disclosed",
        asked("terms.disclosed", make_share, optional=True),
        lambda loan: share_text(loan.disclosed.rate if loan.disclosed else None),
        _set_disclosed,
    ),
    LoanField(
        "disclosed_basis",
        asked("terms.disclosed_basis", make_choice, prefix="disclosed", values=list(DisclosedBasis), shown=_disclosed),
        lambda loan: loan.disclosed.basis if loan.disclosed else DisclosedBasis.NOMINAL,
        _set_disclosed_basis,
    ),
)

DUE_SHIFT = LoanField(
    "due_shift",
    asked("terms.due_shift", make_choice, prefix="due_shift", values=list(DueShift)),
    lambda loan: loan.due_shift,
    _set_due_shift,
)

LATE = (
    amount(
        "terms.shortfall",
        "tolerance_minor",
        fmt.plain_money,
        optional=True,
        concerns=_no_card,
        doubt=_tolerance_doubt,
    ),
    LoanField(
        "penalty",
        asked("terms.penalty", make_share, optional=True),
        lambda loan: share_text(loan.penalty.rate if loan.penalty else None),
        _set_penalty,
        usual=_no_card,
        concerns=_no_card,
    ),
    LoanField(
        "penalty_basis",
        asked("terms.penalty_basis", make_choice, prefix="penalty", values=list(PenaltyBasis), shown=_penalised),
        lambda loan: loan.penalty.basis if loan.penalty else PenaltyBasis.TIMES,
        _set_penalty_basis,
        usual=_no_card,
        concerns=_no_card,
    ),
    LoanField(
        "penalty_on",
        asked("terms.penalty_on", make_choice, prefix="penalty_on", values=list(PenaltyOn), shown=_penalised),
        lambda loan: loan.penalty.on if loan.penalty else PenaltyOn.PRINCIPAL,
        _set_penalty_on,
        usual=_no_card,
        concerns=_no_card,
    ),
)

COUNTING = (
    entry("terms.application", "application", _make_order, ",".join, value=order_from, concerns=_no_card),
    choice("terms.rounding", "rounding", Rounding, "rounding", concerns=_no_card),
    choice("terms.remainder", "remainder", Remainder, "remainder", when=_parted, concerns=_no_card),
    yes_or_no("terms.first_by_days", "first_by_days", values=("no", "yes"), concerns=_may_count_first_days),
    amount("terms.payment", "payment_minor", optional=True, concerns=_level),
)

LINE = (
    entry("terms.currency", "currency", _make_currency, str, concerns=_has_line),
    LoanField(
        "yuan_rate",
        asked("terms.yuan_rate", _make_factor, shown=lambda texts: texts["currency"] != YUAN),
        lambda loan: factor_text(loan.yuan_rate),
        _set_yuan_rate,
        concerns=_has_line,
    ),
    words("terms.limit_group", "card.limit_group", optional=True, concerns=_has_line),
)

PREPAY_ON = choice("terms.prepay_on", "prepay_on", PrepayDay, "prepay_on", concerns=_takes_early)

OTHER_MEANS = (amount("terms.offset", "offset_minor", optional=True, concerns=_scheduled),)

TERMS_FIELDS = (
    words("terms.institution", "institution", optional=True),
    *OTHER_MEANS,
    *DISCLOSED,
    DUE_SHIFT,
    PREPAY_ON,
    *LATE,
    *COUNTING,
    *CARD_FIELDS,
    *LINE,
)
