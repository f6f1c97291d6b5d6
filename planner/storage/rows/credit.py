"""The credit file: scores, profile, report, inquiries, behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.domain.credit.file import (
    AccountKind,
    Asset,
    Behaviour,
    BehaviourKind,
    Inquiry,
    Negative,
    NegativeKind,
    Outcome,
    PointState,
    ProfileEntry,
    ProfileState,
    Rating,
    ReportAccount,
    ReportCheck,
    ReportedState,
    ReportPoint,
    Score,
    Series,
    WantedLine,
)
from planner.storage.rows.columns import day, member, number, parent, stamp, switch, text
from planner.storage.rows.table import Check, Rows, index, unique

SERIES = Rows(
    "score_series",
    Series,
    text("code", default=""),
    text("name", filled=True),
    number("low", least=0),
    number("high"),
    number("target", least=0, optional=True),
    rules=[unique("name"), Check("high", "high > low")],
)

SCORES = Rows(
    "score",
    Score,
    parent("series_id", "score_series", on_delete="CASCADE"),
    day("noted_on", "on"),
    number("value", least=0),
    text("note", default=""),
    stamp(),
    rules=[unique("series_id", "noted_on")],
    order="noted_on, id",
)

PROFILE = Rows(
    "profile_entry",
    ProfileEntry,
    text("platform", filled=True),
    text("item", filled=True),
    day("noted_on", "on"),
    member("state", ProfileState),
    number("months", least=0, optional=True),
    text("note", default=""),
    stamp(),
    rules=[unique("platform", "item", "noted_on")],
    order="noted_on, id",
)

CHECKS = Rows(
    "report_check",
    ReportCheck,
    day("checked_on", "on"),
    text("channel", filled=True),
    switch("detailed", default=0),
    number("accounts", least=0, optional=True),
    number("overdue_accounts", least=0, optional=True),
    text("note", default=""),
    stamp(),
    number("unread", least=0, optional=True),
    switch("partial", added=0),
    rules=[index("checked_on")],
    order="checked_on, id",
)

REPORT_ACCOUNTS = Rows(
    "report_account",
    ReportAccount,
    parent("check_id", "report_check", on_delete="CASCADE"),
    text("institution", filled=True),
    member("kind", AccountKind),
    switch("is_open", "open", default=1),
    switch("overdue", default=0),
    number("limit_minor", least=0, optional=True),
    number("balance_minor", least=0, optional=True),
    parent("loan_id", "loan", on_delete="SET NULL", optional=True),
    text("note", default=""),
    member("state", ReportedState, optional=True),
    text("business", added=""),
    text("currency", added="CNY"),
    day("opened_on", optional=True),
    day("ended_in", optional=True),
    day("as_of", optional=True),
    number("amount_minor", least=0, optional=True),
    number("overdue_minor", least=0, optional=True),
    number("overdue_months", least=0, optional=True),
    number("over_90_months", least=0, optional=True),
    member("rating", Rating, optional=True),
    text("months", added=""),
    day("months_until", optional=True),
    rules=[index("check_id"), index("loan_id")],
    order="check_id, id",
)

NEGATIVES = Rows(
    "negative_entry",
    Negative,
    text("institution", filled=True),
    member("kind", NegativeKind),
    day("began_on"),
    day("ended_on", optional=True),
    number("amount_minor", least=0, optional=True),
    number("worst_days", least=0, optional=True),
    parent("loan_id", "loan", on_delete="SET NULL", optional=True),
    parent("check_id", "report_check", on_delete="SET NULL", optional=True),
    text("note", default=""),
    stamp(),
    rules=[Check("order", "ended_on >= began_on"), index("check_id"), index("loan_id")],
    order="began_on, id",
)

INQUIRIES = Rows(
    "inquiry",
    Inquiry,  # a row of a report; two that read alike are two inquiries
    day("made_on", "on"),
    text("institution", filled=True),
    text("reason", filled=True),
    parent("check_id", "report_check", on_delete="SET NULL", optional=True),
    text("note", default=""),
    stamp(),
    switch("unknown", added=0),
    rules=[index("made_on"), index("check_id")],
    order="made_on, id",
)

BEHAVIOURS = Rows(
    "behaviour",
    Behaviour,
    day("done_on", "on"),
    member("kind", BehaviourKind),
    number("times", least=1, default=1),
    text("about", default=""),
    member("outcome", Outcome, default=Outcome.OPEN.value),
    text("note", default=""),
    stamp(),
    rules=[index("done_on")],
    order="done_on, id",
)

POINTS = Rows(
    "report_point",
    ReportPoint,
    parent("check_id", "report_check", on_delete="CASCADE"),
    text("code", filled=True),
    text("about"),
    member("state", PointState),
    day("decided_on", "on"),
    text("note", default=""),
    stamp(),
    rules=[unique("check_id", "code", "about")],
    order="check_id, id",
)

WANTED = Rows(
    "wanted_line",
    WantedLine,
    text("name", filled=True),
    text("platform", filled=True),
    parent("series_id", "score_series", on_delete="SET NULL", optional=True),
    number("score_least", least=0, optional=True),
    text("note", default=""),
    rules=[unique("name"), index("series_id")],
)

ASSETS = Rows(
    "asset",
    Asset,
    text("name", filled=True),
    day("noted_on", "on"),
    number("value_minor", least=0),
    text("note", default=""),
    stamp(),
    rules=[unique("name", "noted_on")],
    order="noted_on, id",
)

OF_FILE: Mapping[str, Rows[Any]] = {  # by attribute of the credit file, parents first
    "series": SERIES,
    "scores": SCORES,
    "profile": PROFILE,
    "checks": CHECKS,
    "report_accounts": REPORT_ACCOUNTS,
    "negatives": NEGATIVES,
    "inquiries": INQUIRIES,
    "behaviours": BEHAVIOURS,
    "wanted": WANTED,
    "assets": ASSETS,
    "points": POINTS,
}
