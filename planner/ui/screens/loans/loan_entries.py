"""The kinds of entries that tables of a loan's fields are made of: texts, amounts, counts, shares, days, choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Any

from planner.domain.accounts.doubts import Doubt
from planner.domain.accounts.loan import Loan
from planner.i18n import format as fmt
from planner.i18n import t
from planner.ui.forms.fields import (
    Field,
    Texts,
    amount_field,
    count_field,
    date_field,
    option_texts,
    rate_field,
    rate_text,
)
from planner.ui.screens.loans.loan_field import BLANK, LoanField, Scene, Spec, always, never
from planner.values import replace

Doubting = Callable[[Scene, Any, dict[str, Any]], Doubt | None]


def doubt_text(doubt: Doubt | None) -> str:
    """Why an entry is doubted, in words; empty for none."""
    return "" if doubt is None else t(f"loan.doubt.{doubt.code}", **fmt.show(doubt.params))


def asked(
    name: str,
    make: Callable[..., Field],
    *,
    label: str = "",
    hint: str | None = None,
    when: Callable[[Scene], bool] = always,
    shown: Callable[[Texts], bool] = always,
    doubt: Doubting | None = None,
    **more: Any,
) -> Spec:
    """How a field is asked.

    Args:
        name: key of its label in the catalogues; what follows the dot is the key of the field.
        make: makes the field, from the scene, its key and its label.
        label: another key of its label.
        hint: another key of its hint than ``loan.hint.…``; empty for none.
        when: whether it is asked at all in a scene.
        shown: whether it is asked given what stands in the fields.
        doubt: why a value is seldom right in a scene, given those of all fields; None for one that is plausible.
        more: for ``make``.
    """
    area, _, key = name.partition(".")
    told = f"{area}.hint.{key}" if hint is None else hint

    def spec(scene: Scene) -> Field:
        return make(
            scene,
            key,
            t(label or name),
            hint=t(told) if told else "",
            shown=lambda texts: when(scene) and shown(texts),
            doubt=None if doubt is None else lambda value, values: doubt_text(doubt(scene, value, values)),
            **more,
        )

    return spec


def entry(
    name: str,
    path: str,
    make: Callable[..., Field],
    text: Callable[[Any], str],
    *,
    value: Callable[[Any], Any] | None = None,
    needed: Callable[[Loan], bool] = never,
    usual: Callable[[Loan], bool] = never,
    concerns: Callable[[Loan], bool] = always,
    **how: Any,
) -> LoanField:
    """A field that holds one attribute of a loan, or of a part of it (``card.minimum_minor``).

    Args:
        name: as in ``asked``.
        path: the attribute.
        make: as in ``asked``.
        text: the text of what stands there.
        value: makes what stands there of what the field gives; as it is, by default.
        needed: for which loans it has to be given; for others nothing given means what ``BLANK`` has there.
        usual: as in ``LoanField``.
        concerns: as in ``LoanField``.
        how: as in ``asked``.
    """

    def put(loan: Loan, given: Any) -> Loan:
        if given is None:
            if needed(loan):
                raise TypeError(f"{name} is needed")
            return with_part(loan, path, attrgetter(path)(BLANK))
        return with_part(loan, path, value(given) if value else given)

    spec = asked(name, make, **how)
    return LoanField(name.partition(".")[2], spec, lambda loan: text(attrgetter(path)(loan)), put, usual, concerns)


def with_part(loan: Loan, path: str, value: Any) -> Loan:
    """The loan with one attribute replaced, its own or that of a part of it."""
    found: Loan = _replaced(loan, path, value)
    return found


def _replaced(whole: Any, path: str, value: Any) -> Any:
    name, _, rest = path.partition(".")
    return replace(whole, **{name: _replaced(getattr(whole, name), rest, value) if rest else value})


# -- the kinds of entries ----------------------------------------------------------------------------------------------


def words(name: str, path: str, **how: Any) -> LoanField:
    """A text."""
    return entry(name, path, make_words, str, **how)


def amount(name: str, path: str, text: Callable[[Any], str] | None = None, **how: Any) -> LoanField:
    """An amount in fen; nothing is shown for 0."""
    return entry(name, path, make_amount, text or money_text, **how)


def count(name: str, path: str, **how: Any) -> LoanField:
    """A whole number; nothing is shown for 0."""
    return entry(name, path, _make_count, lambda number: str(number or ""), **how)


def share(name: str, path: str, text: Callable[[Any], str] | None = None, **how: Any) -> LoanField:
    """A rate or share, a fraction of 1 that is typed in percent."""
    return entry(name, path, make_share, text or share_text, **how)


def day(name: str, path: str, **how: Any) -> LoanField:
    """A day."""
    return entry(name, path, make_day, lambda on: on.isoformat() if on else "", **how)


def choice(name: str, path: str, kind: type[StrEnum], prefix: str, **how: Any) -> LoanField:
    """One of an enumeration, its texts under ``prefix`` in the catalogues."""
    return entry(name, path, make_choice, str, value=kind, prefix=prefix, values=list(kind), **how)


def yes_or_no(name: str, path: str, *, values: Sequence[str] = ("yes", "no"), **how: Any) -> LoanField:
    """Whether something is so; a new loan begins with the first of ``values``."""
    return entry(
        name,
        path,
        make_choice,
        lambda so: "yes" if so else "no",
        value=lambda text: text == "yes",
        prefix="yes",
        values=values,
        **how,
    )


def money_text(minor: int | None) -> str:
    """An amount as typed; empty for none and for 0."""
    return fmt.plain_money(minor) if minor else ""


def share_text(fraction: Decimal | None) -> str:
    """A fraction as typed; empty for none."""
    return "" if fraction is None else rate_text(fraction)


def make_words(_scene: Scene, key: str, label: str, **more: Any) -> Field:
    """For ``asked``: a text."""
    return Field(key, label, **more)


def make_amount(_scene: Scene, key: str, label: str, **more: Any) -> Field:
    """For ``asked``: an amount."""
    return amount_field(key, label, **more)


def make_share(_scene: Scene, key: str, label: str, **more: Any) -> Field:
    """For ``asked``: a share."""
    return rate_field(key, label, **more)


def make_day(scene: Scene, key: str, label: str, **more: Any) -> Field:
    """For ``asked``: a day."""
    return date_field(key, label, scene.today, **more)


def make_choice(_scene: Scene, key: str, label: str, *, prefix: str, values: Sequence[str], **more: Any) -> Field:
    """For ``asked``: one of ``values``, its texts under ``prefix`` in the catalogues."""
    return Field(key, label, options=option_texts(prefix, values), **more)


def _make_count(_scene: Scene, key: str, label: str, **more: Any) -> Field:
    return count_field(key, label, **more)
