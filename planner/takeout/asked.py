"""What somebody asks for who takes data out: of which file, as of which day, in which way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.errors import PlannerError
from planner.values import dataclass, field

if TYPE_CHECKING:
    from planner.overview.overview import Overview


def _nobody() -> str:
    raise PlannerError("passphrase.no_terminal")


@dataclass
class Asked:
    """A wish to take data out.

    Attributes:
        path: the database.
        today: the day as of which figures are meant.
        options: what was chosen of the options of the format, by name; what is not in it was not.
        target: the file that it goes to; None for the screen or a pipe.
        passphrase: asks for a new passphrase. Raises ``passphrase.*`` where nobody can be asked.
    """

    path: Path
    today: date
    options: Mapping[str, Any] = field(default_factory=dict)
    target: Path | None = None
    passphrase: Callable[[], str] = _nobody

    @cached_property
    def overview(self) -> Overview:
        """The figures, the same as those of the screens; read at the first question.

        Raises:
            PlannerError: ``store.*`` when the file cannot be read.
        """
        from planner.overview.overview import read

        return read(self.path, self.today)
