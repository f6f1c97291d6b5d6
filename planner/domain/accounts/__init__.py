"""An account (账户) as the contract and the person tell it.

The loan (贷款), its terms (条款) and the records on it (记录).
"""
