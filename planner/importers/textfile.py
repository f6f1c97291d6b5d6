"""Bytes of a text table → text, lines and cells: encodings and quoting."""

from __future__ import annotations

import csv
import re
import unicodedata
from array import array
from collections.abc import Sequence
from typing import overload

from planner.domain.basics.text import MOST_LINE, clean, is_plain
from planner.errors import PlannerError

_HEAD = 1 << 20  # bytes by which a file is judged
MOST_LINES = 1_000_000  # of a file
MOST_CELLS, _MOST_OF_LINE = 200, 50_000  # of a line; a bill has twenty columns
_MOST_BYTES = 4 * _MOST_OF_LINE
_LINE_END = re.compile(r"\r\n|\n|\r")  # str.splitlines also cuts at characters that stand inside a cell
_END_OF_BYTES = re.compile(rb"\r\n?|\n")
_EACH_QUOTED = re.compile(r'(?:"[^"]*"(?:,|$)|[^",]*(?:,|$))+')  # quotes stand around whole cells alone
COMMA, TAB = ",", "\t"
_QUOTED = {
    COMMA: re.compile(r'\s*"((?:[^"]|"")*)"\s*(?=,|$)'),
    TAB: re.compile(r' *"((?:[^"]|"")*)" *(?=\t|$)'),
}
_NEVER_CLOSED = re.compile(r'\s*"(?:[^"]|"")*\Z')
_MOST_JOINED = 5  # lines of one row
_BEGINS = re.compile(r'[\s"]*(?:\d{4}[-/.年]?\d{1,2}[-/.月]?\d{1,2}|支出|收入|不计收支|其他)')  # as rows do


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


def encoding_of(data: bytes, words: Sequence[str]) -> str:
    """The encoding in which most of ``words`` stand in ``data``, as ``decode`` finds it, by a look at the bytes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    encodings = ["utf-8-sig", "gb18030"]
    if b"\x00" in data[:4096]:
        encodings += ["utf-16-le", "utf-16-be"]
    found = [sum(word.encode(encoding.removesuffix("-sig")) in data for word in words) for encoding in encodings]
    best = [encoding for encoding, words_in in zip(encodings, found, strict=True) if words_in == max(found)]
    if len(best) == 1:
        return best[0]
    head = data[:_HEAD]
    return min(best, key=lambda encoding: head.decode(encoding, errors="replace").count("\ufffd"))


class Lines(Sequence[str]):
    """The lines of a file without their ends, each decoded when it is asked for: no text of the file's size is made.

    A line is given up to 50,000 characters, more than any row has. Bytes that fit nothing become U+FFFD.

    Raises:
        PlannerError: ``import.too_many_lines`` of a file that has more than any bill of ``readers.MOST_BYTES``.
    """

    def __init__(self, data: bytes, encoding: str) -> None:
        if encoding.startswith("utf-16"):  # the only ones in which the bytes of a line end may be parts of a character
            data, encoding = data.decode(encoding, errors="replace").encode("utf-8", "replace"), "utf-8-sig"
        if data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n") > MOST_LINES:
            raise PlannerError("import.too_many_lines", most=MOST_LINES)
        self._data = data
        self._encoding = encoding.removesuffix("-sig")
        start = 3 if data.startswith(b"\xef\xbb\xbf") and self._encoding == "utf-8" else 0
        self._starts = array("I", [start])
        self._starts.extend(found.end() for found in _END_OF_BYTES.finditer(data, start))
        self._starts.append(len(data))

    def __len__(self) -> int:
        """How many lines there are; one more than there are line ends."""
        return len(self._starts) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> list[str]: ...

    def __getitem__(self, at: int | slice) -> str | list[str]:
        """The line at a place from 0, or several."""
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self)))]
        if not 0 <= at < len(self._starts) - 1:
            at = range(len(self))[at]
        start, end = self._starts[at], self._starts[at + 1]
        line = self._data[start : min(end, start + _MOST_BYTES)].rstrip(b"\r\n")
        return line.decode(self._encoding, "replace")[:_MOST_OF_LINE]


def looks_binary(text: str) -> bool:
    """Whether ``text`` begins as no text does: one character in twenty is a control or could not be decoded."""
    text = text[:8192]
    bad = sum(char == "\ufffd" or (unicodedata.category(char) == "Cc" and char not in "\t\r\n") for char in text)
    return bad * 20 > len(text)


def lines_of(text: str) -> list[str]:
    """The lines of ``text`` without their ends."""
    return _LINE_END.split(text)


def row_at(lines: Sequence[str], number: int, between: str = COMMA, width: int = MOST_CELLS) -> tuple[str, int]:
    """The row that begins on a line, and how many lines it takes: a line end in a cell in quotes belongs to the cell.

    A quote that nothing closes in the next lines, or only beyond what begins as a row or is one by itself, is a
    character of the text. ``width``: how many cells the table has.
    """
    line = joined = lines[number]
    if line.count('"') % 2 == 0 or not _is_open(line, between):
        return line, 1
    begins, several = bool(_BEGINS.match(line)), False
    for following in range(number + 1, min(number + _MOST_JOINED, len(lines))):
        if begins and _BEGINS.match(lines[following]):
            break
        several = several or lines[following].count(between) >= width - 1
        joined += "\n" + lines[following]
        if not _is_open(joined, between):
            fits = not several or width - 1 <= len(cells_of(joined, between)) <= width + 1
            return (joined, following - number + 1) if fits else (line, 1)
    return line, 1


def _is_open(line: str, between: str) -> bool:
    """Whether a quote begins the last cell and does not end it."""
    quoted, at = _QUOTED[between], 0
    while True:
        closed = quoted.match(line, at)
        if closed is None and _NEVER_CLOSED.match(line, at):
            return True
        at = line.find(between, closed.end() if closed else at)
        if at < 0:
            return False
        at += 1


def cells_of(line: str, between: str = COMMA) -> list[str]:
    """The cells of one line, each clean (see ``text.clean``) and of at most ``MOST_LINE`` characters; the first 200.

    A cell in double quotes may hold what stands ``between`` cells and (doubled) quotes; a quote that is never closed is
    a character of the text.
    """
    plain = len(line) <= MOST_LINE and is_plain(line)
    if plain and '"' not in line:  # nearly all
        whole = line.replace("\t", " ") if between == COMMA else line
        return [*map(str.strip, whole.split(between, MOST_CELLS)[:MOST_CELLS])]
    if plain and between == COMMA and _EACH_QUOTED.fullmatch(line):  # of what quotes, nearly all
        return [*map(str.strip, next(csv.reader((line.replace("\t", " "),)))[:MOST_CELLS])]
    line = line[:_MOST_OF_LINE]
    cell = _plain_cell if plain else _cell
    cells, at = [], 0
    while True:
        quoted = _QUOTED[between].match(line, at)
        if quoted:
            cells.append(cell(quoted[1].replace('""', '"')))
            at = quoted.end()
        else:
            end = line.find(between, at)
            end = len(line) if end < 0 else end
            cells.append(cell(line[at:end]))
            at = end
        if at >= len(line) or len(cells) == MOST_CELLS:
            return cells
        at += 1


def _plain_cell(text: str) -> str:
    return text.replace("\t", " ").strip()


def _cell(text: str) -> str:
    return clean(text[:MOST_LINE])
