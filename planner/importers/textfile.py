"""Bytes of a text table → text and cells: encodings, quoting and files that are something else."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Sequence
from io import BytesIO

from planner.domain.basics.text import MOST_LINE, clean
from planner.errors import PlannerError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_ENCRYPTED = 0x1
_MOST_CELLS, _MOST_OF_LINE = 200, 50_000  # of a line; a bill has twenty columns
_LINE_END = re.compile(r"\r\n|\n|\r")  # str.splitlines also cuts at characters that stand inside a cell
_QUOTED = re.compile(r'\s*"((?:[^"]|"")*)"\s*(?=,|$)')


def refuse_other_files(data: bytes) -> None:
    """Say what a file is that is no text table.

    Raises:
        PlannerError: ``import.empty``, ``import.zip_locked``, ``import.zip``, ``import.spreadsheet``, ``import.pdf``.
    """
    if not data.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise PlannerError("import.empty")
    if data.startswith(b"PK\x03\x04"):
        raise PlannerError(_zip_code(data))
    if data.startswith(_ARCHIVES):
        raise PlannerError("import.zip")
    if data.startswith(_OLE):
        raise PlannerError("import.spreadsheet")
    if data[:1024].lstrip().startswith(b"%PDF"):
        raise PlannerError("import.pdf")


def _zip_code(data: bytes) -> str:
    try:
        entries = zipfile.ZipFile(BytesIO(data)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return "import.zip"
    if any(entry.filename.startswith("xl/") for entry in entries):
        return "import.spreadsheet"
    return "import.zip_locked" if any(entry.flag_bits & _ENCRYPTED for entry in entries) else "import.zip"


def decode(data: bytes, words: Sequence[str]) -> str:
    """The text of ``data``, in the encoding in which most of ``words`` are found.

    UTF-8 and GB18030 text can often be decoded as the other without an error, and a single bad byte must not decide;
    the words that the file has to contain do. Bytes that fit nothing become U+FFFD. No byte order mark is left.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    encodings = ["utf-8-sig", "gb18030"]
    if b"\x00" in data[:4096]:
        encodings += ["utf-16-le", "utf-16-be"]
    texts = [data.decode(encoding, errors="replace") for encoding in encodings]
    return max(texts, key=lambda text: (sum(word in text for word in words), -text.count("\ufffd")))


def looks_binary(text: str) -> bool:
    """Whether ``text`` begins as no text does: one character in twenty is a control or could not be decoded."""
    text = text[:8192]
    bad = sum(char == "\ufffd" or (unicodedata.category(char) == "Cc" and char not in "\t\r\n") for char in text)
    return bad * 20 > len(text)


def lines_of(text: str) -> list[str]:
    """The lines of ``text`` without their ends."""
    return _LINE_END.split(text)


def cells_of(line: str) -> list[str]:
    """The cells of one line, each clean (see ``text.clean``) and of at most ``MOST_LINE`` characters; the first 200.

    A cell in double quotes may hold commas and (doubled) quotes; a quote that is never closed is a character of the
    text.
    """
    line = line[:_MOST_OF_LINE]
    cells, at = [], 0
    while True:
        quoted = _QUOTED.match(line, at)
        if quoted:
            cells.append(_cell(quoted[1].replace('""', '"')))
            at = quoted.end()
        else:
            end = line.find(",", at)
            end = len(line) if end < 0 else end
            cells.append(_cell(line[at:end]))
            at = end
        if at >= len(line) or len(cells) == _MOST_CELLS:
            return cells
        at += 1


def _cell(text: str) -> str:
    return clean(text[:MOST_LINE])
