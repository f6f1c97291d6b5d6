"""The working behind the figures of one loan, for the help over its screen: what adds up to what, and by which rule."""

from __future__ import annotations

from planner.domain.accounts.loan import Loan, Method
from planner.domain.accounts.records import Account
from planner.domain.accounts.terms import CardInterest, DueShift, MinimumRule, PenaltyBasis
from planner.domain.ledger.ending import Ending, ending
from planner.domain.ledger.printed_days import moved_from
from planner.domain.ledger.state import DueStatus, Position
from planner.i18n import format as fmt
from planner.i18n import language, t
from planner.ui.forms.fields import rate_text
from planner.ui.screens.loans.card_terms import from_line
from planner.ui.screens.loans.terms_fields import order_text
from planner.words.prepayment import rules_told

_SHOWN = 6  # overdue instalments named one by one


def explained(account: Account, place: Position) -> str:
    """A heading, then one line for each figure and each rule that makes it."""
    loan = account.loan
    lines = [
        t("explain.title"),
        "",
        _settlement(ending(account, place.as_of)),
        t("explain.interest", rate=_rate(loan, place), day_count=t(f"day_count.{loan.day_count}")),
    ]
    late = [due for due in place.dues if due.overdue_minor]
    if place.overdue_minor and late:
        parts = " + ".join(f"{fmt.day(due.due_on)} {fmt.money(due.overdue_minor)}" for due in late[:_SHOWN])
        more = "" if len(late) <= _SHOWN else " + …"
        lines.append(t("explain.overdue", total=fmt.money(place.overdue_minor), parts=parts + more))
        lines += [
            t("explain.overdue.within", on=fmt.day(due.due_on), amount=fmt.money(due.overdue_minor))
            for due in late
            if due.status is not DueStatus.MISSED
        ]
    lines += _days_off(account, place)
    lines += _card_rules(loan) if loan.method is Method.CARD else _loan_rules(loan, place)
    return "\n".join(lines)


def _settlement(parts: Ending) -> str:
    """What settling takes, as the sum of its parts; what was paid ahead is named where there is any."""
    return t(
        "explain.settlement.ahead" if parts.ahead_minor else "explain.settlement",
        total=fmt.money(parts.total_minor),
        principal=fmt.money(parts.principal_minor),
        due=fmt.money(parts.due_minor),
        grown=fmt.money(parts.grown_minor),
        charges=fmt.money(parts.charges_minor),
        ahead=fmt.money(parts.ahead_minor),
    )


def _days_off(account: Account, place: Position) -> list[str]:
    """The rule for due dates on days off, how far the days are known, and which due dates moved, those to come first.

    With the source of the days off of their years.
    """
    loan = account.loan
    if loan.due_shift is DueShift.NONE or loan.calendar is None:
        return []
    from planner.storage.shipped import holidays

    until = fmt.day(loan.calendar.until)
    lines = [t("explain.due_shift", rule=t(f"due_shift.{loan.due_shift}"), until=until)]
    dues = sorted(place.dues, key=lambda due: (due.due_on < place.as_of, abs(due.due_on - place.as_of)))
    moved = [(printed, due.due_on) for due in dues if (printed := moved_from(account, due.due_on)) is not None]
    if moved:
        days = t("list.and").join(f"{fmt.day(printed)} → {fmt.day(on)}" for printed, on in sorted(moved[:_SHOWN]))
        lines.append(t("explain.moved", days=days + ("" if len(moved) <= _SHOWN else " …")))
    years = {printed.year for printed, _ in moved[:_SHOWN]}
    for year, fact in holidays.load().facts:
        if year in years:
            source, sure = fact.source.text(language()), t(f"confidence.{fact.confidence}")
            lines.append(t("explain.moved_from", year=year, source=source, sure=sure, on=fmt.day(fact.checked_on)))
    return lines


def _rate(loan: Loan, place: Position) -> str:
    rate = loan.rate_on(place.as_of)
    return f"{rate_text(rate.value)} {t(f'basis.{rate.basis}')}"


def _loan_rules(loan: Loan, place: Position) -> list[str]:
    lines = [*rules_told(loan), t("explain.application", order=order_text(loan.application))]
    if loan.penalty is not None:
        times = loan.penalty.basis is PenaltyBasis.TIMES
        lines.append(
            t(
                "explain.penalty_times" if times else "explain.penalty_day",
                amount=fmt.money(place.penalty_minor),
                on=t(f"penalty_on.{loan.penalty.on}"),
                rate=rate_text(loan.penalty.rate),
            )
        )
    elif place.overdue_minor:
        lines += _penalty_unknown(loan, place)
    if loan.method.scheduled:
        rounding, remainder = t(f"rounding.{loan.rounding}"), t(f"remainder.{loan.remainder}")
        lines.append(t("explain.rounding", rounding=rounding, remainder=remainder))
    return lines


def _penalty_unknown(loan: Loan, place: Position) -> list[str]:
    """That being late costs interest at least, how much is not known, and what is usual for the product."""
    from planner.storage.shipped import products

    lines = [t("explain.penalty_unknown", amount=fmt.money(place.penalty_minor))]
    preset = products.load().preset(loan.product)
    usual = preset.penalty_of(loan.method) if preset is not None else None
    if preset is not None and usual is not None:
        key = "explain.penalty_usual" if usual.basis is PenaltyBasis.TIMES else "explain.penalty_usual_day"
        what = t(key, on=t(f"penalty_on.{usual.on}"), rate=rate_text(usual.rate))
        lines.append(from_line(preset.fact("penalty"), what))
    return lines


def _card_rules(loan: Loan) -> list[str]:
    card = loan.card
    lines = [t(f"explain.card.{card.interest}")]
    if card.interest is not CardInterest.NONE and (card.tolerance_minor or loan.grace_days):
        lines.append(t("explain.tolerance", days=loan.grace_days, amount=fmt.money(card.tolerance_minor)))
    least = fmt.money(card.minimum_minor or 0)
    share = "" if card.minimum_share is None else rate_text(card.minimum_share)
    unsure = "" if loan.rate_confirmed or card.minimum is MinimumRule.NONE else t("explain.unconfirmed")
    lines.append(t(f"explain.minimum.{card.minimum}", share=share, least=least) + unsure)
    if card.late_fee_share is not None and card.minimum is not MinimumRule.NONE:
        lines.append(t("explain.late_fee", share=rate_text(card.late_fee_share), least=fmt.money(card.late_fee_minor)))
    return [*lines, t("explain.plans")]
