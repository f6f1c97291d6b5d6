"""Several bills of one command: what a dry run says is what the import then does, row for row."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from planner.cli.main import run
from tests.make.app_bills import Paid, jd_csv, wechat_csv
from tests.make.bill_files import Row, credit, gbk, layout_c

_PAYS = ("花呗", "招商银行信用卡(1234)", "花呗分期(3期)", "余额宝", "花呗&余额宝")


def _bills(random: Random, folder: Path) -> list[Path]:
    """Three files whose rows overlap: rows again, one purchase by two numbers, a refund after its purchase."""
    alipay = [_alipay(random, number) for number in range(12)]
    apps = [_paid(random, number) for number in range(6)]
    made = {
        "1.csv": gbk(layout_c(random.sample(alipay, 9))),
        "2.csv": gbk(layout_c(random.sample(alipay, 9))),
        "3.csv": wechat_csv(random.sample(apps, 5)).encode(),
        "4.csv": jd_csv([Paid(time=one.time, amount=one.amount, pay="招商银行信用卡(1234)") for one in apps]).encode(),
    }
    for name, data in made.items():
        (folder / name).write_bytes(data)
    return random.sample([folder / name for name in made], 4)


def _alipay(random: Random, number: int) -> Row:
    at, amount = f"2026-0{random.randint(1, 9)}-1{number % 9} 09:00:00", f"{random.choice((10, 88, 300))}.00"
    if number % 4 == 0:
        return credit("花呗", "花呗主动还款-2026年03月账单", amount, time=at, order=f"R{number}")
    if number % 4 == 1:
        back = {"category": "退款", "goods": "退款-杯子", "direction": "不计收支", "status": "退款成功"}
        return Row(amount=amount, pay="花呗", time=at, order=f"P{number + 1}_9", **back)
    return Row(goods="杯子", amount=amount, pay=random.choice(_PAYS), time=at, order=f"P{number}")


def _paid(random: Random, number: int) -> Paid:
    at, amount = f"2026-0{random.randint(1, 9)}-1{number} 09:00:00", f"{random.choice((10, 88))}.00"
    return Paid(time=at, amount=amount, pay="招商银行信用卡(1234)", order=f"W{number}")


def _told(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    assert run(["import", *words, "--json", "--today", "2026-11-29"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    files: list[dict[str, Any]] = document["files"]
    return files


@pytest.mark.parametrize("seed", range(3))
def test_a_dry_run_of_several_files_says_what_the_import_does_row_for_row(
    seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database, bills = tmp_path / "new.db", tmp_path / "bills"
    bills.mkdir()
    files = [str(file) for file in _bills(Random(seed), bills)]
    tried = _told(capsys, *files, "--dry-run", "--db", str(database))
    assert not database.exists()
    assert sum(len(one["doubles"]) for one in tried) > 3
    assert tried == _told(capsys, *files, "--db", str(database))
    kept = database.read_bytes()
    again = _told(capsys, *files, "--dry-run", "--db", str(database))
    assert not any(one["used"] for one in again)
    assert database.read_bytes() == kept
