"""What a file is that no reader reads, by its own title or the columns of its table, never by a word in its rows."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from planner.importers.textfile import Lines, cells_of, encoding_of, looks_binary
from planner.importers.workbook import ZIP_FAULTS

if TYPE_CHECKING:
    from planner.importers.pdfwords import Read

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_DATABASE = b"SQLite format 3\x00"
_PAGE, _RANDOM = 4096, 200  # bytes of a page of a database; different ones among them where it is encrypted
_NOTHING = b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"
_HEAD, _LINES, _LINES_OF_TITLE = 1 << 16, 400, 10
_WORDS = ("交易", "金额", "日期", "账单", "时间", "余额")

_TABLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("import.cashbook", ("记录时间", "收支类型")),
)  # by columns that stand together in no other table
_DAYS = ("交易日期", "记账日期", "入账日期", "记账日", "交易日", "交易时间")
_BALANCES = ("余额", "账户余额", "联机余额", "本次余额", "交易后余额")
_TITLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("import.truncated", re.compile(r"[-—\s]*(?:微信支付账单|美团交易账单|京东账号名)")),
    ("import.ofx", re.compile(r"OFXHEADER\s*:|(?:<\?xml[^>]*>\s*)?(?:<\?OFX\b|<OFX>)", re.IGNORECASE)),
    ("import.qif", re.compile(r"!(?:Type:|Account\b|Option:|Clear:)", re.IGNORECASE)),
    ("import.credit_report", re.compile(r"个人信用报告")),
    ("import.bank", re.compile(r".{2,20}银行.{0,12}(?:交易明细|流水|对账单|账户明细)")),
)


def name_of(data: bytes) -> str:
    """The code ``import.*`` that says what ``data`` is and how to get the right file; ``import.not_a_bill``: unknown.

    Looks at the beginning alone, and at the directory of an archive.
    """
    by_bytes = _by_bytes(data)
    if by_bytes:
        return by_bytes
    head = data[:_HEAD]
    lines = Lines(head, encoding_of(head, _WORDS))[:_LINES]
    if looks_binary("\n".join(lines)):
        return "import.binary"
    return _by_table(lines) or _by_title(lines) or "import.not_a_bill"


def of_pdf(read: Read) -> str:
    """The same of a PDF, by its first lines; one of which letters are lost is told for that."""
    titled = _by_title([line.text for line in read.lines[:_LINES_OF_TITLE]])
    return titled or ("import.pdf_fonts" if read.lost else "import.pdf")


def _by_bytes(data: bytes) -> str:
    if not data[:_HEAD].strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n") and not data.strip(
        b"\x00\xef\xbb\xbf\xff\xfe \t\r\n"
    ):
        return "import.empty"
    if data.startswith(b"PK\x03\x04"):
        return _archive(data)
    if data.startswith(_ARCHIVES):
        return "import.zip"
    if data.startswith(_OLE):
        return "import.old_spreadsheet"
    if data[:1024].lstrip().startswith(b"%PDF"):
        return "import.pdf"
    if data.startswith(_DATABASE):
        return "import.database"
    return "import.encrypted" if _is_encrypted(data) else ""


def _is_encrypted(data: bytes) -> bool:
    """Whether it is a database of encrypted pages, as an encrypted export is: whole pages of any bytes at all."""
    return len(data) % _PAGE == 0 and len(set(data[:_PAGE])) >= _RANDOM and b"\x00" in data[:_PAGE]


def _archive(data: bytes) -> str:
    try:
        entries = zipfile.ZipFile(BytesIO(data)).infolist()
    except ZIP_FAULTS:
        return "import.zip_broken"
    return "import.spreadsheet" if any(entry.filename.startswith("xl/") for entry in entries) else "import.zip_inside"


def _by_table(lines: Sequence[str]) -> str:
    for line in lines:
        if line.count(",") + line.count("\t") < 2:
            continue
        names = {_column(cell) for cell in cells_of(line.replace("\t", ",") if "," not in line else line)}
        for code, wanted in _TABLES:
            if names.issuperset(wanted):
                return code
        if names.intersection(_DAYS) and names.intersection(_BALANCES):
            return "import.bank"
    return ""


def _column(cell: str) -> str:
    return re.sub(r"\(.*|\s", "", unicodedata.normalize("NFKC", cell))


def _by_title(lines: Sequence[str]) -> str:
    titled = (code for code, title in _TITLES if any(title.match(line.strip(' \t,"')) for line in lines))
    return next(titled, "")
