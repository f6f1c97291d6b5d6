"""A few cases of each attack, always the same, from outside as ``make attack`` runs them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.attack.__main__ import ATTACKS


@pytest.mark.attack
@pytest.mark.parametrize("name", ATTACKS)
def test_a_few_cases_of_each_attack_are_fine(name: str) -> None:
    words = [sys.executable, "-m", "tests.attack", name, "--seed", "1", "--share"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    count = len(ATTACKS[name].share)
    assert f"{name} {count}/{count} fine" in done.stdout.splitlines()
