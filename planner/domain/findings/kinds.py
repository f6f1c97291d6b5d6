"""Every kind of finding in one table: what it is called, what it measures, and all that other rooms ask of it.

One thing has one name in Python, that of its figure. Three names of it are stored in people's files or printed by
``--json``, so they stay as they are, whatever Python calls it:

================  ==================  =========================  =======================================
finding           module              measures                   rules and thresholds (``seeds/rules.toml``)
================  ==================  =========================  =======================================
``score``         ``score``           ``score``, ``score_least``  ``sesame_*``, ``score_fresh_days``
``profile``       ``profile``         ``profile_*``              none
``multi_lender``  ``multi_lender``    ``online_lenders``,        ``online_lenders_*``,
                                      ``institutions``,          ``institutions_*``,
                                      ``new_lenders``,           ``new_lenders_against``,
                                      ``payment_ratio``          ``payment_*``
``behaviour``     ``behaviour``       ``applied_*``, ``cooldown``  ``hard_*``, ``cooldown_*``
``report``        ``report``          ``report_*``, ``hard_*``,  ``report_fresh_months``, ``hard_*``,
                                      ``negatives``,             ``overdue_grave_days``,
                                      ``strange_accounts``,      ``overdue_wait_months``, and the repair
                                      ``report_rating``
``record``        ``record``          ``overdue_*``, ``on_file``  ``overdue_*``, ``record_report_months``
``usage``         ``utilisation``     ``utilisation``,           ``usage_watch``, ``usage_against``,
                                      ``fullest_line``           ``usage_line``
``debt``          ``debt_ratios``     ``payment_ratio``,         ``payment_*``,
                                      ``balance_ratio``,         ``balance_against``,
                                      ``with_guarantees``        ``guarantee_share``
================  ==================  =========================  =======================================

A finding more is a module beside this one, a line in ``KINDS``, its threshold in ``seeds/rules.toml`` with a page in
``seeds/terms.toml`` and an action in ``seeds/strategies.toml`` that moves it, and its texts in each language:
``finding.<code>`` and ``finding.short.<code>``, ``measure.<code>`` of each measure, ``evidence.<code>`` of its records,
``missing.<code>`` of what may lack.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from planner.domain.credit.file import CreditFile, WantedLine
from planner.domain.findings import behaviour, debt_ratios, multi_lender, profile, record, report, score, utilisation
from planner.domain.findings.model import Facts, Measure, Way
from planner.domain.reference.catalogue import Catalogue
from planner.domain.reference.rules import Rule
from planner.values import dataclass

Measures = Callable[[Facts], tuple[Measure, ...]]
LineMeasures = Callable[[WantedLine, Catalogue, CreditFile, date], tuple[Measure, ...]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of finding.

    Attributes:
        code: its name in files, in ``--json`` and in the keys of texts; never changes.
        reason: the article's reason that it belongs to: the first looks at spending and repayment habits too, the third
            at all of a person's debts and standing.
        measures: what it measures on a day.
        clears_by: by what it clears when nothing new is added; by ``ACT`` no day can be given.
        actions: what shortens the way most, first things first: codes of ``seeds/strategies.toml``.
        warned_by: the warnings (``cautions``) that stand with it.
        closes_lines: whether the plan clears it only if emptied lines are closed.
        of_line: what it measures for a line of the person's own, where that is not what it measures for 借呗.
        expired: the rules that would have advised once and do not any more.
    """

    code: str
    reason: str
    measures: Measures
    clears_by: Way = Way.ACT
    actions: tuple[str, ...] = ()
    warned_by: tuple[str, ...] = ()
    closes_lines: bool = False
    of_line: LineMeasures | None = None
    expired: Callable[[Facts], tuple[Rule, ...]] | None = None


KINDS = (
    Kind(
        "score",
        "score",
        score.measures,
        actions=("pay_on_time", "complete_profile"),
        of_line=score.measures_of_line,
    ),
    Kind(
        "profile",
        "profile",
        profile.measures,
        actions=("complete_profile",),
        of_line=profile.measures_of_line,
    ),
    Kind(
        "multi_lender",
        "multi_lender",
        multi_lender.measures,
        Way.PLAN,
        actions=("follow_plan", "close_lines"),
        warned_by=("unlicensed", "rollover"),
        closes_lines=True,
    ),
    Kind(
        "behaviour",
        "behaviour",
        behaviour.measures,
        Way.TIME,
        actions=("stop_applying", "stop_checking"),
        warned_by=("borrowed_name",),
    ),
    Kind(
        "report",
        "multi_lender",
        report.measures,
        Way.TIME,
        actions=("settle_negative", "object", "stop_applying"),
        warned_by=("credit_repair",),
        expired=report.expired,
    ),
    Kind("record", "score", record.measures, Way.TIME, actions=("pay_on_time", "settle_negative")),
    Kind("usage", "score", utilisation.measures, Way.PLAN, actions=("leave_room",)),
    Kind(
        "debt",
        "multi_lender",
        debt_ratios.measures,
        Way.PLAN,
        actions=("follow_plan",),
        warned_by=("price_lines", "price_doubt", "price_possible", "subsidy", "rollover"),
    ),
)
"""In the order in which they are shown."""

CODES = tuple(kind.code for kind in KINDS)
BY_CODE = {kind.code: kind for kind in KINDS}
