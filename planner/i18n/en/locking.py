"""Texts: the lock of the database, its passphrase, the locked screen."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "locking.ask": "Passphrase of {path}: ",
    "locking.ask_new": "New passphrase (at least {least} characters): ",
    "locking.ask_again": "Once more: ",
    "locking.wrong": (
        "This passphrase does not open it; {n} more try.",
        "This passphrase does not open it; {n} more tries.",
    ),
    "locking.differs": "The two differ; please type both again.",
    "locking.warning": "The whole file is encrypted. Without the passphrase nobody can open it, not even its makers: write it down and keep it apart from this computer. Exports (planner export) are plain text all the same, but for the format locked.",
    "locking.state.locked": "It is locked with a passphrase.",
    "locking.state.plain": "It is not locked: whoever can read the file can read what is in it (planner lock).",
    "locking.locked": "Locked: {path}. It asks for the passphrase from now on.",
    "locking.already": "{path} is locked already; planner lock --change gives it another passphrase.",
    "locking.unlocked": "Unlocked: {path}. Whoever can read the file can read what is in it.",
    "locking.already_plain": "{path} is not locked.",
    "locking.backups.locked": (
        "{n} backup is locked with the same passphrase:\n{files}",
        "{n} backups are locked with the same passphrase:\n{files}",
    ),
    "locking.backups.unlocked": (
        "{n} backup is unlocked, too:\n{files}",
        "{n} backups are unlocked, too:\n{files}",
    ),
    "locking.backups.deleted": ("{n} backup was deleted:\n{files}", "{n} backups were deleted:\n{files}"),
    "locking.backups.apart_locked": (
        "{n} backup was left as it is, readable without this passphrase, or damaged, or locked with an earlier one:\n{files}",
        "{n} backups were left as they are, readable without this passphrase, or damaged, or locked with an earlier one:\n{files}",
    ),
    "locking.backups.apart_unlocked": (
        "{n} backup stays locked with its passphrase; keep that:\n{files}",
        "{n} backups stay locked with their passphrase; keep that:\n{files}",
    ),
    "locking.readable": (
        "{n} file beside it can be read without the passphrase; move it away or delete it yourself:\n{files}",
        "{n} files beside it can be read without the passphrase; move them away or delete them yourself:\n{files}",
    ),
    "locking.disk": "The old file was overwritten. Copies elsewhere (a sync service, snapshots, blocks of an SSD that are not in use any more) can still hold the unlocked data.",
    "locking.file.unreadable": "it cannot be read as text",
    "locking.file.empty": "its first line is empty",
    "locking.file.open_to_others": "it must be a file of your own that nobody else can read (chmod 600)",
    # the screen
    "locking.title": "Locked",
    "locking.enter": "Passphrase",
    "locking.start": "{path} is locked.",
    "locking.covered": "The screen is locked. What you were typing stands behind it as it was.",
    "locking.hint": "Enter opens; ctrl+q ends",
    "locking.hint_leave": "Enter opens it; esc goes back",
    "locking.screen_wrong": "This passphrase does not open it.",
    "locking.checking": "One moment …",
    "locking.screen_wrong_left": (
        "This passphrase does not open it; {n} more try.",
        "This passphrase does not open it; {n} more tries.",
    ),
    "locking.plain_screen": "Only a locked file has a lock for its screen: with an open one everybody could start the app anew. planner lock puts it on; * hides amounts.",
    "locking.minutes.title": "Lock the screen by itself",
    "locking.minutes": "Minutes without a key",
    "locking.minutes.hint": "1 to 240; empty: never. ^d locks at once",
    # errors
    "error.passphrase.short": "A passphrase has at least {least} characters, this one has {found}; several words are a good one",
    "error.passphrase.differs": "The two passphrases differed three times; nothing was changed",
    "error.passphrase.none": "No passphrase was given; nothing was changed",
    "error.passphrase.no_terminal": "A new passphrase is asked for in a terminal; there is none here, so nothing was changed",
    "error.passphrase.file": "PLANNER_PASSPHRASE_FILE names {path}, but {reason}",
    "error.locking.minutes": "“{text}” is not a whole number of minutes from 1 to 240",
}
