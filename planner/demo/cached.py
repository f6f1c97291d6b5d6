"""What is kept of the demo in the user's cache: of one day, one language and one state of the code.

Only the person made up for the demo is in it, as the code makes that person. A command looks here before anything else
is loaded, so this is as few modules as that takes. Where there is no cache, no room, or a file that is not as it was
written, there is nothing.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from zlib import crc32

from planner.storage import answers

DEMO = "demo"
"""The kind of the database. The others are forms of what it answers: ``planner status`` as printed, the first page."""

_ENDINGS = tuple(f".{kind}" for kind in (DEMO, answers.TEXT, answers.DOCUMENT, answers.FRAME))
_MOST = 1 << 26  # bytes: of a file that is many times larger none is ours
_CHECK = 4  # bytes of the checksum before what is kept


def maker() -> str:
    """What the demo is made by, and what it answers."""
    return answers.maker("demo")


def place(made: str, day: str, language: str, kind: str) -> str:
    """Where something is kept: by its maker, an ISO day, a language and what it is."""
    from platformdirs import user_cache_path

    return os.path.join(user_cache_path("planner", appauthor=False), "demo", f"{day}-{made}.{language}.{kind}")


def found(at: str) -> bytes | None:
    """What is kept there; None where nothing is, it is not of this person alone, or not as it was written."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with suppress(OSError), open(os.open(at, flags), "rb") as file:
        about = os.fstat(file.fileno())
        ours = not hasattr(os, "geteuid") or (about.st_uid == os.geteuid() and not about.st_mode & 0o022)
        if stat.S_ISREG(about.st_mode) and ours and about.st_size <= _MOST:
            check, content = file.read(_CHECK), file.read()
            if content and crc32(content).to_bytes(_CHECK, "big") == check:
                return content
    return None


def keep(at: str, content: bytes) -> None:
    """Keep something for the rest of the day, and nothing that is of another day or another state of the code.

    Raises:
        OSError: it cannot be kept.
    """
    from pathlib import Path

    from planner.storage.partial import partial, put, sweep

    file = Path(at)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with partial(file) as written:
        written.write_bytes(crc32(content).to_bytes(_CHECK, "big") + content)
        put(written, file)
    same = file.name.partition(".")[0]
    for other in file.parent.iterdir():
        if other.suffix in _ENDINGS and other.name.partition(".")[0] != same:
            other.unlink(missing_ok=True)
    sweep(file.parent, "")


def told(day: str, language: str, kind: str) -> str | None:
    """What is kept as an answer of the demo of a day; None where nothing is, or it is not to be believed."""
    content = found(place(maker(), day, language, kind))
    try:
        return None if content is None else content.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None


def keep_told(text: str, made: str, day: str, language: str, kind: str) -> None:
    """Keep such an answer, unless what has made it was replaced since ``made``; where it fails nothing is said."""
    with suppress(OSError):
        if maker() == made:
            keep(place(made, day, language, kind), text.encode("utf-8", "surrogatepass"))
