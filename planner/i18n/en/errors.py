"""Texts: errors."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "error.amount.empty": "Enter an amount, for example 12000 or 12k",
    "error.amount.unreadable": "“{text}” is not an amount; write 12000, 12,000.50, ¥12,000, 1.2万 or 12k",
    "error.amount.negative": "The amount “{text}” is negative; enter 0 or more",
    "error.amount.comma": "The comma in the amount “{text}” is misplaced; it stands before three digits, as in 12,000.50",
    "error.amount.decimals": "The amount “{text}” is finer than a fen; use at most two decimals, as in 12000.50",
    "error.amount.too_large": "The amount “{text}” is too large; at most {limit} is possible",
    "error.date.empty": "Enter a date, for example 2026-11-20, 11-20, 20 or today",
    "error.date.unreadable": "“{text}” is not a date; write 2026-11-20, 11-20, 20, today, yesterday or -3d",
    "error.date.no_such_day": "The date “{text}” does not exist; check the month and the day",
    "error.date.not_in_month": "{month} has no day “{text}”; for another month write the month too, as in 11-20",
    "error.date.range": "The date “{text}” is not between the years {first} and {last}",
    "error.rate.empty": "Enter the rate in per cent, for example 18 or 0.05",
    "error.rate.unreadable": "“{text}” is not a rate; enter per cent, for example 18 or 0.05%, or write 5bp",
    "error.rate.negative": "The rate “{text}” is negative; enter 0 or more, in per cent",
    "error.rate.too_high": "The rate “{text}” is too high; at most {highest} per cent, and 0.0005 is written 0.05 or 5bp",
    "error.count.empty": "Enter a whole number from {low} to {high}",
    "error.count.unreadable": "“{text}” is not a whole number; enter digits only, for example 12",
    "error.count.range": "“{text}” is out of range; enter a whole number from {low} to {high}",
    "error.loan.nameless": "Enter the lender or the name of the product; at least one is needed",
    "error.loan.rate_negative": "The rate {percent}% is negative; enter 0 or more",
    "error.loan.rate_high": "The rate {percent}% is too high; at most 1000%, check that it is in per cent",
    "error.loan.rate_is_fee": (
        "{percent}% is given as a fee per term or in total, which only flat-fee loans have; "
        "choose a rate per year, month or day"
    ),
    "error.loan.rate_is_no_fee": (
        "{percent}% is given as a rate per year, month or day; a flat-fee loan charges on the original principal, "
        "choose a fee per term or in total"
    ),
    "error.loan.day_of_month": "There is no day {value} in a month; enter 1 to 31, short months use their last day",
    "error.loan.first_due": "The first due date {value} is not after the start {start_on}; enter a later date",
    "error.loan.end": "The end {value} is not after the start {start_on}; enter a later date",
    "error.loan.grace": "{value} days of grace are not possible; enter 0 to {most}",
    "error.loan.limit": "The limit {value} is not possible; enter an amount from 0 to {limit}",
    "error.loan.principal": "The amount borrowed, {value}, is not possible; enter more than 0 and at most {limit}",
    "error.loan.terms_missing": "Enter the number of terms, for example 12",
    "error.loan.terms": "{value} terms are not possible; enter 1 to {most}",
    "error.loan.paid_terms": "{value} terms already paid are not possible; enter 0 to {terms}",
    "error.loan.pinned_number": "Row {number} of the lender's schedule appears twice or is not between 1 and {terms}",
    "error.loan.pinned_date": "Row {number} of the lender's schedule is due on {due_on}; it must be after {after}",
    "error.loan.pinned_negative": "Row {number} of the lender's schedule has a negative part; enter 0 or more",
    "error.loan.pinned_sum": "The principal in the lender's schedule, {total}, does not fit the amount borrowed, {lent}",
    "error.loan.fee_form": "Give the fee “{name}” either an amount or a share of the principal, not both",
    "error.loan.fee_amount": "The fee “{name}” of {value} is not possible; enter 0 or more",
    "error.loan.fee_share": "The fee “{name}” of {percent}% of the principal is not possible; enter 0 to 100 per cent",
    "error.loan.prepayment_fee": "The prepayment fee {percent}% is not possible; enter 0 to 100 per cent",
}
