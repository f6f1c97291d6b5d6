"""Money that could be borrowed (贷款方案), what it costs, what it does, and what else would do.

An offer (方案) with its real cost, consolidation (置换: one new loan repays others), a wish to borrow (借款打算).
"""
