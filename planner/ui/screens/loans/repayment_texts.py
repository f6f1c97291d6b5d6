"""What the form of a repayment shows: a recorded one in its fields, and beside them what it is for and its parts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.domain.accounts.records import Repayment, Split
from planner.domain.ledger.state import Due
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.forms.fields import Texts
from planner.words.dues import left

_MOST_OLDER = 2  # lines about older instalments: there is more to be told beside the smallest form


def texts_of(repayment: Repayment, named_on: date | None) -> Texts:
    """What the fields show for a repayment that is recorded, for the due of ``named_on``; no parts where they are
    derived."""
    texts = {
        "amount": fmt.plain_money(repayment.amount_minor),
        "on": repayment.on.isoformat(),
        "settles": "yes" if repayment.settles else "no",
        "note": repayment.note,
        "discount": fmt.plain_money(repayment.discount_minor) if repayment.discount_minor else "",
        "assigned": named_on.isoformat() if named_on else "",
    }
    return texts | {part: fmt.plain_money(minor) for part, minor in _parts(repayment.split)}


def due_lines(due: Due, dues: Iterable[Due], today: date | None, *, named: bool, asked: bool) -> list[str]:
    """For which instalment it is; before that come older ones with something unpaid, unless it was ``named``.

    Of more than two older ones the first is named, the others are counted and all summed up. Without ``today`` it is
    recorded already. ``asked``: how to say which of them it is for.
    """
    older = [one for one in dues if one.unpaid_minor and (one.due_on, one.number) < (due.due_on, due.number)]
    key = "repayment.older_stays" if named else "repayment.older_due"
    shown = older if len(older) <= _MOST_OLDER else older[: _MOST_OLDER - 1]
    told = [t(key, on=fmt.day(one.due_on), unpaid=fmt.money(one.unpaid_minor)) for one in shown]
    if len(shown) < len(older):
        in_all = fmt.money(sum(one.unpaid_minor for one in older))
        told.append(t("repayment.older_more", n=len(older) - len(shown), unpaid=in_all))
    if asked:
        told.append(t("repayment.which_due"))
    if due.least_minor not in (0, due.unpaid_minor):
        told.append(t("repayment.least_only", least=fmt.money(due.least_minor), full=fmt.money(due.unpaid_minor)))
        if 0 < due.overdue_minor < due.least_minor:
            told.append(t("repayment.overdue_part", overdue=fmt.money(due.overdue_minor)))
    elif due.least_paid and due.unpaid_minor:
        told.append(t("repayment.least_paid", full=fmt.money(due.unpaid_minor)))
    if today is None:
        head = t("repayment.for_named", on=fmt.day(due.due_on))
    else:
        key = "repayment.for_bill" if due.minimum_minor is not None else "repayment.for_due"
        head = t(key, on=fmt.day(due.due_on), left=left(due, today))
    return [head, "", *told, *([""] if told else [])]


def split_lines(split: Split) -> list[str]:
    """How it is divided: a heading, then principal, interest and fee, also where one is 0."""
    return [
        t("repayment.split"),
        *(f"  {t(f'repayment.{part}')}  {fmt.plain_money(minor)}" for part, minor in _parts(split)),
    ]


def _parts(split: Split | None) -> list[tuple[str, int]]:
    """The parts by the keys of their fields."""
    if split is None:
        return []
    return [("principal", split.principal_minor), ("interest", split.interest_minor), ("fee", split.fee_minor)]
