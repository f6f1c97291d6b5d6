"""Text measured in terminal cells: a Chinese character takes two, so ``len`` is never a width."""

from __future__ import annotations

import re
import sys

from rich.cells import cell_len, set_cell_size

from planner.domain.basics.text import MOST_SHOWN, clean

CUT = ".."  # plain dots: the ellipsis sign is one cell wide in some terminals and two in others


def beginning(text: str) -> str:
    """A name with which a line begins, with a capital letter where there are such."""
    return text[:1].upper() + text[1:]


def width(text: str) -> int:
    """How many cells ``text`` takes."""
    return cell_len(text)


def fit(text: str, cells: int, align: str = "left") -> str:
    """``text`` in exactly ``cells`` cells: padded, or cut with two dots; ``align`` is left, right or center."""
    if cells <= 0:
        return ""
    text = clean(text[:MOST_SHOWN])
    size = cell_len(text)
    if size > cells:
        return set_cell_size(text, cells - 2) + CUT if cells > 4 else set_cell_size(text, cells)
    if align == "right":
        return " " * (cells - size) + text
    if align == "center":
        left = (cells - size) // 2
        return " " * left + text + " " * (cells - size - left)
    return text + " " * (cells - size)


_PARTS = re.compile("( · )")  # between parts of a line that belong together each
_CLAUSES = re.compile("( · |；|; )")  # the same, and between clauses
_FULL = 0.6  # of a line that breaks at parts alone: one that is emptier breaks at clauses, where those fill it better
_LEAST = 0.4  # of such a line: one that is emptier still breaks anywhere
ORPHAN = 8  # cells: a last line that is shorter takes something from the one before it
_NARROWER = 16  # cells by which lines may be shorter for it


def wrap(text: str, cells: int) -> list[str]:
    """``text`` in lines of at most ``cells`` cells; breaks at blanks, and between Chinese characters.

    No word or two are left alone on the last line of a paragraph, where the lines before it can be a little shorter.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        found = _wrapped(paragraph, cells)
        marks = (_PARTS, _CLAUSES) if _PARTS.search(paragraph) else ()  # sentences alone are as full as can be
        whole = [one for mark in marks if len(one := _by_parts(paragraph, cells, mark)) == len(found)]
        full = [one for share in (_FULL, _LEAST) for one in whole if _filled(one) >= share * cells]
        if full:
            found = full[0]
        elif len(found) > 1 and cell_len(found[-1]) < ORPHAN:
            tries = (_wrapped(paragraph, cells - less) for less in range(2, min(_NARROWER, cells // 3) + 1, 2))
            fair = (one for one in tries if len(one) == len(found) and cell_len(one[-1]) >= ORPHAN)
            found = next(fair, found)
        lines += found
    return lines


def rejoined(line: str, following: str) -> str:
    """Two lines of one paragraph in one again: between words there was a blank, between Chinese characters none."""
    words = cell_len(line[-1:]) == 1 and cell_len(following[:1]) == 1
    return f"{line} {following}" if words else line + following


def _filled(lines: list[str]) -> int:
    """Cells of the shortest line but the last, which is as long as it happens to be; a single line is full."""
    return min(map(cell_len, lines[:-1]), default=sys.maxsize)


def _by_parts(paragraph: str, cells: int, mark: re.Pattern[str]) -> list[str]:
    """The same broken at ``mark`` alone; empty where a part is longer than a line, or there is only one."""
    first, *rest = mark.split(paragraph)
    ends, parts = rest[::2], rest[1::2]
    if not ends or any(not part or cell_len(part) + 2 > cells for part in (first, *parts)):
        return []
    lines = [first.rstrip()]
    for left, (end, part) in zip(range(len(parts) - 1, -1, -1), zip(ends, parts, strict=True), strict=True):
        if cell_len(lines[-1] + end + part) <= (cells - 2 if left else cells):
            lines[-1] += end + part
        else:
            lines[-1] += end.rstrip()
            lines.append(part.strip())
    return lines


def _wrapped(paragraph: str, cells: int) -> list[str]:
    """A paragraph in lines that are as full as can be."""
    lines: list[str] = []
    line = ""
    for word in _pieces(paragraph):
        if line and cell_len(line) + cell_len(word.rstrip()) > cells:
            lines.append(line.strip() if lines else line.rstrip())
            line = word.lstrip()
        else:
            line += word
        while cell_len(line.rstrip()) > cells:  # the blank after a line that is just full does not begin the next
            cut = _prefix(line, cells)
            lines.append(cut)
            line = line[len(cut) :]
    return [*lines, line.strip() if lines else line.rstrip()]


_NO_START = set("，。、；：？！）》」』”’％%),.;:?!")
_NO_END = set("（《「『“‘(")
_MYRIADS = set("万亿")  # of a number such as 1.2万 they are a part


def _pieces(text: str) -> list[str]:
    """Words with their following blank; each wide character alone, punctuation kept with what it opens or closes."""
    pieces = [""]
    for sign in text:
        if _parts(pieces[-1], sign):
            pieces.append(sign)
        else:
            pieces[-1] += sign
    return pieces


def _parts(piece: str, sign: str) -> bool:
    """Whether a line may end between a piece and the sign after it."""
    if not piece or sign in _NO_START or (piece[-1] in _NO_END and sign != " "):
        return False
    if piece[-1] == " " and piece[-2:-1].isdigit() and cell_len(sign) == 2:
        return False  # a number and the Chinese unit behind its blank
    if piece[-1].isdigit() and sign in _MYRIADS:
        return False
    return sign != " " and (piece[-1] == " " or cell_len(sign) == 2 or cell_len(piece[-1]) == 2)


def _prefix(text: str, cells: int) -> str:
    used = 0
    for index, sign in enumerate(text):
        used += cell_len(sign)
        if used > cells:
            return text[: max(index, 1)]
    return text
