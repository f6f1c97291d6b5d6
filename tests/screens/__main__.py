"""Writes the pages anew: ``python -m tests.screens``. Read the difference before it is committed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

if __name__ == "__main__":
    os.environ["SCREENS"] = "renew"
    test = Path(__file__).parents[1] / "flows" / "test_screens_as_text.py"
    sys.exit(pytest.main([str(test), "--numprocesses=0"]))
