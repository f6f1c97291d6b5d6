"""How long the shipped products take to read and check, beside reading alone: ``python -m tests.bench.bench_seeds``.

A form opens with it. The ratio says what the checks cost, on any machine.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from planner.storage.shipped import files
from planner.storage.shipped import products as seed
from tests.bench.bench_findings import best


def main() -> None:
    def read() -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        return files.read_file("lenders.toml"), files.read_file("products.toml")

    plain, checked = best(read, 5), best(lambda: seed.parse(*read()), 5)
    sys.stdout.write(f"read {plain * 1000:.1f} ms, read and checked {checked * 1000:.1f} ms: {checked / plain:.2f}\n")


if __name__ == "__main__":
    main()
