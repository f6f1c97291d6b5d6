"""What the app knows about credit, in one value: rules, the lists of a credit file, what can be done.

The values come from ``seeds/``; the person may put a threshold of their own in the place of an adjustable one.
"""

from __future__ import annotations

from planner.domain.basics.sources import Named
from planner.domain.reference.advice import Action, Topic
from planner.domain.reference.credit_lists import Channel, InquiryReason, Item, OnlineTest, ScoreKind
from planner.domain.reference.institutions import InstitutionNames
from planner.domain.reference.rules import Rules
from planner.values import dataclass


@dataclass(frozen=True)
class Catalogue:
    """Everything of ``seeds/`` about credit."""

    rules: Rules
    scores: tuple[ScoreKind, ...]
    platforms: tuple[tuple[str, Named], ...]
    items: tuple[Item, ...]
    channels: tuple[Channel, ...]
    reasons_asked: tuple[InquiryReason, ...]
    online: OnlineTest
    institutions: InstitutionNames
    reasons: tuple[Topic, ...] = ()
    strategies: tuple[Topic, ...] = ()
    industry: tuple[Topic, ...] = ()
    actions: tuple[Action, ...] = ()

    def score(self, code: str) -> ScoreKind | None:
        """The kind of score of a code; None for one that the person made up."""
        return next((kind for kind in self.scores if kind.code == code), None)

    def inquiry(self, code: str) -> InquiryReason | None:
        """The reason of an inquiry by its code; None where it is not listed."""
        return next((reason for reason in self.reasons_asked if reason.code == code), None)

    def channel(self, code: str) -> Channel | None:
        """A way to look at the own report by its code; None where it is not listed."""
        return next((channel for channel in self.channels if channel.code == code), None)

    def items_of(self, platform: str) -> tuple[Item, ...]:
        """What the profile of a platform asks for; of one that the catalogue does not know, everything."""
        known = any(code == platform for code, _ in self.platforms)
        return tuple(item for item in self.items if not known or platform in item.platforms)

    def moving(self, finding: str) -> tuple[Action, ...]:
        """The actions that move a finding, in the order of the file."""
        return tuple(action for action in self.actions if finding in action.moves)
