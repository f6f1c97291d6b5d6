"""Texts: incomes."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "income.title": "收入",
    "income.empty": "还没有收入。按 a 添加每月到手收入，负债率才算得出来。",
    "income.form.add": "添加收入",
    "income.form.edit": "修改收入",
    "income.monthly": "每月金额",
    "income.from_on": "开始日期",
    "income.name": "名称",
    "income.day": "到账日",
    "income.shift": "遇休息日",
    "income.shift.none": "不变",
    "income.shift.previous": "提前到前一个工作日",
    "income.shift.next": "顺延到后一个工作日",
    "income.certain": "把握",
    "income.certain.yes": "确定",
    "income.certain.no": "预计",
    "income.hint.day": "每月几号到账，1 到 31；短月按最后一天。现金余额要用",
    "income.hint.shift": "到账日是休息日时",
    "income.hint.certain": "确定的才算进现金余额；预计的另列",
    "income.hint.monthly": "税后到手的月收入",
    "income.hint.from_on": "从这天起按新金额算，之前的月份不变",
    "income.hint.name": "同名的后一条会取代前一条，例如加薪；不同名的相加",
    "income.about": "收入会变就按日期分段填：加薪时添加一条同名的新收入，历史负债率仍按当时的收入计算。\n\n收入停了，添加一条金额为 0 的同名收入。\n\n一个月发两次，填两条，名称要不同，比如“工资”和“下半月工资”。",
    "income.doubt.twice": "“{name}”原来 {day} 号到账，存下后改为 {new} 号。一个月发两次请另起名称；确是改日子就再存一次",
    "income.ask_delete": "删除收入“{name}”{monthly}？\n\n按 y 删除，n 或 Esc 保留。删除后可按 u 撤销。",
    "income.default_name": "工资",
    # keys
    "key.add_income": "添加收入",
    # operations
    "op.income.add": "添加收入 {monthly}（{name}）",
    "op.income.edit": "修改收入 {monthly}（{name}）",
    "op.income.delete": "删除收入 {monthly}（{name}）",
    # errors
    "error.income.unknown": "这项收入已经不在了，可能是在别的窗口里删掉的",
    "error.income.amount": "月收入 {value} 不合理；请填不小于 0 的金额",
    "error.income.day": "没有 {value} 号；请填 1 到 31",
    "error.income.same_day": "“{name}”在 {from_on} 已有一条记录；请修改那一条，换个日期，或另起名称（一个月发两次）",
}
