"""Lines that end where Chinese and English lines may end."""

from __future__ import annotations

from planner.ui.widgets.text import width, wrap


def test_what_opens_a_quotation_never_ends_a_line() -> None:
    text = "报告上多显示为“呆账”，还清后才开始算（见说明）。"
    for cells in range(6, 40):
        lines = wrap(text, cells)
        assert "".join(lines) == text
        assert all(width(line) <= cells for line in lines)
        if cells >= 8:
            assert not any(line.endswith(("“", "（")) for line in lines)


def test_a_bracket_inside_a_word_does_not_part_it() -> None:
    assert wrap("pay instalment(s) now", 16) == ["pay", "instalment(s)", "now"]
    assert wrap("see (as above) now", 9) == ["see (as", "above)", "now"]
