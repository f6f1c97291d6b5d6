"""Texts: the first start."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "start.title": "开始使用",
    "start.language": "语言/Language",
    "start.income": "每月收入",
    "start.review_day": "每周复盘日",
    "start.hint.income": "税后到手的月收入，用来算负债率；可以先空着",
    "start.hint.review_day": "每周固定一天，花十分钟核对余额和还款",
    # {safe}: one of the two below it
    "start.new_file": "新建的空文件：{path}",
    "start.file_with_data": "这个文件已经有数据：{path}",
    "start.about": "所有数据只存在这台电脑的一个文件里，不联网，{safe}。\n\n先回答几个问题，都可以以后再改：Enter 到下一项，最后一项按 Enter 保存。\n\n之后按 2 进入“借款”，按 a 添加第一笔；或按 ctrl+o 导入账单。",
    "start.safe.plain": "没有加密，只有你的系统账户能读",
    "start.safe.locked": "已用你的口令加密",
    # operations
    "op.start.begin": "首次设置",
}
