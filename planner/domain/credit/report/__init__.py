"""A credit report as it was read (信用报告): what it says, where it says it, and what of it was not understood.

Words: account (账户), responsibility (相关还款责任), inquiry (查询), summary (信息概要), unread (未读懂).
"""
