"""Counting how often ledgers are replayed."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from planner.domain.accounts.records import Account
from planner.domain.ledger import position


def count_replays(monkeypatch: pytest.MonkeyPatch, *modules: str) -> list[int]:
    """The loans whose ledger is replayed from now on: by these modules, or by any that is loaded."""
    replayed: list[int] = []
    replay = position.replay

    def counted(account: Account) -> Any:
        replayed.append(account.loan.id)
        return replay(account)

    users = [name for name, module in sys.modules.items() if getattr(module, "replay", None) is replay]
    for name in modules or users:
        monkeypatch.setattr(f"{name}.replay", counted)
    return replayed
