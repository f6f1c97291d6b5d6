"""Texts: schedules and how the figures of a loan come about."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "schedule.number": "期",
    "schedule.due_on": "还款日",
    "schedule.amount": "应还",
    "schedule.paid": "已还",
    "schedule.status": "状态",
    "due.covered": "记录前已还",
    "due.on_time": "按时",
    "due.late": "逾期后还清",
    "due.missed": "未还",
    "due.pending": "待还",
    "due.days_late": "{n} 天",
    "due.replaced": "未还，已改约",
    "due.partly": "（已还一部分）",
    "schedule.left": "剩余本金",
    "explain.title": "这笔借款的数怎么来的",
    "explain.settlement": "当日结清 {total} = 本金 {principal} + 已到期未还的利息和费用 {due} + 到今天为止的利息和结清费用 {grown}。",
    "explain.interest": "利息：{rate}，计息天数 {day_count}。按 y 看实际年化成本的推算。",
    # {parts} are texts part.* with their amounts
    "explain.overdue": "已逾期 {total} = {parts}（每期未还的部分）。",
    # {order} are texts part.*, first things first
    "explain.application": "还款冲抵：先到期的先还；同一期里 {order}。",
    "explain.penalty_times": "罚息 {amount}：{on} × 约定利率 × {rate} × 实际天数，从还款日次日算起。",
    "explain.penalty_day": "罚息 {amount}：{on} × 每天 {rate} × 实际天数，从还款日次日算起。",
    "explain.rounding": "取整：{rounding}；尾差归{remainder}。",
    "explain.card.none": "账单利息：没有录入算法，以账单和核对的余额为准。按 o 可以录入。",
    "explain.card.full": "账单利息（全额计息）：没有全额还清时，本期每笔消费从记账日起按日计息；按期还了的部分算到还款那天。",
    "explain.card.unpaid": "账单利息：没还清的部分从记账日起按日计息。",
    "explain.card.after_due": "账单利息：没还清的部分从还款日次日起按日计息。",
    "explain.tolerance": "容时 {days} 天，容差 {amount}：在此以内算全额还清。",
    "explain.minimum.none": "最低还款：没有录入规则，只认账单上印的。",
    "explain.minimum.share": "最低还款 = 消费的 {share} + 分期、取现、费用、利息的全部，不少于 {least}。",
    "explain.minimum.fixed": "最低还款 = {least}，账单不足时为账单金额。",
    "explain.minimum.interest_share": "最低还款 = 利息和费用 + 余额的 {share}，不少于 {least}。",
    "explain.late_fee": "违约金 = 最低还款还差的部分 × {share}，不少于 {least}，进下一期账单。",
    "explain.plans": "卡内分期：没进账单的本金也算已用额度；每期和手续费进当月账单，按 i 查看。",
}
