"""What screens tell the app without knowing who will do it."""

from __future__ import annotations

from textual.message import Message


class Go(Message):
    """Leave the screens above the pages and open ``place`` (``places.PLACES``); with ``form`` the form for it too."""

    def __init__(self, place: str, *, form: bool = False) -> None:
        super().__init__()
        self.place = place
        self.form = form
