"""A small PDF by hand: lines of text on pages, locked with a password if need be (standard security, revision 2)."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
_FILE_ID = b"0123456789abcdef"
_RIGHTS = -4


Run = tuple[float, float, str]
"""Where a run of text begins, in points from the left and from below, and the text."""


@dataclass(frozen=True)
class Drawn:
    """A run of text drawn otherwise: ``before`` is for ink (``1 g``) or mode (``3 Tr``), ``turn`` a matrix."""

    left: float
    low: float
    text: str
    size: float = 8
    before: str = ""
    turn: tuple[float, float, float, float] = (1, 0, 0, 1)


def pdf(pages: Sequence[Sequence[str]], password: str | None = None) -> bytes:
    """Each line of each page is set as one run of 16-bit characters, which a map turns back into text."""
    return placed([[(40, 800 - 12 * at, line) for at, line in enumerate(lines)] for lines in pages], password)


def placed(
    pages: Sequence[Sequence[Run | Drawn]],
    password: str | None = None,
    *,
    size: tuple[int, int] = (595, 842),
    turn: int = 0,
    narrow: bool = False,
    tall: bool = False,
    same: int = 1,
) -> bytes:
    """The same with every run at its own place, in the order given.

    ``turn``: degrees by which a page is shown turned. ``narrow``: Latin letters and digits have half the width of
    Chinese ones. ``tall``: the lines of the font are half as much again as its size. ``same``: how often each page
    stands in the document.
    """
    key = _key(password) if password is not None else None
    used = sorted({char for runs in pages for run in runs for char in _drawn(run).text})
    descendant = _DESCENDANT.replace(b"/DW 1000", b"/DW 1000/W[32 126 500]") if narrow else _DESCENDANT
    objects: list[bytes] = [b"", b"", _FONT, descendant, _stream(_to_unicode(used), key, 5)]
    if tall:
        high = descendant.replace(b"[0 -200 1000 800]", b"[0 -300 1000 1200]")
        objects[3] = high.replace(b"/Ascent 800/Descent -200", b"/Ascent 1200/Descent -300")
    kids = []
    for runs in pages:
        number = len(objects) + 1
        kids += [f"{number} 0 R"] * same
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size[0]} {size[1]}]/Rotate {turn}".encode()
            + b"/Resources<</Font<</F1 3 0 R>>>>"
            + f"/Contents {number + 1} 0 R>>".encode()
        )
        objects.append(_stream(_set(runs), key, number + 1))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    trailer = b""
    if key is not None:
        objects.append(_lock(password or ""))
        trailer = f"/Encrypt {len(objects)} 0 R".encode()
    return _file(objects, trailer)


def _drawn(run: Run | Drawn) -> Drawn:
    return run if isinstance(run, Drawn) else Drawn(*run)


_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>"
)  # fmt: skip
_DESCENDANT = (
    b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    b"/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 -200 1000 800]/ItalicAngle 0"
    b"/Ascent 800/Descent -200/CapHeight 700/StemV 80>>>>"
)


def _set(runs: Sequence[Run | Drawn]) -> bytes:
    shown = []
    for run in map(_drawn, runs):
        turn = " ".join(f"{value:g}" for value in run.turn)
        text = run.text.encode("utf-16-be").hex()
        shown.append(f"q {run.before} BT /F1 {run.size:g} Tf {turn} {run.left:g} {run.low:g} Tm <{text}> Tj ET Q")
    return "\n".join(shown).encode()


def _to_unicode(used: Sequence[str]) -> bytes:
    maps = [
        f"{len(used[at : at + 100])} beginbfchar\n"
        + "\n".join(f"<{ord(char):04X}> <{_letters(char)}>" for char in used[at : at + 100])
        + "\nendbfchar"
        for at in range(0, len(used), 100)
    ]
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n" + "\n".join(maps) + "\nendcmap end end"
    ).encode()


def _letters(char: str) -> str:
    """What a sign stands for: a joined one (U+FB00) for several letters."""
    text = unicodedata.normalize("NFKC", char) if "\ufb00" <= char <= "\ufb06" else char
    return text.encode("utf-16-be").hex()


def _stream(data: bytes, key: bytes | None, number: int) -> bytes:
    if key is not None:
        data = _rc4(
            hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0", usedforsecurity=False).digest()[:10], data
        )
    return f"<</Length {len(data)}>>stream\n".encode() + data + b"\nendstream"


def _owner(password: str) -> bytes:
    padded = (password.encode() + _PAD)[:32]
    return _rc4(hashlib.md5(padded, usedforsecurity=False).digest()[:5], padded)


def _key(password: str) -> bytes:
    padded = (password.encode() + _PAD)[:32]
    rights = _RIGHTS.to_bytes(4, "little", signed=True)
    return hashlib.md5(padded + _owner(password) + rights + _FILE_ID, usedforsecurity=False).digest()[:5]


def _lock(password: str) -> bytes:
    owner, user = _owner(password).hex(), _rc4(_key(password), _PAD).hex()
    return f"<</Filter/Standard/V 1/R 2/O<{owner}>/U<{user}>/P {_RIGHTS}>>".encode()


def _file(objects: Sequence[bytes], trailer: bytes) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    file_id = _FILE_ID.hex()
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R/ID[<{file_id}><{file_id}>]".encode() + trailer
    return out + f">>\nstartxref\n{start}\n%%EOF\n".encode()


def _rc4(key: bytes, data: bytes) -> bytes:
    box, j = list(range(256)), 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    i, j, out = 0, 0, bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)
