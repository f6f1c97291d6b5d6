"""Which loan an account of a report is: only where nothing else is possible."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from planner.domain.accounts.loan import Lender, Loan, Method
from planner.domain.credit.file import AccountKind, ReportAccount
from planner.domain.credit.printed import same_lender
from planner.domain.credit.report.matching import loans_of
from tests.make import terms

DAY = date(2026, 1, 15)


def a_loan(key: int = 1, **more: object) -> Loan:
    return replace(terms.loan(), id=key, lender=Lender(1, "示例银行"), **more)  # type: ignore[arg-type]


def account(**more: object) -> ReportAccount:
    known: dict[str, object] = {"institution": "示例银行", "kind": AccountKind.LOAN, "open": True, "opened_on": DAY}
    return ReportAccount(0, 0, **(known | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "matched"),
    [
        ({}, True),
        ({"amount_minor": 1_000_000}, True),
        ({"amount_minor": 1_000_099}, True),  # the report prints whole yuan
        ({"amount_minor": 1_000_100}, False),
        ({"opened_on": date(2026, 1, 20)}, False),
        ({"opened_on": date(2026, 1, 20), "amount_minor": 1_000_000}, True),
        ({"opened_on": date(2024, 1, 20), "amount_minor": 1_000_000}, False),  # an earlier loan of the same amount
        ({"kind": AccountKind.MORTGAGE}, True),
        ({"kind": AccountKind.CARD}, False),
        ({"kind": AccountKind.GUARANTEE}, False),
        ({"currency": "USD"}, False),
        ({"institution": "另一家银行"}, False),
    ],
)
def test_lender_kind_currency_and_day_or_amount(more: dict[str, object], matched: bool) -> None:
    assert loans_of([account(**more)], [a_loan()]) == ((1,) if matched else (None,))


@pytest.mark.parametrize(
    ("printed", "named", "same"),
    [
        ("招商银行股份有限公司信用卡中心", "招商银行", True),
        ("中国建设银行股份有限公司上海市分行", "建设银行", True),
        ("蚂蚁消费金融有限公司", "重庆蚂蚁消费金融有限公司", False),
        ("中国银行", "中国银行", True),
        ("中国银行", "银行", False),
        ("某某银行村镇银行", "某某银行", False),
        ("", "", False),
        ("某某银行（中国）有限公司", "某某银行(中国)", True),
        ("某某租赁（天津）有限公司", "某某租赁", True),
        ("某某银行股份有限公司", "某某银行上海分行", True),
        ("某某银行北京市分行", "某某银行上海分行", False),
        ("甲乙（天津）有限公司", "甲乙", False),
    ],
)
def test_names_with_legal_form_and_branch(printed: str, named: str, same: bool) -> None:
    assert same_lender(printed, named) is same


def test_what_could_be_two_is_neither() -> None:
    assert loans_of([account()], [a_loan(1), a_loan(2)]) == (None,)
    assert loans_of([account(), account()], [a_loan()]) == (None, None)


def test_the_amount_parts_two_of_one_day() -> None:
    loans = [a_loan(1, principal_minor=500_000), a_loan(2)]
    found = loans_of([account(amount_minor=1_000_000), account(amount_minor=500_000)], loans)
    assert found == (2, 1)


def test_a_line_with_bills_is_a_card_here() -> None:
    card = a_loan(
        3, method=Method.CARD, principal_minor=0, terms=None, limit_minor=2_000_000, start_on=date(2025, 1, 1)
    )
    line = account(kind=AccountKind.LINE, limit_minor=2_000_000)
    assert loans_of([line], [card]) == (3,)
    assert loans_of([replace(line, limit_minor=3_000_000)], [card]) == (None,)


def test_the_limit_of_a_card_in_another_currency_is_compared_in_yuan() -> None:
    more = {"currency": "USD", "limit_minor": 300_000, "yuan_rate": Decimal("7.1")}
    card = a_loan(3, method=Method.CARD, principal_minor=0, terms=None, **more)
    printed = account(kind=AccountKind.CARD, currency="USD", opened_on=date(2025, 1, 1), limit_minor=2_130_000)
    assert loans_of([printed], [card]) == (3,)
    assert loans_of([replace(printed, limit_minor=300_000)], [card]) == (None,)
