"""Two windows on one file: random deeds of two processes at once, and two apps of which each sees the other's.

What each was told stands exactly once, rows and journal agree, and both end with the figures of a fresh reading.
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from planner.cli.status import document
from planner.overview.overview import Overview, read
from planner.storage.store import Store
from tests.attack import books
from tests.attack.books import check_sound, standing
from tests.attack.hands import Hands, plan_document
from tests.attack.harness import TODAY, Child, Failed, Tell, copied
from tests.attack.terminal import App

ASKED = "另一个窗口做的"
DEEDS = 50  # of each window; the journal keeps the images of 200


def attack(rng: random.Random, number: int, folder: Path) -> None:
    """Deeds at once; every sixth time two apps."""
    plan_document()
    (folder / "home").mkdir()
    path = copied(books.hostile(), folder / "home" / "planner.db")
    (apps if number % 6 == 5 else processes)(rng, path)
    check_sound(path, folder)


# -- processes -----------------------------------------------------------------------------------------------------


def processes(rng: random.Random, path: Path) -> None:
    """Two processes that write, undo and redo as they like."""
    before = standing(path)
    reader, writer = os.pipe()
    windows = [Child(_window(path, rng.random(), name, reader)) for name in "ab"]
    for window in windows:
        window.read_until(lambda lines: lines[-1:] == ["ready"])
    os.write(writer, b"gg")  # both are done: now each looks a last time
    told = [window.wait() for window in windows]
    os.close(reader)
    os.close(writer)
    lines = [line for each in told for line in each]
    _check_deeds(lines)
    _check_standing(before, lines, standing(path))
    fresh = f"figures {figures(read(path, TODAY))}"
    for each in told:
        if fresh not in each:
            raise Failed("a window ends with other figures than a fresh reading", each[-1][:200])


def _window(path: Path, seed: float, name: str, go: int) -> Callable[[Tell], None]:
    def act(tell: Tell) -> None:
        store, view = Store(path), read(path, TODAY)
        hands = Hands(store, random.Random(seed), tell, name)
        for _ in range(DEEDS):
            result = hands.do()
            if result is not None:
                view = view.renewed(TODAY, result.topics, result.operation)
        tell("ready")
        os.read(go, 1)
        tell(f"figures {figures(view.renewed(TODAY, frozenset(), None))}")
        store.close()

    return act


def figures(view: Overview) -> int:
    """One number for all that ``planner status`` says."""
    return hash(json.dumps(document(view), sort_keys=True))  # forks share the seed of hashes


def _check_deeds(lines: list[str]) -> None:
    for line in lines:
        if line.startswith("broke") or (line.startswith("refused") and line.split()[2] == "store.busy"):
            raise Failed("something unexpected", line)


def _check_standing(before: list[int], lines: list[str], found: list[int]) -> None:
    """Each entry stands if it was done or redone once more than it was taken back."""
    net = Counter(before)
    new: Counter[int] = Counter()
    for word, deed, key, *_ in (line.split() for line in lines if line.startswith("done")):
        assert word == "done"
        net[int(key)] += -1 if deed == "undo" else 1
        new[int(key)] += deed not in ("undo", "redo")
    del net[0], new[0]
    if new and max(new.values()) > 1:
        raise Failed("one entry was told twice", new.most_common(1))
    expected = sorted(key for key, times in net.items() if times == 1)
    if not set(net.values()) <= {0, 1} or found != expected:
        raise Failed("what was acknowledged is not what stands", sorted(set(expected) ^ set(found)))


# -- apps ----------------------------------------------------------------------------------------------------------


def apps(rng: random.Random, path: Path) -> None:
    """What one records is seen in the other, and the first sees that the other takes it back."""
    with App(path) as one, App(path) as other:
        one.until("逾期")
        other.until("逾期")
        writes, sees = rng.sample([one, other], 2)
        writes.type("p\r")
        writes.until("已记还款 1,100.16")
        sees.until_not("逾期", 10)
        sees.type("u")
        if sees.until("撤销：记还款 1,100.16", ASKED, limit=10) == ASKED:
            sees.type("y")
            sees.until("撤销：记还款 1,100.16", limit=10)
        writes.until("逾期", limit=10)
        for app in (one, other):
            app.type("q")
            if app.ended():
                raise Failed("the app ends with a failure", app.status)
