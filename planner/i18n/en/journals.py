"""Texts: the debts as a journal for hledger or beancount."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "journal.title": "Debts",
    "journal.about.day": "As recorded up to {on}. Each debt has an account under Liabilities, with its number first.",
    "journal.about.cash": "Assets:Cash holds only what went to lenders or came from them: it is not the cash at hand.",
    "journal.about.flag": "What is marked ! nobody recorded: “assumed” is a debit taken for made, “forecast” falls due later.",
    "journal.check": "Owed at the end of the day",
    "journal.unknown": "what was owed before the records begin is not known",
    "journal.purchase": "purchase",
    "journal.ahead": "falls due",
    "journal.what.begins": "loan paid out",
    "journal.what.due": "fallen due",
    "journal.what.penalty": "penalty interest",
    "journal.what.draw": "drawn",
    "journal.what.repayment": "repayment",
    "journal.what.covered": "repayment from before the records: changes nothing",
    "journal.what.debit": "debit by the lender, assumed",
    "journal.what.allowance": "waiver or credit",
    "journal.what.reading": "balance shown by the lender",
    "journal.what.bill": "bill",
    "journal.what.plan": "instalment plan",
    "journal.what.agreed": "agreement with the lender",
    "journal.what.settled": "settled",
    "journal.what.taken_back": "repayment taken back",
    "journal.what.broken": "agreement broken",
    "journal.what.answered": "what had been assumed turned out otherwise",
    "journal.given.refund": "refund",
    "journal.given.cashback": "cashback",
    "journal.given.returned": "interest or fee given back",
    "journal.given.forgiven": "waiver",
}
