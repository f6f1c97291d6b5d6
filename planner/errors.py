"""The one error that a person caused and can mend: a code and its parameters, never a sentence."""

from __future__ import annotations


class PlannerError(Exception):
    """A mistake in the input or the surroundings, told by code; ``i18n`` turns ``error.<code>`` into a sentence.

    Args:
        code: dotted key below ``error.`` in the catalogues, for example ``amount.unreadable``.
        field: name of the form field or column the error belongs to, if there is one.
        params: the values that the sentence names; amounts as ``*_minor`` integers, dates as ``date``.
    """

    def __init__(self, code: str, *, field: str | None = None, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.params = params

    def __str__(self) -> str:
        detail = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({detail})"
