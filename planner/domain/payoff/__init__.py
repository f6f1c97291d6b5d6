"""The payoff plan (还款计划): debts by month, orders of paying, the search and its bound, the plan that is followed."""
