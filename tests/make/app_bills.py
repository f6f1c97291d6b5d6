"""Bills of WeChat, JD, Meituan and banks in the layouts that they hand out, with rows of our own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

_numbers = count(1)


@dataclass(frozen=True)
class Paid:
    """One row of an app's bill. An order number is made up when none is given."""

    time: str = "2026-03-08 10:15:30"
    kind: str = "商户消费"
    party: str = "便利店"
    goods: str = "商品"
    direction: str = "支出"
    amount: str = "10.00"
    pay: str = "零钱"
    status: str = "支付成功"
    order: str = ""
    merchant: str = ""
    note: str = "/"

    @property
    def number(self) -> str:
        return self.order or f"42000026032026030{next(_numbers):08d}"


WECHAT_COLUMNS = (
    "交易时间",
    "交易类型",
    "交易对方",
    "商品",
    "收/支",
    "金额(元)",
    "支付方式",
    "当前状态",
    "交易单号",
    "商户单号",
    "备注",
)
_WECHAT_RULE = "----------------------微信支付账单明细列表--------------------"


def wechat_head(rows: int) -> list[str]:
    """The sixteen lines above the table."""
    return [
        "微信支付账单明细",
        "微信昵称：[测试]",
        "起始时间：[2026-01-01 00:00:00] 终止时间：[2026-03-31 23:59:59]",
        "导出类型：[全部]",
        "导出时间：[2026-04-01 16:05:22]",
        "",
        f"共{rows}笔记录",
        "收入：1笔 0.35元",
        "支出：1笔 28.16元",
        "中性交易：0笔 0.00元",
        "注：",
        "1. 充值/提现/理财通购买/零钱通存取/信用卡还款等交易，将计入中性交易",
        "2. 本明细仅展示当前账单中的交易，不包括已删除的记录",
        "3. 本明细仅供个人对账使用",
        "",
        _WECHAT_RULE,
    ]


def wechat_csv(rows: Sequence[Paid], *, quoted: bool = True, yuan: str = "¥") -> str:
    """CSV of 2019–2024: lines above padded with commas, texts quoted or not, a TAB after numbers."""
    wide = "," * (len(WECHAT_COLUMNS) - 3)
    lines = [line + wide for line in wechat_head(len(rows))] + [",".join(WECHAT_COLUMNS)]
    for row in rows:
        texts = [row.kind, row.party, row.goods, row.direction]
        shown = [f'"{text.replace(chr(34), chr(34) * 2)}"' if quoted else text for text in texts]
        ends = [row.pay, row.status, f"{row.number}\t", f"{row.merchant}\t", row.note]
        lines.append(
            ",".join([row.time, *shown, f"{yuan}{row.amount}", *(f'"{end}"' if quoted else end for end in ends)])
        )
    return "\n".join(lines) + "\n"


def wechat_cells(rows: Sequence[Paid], *, yuan: str = "¥") -> list[list[str]]:
    """The same as rows of cells, as a workbook has them."""
    above = [[line] if line else [] for line in wechat_head(len(rows))]
    body = [
        [row.time, row.kind, row.party, row.goods, row.direction, f"{yuan}{row.amount}", row.pay, row.status, row.number,
         row.merchant or "/", row.note]
        for row in rows
    ]  # fmt: skip
    return [*above, list(WECHAT_COLUMNS), *body]


def jd_csv(rows: Sequence[Paid], *, old: bool = False) -> str:
    """JD, with the columns in the order of 2023 (``old``) or 2025."""
    columns = "交易时间,商户名称,交易说明,金额,收/付款方式,交易状态,收/支,交易分类,交易订单号,商家订单号,备注"
    if old:
        columns = "交易时间,交易分类,商户名称,交易说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注"
    lines = ["导出信息：", "京东账号名：jd_reader", "日期区间：2026-01-01 至 2026-03-31", f"共：{len(rows)}笔记录", "收入：0笔，0.00元",
             "", "特别提示", "1.本明细为每笔订单支付的明细，不包括已删除的记录；", "", columns]  # fmt: skip
    for row in rows:
        named = {"交易时间": f"{row.time}\t", "商户名称": row.party, "交易说明": row.goods, "金额": row.amount,
                 "收/付款方式": row.pay, "交易状态": row.status, "收/支": row.direction, "交易分类": row.kind,
                 "交易订单号": f"{row.number}\t", "商家订单号": f"{row.merchant}\t", "备注": " "}  # fmt: skip
        lines.append(",".join(named[name] for name in columns.split(",")) + ("" if old else ","))
    return "\ufeff" + "\n".join(lines) + "\n"


def meituan_csv(rows: Sequence[Paid]) -> str:
    """Meituan: amounts of the order and of what was paid, numbers quoted with a TAB."""
    columns = "交易创建时间,交易成功时间,交易类型,订单标题,收/支,支付方式,订单金额,实付金额,交易单号,商家单号,备注"
    lines = ["美团交易账单明细", "美团用户名：[reader]", "起始时间：[2026-01-01] 终止时间：[2026-03-31]", "导出交易类型：[全部]", '""',
             f"共：{len(rows)}笔记录", "支出：23笔 1175.68元", '""', "特别提示：", "1. 本明细与实际交易结果不符时，以实际交易情况为准", '""',
             "【美团交易账单明细列表】", columns]  # fmt: skip
    lines += [
        f'{row.time},{row.time},{row.kind},{row.goods},{row.direction},{row.pay},¥9999.00,¥{row.amount},"{row.number}\t",'
        f'"{row.merchant}\t",/'
        for row in rows
    ]
    return "\ufeff" + "\r\n".join(lines) + "\r\n"


CMB_CARD = (
    "招商银行信用卡对账单（个人消费卡账户 2026年01月）\n"
    "交易日,记账日,交易摘要,人民币金额,卡号末四位,交易地金额\n"
    ",12/29,掌上生活还款,-1.23,1234,-1.23\n"
    "01/02,01/03,掌上生活影票-电影票,56.78,1234,56.78\n"
    "01/03,01/04,手机银行饭票退款,-3.90,1234,-3.90(CN)\n"
    '01/05,01/07,中国移动,"8,000.00",1234,"8,000.00(CN)"\n'
    "01/06,01/07,某店,-5.00,1234,-5.00\n"
)
ICBC_CARD = (
    '明细查询文件下载\n\n卡号: 6222****5678,"卡别名: "\n\n子账户类别:\n\n'
    "交易日期,记账日期,摘要,交易场所,交易国家或地区简称,交易金额(收入),交易金额(支出),交易币种,记账金额(收入),记账金额(支出),记账币种,余额,对方户名\n"
    '2026-02-05     \t,2026-02-05     \t,"消费      \t","财付通-拼多多   \t","CHN   \t","      \t","18.00   \t",人民币   \t,"     \t",'
    '"18.00     \t",人民币     \t,"-3,728.62    \t","       \t",\n'
    '2026-02-25     \t,2026-02-25     \t,"人民币自动转帐还款   \t",XX分行银行卡中心   \t,"CHN    \t","4,621.01   \t","     \t",人民币  \t,'
    '"4,621.01      \t","          \t",人民币    \t,"-1,971.63   \t","     \t",\n'
    ' \n合计金额,,,,,"1234.56    \t","6543.21    \t",\t,"1234.56   \t","6543.21   \t",\n'
)
BOCOM_CARD = (
    "交易日期,记账日期,交易说明,交易币种/金额,入账币种/金额\n"
    "2026-01-10,2026-01-10,退货 支付宝-滴滴顺风车,CNY 123.18,CNY 123.18\n"
    "2026-01-29,2026-01-29,信用卡还款 转账还款-某某 6666,CNY 666.60,CNY 666.60\n"
    "2026-01-11,2026-01-12,消费 美团,CNY 2.99,CNY 2.99\n"
    "2026-01-12,2026-01-12,其他 某项,CNY 5.00,CNY 5.00\n"
    "2026-01-13,2026-01-13,消费 海外,USD 5.00,USD 5.00\n"
)
CGB_CARD = (
    "交易日期,入账日期,交易摘要,交易金额,交易货币,入账金额,入账货币\n"
    "2026/01/05,2026/01/06,（消费）示例商户A,15.90,人民币,15.90,人民币\n"
    "2026/01/04,2026/01/04,（退款）示例商户B,-97.20,人民币,-97.20,人民币\n"
    "2026/01/03,2026/01/03,（分期）银联分期00000000000/10/12期,387.42,人民币,387.42,人民币\n"
    "2025/12/25,2025/12/26,（还款）云闪付 银联入账-某某,-1130.68,人民币,-1130.68,人民币\n"
)
BOC_CARD = (
    "中国银行信用卡账单(2026年01月)\n交易日,银行记账日,卡号后四位,交易描述,存入,支出,币种\n"
    "2026-01-13,2026-01-14,4260,上海公共交通卡CHN,,50.00,CNY\n"
    "2026-01-20,2026-01-20,2875,某三,361.19,,CNY\n"
    "2026-01-22,2026-01-24,2875,MICROSOFT*XBOXJPN,,3.72,USD\n"
)
ABC_ACCOUNT = (
    "交易日期,交易时间,交易摘要,交易金额,本次余额,对手信息,日 志 号,交易渠道,交易附言\n"
    "20260101,123456,转存,+10000.00,11000.00,某某,369396693,超级网银,转账\n"
    "20260103,,正常还款,-12345.89,1943.12,12341234123412341,111222333\n"
    "20260104,,结息,+0.01,123.35,--,0000000000,,个人活期结息\n"
)
CMB_ACCOUNT_WEB = (
    "# 招商银行交易记录\n# 导出时间：2026-02-01 10:00:00\n# 账号：[招行银行卡 测试 6214********1234]\n\n"
    "交易日期,交易时间,收入,支出,余额,交易类型,交易备注\n"
    '"\t20260105","\t13:44:45","7,300.64","","7,373.64","\t代发工资","\t某某公司"\n'
    '"\t20260108","\t08:00:01","","1,234.50","6139.14","\t个人贷款还款","\t贷款本息扣款"\n'
    '"\t20260109","\t12:56:16","","64.91","6074.23","\t银联在线支付","\t银联在线支付，（特约）拼多多"\n'
    "# 收入合计：1 笔，共 7300.64 元\n"
)
BOCOM_ACCOUNT = (
    "序号,交易日期,交易时间,交易类型,借贷,交易金额,余额,对方账号,对方户名,交易地点,摘要\n"
    "1,2026-01-01,00:00:00,存款利息,贷 Cr,1.23,1334.63,132313,应付个人活期储蓄存款利息,批处理,\n"
    "2,2026-02-02,13:15:12,信用卡转账还款,借 Dr,3.21,2334.62,6666666666666666,某某,其他,\n"
)
