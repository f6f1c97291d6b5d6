"""The files that are opened one after the other: each is compared once the one before is recorded or left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.imports.work import Work
from planner.errors import PlannerError
from planner.i18n import format as fmt
from planner.i18n import t

if TYPE_CHECKING:
    from planner.overview.given import Given
    from planner.overview.overview import Overview
    from planner.overview.preview import Preview


class Files:
    """What a person named: files, folders, archives; read one by one, in a thread."""

    def __init__(self, paths: Sequence[Path], password: str | None) -> None:
        self._paths, self._password = paths, password
        self._waiting: list[Given] | None = None
        self._of = self._at = 0
        self._unread: list[str] = []
        self.refused: Given | None = None
        """The only file, if it could not be read."""
        self.current: Given | None = None
        """The file that was read last."""

    @property
    def more(self) -> bool:
        """Whether there is another file."""
        return bool(self._waiting)

    def next(self, overview: Overview, work: Work) -> Preview | None:
        """The next file that can be read, compared with what is recorded; None after the last.

        Raises:
            PlannerError: where there is one file alone, or none, why it cannot be read. Of several see ``unread``.
            Stopped: as ``work`` says.
        """
        from planner.overview.preview import preview

        if self._waiting is None:
            self._waiting = self._opened()
            self._of = len(self._waiting)
        while self._waiting:
            one = self.current = self._waiting[0]
            try:
                found = preview(overview.path, one.name, one.data, today=overview.today, work=work)
            except PlannerError as error:
                if self._of == 1:
                    self._waiting, self.refused = None, one
                    raise
                self._refuse(one.name, error)
            else:
                del self._waiting[0]
                self._at += 1
                return found
            del self._waiting[0]
            self._at += 1
        return None

    def again(self, overview: Overview, work: Work) -> Preview:
        """The file that was read last, read anew.

        Raises:
            PlannerError, Stopped: see ``next``.
        """
        from planner.overview.preview import preview

        assert self.current is not None  # one was read
        return preview(overview.path, self.current.name, self.current.data, today=overview.today, work=work)

    def unread(self) -> Iterator[str]:
        """What could not be read since this was asked last, and why."""
        told, self._unread = self._unread, []
        yield from told

    def placed(self, heading: str) -> str:
        """The heading of a file, with which of several it is."""
        return heading if self._of < 2 else t("import.of_several", heading=heading, at=self._at, of=self._of)

    def _opened(self) -> list[Given]:
        from planner.importers.readers import check_size
        from planner.overview import given

        found: list[Given] = []
        paths = given.named(self._paths)
        for path in paths:
            try:
                found += given.bills(path, self._password, check_size)
            except PlannerError as error:
                if len(paths) == 1 or error.code in given.PASSWORDS:
                    raise
                self._refuse(path.name, error)
        return found

    def _refuse(self, name: str, error: PlannerError) -> None:
        self._unread.append(t("import.not_read", file=name, why=fmt.error(error.code, error.params)))
