"""The commands as scripts see them: documents, exit statuses, one line for each failure, never a traceback."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planner.cli.main import run
from planner.domain.accounts.loan import Lender, Loan, Method, Prepayment
from planner.domain.accounts.records import Move, MoveKind
from planner.domain.basics.rates import Rate, RateBasis
from planner.domain.book import CashReading, LivingCost, SingleIncome
from planner.domain.credit.file import AccountKind, PointState, ReportAccount, ReportCheck
from planner.services import cash, credit, draws, income, loans, moves, repayments
from planner.storage.store import Store
from tests.make import databases, kept
from tests.make.accounts import card, day, fen
from tests.make.app_bills import Paid, jd_csv, wechat_csv
from tests.make.archives import zipped
from tests.make.bill_files import Row, gbk, layout_c
from tests.make.bill_pdfs import CMB_ROWS, cmb
from tests.services.test_import_cases import PLAN

BILL = """------------------------------------------------------------------------------------
导出信息：
姓名：某人
共3笔记录

------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------
交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,
2026-11-08 09:00:00,信用借还,花呗,/,花呗主动还款-2026年11月账单,不计收支,320.50,招商银行(1234),还款成功,2026110800001\t,\t,,
2026-11-09 10:00:00,餐饮美食,早餐店,/,豆浆,支出,6.00,余额宝,交易成功,2026110900002\t,\t,,
2026-11-10 10:00:00,信用借还,花呗,/,花呗主动还款,不计收支,100.00,,还款失败,2026111000003\t,\t,,
"""  # noqa: E501


@pytest.fixture
def book(tmp_path: Path, today: date) -> Path:
    """One level-payment loan with two instalments paid, and an income."""
    path = tmp_path / "book.db"
    store = Store(path)
    loan = Loan(
        0,
        Lender(0, "[/] [b"),
        "闪电贷",
        Method.LEVEL_PAYMENT,
        date(2026, 9, 1),
        Rate(Decimal("0.18"), RateBasis.YEAR),
        principal_minor=1_000_000,
        terms=12,
    )
    loan_id = loans.add(store, loan).value
    income.add(store, name="工资", from_on=date(2026, 1, 1), monthly_minor=1_000_000)
    repayments.record(store, loan_id, date(2026, 10, 1), 91_680, today=today)
    repayments.record(store, loan_id, date(2026, 11, 2), 91_680, today=today)
    store.close()
    return path


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    """The document that a command prints."""
    assert run([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_status_gives_the_documented_keys_and_figures(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(capsys, "status", "--db", str(book))
    assert document["as_of"] == "2026-11-23"
    assert document["currency"] == "CNY"
    assert document["debt_minor"] == 1_000_000 - 76_680 - 77_830
    assert Decimal(document["payment_ratio"]) == Decimal("0.09168")
    assert Decimal(document["balance_ratio"]).quantize(Decimal("0.0001")) == Decimal("0.0705")
    assert document["utilisation"] is None
    assert document["lenders"] == {"unsettled": 1, "open_lines": 1, "institutions": 1}
    assert document["institutions_unknown"] == 0
    assert all({"clears_on", "eases_on"} <= one.keys() for one in document["findings"])
    assert Decimal(document["on_time"]["rate"]) == Decimal("0.5")
    assert document["on_time"]["streak"] == 0
    assert document["on_time"]["months"] == {"6": "0.500000", "12": "0.500000", "24": "0.500000"}
    assert document["months"]["6"]["known_months"] == 6
    assert Decimal(document["months"]["6"]["payment_ratio"]) < Decimal(document["payment_ratio"])
    assert (document["assets_minor"], document["asset_ratio"]) == (None, None)
    findings = {one["code"]: one for one in document["findings"]}
    assert list(findings) == ["score", "profile", "multi_lender", "behaviour", "report", "record", "usage", "debt"]
    assert all({"code", "reason", "state", "clears_on"} <= one.keys() for one in findings.values())
    assert findings["score"]["state"] == "not_enough_data"
    assert findings["score"]["missing"] == ["score"]
    assert findings["debt"]["state"] == "clear"


def test_status_tells_where_the_latest_report_and_the_ledger_differ(
    book: Path, today: date, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(capsys, "status", "--db", str(book))["credit_report"] is None
    store = Store(book)
    check = credit.save(store, ReportCheck(0, today, "online", partial=True), today=today).value
    shown = ReportAccount(0, check, "某机构 [b]", AccountKind.LOAN, True, balance_minor=900_000, loan_id=1)
    credit.save(store, replace(shown, as_of=date(2026, 10, 31)), today=today)
    credit.decide(store, check, "balance", "account:1", PointState.NOTED, today=today)
    store.close()
    told = answer(capsys, "status", "--db", str(book))["credit_report"]
    (point,) = [one for one in told["points"] if one["code"] == "balance"]
    assert (point["ledger"], point["report"], point["on"]) == (1_000_000 - 76_680, 900_000, "2026-10-31")
    assert (point["decision"], point["loan_id"], point["suggested"]) == ("noted", 1, False)
    assert (told["whole"], told["report_on"], told["changed_since"]) == (False, today.isoformat(), None)


def test_status_names_a_claim_that_was_passed_on(book: Path, today: date, capsys: pytest.CaptureFixture[str]) -> None:
    store = Store(book)
    moves.add(store, 1, Move(0, today, MoveKind.SOLD, "某资产 [b]"), today=today)
    store.close()
    (moved,) = answer(capsys, "status", "--json", "--db", str(book))["moves"]
    assert (moved["creditor"], moved["standing"][0]["kind"]) == ("某资产 [b]", "sold")
    assert moved["owed_minor"] > 0
    assert run(["status", "--db", str(book)]) == 0
    assert "某资产 [b]" in capsys.readouterr().out


def test_due_names_what_is_due_and_how_many_days_are_left(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (item,) = answer(capsys, "due", "--days", "10", "--db", str(book))["items"]
    assert (item["due_on"], item["amount_minor"], item["days_left"]) == ("2026-12-01", 91_680, 8)
    assert (item["loan"], item["lender"], item["state"]) == ("闪电贷", "[/] [b", "upcoming")
    assert answer(capsys, "due", "--days", "7", "--db", str(book))["items"] == []


def test_cash_asks_for_what_is_missing(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = answer(capsys, "cash", "--db", str(book))
    assert (document["known"], document["free_minor"], document["lowest"], document["days"]) == (False, None, None, [])
    assert answer(capsys, "status", "--db", str(book))["cash"] is None
    assert run(["cash", "--db", str(book)]) == 0
    assert "还没有手头现金" in capsys.readouterr().out


def test_cash_gives_the_balance_by_day(book: Path, today: date, capsys: pytest.CaptureFixture[str]) -> None:
    """1,500 at hand, 916.80 on the first of each month, 700 of rent on the 5th, 10,000 on the 10th."""
    store = Store(book)
    cash.save(store, CashReading(0, "[/] [b", today, 150_000), today=today)
    cash.save(store, LivingCost(0, "房租", 5, 70_000, date(2026, 1, 1)), today=today)
    cash.save(store, SingleIncome(0, "退税", date(2026, 12, 3), 20_000, certain=False), today=today)
    cash.set_buffer(store, 50_000)
    income.edit(store, 1, name="工资", from_on=date(2026, 1, 1), monthly_minor=1_000_000, day=10)
    store.close()
    document = answer(capsys, "cash", "--db", str(book))
    assert (document["as_of"], document["until_on"], len(document["days"])) == ("2026-11-23", "2027-02-15", 85)
    assert document["lowest"] == {"on": "2026-12-05", "amount_minor": -11_680}
    lacking = {"on": "2026-12-05", "amount_minor": 11_680, "deepest_on": "2026-12-05", "deepest_minor": 11_680}
    assert document["short"] == lacking
    assert (document["free_minor"], document["payday_on"]) == (0, "2026-12-10")
    assert document["before_bills"] == []
    assert document["expected"]["short"] is None
    assert document["expected"]["lowest"] == {"on": "2026-12-05", "amount_minor": 8_320}
    moved = [one for one in document["days"] if one["movements"]]
    assert [(one["on"][5:], one["balance_minor"]) for one in moved[:4]] == [
        ("12-01", 58_320),
        ("12-03", 58_320),
        ("12-05", -11_680),
        ("12-10", 988_320),
    ]
    (due,) = moved[0]["movements"]
    assert (due["kind"], due["loan_id"], due["amount_minor"], due["auto_debit"]) == ("due", 1, -91_680, False)
    assert answer(capsys, "status", "--db", str(book))["cash"] == {
        key: document[key] for key in ("lowest", "short", "free_minor", "same_day_minor", "payday_on")
    }
    assert run(["cash", "--db", str(book), "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "Short on 12-05: 116.80 is lacking" in told
    assert re.search(r"2026-12-05 +Living cost 房租 +-700\.00 +-116\.80  short 116\.80", told)
    assert run(["status", "--db", str(book)]) == 0
    assert "12-05 不够用：差 116.80" in capsys.readouterr().out


def test_due_says_what_is_assumed_to_be_debited(book: Path, today: date, capsys: pytest.CaptureFixture[str]) -> None:
    store = Store(book)
    with store.write("loan.edit") as write:
        write.put(replace(write.account(1).loan, auto_debit=True))
    store.close()
    words = ("due", "--days", "14", "--db", str(book), "--today", "2026-12-05")
    (item,) = answer(capsys, *words)["items"]
    assert (item["due_on"], item["amount_minor"], item["minimum_minor"]) == ("2026-12-01", 91_680, 0)
    assert (item["state"], item["overdue_minor"]) == ("assumed", 0)
    assert run([*words, "--lang", "en"]) == 0
    assert "916.80  assumed paid" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("today", "language", "said"),
    [
        ("2026-07-24", "en", "8,000.00  in 1 day  5,000.00 late"),
        ("2026-07-26", "en", "8,000.00  not recorded yet  5,000.00 late"),
        ("2026-07-26", "zh", "8,000.00  还没记录  含逾期 5,000.00"),
        ("2026-07-29", "en", "8,000.00  4 days late"),
    ],
)
def test_due_says_of_a_bill_that_is_not_recorded_yet_what_is_late_in_it(
    path: Path, capsys: pytest.CaptureFixture[str], today: str, language: str, said: str
) -> None:
    """Of 8,000 on the bill due on 25 July 5,000 were on the one of June, too; nothing is paid."""
    store = Store(path)
    card_id = loans.add(store, card(statement_day=5, due_day=25)).value
    for on, yuan in (("05-20", 5_000), ("06-20", 3_000)):
        draws.draw(store, card_id, day(on), fen(yuan), today=day("07-24"))
    store.close()
    words = ("due", "--db", str(path), "--today", today)
    assert run([*words, "--lang", language]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.endswith(said)
    (item,) = answer(capsys, *words)["items"]
    assert (item["state"], item["overdue_minor"]) == ("overdue", fen(8_000 if today == "2026-07-29" else 5_000))


def test_today_can_be_given_before_or_after_the_command(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = answer(capsys, "--today", "2026-12-05", "due", "--db", str(book))
    assert later == answer(capsys, "due", "--db", str(book), "--today", "2026-12-05")
    assert later["items"][0]["state"] == "overdue"
    assert later["items"][0]["days_left"] == -4


def test_remind_lists_occurrences_with_stable_keys(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("remind", "--db", str(book), "--today", "2026-11-30")
    (first,) = answer(capsys, *words)["occurrences"]
    assert {"key", "rule", "about", "on", "state"} <= first.keys()
    assert (first["rule"], first["state"]) == ("due", "pending")
    assert answer(capsys, *words)["occurrences"] == [first]


def test_import_accounts_for_every_row_and_a_second_time_adds_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bill, database = tmp_path / "bill.csv", str(tmp_path / "new.db")
    bill.write_bytes(BILL.encode("gb18030"))
    tried = answer(capsys, "import", str(bill), "--dry-run", "--db", database)
    assert not Path(database).exists()  # a trial leaves no file behind
    done = answer(capsys, "import", str(bill), "--db", database)
    assert {key: tried[key] for key in ("rows", "used", "doubles", "unused")} == {
        key: done[key] for key in ("rows", "used", "doubles", "unused")
    }
    assert done["rows"] == 3
    assert [(row["kind"], row["on"], row["amount_minor"]) for row in done["used"]] == [
        ("repayment", "2026-11-08", 32_050)
    ]
    assert len(done["unused"]) == 2
    again = answer(capsys, "import", str(bill), "--db", database)
    assert again["used"] == []
    assert [row["row"] for row in again["doubles"]] == [row["row"] for row in done["used"]]


def test_an_import_says_what_becomes_late_before_it_is_recorded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bill = tmp_path / "bill.csv"
    row = Row(goods="牛奶", amount="15.90", pay="花呗", time="2026-03-03 09:00:00", order="P1")
    bill.write_bytes(gbk(layout_c((row,))))
    words = ("import", str(bill), "--dry-run", "--demo", "--today", "2026-11-29")
    told = answer(capsys, *words)
    assert (told["used"], [row["reason"] for row in told["unused"]]) == ([], ["as_entered"])
    assert told["effect"]["on_time_before"] == told["effect"]["on_time_after"]
    (account,) = told["if_held_were_used"]["accounts"]
    assert len(account["late"]) == 8
    assert run([*words, "--lang", "en"]) == 0
    said = capsys.readouterr().out
    assert "If recorded: “" in said
    assert "8 dues count as late" in said
    taken = answer(capsys, *words, "--take-held")
    assert ([row["row"] for row in taken["used"]], taken["unused"]) == ([told["unused"][0]["row"]], [])
    assert taken["effect"] == told["if_held_were_used"]


def test_a_fee_of_instalments_is_none_where_that_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bill, database = tmp_path / "bill.csv", str(tmp_path / "new.db")
    bill.write_bytes(gbk(layout_c(PLAN)))
    words = ("import", str(bill), "--today", "2026-11-29", "--db", database)
    (fee,) = answer(capsys, *words, "--dry-run")["plan_fees"]
    assert (fee["fee_minor"], fee["terms"], fee["on"], fee["plan_id"]) == (440, 12, "2026-09-05", None)
    told = answer(capsys, *words, "--no-plan-fees")
    assert (told["plan_fees"], told["plan_fees_asked"], told["plan_fees_refused"]) == ([], [], [fee])


def test_a_bill_in_a_pdf_says_what_it_prints_and_what_does_not_agree(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bill.pdf"
    file.write_bytes(cmb(CMB_ROWS[:-1], password="246810"))
    words = ["import", str(file), "--dry-run", "--db", str(tmp_path / "new.db")]
    assert run(words) == 1
    assert "这个 PDF 有密码" in capsys.readouterr().err
    (told,) = answer(capsys, *words, "--password", "246810")["files"]
    assert (told["format"], [row["amount_minor"] for row in told["used"]]) == (
        "cmb_card", [100_000, 123_450, 3_940]
    )  # fmt: skip
    printed = told["printed"]
    assert (printed["due_on"], printed["owed_minor"], printed["least_minor"]) == ("2026-01-23", 117_490, 11_749)
    assert printed["differences"][0] == {"of": "change", "stated_minor": 17_490, "read_minor": 7_490}
    assert run([*words, "--password", "246810"]) == 0
    assert "差 100.00" in capsys.readouterr().out


def test_one_bill_of_an_archive_that_cannot_be_read_keeps_none_of_the_others_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    jd = jd_csv([Paid(goods="米", pay="京东白条", status="交易成功")]).encode()
    wechat = wechat_csv([Paid(pay="招商银行信用卡(1234)", amount="88.00", order="W1")]).encode()
    file = tmp_path / "all.zip"
    file.write_bytes(zipped({"1.csv": jd, "2.csv": b"what,is,this\n", "3.csv": wechat}))
    assert run(["import", str(file), "--db", str(tmp_path / "new.db"), "--json"]) == 1
    told, failed = capsys.readouterr()
    assert [one["file"] for one in json.loads(told)["files"]] == ["1.csv", "3.csv"]
    assert "2.csv" in failed
    assert "all.zip" not in failed


def test_several_files_are_taken_over_and_one_that_cannot_be_read_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, database = tmp_path / "bills", str(tmp_path / "new.db")
    folder.mkdir()
    wechat = wechat_csv([Paid(pay="招商银行信用卡(1234)", amount="88.00", order="W1")]).encode()
    locked = zipped({"京东.csv": jd_csv([Paid(goods="米", pay="京东白条", status="交易成功")]).encode()}, "123456")
    for name, data in (("1.csv", wechat), ("2.csv", b"what,is,this\n"), ("3.zip", locked), ("4.csv", wechat)):
        (folder / name).write_bytes(data)
    words = ["import", str(folder), "--password", "123456", "--db", database]
    assert run([*words, "--json"]) == 1
    told, failed = capsys.readouterr()
    assert [(one["file"], len(one["used"])) for one in json.loads(told)["files"]] == [
        ("1.csv", 1),
        ("京东.csv", 1),
        ("4.csv", 0),
    ]
    assert "2.csv" in failed
    assert run([*words[:2], "--db", database]) == 1
    assert "3.zip" in capsys.readouterr().err
    assert run(["import", str(folder / "3.zip"), "--password", "1", "--db", database]) == 1
    assert "解压密码不对" in capsys.readouterr().err


def test_an_import_that_brings_nothing_begins_no_database(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bill, file, new = tmp_path / "bill.csv", tmp_path / "all.json", tmp_path / "new.db"
    bill.write_text("no bill", "utf-8")
    assert run(["import", str(bill), "--db", str(new)]) == 1
    assert not new.exists()
    assert run(["export", "json", "-o", str(file), "--db", str(book)]) == 0
    capsys.readouterr()
    assert run(["import", str(file), "--dry-run", "--lang", "en", "--db", str(new)]) == 0
    assert "nothing was saved" in capsys.readouterr().out
    assert not new.exists()


def test_export_restores_exactly_into_an_empty_database(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, copy = tmp_path / "all.json", tmp_path / "copy.db"
    assert run(["export", "json", "-o", str(file), "--db", str(book)]) == 0
    assert os.stat(file).st_mode & 0o077 == 0
    assert run(["import", str(file), "--db", str(copy)]) == 0
    capsys.readouterr()
    assert run(["export", "json", "--db", str(copy)]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(file.read_text("utf-8"))
    assert run(["import", str(file), "--db", str(copy)]) == 1
    assert capsys.readouterr().err.startswith("planner: ")


def test_review_without_one_is_an_expected_failure(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", "--json", "--db", str(book)]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1


def test_the_demo_answers_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, "status", "--demo")["lenders"]["unsettled"] == 7
    assert answer(capsys, "due", "--demo")["items"]
    assert answer(capsys, "remind", "--demo")["occurrences"]
    assert {"week", "saved_at", "ratios", "lenders", "on_time", "findings", "commitments", "notes"} <= answer(
        capsys, "review", "--demo"
    ).keys()


@pytest.mark.parametrize(
    "words", [["due", "--days", "x"], ["nonsense"], ["export", "pdf"], ["--lang", "fr"], ["import"]]
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_wrong_usage_is_one_line_and_status_2(
    words: list[str], language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", f"{language}_XX.UTF-8")
    with pytest.raises(SystemExit) as ended:
        run(words)
    assert ended.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


@pytest.mark.parametrize("words", [["import"], ["due", "--nope"], ["due", "--days"], ["--lang", "fr"], ["nonsense"]])
def test_wrong_usage_is_said_in_the_language_of_the_app(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    with pytest.raises(SystemExit):
        run(words)
    said = capsys.readouterr().err
    assert not re.search(r"invalid|required|unrecognized|argument|expected", said)
    assert re.search(r"缺少|不认识|没有|要有一个值", said)


def test_help_and_version(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    for words in (["--help"], ["due", "--help"]):
        with pytest.raises(SystemExit) as ended:
            run(words)
        assert ended.value.code == 0
        assert not re.search(r"usage:|options:|show this", capsys.readouterr().out)
    with pytest.raises(SystemExit):
        run(["--version"])
    assert re.fullmatch(r"planner \d+\.\d+\.\d+\n", capsys.readouterr().out)


def failing(tmp_path: Path) -> dict[str, list[str]]:
    """Command lines that must fail as expected."""
    junk = tmp_path / "junk.db"
    junk.write_text("this is no database, only a text that is long enough to look like a file", "utf-8")
    (tmp_path / "folder").mkdir()
    binary = tmp_path / "binary.csv"
    binary.write_bytes(bytes(range(256)) * 8)
    return {
        "no database": ["status", "--db", str(junk)],
        "a folder": ["status", "--db", str(tmp_path / "folder")],
        "no such bill": ["import", str(tmp_path / "none.csv")],
        "a folder as bill": ["import", str(tmp_path / "folder")],
        "binary bill": ["import", str(binary)],
        "unwritable export": ["export", "json", "-o", str(tmp_path / "nowhere" / "x.json")],
    }


@pytest.mark.parametrize(
    "case", ["no database", "a folder", "no such bill", "a folder as bill", "binary bill", "unwritable export"]
)
def test_expected_failures_are_one_line_and_status_1(
    case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(failing(tmp_path)[case]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("planner: ")
    assert len(captured.err.strip().splitlines()) == 1
    assert "Traceback" not in captured.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="nothing is always full there")
def test_what_was_done_and_cannot_be_printed_is_told_as_done(book: Path, tmp_path: Path) -> None:
    bill = tmp_path / "bill.csv"
    bill.write_bytes(BILL.encode("gbk"))
    command = [sys.executable, "-m", "planner", "import", str(bill), "--db", str(book), "--lang", "en"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (
        1,
        "planner: What this command has done is done, but what it prints could not be written: the disk is full\n",
    )
    assert len(databases.content(book)["import_line"]) == 1


def test_a_closed_pipe_ends_quietly(book: Path) -> None:
    command = [sys.executable, "-m", "planner", "export", "json", "--db", str(book)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read()
        process.wait(30)
    assert b"Traceback" not in errors


def test_without_a_terminal_the_app_says_so(book: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "planner", "--db", str(book)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 1
    assert "planner status" in done.stderr


@pytest.mark.parametrize(("language", "said"), [("zh", "没有这个文件或文件夹"), ("en", "no such file or folder")])
def test_the_system_is_quoted_in_the_language_in_use(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, said: str
) -> None:
    missing = str(tmp_path / "nowhere" / "x")
    for words in (["import", missing], ["export", "json", "-o", missing]):
        assert run([*words, "--db", str(book), "--lang", language]) == 1
        assert said in capsys.readouterr().err


def test_a_plan_as_a_document(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = answer(capsys, "plan", "--db", str(book), "--budget", "1500", "--goal", "least_cost", "--quick", "--json")
    assert (said["goal"], said["start_on"], said["infeasible"]) == ("least_cost", "2026-11-23", None)
    assert said["actions"][0] == {
        "on": "2026-12-01",
        "loan": "闪电贷",
        "loan_id": 1,
        "lender": "[/] [b",
        "kind": "due",
        "amount_minor": 91_680,
        "ends": False,
    }
    paid = [action["amount_minor"] for action in said["actions"] if action["on"] == "2026-12-01"]
    assert sum(paid) == 2 * 150_000 - 91_680  # of November's 1,500 the instalment of 1 November is spent
    assert (said["repaid_this_month_minor"], said["payday"]) == (91_680, 1)
    assert said["milestones"] == [{"on": said["actions"][-1]["on"], "lenders": 0}]
    assert said["ends_on"] == said["actions"][-1]["on"] == said["frontier"][-1]["until"]
    assert said["lenders_by_month"] == [1] * said["months"] + [0]
    assert said["cost_minor"] < 60_000


def test_a_step_of_the_budget_and_where_its_money_comes_from(
    book: Path, today: date, capsys: pytest.CaptureFixture[str]
) -> None:
    """10,000 come on the 10th, 7,000 go on the 5th: 3,000 a month; in November all at hand is kept for the rent."""
    at = ("plan", "--db", str(book), "--goal", "least_cost", "--quick", "--json")
    said = answer(capsys, *at)
    assert (said["budget_from_cash"], said["budget_is_least"]) == (False, True)
    assert said["missing_for_cash"] == ["reading", "payday", "living"]
    store = Store(book)
    cash.save(store, CashReading(0, "现金", today, 150_000), today=today)
    cash.save(store, LivingCost(0, "房租", 5, 700_000, date(2026, 1, 1)), today=today)
    cash.set_buffer(store, 50_000)
    income.edit(store, 1, name="工资", from_on=date(2026, 1, 1), monthly_minor=1_000_000, day=10)
    store.close()
    said = answer(capsys, *at)
    assert (said["budget_from_cash"], said["above_income"], said["missing_for_cash"]) == (True, None, [])
    repaid = said["repaid_this_month_minor"]
    assert said["budget_minor"] == [min(repaid, 300_000), 300_000]
    assert said["months_of_cash"][0]["net_minor"] == 300_000
    more = answer(capsys, *at, "--budget", "+500")
    assert (more["budget_minor"], more["budget_from_cash"]) == ([350_000], False)
    assert more["above_income"] == {
        "from": "2026-11-01",
        "budget_minor": 350_000,
        "net_minor": 300_000,
        "expected_minor": 0,
    }
    assert answer(capsys, *at, "--budget", "-300")["budget_minor"] == [270_000]


def test_the_commands_name_what_the_adopted_plan_pays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the 25th the card's bill asks for 600 at least; the plan pays 2,936 on it."""
    path = tmp_path / "kept.db"
    store = Store(path)
    kept.fill(store)
    store.close()
    kept.adopt(path)
    at = ["--db", str(path), "--today", "2026-11-25"]
    due = next(item for item in answer(capsys, "due", *at, "--json")["items"] if item["loan_id"] == 3)
    assert (due["minimum_minor"], due["plan_minor"]) == (60_000, 293_600)
    adopted = answer(capsys, "plan", *at, "--quick", "--json")["adopted"]
    payment = next(one for one in adopted["payments"] if (one["loan_id"], one["on"]) == (3, "2026-11-25"))
    assert (payment["amount_minor"], payment["due_minor"], payment["state"]) == (293_600, 60_000, "open")
    assert adopted["milestones"][-1] == {"on": "2027-05-20", "lenders": 0}
    assert adopted["moved"]["since_adoption"]["before_on"] == "2027-05-20"
    assert run(["remind", *at, "--lang", "en"]) == 0
    assert "600.00 due today · by the plan 2,936.00 in all" in capsys.readouterr().out
    assert run(["due", *at, "--lang", "en"]) == 0
    assert "by the plan 2,936.00" in capsys.readouterr().out
    assert run(["plan", *at, "--quick", "--lang", "en"]) == 0
    assert "2026-11-25  2,936.00  with 600.00 due" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Keeps up to 2,622.37 until 2027-01 to settle 闪电贷, which is only settled whole"),
        ("zh", "先留着钱，最多 2,622.37，到 2027-01 结清闪电贷：这笔只能整笔结清"),
    ],
)
def test_a_plan_says_why_it_keeps_money(
    tmp_path: Path, today: date, capsys: pytest.CaptureFixture[str], language: str, told: str
) -> None:
    """Twice 1,750.00 less the first instalment of 877.63 are kept; the second one leaves 3,382.70, which is settled."""
    path = tmp_path / "whole.db"
    store = Store(path)
    rate, start = Rate(Decimal("0.18"), RateBasis.YEAR), date(2026, 11, 1)
    terms = {"principal_minor": 500_000, "terms": 6, "prepayment": Prepayment.FULL_ONLY}
    loans.add(store, Loan(0, Lender(0, "[/] [b"), "闪电贷", Method.LEVEL_PAYMENT, start, rate, **terms))  # type: ignore[arg-type]
    store.close()
    said = answer(capsys, "plan", "--db", str(path), "--budget", "1750", "--quick", "--json")
    (kept,) = said["kept"]
    assert (kept["reason"], kept["loan_ids"], kept["months"][0]) == ("whole", [1], 1)
    settled = next(action for action in said["actions"] if action["kind"] == "settle")
    assert kept["until"][:7] == settled["on"][:7]
    assert kept["most_minor"] == max(month["carried_minor"] for month in said["schedule"])
    assert run(["plan", "--db", str(path), "--budget", "1750", "--quick", "--lang", language]) == 0
    assert told in capsys.readouterr().out


def test_a_plan_is_proven_unless_told_otherwise(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = answer(capsys, "plan", "--db", str(book), "--budget", "1500", "--json")
    assert said["proven"]
    assert said["frontier_complete"]
    assert 0 < said["lower_bound_minor"] <= said["cost_minor"]
    assert [(point["at_most"], point["month"]) for point in said["frontier"]] == [(0, said["months"])]


def test_a_budget_below_what_is_due_is_no_failure_of_the_command(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = answer(capsys, "plan", "--db", str(book), "--budget", "500", "--json")
    assert said["infeasible"]["missing_minor"] == 41_680
    assert said["months"] is None
    assert run(["plan", "--db", str(book), "--budget", "500", "--lang", "en"]) == 0
    assert "416.80 is missing" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["--goal", "cheap"], 2),
        (["--goal", "own:1,1"], 2),
        (["--goal", "at_most:3@9999"], 2),
        (["--budget", "x"], 2),
        (["--budget", "+x"], 2),
        (["--budget", "-999999999"], 1),  # less than nothing
    ],
)
def test_a_goal_or_budget_without_sense(
    book: Path, capsys: pytest.CaptureFixture[str], words: list[str], status: int
) -> None:
    try:
        found = run(["plan", "--db", str(book), *words])
    except SystemExit as end:
        found = int(str(end.code))
    assert found == status
    told = capsys.readouterr().err.strip()
    assert told
    assert "Traceback" not in told


def test_nothing_owed_is_an_expected_failure(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "--db", str(store.path), "--lang", "en"]) == 1
    assert capsys.readouterr().err == "planner: nothing is owed, so there is nothing to plan\n"


def test_a_plan_whose_document_was_changed_by_hand_is_not_followed(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(book)) as connection:
        connection.execute(
            "INSERT INTO payoff_plan (version, adopted_on, goal, means, document, note)"
            " VALUES (1, '2026-11-01', 'least_cost', '{}', '{}', '')"
        )
        connection.commit()
    for command in ("status", "remind", "due"):
        assert run([command, "--db", str(book)]) == 0, command
    assert "KeyError" not in capsys.readouterr().err


def test_a_reminder_that_nobody_can_read_is_named_and_stops_no_command(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(book)) as connection, connection:
        connection.execute(
            "INSERT INTO reminder_rule (id, code, about, title, rrule, lead_days, enabled, strategy)"
            " VALUES (77, 'custom', '', '看分', ?, '99999999999999', 1, '')",
            ("DTSTART;VALUE=DATE:20261101\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",),
        )
    for command in ("status", "due", "backup"):
        assert run([command, "--db", str(book)]) == 0, command
    assert run(["export", "json", "--db", str(book)]) == 0
    capsys.readouterr()
    assert answer(capsys, "remind", "--db", str(book))["mute_rules"] == [{"id": 77, "title": "看分"}]
    assert run(["remind", "--db", str(book)]) == 0
    assert "77 条提醒（看分）" in capsys.readouterr().out
    assert run(["check", "--db", str(book)]) == 1
    assert "77 看分" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "where", "keys"),
    [
        ("zh", "应用", r"按 [a-z0-9]\b"),
        ("en", "in the app", r"\b[Pp]ress\b|\b[beiopty] (on the|changes|enters|otherwise)"),
    ],
)
def test_a_command_names_no_keys_but_where_in_the_app_it_is_said(
    tmp_path: Path, today: date, capsys: pytest.CaptureFixture[str], language: str, where: str, keys: str
) -> None:
    path = tmp_path / "little.db"
    store = Store(path)
    loan = replace(databases.level("甲", "甲"), start_on=date(2026, 10, 21), first_due_on=None, due_day=None)
    loans.add(store, replace(loan, rate_confirmed=False))
    loans.add(store, databases.line("乙", "乙"))
    loans.add(store, replace(databases.level("丙", "丙"), penalty=None))
    store.close()
    for words in (["status"], ["plan", "--quick"], ["plan", "--quick", "--budget", "1"]):
        assert run([*words, "--db", str(path), "--lang", language, "--today", today.isoformat()]) == 0
        told = capsys.readouterr().out
        assert where in told
        assert not re.search(keys, told), told


def test_a_name_out_of_a_file_is_nothing_that_a_terminal_obeys(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "名\x1b]0;x\x07\u202e" + "\u0335" * 2_000
    with closing(sqlite3.connect(book)) as connection, connection:
        connection.execute("UPDATE loan SET name = ?", (hostile,))
    for words in (["due", "--days", "90"], ["due", "--days", "90", "--json"], ["export", "json"]):
        assert run([*words, "--db", str(book), "--lang", "zh", "--today", "2026-11-20"]) == 0
        told = capsys.readouterr().out
        assert "名" in told
        assert not re.search("[\x1b\x07\u202e]|\u0335{5}", told)
        if words[-1] != "90":
            assert hostile in _texts(json.loads(told))


def _texts(held: Any) -> list[str]:
    """All texts of a document."""
    if isinstance(held, dict | list):
        return [text for one in (held.values() if isinstance(held, dict) else held) for text in _texts(one)]
    return [held] if isinstance(held, str) else []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE repayment SET paid_on = '0001-01-01' WHERE id = 1", "repayment 1：paid_on 0001-01-01"),
        ("UPDATE repayment SET amount_minor = -5 WHERE id = 1", "repayment 1：amount_minor -5"),
        ("UPDATE loan SET due_day = 99", "loan 1：due_day 99"),
        ("UPDATE loan SET terms = -3", "loan 1：terms -3"),
        ("UPDATE loan SET rate = '1000000000'", "loan 1：rate 1000000000"),
        ("UPDATE loan SET lender_id = 77", "loan 1 → lender"),
        ("UPDATE operation SET params = '[]' WHERE id = 1", None),
    ],
)
def test_a_row_that_another_program_has_spoilt_is_named(
    book: Path, capsys: pytest.CaptureFixture[str], change: str, named: str | None
) -> None:
    with closing(sqlite3.connect(book)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(change)
    for words in (["status"], ["due"]):
        status = run([*words, "--db", str(book), "--lang", "zh", "--today", "2026-11-20"])
        told = capsys.readouterr()
        assert (status == 0) == (named is None)
        assert named is None or named in told.err
    assert run(["check", "--db", str(book), "--lang", "zh"]) == 1
    assert (named or "operation 1：params []") in capsys.readouterr().err


def test_a_csv_says_which_list_it_is(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.csv"
    words = ["export", "csv", "-o", str(file), "--force", "--db", str(book), "--lang", "en"]
    assert run(words) == 0
    assert "This is one list: Loans." in capsys.readouterr().out
    assert run([*words, "--list", "records"]) == 0
    assert "This is" not in capsys.readouterr().out
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert file.read_text("utf-8-sig").splitlines()[0].startswith("Date,Lender,Product")


def test_a_csv_in_a_pipe_is_the_same_and_a_workbook_is_not_shown(
    book: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.csv"
    words = ["export", "csv", "--list", "dues", "--db", str(book)]
    assert run([*words, "-o", str(file)]) == 0
    capfdbinary.readouterr()
    assert run(words) == 0
    assert capfdbinary.readouterr().out == file.read_bytes()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert run(["export", "xlsx", "--db", str(book), "--lang", "en"]) == 1
    captured = capfdbinary.readouterr()
    assert captured.out == b""
    assert b"name a file with -o" in captured.err
