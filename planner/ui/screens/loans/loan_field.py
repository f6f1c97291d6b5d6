"""A field of a loan: what is asked, how its text comes from a loan, how its value goes into one; in one entry.

A table of such fields is a form: ``fields_of`` asks, ``texts_of`` shows a loan, ``loan_with`` makes one. What is in no
entry of the table stays in the loan as it was. ``loan_entries`` makes the entries.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from planner.domain.accounts.loan import Lender, Loan, Method
from planner.domain.basics.rates import Rate, RateBasis
from planner.ui.forms.fields import Field, Texts
from planner.values import dataclass, replace

BLANK = Loan(0, Lender(0, ""), "", Method.LEVEL_PAYMENT, date.min, Rate(Decimal(0), RateBasis.YEAR))
"""A loan of which nothing was said yet: what a new one begins as, and what an empty or hidden field means."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a form is opened for: the day, and the loan that is edited, None for a new one, with the principal owed."""

    today: date
    loan: Loan | None = None
    owed_minor: int = 0


Spec = Callable[[Scene], Field]


def always(_of: object) -> bool:
    """True of every loan, scene or texts."""
    return True


def never(_of: object) -> bool:
    """True of none."""
    return False


@dataclass(frozen=True, slots=True)
class LoanField:
    """One field of a loan.

    Attributes:
        key: of the field; ``spec`` gives a field with this key.
        spec: the field, in the language of the moment.
        get: the text of a loan.
        set: the loan with a value; None is that of a field that is empty, hidden, or not to be read yet. It may build
            on what stands before it in its table. Raises ``TypeError`` for None where a value is needed.
        usual: whether picking a product fills it in, given the loan that the product offers.
        concerns: whether a loan that is edited has it at all; if not, it is hidden and the loan keeps what it has.
    """

    key: str
    spec: Spec
    get: Callable[[Loan], str]
    set: Callable[[Loan, Any], Loan]
    usual: Callable[[Loan], bool] = never
    concerns: Callable[[Loan], bool] = always


Table = Sequence[LoanField]


def fields_of(table: Table, scene: Scene) -> tuple[Field, ...]:
    """The fields of a form, in the order of the table."""
    return tuple(
        entry.spec(scene)
        if scene.loan is None or entry.concerns(scene.loan)
        else replace(entry.spec(scene), shown=never)
        for entry in table
    )


def texts_of(table: Table, loan: Loan) -> Texts:
    """What the form shows for a loan."""
    return {entry.key: entry.get(loan) for entry in table}


def usual_texts(table: Table, offered: Loan) -> Texts:
    """What picking a product fills in, given the loan that it offers."""
    return {entry.key: entry.get(offered) for entry in table if entry.usual(offered)}


def loan_with(table: Table, before: Loan, values: dict[str, Any]) -> Loan:
    """The loan as it was with what the fields say; unchecked.

    Raises:
        TypeError: while a needed value is still None.
        PlannerError: where a value is none that the loan knows.
    """
    loan = before
    for entry in table:
        if entry.concerns(before):
            loan = entry.set(loan, values[entry.key])
    return loan
