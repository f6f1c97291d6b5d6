"""Files brought in: bytes in, rows with their meaning out; one module a format.

Files of payments are listed in ``readers``; ``dump`` is the app's own export, ``pboc`` a credit report.
"""
