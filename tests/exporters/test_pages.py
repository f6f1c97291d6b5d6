"""A page says in Markdown and in HTML what it was given, and nothing that people wrote is obeyed there."""

from __future__ import annotations

import re
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt

from planner.exporters import html, markdown
from planner.exporters.pages import Bars, Heading, Lines, Page
from planner.exporters.sheets import Column, Kind, Value, sheet

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=y>',
    "[link](http://evil.example)",
    "http://evil.example/?a=1&b=2",
    "www.evil.example",
    "a@evil.example",
    "**bold** _it_ ~~no~~ `code`",
    "| a | b |",
    "# title",
    "1. one",
    "- item",
    "=====",
    "&amp; &lt;",
    "\\| \\",
    "![x](y)",
    "<https://evil.example>",
    "</title></table>",
]
COLUMNS = (Column("name", "名称"), Column("amount", "金额", Kind.AMOUNT), Column("share", "比例", Kind.SHARE))


def page(*names: str) -> Page:
    rows: list[dict[str, Value]] = [{"name": name, "amount": 123_456, "share": Decimal("0.5")} for name in names]
    bars = Bars(names[0], ((names[0], 100_000, False), ("2026-12", None, False), ("2027-01", 5, True)), Kind.AMOUNT)
    table = sheet("debts", "", COLUMNS, rows, total="合计")
    return Page(names[0], "zh", (Heading(names[0]), Lines(names), table, bars))


class Reader(HTMLParser):
    """What a browser would make of it: tags, their attributes, texts by tag, and whether each tag is closed in turn."""

    VOID = ("meta", "br", "img", "rect", "path")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self.open[-1], data))


def read(page: Page) -> Reader:
    reader = Reader()
    reader.feed("".join(html.pieces(page)))
    reader.close()
    assert reader.open == []
    return reader


def test_in_html_every_text_is_text() -> None:
    found = read(page(*HOSTILE))
    allowed = "html head meta title style body h1 h2 p table thead tbody tr th td svg text path rect"
    assert set(found.tags) <= set(allowed.split())
    assert [text for tag, text in found.texts if tag == "p"] == HOSTILE
    names = [text for tag, text in found.texts if tag == "td"][::3]
    assert names == [*HOSTILE, "合计"]
    assert not any(name.startswith("on") or name in ("src", "href") for name, _ in found.attributes)


def test_html_is_one_file_that_asks_for_nothing() -> None:
    text = "".join(html.pieces(page("甲")))
    assert not re.search(r"url\(|@import|<link|<script|https?:", text)
    assert "default-src 'none'" in text
    assert '<html lang="zh-CN">' in text


def test_html_prints_whole_tables_with_totals_once() -> None:
    text = "".join(html.pieces(page("甲", "乙")))
    assert not re.search(r"float|position:|inline-block|inline-table|overflow: ?(auto|scroll|hidden)|<tfoot", text)
    body = text.partition("<tbody>")[2].partition("</tbody>")[0]
    last = body.strip().splitlines()[-1]
    assert last.startswith('<tr class="total">')
    assert "2,469.12" in last
    assert last.count("<td") == 3
    assert "50.00%" not in last


def test_the_picture_is_said_in_words_and_tells_months_to_come_apart() -> None:
    text = "".join(html.pieces(page("甲")))
    assert text.count("<rect") == 2  # of one month nothing is known
    assert text.count("stroke-dasharray") == 1
    assert 'aria-label="甲: 甲 1,000, 2027-01 0"' in text


def test_nothing_but_noughts_is_drawn_too() -> None:
    bars = Bars("甲", (("2026-11", 0, False),), Kind.AMOUNT)
    assert "<rect" not in "".join(html.pieces(Page("甲", "en", (bars,))))
    assert "".join(html.pieces(Page("甲", "en", (Bars("甲", (), Kind.SHARE),)))).count("<svg") == 1


@pytest.mark.parametrize("name", HOSTILE)
def test_in_markdown_every_text_is_text(name: str) -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse("".join(markdown.pieces(page(name))))
    inner = [child for token in tokens for child in token.children or ()]
    assert not {"link_open", "image", "html_inline", "em_open", "code_inline", "s_open"} & {one.type for one in inner}
    assert "html_block" not in {token.type for token in tokens}
    cells = [
        "".join(child.content for child in token.children or ())
        for before, token in pairwise(tokens)
        if before.type in ("td_open", "heading_open", "paragraph_open")
    ]
    assert cells.count(" ".join(name.split())) == 4  # title, heading, line and cell


def test_no_address_becomes_a_link_where_bare_ones_do() -> None:
    pytest.importorskip("linkify_it")
    tokens = MarkdownIt("gfm-like").parse("".join(markdown.pieces(page("https://evil.example", "www.evil.example"))))
    assert "link_open" not in {child.type for token in tokens for child in token.children or ()}
