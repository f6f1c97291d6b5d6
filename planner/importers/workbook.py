"""The cells of an XLSX workbook as texts, row by row, as they are stored: nothing is guessed, formatted or calculated.

A reader of its own, because of what is kept here: days in the number formats of Chinese Excel, workbooks that count
from 1904, texts with ``_x000D_`` in them, and bounds for files that are made to exhaust whoever opens them.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO
from xml.parsers import expat

from planner.domain.basics.text import MOST_LINE, clean, is_plain
from planner.errors import PlannerError
from planner.values import dataclass, field

ZIP_FAULTS = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError, struct.error, zlib.error,
    LookupError, ArithmeticError,
)  # fmt: skip
"""What reading a damaged archive raises."""
MOST_COLUMNS, MOST_SHEETS = 200, 200
_CHUNK = 1 << 16
_MOST_PARTS, _MOST_UNPACKED = 2_000, 1 << 29  # bytes of all parts, unpacked
_MOST_ELEMENTS, _MOST_STRINGS, _MOST_CHARACTERS = 10_000_000, 2_500_000, 1 << 26
_TEXT_OF_CELL = MOST_LINE * 8  # characters that are kept while a cell is read

_DAYS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_OF_DAYS = re.compile(r"[ymdhs年月日时分秒]", re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_COLUMN = re.compile(r"[A-Z]{1,3}", re.IGNORECASE)
_SERIALS = range(1, 2_958_466)  # to the year 9999


def is_workbook(data: bytes) -> bool:
    """Whether ``data`` is an archive with a workbook in it."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return any(name.startswith("xl/") for name in archive.namelist()[:_MOST_PARTS])
    except ZIP_FAULTS:
        return False


class Workbook:
    """A workbook that is read once or more from its beginning.

    Raises:
        PlannerError: ``import.sheet_broken`` for what is no workbook after all, ``import.sheet_too_large`` for one that
            unpacks to more than any bill is; both also while rows are read.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except ZIP_FAULTS:
            raise PlannerError("import.sheet_broken") from None
        parts = self._archive.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
            raise PlannerError("import.sheet_too_large")
        self._names = {part.filename.lower().lstrip("/").replace("\\", "/"): part.filename for part in parts}
        self._left = _MOST_ELEMENTS
        book = _Book()
        self._parse("xl/workbook.xml", book.start)
        links = _Links()
        self._parse("xl/_rels/workbook.xml.rels", links.start)
        styles = _Styles()
        self._parse("xl/styles.xml", styles.start, styles.end)
        strings = _Strings()
        self._parse("xl/sharedstrings.xml", strings.start, strings.end, strings.text)
        self.from_1904 = book.from_1904
        self._days, self._strings = styles.days(), strings.found
        named = [links.targets.get(link, "") for link in book.sheets]
        sheets = [_path(name) for name in named if name]
        self._sheets = [name for name in sheets if name in self._names] or sorted(
            name for name in self._names if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)
        )
        if len(self._sheets) > MOST_SHEETS:
            raise PlannerError("import.sheet_too_large")

    def sheets(self) -> Iterator[Iterator[tuple[int, list[str]]]]:
        """The sheets in their order; of each the rows that have a cell, with their number from 1."""
        for name in self._sheets:
            yield self._rows(name)

    def day(self, text: str) -> str:
        """The day and time of a serial number, as ``2026-09-24 11:40:58``; ``text`` itself if it is none."""
        return _day(text, self.from_1904)

    def _rows(self, name: str) -> Iterator[tuple[int, list[str]]]:
        sheet = _Sheet(self._strings, self._days, self.day)
        self._left = _MOST_ELEMENTS
        for _ in self._pieces(name, sheet.start, sheet.end, sheet.text):
            while sheet.rows:
                yield sheet.rows.popleft()

    def _parse(
        self,
        name: str,
        start: _Start,
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        if name in self._names:
            for _ in self._pieces(name, start, end, text):
                pass

    def _pieces(
        self, name: str, start: _Start, end: Callable[[str], None] | None, text: Callable[[str], None] | None
    ) -> Iterator[None]:
        """Read a part, a piece at a time."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse

        def begin(tag: str, attributes: dict[str, str]) -> None:
            """The first tag says whether all of them have a prefix."""
            prefixed = ":" in tag
            parser.StartElementHandler = (lambda tag, given: start(_local(tag), given)) if prefixed else start
            if end is not None:
                parser.EndElementHandler = (lambda tag: end(_local(tag))) if prefixed else end
            parser.StartElementHandler(tag, attributes)

        parser.StartElementHandler = begin
        if text is not None:
            parser.CharacterDataHandler = text
        try:
            with self._archive.open(self._names[name]) as part:
                while piece := part.read(_CHUNK):
                    self._left -= piece.count(b"<") - piece.count(b"</")
                    if self._left < 0:
                        raise PlannerError("import.sheet_too_large")
                    parser.Parse(piece, False)
                    yield
                parser.Parse(b"", True)
                yield
        except (expat.ExpatError, *ZIP_FAULTS):
            raise PlannerError("import.sheet_broken") from None


_Start = Callable[[str, dict[str, str]], None]


def _refuse(*_: object) -> None:
    """A workbook has no document type; what has one may name things without end."""
    raise PlannerError("import.sheet_broken")


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _path(target: str) -> str:
    target = target.lower().replace("\\", "/")
    return target[1:] if target.startswith("/") else "xl/" + target.removeprefix("./")


class _Book:
    def __init__(self) -> None:
        self.sheets: list[str] = []
        self.from_1904 = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            self.sheets.append(next((value for key, value in attributes.items() if _local(key) == "id"), ""))
        elif tag == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0").lower() in ("1", "true", "on")


class _Links:
    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")


class _Styles:
    """Which styles of cells show a number as a day."""

    def __init__(self) -> None:
        self._own: dict[str, str] = {}
        self._formats: list[str] = []
        self._of_cells = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            self._own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            self._of_cells = True
        elif tag == "xf" and self._of_cells and len(self._formats) < _CHUNK:
            self._formats.append(attributes.get("numFmtId", "0"))

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self._of_cells = False

    def days(self) -> frozenset[str]:
        """The numbers of these styles, as cells name them."""
        return frozenset(str(number) for number, kind in enumerate(self._formats) if self._is_day(kind))

    def _is_day(self, kind: str) -> bool:
        if kind in self._own:
            code = _NOT_CODE.sub("", self._own[kind].split(";")[0])
            return bool(_OF_DAYS.search(code.replace("General", "")))
        return kind.isdigit() and int(kind) in _DAYS


class _Strings:
    """The texts that cells share. What tells how they are pronounced is left out."""

    __slots__ = ("_in_text", "_parts", "_room", "_same", "_size", "_spoken", "found")

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._in_text, self._spoken, self._size = False, 0, 0
        self._room = _TEXT_OF_CELL
        self._same: dict[str, str] = {}

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        if tag == "si":
            self._parts, self._room = [], _TEXT_OF_CELL
        elif tag == "t":
            self._in_text = not self._spoken
        elif tag == "rPh":
            self._spoken += 1

    def end(self, tag: str) -> None:
        if tag == "si":
            text = _clean(_unescaped("".join(self._parts)))
            self.found.append(self._same.setdefault(text, text))
            self._size += len(text)
            if len(self.found) > _MOST_STRINGS or self._size > _MOST_CHARACTERS:
                raise PlannerError("import.sheet_too_large")
        elif tag == "t":
            self._in_text = False
        elif tag == "rPh":
            self._spoken -= 1

    def text(self, text: str) -> None:
        if self._in_text and self._room > 0:
            self._parts.append(text[: self._room])
            self._room -= len(text)


@dataclass(slots=True)
class _Sheet:
    """The rows of a sheet while it is parsed; those that are whole wait in ``rows``."""

    strings: list[str]
    days: frozenset[str]
    day: Callable[[str], str]
    rows: deque[tuple[int, list[str]]] = field(default_factory=deque)
    number: int = 0
    column: int = -1
    cells: list[str] = field(default_factory=list)
    kind: str = ""
    style: str = ""
    parts: list[str] = field(default_factory=list)
    room: int = 0
    taking: bool = False
    spoken: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self.column = _column(attributes.get("r", ""), self.column + 1)
            self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
            self.parts, self.room = [], _TEXT_OF_CELL
        elif tag in ("v", "t"):
            self.taking = not self.spoken
        elif tag == "row":
            stated = attributes.get("r", "")
            self.number = int(stated) if stated.isdigit() and len(stated) < 9 else self.number + 1
            self.cells, self.column = [], -1
        elif tag == "rPh":
            self.spoken += 1

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self.taking = False
        elif tag == "c":
            if self.parts and self.column < MOST_COLUMNS:
                self.cells += [""] * (self.column - len(self.cells) + 1)
                self.cells[self.column] = self._value("".join(self.parts))
        elif tag == "row":
            if self.cells:
                self.rows.append((self.number, self.cells))
        elif tag == "rPh":
            self.spoken -= 1

    def text(self, text: str) -> None:
        if self.taking and self.room > 0:
            self.parts.append(text[: self.room])
            self.room -= len(text)

    def _value(self, text: str) -> str:
        if self.kind == "s":
            place = int(text) if text.isdecimal() and len(text) < 9 else -1
            return self.strings[place] if 0 <= place < len(self.strings) else "\ufffd"
        if self.kind in ("inlineStr", "str"):
            text = _unescaped(text[:_TEXT_OF_CELL])
        elif self.kind == "d":
            text = text.replace("T", " ")
        elif self.kind == "n":
            text = self.day(text.strip()) if self.style in self.days else _shown(text.strip())
        return _clean(text)


def _clean(text: str) -> str:
    """The text of a cell, cut and clean; of most it can be told at a look that they are."""
    if len(text) <= MOST_LINE and is_plain(text) and "\t" not in text:
        return text.strip()
    return clean(text[:MOST_LINE])


def _column(reference: str, following: int) -> int:
    """The place of a cell from 0 by its reference (``AB12``); cells may have none."""
    if reference[1:2].isdigit() and "A" <= reference[0] <= "Z":  # nearly all
        return ord(reference[0]) - 65
    letters = _COLUMN.match(reference)
    if not letters:
        return following
    place = 0
    for letter in letters[0].upper():
        place = place * 26 + ord(letter) - 64
    return place - 1


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text


def _shown(text: str) -> str:
    """A number with the fifteen digits that a spreadsheet keeps: ``28.159999999999997`` is 28.16 there."""
    if not _NUMBER.fullmatch(text) or (len(text) < 15 and "e" not in text.lower()):
        return text
    return f"{float(text):.15g}".upper()


def _day(text: str, from_1904: bool) -> str:
    if not _NUMBER.fullmatch(text):
        return text
    value = float(text) + (1462 if from_1904 else 0)
    if int(value) not in _SERIALS or int(value) == 60:  # the 29th of February 1900, which never was
        return text
    seconds = round(value * 86_400)
    day = date(1899, 12, 30 if value > 60 else 31) + timedelta(days=seconds // 86_400)
    hours, rest = divmod(seconds % 86_400, 3_600)
    return f"{day.isoformat()} {hours:02}:{rest // 60:02}:{rest % 60:02}" if value % 1 else day.isoformat()
