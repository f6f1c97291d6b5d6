"""What a report prints beside what was typed here: when two amounts, two names and two kinds of account are one.

Of names and kinds there are two answers that say yes: *sure* where nothing else is possible, *perhaps* where it is no
more than a suggestion. Whoever compares them asks here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable
from functools import lru_cache

from planner.domain.accounts.loan import Method
from planner.domain.credit.file import AccountKind, ReportAccount

_YUAN_MINOR = 100
_FIRM = re.compile(r"(?:股份有限公司|有限责任公司|有限公司)")
_PART = re.compile(r"(?:\([^()]{1,12}\)|.{1,12}(?:分行|支行|营业部|分公司)|信用卡中心|个人信贷中心|消费金融中心)+")
_COUNTRY = "中国"
_WHOLE = 4  # signs: a name that is shorter does not go on with a branch
_SHORTEST = 3  # signs: a part of a name that is shorter names no institution


def same(one_minor: int, other_minor: int, accounts: int = 1) -> bool:
    """Whether two amounts in fen are one as a report prints it: less than a yuan apart, since it prints whole yuan.

    ``accounts``: of how many accounts one of them is the sum, each rounded by itself.
    """
    return abs(one_minor - other_minor) < _YUAN_MINOR * accounts


@lru_cache(maxsize=2048)
def bare(name: str) -> str:
    """A name of an institution for comparing: without legal form and blanks, one form for brackets and capitals."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _FIRM.sub("", "".join(folded.split()))


def same_lender(one: str, other: str) -> bool:
    """Whether two names, of a report or typed here, are for sure those of one institution.

    They are the same, or one of the two has a legal form, a place in brackets, a branch or a card centre more. Two
    branches are two institutions.
    """
    short, long = sorted((_short(one), _short(other)), key=len)
    if not short or not long.startswith(short):
        return False
    rest = long.removeprefix(short)
    return not rest or (len(short) >= _WHOLE and _PART.fullmatch(rest) is not None)


def perhaps_lender(one: str, other: str) -> bool:
    """Whether two names may be those of one institution: one of them holds the other."""
    short, long = sorted((bare(one), bare(other)), key=len)
    return short == long or (len(short) >= _SHORTEST and short in long)


def _short(name: str) -> str:
    found = bare(name)
    return found.removeprefix(_COUNTRY) if len(found) > 5 else found


def same_kind(kind: AccountKind, method: Method) -> bool:
    """Whether an account of a report is for sure of the kind of a loan here; one with bills may be a line (花呗)."""
    if kind is AccountKind.CARD:
        return method is Method.CARD
    if kind is AccountKind.LINE:
        return not method.scheduled
    return kind is not AccountKind.GUARANTEE and method.scheduled


def perhaps_kind(kind: AccountKind, method: Method) -> bool:
    """Whether it may be: what is drawn of a line was entered as a loan, or was reported as one. No card is a loan."""
    if same_kind(kind, method):
        return True
    if kind is AccountKind.LINE:
        return True
    return kind is AccountKind.LOAN and method is not Method.CARD


def identity(one: ReportAccount) -> Hashable:
    """By what an account is known again in a later report: its balance, state and limit change."""
    return bare(one.institution), one.kind, one.currency, one.opened_on, one.amount_minor
