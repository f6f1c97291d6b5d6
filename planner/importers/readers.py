"""The bill files that can be read, in a hand-written table: a module and a line here for each new one."""

from __future__ import annotations

from typing import Protocol

from planner.domain.imports.file import PaymentFile
from planner.errors import PlannerError
from planner.importers import alipay


class Reader(Protocol):
    """What an importer is: bytes in, rows with their meaning out. Raises PlannerError ``import.*``."""

    def __call__(self, data: bytes) -> PaymentFile:
        """The bill in ``data``, the whole of one file."""


READERS: dict[str, Reader] = {
    alipay.FORMAT: alipay.read,
}


def read(data: bytes, form: str | None = None) -> PaymentFile:
    """The bill in ``data``; ``form`` is a key of ``READERS``, or None to find out.

    Raises:
        PlannerError: ``import.format_unknown``, or what the readers say; when none of several fits, the first one's.
    """
    if form is not None:
        if form not in READERS:
            raise PlannerError("import.format_unknown", field="format", format=form, known=", ".join(READERS))
        return READERS[form](data)
    first: PlannerError | None = None
    for reader in READERS.values():
        try:
            return reader(data)
        except PlannerError as error:
            first = first or error
    raise first or PlannerError("import.not_a_bill")
