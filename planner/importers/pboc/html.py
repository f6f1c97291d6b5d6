"""HTML → lines of text, as a browser breaks them; cells of a row stand apart on one line."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BREAKS = frozenset(
    (
        "address", "article", "blockquote", "body", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
        "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "ol",
        "option", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "title", "tr", "ul",
    )
)  # fmt: skip
_CELLS = frozenset(("td", "th"))
_BLANKS = re.compile(r"\s+")
# Begins no tag: the next one comes first. The parser looks for the end of each such anew, to the end of the text.
_OPEN = re.compile(r"<(?=[^<>]*(?:<|\Z))")
_UNSEEN = frozenset(("script", "style", "template", "noscript"))


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag(tag)
        self.unseen += tag in _UNSEEN

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag(tag)

    def handle_endtag(self, tag: str) -> None:
        self._tag(tag)
        self.unseen = max(self.unseen - (tag in _UNSEEN), 0)

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(_BLANKS.sub(" ", data))

    def _tag(self, tag: str) -> None:
        if tag in _BREAKS:
            self.parts.append("\n")
        elif tag in _CELLS:
            self.parts.append(" ")


def _without_comments(text: str) -> str:
    first, *rest = text.split("<!--")
    return first + "".join(part.partition("-->")[2] for part in rest)


def harmless(text: str) -> str:
    """A page of HTML without comments and without what begins no tag, over which the parser would be slow."""
    return _OPEN.sub("&lt;", _without_comments(text))


def lines_of_html(text: str) -> list[str]:
    """The lines of a page of HTML, without those that are empty."""
    parser = _Text()
    parser.feed(harmless(text))
    parser.close()
    return [line.strip() for line in "".join(parser.parts).split("\n") if line.strip()]
