"""Comparing a file anew with other choices: what stays is taken from the last answer, which changes nothing in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.imports.choices import NEW, SKIP, Choice
from planner.domain.imports.file import FileEntry, Kind
from planner.domain.imports.matching import match
from planner.domain.imports.prepared import Prepared
from planner.domain.imports.proposal import Proposal
from tests.domain.imports.test_matching import ENTRIES
from tests.make.import_rows import HB, TODAY, Names, bill, book, bought, entry, instalments, line, refund, with_draw

CHOICES = st.dictionaries(st.integers(0, 11), st.sampled_from([1, 2, 3, 99, NEW, SKIP]), max_size=4)


@given(rows=st.lists(ENTRIES, max_size=12), first=CHOICES, then=CHOICES)
def test_the_answer_is_the_same_as_if_nothing_had_been_asked_before(
    rows: list[FileEntry], first: dict[int, Choice], then: dict[int, Choice]
) -> None:
    accounts = book(instalments(), with_draw(line("花呗"), "1.00", "2026-03-08"), line("招商银行"))
    prepared = Prepared(bill(*rows))

    def answer(choices: dict[int, Choice], before: Proposal | None = None) -> Proposal:
        by_line = {rows[index].row.line: choice for index, choice in choices.items() if index < len(rows)}
        return match(prepared, accounts, Names(), known={}, choices=by_line, today=TODAY, before=before)

    assert answer(then, answer(first)) == answer(then)


def test_what_a_choice_does_not_touch_stays_the_same() -> None:
    rows = [bought(HB, "50", order="A"), bought(HB, "20"), refund(HB, "10", order="A_1")]
    rows += [entry(Kind.OTHER, None, "5", reason="not_credit")]
    prepared = Prepared(bill(*rows))
    first = match(prepared, book(), Names(), known={}, choices={}, today=TODAY)
    skipped = {rows[0].row.line: SKIP}
    then = match(prepared, book(), Names(), known={}, choices=skipped, today=TODAY, before=first)
    assert [unused.reason for unused in then.unused] == ["skipped", "refund_of_unused", "not_credit"]
    before, after = first.by_line(), then.by_line()
    same = [row.row.line for row in rows if before[row.row.line] is after[row.row.line]]
    assert same == [rows[1].row.line, rows[3].row.line]
