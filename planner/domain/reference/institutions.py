"""Which sort of institution a name in a credit report is, and which names are apps that pass money of others on."""

from __future__ import annotations

from planner.domain.accounts.loan import LenderKind, Loan
from planner.values import dataclass, field


@dataclass(frozen=True)
class InstitutionNames:
    """Parts of names, as they stand in ``seeds/credit.toml``.

    ``kinds`` are looked at in their order, the first that fits decides; ``apps`` are brands under which several
    institutions lend, so that the brand does not say who does; ``nameless`` stand for an institution without naming it.
    """

    kinds: tuple[tuple[LenderKind, tuple[str, ...]], ...]
    apps: tuple[str, ...]
    nameless: tuple[str, ...] = ()
    # asked again for each day of a plan
    _apps: dict[str, bool] = field(default_factory=dict, compare=False, repr=False)
    _kinds: dict[str, LenderKind | None] = field(default_factory=dict, compare=False, repr=False)

    def kind_of(self, name: str) -> LenderKind | None:
        """The sort of institution that a name says it is; None where it does not say."""
        if name not in self._kinds:
            folded = name.casefold()
            found = (kind for kind, parts in self.kinds if any(part.casefold() in folded for part in parts))
            self._kinds[name] = next(found, None)
        return self._kinds[name]

    def is_app(self, name: str) -> bool:
        """Whether it is the name of such an app, and none of an institution."""
        known = self._apps.get(name)
        if known is None:
            folded = name.casefold()
            known = self.kind_of(name) is None and any(part.casefold() in folded for part in self.apps)
            self._apps[name] = known
        return known

    def lends(self, loan: Loan) -> tuple[LenderKind, ...]:
        """The sorts of institution that lend on a contract, each once; nothing where an app sold it and none is named.

        By the name under which it reports where that is known; else by the lender's own name, or as the person said.
        """
        lender = loan.lender
        if lender.kind is LenderKind.PRIVATE:
            return (LenderKind.PRIVATE,)
        if loan.institution or lender.institution:
            found = (self.kind_of(name) or lender.kind for name in loan.institutions)
            return tuple(dict.fromkeys(found))
        if self.is_app(lender.name):
            return ()
        return (self.kind_of(lender.name) or lender.kind,)

    def unnamed(self, loan: Loan) -> bool:
        """Whether the name under which a contract reports is not known: an app sold it, or its bank is not named.

        Family and friends report nowhere, so that nothing is unknown of them.
        """
        lender = loan.lender
        if lender.kind is LenderKind.PRIVATE or loan.institution or lender.institution:
            return False
        return self.is_app(lender.name) or lender.name in self.nameless
