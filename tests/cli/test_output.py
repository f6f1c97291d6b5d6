"""A document is printed part by part as it would be written in one piece."""

from __future__ import annotations

import json

import pytest

from planner.cli.output import Each, say, written


def _row(number: int) -> dict[str, object]:
    return {"row": number, "what": f"第{number}行 \u202e\nab", "none": None, "list": [number, []]}


@pytest.mark.parametrize("count", [0, 1, 5_000])
def test_a_document_of_many_rows_is_the_same_in_parts(count: int, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [_row(number) for number in range(count)]
    assert say({"before": 1, "rows": Each(_row, range(count)), "after": {"a": []}}) == 0
    printed = capsys.readouterr().out
    document = {"before": 1, "rows": rows, "after": {"a": []}}
    assert printed == written(document).replace("\u202e", "\\u202e") + "\n"
    assert json.loads(printed) == document
