"""Keys as they arrive with a Chinese input method on: full-width twins become the plain keys that bindings name."""

from __future__ import annotations

import unicodedata

from textual.events import Key
from textual.keys import _character_to_key

# What a Chinese layout puts where the plain sign is, beyond the full-width forms that NFKC knows.
_PUNCTUATION = {
    "\u3000": " ",
    "、": "/",
    "。": ".",
    "·": "`",
    "【": "[",
    "】": "]",
    "《": "<",
    "》": ">",
    "￥": "$",
    "…": "^",
    "—": "_",
}


def narrow(character: str) -> str | None:
    """The plain sign that a full-width or Chinese-layout character stands for; None when there is none."""
    if character in _PUNCTUATION:
        return _PUNCTUATION[character]
    if "！" <= character <= "～":  # U+FF01 … U+FF5E, the full-width twins of ASCII
        return unicodedata.normalize("NFKC", character)
    return None


def narrowed(event: Key) -> Key:
    """The event with its plain twin, or the event itself. Only for places where keys are commands, not text."""
    if event.character is None or len(event.character) != 1:
        return event
    plain = narrow(event.character)
    return event if plain is None else Key(_character_to_key(plain), plain)
