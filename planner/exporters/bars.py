"""Values by month as a drawing inside a page: SVG, to be seen without colours and said in words."""

from __future__ import annotations

from decimal import Decimal
from html import escape

from planner.domain.basics.text import clean
from planner.exporters.pages import Bars, of_bar
from planner.exporters.sheets import Kind

WIDTH, HEIGHT = 720, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 8, 22, 20  # of the drawing, around its bars
_LABELS = 8  # months named below it, at most


def drawing(given: Bars) -> str:
    """A bar a month from nought up to the highest; one to come is an outline, one that is not known is missing."""
    known = [Decimal(value) for _, value, _ in given.bars if value is not None]
    highest = max([*known, Decimal(0)])
    said = escape(clean(_said(given)))
    lines = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{said}" font-size="11" fill="#111">',
        f"<title>{said}</title>",
        f'<text x="0" y="12" font-weight="bold">{escape(clean(given.title))}</text>',
    ]
    if given.note:
        lines.append(f'<text x="{WIDTH - _RIGHT}" y="12" text-anchor="end">{escape(clean(given.note))}</text>')
    floor = HEIGHT - _BOTTOM
    top = of_bar(int(highest) if given.kind is Kind.AMOUNT else highest, given.kind)
    lines += [
        f'<path d="M{_LEFT} {_TOP}V{floor}H{WIDTH - _RIGHT}" fill="none" stroke="#888"/>',
        f'<text x="{_LEFT - 6}" y="{_TOP + 8}" text-anchor="end">{top}</text>',
        f'<text x="{_LEFT - 6}" y="{floor}" text-anchor="end">0</text>',
    ]
    count = len(given.bars)
    step = Decimal(WIDTH - _LEFT - _RIGHT) / max(count, 1)
    every = -(-count // _LABELS) or 1
    for number, (label, value, planned) in enumerate(given.bars):
        left = _LEFT + step * number
        if value is not None and highest:
            tall = (floor - _TOP) * max(Decimal(value), Decimal(0)) / highest
            look = 'fill="none" stroke="#446" stroke-dasharray="3 2"' if planned else 'fill="#668"'
            place = f'x="{left + step / 8:.1f}" y="{floor - tall:.1f}"'
            lines.append(f'<rect {place} width="{step * 3 / 4:.1f}" height="{tall:.1f}" {look}/>')
        if number % every == 0:
            lines.append(
                f'<text x="{left + step / 2:.1f}" y="{HEIGHT - 5}" text-anchor="middle">{escape(clean(label))}</text>'
            )
    return "\n".join([*lines, "</svg>", ""])


def _said(given: Bars) -> str:
    """The drawing in words: the first month and the last, and those to come."""
    if not given.bars:
        return given.title
    ends = [given.bars[0], given.bars[-1]]
    return given.title + ": " + ", ".join(f"{label} {of_bar(value, given.kind)}" for label, value, _ in ends)
