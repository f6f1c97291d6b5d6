"""Questions about a person's credit, answered without clock, files, screen or language.

Units everywhere below: amounts are whole minor units of the currency (fen) in names ending ``_minor``; rates are exact
``Decimal`` fractions (0.05 means 5 %); ``_on`` is a calendar date, ``_days`` a number of days. Ranges start inclusive
and end exclusive unless a docstring says otherwise. *Today* is always an argument.
"""
