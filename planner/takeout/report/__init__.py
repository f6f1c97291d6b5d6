"""The month as a page: all debts, what they cost, what falls due, the ratios, the plan, what was achieved."""
