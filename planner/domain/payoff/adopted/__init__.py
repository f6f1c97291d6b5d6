"""The plan that was adopted: what it says today, how far it is, why its end moved."""
