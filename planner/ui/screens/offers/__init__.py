"""Offers of loans, consolidation, what is asked before one borrows, and whom else one could ask."""
