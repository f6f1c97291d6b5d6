"""A command line that is read without argparse means what argparse reads in it, or is left to it."""

from __future__ import annotations

import sys
from itertools import permutations

import pytest

from planner.cli import main, plain

WORDS = ("--db", "a.db", "--lang", "en", "--today", "2026-11-20", "--demo", "status", "cash", "--json", "--", "", "-h")
LINES = [
    *permutations(WORDS, 1),
    *permutations(WORDS, 2),
    *permutations(WORDS, 3),
    ("--demo", "--lang", "zh", "status", "--json"),
    ("status", "--db", "a.db", "--json", "--today", "+1d", "--db", "b.db"),
    ("--today", "昨天", "cash"),
    ("--today", "2026-02-30", "status"),
    ("--lang", "fr", "status"),
    ("--lang=en", "status"),
    ("--db", "-x", "status"),
    ("--db", "status", "status"),
    ("status", "--js"),
    ("--jso", "status"),
    ("status", "status"),
    ("--today", "status", "cash"),
]


def by_argparse(line: tuple[str, ...]) -> dict[str, object] | None:
    """What argparse reads; None where it ends the process."""
    try:
        return vars(main._parser(line).parse_args(line))
    except SystemExit:
        return None


def test_it_reads_what_argparse_reads(capsys: pytest.CaptureFixture[str]) -> None:
    read = [line for line in LINES if plain.read(line) is not None]
    assert len(read) > 60
    for line in read:
        assert vars(main._options(line)) == by_argparse(line), line
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("line", [(), ("--demo",), ("status", "--json"), ("--lang", "zh", "--today", "明天", "cash")])
def test_what_is_given_most_needs_no_argparse(line: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "argparse", None)  # its import fails
    assert main._options(line).lang in (None, "zh")
