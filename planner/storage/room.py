"""Whether there is room to write, asked where SQLite itself does not say why it could not."""

from __future__ import annotations

import errno
import resource
from pathlib import Path

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_ENOUGH = 64 * 1024  # bytes: more than one record makes a database and its journal grow


def has_none(path: Path) -> bool:
    """Whether the disk, a quota or the largest size of a file allowed leaves no room for ``path`` to grow.

    SQLite tells a full disk for most writes, but not a quota, a size limit, or a journal that could not be made.
    """
    from tempfile import TemporaryFile  # loaded where something has failed, not at every start

    limit = resource.getrlimit(resource.RLIMIT_FSIZE)[0]
    try:
        if limit != resource.RLIM_INFINITY and path.stat().st_size + _ENOUGH > limit:
            return True
        with TemporaryFile(dir=path.parent, buffering=0) as probe:
            return probe.write(bytes(_ENOUGH)) < _ENOUGH
    except OSError as error:
        return error.errno in FULL
