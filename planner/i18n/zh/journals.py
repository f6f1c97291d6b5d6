"""Texts: the debts as a journal for hledger or beancount."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "journal.title": "欠款",
    "journal.about.day": "截至 {on} 的记录。每笔欠款在 Liabilities 下有一个账户，以编号开头。",
    "journal.about.cash": "Assets:Cash 只含与机构之间往来的钱，不是手头现金。",
    "journal.about.flag": "带 ! 的没有人记录过：assumed 是假定已自动扣款的，forecast 是以后才到期的。",
    "journal.check": "日终欠款",
    "journal.unknown": "记录开始之前欠多少不清楚",
    "journal.purchase": "消费",
    "journal.ahead": "将到期",
    "journal.what.begins": "放款",
    "journal.what.due": "到期",
    "journal.what.penalty": "罚息",
    "journal.what.draw": "支用",
    "journal.what.repayment": "还款",
    "journal.what.covered": "记录开始之前的还款，不改变欠款",
    "journal.what.debit": "机构自动扣款（假定）",
    "journal.what.allowance": "减免或退还",
    "journal.what.reading": "机构显示的余额",
    "journal.what.bill": "账单",
    "journal.what.plan": "卡内分期",
    "journal.what.agreed": "与机构协商",
    "journal.what.settled": "结清",
    "journal.what.taken_back": "还款被退回",
    "journal.what.broken": "协商作废",
    "journal.what.answered": "原先的假定与实际不符",
    "journal.given.refund": "退款",
    "journal.given.cashback": "返现",
    "journal.given.returned": "退还利息或费用",
    "journal.given.forgiven": "减免",
}
