"""From the ledger to the debts and money of plan months, and from a plan back to payments by day."""
