"""Texts: the database, backups, restoring and exporting."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "check.integrity": "数据文件有损坏：{detail}",
    "check.reference": "有记录找不到所属的上级：{detail}",
    "check.reminder": "有一条提醒的规则无法识别，不会提醒：{detail}",
    "check.day": "日期太远，无法计算，请修改或删除：{detail}",
    "check.pragma": "数据库设置不对：{detail}",
    "check.mode": "数据文件的权限是 {detail}，别人也能读；应为 600",
    "os.ENOENT": "没有这个文件或文件夹",
    "os.EACCES": "没有权限",
    "os.EPERM": "系统不允许",
    "os.EISDIR": "这是一个文件夹",
    "os.ENOTDIR": "路径中间有一段不是文件夹",
    "os.EROFS": "磁盘是只读的",
    "os.ENOSPC": "磁盘已满",
    "os.ENAMETOOLONG": "文件名太长",
    "os.ELOOP": "链接绕成了圈",
    # operations
    "op.settings.put": "更改设置",
    # errors
    "error.store.missing": "没有这个文件夹，没有新建：{path}",
    "error.store.is_folder": "{path} 是文件夹；请指定一个数据文件",
    "error.store.not_a_database": "{path} 不是数据库文件；请换一个文件",
    "error.store.foreign": "{path} 是别的程序的数据库；请换一个文件",
    "error.store.newer": "{path} 由更新版本的程序写成（结构 {found}，本程序认识到 {known}）；请升级程序后再打开",
    "error.store.read_only": "{path} 或它所在的文件夹不可写；请检查权限，或用 --db 指定别处的文件",
    "error.store.unreadable": "无法打开 {path}；请检查路径和权限",
    "error.store.locked": "{path} 正被另一个程序占用；请稍候再试",
    "error.store.full": "磁盘空间不足，没有保存：{path}",
    "error.store.damaged": "{path} 已损坏；可以用旁边 backups 文件夹里的备份恢复",
    "error.store.sqlite_old": "本机的 SQLite {found} 太旧，至少需要 {needed}",
    "error.store.migration_failed": "升级数据结构没有成功，{path} 保持原样；升级前的备份在 {backup}",
    "error.store.backup_failed": "无法在 {path} 做备份，因此没有改动数据",
    "error.store.undo_conflict": "数据已被别的途径改过，这一步不能再撤销或重做",
    "error.dump.unreadable": "{path} 不是文本文件，无法恢复",
    "error.dump.malformed": "导出文件不完整或被改动过（{where}），没有恢复任何数据",
    "error.dump.format": "这不是本程序的导出文件，或者版本不对",
    "error.dump.newer": "导出文件来自更新版本的程序（结构 {found}，本程序认识到 {known}）；请升级程序后再恢复",
    "error.dump.not_empty": "数据库里已有数据；只能恢复到空的数据库，请用 --db 指定一个新文件",
    "error.export.unwritable": "无法写入 {path}：{detail}",
}
