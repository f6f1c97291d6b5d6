"""A page as one HTML file that needs nothing else and prints well on A4: no script, nothing from outside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from planner.domain.basics.text import clean
from planner.exporters import bars
from planner.exporters.pages import Block, Heading, Lines, Page, is_number, written
from planner.exporters.sheets import Column, Kind, Sheet, Value

# A browser repeats titles and keeps rows whole only of tables in plain blocks: none floats, is placed or inline. Totals
# are the last row of the body, since a foot would come again on every page.
STYLE = """
@page { size: A4; margin: 14mm 12mm; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 12px; max-width: 190mm; color: #111; background: #fff;
  font: 10pt/1.45 "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Zen Hei",
    sans-serif; }
h1 { font-size: 16pt; margin: 0 0 6pt; }
h2 { font-size: 12pt; margin: 14pt 0 4pt; border-bottom: 1px solid #888; break-after: avoid; }
p { margin: 3pt 0; overflow-wrap: anywhere; }
div { break-inside: avoid; }
table { width: 100%; margin: 4pt 0 8pt; border-collapse: collapse; font-size: 8.5pt; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { padding: 2pt 4pt; border-bottom: 1px solid #ccc; text-align: left; vertical-align: top; }
th { border-bottom: 1px solid #444; }
.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
th.n { white-space: normal; }
.d { white-space: nowrap; }
.w { overflow-wrap: anywhere; }
tr.total td { border-top: 1px solid #444; border-bottom: none; font-weight: bold; }
svg { display: block; width: 100%; height: auto; margin: 4pt 0 8pt; break-inside: avoid; }
@media print { body { padding: 0; max-width: none; } }
"""
_TOGETHER = 12  # sentences that stay on one page, under their heading
_ANY_WORDS = 20  # width of a column from which on its texts are names
_LANGUAGES = {"zh": "zh-CN"}


def pieces(page: Page) -> Iterator[str]:
    """The document. Whatever a text holds, it is text."""
    language = _LANGUAGES.get(page.language, page.language)
    yield (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(page.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{text(page.title)}</h1>\n"
    )
    for block in page.blocks:
        yield from _block(block)
    yield "</body>\n</html>\n"


def text(given: str) -> str:
    """A text as it stands between tags and in quotes."""
    return escape(clean(given))


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"<h2>{text(block.text)}</h2>\n"
    elif isinstance(block, Lines):
        said = "".join(f"<p>{text(line)}</p>\n" for line in block.lines)
        yield f"<div>\n{said}</div>\n" if 1 < len(block.lines) <= _TOGETHER else said
    elif isinstance(block, Sheet):
        yield from _table(block)
    else:
        yield bars.drawing(block)


def _table(sheet: Sheet) -> Iterator[str]:
    titles = "".join(f'<th scope="col"{_of(column)}>{text(column.title)}</th>' for column in sheet.columns)
    yield f"<table>\n<thead><tr>{titles}</tr></thead>\n<tbody>\n"
    for row in sheet.rows:
        yield f"<tr>{_cells(row, sheet.columns)}</tr>\n"
    if sheet.last is not None:
        yield f'<tr class="total">{_cells(sheet.last, sheet.columns, last=True)}</tr>\n'
    yield "</tbody>\n</table>\n"


def _cells(row: Sequence[Value], columns: Sequence[Column], *, last: bool = False) -> str:
    """The cells; in the row of totals nothing stands below what is not added up."""
    return "".join(
        f"<td{_of(column)}>{'' if last and value is None else text(written(value, column))}</td>"
        for value, column in zip(row, columns, strict=True)
    )


def _of(column: Column) -> str:
    if column.kind is Kind.TEXT:  # words break only where they may be anybody's, and of any length
        return ' class="w"' if column.width >= _ANY_WORDS else ""
    return ' class="n"' if is_number(column) else ' class="d"'
