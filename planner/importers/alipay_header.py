"""The columns of an Alipay bill by their names, in whatever order they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter

from planner.importers.maps import column_name
from planner.values import dataclass, field

_COLUMNS = {
    "on": ("付款时间", "交易时间", "交易创建时间", "创建时间", "最近修改时间"),  # the first that is filled
    "category": ("交易分类", "类型", "交易类型", "业务类型"),
    "counterparty": ("交易对方",),
    "goods": ("商品说明", "商品名称", "商品"),
    "direction": ("收/支", "收支", "收/支类型"),
    "amount": ("金额", "交易金额"),
    "pay_method": ("收/付款方式", "付款方式", "支付方式"),
    "status": ("交易状态",),
    "order_no": ("交易订单号", "交易号", "支付宝交易号"),
    "merchant_no": ("商家订单号", "商户订单号"),
    "note": ("备注",),
    "funds": ("资金状态",),
}
NAMES = frozenset(name for names in _COLUMNS.values() for name in names)
"""Of all columns that are read."""
_FIELDS = (
    "on", "amount", "order_no", "merchant_no",
    "category", "counterparty", "goods", "direction", "pay_method", "status", "note", "funds",
)  # fmt: skip
_NONE = {"/": "", "-": ""}  # strokes that stand for no text
_FOREIGN = {"交易单号", "商户单号", "当前状态", "商户名称", "商家单号"}  # columns of WeChat, JD and Meituan bills
_NEEDED = {"on", "amount", "direction", "status"}  # without one of them no row says what it is
_OPTIONAL_IN_FOREIGN = ("counterparty", "goods", "direction", "status", "order_no")


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of the table: ``at`` maps a field to the places where it stands, first choice first."""

    line: int
    names: tuple[str, ...]
    at: dict[str, tuple[int, ...]]
    width: int = field(init=False, compare=False)
    take: Callable[[Sequence[str]], tuple[str, ...]] = field(init=False, compare=False)
    """Of the cells of a row, one for each column and an empty one, those of ``_FIELDS`` in their first place."""
    several: tuple[tuple[int, tuple[int, ...]], ...] = field(init=False, compare=False)
    """Which of ``_FIELDS`` have more places, and all of these."""
    odd: list[None] = field(init=False, compare=False)
    """One for each row that fits in no way."""

    def __post_init__(self) -> None:
        places = [self.at.get(name, (len(self.names),)) for name in _FIELDS]
        object.__setattr__(self, "odd", [])
        object.__setattr__(self, "width", len(self.names))
        object.__setattr__(self, "take", itemgetter(*(first for first, *_ in places)))
        object.__setattr__(self, "several", tuple((at, found) for at, found in enumerate(places) if len(found) > 1))

    def texts(self, cells: Sequence[str]) -> list[str]:
        """The texts of ``_FIELDS`` in a row: of several places the first that is filled; a stroke stands for none."""
        taken = self.take([*cells, ""])
        found = [*map(_NONE.get, taken, taken)]
        for number, places in self.several:
            if not cells[places[0]]:
                text = next((cells[place] for place in places if cells[place]), "")
                found[number] = _NONE.get(text, text)
        return found


def header_of(cells: Sequence[str], line: int) -> Header | None:
    """The columns that the cells of a line name, or None if they do not head a table of Alipay."""
    names = tuple(column_name(cell) for cell in cells)
    while names and not names[-1]:
        names = names[:-1]
    at: dict[str, tuple[int, ...]] = {}
    for name, known in _COLUMNS.items():
        places = tuple(names.index(column) for column in known if column in names)
        if places:
            at[name] = places
    found = sum(name in at for name in _OPTIONAL_IN_FOREIGN)
    if not at.keys() >= _NEEDED or found < 3 or _FOREIGN.intersection(names):
        return None
    return Header(line, names, at)
