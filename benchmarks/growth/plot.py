"""The figures of growth as a drawing, in SVG."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from math import log10
from typing import Any

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 720, 400, 60, 210, 20, 50
_LINES: Sequence[tuple[str, str, str]] = (
    ("everything", "Rapporteur, no filter", "#1f5fa8"),
    ("slowest filter", "Rapporteur, slowest filter", "#7aa6d8"),
    ("processor", "the same, processor time", "#3a9d5d"),
    ("llamaindex", "LlamaIndex's hybrid, no filter", "#b5541c"),
)


def plotted(rows: Sequence[Mapping[str, Any]], target: float) -> str:
    """Milliseconds to the fused candidates (95 of 100 questions take less) by paragraphs, both logarithmic,
    with a dashed line at the ``target``. ``processor`` is that of both processes under the slowest filter:
    what others do on the machine leaves it nearly as it is."""
    lines = {name: sorted(_points(rows, name)) for name, _, _ in _LINES}
    every = [point for points in lines.values() for point in points]
    if not every:
        return ""
    first, last = min(x for x, _ in every), max(x for x, _ in every)
    scale = _Scale(10 ** int(log10(first)), max(last, first * 10), 10.0, max(1000.0, *(y for _, y in every)))
    loads = [row["measured"]["load_before"] for row in rows if row.get("measured")]
    body = [*scale.axes(), scale.level(target)]
    if loads:
        told = f"load of the machine beforehand: {min(loads):.1f} to {max(loads):.1f}"
        body.append(_text(_WIDTH - 10, _HEIGHT - 12, told, "end"))
    for at, (name, shown, colour) in enumerate(_LINES):
        if points := lines[name]:
            path = " ".join(f"{scale.x(x):.1f},{scale.y(y):.1f}" for x, y in points)
            body.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
            body += [
                f'<circle cx="{scale.x(x):.1f}" cy="{scale.y(y):.1f}" r="3.5" fill="{colour}"/>'
                for x, y in points
            ]
            y = _TOP + 20 * at + 10
            body.append(
                f'<rect x="{_WIDTH - _RIGHT + 15}" y="{y - 8}" width="12" height="4" fill="{colour}"/>'
            )
            body.append(_text(_WIDTH - _RIGHT + 32, y - 2, shown, "start"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif"'
        ' font-size="12"><rect width="100%" height="100%" fill="white"/>\n' + "\n".join(body) + "\n</svg>\n"
    )


def _points(rows: Sequence[Mapping[str, Any]], name: str) -> Iterator[tuple[float, float]]:
    for row in rows:
        ours, plain = row.get("rapporteur"), row.get("llamaindex") or {}
        if name == "llamaindex" and plain.get("first_hits_ms"):
            yield plain["paragraphs"], plain["first_hits_ms"]["p95"]
        if ours and name == "everything":
            yield ours["paragraphs"], ours["fused"][name]["p95"]
        if ours and name == "slowest filter":
            yield ours["paragraphs"], max(one["p95"] for one in ours["fused"].values())
        if ours and name == "processor":
            work = [one["processor"] for one in ours["fused"].values()]
            yield ours["paragraphs"], max(one["p95"] + one["server_mean"] for one in work)


class _Scale:
    def __init__(self, left: float, right: float, low: float, high: float) -> None:
        self._x, self._y = (log10(left), log10(right)), (log10(low), log10(high))

    def x(self, value: float) -> float:
        low, high = self._x
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (log10(value) - low) / (high - low)

    def y(self, value: float) -> float:
        low, high = self._y
        return (
            _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * (log10(max(value, 10**low)) - low) / (high - low)
        )

    def axes(self) -> Iterator[str]:
        for power in range(int(self._x[0]), int(self._x[1]) + 1):
            x = self.x(10**power)
            yield f'<line x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{_HEIGHT - _BOTTOM}" stroke="#ddd"/>'
            yield _text(x, _HEIGHT - _BOTTOM + 18, f"{10**power:,}", "middle")
        for power in range(int(self._y[0]), int(self._y[1]) + 1):
            y = self.y(10**power)
            yield f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}" stroke="#ddd"/>'
            yield _text(_LEFT - 8, y + 4, f"{10**power:,}", "end")
        middle = (_LEFT + _WIDTH - _RIGHT) / 2
        yield _text(middle, _HEIGHT - 12, "paragraphs", "middle")
        yield _text(_LEFT, _TOP - 6, "ms to the fused candidates, p95", "start")

    def level(self, value: float) -> str:
        y = self.y(value)
        line = f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}" stroke="#888"'
        return f'{line} stroke-dasharray="5 4"/>' + _text(
            _WIDTH - _RIGHT + 4, y + 4, f"aim {value:,.0f}", "start"
        )


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#333">{escape(words)}</text>'
