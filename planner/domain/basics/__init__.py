"""Numbers, days and texts that know nothing of credit.

Money (金额), rates (利率), the calendar (日历), recurrences (重复), what people type (输入), sources (来源).
"""
