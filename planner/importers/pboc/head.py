"""What is no sentence of the report: its head with the person, titles, and what every page repeats.

All of it is taken out; of it only the day, the numbers of the pages and what must not be shown stay for a moment.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from planner.errors import PlannerError
from planner.importers.pboc.flow import Line, compact
from planner.values import dataclass, field

_PAGE = re.compile(r"-*第(\d{1,3})页[,/;。]?(?:共(\d{1,3})页)?-*")
_PAGE_OF = re.compile(r"(\d{1,3})/(\d{1,3})")
# What a browser prints above and below a page: the day with the title, the address with the number of the page.
_BROWSER = re.compile(
    r"(?:\d{4}/\d{1,2}/\d{1,2}(?:,?(?:上午|下午)?\d{1,2}:\d{2})?)?(?:https?:|file:|个人信用报告|征信中心)[^\u4e00-\u9fff,。]*?"
    r"(?:(?P<page>\d{1,3})/(?P<of>\d{1,3}))?"
)
_TITLE = re.compile(r"(?:个人信用报告|个人征信报告)(?:\((?:简版|个人版)\))?")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_TABLE_HEAD = re.compile(r"编号查询日期查询(?:机构|操作员)查询原因")
_ALWAYS = re.compile(r"(?:报告编号|报告时间|查询时间|姓名|被查询者姓名):")
_BODY = re.compile(
    r"信贷记录|信息概要|信用卡|购房|这部分包含|明细|系统中没有|公共记录|查询记录|账户数|相关还款责任|担保信息|编号查询|金额类数据"
    r"|(?:19|20)\d{2}年\d{1,2}月\d{1,2}日[,\u4e00-\u9fff]|主管税务机关:|立案法院:|执行法院:|处罚机构:|机构名称:"
)
_NUMBER = re.compile(r"报告编号:([0-9A-Za-z-]+)")
_NAME = re.compile(r"姓名:([^:,。]{2,40}?)(?=证件类型|证件号码|婚姻状况|性别|报告|已婚|未婚|离[异婚]|丧偶|$)")
_TIME = re.compile(r"报告时间: ?(\d{4}) ?[-.年/] ?(\d{1,2}) ?[-.月/] ?(\d{1,2})(?!\d)")
_TIME_TIGHT = re.compile(r"报告时间:(\d{4})[-.年/](\d{2})[-.月/](\d{2})(?!\d:)")


@dataclass(slots=True)
class Head:
    """What the furniture of the pages says. ``names`` and ``numbers`` are the person's: they are never kept."""

    lines: list[Line] = field(default_factory=list)
    days: Counter[date] = field(default_factory=Counter)
    heads: int = 0
    numbers: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    pages: set[int] = field(default_factory=set)
    of_pages: int = 0
    said: list[str] = field(default_factory=list)

    @property
    def on(self) -> date | None:
        """The day of the report: what most of its pages say, None where they do not agree."""
        most = self.days.most_common(2)
        if len(most) == 2 and most[0][1] == most[1][1]:
            return None
        return most[0][0] if most else None

    @property
    def pages_missing(self) -> tuple[int, ...]:
        """Pages that the page numbers ask for."""
        return tuple(page for page in range(1, self.of_pages + 1) if page not in self.pages)


# A line that ends in a label of the head.
_LABEL_ALONE = re.compile(r".*(?:报告编号|报告时间|查询时间|被查询者姓名|姓名|证件类型|证件号码):")
# A line that breaks off within the time of the report, and one that goes on with it.
_CUT_TIME = re.compile(r".*报告时间: ?[\d.年月日/-]+")
_REST_OF_TIME = re.compile(r"[\d.年月日/-]+(?: ?\d{1,2}:\d{2}(?::\d{2})?|日)\b.*")


def _joined(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, with those that end in a label of the head and the one behind it as one: a table may part them.

    So with those that break off within the time of the report: a day of one figure may be half of one.
    """
    waiting: Line | None = None
    for line in lines:
        whole = line
        if waiting is not None and _CUT_TIME.fullmatch(waiting.text):
            if _CLOCK.match(line.text) is None and _REST_OF_TIME.fullmatch(line.text):
                whole = Line(waiting.place, waiting.text + line.text)
            else:
                yield waiting
        elif waiting is not None:
            whole = Line(waiting.place, f"{waiting.text} {line.text}")
        cut = _LABEL_ALONE.fullmatch(compact(whole.text)) or _CUT_TIME.fullmatch(whole.text)
        waiting = whole if cut else None
        if waiting is None:
            yield whole
    if waiting is not None:
        yield waiting


def head(lines: Iterable[Line]) -> Head:
    """Takes apart what is no sentence; ``lines`` of the result are the others.

    Raises:
        PlannerError: ``report.several`` for two reports in one text.
    """
    found = Head()
    began = titled = False
    for line in _joined(lines):
        tight = compact(line.text)
        page = _page(tight)
        if page is not None:
            found.pages |= {page[0]} - {0}
            found.of_pages = max(found.of_pages, page[1])
        elif _TITLE.fullmatch(tight) or _CLOCK.fullmatch(tight):
            found.said.append(tight)
        elif _ALWAYS.match(tight):
            _person(found, line.text, tight)
        elif began or _BODY.search(tight):
            began = True
            if not (_TABLE_HEAD.fullmatch(tight) and titled):
                found.lines.append(line)
            titled = titled or _TABLE_HEAD.fullmatch(tight) is not None
        else:
            found.said.append(tight)
            _person(found, line.text, tight)
    if found.heads > 1 and max(len(found.days), len(found.numbers)) > 1:
        raise PlannerError("report.several", n=max(len(found.days), len(found.numbers)))
    return found


def _page(tight: str) -> tuple[int, int] | None:
    """The number of a page and of how many, 0 where it does not say; None where the line is part of no margin."""
    match = _PAGE.fullmatch(tight)
    if match is not None:
        return int(match[1]), int(match[2] or 0)
    match = _PAGE_OF.fullmatch(tight)
    if match is not None and 0 < int(match[1]) <= int(match[2]):
        return int(match[1]), int(match[2])
    match = _BROWSER.fullmatch(tight)
    if match is None or _TITLE.fullmatch(tight):
        return None
    return int(match["page"] or 0), int(match["of"] or 0)


def _person(found: Head, text: str, tight: str) -> None:
    number = _NUMBER.search(tight)
    if number is not None:
        found.numbers.add(number[1])
    name = _NAME.search(tight)
    if name is not None:
        found.names.add(name[1])
        found.heads += 1
    time = _TIME.search(text) or _TIME_TIGHT.search(tight)
    if time is not None:
        try:
            found.days[date(int(time[1]), int(time[2]), int(time[3]))] += 1
        except ValueError:
            return


# A detailed report and one of a firm have words that a brief one has not.
_DETAILED = (
    "信贷交易信息明细", "信贷交易信息提示", "非循环贷账户", "循环贷账户一", "循环贷账户二", "账户标识", "授信协议标识",
    "居住信息", "职业信息", "(本人版)", "(银行版)",
)  # fmt: skip
_OF_A_FIRM = ("企业信用报告", "企业基本信息")
_BUREAUS = (
    "百行征信", "朴道征信", "钱塘征信", "芝麻信用", "前海征信", "鹏元征信", "同盾", "百融", "TransUnion", "环联",
    "Experian", "益博睿", "Equifax",
)  # fmt: skip


def refuse_others(lines: Sequence[Line], before: Sequence[str]) -> None:
    """Refuse what is another report, by its name.

    ``before`` is what stands in front of the first sentence: a bureau is also somebody who inquires.

    Raises:
        PlannerError: ``report.detailed``, ``report.of_a_firm``, ``report.bureau``.
    """
    text = "".join(compact(line.text) for line in lines)
    word = next((word for word in _OF_A_FIRM if word in text), None)
    if word is not None:
        raise PlannerError("report.of_a_firm", word=word)
    word = next((word for word in _DETAILED if word in text), None)
    if word is not None:
        raise PlannerError("report.detailed", word=word)
    front = "".join(before)
    bureau = next((name for name in _BUREAUS if name in front), None)
    if bureau is not None:
        raise PlannerError("report.bureau", name=bureau)
