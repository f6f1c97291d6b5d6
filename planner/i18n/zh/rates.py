"""Texts: changes of the rate."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "rates.title": "利率：{loan}",
    "rates.from_on": "起始日",
    "rates.when": "阶段",
    "rates.past": "以前",
    "rates.now": "现行",
    "rates.coming": "将来",
    "rates.payment": "每期应还",
    "rates.first": "放款时",
    "rates.form.add": "添加利率调整：{loan}",
    "rates.form.edit": "修改利率调整：{loan}",
    "rates.hint.from_on": "从这天起（含当天）按新利率计息，可以是将来的日子",
    "rates.hint.rate": "以百分数填写，例如 3.55；也可写成 LPR 3.0+55bp",
    "rates.hint.note": "例如 LPR 3.0% + 55bp、优惠到期",
    "rates.about": "调整日落在某一期中间时，这一期的利息在调整日前后按天数分段计算，本金不变；从下一期起整期按新利率。\n\n限时优惠填两次：开始时填优惠利率，到期时再填回原利率。",
    "rates.thirty_days": "按现欠本金，30 天利息",
    "rates.no_effect": "调整日之后已没有完整的一期，每期应还不变。",
    "rates.new_payment": "每期应还，{on} 起",
    "rates.new_interest": "全部利息",
    "rates.new_end": "还清日",
    "rates.rule.lower_payment": "期数不变，按剩余期数重算月供。",
    "rates.rule.shorter_term": "月供不变，期数随之增减；月供不够还清时重算月供。",
    "rates.first_stays": "放款时的利率不能删除；按 e 在借款里修改",
    "rates.ask_delete": "删除 {on} 起的利率 {rate}？\n\n按 y 删除，n 或 Esc 保留。删除后可按 u 撤销。",
    # keys
    "key.add_rate": "添加利率",
    # operations
    "op.loan.rate_change": "调整 {from_on} 起的利率（{loan}）",
    "op.loan.rate_change_edit": "修改 {from_on} 起的利率（{loan}）",
    "op.loan.rate_change_delete": "删除 {from_on} 起的利率（{loan}）",
    # errors
    "error.loan.rate_change_start": "调整日 {from_on} 不晚于放款日 {start_on}；从放款日起的利率请在借款里修改",
    "error.loan.rate_change_day": "{from_on} 已有一次利率调整；请修改那一次，或换个日期",
    "error.loan.rate_change_flat": "等本等息按原始本金收费，没有利率调整；请先删掉利率调整，或选别的还款方式",
    "error.loan.rate_change_unknown": "没有 {from_on} 的利率调整，可能已被删除",
}
