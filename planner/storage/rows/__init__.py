"""How each kind of thing is kept: a table's columns once, and with them its rows, its SELECT and its checks.

A line of a table says the column, what of the domain value it holds and what it refuses. ``columns`` has the words for
such lines, ``table`` makes rows of values and values of rows, ``registry`` lists the tables. No ORM here: ``tables``
makes the mapped classes out of the same lines, and only what writes loads them.
"""
