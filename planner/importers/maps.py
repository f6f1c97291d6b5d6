"""Maps of columns: how a file of an app or a bank is known, which of its columns says what, and what its words mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property, lru_cache, partial
from typing import Any

from planner.domain.imports.file import FileRow, Kind
from planner.errors import PlannerError
from planner.importers.alipay_rows import plain
from planner.importers.values import folded
from planner.paths import shipped
from planner.values import dataclass

FIELDS = (
    "on", "time", "amount", "received", "spent", "direction", "currency", "category", "counterparty", "goods",
    "pay_method", "status", "order_no", "merchant_no", "card", "note", "balance",
)  # fmt: skip
"""What a column can say. ``amount`` is one for both directions; ``received`` and ``spent`` are one for each."""
SORTS = ("app", "card", "account")
"""Whose payments: of an app, of one credit card, of a current account."""
SIGNS = ("none", "spent_positive", "spent_negative")
"""What the sign of an amount says; ``none``: nothing, another column or the words say it."""
PDF = ("", "samples", "guessed")
"""How sure it is that a PDF of this kind has these columns: nobody said, public samples have them, it is guessed."""
_KEYS = {
    "code", "zh", "en", "sort", "bank", "known_by", "never", "columns", "signs", "words", "source", "checked_on",
    "pdf",
}  # fmt: skip
_TEXTS = 4096  # of each field, of which it is known which wording they are
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Word:
    """A wording: in one of ``fields`` the whole text is ``pattern``. ``product`` and ``name`` are those of the account.

    ``reason``: why it is asked about, or with ``Kind.OTHER`` why it stays out.
    """

    fields: tuple[str, ...]
    pattern: re.Pattern[str]
    kind: Kind
    product: str = ""
    name: str = ""
    reason: str = ""


class Words(tuple[Word, ...]):
    """The wordings of one kind of file; of each text it is found out once which is the first that has it."""

    def first(self, row: FileRow) -> Word | None:
        """The first wording that a row has; None: none."""
        found = len(self)
        for field, look in self._looks:
            text = getattr(row, field)
            if text:
                found = min(found, look(text))
        return self[found] if found < len(self) else None

    @cached_property
    def _looks(self) -> list[tuple[str, Callable[[str], int]]]:
        """For each field that a wording asks for: the place of the first that a text in it has, or behind the last."""
        fields = dict.fromkeys(field for word in self for field in word.fields)
        return [(field, lru_cache(maxsize=_TEXTS)(partial(self._place, field))) for field in fields]

    def _place(self, field: str, text: str) -> int:
        text = plain(text)
        places = (place for place, word in enumerate(self) if field in word.fields and word.pattern.fullmatch(text))
        return next(places, len(self)) if text else len(self)


@dataclass(frozen=True, slots=True)
class FileMap:
    """One kind of file. ``known_by``: sets of columns, each in no other kind; ``never``: columns of other kinds.

    ``columns`` gives for a field the names under which it may stand, first choice first; ``bank`` is the issuer,
    ``pdf`` one of ``PDF``.
    """

    code: str
    sort: str
    names: Mapping[str, str]
    known_by: tuple[frozenset[str], ...]
    columns: Mapping[str, tuple[str, ...]]
    bank: str = ""
    never: frozenset[str] = frozenset()
    signs: str = "none"
    words: Words = Words()
    pdf: str = ""

    def places(self, header: Sequence[str]) -> dict[str, tuple[int, ...]] | None:
        """Where each field stands in a row of column names; None if it does not head a table of this kind."""
        names = [column_name(cell) for cell in header]
        present = set(names)
        if self.never & present or not any(known <= present for known in self.known_by):
            return None
        found: dict[str, tuple[int, ...]] = {}
        for field, wanted in self.columns.items():
            at = tuple(place for name in wanted for place, given in enumerate(names) if given == name)
            if at:
                found[field] = at
        return found if "on" in found and {"amount", "received", "spent"} & found.keys() else None


def column_name(cell: str) -> str:
    """A column's name without blanks and the unit of its amounts."""
    name = _BLANKS.sub("", folded(cell))
    return name.removesuffix("(元)").removesuffix("(CNY)").removesuffix("(人民币)")


@cache
def shipped_maps() -> tuple[FileMap, ...]:
    """Those of ``seeds/bills.toml``, in their order."""
    import tomli

    with (shipped("seeds") / "bills.toml").open("rb") as file:
        return tuple(map_of(entry) for entry in tomli.load(file)["bill"])


def map_of(entry: Mapping[str, Any]) -> FileMap:
    """A map as it stands in a file.

    Raises:
        PlannerError: ``import.map`` with what is wrong and where.
    """
    if not isinstance(entry, Mapping):
        raise PlannerError("import.map", map="?", detail="{ … }")
    try:
        return _map_of(entry)
    except (KeyError, TypeError, ValueError, AttributeError, re.error) as error:
        raise PlannerError("import.map", map=str(entry.get("code", "?")), detail=str(error)) from None


def _map_of(entry: Mapping[str, Any]) -> FileMap:
    unknown = entry.keys() - _KEYS
    if unknown:
        raise ValueError(f"unknown: {sorted(unknown)}")
    columns = {field: tuple(map(column_name, names)) for field, names in entry["columns"].items()}
    _check("columns", columns.keys(), FIELDS)
    _check("sort", [entry["sort"]], SORTS)
    _check("signs", [entry.get("signs", "none")], SIGNS)
    _check("pdf", [entry.get("pdf", "")], PDF)
    return FileMap(
        code=entry["code"],
        sort=entry["sort"],
        names={"zh": entry["zh"], "en": entry["en"]},
        known_by=tuple(frozenset(map(column_name, names)) for names in entry["known_by"]),
        columns=columns,
        bank=entry.get("bank", ""),
        never=frozenset(map(column_name, entry.get("never", ()))),
        signs=entry.get("signs", "none"),
        words=Words(_word(word) for word in entry.get("words", ())),
        pdf=entry.get("pdf", ""),
    )


def _check(name: str, given: Any, known: Sequence[str]) -> None:
    wrong = [one for one in given if one not in known]
    if wrong:
        raise ValueError(f"{name}: {wrong[0]} ({', '.join(known)})")


def _word(entry: Mapping[str, str]) -> Word:
    fields = tuple(entry["in"].split())
    _check("in", fields, FIELDS)
    return Word(
        fields,
        re.compile(entry["is"]),
        Kind(entry["means"]),
        entry.get("product", ""),
        entry.get("name", ""),
        entry.get("reason", ""),
    )
