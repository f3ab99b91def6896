"""A small line chart as SVG: logarithmic across, linear up."""

import math
from collections.abc import Mapping, Sequence

_WIDTH, _HEIGHT = 640, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 150, 20, 50
_COLOURS = ("#1f5f8b", "#7aa6c2", "#8b3a1f", "#c9967f", "#4a7c3f", "#555555")


def curves(xs: Sequence[float], series: Mapping[str, Sequence[float]], *, x: str, y: str) -> str:
    """An SVG document with one line a series; ``xs`` are positive."""
    top = _round_up(max(value for values in series.values() for value in values))
    low, high = math.log10(min(xs)), math.log10(max(xs))

    def across(value: float) -> float:
        return _LEFT + (math.log10(value) - low) / ((high - low) or 1) * (_WIDTH - _LEFT - _RIGHT)

    def up(value: float) -> float:
        return _HEIGHT - _BOTTOM - value / top * (_HEIGHT - _TOP - _BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
    ]
    for step in range(5):
        value = top * step / 4
        parts.append(
            f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{up(value):.1f}" y2="{up(value):.1f}" '
            'stroke="#ddd"/>'
            f'<text x="{_LEFT - 8}" y="{up(value) + 4:.1f}" text-anchor="end">{value:g}</text>'
        )
    for value in xs:
        parts.append(
            f'<text x="{across(value):.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">'
            f"{value:,.0f}</text>"
        )
    parts.append(
        f'<text x="{(_LEFT + _WIDTH - _RIGHT) / 2:.0f}" y="{_HEIGHT - 8}" text-anchor="middle">{x}</text>'
        f'<text x="14" y="{_HEIGHT / 2:.0f}" text-anchor="middle" '
        f'transform="rotate(-90 14 {_HEIGHT / 2:.0f})">{y}</text>'
    )
    ends = _spread([up(values[-1]) for values in series.values()])
    for (name, values), colour, end in zip(series.items(), _COLOURS, ends, strict=False):
        points = " ".join(f"{across(a):.1f},{up(b):.1f}" for a, b in zip(xs, values, strict=True))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{_WIDTH - _RIGHT + 8}" y="{end + 4:.1f}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _round_up(value: float) -> float:
    step = 10 ** math.floor(math.log10(value)) if value > 0 else 1.0
    return math.ceil(value / step) * step


def _spread(heights: Sequence[float], apart: float = 14.0) -> list[float]:
    """The heights moved apart, in order, so that labels don't cover each other."""
    placed = [0.0] * len(heights)
    previous = -math.inf
    for at in sorted(range(len(heights)), key=heights.__getitem__):
        previous = max(heights[at], previous + apart)
        placed[at] = previous
    return placed
