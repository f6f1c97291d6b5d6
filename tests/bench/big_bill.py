"""Bills of any length, for measuring: ``python -m tests.bench.big_bill FILE [ROWS [KIND]]``; 200,000 rows by default.

As a busy life has them: mostly money of one's own, a third bought on credit, repayments that name a card by its bank
alone, refunds with and without a number in common, the same shops again and again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.make.app_bills import Paid, wechat_cells, wechat_csv
from tests.make.bill_files import C_COLUMNS, Row, cells_c, credit, preamble
from tests.make.workbooks import workbook

LAST = datetime(2026, 10, 31, 23, 59, tzinfo=UTC)
_SHOPS = tuple((f"商户{number}", f"商品 第{number}号") for number in range(300))
_OWN = ("余额宝", "招商银行储蓄卡(8705)", "账户余额", "")
_WECHAT = ("招商银行信用卡(4523)", "零钱通", "广发银行信用卡(7788)", "招商银行(8705)")
_CREDIT = ("花呗", "招商银行信用卡(4523)", "花呗&红包", "广发银行信用卡(7788)")


def rows(count: int) -> Iterator[Row]:
    """The newest first, as the app lists them, over some ten years."""
    step = timedelta(days=3600) / count
    for number in range(count):
        at = LAST - step * number
        yield _row(number, f"{at:%Y-%m-%d %H:%M:%S}", _order(number))


def _row(number: int, time: str, order: str) -> Row:
    kind, amount = number % 20, f"{5 + number * 7 % 900}.{number % 100:02}"
    if kind == 0:
        return credit("招商银行", "信用卡还款", amount, time=time, order=order)
    if kind == 1:
        return credit("花呗", "花呗主动还款-2026年03月账单", amount, time=time, order=order)
    party, goods = _SHOPS[number % len(_SHOPS)]
    if kind == 2:
        return Row(
            time=time, category="退款", party=party, goods=f"退款-{goods}", direction="不计收支", amount=amount,
            pay="花呗", status="退款成功", order=f"{_order(number + 3)}_{number}" if number % 3 else order,
        )  # fmt: skip
    pay = _CREDIT[number % 4] if kind < 9 else _OWN[number // 20 % 4]
    return Row(time=time, party=party, goods=goods, amount=amount, pay=pay, order=order, merchant=f"M{number:024}")


def paid(count: int) -> Iterator[Paid]:
    """The same life as WeChat tells it: small purchases, cards, 微粒贷, refunds, transfers."""
    step = timedelta(days=3600) / count
    for number in range(count):
        yield _paid(number, f"{LAST - step * number:%Y-%m-%d %H:%M:%S}")


def _paid(number: int, time: str) -> Paid:
    kind, amount = number % 20, f"{5 + number * 7 % 900}.{number % 100:02}"
    order, party = f"4200{number:024}", f"商户{number % 300}"
    if kind == 0:
        return Paid(time, "信用卡还款", "招商银行信用卡还款", "/", "/", amount, "零钱", order=order)
    if kind == 1:
        return Paid(time, "微粒贷还款", "微众银行", "/", "/", amount, "零钱", order=order)
    if kind == 2:
        status = "已全额退款" if number % 3 else "对方已退还"
        return Paid(time, "商户退款", party, "退款", "收入", amount, _WECHAT[number % 4], status, order)
    if kind == 3:
        return Paid(time, "转账", "某人", "转账备注:微信转账", "收入", amount, "/", "已存入零钱", order)
    pay = _WECHAT[number % 4] if kind < 9 else "零钱"
    return Paid(
        time,
        party=party,
        goods=f"商品, 第{number % 300}号",
        amount=amount,
        pay=pay,
        order=order,
        merchant=f"M{number:024}",
    )


def _order(number: int) -> str:
    return f"2026{number:020}"


def bill(count: int, kind: str = "alipay") -> bytes:
    """The whole file: of Alipay, or of WeChat as text (``wechat``) or as a workbook (``xlsx``)."""
    if kind == "wechat":
        return ("\ufeff" + wechat_csv([*paid(count)])).encode()
    if kind == "xlsx":
        return workbook(wechat_cells([*paid(count)]))
    lines = [*preamble("支付宝（中国）网络技术有限公司", count), C_COLUMNS + ","]
    lines += [",".join(cells_c(row)) + "," for row in rows(count)]
    return ("\n".join(lines) + "\n").encode("gb18030")


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(bill(int(sys.argv[2]) if len(sys.argv) > 2 else 200_000, *sys.argv[3:4]))
