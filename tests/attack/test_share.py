"""A few cases of each attack, always the same, from outside as ``make attack`` runs them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.attack.__main__ import ATTACKS


@pytest.mark.attack
def test_a_few_cases_of_the_attacks_are_fine() -> None:
    words = [sys.executable, "-m", "tests.attack", "--seed", "1", "--share"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    for name, kind in ATTACKS.items():
        assert f"{name} {len(kind.share)}/{len(kind.share)} fine" in done.stdout.splitlines()
