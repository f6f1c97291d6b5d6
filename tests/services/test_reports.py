"""A credit report goes in through the one door: in one write, taken back in one, not twice, without a name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.domain.accounts.loan import Lender
from planner.domain.credit.file import AccountKind, CreditFile, Inquiry, Rating, ReportAccount, ReportCheck
from planner.domain.reminders.rules import FALLOFF, REPORT
from planner.errors import PlannerError
from planner.importers.pboc.source import read_text
from planner.overview.overview import read
from planner.services import credit, loans, reports
from planner.storage.store import Store
from tests.make import databases
from tests.make.report_text import PRIVATE, TEXT, without

TODAY = date(2026, 11, 29)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "planner.db")


def file_of(store: Store) -> CreditFile:
    return read(store.path, TODAY).book.credit


def test_one_write_one_undo(store: Store) -> None:
    before = read(store.path, TODAY).book
    result = reports.keep(store, read_text(TEXT), today=TODAY)
    assert result.operation is not None
    assert result.value == reports.Kept(1, accounts=5, negatives=1, inquiries=4, matched=0, undated=0)
    file = file_of(store)
    assert [(one.kind, one.open, one.balance_minor) for one in file.report_accounts] == [
        (AccountKind.CARD, True, 200_000),
        (AccountKind.CARD, True, 0),
        (AccountKind.LOAN, True, 1_200_000),
        (AccountKind.LOAN, False, None),
        (AccountKind.GUARANTEE, True, 2_000_000),
    ]
    assert [one.institution for one in file.inquiries] == ["示例银行"] * 3 + ["本人"]
    assert {REPORT, FALLOFF} <= {rule.code for rule in read(store.path, TODAY).rules}
    store.undo()
    assert read(store.path, TODAY).book == before
    store.redo()
    assert file_of(store) == file


def test_the_same_report_again_adds_nothing(store: Store) -> None:
    reports.keep(store, read_text(TEXT), today=TODAY)
    file = file_of(store)
    again = reports.keep(store, read_text(TEXT), today=TODAY)
    assert (again.operation, again.value.check_id) == (None, 1)
    assert file_of(store) == file


def test_a_part_says_so_and_is_filled_up(store: Store) -> None:
    reports.keep(store, read_text(without("2.2020", "公共", "系统中")), today=TODAY)
    assert file_of(store).checks[0].partial
    reports.keep(store, read_text(TEXT), today=TODAY)
    file = file_of(store)
    assert [(one.partial, one.unread) for one in file.checks] == [(False, 0)]
    assert len(file.report_accounts) == 5
    assert len(file.inquiries) == 4


def test_no_name_and_no_number_is_kept(store: Store) -> None:
    reports.keep(store, read_text(TEXT), today=TODAY)
    store.close()
    kept = b"".join(one.read_bytes() for one in store.path.parent.iterdir())
    assert "示例银行".encode() in kept
    assert not [name for name in PRIVATE if name.encode() in kept]


def test_a_loan_that_is_certainly_meant_is_named(store: Store) -> None:
    loan = replace(
        databases.level(principal_minor=3_000_000), lender=Lender(0, "示例银行"), start_on=date(2023, 2, 3),
        first_due_on=date(2023, 3, 15),
    )  # fmt: skip
    loan_id = loans.add(store, loan, today=TODAY).value
    assert reports.keep(store, read_text(TEXT), today=TODAY).value.matched == 1
    assert [one.loan_id for one in file_of(store).report_accounts] == [None, None, loan_id, None, None]


def test_an_inquiry_noted_by_hand_moves_to_its_report(store: Store) -> None:
    hand = Inquiry(0, date(2025, 10, 1), "示例银行", "loan_approval", note="分期")
    credit.save(store, hand, today=TODAY)
    assert reports.keep(store, read_text(TEXT), today=TODAY).value.inquiries == 3
    (mine,) = [one for one in file_of(store).inquiries if one.note]
    assert (mine.check_id, mine.note) == (1, "分期")
    assert len(file_of(store).inquiries) == 4


def test_a_report_of_tomorrow_is_refused_and_nothing_stays(store: Store) -> None:
    with pytest.raises(PlannerError, match=r"credit\.future"):
        reports.keep(store, read_text(TEXT), today=date(2026, 3, 10))
    assert file_of(store) == CreditFile()


def test_an_account_by_hand_is_checked_against_its_report(store: Store) -> None:
    check = credit.save(store, ReportCheck(0, date(2026, 3, 11), "online", True), today=TODAY).value
    good = ReportAccount(
        0, check, "示例银行", AccountKind.LOAN, True, opened_on=date(2023, 2, 3), overdue_months=3, over_90_months=3,
        rating=Rating.ATTENTION, months="NN1*#/", months_until=date(2026, 2, 28),
    )  # fmt: skip
    credit.save(store, good, today=TODAY)
    assert file_of(store).report_accounts == (replace(good, id=1),)
    wrong = {
        "credit.month_sign": replace(good, months="N0"),
        "credit.months_until": replace(good, months_until=None),
        "credit.after_check": replace(good, opened_on=date(2026, 3, 12)),
        "credit.over_90": replace(good, over_90_months=4),
        "credit.month_count": replace(good, overdue_months=61),
        "credit.amount": replace(good, overdue_minor=-1),
    }
    for code, account in wrong.items():
        with pytest.raises(PlannerError) as caught:
            credit.save(store, account, today=TODAY)
        assert caught.value.code == code
    with pytest.raises(PlannerError, match=r"credit\.after_check") as late:
        credit.save(store, replace(good, as_of=date(2026, 4, 30)), today=TODAY)
    assert (late.value.field, late.value.params["on"]) == ("as_of", "2026-04")  # a month was typed
    credit.save(store, replace(good, as_of=date(2026, 3, 31)), today=TODAY)  # of the month that runs
