"""Assets by keyboard, from the palette and the profile; several months and debt to assets where they are looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.flows.driver import SIZES, Driver, running

BRACKETS = "[/] [b"


async def open_assets(d: Driver, name: str) -> None:
    await d.press("ctrl+p")
    await d.write(name)
    await d.press("down", "enter")


async def test_assets_are_entered_changed_and_taken_back(hostile: Path) -> None:
    async with running(hostile) as d:
        await open_assets(d, "资产")
        assert "还没有资产" in d.text()
        await d.press("a")
        await d.fill(name=BRACKETS, value="20万")
        assert "负债资产比" in d.text()
        await d.press("ctrl+s")
        await d.fill(name="公积金", value="5万", on="2026-11-01")
        await d.press("ctrl+s", "escape")
        owed = d.app.overview.now.debt_minor
        ratio = d.app.overview.asset_ratio
        assert ratio is not None
        assert abs(ratio - owed / ratio.__class__(25_000_000)) < ratio.__class__("0.000001")
        assert f"负债资产比 {ratio * 100:.1f}%" in d.text()
        await d.press("home", "e")
        await d.fill(value="0")
        await d.press("ctrl+s")
        assert "已没有" in d.text()
        await d.press("d", "y")
        assert [asset.name for asset in d.book.credit.assets] == ["公积金"]
        await d.press("escape", "u", "u", "u")
        assert [asset.name for asset in d.book.credit.assets] == [BRACKETS]
        await d.press("u", "ctrl+r")
        assert [asset.value_minor for asset in d.book.credit.assets] == [20_000_000]


async def test_the_profile_leads_to_the_form_and_a_day_to_come_is_refused(empty: Path) -> None:
    async with running(empty) as d:
        await d.press("5", "right", "right", "a")
        await d.fill(name="车", value="30000", on="2026-11-24")
        await d.press("ctrl+s")
        assert "2026-11-24 还没到" in d.text()
        await d.fill(on="2026-11-20")
        await d.press("ctrl+s", "escape")
        assert [(asset.name, asset.value_minor) for asset in d.book.credit.assets] == [("车", 3_000_000)]


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "140x40"])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_months_together_are_a_view_of_the_trend(demo: Path, size: tuple[int, int], language: str) -> None:
    async with running(demo, size=size, language=language, demo=True) as d:
        await d.press("4", "v", "v", "v", "v")
        assert [row.key for row in d.table.rows] == ["6", "12", "24"]
        span = d.app.overview.span(12)
        assert span.payment_ratio is not None
        assert f"{span.payment_ratio * 100:.1f}%" in d.text()
        assert {"zh": "负债资产比 —", "en": "Debt to assets —"}[language] in d.text()
        assert d.wide_lines() == []
        await d.press("?")
        assert {"zh": "几个月合起来", "en": "Several months together"}[language] in d.text() or size == SIZES[0]
