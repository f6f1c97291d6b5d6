"""Where the refunds of a file go: to the purchase that they take back, in the file or recorded earlier."""

from __future__ import annotations

from collections.abc import Mapping

from planner.domain.imports.file import FileEntry
from planner.domain.imports.keys import Recorded, purchases_by_order
from planner.domain.imports.likely import Likely
from planner.domain.imports.outcomes import Outcomes
from planner.domain.imports.prepared import Prepared
from planner.domain.imports.refunds import order_numbers
from planner.domain.imports.targets import Targets
from planner.values import replace


class Returned:
    """Puts refunds into the lists, each after the purchases before it."""

    def __init__(self, prepared: Prepared, known: Mapping[str, Recorded], targets: Targets, out: Outcomes) -> None:
        """``known``: what earlier imports recorded, by key."""
        self.known, self.targets, self.out = known, targets, out
        self.keys, self.refunds = prepared.keys, out.refunds
        self.likely = Likely(prepared)
        self.bought_before = purchases_by_order(known)

    def place(self, entry: FileEntry, *, taken: bool) -> None:
        """To its purchase: one used in this file, or one that an earlier import recorded.

        ``taken``: the person takes it for the one of the purchase that it is likely of, where it names none.
        """
        line = entry.row.line
        purchase = self.refunds.purchase_of.get(line)
        before = self._bought_before(entry, purchase)
        if purchase is not None and purchase.row.line in self.out.used:
            use = self.out.used[purchase.row.line]
            self.out.record(entry, use.loan_id, use.new, of_line=purchase.row.line)
        elif before is not None and before.draw_id is not None:
            self.out.record(entry, before.loan_id, None, draw_id=before.draw_id)
        elif (
            before is not None
            and before.instalments
            and len(found := self.targets.candidates(entry.meaning.account)) == 1
        ):
            self.out.record(entry, found[0].loan.id, None)
        elif purchase is not None or line in self.refunds.of_closed or not self._offer(entry, taken=taken):
            reason = self._why_none(entry, purchase)
            self.out.leave(entry, reason, choosable=reason != "refund_of_closed")

    def _offer(self, entry: FileEntry, *, taken: bool) -> bool:
        """Offer a refund without a common number for the purchase it is likely of, or record it as that; else False."""
        bought = next((one for one in self.likely.in_file(entry) if one.row.line in self.out.used), None)
        if bought is not None:
            line = bought.row.line
            use, of = self.out.used[line], f"row:{line}"
            loans = () if use.loan_id is None else (use.loan_id,)
            if taken:
                self.refunds.taken[line] += entry.row.amount_minor or 0
                self.out.used[line] = replace(use, refunded_minor=self.refunds.taken_off(bought))
                self.out.record(entry, use.loan_id, use.new, of_line=line)
        else:
            named = entry.meaning.account
            accounts = self.targets.book.accounts if named is None else self.targets.candidates(named)
            found = self.likely.before(entry.row, accounts)
            if found is None:
                return False
            loan_id, draw_id = found
            of, loans = f"draw:{draw_id}", (loan_id,)
            if taken:
                self.out.record(entry, loan_id, None, draw_id=draw_id)
        self.likely.offer(of)
        if not taken:
            self.out.leave(entry, "refund_likely", choosable=True, loans=loans, of=of)
        return True

    def _bought_before(self, entry: FileEntry, purchase: FileEntry | None) -> Recorded | None:
        if purchase is not None:
            return self.known.get(self.keys[purchase.row.line])
        if entry.row.line in self.refunds.beyond:  # the purchase it names is here: no other one takes it
            return None
        numbers = order_numbers(entry.row.order_no)
        return next((self.bought_before[number] for number in numbers if number in self.bought_before), None)

    def _why_none(self, entry: FileEntry, purchase: FileEntry | None) -> str:
        if purchase is not None:
            return "refund_of_unused"
        if entry.row.line in self.refunds.of_closed:
            return "refund_of_closed"
        return entry.meaning.reason or ("refund_of_unknown" if entry.meaning.account else "not_credit")
