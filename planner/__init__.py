"""A planner for a person who owes many lenders and wants good credit back. The map of the house is ``README.md``."""
