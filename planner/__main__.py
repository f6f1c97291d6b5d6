"""Entry point. Nothing heavy above ``main``: a command in a script must not pay for the screen."""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Run the command line; without a command, the app. Returns the exit status."""
    import gc

    gc.disable()  # garbage of the imports is not worth collecting
    _quiet_kitty()
    from planner.cli.main import run

    return run(sys.argv[1:])


def _quiet_kitty() -> None:
    """Turn the Kitty keyboard protocol off where terminals lose composed (Chinese) text under it.

    Textual reads the variable once, at its import. Whoever set it keeps it.
    """
    program = os.environ.get("TERM_PROGRAM", "")
    if program in ("iTerm.app", "vscode", "WezTerm"):
        os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")


if __name__ == "__main__":
    sys.exit(main())
