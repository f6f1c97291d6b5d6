"""`planner report`: what a person and a script are told of a credit report."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from planner.cli.main import run
from planner.overview.overview import read
from tests.make.pdf import pdf
from tests.make.report_text import LINES, TEXT

REPORT = (
    "个人信用报告",
    "报告编号：2026031104013907986945 报告时间：2026-03-11 04:01:39",
    "姓名：欧阳示例 证件类型：身份证 证件号码：110101199001011234 未婚",
    "信贷记录",
    "信用卡 贷款 其他业务",
    "购房 其他",
    "账户数 1 -- 2 --",
    "未结清/未销户账户数 1 -- 1 --",
    "信用卡",
    "发生过逾期的贷记卡账户明细如下：",
    "1.2022年01月02日示例银行发放的贷记卡（美元账户）。截至2026年02月，信用额度10,000，余额2,000，当前有逾期。最近5年内有3个月处于逾期状态，其中1个月逾期超过90天。",
    "贷款",
    "1.2023年02月03日示例银行发放的300元（人民币）农户贷款，2025年05月已结清。",
    "3.2023年02月03日示例银行发放的300元（人民币）农户贷款，已于2025年05月核销。",
    "相关还款责任信息",
    "1.2023年04月05日，为诸葛某（证件类型：身份证，证件号码：110101199001011234）在示例银行办理的贷款承担相关还款责任，责任人类型为保证人，相关还款责任金额--。截至2025年03月，余额20,000（人民币元）。",
    "机构查询记录明细",
    "1 2025年10月01日 示例银行 贷款审批",
)  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text("\n".join(REPORT), "utf-8")
    return path


def command(tmp_path: Path, *words: str) -> int:
    return run(["report", *words, "--db", str(tmp_path / "planner.db")])


def test_a_person_is_told_what_it_says_and_what_it_does_not(
    tmp_path: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(tmp_path, str(file), "--lang", "zh") == 0
    assert capsys.readouterr().out.splitlines() == [
        "2026-03-11 的个人信用报告简版：只是一部分，缺公共记录、末尾的说明；没列出的不等于没有",
        "账户 2 个，相关还款责任 1 笔，资产处置、代偿和公共记录 0 条，机构查询 1 次，本人查询 0 次",
        "  示例银行 · 贷记卡 · 2022-01-02 · USD · 未销户 · 额度 10,000.00 · 2026-02 余额 2,000.00 · 当前逾期 · 5 年内 3 个月逾期 · 其中 1 个月超过 90 天",
        "  示例银行 · 农户贷款 · 2023-02-03 · 已结清",
        "相关还款责任（别人的债，不算自己的借款）：",
        "  示例银行 · 贷款 · 2023-04-05 · 保证人 · 2025-03 余额 20,000.00",
        "对不上：信息概要里其他贷款的账户数是 2，读到的是 1",
        "对不上：信息概要里其他贷款的未结清/未销户账户数是 1，读到的是 0",
        "编号不连续（第 1 页第 14 行）：应为 2，实为 3",
        "没读懂（第 1 页第 14 行）：3.2023年02月03日示例银行发放的300元(人民币)农户贷款,已于2025年05月核销。",
        "还没有记过的：账户 3 个，不良信息 0 条，查询 1 次",
        "这些账户里确定是已录借款的 0 个，其余可以自己对",
        "逾期的账户只记在账户上：报告没写从哪天开始逾期，不编一条不良信息",
        "还没有保存；加 --keep 保存",
    ]  # fmt: skip


def test_a_script_gets_every_value(tmp_path: Path, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(tmp_path, str(file), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["kind"], told["on"], told["whole"], told["missing"]) == (
        "brief",
        "2026-03-11",
        False,
        ["notes", "public"],
    )
    assert told["accounts"][0]["balance_minor"] == 200_000
    assert told["accounts"][0]["as_of"] == "2026-02-28"
    assert told["inquiries"][0]["reason"] == "loan_approval"
    assert told["differences"][0] == {"row": "accounts", "column": "loans", "printed": 2, "least": 1, "most": 1}
    assert not [name for name in ("欧阳", "诸葛", "110101") if name in json.dumps(told, ensure_ascii=False)]


def test_a_locked_pdf_needs_its_password(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf([REPORT], password="s3cret"))
    assert command(tmp_path, str(path), "--lang", "zh") == 1
    assert "--password" in capsys.readouterr().err
    assert command(tmp_path, str(path), "--password", "other", "--lang", "zh") == 1
    assert "PDF 密码不对" in capsys.readouterr().err
    assert command(tmp_path, str(path), "--password", "s3cret", "--lang", "en") == 0
    assert "Brief credit report of 2026-03-11: only a part" in capsys.readouterr().out


def test_what_is_no_report_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "report.txt"
    path.write_text("今天天气不错", "utf-8")
    assert command(tmp_path, str(path), "--lang", "zh") == 1
    error = capsys.readouterr().err
    assert "找过的内容：个人信用报告" in error
    assert len(error.splitlines()) == 1


def test_a_report_is_kept_when_it_is_asked_for_and_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "whole.txt"
    path.write_text(TEXT, "utf-8")
    told = []
    for more in ((), ("--keep",), ("--keep",)):
        assert command(tmp_path, str(path), "--lang", "zh", "--today", "2026-11-29", *more) == 0
        told.append(capsys.readouterr().out.splitlines())
    assert "已保存：账户 5 个（确定是已录借款的 0 个），不良信息 1 条，查询 4 次" in told[1][-1]
    assert told[2] == [*told[0][:10], "读到的账户、不良信息和查询都已记下，没有新增"]
    assert command(tmp_path, str(path), "--json", "--today", "2026-11-29") == 0
    new = json.loads(capsys.readouterr().out)["new"]
    assert new == {"accounts": 0, "negatives": 0, "inquiries": 0, "matched": 0, "undated": 0}
    assert command(tmp_path, str(path), "--keep", "--json", "--today", "2026-11-29") == 0
    kept = json.loads(capsys.readouterr().out)["kept"]
    assert (kept["new"], kept["check_id"], kept["accounts"]) == (False, 1, 0)


def test_a_report_without_its_day_takes_it_from_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "part.txt"
    path.write_text("\n".join(LINES[3:]), "utf-8")
    assert command(tmp_path, str(path), "--keep", "--lang", "zh", "--today", "2026-11-29") == 1
    assert "--on" in capsys.readouterr().err
    assert command(tmp_path, str(path), "--keep", "--lang", "zh", "--today", "2026-11-29", "--on", "2026-03-12") == 0


def test_how_it_was_got_is_told_where_the_report_does_not_say(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "whole.txt"
    path.write_text(TEXT.replace("本人 本人查询（临柜）", "本人查询"), "utf-8")
    keep = ("--keep", "--lang", "zh", "--today", "2026-11-29", "--channel")
    with pytest.raises(SystemExit):
        command(tmp_path, str(path), *keep, "post")
    assert "counter" in capsys.readouterr().err
    assert command(tmp_path, str(path), *keep, "bank_app") == 0
    assert read(tmp_path / "planner.db", date(2026, 11, 29)).book.credit.checks[0].channel == "bank_app"


def test_importing_a_report_names_the_command_for_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, data in (("a.txt", TEXT.encode()), ("b.pdf", pdf([LINES]))):
        path = tmp_path / name
        path.write_bytes(data)
        assert run(["import", str(path), "--lang", "en", "--db", str(tmp_path / "planner.db")]) == 1
        assert "planner report FILE" in capsys.readouterr().err
