"""What the person said of rows once and wants to hold for rows like them: which go to which account, and as what."""

from __future__ import annotations

from enum import StrEnum

from planner.errors import PlannerError
from planner.values import dataclass

MOST_TEXT = 200
"""Characters of a text that rows are compared with."""
MOST_TERMS = 60


class Says(StrEnum):
    """What a rule says that a row is."""

    FILE = "file"  # as the file has it
    REPAYMENT = "repayment"
    DRAW = "draw"
    PURCHASE = "purchase"
    REFUND = "refund"
    NONE = "none"  # no debt


@dataclass(frozen=True, slots=True)
class ImportRule:
    """Rows whose texts hold ``party``, ``pay`` and ``goods`` (each where it is not empty) are ``says`` on ``loan_id``.

    They are compared without regard to width, case and blanks. Without ``loan_id`` the account is the one that the file
    names. ``terms`` is the number of instalments of a purchase.
    """

    id: int
    party: str
    pay: str
    goods: str
    says: Says
    loan_id: int | None = None
    terms: int | None = None

    def validate(self) -> None:
        """Whether it says something of some rows and not of all.

        Raises:
            PlannerError: ``import_rule.*`` with ``field``.
        """
        for name in ("party", "pay", "goods"):
            if len(getattr(self, name)) > MOST_TEXT:
                raise PlannerError("import_rule.long", field=name, most=MOST_TEXT)
        if not any(self.place):
            raise PlannerError("import_rule.empty", field="party")
        if self.says is Says.NONE and self.loan_id is not None:
            raise PlannerError("import_rule.none_with_loan", field="loan")
        if self.says is Says.FILE and self.loan_id is None:
            raise PlannerError("import_rule.nothing", field="says")
        if self.terms is not None and (self.says is not Says.PURCHASE or not 2 <= self.terms <= MOST_TERMS):
            raise PlannerError("import_rule.terms", field="terms", most=MOST_TERMS)

    @property
    def place(self) -> tuple[str, str, str]:
        """What it compares, for two rules that speak of the same rows."""
        from planner.domain.reference.products import folded  # the tables know this module, and compare nothing

        return folded(self.party), folded(self.pay), folded(self.goods)
