"""What picking a product fills in."""

from __future__ import annotations

import pytest

from planner.domain.accounts.loan import Method
from planner.domain.reference.products import Preset
from planner.storage.shipped import products
from planner.ui.screens.loans.presets import preset_texts

PRICED = [preset for preset in products.load().presets if preset.rate is not None]


@pytest.mark.parametrize("preset", PRICED, ids=lambda preset: preset.code)
def test_a_rate_that_is_filled_in_says_what_it_is_a_share_of(preset: Preset) -> None:
    texts = preset_texts(preset)
    basis = "flat_basis" if texts["method"] == Method.FLAT_FEE else "basis"
    assert texts[basis] == preset.rate_basis
