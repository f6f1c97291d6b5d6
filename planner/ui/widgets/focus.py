"""Moving the focus without delay, so that keys typed ahead land where the key before them went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, cast

if TYPE_CHECKING:
    from textual.widget import Widget


class FocusAtOnce:
    """Takes the focus now; Textual's own ``focus`` waits behind the keys that are already queued.

    A plain mixin, no widget: Textual looks for styles and bindings along the first widget among the bases only.
    """

    def focus(self, scroll_visible: bool = True) -> Self:
        """Returns the widget, as the one of Textual does; ``scroll_visible`` brings it into view."""
        widget = cast("Widget", self)
        widget.screen.set_focus(widget, scroll_visible)
        return self
