"""Texts: imports."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "import.title": "导入账单",
    "import.path": "文件",
    "import.hint.path": "输入路径或用 ↑↓ 选择，Enter 进入文件夹或打开文件",
    "import.no_files": "这里没有账单文件（.csv）。支付宝：我的→账单→右上角…→开具交易流水证明→用于个人对账，解压后选里面的 csv。",
    "import.heading": "{file}（版式 {layout}，共 {n} 行）",
    "import.summary": "将记录 {used} 行，疑似重复 {doubles} 行，不使用 {unused} 行，新建账户 {new} 个。确认后按 ctrl+s 一次记入，可一步撤销。",
    "import.no_rows": "没有这一类的行。按 v 换一类。",
    "import.new_loan": "{loan}（新建）",
    "import.kind.repayment": "还款 → {loan}",
    "import.kind.draw": "支用 → {loan}",
    "import.kind.purchase": "消费 → {loan}",
    "import.kind.refund": "退款冲减 → {loan}",
    "import.double.certain": "已导入过",
    "import.double.likely": "疑似已手工记过",
    "import.fixed": "这一行不能改",
    "import.nothing_to_record": "没有要记录的行",
    "import.view.all": "显示全部行",
    "import.view.used": "只看将记录的行",
    "import.view.doubles": "只看疑似重复的行",
    "import.view.unused": "只看不使用的行",
    "import.choose_target": "这一行记到哪笔借款？Enter 选定",
    "import.col.loan": "借款",
    "import.col.line": "行",
    "import.col.what": "账单内容",
    "import.col.outcome": "处理",
    "import.target.new": "新建一个账户",
    "import.target.skip": "不记录",
}
