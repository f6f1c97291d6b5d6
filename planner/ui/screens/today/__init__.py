"""Page 1: what is due and where one stands."""
