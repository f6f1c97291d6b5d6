"""Entry point. Nothing heavy above ``main``: a command in a script must not pay for the screen."""

from __future__ import annotations

import contextlib
import os
import sys


def main() -> int:
    """Run the command line; without a command, the app. Returns the exit status."""
    import gc

    gc.disable()  # garbage of the imports is not worth collecting
    _quiet_kitty()
    from planner.cli import kept

    status = kept.told(sys.argv[1:])
    if status is None:
        from planner.cli.main import run

        status = run(sys.argv[1:])
    _end(status)
    gc.freeze()  # nor what is left at the end: the process gives all of it back
    return status


def _end(status: int) -> None:
    """Go without waiting for what is still being worked out, by threads that only end with the process.

    Everything that is to be kept is in its file by now.
    """
    threading = sys.modules.get("threading")
    if threading is not None and threading.active_count() > 1:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError):  # a terminal that has gone
                stream.flush()
        os._exit(status)


def _quiet_kitty() -> None:
    """Turn the Kitty keyboard protocol off where terminals lose composed (Chinese) text under it.

    Textual reads the variable once, at its import. Whoever set it keeps it.
    """
    program = os.environ.get("TERM_PROGRAM", "")
    if program in ("iTerm.app", "vscode", "WezTerm"):
        os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")


if __name__ == "__main__":
    sys.exit(main())
