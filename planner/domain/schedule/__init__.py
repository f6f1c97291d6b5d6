"""What falls due and when (还款计划表).

Due days (还款日), interest (利息), instalments by each repayment method (还款方式), the yearly cost (年化成本).
"""
