"""Attacks on the running product from outside: ``make attack``, or some of them, ``python -m tests.attack --help``.

Each attack is a row of cases, numbered; seed and number decide what a case does, so ``kills --seed N --only K`` repeats
one alone. Only the moment at which the machine runs a process is left to chance.
"""
