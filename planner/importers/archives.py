"""Bills in a zip archive, as apps send them by mail: unpacked in memory, with their password where there is one."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from planner.domain.basics.text import clean
from planner.errors import PlannerError
from planner.importers.workbook import ZIP_FAULTS, is_workbook

EXTRA = "zip"
_ENCRYPTED, _UTF_8, _AES = 0x1, 0x800, 99
_MOST_FILES = 200
_Faults = tuple[type[Exception], ...]


def is_archive(data: bytes) -> bool:
    """Whether ``data`` is a zip archive, and not one that is a workbook."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06")) and not is_workbook(data)


def bills_in(data: bytes, password: str | None, endings: Sequence[str], most: int) -> Iterator[tuple[str, bytes]]:
    """The files of an archive that have one of ``endings``, each with its name, in the order of the archive.

    Args:
        data: the archive.
        password: what opens it, or None.
        endings: in small letters, with the dot.
        most: bytes that one of them may have.

    Raises:
        PlannerError: ``import.zip_broken``; ``import.zip_empty`` without such a file, ``import.zip_many``;
            ``import.zip_locked`` where a password is wanted, ``import.zip_password`` where it is another,
            ``import.zip_extra`` where the extra for its encryption is missing, ``import.zip_aes`` where it opens
            nothing here; ``import.too_large``.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except ZIP_FAULTS:
        raise PlannerError("import.zip_broken") from None
    with archive:
        entries = [entry for entry in archive.infolist() if _is_bill(entry, endings)]
        if not entries:
            raise PlannerError("import.zip_empty", endings="、".join(endings))
        if len(entries) > _MOST_FILES:
            raise PlannerError("import.zip_many", n=len(entries), most=_MOST_FILES)
        for entry in entries:
            yield _name(entry).rpartition("/")[2], _unpacked(data, archive, entry, password, most)


def _is_bill(entry: zipfile.ZipInfo, endings: Sequence[str]) -> bool:
    name = _name(entry)
    hidden = name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")
    return not entry.is_dir() and not hidden and name.lower().endswith(tuple(endings))


def _name(entry: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: where the archive does not say that it is Unicode, it is that or Chinese."""
    if entry.flag_bits & _UTF_8 or entry.filename.isascii():
        return clean(entry.filename)
    raw = entry.filename.encode("cp437", "replace")
    try:
        return clean(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return clean(raw.decode("gb18030", "replace"))


def _strong(data: bytes, entry: zipfile.ZipInfo) -> tuple[Any, Any, _Faults]:
    """The archive and the entry for pyzipper, and what that raises: its faults are none of the standard library's.

    It is the optional extra ``zip``, for the encryption by AES that Alipay uses.
    """
    try:
        import pyzipper
    except ImportError:
        raise PlannerError("import.zip_extra", extra=EXTRA) from None
    faults = (*ZIP_FAULTS, pyzipper.BadZipFile)
    try:
        archive = pyzipper.AESZipFile(BytesIO(data))
        return archive, next(one for one in archive.infolist() if one.header_offset == entry.header_offset), faults
    except (*faults, StopIteration):
        raise PlannerError("import.zip_broken") from None


def _unpacked(data: bytes, archive: Any, entry: zipfile.ZipInfo, password: str | None, most: int) -> bytes:
    locked = bool(entry.flag_bits & _ENCRYPTED)
    if locked and not password:
        raise PlannerError("import.zip_locked")
    if entry.file_size > most:
        raise PlannerError(
            "import.too_large", field="path", size=-(-entry.file_size // 1_000_000), most=most // 1_000_000
        )
    found: tuple[Any, Any, _Faults] = (archive, entry, ZIP_FAULTS)
    if entry.compress_type == _AES:
        found = _strong(data, entry)
    archive, entry, faults = found
    try:
        with archive.open(entry, pwd=password.encode() if locked and password else None) as file:
            return bytes(file.read(most))
    except NotImplementedError:
        raise PlannerError("import.zip_aes" if locked else "import.zip_broken") from None
    except faults:
        # one wrong password in 256 passes the first check, and what it unpacks is no file
        raise PlannerError("import.zip_password" if locked else "import.zip_broken") from None
