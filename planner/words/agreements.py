"""Agreements with a lender and legal moves in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from planner.domain.accounts.conditions import met
from planner.domain.accounts.moves import Claim
from planner.domain.accounts.records import Account, Arrangement, ArrangementKind, ArrangementState, Move
from planner.i18n import format as fmt
from planner.i18n import t

if TYPE_CHECKING:
    from planner.domain.what_if.agreement import Effect


def agreed_text(agreed: Arrangement) -> str:
    """What was agreed, in a few words: its kind with its number, amount or last day."""
    said = [t(f"agreement.kind.{agreed.kind}")]
    count = len(agreed.rows) or agreed.terms
    if agreed.kind is ArrangementKind.REDUCED_SETTLEMENT:
        said.append(t("agreement.said.settle", amount=fmt.money(agreed.amount_minor)))
    elif agreed.kind is ArrangementKind.WAIVER:
        said.append(t("agreement.said.waive", amount=fmt.money(agreed.amount_minor)))
    elif count:
        said.append(t("agreement.said.terms", n=count))
    if agreed.until_on is not None:
        said.append(t("agreement.said.until", on=fmt.day(agreed.until_on)))
    return " ".join(said)


def effect_lines(found: Effect | None) -> list[str]:
    """What an agreement costs beside the contract, and when the next instalment falls due."""
    if found is None:
        return [t("agreement.open_end")]
    more = found.cost_minor
    code = "more" if more > 0 else "less" if more < 0 else "same"
    lines = [
        _change(t("agreement.to_pay"), found.to_pay_before_minor, found.to_pay_minor),
        t("agreement.same") if code == "same" else t(f"agreement.{code}", amount=fmt.money(abs(more))),
        _change(t("agreement.interest"), found.interest_before_minor, found.interest_minor),
    ]
    if found.first is not None:
        amount = fmt.money(found.first.unpaid_minor)
        lines.append(t("agreement.next", on=fmt.day(found.first.due_on), amount=amount))
        lines.append(f"{t('agreement.ends')}  {fmt.day(found.ends_before_on)} → {fmt.day(found.ends_on)}")
    return lines


def _change(name: str, before: int, after: int) -> str:
    return f"{name}  {fmt.money(before)} → {fmt.money(after)}"


def report_text(kind: ArrangementKind) -> str:
    """What the credit report will probably say."""
    return t("agreement.report", says=t(f"agreement.report.{kind}"))


def cost_text(account: Account, agreed: Arrangement, today: date) -> str:
    """How much more, or less, than by the contract: with a sign; empty where that cannot be told."""
    from planner.domain.what_if.agreement import effect  # a command that names a move needs none

    found = effect(account, agreed, today)
    if found is None:
        return ""
    return ("+" if found.cost_minor > 0 else "") + fmt.money(found.cost_minor)


def condition_text(account: Account, agreed: Arrangement, today: date) -> str:
    """How a reduced settlement stands, or from when the contract counts again; empty for all else."""
    if agreed.broken_on is not None:
        return t("agreement.broken", on=fmt.day(agreed.broken_on))
    if agreed.kind is not ArrangementKind.REDUCED_SETTLEMENT or agreed.state is not ArrangementState.AGREED:
        return ""
    stands = met(account, agreed)
    if stands.met_on is not None:
        return t("agreement.condition_met", on=fmt.day(stands.met_on))
    left, until = fmt.money(stands.asked_minor - stands.paid_minor), fmt.day(agreed.until_on)
    if stands.failed(agreed, today):
        return t("agreement.condition_failed", until=until, left=left)
    if agreed.until_on is None:
        return t("agreement.condition_open_ended", left=left)
    return t("agreement.condition_open", until=until, left=left)


def move_text(move: Move) -> str:
    """A legal move with its day, and with whom."""
    what = t(f"move.kind.{move.kind}")
    if not move.creditor:
        return t("move.standing", on=fmt.day(move.on), what=what)
    return t("move.standing_to", on=fmt.day(move.on), what=what, creditor=move.creditor)


def claim_mark(claim: Claim) -> str:
    """The move that matters most in a word or two, for a list: to whom it went, else the latest; empty without any."""
    move = claim.passed_on or next(reversed(claim.standing), None)
    return "" if move is None else t(f"move.mark.{move.kind}")


def claim_marks(claim: Claim) -> str:
    """All moves in force, in a word or two each; empty without any."""
    return t("list.and").join(t(f"move.mark.{move.kind}") for move in claim.standing)
