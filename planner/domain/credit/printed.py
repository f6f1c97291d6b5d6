"""What a report prints beside what was typed here: when two amounts and two names of institutions are one."""

from __future__ import annotations

import re
import unicodedata

_YUAN_MINOR = 100
_FIRM = re.compile(r"(?:股份有限公司|有限责任公司|有限公司)")


def same(one_minor: int, other_minor: int, accounts: int = 1) -> bool:
    """Whether two amounts in fen are one as a report prints it: less than a yuan apart, since it prints whole yuan.

    ``accounts``: of how many accounts one of them is the sum, each rounded by itself.
    """
    return abs(one_minor - other_minor) < _YUAN_MINOR * accounts


def bare(name: str) -> str:
    """A name of an institution for comparing: without legal form and blanks, one form for brackets and capitals."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _FIRM.sub("", "".join(folded.split()))
