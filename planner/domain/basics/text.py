"""Text from outside made harmless: safe to show, composed, on one line."""

from __future__ import annotations

import re
import unicodedata

# Terminal controls (C0, C1), soft hyphen, bidi marks and embeddings, zero-width and invisible characters, line and
# paragraph separators, lone surrogates, invisible tags. Line feed and tab are treated before.
_BAD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def clean(text: str, *, lines: bool = False) -> str:
    """Text from a person, a paste or a file, safe to show: no terminal controls, no bidi tricks, composed (NFC).

    Tabs become blanks. Without ``lines`` it is one line, trimmed; with it line breaks stay, as line feeds.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = unicodedata.normalize("NFC", _BAD.sub("", text))
    return text if lines else text.replace("\n", " ").strip()
