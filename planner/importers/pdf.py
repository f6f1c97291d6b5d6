"""The characters of a PDF with their places, by pypdfium2: the optional extra ``pdf``, loaded when a PDF is read."""

from __future__ import annotations

import ctypes
import math
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from planner.errors import PlannerError
from planner.values import dataclass

EXTRA = "pdf"
PLAIN, PALE, UNSEEN = 0, 1, 2
"""How a character is seen: as any; white, as on a coloured bar; not at all (invisible, aslant, off the page, tiny)."""

Glyph = tuple[float, float, float, float, str, int, float]
"""Baseline, left, right, height, character, how it is seen, and its size; in points from below and left as shown.

The height is that of a line of its font, which may be half as much again as the size.
"""
RADICALS = str.maketrans(
    "⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "母民西见角贝车长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
)
"""Some embedded fonts name radicals instead of characters; the compatibility form knows only part of them."""
_ONE_LINE = 0.3  # of its height that a character may stand lower than the first one of its line
_TINY = 1.5  # points
_JOINED = frozenset("filtjhbk")
_NOTHING = 0.01  # points
_END_OF_TEXT = 2  # bytes
_COMMON = ord("的")
_LONGEST_NAME = 200
_CHINESE_FONT = re.compile(rb"song|sung|hei|kai|fang|ming|sim|yahei|gb|[\x80-\xff]", re.IGNORECASE)
_ASLANT = 3  # degrees
_WHITE = 245  # of 255, each colour
_CODES, _BROKEN_WORD = 0x110000, 2
_INVISIBLE = (3, 7)  # render modes: no ink, a path for clipping
_MOST_TEXT, _MOST_PICTURE, _MOST_PICTURES = 1 << 26, 1 << 27, 1 << 29  # bytes, unpacked
_STREAM = re.compile(rb"stream\r?\n")
_FLATE = re.compile(rb"/Fl(?:ateDecode)?\b")
_OF_DICTIONARY = 2_000  # bytes before a stream in which its dictionary stands
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Codes:
    """The errors by which a room tells why a PDF cannot be read."""

    extra: str
    locked: str
    password: str
    broken: str
    large: str


def is_pdf(data: bytes) -> bool:
    """Whether it begins as a PDF does; some put a few lines before that."""
    return b"%PDF-" in data[:1024]


def is_locked(data: bytes) -> bool:
    """Whether it is a PDF that is encrypted, with a password to open it or with one to change it alone."""
    return is_pdf(data) and b"/Encrypt" in data


@contextmanager
def opened(data: bytes, password: str | None, codes: Codes) -> Iterator[Any]:
    """The document, closed afterwards.

    Raises:
        PlannerError: by ``codes``: the extra is missing, the file is locked, its password is another, it is damaged, or
            it unpacks to more than any document of its kind; also for damage that shows while it is used.
    """
    pdfium, raw = _library(codes)
    if not is_locked(data):
        _check_unpacked(data, codes)
    try:
        document = pdfium.PdfDocument(data, password=password)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise PlannerError(codes.password if password else codes.locked) from None
        raise PlannerError(codes.broken) from None
    try:
        yield document
    except pdfium.PdfiumError:
        raise PlannerError(codes.broken) from None
    finally:
        document.close()


def unlocked(data: bytes, password: str | None, codes: Codes) -> bytes:
    """The same document without its lock; ``data`` itself where it has none.

    Raises:
        PlannerError: see ``opened``.
    """
    if not is_locked(data):
        return data
    _, raw = _library(codes)
    saved = BytesIO()
    with opened(data, password, codes) as document:
        document.save(saved, flags=raw.FPDF_REMOVE_SECURITY)
    return saved.getvalue()


def glyphs_of(page: Any, text: Any, most: int) -> list[Glyph] | None:
    """The characters of a page in the order in which the file has them; None: there are more than ``most``.

    ``text`` is the text page of ``page``. What the library makes up (blanks, ends of lines) is left out.
    """
    import pypdfium2.raw as raw

    count = text.count_chars()
    if count > most:
        return None
    turn = page.get_rotation() // 90 % 4
    frame = page.get_cropbox()
    inks: dict[int, tuple[int, float]] = {}
    before = 0
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    found: list[Glyph] = []
    for at in range(count):
        if raw.FPDFText_IsGenerated(text, at) == 1 or not raw.FPDFText_GetCharOrigin(text, at, x, y):
            continue
        raw.FPDFText_GetLooseCharBox(text, at, box)
        code = raw.FPDFText_GetUnicode(text, at)
        if code == _BROKEN_WORD and raw.FPDFText_IsHyphen(text, at) == 1:
            code = ord("-")  # which the library takes for the sign of a broken word, at the end of a line
        drawn = raw.FPDFText_GetTextObject(text, at)
        key = ctypes.addressof(drawn.contents) if drawn else 0
        if key not in inks:
            inks[key] = _ink(raw, text, at, drawn, turn)
        left, low = x.value, y.value
        outside = not (frame[0] <= left <= frame[2] and frame[1] <= low <= frame[3])
        one, bottom, other, top = box.left, box.bottom, box.right, box.top
        if turn:
            left, low = _turned(left, low, turn)
            (one, bottom), (other, top) = _turned(one, bottom, turn), _turned(other, top, turn)
        height = abs(top - bottom) or raw.FPDFText_GetFontSize(text, at)
        right = max(one, other, left)
        seen, size = inks[key]
        seen = UNSEEN if outside or (size or height) < _TINY else seen
        char = chr(code) if 0 < code < _CODES else "\ufffd"
        if found and char in _JOINED and found[-1][4] in _JOINED and found[-1][:2] == (low, left) and key == before:
            left = (left + right) / 2  # one sign that stands for several letters: ff, fi, ffl
            found[-1] = (*found[-1][:2], left, *found[-1][3:])
        found.append((low, left, right, height, char, seen, size or height))
        before = key
    return found


def lost_in(page: Any, text: Any) -> int:
    """How many runs of Chinese text the library left out, because neither the file nor this system has their letters.

    Of such letters it knows no size, and what has none it takes for nothing: a character alone, a line that is turned.
    """
    import pypdfium2.raw as raw

    edges = [ctypes.c_float() for _ in range(4)]
    empty: list[tuple[int, Any]] = []
    for at in range(raw.FPDFPage_CountObjects(page)):
        drawn = raw.FPDFPage_GetObject(page, at)
        if raw.FPDFPageObj_GetType(drawn) != raw.FPDF_PAGEOBJ_TEXT or not raw.FPDFPageObj_GetBounds(drawn, *edges):
            continue
        font = raw.FPDFTextObj_GetFont(drawn)
        key = ctypes.addressof(font.contents) if font else 0
        size = min(edges[2].value - edges[0].value, edges[3].value - edges[1].value)
        if size < _NOTHING and raw.FPDFTextObj_GetText(drawn, text, None, 0) <= _END_OF_TEXT:
            empty.append((key, font))
    lacking = {key: _lacks_chinese(raw, font) for key, font in dict(empty).items() if key}
    return sum(lacking.get(key, False) for key, _ in empty)


def _lacks_chinese(raw: Any, font: Any) -> bool:
    """Whether a font of Chinese letters has none of them; one of Latin letters needs none."""
    if raw.FPDFFont_GetIsEmbedded(font) or raw.FPDFFont_GetGlyphPath(font, _COMMON, 8.0):
        return False
    name = ctypes.create_string_buffer(_LONGEST_NAME)
    raw.FPDFFont_GetBaseFontName(font, name, _LONGEST_NAME)
    return bool(_CHINESE_FONT.search(name.value))


def lines_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """From top to bottom, each from left to right."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: (-one[0], one[1])):
        if not rows or rows[-1][0][0] - glyph[0] > glyph[3] * _ONE_LINE:
            rows.append([])
        rows[-1].append(glyph)
    for row in rows:
        row.sort(key=lambda one: one[1])
    return rows


def _library(codes: Codes) -> tuple[Any, Any]:
    try:
        import pypdfium2 as pdfium
        import pypdfium2.raw as raw
    except ImportError:
        raise PlannerError(codes.extra, extra=EXTRA) from None
    return pdfium, raw


def _turned(x: float, y: float, turn: int) -> tuple[float, float]:
    """A place on a page that is shown turned by so many quarters, clockwise."""
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


def _ink(raw: Any, text: Any, at: int, drawn: Any, turn: int) -> tuple[int, float]:
    """How all characters are seen that are drawn together with this one, and their size."""
    set_as = raw.FS_MATRIX()
    known = raw.FPDFText_GetMatrix(text, at, set_as)
    size = raw.FPDFText_GetFontSize(text, at) * math.hypot(set_as.c, set_as.d) if known else 0.0
    if drawn and raw.FPDFTextObj_GetTextRenderMode(drawn) in _INVISIBLE:
        return UNSEEN, size
    if known:  # the library's own angle takes a slanted face for a turned one
        angle = math.degrees(math.atan2(set_as.b, set_as.a)) - 90 * turn
        if abs((angle + 180) % 360 - 180) > _ASLANT:
            return UNSEEN, size
    colours = [ctypes.c_uint() for _ in range(4)]
    if raw.FPDFText_GetFillColor(text, at, *colours):
        if colours[3].value < 13:
            return UNSEEN, size
        if all(colour.value >= _WHITE for colour in colours[:3]):
            return PALE, size
    return PLAIN, size


def _check_unpacked(data: bytes, codes: Codes) -> None:
    """Refuse what is made to exhaust whoever opens it: what is packed in the file is unpacked to the limit and dropped.

    Pictures are not unpacked when text is read; but it is the file that says what is a picture.
    """
    texts = pictures = 0
    for found in _STREAM.finditer(data):
        before = data[max(0, found.start() - _OF_DICTIONARY) : found.start()]
        dictionary = before[before.rfind(b" obj") + 1 :]
        packed = len(_FLATE.findall(dictionary))
        if packed > 1:
            raise PlannerError(codes.large)
        if packed:
            is_picture = b"/Image" in dictionary
            most = min(_MOST_PICTURE, _MOST_PICTURES - pictures) if is_picture else _MOST_TEXT - texts
            size = _unpacked(data, found.end(), most)
            if size > most:
                raise PlannerError(codes.large)
            texts, pictures = (texts, pictures + size) if is_picture else (texts + size, pictures)


def _unpacked(data: bytes, start: int, most: int) -> int:
    """How many bytes are packed there, or one more than ``most``."""
    unpacker, size = zlib.decompressobj(), 0
    piece = memoryview(data)[start : start + _PIECE]
    start += _PIECE
    try:
        while size <= most:
            size += len(unpacker.decompress(unpacker.unconsumed_tail or piece, _PIECE * 16))
            if unpacker.eof:
                return size
            if not unpacker.unconsumed_tail:
                piece = memoryview(data)[start : start + _PIECE]
                start += _PIECE
                if not piece:
                    return size
    except zlib.error:
        return size
    return most + 1
