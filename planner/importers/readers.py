"""The bill files that can be read, in a hand-written table: a module and a line here for each new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from planner.domain.imports.file import PaymentFile
from planner.domain.imports.work import ALONE, Work
from planner.errors import PlannerError
from planner.importers import alipay, bills, strangers
from planner.importers.maps import FileMap
from planner.importers.source import Source
from planner.values import dataclass

SURE, MAYBE = 2, 1
MOST_BYTES = 64 << 20
"""Of one file of payments: some 450,000 rows, more than thirty years of a busy life."""


@dataclass(frozen=True, slots=True)
class Reader:
    """What an importer is.

    ``endings`` are those of its files, in small letters, with the dot. ``sure`` looks at the beginning of a file and
    says how sure it is that this is one of its own: ``SURE`` (its table or title is there), ``MAYBE``, or 0.
    ``read`` gives every row of the file with its meaning or the reason why it is left out, and raises
    PlannerError ``import.*``, or ``Stopped`` when the work is not wanted any more.
    """

    endings: tuple[str, ...]
    sure: Callable[[Source], int]
    read: Callable[[Source, Work], PaymentFile]


BANK = "bank"
"""The word for all files of banks; what is kept of them is the code of their map."""
_TABLES = (".csv", ".txt", ".xlsx", ".xls", ".html", ".htm", ".pdf")


def _sure_of_bill(name: str, source: Source) -> int:
    kind = bills.kind_of(source)
    return SURE if kind is not None and name == (kind.code if kind.code in READERS else BANK) else 0


def _read_bill(source: Source, work: Work) -> PaymentFile:
    kind = bills.kind_of(source)
    if kind is None:
        raise PlannerError("import.not_a_bill")
    return bills.read(source, kind, work)


def _bill(name: str) -> Reader:
    return Reader(_TABLES, partial(_sure_of_bill, name), _read_bill)


READERS: dict[str, Reader] = {
    alipay.FORMAT: Reader(_TABLES[:-1], alipay.sure, alipay.read),
    "wechat": _bill("wechat"),
    "jd": _bill("jd"),
    "meituan": _bill("meituan"),
    BANK: _bill(BANK),
}
"""By the word of ``--format``, under which the format is kept with what was imported."""


def endings() -> tuple[str, ...]:
    """The endings of all files that are read."""
    return tuple(dict.fromkeys(ending for reader in READERS.values() for ending in reader.endings))


def read(data: bytes, form: str | None = None, work: Work = ALONE, own: Sequence[FileMap] = ()) -> PaymentFile:
    """The bill in ``data``; ``form`` is a key of ``READERS``, or None to go by what the file is.

    ``own``: the maps of columns that the person has made.

    Raises:
        PlannerError: ``import.format_unknown``; ``import.too_large``; what the reader says; of a file that none reads
            what it is instead (``strangers.name_of``).
        Stopped: as ``work`` says.
    """
    if form is not None and form not in READERS:
        raise PlannerError("import.format_unknown", field="format", format=form, known=", ".join(READERS))
    check_size(b"", len(data))
    work.step("reading", 0, len(data))
    known = READERS if form is None else {form: READERS[form]}
    source = Source(data, own, work)
    sure = {name: reader.sure(source) for name, reader in known.items()}
    best = max(sure, key=lambda name: sure[name])
    if sure[best] < SURE:
        stranger = strangers.of_pdf(source.pdf.read) if source.is_pdf else strangers.name_of(data)
        if not sure[best] or stranger != "import.not_a_bill":
            raise PlannerError(stranger)
    return known[best].read(source, work)


def check_size(_begins: bytes, size: int, most: int = MOST_BYTES) -> None:
    """Refuse what is larger than any bill, before it is read.

    Raises:
        PlannerError: ``import.too_large`` with the sizes in MB.
    """
    if size > most:
        raise PlannerError("import.too_large", field="path", size=-(-size // 1_000_000), most=most // 1_000_000)
