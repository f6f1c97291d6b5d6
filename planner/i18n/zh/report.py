"""Texts: a credit report that is read."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "error.report.empty": "这个文件是空的",
    "error.report.not_text": "这不是文本：请把信用报告存成 PDF、HTML 或文本，或者把报告文字粘贴到文本文件里",
    "error.report.pdf_extra": "读取 PDF 需要安装附加组件“{extra}”：pip install 'planner[{extra}]'；也可以把报告文字粘贴到文本文件里",
    "error.report.pdf_locked": "这个 PDF 有密码，请输入密码再读",
    "error.report.pdf_password": "PDF 密码不对",
    "error.report.pdf_broken": "这个 PDF 打不开，文件损坏或不完整，请重新下载",
    "error.report.pdf_scanned": "这个 PDF 的 {n} 页都是图片，没有文字。请下载文字版，或先做文字识别",
    "error.report.unknown": "这不是人民银行征信中心的个人信用报告简版，或者版式没见过。找过的内容：{looked_for}",
    "error.report.several": "文件里有 {n} 份报告，请一份一份读",
    "error.report.detailed": "这是信用报告详版（有“{word}”），目前只能读简版",
    "error.report.of_a_firm": "这是企业信用报告（有“{word}”），目前只能读个人信用报告简版",
    "error.report.bureau": "这是{name}的报告，目前只能读人民银行征信中心的个人信用报告简版",
}
