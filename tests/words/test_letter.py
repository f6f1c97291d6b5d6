"""Letters of every kind in both languages, with all, some and none of the facts; figures are those of the screens."""

from __future__ import annotations

import re
import stat
from datetime import date, timedelta
from pathlib import Path

import pytest

from planner import i18n
from planner.domain.book import CashReading, LivingCost
from planner.domain.cases.calls import Call, Reached
from planner.domain.cases.file import Case, CaseFile, Event, EventKind, Evidence, Kind, Outcome
from planner.domain.cases.letter import Need, Wish, wishes
from planner.domain.cases.letter_facts import known
from planner.domain.findings.points import Code, Point
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.overview.letter import changes_of, known_of, letter_of, sources_of
from planner.overview.overview import Overview, read
from planner.services import calls, cases, cash, income, letters, loans, readings, repayments
from planner.storage.store import Store
from planner.takeout import letter as takeout
from planner.takeout.asked import Asked
from planner.values import replace
from planner.words.letter import change_lines, draft, marks, need_lines, notices
from planner.words.letter import text as text_of
from tests.make import databases

TODAY = date(2026, 11, 29)
HOSTILE = databases.HOSTILE[1]
KINDS = (Kind.OBJECTION, Kind.APPEAL, Kind.ARRANGEMENT, Kind.COMPLAINT)
EVERY = [(kind, wish, language) for kind in KINDS for wish in wishes(kind) for language in i18n.LANGUAGES]
OPEN = re.compile(r"_{2,}|X{2,}|\{|\}|None|—(?!2025)|\bletter\.|\bcase\.|（）|\(\)|：\s*$|:\s*$", re.M)


def look(store: Store) -> Overview:
    return read(store.path, TODAY)


def bare(store: Store, kind: Kind) -> CaseFile:
    cases.begin(store, Case(0, kind, "某事", TODAY), "other", today=TODAY)
    return look(store).cases[-1]


def full(store: Store, kind: Kind, folder: Path) -> CaseFile:
    """A case in its second round, with a loan, income, living costs, papers, and a contact."""
    bank = databases.card("信用卡", "某银行") if kind is Kind.ARRANGEMENT else databases.level(lender="某银行")
    loan_id = loans.add(store, bank).value
    income.add(store, name="工资", from_on=date(2026, 1, 1), monthly_minor=1_250_000, day=10)
    cash.save(store, LivingCost(0, "房租", 5, 180_000, date(2026, 1, 1)), today=TODAY)
    cash.save(store, CashReading(0, "卡", TODAY, 250_000, ""), today=TODAY)
    if bank.terms:
        repayments.record(store, loan_id, bank.first_due_on or TODAY, 120_000, today=TODAY)
    else:
        readings.read_balance(store, loan_id, TODAY - timedelta(60), 600_000, today=TODAY)
    case = Case(0, kind, "某事", date(2026, 10, 1), "某银行", loan_id, "甲日发生乙事", "请更正丙项")
    held = cases.begin(store, case, "lender", today=TODAY).value
    for event, on in ((EventKind.SUBMITTED, 2), (EventKind.RECEIVED, 3), (EventKind.ANSWERED, 20)):
        outcome = Outcome.REFUSED if event is EventKind.ANSWERED else None
        cases.record(store, held, Event(0, 0, date(2026, 10, on), event, "一句话", outcome), today=TODAY)
    cases.begin_round(store, held, "lender", "再来", on=date(2026, 11, 2), today=TODAY)
    paper = folder / "流水.pdf"
    paper.write_bytes(b"x")
    cases.add_evidence(store, Evidence(0, held, "income", "收入证明", TODAY, str(paper), "ab" * 32, 1), today=TODAY)
    cases.add_evidence(store, Evidence(0, held, "identity", "身份证", TODAY), today=TODAY)
    cases.add_evidence(store, Evidence(0, held, "", "没了的", TODAY, "/nowhere", "ab" * 32, 1), today=TODAY)
    for at, reached in (("22:00", Reached.ME), ("12:00", Reached.FAMILY)):
        call = Call(0, date(2026, 11, 20), at, "", loan_id=loan_id, reached=reached, said="原话", case_id=held)
        calls.note(store, call, today=TODAY)
    return look(store).cases[-1]


@pytest.fixture(params=EVERY, ids=lambda one: "-".join(one))
def one(request: pytest.FixtureRequest) -> tuple[Kind, Wish, str]:
    found: tuple[Kind, Wish, str] = request.param
    return found


def test_with_nothing_on_record_nothing_is_open_and_nothing_claimed(store: Store, one: tuple[Kind, Wish, str]) -> None:
    kind, wish, language = one
    file = bare(store, kind)
    text = draft(look(store), file, wish, language).text
    assert OPEN.search(text) is None, text
    amounts = re.findall(r"\d[\d,]*\.\d\d", text)
    assert (amounts, "%" in text) == ([], False)
    held = known_of(look(store), file, wish)
    assert {Need.NAME, Need.ASKS, Need.FACTS, Need.WHO, Need.PAPERS} <= set(held.needs)
    assert len(set(need_lines(held.needs))) == len(held.needs)


def test_with_all_on_record_every_figure_is_that_of_the_screens(
    store: Store, tmp_path: Path, one: tuple[Kind, Wish, str]
) -> None:
    kind, wish, language = one
    file, seen = full(store, kind, tmp_path), look(store)
    letter = draft(seen, file, wish, language, "张三", "13800000000")
    text = letter.text
    assert OPEN.search(text) is None, text
    for said in ("甲日发生乙事", "请更正丙项", "张三", "13800000000", "1. 收入证明", "2. 身份证"):
        assert said in text
    assert "没了的" not in text
    assert ("22:00" in text, "原话" in text) == (kind is Kind.COMPLAINT, kind is Kind.COMPLAINT)
    now, place = seen.now, seen.positions[file.case.loan_id or 0]
    if kind is not Kind.COMPLAINT:
        assert fmt.money(place.owed_minor) in text
    figures = [fmt.percent(now.payment_ratio, 1), fmt.percent(now.balance_ratio, 1), fmt.money(now.income_minor)]
    ours = kind in (Kind.APPEAL, Kind.ARRANGEMENT)
    assert [figure in text for figure in figures] == [ours] * len(figures)
    assert (fmt.money(now.debt_minor) in text) >= ours
    left = fmt.money(seen.month_flows()[0].net_minor)
    assert (left in text) == (kind is Kind.ARRANGEMENT)
    rate = seen.on_time_rate(file.case.loan_id or 0)
    if rate is not None and kind is not Kind.COMPLAINT:
        assert fmt.percent(rate, 1) in text
    assert set(known_of(seen, file, wish, "张三").needs) <= {Need.GONE, Need.REPORT}
    assert marks(text) > 0


def test_income_that_a_paper_proves_needs_no_mark(store: Store, tmp_path: Path) -> None:
    file = full(store, Kind.APPEAL, tmp_path)
    line = next(one for one in draft(look(store), file, Wish.NONE, "zh").text.split("\n") if "本月收入" in one)
    assert line == "- 本月收入 12,500.00 元。"
    (tmp_path / "流水.pdf").unlink()
    line = next(one for one in draft(look(store), file, Wish.NONE, "zh").text.split("\n") if "本月收入" in one)
    assert line == "- 【请确认】本月收入 12,500.00 元。"


def test_article_70_is_named_for_a_card_of_a_bank_alone(store: Store, tmp_path: Path) -> None:
    file = full(store, Kind.ARRANGEMENT, tmp_path)
    seen = look(store)
    of_bank = seen.accounts[file.case.loan_id or 0].loan.lender.kind == "bank"
    for wish in Wish:
        text = draft(seen, file, wish, "zh").text
        assert ("第七十条" in text) == (of_bank and wish is Wish.INSTALMENTS)
        assert ("仍有还款意愿" in text) == ("第七十条" in text)


def test_a_later_change_of_the_records_is_noticed_until_it_is_sent(store: Store, tmp_path: Path) -> None:
    file = full(store, Kind.OBJECTION, tmp_path)
    letters.keep(store, draft(look(store), file, Wish.NONE, "zh"))
    seen = look(store)
    kept = letter_of(seen, file)
    assert kept is not None
    assert changes_of(seen, file, kept) == ()
    loan_id = file.case.loan_id or 0
    before = seen.positions[loan_id].owed_minor
    readings.read_balance(store, loan_id, TODAY, before - 12_345, today=TODAY)
    seen = look(store)
    lines = change_lines(changes_of(seen, seen.cases[-1], kept))
    assert f"借款·未还余额 写的是 {fmt.money(before)}，现在是 {fmt.money(seen.positions[loan_id].owed_minor)}" in lines
    assert "之后记录变了" in "".join(notices(seen, seen.cases[-1], kept))
    cases.record(store, file.case.id, Event(0, 0, TODAY, EventKind.SUBMITTED, "递了"), today=TODAY)
    seen = look(store)
    assert changes_of(seen, seen.cases[-1], kept) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_every_fact_that_may_change_has_a_name(store: Store, tmp_path: Path, kind: Kind) -> None:
    file, seen = full(store, kind, tmp_path), look(store)
    letter = draft(seen, file, Wish.NONE, "zh")
    other = {"money": "1", "share": "0.1", "day": "2026-01-01"}
    kept = replace(letter, told={key: [shown, other.get(shown, "7")] for key, (shown, _) in letter.told.items()})
    assert len(change_lines(changes_of(seen, file, kept))) > 3


def test_what_was_kept_of_facts_by_another_hand_is_no_trouble(store: Store, tmp_path: Path) -> None:
    file = full(store, Kind.APPEAL, tmp_path)
    strange = {"x": 1, "loan.0.owed": ["money", "abc"], "loan.0": ["soup", "1"], "a.b.c": ["day", "2026-13-99"]}
    kept = replace(draft(look(store), file, Wish.NONE, "zh"), told=strange)
    assert change_lines([one for one in changes_of(look(store), file, kept) if one.part == "loan"])


@pytest.fixture
def kept(store: Store) -> Asked:
    """A draft with hostile words and a mark in it."""
    case = Case(0, Kind.APPEAL, HOSTILE, TODAY, HOSTILE, None, f"<script>{HOSTILE}</script> *b*", HOSTILE)
    cases.begin(store, case, "alipay", today=TODAY)
    file = look(store).cases[0]
    letters.keep(store, draft(look(store), file, Wish.NONE, "zh", HOSTILE))
    return Asked(store.path, TODAY, {"case": file.case.id})


def test_it_is_written_in_three_formats_with_a_notice_while_marks_are_left(store: Store, kept: Asked) -> None:
    found = {
        kind: "".join(takeout.pieces(replace(kept, options={**kept.options, "as": kind}))) for kind in takeout.kinds()
    }
    assert all("还有 1 处待确认" in text for text in found.values())
    assert "<script>" not in found["html"]
    assert "\\<script\\>" in found["md"]
    assert found["txt"].count("## ") == 0
    letter = look(store).letters[0]
    letters.keep(store, replace(letter, text=letter.text.replace("【请确认】", "")))
    again = Asked(store.path, TODAY, {**kept.options, "as": "txt"})
    assert "待确认" not in "".join(takeout.pieces(again))


def test_which_case_and_which_format_is_asked_for(store: Store, kept: Asked, tmp_path: Path) -> None:
    for options, target, code in (
        ({}, None, "letter.which"),
        ({"case": 99}, None, "letter.no_case"),
        (kept.options, tmp_path / "a.doc", "letter.ending"),
    ):
        with pytest.raises(PlannerError) as caught:
            list(takeout.pieces(Asked(store.path, TODAY, options, target)))
        assert caught.value.code == code


def test_the_command_writes_for_the_owner_alone_and_never_over_a_file(
    store: Store, kept: Asked, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from planner.cli.main import run

    target = tmp_path / "信.html"
    line = ["--db", str(store.path), "export", "letter", "--case", str(kept.options["case"]), "-o", str(target)]
    assert run(line) == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert run(line) == 1
    assert str(target) in capsys.readouterr().err


def test_the_ratio_under_the_plan_stands_beside_that_of_today_once_a_plan_is_adopted(
    store: Store, tmp_path: Path
) -> None:
    file, seen = full(store, Kind.APPEAL, tmp_path), look(store)
    assert "已采用的还款计划" not in draft(seen, file, Wish.NONE, "zh").text
    then = replace(seen.now, as_of=date(2027, 10, 31), debt_minor=123_456, payment_ratio=None)
    found = known(replace(sources_of(seen, file), ahead=then), Wish.NONE)
    (line,) = [one for one in text_of(seen, file, found, Wish.NONE, "zh").split("\n") if "已采用的还款计划" in one]
    share = fmt.percent(then.balance_ratio, 1)
    assert line == f"- 按本人已采用的还款计划，到 2027-10-31 未还余额 1,234.56 元，未还余额占十二个月收入 {share}。"


@pytest.mark.parametrize(
    ("code", "said"), [(Code.BALANCE, "报告为 2,000.00 元，本人记录为 1,000.00 元"), (Code.MORE_MONTHS, "")]
)
def test_what_differs_in_the_report_stands_with_both_amounts_and_months_are_no_amounts(
    store: Store, code: Code, said: str
) -> None:
    file = bare(store, Kind.OBJECTION)
    seen, on = look(store), date(2026, 11, 1)
    point = Point(code, "loan:1", on, 100_000, 200_000)
    found = known(replace(sources_of(seen, file), point=point, report_on=on), Wish.NONE)
    text = text_of(seen, file, found, Wish.NONE, "zh")
    assert "2026-11-01 的信用报告与本人记录不一致" in text
    assert said in text
    assert ("元" in text) == bool(said)
