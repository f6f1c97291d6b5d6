"""The payoff plan: what to pay, to whom, in which month, what each choice costs, and how good it can be at best."""
