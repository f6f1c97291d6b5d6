"""A map of columns as a file of its own: it comes back as it went, and what is wrong in it is named."""

from __future__ import annotations

import json
from typing import Any

import pytest

from planner.errors import PlannerError
from planner.importers.map_file import entry_in, is_map, text_of
from planner.importers.maps import map_of
from planner.importers.pointed import entry_of, header_for

NAMES = ("交易日期", "项目", "RMB", "余额")
COLUMNS = {"on": "交易日期", "amount": "RMB", "goods": "项目"}
ENTRY = entry_of(NAMES, COLUMNS, title="某行 [b", sort="card", bank="某行", signs="spent_positive")


def changed(**parts: Any) -> bytes:
    document = json.loads(text_of(ENTRY))
    document["map"] |= parts
    return json.dumps(document).encode()


def test_a_map_comes_back_as_it_went() -> None:
    data = text_of(ENTRY).encode()
    assert is_map(data)
    assert entry_in(data) == ENTRY
    assert not is_map(b'{"format": "planner-dump"}')


def test_a_map_from_elsewhere_has_the_code_of_its_columns_and_clean_texts() -> None:
    found = entry_in(changed(code="alipay", zh=" 我的\x1b卡 ", en="x"))
    assert (found["code"], found["zh"]) == (ENTRY["code"], "我的卡")


@pytest.mark.parametrize(
    ("parts", "wrong"),
    [
        ({"words": [{"in": "goods", "is": "(a+)+$", "means": "draw"}]}, "words"),
        ({"sort": "bank"}, "sort"),
        ({"sort": ["card"]}, "sort"),
        ({"signs": "up"}, "signs"),
        ({"bank": ""}, "bank"),
        ({"zh": "", "en": ""}, "zh"),
        ({"zh": "长" * 201}, "zh"),
        ({"known_by": []}, "known_by"),
        ({"known_by": [["a", "b"]]}, "known_by"),
        ({"known_by": [[f"c{n}" for n in range(61)]]}, "known_by"),
        ({"known_by": [["a", "b", 3]]}, "known_by"),
        ({"columns": {"on": ["交易日期"]}}, "columns"),
        ({"columns": {"amount": ["RMB"]}}, "columns"),
        ({"columns": {"on": ["交易日期"], "amount": ["RMB", "余额"]}}, "columns.amount"),
        ({"columns": {"on": ["交易日期"], "amount": ["金额"]}}, "columns"),
        ({"columns": {"on": ["交易日期"], "amount": ["RMB"], "iban": ["项目"]}}, "columns"),
    ],
)
def test_what_is_wrong_is_named(parts: dict[str, Any], wrong: str) -> None:
    with pytest.raises(PlannerError) as error:
        entry_in(changed(**parts))
    assert (error.value.code, error.value.params["part"]) == ("import.map_part", wrong)


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"format": "planner-columns"}'])
def test_what_is_no_such_file_is_told_so(data: bytes) -> None:
    with pytest.raises(PlannerError) as error:
        entry_in(data)
    assert error.value.code == "import.map_file"


def test_the_heading_of_a_map_is_found_among_more_columns_and_what_is_missing_is_named() -> None:
    more = "某行\n交易日期,项目,RMB,余额,备注\n2026-03-01,便利店,15.90,1,\n".encode()
    assert header_for(more, ENTRY) == (*NAMES, "备注")
    assert map_of(ENTRY).places(header_for(more, ENTRY)) is not None
    with pytest.raises(PlannerError) as error:
        header_for(more.replace("余额".encode(), "结余".encode()), ENTRY)
    assert error.value.params["missing"] == "余额"
