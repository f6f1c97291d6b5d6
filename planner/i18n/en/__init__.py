"""The texts in English, one module a room; each has ``TEXTS`` by key."""

NAME = "English"


def form(n: object) -> int:
    """Which of the forms (one, many) of a text goes with the number ``n``."""
    return 0 if n == 1 else 1
