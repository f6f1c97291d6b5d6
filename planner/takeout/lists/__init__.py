"""The lists that can be taken out as CSV or in a workbook, a module each: ``sheet(asked)``."""
