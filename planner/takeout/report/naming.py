"""How lenders and loans are called in a report: by their names, or by letters for someone who need not know them."""

from __future__ import annotations

from planner.domain.accounts.loan import Loan
from planner.domain.accounts.names import short_name
from planner.exporters.sheets import Value
from planner.i18n import t
from planner.overview.overview import Overview


class Naming:
    """The names of a book; ``anonymous`` ones are the same throughout one report: a letter each lender, in its order.

    A letter says nothing of a name, nor does its place in the alphabet: it goes by the order in which loans were
    entered.
    """

    def __init__(self, overview: Overview, *, anonymous: bool) -> None:
        self.anonymous = anonymous
        self._letters: dict[str, str] = {}
        self._numbers: dict[int, int] = {}
        for number, account in enumerate(overview.book.accounts, 1):
            self._letters.setdefault(account.loan.lender.name, letters(len(self._letters)))
            self._numbers[account.loan.id] = number

    def lender(self, loan: Loan) -> str:
        """Of whom it is owed to."""
        name = loan.lender.name
        return t("export.report.lender", letter=self._letters[name]) if self.anonymous else name

    def cells(self, loan: Loan) -> dict[str, Value]:
        """Both, as cells of a table."""
        return {"lender": self.lender(loan), "loan": self.loan(loan)}

    def loan(self, loan: Loan) -> str:
        """Of the loan, beside its lender."""
        if not self.anonymous:
            return short_name(loan)
        return t("export.report.loan", n=self._numbers[loan.id])


def letters(number: int) -> str:
    """A, B … Z, AA, AB …, from 0 on."""
    found = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
