"""Whether somebody else has written, asked by one thread while another lets the file go."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import pytest

from planner.services import settings
from planner.storage import same_file
from planner.storage.store import Store
from planner.storage.watch import Watch


def test_it_tells_each_commit_of_others_once(store: Store, path: Path) -> None:
    watch = Watch(path)
    assert watch.moved()
    assert not watch.moved()
    settings.put(store, buffer="1")
    assert watch.moved()
    assert not watch.moved()
    watch.close()
    assert watch.moved()
    watch.close()


def test_a_question_that_is_under_way_is_answered_before_the_file_is_let_go(
    store: Store, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch(path)
    watch.moved()
    closing = Thread(target=watch.close)

    def close_meanwhile(_: Path) -> None:
        closing.start()
        closing.join(0.05)  # long enough to close what nothing holds; how long decides nothing otherwise

    monkeypatch.setattr(same_file, "check_held", close_meanwhile)
    assert not watch.moved()
    closing.join()
