"""Texts: repayments."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "error.repayment.balance_negative": (
        "A balance cannot be negative ({value}); enter the principal the lender shows, or 0 if nothing is left"
    ),
    "error.repayment.balance_above": (
        "The balance after the payment, {balance}, is above the {owed} owed before it; check it, "
        "and if you borrowed more in between, record that first"
    ),
    "error.repayment.balance_below": (
        "The principal fell by {fell} but only {amount} was paid; check both, "
        "and if another repayment is missing, record that first"
    ),
    "repayment.short": "settling takes {needed}, {missing} more; if the lender really waived that, save once more",
}
