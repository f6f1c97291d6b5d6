"""A case as one archive: the files of its papers as they are now, and a list of what is in it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from io import RawIOBase
from pathlib import Path

from planner.domain.basics.text import clean
from planner.domain.cases.file import CaseFile, Evidence, Packed, PaperState
from planner.domain.imports.work import ALONE, Work
from planner.errors import PlannerError
from planner.overview.papers import blocks, size_of
from planner.services import targets

_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the same papers make the same archive
_LONGEST = 80  # characters of a name in the archive
_UNFIT = '/\\:*?"<>|'


def pack(
    database: Path,
    file: CaseFile,
    target: Path,
    folder: str,
    listed: Callable[[Sequence[Packed]], tuple[str, str]],
    *,
    work: Work = ALONE,
    over: bool = False,
) -> tuple[Packed, ...]:
    """Write the archive; only its owner can read it. What was added to the case stays as it is.

    Args:
        database: the database that the case is from: neither it nor its backups are ever written to.
        file: the case.
        target: where the archive goes.
        folder: what the folder of the papers in it is called.
        listed: name and text of the list of what is in it, from what became of the papers.
        work: hears how far it is; may stop it, and then nothing is left behind.
        over: whether a file that is there may be replaced.

    Raises:
        PlannerError: ``export.*`` where it cannot be written.
        Stopped: nobody waits for it any more.
    """
    packed: list[Packed] = []
    targets.write(database, target, _pieces(file, folder, listed, work, packed), over=over)
    return tuple(packed)


class _Out(RawIOBase):
    """What the archive writes, to be taken on piece by piece."""

    def __init__(self) -> None:
        self.held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.held += data
        return len(data)

    def take(self) -> bytes:
        """What was written since it was taken last."""
        found = bytes(self.held)
        self.held.clear()
        return found


def _pieces(
    file: CaseFile,
    folder: str,
    listed: Callable[[Sequence[Packed]], tuple[str, str]],
    work: Work,
    packed: list[Packed],
) -> Iterator[bytes]:
    out, before, total = _Out(), 0, sum(one.size or 0 for one in file.evidence)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, paper in enumerate(file.evidence, 1):
            work.step("packing", before, total)
            if not paper.path:
                packed.append(Packed(paper, PaperState.ON_PAPER))
                continue
            yield from _one(archive, out, paper, f"{folder}/{number:02d}-{_name(paper)}", work, (before, total), packed)
            before += paper.size or 0
        name, text = listed(packed)
        archive.writestr(zipfile.ZipInfo(name, _BEGINNING), text.encode(), zipfile.ZIP_DEFLATED)
    yield out.take()


def _one(
    archive: zipfile.ZipFile,
    out: _Out,
    paper: Evidence,
    name: str,
    work: Work,
    at: tuple[int, int],
    packed: list[Packed],
) -> Iterator[bytes]:
    """A file of a paper, as it is read; one that cannot be read from the start is left out, and told."""
    from hashlib import sha256

    path, found, done = Path(paper.path), sha256(), 0
    try:
        size_of(path)
        read = blocks(path)
        first = next(read, b"")
    except PlannerError as error:
        state = PaperState.GONE if error.code == "case.gone" else PaperState.UNREADABLE
        packed.append(Packed(paper, state))
        return
    info = zipfile.ZipInfo(name, _BEGINNING)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    broken = False
    with archive.open(info, "w", force_zip64=True) as entry:
        block = first
        while block:
            work.step("packing", at[0] + done, at[1])
            entry.write(block)
            found.update(block)
            done += len(block)
            yield out.take()
            try:
                block = next(read, b"")
            except PlannerError:  # it went away, or broke off, while it was read
                broken, block = True, b""
    yield out.take()
    same = not broken and (found.hexdigest(), done) == (paper.sha256, paper.size)
    state = PaperState.UNREADABLE if broken else PaperState.SAME if same else PaperState.CHANGED
    packed.append(Packed(paper, state, name, done, found.hexdigest()))


def _name(paper: Evidence) -> str:
    """The name of its file without what leads elsewhere or what other systems refuse."""
    name = "".join("_" if sign in _UNFIT else sign for sign in clean(Path(paper.path).name)).strip(". ")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: _LONGEST - len(ending)]}{dot}{ending}" if 0 < len(ending) <= 8 else name[:_LONGEST] or "_"
