"""The fields of a loan's form, in its order: who lends, how much, from when, at what rate, by which rules.

A further field of a loan is one entry here (and its texts in the catalogues).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from planner import clock
from planner.domain.accounts.doubts import Doubt, deduction_doubt, limit_doubt, payout_doubt, rate_doubt
from planner.domain.accounts.fee_steps import PrepaymentFee
from planner.domain.accounts.fee_typed import parse_fee
from planner.domain.accounts.loan import Every, Excess, Lender, LenderKind, Loan, Method, OnRateChange, Prepayment
from planner.domain.accounts.terms import Fee, FeeWhen
from planner.domain.basics.calendar import month_end
from planner.domain.basics.rates import DayCount, Rate, RateBasis
from planner.domain.basics.typed import parse_date
from planner.domain.schedule.due_days import LAST
from planner.errors import PlannerError
from planner.i18n import t
from planner.ui.forms.fields import Field, Texts, basis_told
from planner.ui.screens.loans.loan_entries import (
    amount,
    asked,
    choice,
    count,
    day,
    make_amount,
    make_choice,
    make_day,
    make_words,
    money_text,
    share,
    with_part,
    words,
    yes_or_no,
)
from planner.ui.screens.loans.loan_field import LoanField, Scene, Spec, always
from planner.values import replace
from planner.words.prepayment import fee_text, typed_text

_FEE_BASES = (RateBasis.TERM, RateBasis.TOTAL)


# -- which fields are asked, given the others --------------------------------------------------------------------------


def scheduled(texts: Texts) -> bool:
    """Whether the method typed gives a schedule."""
    return Method(texts["method"]).scheduled


def line(texts: Texts) -> bool:
    """Whether the method typed is that of a line or card."""
    return not scheduled(texts)


def informal(texts: Texts) -> bool:
    """Whether it is lent without rate and dates: by family or friends, repaid any time."""
    return texts["method"] == Method.REVOLVING and texts["kind"] == LenderKind.PRIVATE


def _agreed(texts: Texts) -> bool:
    return not informal(texts)


def _agreed_line(texts: Texts) -> bool:
    return line(texts) and not informal(texts)


def _flat(texts: Texts) -> bool:
    return texts["method"] == Method.FLAT_FEE


def _on_balance(texts: Texts) -> bool:
    return not _flat(texts) and not informal(texts)


def _card(texts: Texts) -> bool:
    return texts["method"] == Method.CARD


def _level(texts: Texts) -> bool:
    return texts["method"] == Method.LEVEL_PAYMENT


def _repays_evenly(texts: Texts) -> bool:
    return texts["method"] in (Method.LEVEL_PAYMENT, Method.EQUAL_PRINCIPAL)


def _ends_a_month(texts: Texts) -> bool:
    """Whether the first due date is a month's last day, so that the day of the others is not told by it."""
    if not scheduled(texts) or Every(texts["every"]) in (Every.WEEK, Every.FORTNIGHT):
        return False
    try:
        on = parse_date(texts["first_due_on"], clock.today())
    except PlannerError:
        return False
    return on.day < LAST and on == month_end(on)


def _new(scene: Scene) -> bool:
    """What a line owes is asked once; later its balance is checked on the loan's own screen."""
    return scene.loan is None


def _owing_card(texts: Texts) -> bool:
    return _card(texts) and bool(texts["owed"].strip())


# -- what is seldom right ----------------------------------------------------------------------------------------------


def _rate_doubt(_scene: Scene, rate: Decimal, values: dict[str, Any]) -> Doubt | None:
    basis = values["basis"] or values["flat_basis"]
    day_count, every = values["day_count"] or DayCount.ACT_365, values["every"] or Every.MONTH
    return rate_doubt(Rate(rate, RateBasis(basis)), DayCount(day_count), Every(every), values["terms"])


def _deduction_doubt(_scene: Scene, deducted_minor: int, values: dict[str, Any]) -> Doubt | None:
    lent_minor = values["principal"]
    return None if lent_minor is None else deduction_doubt(deducted_minor, lent_minor)


def _limit_doubt(scene: Scene, limit_minor: int, values: dict[str, Any]) -> Doubt | None:
    """Of a loan with a schedule the limit is what it was drawn from: of a new one nothing is known to be owed."""
    return limit_doubt(limit_minor, scene.owed_minor if scene.loan is not None else values["owed"] or 0)


def _payout_doubt(scene: Scene, start_on: date, _values: dict[str, Any]) -> Doubt | None:
    return payout_doubt(start_on, scene.today)


# -- entries that are more than one attribute --------------------------------------------------------------------------


def _opening(spec: Spec, key: str) -> LoanField:
    """What is owed on the first day: recorded beside the loan, no part of it."""
    return LoanField(key, spec, lambda _loan: "", lambda loan, _value: loan)


def _set_lender(loan: Loan, name: str | None) -> Loan:
    """The same lender while its name is the same; kind and institution follow by their own fields."""
    if name is None:
        raise TypeError("loan.lender is needed")
    return loan if loan.lender.name == name else replace(loan, lender=Lender(0, name))


def _set_name(loan: Loan, name: str | None) -> Loan:
    return replace(loan, name=name or loan.lender.name)


def _make_prepayment_fee(_scene: Scene, key: str, label: str, **more: Any) -> Field:
    return Field(key, label, parse_fee, typed_text, **more)


def _set_prepayment_fee(loan: Loan, fee: PrepaymentFee | None) -> Loan:
    """Always the same share, or steps: what was not typed is gone."""
    if isinstance(fee, tuple):
        return replace(loan, prepayment_fee=Decimal(0), prepayment_steps=fee)
    return replace(loan, prepayment_fee=fee or Decimal(0), prepayment_steps=())


def _set_first_due(loan: Loan, on: date | None) -> Loan:
    """The day of the month to which due dates return follows from it. A line is not asked: it keeps what it has."""
    if on is None and not loan.method.scheduled:
        return loan
    return replace(loan, first_due_on=on, due_day=on.day if on else loan.due_day)


def _basis(key: str, values: Sequence[RateBasis], shown: Callable[[Texts], bool]) -> LoanField:
    """What the rate means. Two fields ask it, one for fees and one for interest; the hidden one says nothing."""

    def get(loan: Loan) -> str:
        return loan.rate.basis if loan.rate.basis in values else values[0]

    def put(loan: Loan, basis: str | None) -> Loan:
        return loan if basis is None else with_part(loan, "rate.basis", RateBasis(basis))

    spec = asked(f"loan.{key}", make_choice, label="loan.basis", hint="", shown=shown, prefix="basis", values=values)
    return LoanField(key, spec, get, put, lambda loan: loan.rate.basis in values)


def _fee(key: str, when: FeeWhen) -> LoanField:
    """The first fee of a kind that is a fixed amount and has no end, in its place; all others stay."""

    def place_of(loan: Loan) -> int | None:
        fixed = ((n, fee) for n, fee in enumerate(loan.fees) if fee.amount_minor is not None and fee.until_on is None)
        fitting = (n for n, fee in fixed if fee.when is when)
        return next(fitting, None)

    def get(loan: Loan) -> str:
        place = place_of(loan)
        return "" if place is None else money_text(loan.fees[place].amount_minor)

    def put(loan: Loan, minor: int | None) -> Loan:
        place, fees = place_of(loan), list(loan.fees)
        if place is None:
            fees += [Fee(key, when, minor)] if minor else []
        else:
            fees[place : place + 1] = [replace(fees[place], amount_minor=minor)] if minor else []
        return replace(loan, fees=tuple(fees))

    doubt = _deduction_doubt if when is FeeWhen.UPFRONT else None
    return LoanField(key, asked(f"loan.{key}", make_amount, optional=True, shown=scheduled, doubt=doubt), get, put)


# -- the table ---------------------------------------------------------------------------------------------------------

WHO = (
    LoanField(
        "lender",
        asked("loan.lender", make_words, pick=True),
        lambda loan: loan.lender.name,
        _set_lender,
        always,
    ),
    LoanField(
        "name",
        asked(
            "loan.name",
            make_words,
            optional=True,
            renamed=lambda texts: t("loan.name.informal" if informal(texts) else "loan.name"),
        ),
        lambda loan: loan.name,
        _set_name,
        always,
    ),
    choice("loan.method", "method", Method, "method", usual=always),
)

AMOUNTS = (
    amount(
        "loan.principal",
        "principal_minor",
        shown=scheduled,
        needed=lambda loan: loan.method.scheduled,
        hint="loan.hint.amount",
    ),
    _opening(
        asked(
            "loan.owed",
            make_amount,
            label="loan.owed_now",
            optional=True,
            when=_new,
            shown=line,
            renamed=lambda texts: t("loan.principal" if informal(texts) else "loan.owed_now"),
        ),
        "owed",
    ),
    amount("loan.limit", "limit_minor", optional=True, shown=_agreed, doubt=_limit_doubt),
)

BILL = (
    count("loan.statement_day", "statement_day", optional=True, shown=_card, usual=always),
    count("loan.due_day", "due_day", optional=True, shown=_agreed_line, usual=always),
    _opening(asked("loan.billed", make_amount, optional=True, when=_new, shown=_owing_card), "billed"),
    _opening(
        asked(
            "loan.billed_due_on",
            make_day,
            when=_new,
            shown=lambda texts: _owing_card(texts) and bool(texts["billed"].strip()),
        ),
        "billed_due_on",
    ),
)

START = (
    day(
        "loan.start_on",
        "start_on",
        needed=always,
        hint="loan.hint.date",
        doubt=_payout_doubt,
        renamed=lambda texts: t("loan.opened_on" if _agreed_line(texts) else "loan.start_on"),
    ),
    count(
        "loan.terms",
        "terms",
        shown=scheduled,
        needed=lambda loan: loan.method.scheduled,
        usual=always,
    ),
)

RATE = (
    share(
        "loan.rate",
        "rate.value",
        needed=always,
        usual=always,
        shown=_agreed,
        tells=basis_told,
        doubt=_rate_doubt,
    ),
    _basis("basis", (RateBasis.YEAR, RateBasis.MONTH, RateBasis.DAY), _on_balance),
    _basis("flat_basis", _FEE_BASES, _flat),
    yes_or_no("loan.confirmed", "rate_confirmed", usual=always, shown=_agreed),
)

DAYS = (
    choice("loan.every", "every", Every, "every", hint="", shown=scheduled, usual=always),
    LoanField(
        "first_due_on",
        asked("loan.first_due_on", make_day, optional=True, shown=scheduled),
        lambda loan: loan.first_due_on.isoformat() if loan.first_due_on else "",
        _set_first_due,
    ),
    yes_or_no("loan.month_end", "month_end", values=("no", "yes"), shown=_ends_a_month),
    count("loan.paid_terms", "paid_terms", optional=True, shown=scheduled),
    count("loan.interest_only_terms", "interest_only_terms", optional=True, shown=_repays_evenly),
    day("loan.end_on", "end_on", optional=True, shown=_agreed_line),
    choice("loan.day_count", "day_count", DayCount, "day_count", shown=_on_balance, usual=always),
)

RULES = (
    _fee("upfront", FeeWhen.UPFRONT),
    _fee("per_term", FeeWhen.PER_TERM),
    count("loan.grace_days", "grace_days", optional=True, usual=always, shown=_agreed),
    yes_or_no("loan.auto_debit", "auto_debit", values=("no", "yes"), usual=always, shown=_agreed),
    choice("loan.prepayment", "prepayment", Prepayment, "prepayment", shown=scheduled, usual=always),
    LoanField(
        "prepayment_fee",
        asked(
            "loan.prepayment_fee",
            _make_prepayment_fee,
            shown=lambda texts: scheduled(texts) and texts["prepayment"] == Prepayment.FEE_SHARE,
        ),
        fee_text,
        _set_prepayment_fee,
        usual=always,
    ),
    day(
        "loan.prepay_from",
        "prepay_from",
        optional=True,
        shown=lambda texts: scheduled(texts) and texts["prepayment"] != Prepayment.NOT_ALLOWED,
    ),
    choice("loan.excess", "excess", Excess, "excess", shown=scheduled),
    choice("loan.on_rate_change", "on_rate_change", OnRateChange, "on_rate_change", shown=_level),
)

REPORT = (
    choice("loan.kind", "lender.kind", LenderKind, "lender_kind", hint="", usual=always),
    words("loan.institution", "lender.institution", optional=True, usual=always, shown=_agreed),
    words("loan.note", "note", optional=True, hint=""),
)

LOAN_FIELDS = (*WHO, *AMOUNTS, *BILL, *START, *RATE, *DAYS, *RULES, *REPORT)
