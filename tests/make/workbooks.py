"""Workbooks written part by part, as other programs than Excel write them, and as nobody should."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Cell = str | float | tuple[float, int]
"""A text, a number, or a number with the place of its style."""


def workbook(
    *sheets: Sequence[Sequence[Cell]],
    inline: bool = False,
    from_1904: bool = False,
    formats: Sequence[int] = (0,),
    codes: str = "",
) -> bytes:
    """Sheets of cells; an empty text is no cell. ``formats``: the number format of each style; ``codes``: own ones."""
    strings: dict[str, int] = {}  # each once, as spreadsheets have them
    numbers = range(1, len(sheets) + 1)
    counted = ' date1904="1"' if from_1904 else ""
    named = "".join(f'<sheet name="S{number}" sheetId="{number}" r:id="rId{number}"/>' for number in numbers)
    links = "".join(f'<Relationship Id="rId{number}" Target="worksheets/sheet{number}.xml"/>' for number in numbers)
    styles = "".join(f'<xf numFmtId="{kind}"/>' for kind in formats)
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><workbookPr{counted}/>'
        f"<sheets>{named}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{codes}<cellXfs>{styles}</cellXfs></styleSheet>',
    }
    for number, rows in enumerate(sheets, start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(rows, strings, inline)
    shared = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in strings)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{shared}</sst>'
    return packed({name: _HEAD + text for name, text in parts.items()})


def packed(parts: dict[str, str]) -> bytes:
    """The parts as an archive."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def _sheet(rows: Sequence[Sequence[Cell]], strings: dict[str, int], inline: bool) -> str:
    lines = []
    for number, cells in enumerate(rows, start=1):
        made = "".join(_cell(cell, f"{_letters(place)}{number}", strings, inline) for place, cell in enumerate(cells))
        if made:
            lines.append(f'<row r="{number}">{made}</row>')
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _cell(cell: Cell, at: str, strings: dict[str, int], inline: bool) -> str:
    if isinstance(cell, tuple):
        return f'<c r="{at}" s="{cell[1]}"><v>{cell[0]!r}</v></c>'
    if not isinstance(cell, str):
        return f'<c r="{at}"><v>{cell!r}</v></c>'
    if not cell:
        return ""
    if inline:
        return f'<c r="{at}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    return f'<c r="{at}" t="s"><v>{strings.setdefault(cell, len(strings))}</v></c>'


def _letters(place: int) -> str:
    return chr(65 + place) if place < 26 else chr(64 + place // 26) + chr(65 + place % 26)
