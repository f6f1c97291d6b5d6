"""Texts: the database, backups, restoring and exporting."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "check.integrity": "The database file is damaged: {detail}",
    "check.reference": "A record has lost what it belongs to: {detail}",
    "check.reminder": "A reminder cannot be read and does not call: {detail}",
    "check.day": "No calculation can use a day this far away; change or delete it: {detail}",
    "check.pragma": "A database option is not as it should be: {detail}",
    "check.mode": "The database file has mode {detail}, so others can read it; it should be 600",
    "os.ENOENT": "no such file or folder",
    "os.EACCES": "permission denied",
    "os.EPERM": "the system does not allow it",
    "os.EISDIR": "it is a folder",
    "os.ENOTDIR": "a part of the path is no folder",
    "os.EROFS": "the disk is read-only",
    "os.ENOSPC": "the disk is full",
    "os.ENAMETOOLONG": "the name is too long",
    "os.ELOOP": "links lead in a circle",
    # operations
    "op.settings.put": "change settings",
    # errors
    "error.store.missing": "there is no such folder, so nothing was made: {path}",
    "error.store.is_folder": "{path} is a folder; name a database file",
    "error.store.not_a_database": "{path} is not a database; choose another file",
    "error.store.foreign": "{path} is the database of another program; choose another file",
    "error.store.newer": "{path} was written by a newer version (schema {found}, this one knows {known}); update the program to open it",
    "error.store.read_only": "{path} or its folder cannot be written; check the permissions, or choose another place with --db",
    "error.store.unreadable": "Cannot open {path}; check the path and its permissions",
    "error.store.locked": "{path} is in use by another program; try again in a moment",
    "error.store.full": "The disk is full, nothing was saved: {path}",
    "error.store.damaged": "{path} is damaged; the folder backups beside it holds earlier copies",
    "error.store.sqlite_old": "SQLite {found} on this machine is too old; at least {needed} is needed",
    "error.store.migration_failed": "Updating the database did not work and {path} is as it was; the backup made before is {backup}",
    "error.store.backup_failed": "Cannot make a backup in {path}, so nothing was changed",
    "error.store.undo_conflict": "The data was changed in another way since; this step can no longer be undone or redone",
    "error.dump.unreadable": "{path} is not a text file and cannot be restored",
    "error.dump.malformed": "The export file is incomplete or was changed ({where}); nothing was restored",
    "error.dump.format": "This is no export of this program, or of another version of it",
    "error.dump.newer": "The export comes from a newer version (schema {found}, this one knows {known}); update the program to restore it",
    "error.dump.not_empty": "The database holds data already; restoring needs an empty one, name a new file with --db",
    "error.export.unwritable": "Cannot write {path}: {detail}",
}
