"""The files of papers: their checksums, what became of them since they were added. For a thread: it may take long."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from planner.domain.basics.text import clean
from planner.domain.cases.file import Evidence, PaperState
from planner.domain.imports.work import ALONE, Work
from planner.errors import PlannerError
from planner.i18n import format as fmt

BLOCK = 1 << 20
AT_ONCE = 64 << 20
"""Bytes of files that are read unasked when a case is opened: of more only the lengths are looked at."""


def blocks(path: Path) -> Iterator[bytes]:
    """What a plain file holds, piece by piece.

    Raises:
        PlannerError: ``case.gone``, ``case.no_file`` for a folder, pipe or device, ``case.unreadable``.
    """
    size_of(path)
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                yield block
    except OSError as error:
        raise _told(path, error) from error


def size_of(path: Path) -> int:
    """The length of a plain file in bytes. Raises as ``blocks``."""
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        raise _told(path, error) from error
    if not stat.S_ISREG(found.st_mode):
        raise PlannerError("case.no_file", field="path", path=str(path))
    return found.st_size


def _told(path: Path, error: OSError | ValueError) -> PlannerError:
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return PlannerError("case.gone", field="path", path=str(path))
    detail = fmt.os_error(error) if isinstance(error, OSError) else str(error)
    return PlannerError("case.unreadable", field="path", path=str(path), detail=detail)


def digest(path: Path, work: Work = ALONE) -> tuple[str, int]:
    """The SHA-256 of a plain file in hexadecimal, and its length in bytes.

    Raises:
        PlannerError: as ``blocks``.
        Stopped: nobody waits for it any more.
    """
    size, done, found = size_of(path), 0, sha256()
    for block in blocks(path):
        work.step("hashing", done, size)
        found.update(block)
        done += len(block)
    return found.hexdigest(), done


def kept_path(path: Path) -> str:
    """A path as it is kept: from the root on.

    Raises:
        PlannerError: ``case.path`` for one with signs that no text of the file keeps.
    """
    text = os.path.abspath(path)
    if clean(text) != text:
        raise PlannerError("case.path", field="path")
    return text


def look(papers: Iterable[Evidence], work: Work = ALONE, *, unasked: bool = False) -> dict[int, PaperState]:
    """What became of the files of papers, by their ids.

    Args:
        papers: those of a case.
        work: hears how far it is; may stop it.
        unasked: read what they hold only where all together are no longer than ``AT_ONCE``.

    Raises:
        Stopped: nobody waits for it any more.
    """
    found, left = {}, []
    for one in papers:
        state = _at_first_sight(one)
        found[one.id] = state
        if state is PaperState.THERE:
            left.append(one)
    total = sum(one.size or 0 for one in left)
    if unasked and total > AT_ONCE:
        return found
    before = 0
    for one in left:
        found[one.id] = _read(one, Work(lambda name, done, _: work.step(name, before + done, total), work.dropped))  # noqa: B023
        before += one.size or 0
    return found


def _at_first_sight(paper: Evidence) -> PaperState:
    if not paper.path:
        return PaperState.ON_PAPER
    try:
        return PaperState.THERE if size_of(Path(paper.path)) == paper.size else PaperState.CHANGED
    except PlannerError as error:
        return _failed(error)


def _read(paper: Evidence, work: Work) -> PaperState:
    try:
        return PaperState.SAME if digest(Path(paper.path), work)[0] == paper.sha256 else PaperState.CHANGED
    except PlannerError as error:
        return _failed(error)


def _failed(error: PlannerError) -> PaperState:
    return {"case.gone": PaperState.GONE, "case.no_file": PaperState.CHANGED}.get(error.code, PaperState.UNREADABLE)
