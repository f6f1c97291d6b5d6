"""What of a report is kept: all of it once, nothing twice, no day that it does not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given

from planner.domain.credit.file import (
    NOTHING,
    AccountKind,
    CreditFile,
    Inquiry,
    Negative,
    NegativeKind,
    ReportAccount,
    ReportCheck,
    ReportedState,
)
from planner.domain.credit.report.entries import (
    Disposal,
    GuarantorPayment,
    Place,
    PublicKind,
    PublicRecord,
    ReportedAccount,
    ReportedInquiry,
)
from planner.domain.credit.report.keeping import Keeping, keeping
from planner.domain.credit.report.report import CreditReport
from planner.errors import PlannerError
from planner.importers.pboc.source import read_text
from tests.make.credit_reports import Made, reports
from tests.make.examples import examples
from tests.make.report_text import TEXT, without

ON, AT = date(2026, 3, 11), Place(1, 1)


def kept(report: CreditReport, file: CreditFile = NOTHING, on: date | None = None) -> Keeping:
    return keeping(report, file, (), channel="online", on=on)


def after(file: CreditFile, found: Keeping) -> CreditFile:
    """The credit file once this is written."""
    check = replace(found.check, id=found.check.id or len(file.checks) + 1)
    first = 1 + len(file.report_accounts) + len(file.negatives) + len(file.inquiries)
    ended, moved = {one.id for one in found.negatives}, {one.id for one in found.inquiries}
    return CreditFile(
        checks=(*(one for one in file.checks if one.id != check.id), check),
        report_accounts=(
            *file.report_accounts,
            *(replace(one, id=key, check_id=check.id) for key, one in enumerate(found.accounts, first)),
        ),
        negatives=(
            *(one for one in file.negatives if one.id not in ended),
            *(replace(one, id=one.id or key, check_id=check.id) for key, one in enumerate(found.negatives, first)),
        ),
        inquiries=(
            *(one for one in file.inquiries if one.id not in moved),
            *(replace(one, id=one.id or key, check_id=check.id) for key, one in enumerate(found.inquiries, first)),
        ),
    )


@examples(100)
@given(reports())
def test_a_report_is_kept_whole_and_the_second_time_not_at_all(made: Made) -> None:
    report = made.report
    found = kept(report)
    assert len(found.accounts) == len(report.accounts) + len(report.responsibilities)
    assert len(found.inquiries) == len(report.inquiries)
    assert found.check.on == report.on
    assert kept(report, after(NOTHING, found)).nothing


def test_the_whole_fills_up_a_part_of_the_same_day() -> None:
    part = read_text(without("2.2020", "公共", "系统中", "说明", "1. 除"))
    assert not part.whole
    file = after(NOTHING, kept(part))
    assert file.checks[0].partial
    assert kept(part, file).nothing
    found = kept(read_text(TEXT), file)
    assert (found.check.id, found.check.partial, found.check.unread) == (1, False, 0)
    assert [one.business for one in found.accounts] == ["农户贷款"]
    assert not found.inquiries
    again = kept(part, after(file, found))
    assert again.nothing  # the part takes nothing away


def test_a_report_that_lost_a_line_is_no_whole_one() -> None:
    assert not kept(read_text(TEXT)).check.partial
    lost = read_text(without("2.2020"))
    assert lost.whole
    assert kept(lost).check.partial


def test_the_counts_are_those_of_the_summary_and_what_was_not_understood_is_counted() -> None:
    check = kept(read_text(TEXT)).check
    assert (check.accounts, check.overdue_accounts, check.unread, check.channel) == (4, 1, 0, "counter")
    damaged = read_text(TEXT.replace("2022年05月已结清", "2022年05月已核销"))
    assert kept(damaged).check.unread == 1


def test_what_the_person_looked_at_is_not_unread_again() -> None:
    damaged = read_text(TEXT.replace("2022年05月已结清", "2022年05月已核销"))
    file = after(NOTHING, kept(damaged))
    seen = replace(file, checks=(replace(file.checks[0], unread=0),))
    assert kept(damaged, file).check.unread == 1
    assert kept(damaged, seen).nothing


def test_of_a_later_report_the_accounts_that_stood_in_the_one_before_are_told_apart() -> None:
    report = read_text(TEXT)
    first = kept(report)
    assert (first.before, first.seen_before) == (None, 0)
    file = after(NOTHING, kept(replace(report, accounts=report.accounts[1:])))
    assert report.on is not None
    later = kept(replace(report, on=report.on + timedelta(90)), file)
    assert later.known is None
    assert later.before is not None
    assert len(later.accounts) - later.seen_before == 1


def test_a_look_noted_by_hand_is_filled_in_unless_it_has_accounts() -> None:
    hand = ReportCheck(7, ON, "bank_app", accounts=3, note="在手机上看的")
    found = kept(read_text(TEXT), CreditFile(checks=(hand,)))
    assert found.check == replace(hand, accounts=4, overdue_accounts=1, unread=0)
    typed = ReportAccount(1, 7, "示例银行", AccountKind.LOAN, True)
    assert kept(read_text(TEXT), CreditFile(checks=(hand,), report_accounts=(typed,))).check.id == 0
    assert kept(read_text(TEXT), CreditFile(checks=(replace(hand, on=date(2026, 3, 10)),))).check.id == 0


def test_what_somebody_changed_by_hand_stays() -> None:
    file = after(NOTHING, kept(read_text(TEXT)))
    changed = replace(file.report_accounts[0], loan_id=9, balance_minor=1, note="自己改的")
    file = replace(
        file, report_accounts=(changed, *file.report_accounts[1:]), checks=(replace(file.checks[0], accounts=5),)
    )
    assert kept(read_text(TEXT), file).nothing


def test_an_inquiry_is_there_once_and_two_alike_are_two() -> None:
    row = ReportedInquiry(AT, None, date(2025, 10, 1), "示例银行", "loan_approval")
    hand = Inquiry(5, row.on, row.institution, row.reason, None, "我申请的", True)
    found = kept(CreditReport(ON, inquiries=(row, row)), CreditFile(inquiries=(hand,))).inquiries
    assert found == (replace(hand, id=0, check_id=0, note="", unknown=False), replace(hand, check_id=0))
    earlier = replace(hand, check_id=2)
    assert kept(CreditReport(ON, inquiries=(row,)), CreditFile(inquiries=(earlier,))).inquiries == ()


def overdue(**more: object) -> ReportedAccount:
    return ReportedAccount(AT, None, AccountKind.LOAN, "某银行", date(2024, 1, 1), "贷款", "CNY", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "fields", [{"overdue_now": True}, {"overdue_minor": 100}, {"state": ReportedState.BAD_DEBT}, {"overdue_months": 6}]
)
def test_what_has_no_day_stays_on_its_account(fields: dict[str, object]) -> None:
    found = kept(CreditReport(ON, accounts=(overdue(**fields),)))
    assert found.negatives == ()
    assert found.accounts[0].overdue is bool(fields.keys() & {"overdue_now", "overdue_minor"})
    assert found.accounts[0].overdue_months == fields.get("overdue_months")


def test_months_are_none_only_where_the_report_says_never() -> None:
    assert kept(CreditReport(ON, accounts=(overdue(),))).accounts[0].overdue_months is None
    never = kept(CreditReport(ON, accounts=(overdue(ever_overdue=False),))).accounts[0]
    assert (never.overdue_months, never.over_90_months) == (0, 0)


@pytest.mark.parametrize(
    ("state", "is_open"),
    [(ReportedState.OPEN, True), (ReportedState.BAD_DEBT, True), (ReportedState.SETTLED, False), (None, True),
     (ReportedState.CLOSED, False), (ReportedState.TRANSFERRED, False), (ReportedState.NOT_ACTIVATED, True)],
)  # fmt: skip
def test_what_ended_or_moved_out_is_not_open(state: ReportedState | None, is_open: bool) -> None:
    assert kept(CreditReport(ON, accounts=(overdue(state=state),))).accounts[0].open is is_open


def test_a_guarantors_payment_ends_with_the_month_of_its_settling() -> None:
    paid = GuarantorPayment(AT, None, date(2024, 5, 6), "某公司", 300_000, settled_in=date(2025, 1, 1))
    running = replace(paid, on=date(2024, 6, 6), settled_in=None)
    this_month = replace(paid, settled_in=date(2026, 3, 1))
    empty = replace(running, balance_minor=0, last_paid_on=date(2025, 7, 8))
    found = kept(CreditReport(ON, guarantor_payments=(paid, running, this_month, empty))).negatives
    assert [one.ended_on for one in found] == [date(2025, 1, 31), None, ON, date(2025, 7, 8)]
    assert {one.kind for one in found} == {NegativeKind.GUARANTOR_PAID}


def test_a_later_report_ends_an_entry_that_is_known() -> None:
    old = Negative(3, "某公司", NegativeKind.ASSET_DISPOSAL, date(2024, 5, 6), note="说好分期还")
    done = Disposal(AT, None, date(2024, 5, 6), "某公司", 900, date(2026, 2, 1), 0, date(2026, 1, 31))
    found = kept(CreditReport(ON, disposals=(done, done)), CreditFile(negatives=(old,))).negatives
    assert found[0] == replace(old, ended_on=date(2026, 1, 31), amount_minor=900)
    assert found[1].id == 0


def test_public_records_by_their_days() -> None:
    record = PublicRecord(AT, PublicKind.PENALTY, "某局", date(2025, 1, 1), ended_on=date(2027, 1, 1))
    undated = replace(record, on=None)
    paid_bill = PublicRecord(AT, PublicKind.POSTPAID, "某移动", date(2025, 1, 1), amount_minor=0)
    owed_bill = replace(paid_bill, amount_minor=5_000, about="固话", state="欠费")
    found = kept(CreditReport(ON, public_records=(record, undated, paid_bill, owed_bill)))
    assert found.undated == 1
    assert [(one.institution, one.ended_on, one.note) for one in found.negatives] == [
        ("某局", None, ""),  # it runs on
        ("某移动", None, "固话 · 欠费"),
    ]


def test_a_report_without_its_day_asks_for_one_that_can_be() -> None:
    row = ReportedInquiry(AT, None, date(2026, 3, 1), "示例银行", "loan_approval")
    report = CreditReport(None, inquiries=(row,))
    with pytest.raises(PlannerError, match=r"report\.no_day"):
        kept(report)
    with pytest.raises(PlannerError, match=r"report\.day_before"):
        kept(report, on=date(2026, 2, 28))
    assert kept(report, on=date(2026, 3, 1)).check.on == date(2026, 3, 1)
    assert kept(replace(report, on=ON), on=date(2026, 3, 1)).check.on == ON  # the report knows


def test_a_name_in_another_print_is_the_same_account_and_inquiry() -> None:
    report = read_text(TEXT.replace("示例银行", "示例银行（中国）股份有限公司"))
    file = after(NOTHING, kept(report))
    again = replace(
        file,
        report_accounts=tuple(replace(one, institution=_other_print(one.institution)) for one in file.report_accounts),
        inquiries=tuple(replace(one, institution=_other_print(one.institution)) for one in file.inquiries),
    )
    assert kept(report, again).nothing


def _other_print(name: str) -> str:
    return name.replace("（", "(").replace("）", ")").replace("股份有限公司", "")


def test_how_a_lender_holds_a_card_stays_on_its_account() -> None:
    report = read_text(TEXT.replace("余额0。", "余额0，已冻结。"))
    assert [one.note for one in kept(report).accounts if one.note] == ["冻结"]


def test_what_was_noted_by_hand_under_a_short_name_is_not_noted_twice() -> None:
    name, asked = "示例银行股份有限公司", date(2026, 2, 3)
    report = CreditReport(
        ON,
        disposals=(Disposal(AT, 1, date(2020, 1, 2), name, 500_000, date(2026, 2, 28), 500_000, date(2025, 1, 1)),),
        inquiries=(ReportedInquiry(AT, 1, asked, name, "loan_approval"),),
    )
    inquiry = Inquiry(1, asked, "示例银行", "loan_approval", note="手机申请")
    entry = Negative(2, "示例银行", NegativeKind.ASSET_DISPOSAL, date(2020, 1, 2), amount_minor=500_000)
    file = CreditFile(negatives=(entry,), inquiries=(inquiry,))
    found = kept(report, file)
    assert (found.negatives, found.inquiries) == ((), (replace(inquiry, institution=name, check_id=0),))
    again = kept(report, after(file, found))
    assert (again.negatives, again.inquiries) == ((), ())
    other = replace(inquiry, reason="card_approval")
    assert [one.id for one in kept(report, replace(file, inquiries=(other,))).inquiries] == [0]
