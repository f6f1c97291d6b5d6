"""How many examples a property is tried on: a fifth of them by default, all of them with ``EXAMPLES=all``.

They are the same on every machine, and a busy one fails none of them.
"""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, settings

SHARE = 1 if os.environ.get("EXAMPLES") == "all" else 5

PROFILE = settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=100 // SHARE,
    suppress_health_check=[HealthCheck.too_slow],
)


def examples(count: int, **options: Any) -> settings:
    """Try a property on ``count`` examples, or on a fifth of them in a quick run."""
    return settings(PROFILE, max_examples=count // SHARE, **options)
