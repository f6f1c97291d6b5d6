"""Which files are locked, and their keys, which stand in the memory of this process only.

A locked file is a database of SQLCipher 4 as any tool of it opens it by the passphrase: pages by AES-256 with a MAC
each, the key by PBKDF2-HMAC-SHA512 of 256,000 rounds from the passphrase and the salt, which is the start of the file.
It is derived once in a process (0.15 to 0.2 s) and then given as it is: each connection would derive it anew.

Why SQLCipher and no sealed file opened in memory: there every commit would write the whole file anew (17 MB at 104,000
records), or what was acknowledged could be lost. Measured on two cores, locked against plain, with ``sqlcipher3`` 0.6.4
(SQLite 3.53.4, SQLCipher 4.19): 100 bare commits to a write-ahead log 70 ms and 71 ms, a connection 0.5 ms and 0.4 ms,
100,000 rows read in 127 ms and 114 ms, checked in 65 ms and 22 ms. The app's own writes take up to 1.35 times the time.
"""

from __future__ import annotations

import os
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from planner.errors import PlannerError
from planner.storage import descriptors
from planner.values import dataclass

MAGIC = b"SQLite format 3\x00"
EXTRA = "lock"
SHORTEST = 8  # characters of a passphrase
PAGE = 4096  # bytes of one, by SQLCipher 4
_ROUNDS = 256_000
_RANDOM = 200  # different bytes among 4,096: about 256 in what is encrypted, far fewer in texts, zeros, tables


@dataclass(frozen=True, slots=True)
class Seal:
    """The salt at the start of a file and the key that opens it; never shown."""

    salt: bytes
    key: bytes

    def __repr__(self) -> str:
        return "Seal"


_known: dict[bytes, Seal] = {}  # by salt: a backup has that of its original and is opened by the same key


def available() -> bool:
    """Whether the driver is installed (``.venv/bin/python -m pip install '.[lock]'``)."""
    return find_spec("sqlcipher3") is not None


def salt_of(path: Path) -> bytes | None:
    """The salt of a file that looks locked; None for a plain database, for none, and for anything else."""
    try:
        page = _first_page(path)
    except OSError:
        return None
    if page.startswith(MAGIC) or len(page) < PAGE or len(set(page)) < _RANDOM:
        return None
    return page[: len(MAGIC)]


def _first_page(path: Path) -> bytes:
    """The start of a plain database, the first 4,096 bytes of anything else."""
    found = descriptors.start(path, len(MAGIC))
    return found if found == MAGIC else descriptors.start(path, PAGE)


def plain(path: Path) -> bool:
    """Whether the file begins as a database that is not locked."""
    try:
        return _first_page(path).startswith(MAGIC)
    except OSError:
        return False


def sealed(path: Path) -> bool:
    """Whether the file at ``path`` looks locked: its content is encrypted, or random by another reason."""
    return salt_of(path) is not None


def closed(path: Path) -> bool:
    """Whether the file is locked and nobody has given its passphrase to this process yet."""
    salt = salt_of(path)
    return salt is not None and salt not in _known


def new(passphrase: str) -> Seal:
    """A seal that no other file has, known from now on."""
    return keep(derived(passphrase, os.urandom(len(MAGIC))))


def of(path: Path) -> Seal | None:
    """The seal of a file; None for one that is not locked.

    Raises:
        PlannerError: ``store.sealed`` before its passphrase was given.
    """
    salt = salt_of(path)
    if salt is None:
        return None
    if salt not in _known:
        raise PlannerError("store.sealed", path=str(path))
    return _known[salt]


def is_passphrase(seal: Seal, passphrase: str) -> bool:
    """Whether ``seal`` is that of ``passphrase``; no file is read."""
    from hmac import compare_digest

    return compare_digest(derived(passphrase, seal.salt).key, seal.key)


def check_available(path: Path) -> None:
    """Refuse what needs the driver where it is not installed.

    Raises:
        PlannerError: ``store.sealed_extra``.
    """
    if not available():
        raise PlannerError("store.sealed_extra", path=str(path), extra=EXTRA)


def connect(path: Path, seal: Seal | None, mode: str = "rw", **options: Any) -> Any:
    """A connection of SQLCipher's driver, with the key of ``seal``; without one to a plain file."""
    check_available(path)
    from planner.storage import cipher

    uri = f"{path.absolute().as_uri()}?mode={mode}"
    key, salt = (seal.key, seal.salt) if seal else (None, b"")
    connection = cipher.connect(uri, key, salt, isolation_level=None, **options)
    connection.seal = seal
    return connection


def begin(path: Path, seal: Seal | None) -> None:
    """Make the empty file a locked database without tables, so that whoever fills it fills a locked one.

    Nothing where ``seal`` is None: it becomes a plain database.
    """
    if seal is None:
        return
    with closing(connect(path, seal)) as connection:
        connection.execute("PRAGMA journal_mode=MEMORY")  # nothing beside it
        connection.execute("CREATE TABLE begun (id)")
        connection.execute("DROP TABLE begun")


def spelt(seal: Seal | None) -> str:
    """The key as SQL takes it for a file that is attached; that of a plain file is empty."""
    return "" if seal is None else f"x'{seal.key.hex()}{seal.salt.hex()}'"


def derived(passphrase: str, salt: bytes) -> Seal:
    """The seal of a passphrase, by the usual way of SQLCipher 4; composed characters and their parts are the same."""
    from hashlib import pbkdf2_hmac  # costs more than a whole command on a plain file may
    from unicodedata import normalize

    text = normalize("NFC", passphrase).encode("utf-8", "surrogateescape")
    return Seal(salt, pbkdf2_hmac("sha512", text, salt, _ROUNDS, 32))


def keep(seal: Seal, found: bytes | None = None) -> Seal:
    """From now on this process reads and writes files that begin with the salt; the same seal.

    ``found``: what stands where the salt should, in a file that is damaged there; it is opened as well.
    """
    _known[seal.salt] = seal
    _known[found or seal.salt] = seal
    return seal
