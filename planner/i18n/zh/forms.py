"""Texts: forms."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "form.draft_restored": "已恢复上次没保存的内容，按 F6 可重新填写",
    "form.saved_next": "已保存，可以接着填下一条；Esc 返回",
    "form.leave": "有内容没保存。再按一次 Esc 放弃，继续填写则不受影响",
    "form.leave_keeps_draft": "有内容没保存。再按一次 Esc 离开，已填内容会留作草稿",
    # keys
    "key.next_field": "下一项",
    "key.previous_field": "上一项",
    "key.next_option": "下一个选项",
    "key.previous_option": "上一个选项",
    "key.discard_draft": "重新填写",
    "key.save": "保存",
    # errors
    "error.field.long": "{label}太长，有 {n} 个字符，最多 {most} 个",
    "error.field.empty": "请填写“{label}”",
}
