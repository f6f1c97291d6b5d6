"""How a loan is called: one place for every screen, command, text and reminder."""

from __future__ import annotations

from planner.domain.accounts.loan import Loan


def joined_name(name: str, lender: str) -> str:
    """Lender and product as one name, neither said twice."""
    if not name or name == lender:
        return lender
    return name if lender in name else f"{lender} {name}"


def full_name(loan: Loan) -> str:
    """How a loan is called in a sentence and in a heading: lender and product, one name when they are the same."""
    return joined_name(loan.named, loan.lender.name)


def short_name(loan: Loan) -> str:
    """How it is called where its lender is known or stands beside it: the product, else the lender."""
    return loan.named or loan.lender.name


def label(loan: Loan) -> str:
    """How it is called in a list: product first, lender after it, so that what tells loans apart stays when cut."""
    lender, name = loan.lender.name, loan.named
    return name or lender if not lender or lender in name or not name else f"{name} · {lender}"
