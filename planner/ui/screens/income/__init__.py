"""Incomes."""
