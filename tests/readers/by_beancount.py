"""Prints what beancount makes of a journal: each account with its balance in hundredths."""

import json
import sys
from collections import Counter
from typing import Any

from beancount import loader
from beancount.core.data import Transaction

entries, errors, _ = loader.load_file(sys.argv[1])
if errors:
    sys.exit(str(errors[:3]))
found: Counter[str] = Counter()
for entry in entries:
    if isinstance(entry, Transaction):
        for part in entry.postings:
            units: Any = part.units
            found[part.account] += int(units.number * 100)
json.dump(found, sys.stdout)
