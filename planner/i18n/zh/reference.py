"""Texts: how sure a source is, and the pages of terms."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "confidence.law": "法规",
    "confidence.official": "官方",
    "confidence.press": "媒体",
    "confidence.folklore": "网上说法",
    "confidence.unverified": "未核实",
    "term.what": "是什么",
    "term.why": "为什么要紧",
    "term.moves": "怎样改变",
    "term.takes": "要多久",
    "term.source": "依据",
    "term.source_line": "{source}（可信程度：{sure}；{on} 查证）",
}
