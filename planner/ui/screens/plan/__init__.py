"""Page 3: the payoff plan."""
