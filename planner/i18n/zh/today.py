"""Texts: today."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "today.welcome": "欢迎。先添加借款，这里就会显示欠款、本月应还和提醒。",
    "today.empty": "还没有借款。按 a 添加第一笔，或按 ctrl+o 导入账单；想先看看效果，可以退出后运行 planner --demo。",
    "today.awaited": "正在按全部记录计算 {n} 笔借款的数字，全部算完后显示在这里。",
    "today.awaited.list": "全部算完后，这里列出要还的各项；只算完一部分时不显示，以免被当成全部。",
    "today.quiet": "接下来 30 天没有要还的，也没有提醒。",
    "today.debt": "未还余额 {debt}    本月应还 {due}，还剩 {unpaid}",
    "today.unknown": "有 {n} 个账户的余额未知，欠款至少这么多；打开账户按 b 核对",
    "today.unknown.cli": "有 {n} 个账户的余额未知，欠款至少这么多；到应用的“借款”里打开账户核对",
    "today.ratios": "还款负担率 {payment}    负债收入比 {balance}    额度使用率 {used}",
    "today.lenders": "有欠款的机构 {lenders} 家，额度未关 {lines} 家    按时还款率 {rate}，连续按时 {streak} 期",
    "today.no_income": "还没有填写收入，负债率算不出来：到“4 趋势”按 i 填写。",
    "today.no_income.cli": "还没有填写收入，负债率算不出来：到应用的“趋势”里填写。",
    "today.overdue": "逾期 {overdue}，请尽快处理。",
    "today.late_unknown": "其中 {n} 笔没填罚息，实际会更多。",
    "today.unrecorded": "已到期还没记录：{amount}，还了吗？当天还的按 y，今天还的按 t，别的按 p，没还按 n。",
    "today.unrecorded.cli": "已到期还没记录：{amount}，还了吗？到应用的“今日”页里说明。",
    "today.col.what": "事项",
    "today.col.amount": "待还（最低／全额）",
    "today.col.reminder": "提醒",
    # which instalment of how many: "3/12"
    "today.instalment": "{number}/{terms}期",
    "today.bill": "账单",
    "today.least_paid": "已还",
    "today.refresh_late": "该更新：{title}",
    "today.review_late": "每周复盘还没做，已过 {n} 天",
    "today.plan_settles": "计划 {on} 结清",
    "today.snoozed": "推迟到{on}",
    "key.cash": "现金",
    "key.paid_when_due": "按期已还",
}
