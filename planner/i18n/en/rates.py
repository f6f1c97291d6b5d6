"""Texts: changes of the rate."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "rates.title": "Rates: {loan}",
    "rates.from_on": "From",
    "rates.when": "Stage",
    "rates.past": "past",
    "rates.now": "now",
    "rates.coming": "coming",
    "rates.payment": "Instalment",
    "rates.first": "At the start",
    "rates.form.add": "Add a change of rate: {loan}",
    "rates.form.edit": "Edit a change of rate: {loan}",
    "rates.hint.from_on": "Interest grows at the new rate from this day on; it may be in the future",
    "rates.hint.rate": "In per cent, for example 3.55; or as LPR 3.0+55bp",
    "rates.hint.note": "For example LPR 3.0% + 55bp, end of the offer",
    "rates.about": "If the day falls inside a term, the interest of that term is split by days before and after it, and its principal stays; the next term is wholly at the new rate.\n\nEnter a temporary offer twice: its rate when it begins, the old rate again when it ends.",
    "rates.thirty_days": "30 days of interest on what is owed",
    "rates.no_effect": "No whole term follows this day; no instalment changes.",
    "rates.new_payment": "Instalment from {on} on",
    "rates.new_interest": "Interest in all",
    "rates.new_end": "Paid off on",
    "rates.rule.lower_payment": "The number of instalments stays; the payment is computed anew.",
    "rates.rule.shorter_term": "The payment stays; the number of instalments changes. A payment too small to repay the loan is computed anew.",
    "rates.first_stays": "The first rate cannot be deleted; press e to correct it in the loan",
    "rates.ask_delete": "Delete the rate from {on} on, {rate}?\n\ny deletes, n or Esc keeps it. u undoes a deletion.",
    # keys
    "key.add_rate": "add rate",
    # operations
    "op.loan.rate_change": "change the rate from {from_on} ({loan})",
    "op.loan.rate_change_edit": "edit the rate from {from_on} ({loan})",
    "op.loan.rate_change_delete": "delete the rate from {from_on} ({loan})",
    # errors
    "error.loan.rate_change_start": "The change on {from_on} is not after the start {start_on}; edit the loan to correct its first rate",
    "error.loan.rate_change_day": "The rate already changes on {from_on}; edit that change or choose another day",
    "error.loan.rate_change_flat": "A flat fee is charged on the original principal and has no changes of rate; delete them first or choose another method",
    "error.loan.rate_change_unknown": "There is no change of rate on {from_on}; it may have been deleted",
}
