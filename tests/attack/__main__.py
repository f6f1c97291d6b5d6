"""Runs the attacks, all of them or those that are named, and counts: ``python -m tests.attack --help``."""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.attack import damaged, exports, full_disk, kills, moved_files, two_windows
from tests.attack.harness import Attack, Failed, prepare, say


@dataclass(frozen=True, slots=True)
class Kind:
    """An attack, how many cases make it whole, and those that are always run with the tests."""

    attack: Attack
    times: int
    share: Sequence[int] = ()


ATTACKS = {
    "kills": Kind(kills.attack, 1000, (0, 1, 3, 8)),
    "full_disk": Kind(full_disk.attack, 200, (0, 1, 2, 19)),
    "moved_files": Kind(moved_files.attack, 10 * len(moved_files.FATES), (25, 35, 41, 69)),
    "two_windows": Kind(two_windows.attack, 12, (0,)),
    "damaged": Kind(damaged.attack, 1000, (1, 5)),
    "exports": Kind(exports.attack, 1000, tuple(range(3))),
}


STEP = 50  # cases after which it says how far it is


@dataclass
class Tally:
    """How many cases were fine, and what was wrong in the others."""

    name: str
    seed: int
    fine: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def run(self, number: int, *, stays: bool = False) -> None:
        """One case, in a folder of its own, which ``stays`` to be looked at."""
        folder = Path(tempfile.mkdtemp(prefix=f"attack-{self.name}-"))
        try:
            ATTACKS[self.name].attack(random.Random(f"{self.seed} {number}"), number, folder)
            self.fine += 1
        except Exception as error:  # noqa: BLE001 - also a mistake of the attack is counted, and the next case begins
            self._failed(number, error)
        finally:
            if stays:
                say(f"    its files: {folder}")
            else:
                shutil.rmtree(folder, ignore_errors=True)

    def _failed(self, number: int, error: Exception) -> None:
        """Note it and say how it is repeated."""
        kind = error.kind if isinstance(error, Failed) else f"the attack broke, {type(error).__name__}"
        self.kinds[kind] += 1
        say(f"  {error}" if isinstance(error, Failed) else traceback.format_exc())
        say(f"    python -m tests.attack {self.name} --seed {self.seed} --only {number}")

    def __str__(self) -> str:
        count = self.fine + self.kinds.total()
        wrong = (f"{times} × {kind}" for kind, times in self.kinds.most_common())
        return "; ".join([f"{self.name} {self.fine}/{count} fine", *wrong])


def main() -> int:
    """Run what the command line asks for; the exit status is 1 when a case was not fine."""
    parser = argparse.ArgumentParser(prog="python -m tests.attack")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(ATTACKS)}; all of them without")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(100_000), help="decides all cases")
    parser.add_argument("--times", type=int, help="so many cases of each, instead of all")
    parser.add_argument("--from", type=int, default=0, metavar="K", dest="first", help="the first of them")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no case of one later than that")
    parser.add_argument("--only", type=int, metavar="K", help="the case of this number alone; its files stay")
    parser.add_argument("--share", action="store_true", help="the few cases that are run with the tests")
    options = parser.parse_args()
    if unknown := set(options.names) - ATTACKS.keys():
        parser.error(f"{', '.join(sorted(unknown))} is none of {', '.join(ATTACKS)}")
    say(f"seed {options.seed}")
    prepare()
    tallies = [_whole(name, options) for name in options.names or ATTACKS]
    return 1 if any(tally.kinds for tally in tallies) else 0


def _whole(name: str, options: argparse.Namespace) -> Tally:
    """Its cases, one after the other, as long as there is time."""
    tally, until = Tally(name, options.seed), time.monotonic() + options.seconds
    for number in _numbers(ATTACKS[name], options):
        if time.monotonic() > until:
            break
        tally.run(number, stays=options.only is not None)
        if number % STEP == STEP - 1:
            say(f"  {number}: {tally}")
    say(str(tally))
    return tally


def _numbers(kind: Kind, options: argparse.Namespace) -> Sequence[int]:
    if options.only is not None:
        return [options.only]
    if options.share:
        return kind.share
    return range(options.first, options.first + options.times if options.times else kind.times)


if __name__ == "__main__":
    sys.exit(main())
