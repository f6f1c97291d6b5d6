"""Properties are tried on the same examples everywhere, and a busy machine fails none of them."""

from hypothesis import settings

settings.register_profile("planner", derandomize=True, deadline=None, database=None)
settings.load_profile("planner")
