"""Texts: ratios, how they come about, and their trend."""

from planner.i18n import Text

TEXTS: dict[str, Text] = {
    "working.title": "How today's figures come about ({on})",
    "working.debt": "Owed {debt} = principal outstanding + interest and fees due and unpaid, of each account:",
    "working.payment": "Payment ratio {ratio} = due in {month}, {due} ÷ income of the month, {income}; due, paid or not:",
    "working.payment_cards": "  Bills count here in full. One way of lenders: a card counts with its minimum of the month or 10 % of what was used on average in six months, whichever is more: {due} in all, a ratio of {ratio}",
    "working.balance": "Balance ratio {ratio} = owed, {debt} ÷ (income of the month, {income} × 12)",
    "working.utilisation": "Utilisation {ratio} = drawn, {drawn} ÷ limits, {limit}",
    # the spaces before it indent the line
    "working.part": "  {loan}  {amount}",
    "working.used": "  {loan}  {drawn} / {limit}",
    "working.shared": "  a limit that accounts share counts once",
    "working.unsettled": "Lenders owed something, {n}: {names}",
    "working.open_lines": "Lenders owed something or with a line still open, {n}: {names}",
    "working.unnamed": "  {n} of them under a name that is not known, so the counts may be off: {names}",
    "working.institutions": "Institutions as a report names them, {n}: {names}",
    "ratio.reporting": "Reporting institutions: {n}",
    "ratio.reporting_unknown": "Reporting institutions: {n}, {unknown} of them under a name that is not known",
    "working.on_time": (
        "On-time rate {rate} = on time {on_time} ÷ (on time {on_time} + late {late} + missed {missed});"
        " {pending} more are pending and do not count"
    ),
    "working.spans": (
        "Several months together: the sums over each other, not the mean of the ratios; months without an income on"
        " record stay outside"
    ),
    "working.span": (
        "  {months} months: payment ratio {payment} = due, {due} ÷ income, {income}; balance ratio {balance};"
        " utilisation {used}; on-time rate {rate} ({on_time} of {judged} on time)"
    ),
    "working.span.no_income": (
        "  {months} months: {due} due, but no income is on record for them, so there is neither payment nor balance ratio"
    ),
    "working.span.rest": "    utilisation {used}; on-time rate {rate} ({on_time} of {judged} on time)",
    "working.span.known": "    of these, {known} with an income on record",
    "working.assets": "Debt to assets {ratio} = owed, {debt} ÷ assets, {assets} (your own estimates)",
    "working.asset": "  {name}  {value} ({on})",
    "working.assets.none": (
        "Debt to assets —: no assets entered. Press ctrl+p and choose Assets: savings, housing fund, a home, a car"
    ),
    "trend.empty": "No loans yet, so there is no trend. Press 2 for Loans, then a to add one.",
    "trend.headline": "{view} · last {months} months (the last point is today)",
    "trend.view.ratios": "Debt ratios",
    "trend.view.debt": "Debt and what falls due",
    "trend.view.lenders": "Number of lenders",
    "trend.col.month": "As of",
    "ratio.payment": "payment ratio",
    "ratio.balance": "balance ratio",
    "ratio.utilisation": "utilisation",
    "ratio.payment.short": "Payment",
    "ratio.balance.short": "Balance",
    "ratio.utilisation.short": "Used",
    "ratio.lenders.short": "Lenders",
    "trend.counts": "Lenders: owed something / with an open line / reporting to the bureau",
    "trend.counts_unnamed": "Lenders: owed something / with an open line / reporting (?1: 1 name unknown)",
    "trend.least": "≥: the balance of an account is unknown, so at least this",
    "ratio.debt": "Owed",
    "ratio.due": "Due",
    "ratio.income": "Income",
    "ratio.unsettled": "with a balance",
    "ratio.open_lines": "with an open line",
    "ratio.institutions": "reporting institutions",
    "trend.planned": "{on} plan",
    "trend.ahead": "Months marked “plan” are as the adopted plan makes them",
    "trend.headline.findings": "Credit findings · last {months} months, at the end of each (today for this one); — lacks data",
    "trend.headline.spans": "Several months together (up to today)",
    "trend.spans.ratios": "A ratio is the sums over each other, not the mean; months without an income stay outside (in brackets: those with one)",
    "trend.spans.on_time": "On time ÷ (on time + late + missed), by due date in the last months; pending ones stay outside",
    "trend.col.span": "Span",
    "trend.col.met": "On time",
    "trend.col.late": "Late",
    "trend.col.missed": "Missed",
    "trend.span": "{months} months",
    "trend.span.known": " ({known})",
    "trend.view.findings": "credit findings",
    # keys
    "key.income": "income",
    "key.view": "other chart",
    "key.span": "span",
}
