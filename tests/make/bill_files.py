"""Alipay bills as the tests need them: the layouts with their quirks, around rows of our own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

_numbers = count(1)


@dataclass(frozen=True)
class Row:
    """One row to write. An order number is made up when none is given."""

    time: str = "2026-03-08 10:15:30"
    category: str = "日用百货"
    party: str = "便利店"
    goods: str = "商品"
    direction: str = "支出"
    amount: str = "10.00"
    pay: str = "余额宝"
    status: str = "交易成功"
    order: str = ""
    merchant: str = ""
    note: str = ""
    funds: str = ""

    def numbered(self) -> Row:
        return self if self.order else replace(self, order=f"20260308290209998701{next(_numbers):08d}")


def credit(party: str, goods: str, amount: str, status: str = "还款成功", **more: str) -> Row:
    """A row of the category 信用借还."""
    pay = "" if status in ("放款成功", "还款失败") else "招商银行储蓄卡(8705)"
    return Row(**{"category": "信用借还", "party": party, "goods": goods, "direction": "不计收支", "amount": amount,
                  "pay": pay, "status": status, **more})  # fmt: skip


C_COLUMNS = "交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注"
_B_COLUMNS = "收/支,交易对方,对方账号,商品说明,收/付款方式,金额,交易状态,交易分类,交易订单号,商家订单号,交易时间"
_A_COLUMNS = (
    "交易号,商家订单号,交易创建时间,付款时间,最近修改时间,交易来源地,类型,交易对方,商品名称,金额（元）,收/支,交易状态,"
    "服务费（元）,成功退款（元）,备注,资金状态"
)
_NOTICE = (
    "特别提示：",
    "1.本回单内容可表明支付宝受理了相应支付交易申请，以实际交易情况为准；",
    "2.请勿将本回单作为收款方发货的凭据使用，请查证账户实际到账情况后再进行发货操作；",
    "9.本明细仅供个人对账使用。",
)
_RULE = "-" * 84


def layout_a(rows: Sequence[Row]) -> str:
    """Web export: padded cells, a TAB before each comma after numbers, totals below the table."""
    lines = [
        "支付宝交易记录明细查询",
        "账号:[reader@example.com]",
        "起始日期:[2026-01-01 00:00:00]    终止日期:[2026-04-01 00:00:00]",
        "---------------------------------交易记录明细列表------------------------------------",
        ",".join(name.ljust(16) for name in _A_COLUMNS.split(",")) + ",",
    ]
    for row in map(Row.numbered, rows):
        kind = row.category if row.category == "退款" else "即时到账交易"
        cells = (
            f"{row.order}\t",
            f"{row.merchant:<20}\t",
            *[f"{row.time} "] * 3,
            "其他（包括阿里巴巴和外部商家）",
            f"{kind:<12}",
            f"{row.party:<16}",
            f"{row.goods:<20}",
            f"{row.amount:<8}",
            f"{row.direction:<6}",
            f"{row.status:<8}",
            "0.00     ",
            "0.00     ",
            f"{row.note:<20}",
            f"{row.funds or '已' + row.direction:<8}",
        )
        lines.append(",".join(cells) + ",")
    lines += [
        _RULE,
        f"共{len(rows)}笔记录",
        "已收入:0笔,0.00元",
        "待收入:0笔,0.00元",
        "已支出:1笔,27元",
        "待支出:0笔,0.00元",
        "导出时间:[2026-04-02 14:34:22]    用户:测试",
        "",
    ]
    return "\r\n".join(lines)


def layout_b(rows: Sequence[Row]) -> str:
    """App 2021–22: the table first, the information block after it."""
    lines = [
        "------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------",
        ",".join(name.ljust(20) for name in _B_COLUMNS.split(",")) + ",",
    ]
    for row in map(Row.numbered, rows):
        direction = row.direction.replace("不计收支", "其他")
        cells = (
            f"{direction:<18}",
            f"{row.party:<20}",
            " " * 20,
            f"{row.goods:<20}",
            f"{row.pay:<20}",
            f"{row.amount:<20}",
            f"{row.status:<16}",
            f"{row.category:<16}",
            f"{row.order}\t",
            f"{row.merchant:<20}\t",
            f"{row.time} ",
        )
        lines.append(",".join(cells) + ",")
    lines += [
        _RULE,
        "导出信息：",
        "姓名：测试",
        "支付宝账户：reader@example.com",
        "起始时间：[2026-01-01 00:00:00]    终止时间：[2026-03-31 23:59:59]",
        "导出时间：[2026-04-01 03:10:16]",
        f"共{len(rows)}笔记录",
        "收入：0笔,0.00元",
        "支出：3笔,1234.56元",
        "其他：2笔,9876.54元",
        "",
        *_NOTICE,
    ]
    return "\r\n".join(lines) + "\r\n"


def preamble(title: str, rows: int, rules: int = 1) -> list[str]:
    """What stands above the table in the layouts C and D."""
    return [
        *[_RULE] * rules,
        "导出信息：",
        "姓名：测试",
        "支付宝账户：reader@example.com",
        "起始时间：[2026-01-01 00:00:00]    终止时间：[2026-03-31 23:59:59]",
        "导出交易类型：[全部]",
        "导出时间：[2026-04-01 09:12:52]",
        f"共{rows}笔记录",
        "收入：1笔 28.50元",
        "支出：63笔 16.54元",
        "不计收支：2笔 16.37元",
        "",
        *_NOTICE,
        "",
        f"------------------------{title}  电子客户回单------------------------",
    ]


def cells_c(row: Row) -> list[str]:
    """The cells of one row in the layouts C and D."""
    row = row.numbered()
    return [row.time, row.category, row.party, "/", row.goods, row.direction, row.amount, row.pay, row.status,
            f"{row.order}\t", f"{row.merchant}\t", row.note]  # fmt: skip


def layout_c(rows: Sequence[Row], title: str = "支付宝（中国）网络技术有限公司", rules: int = 1) -> str:
    """App since 2023: the information block first; every other row without its last comma."""
    lines = [*preamble(title, len(rows), rules), C_COLUMNS + ","]
    lines += [",".join(cells_c(row)) + ("," if number % 2 else "") for number, row in enumerate(rows)]
    return "\n".join(lines) + "\n"


def layout_d(rows: Sequence[Row]) -> str:
    """The newest wording: as C with another company's title and two rules."""
    return layout_c(rows, "支付宝支付科技有限公司", rules=2)


LAYOUTS = {"A": layout_a, "B": layout_b, "C": layout_c, "D": layout_d}


def gbk(text: str) -> bytes:
    """As Alipay sends it."""
    return text.encode("gb18030")
