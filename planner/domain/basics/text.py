"""Text from outside made harmless: safe to show, composed, on one line.

The one rule for what is typed, pasted, imported and restored, and once more for all that goes to a terminal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

MOST_MARKS = 4  # combining marks on one character: Vietnamese takes two, careful Hebrew three
MOST_KEPT = 100_000  # characters of a text that is kept: many times the longest note that anybody types
MOST_LINE = 2_000  # characters of a line that is typed or pasted, or of a cell of an imported file
MOST_QUOTED = 40  # characters of a text that an error repeats
MOST_SHOWN = 20_000  # characters of one text that a screen is given: more than the longest page of the app has

_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
# Terminal controls (C0, C1), soft hyphen, invisible joiners, fillers and vowels, bidi marks and embeddings, zero-width
# characters, format controls of notations, lone surrogates, non-characters, invisible tags.
_CONTROLS = (
    "\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
_BAD = re.compile(f"[{_CONTROLS}]")
# What a terminal takes as one command goes as a whole, or else its end would stand in the text: control sequences
# (CSI), strings that are ended (OSC, DCS, SOS, PM, APC), choices of a character set. Of all others only the sign goes.
_BEGINS = "\x1b\x90\x98\x9b\x9d\x9e\x9f"
_COMMAND = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"
    "|(?:\x1b[]PX^_]|[\x90\x98\x9d-\x9f])[^\x00-\x1f\x7f-\x9f]*(?:\x07|\x1b\\\\|\x9c)"
    "|\x1b[()*+][0-~]"
)
_EMOJI = "[\u2600-\u2bff\ufe0f\U0001f000-\U0001faff]"
_JOINER = re.compile(f"\u200d(?!{_EMOJI})|(?<!{_EMOJI})\u200d")  # it makes one emoji of several, and hides elsewhere
_RUN = re.compile(rf"[^\w\s\x00-\u02ff]{{{MOST_MARKS + 1},}}")  # no mark is a word's character or a blank
_MARKS = ("Mn", "Me")
_OTHER_THAN_PLAIN = re.compile("[^\t\x20-\x7e¥·—‘’“”…\u3000-\u3029\u4e00-\u9fff\uff01-\uff5e\uffe5]")


def clean(text: str, *, lines: bool = False) -> str:
    """Text from a person, a paste or a file, safe to show: no terminal controls, no bidi tricks, composed (NFC).

    A control sequence goes whole (``\\x1b[31m``), and nothing that only looks like the end of one. Tabs become blanks.
    Without ``lines`` it is one line, trimmed; with it line breaks stay, as line feeds. A zero-width joiner stays
    between emoji only; of the combining marks on one character the first ``MOST_MARKS`` stay. What is clean stays as it
    is. The time grows with the length of the text and no faster.
    """
    if not (text.isascii() and text.isprintable()):
        if any(begin in text for begin in _BEGINS):
            text = _COMMAND.sub("", text)
        text = _BAD.sub("", _ENDS.sub("\n", text).replace("\t", " "))
        # Both before and after: composing sorts marks, slowly where they are many; and it may take one character apart.
        text = unicodedata.normalize("NFC", _RUN.sub(_few_marks, _JOINER.sub("", text)))
        text = _JOINER.sub("", _RUN.sub(_few_marks, text))
    return text if lines else text.replace("\n", " ").strip()


def is_plain(text: str) -> bool:
    """Whether it is clean but for tabs, and blanks at its ends, as one look can tell: of most lines of most files."""
    return _OTHER_THAN_PLAIN.search(text) is None


def _few_marks(run: re.Match[str]) -> str:
    return "".join(char for char, many in _counted(run[0]) if not many)


def _counted(run: str) -> Iterator[tuple[str, bool]]:
    """Each character, and whether it is a mark too many on its base. A joiner is none: it may yet go."""
    marks = 0
    for char in run:
        if unicodedata.category(char) in _MARKS:
            marks += 1
        elif char != "\u200d":
            marks = 0
        yield char, marks > MOST_MARKS and char != "\u200d"


def shown(text: str) -> str:
    """The same for a terminal, line breaks and blanks at the ends kept: at most ``MOST_SHOWN`` characters, then ``…``.

    What is clean and short enough stays as it is.
    """
    cut = len(text) > MOST_SHOWN
    found = clean(text[:MOST_SHOWN] if cut else text, lines=True)
    return f"{found}…" if cut else found


def quoted(text: str, most: int = MOST_QUOTED) -> str:
    """What an error repeats of a text: clean, on one line, ``most`` characters of it, then ``…``."""
    found = clean(text[:MOST_LINE])
    return found if len(found) <= most and len(text) <= MOST_LINE else f"{found[:most]}…"


def escaped(document: str) -> str:
    r"""A JSON document for a terminal: what ``clean`` would take out is spelt out, as ``\u202e`` is."""
    return "\n".join([_escaped(line) for line in document.split("\n")])  # most are plain, and nothing goes over an end


def _escaped(line: str) -> str:
    if line.isascii() and line.isprintable():
        return line
    line = _JOINER.sub(_escape, _BAD.sub(_escape, line))
    return _RUN.sub(lambda run: "".join(_code(char) if many else char for char, many in _counted(run[0])), line)


def _escape(found: re.Match[str]) -> str:
    return _code(found[0])


def _code(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
