"""A text that stands in two languages side by side, line by line: each side by itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.text.tongues import are_two

_PARTED = re.compile(r"[ \u3000]*\t[ \u3000\t]*|[ \u3000]+[|│｜‖][ \u3000]*|[ \u3000]{3,}")
_GAPS = ("   ", "\t", "|", "│", "｜", "‖", "\u3000")  # one of these is in every line that is parted
_LEAST = 3  # lines with something on both sides
_MOSTLY = 0.5  # share of the lines that have


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns, which end before line ``end``; each as lines, empty where the source has an empty one.
    Both are empty when the lines up to ``end`` are no such columns."""

    end: int
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()


def columns_at(lines: Sequence[str], at: int) -> Columns:
    """The columns that begin at line ``at``, which has something on both sides."""
    sides = [_sides(lines[at])]
    middle = _start_of(lines[at])
    last = 0  # the last line that belongs to them
    both = written = 1
    for line in lines[at + 1 :]:
        one = _sides(line)
        if not line.strip():
            if not any(sides[-1]):
                break  # two empty lines
            sides.append(("", ""))
            continue
        if len(one) > 2:
            break
        if len(one) < 2:
            one = ("", line.strip()) if len(line) - len(line.lstrip()) > middle / 2 else (line.strip(), "")
        else:
            both += 1
            last = len(sides)
        if not (one[0] and one[1]) and not any(sides[-1]) and one[0]:
            break  # a paragraph by itself, over the whole width
        written += 1
        sides.append(one)
        if any(sides[-2]):
            last = len(sides) - 1  # the rest of a paragraph that is longer on one side
    sides = sides[: last + 1]
    end = at + len(sides)
    left, right = (tuple(side[number] for side in sides) for number in (0, 1))
    if both < _LEAST or both < _MOSTLY * written or not are_two(" ".join(left), " ".join(right)):
        return Columns(end)
    return Columns(end, left, right)


def _start_of(line: str) -> int:
    """The column at which the right side begins."""
    found = list(_PARTED.finditer(line.rstrip()))
    return found[-1].end() if found else 0


def _sides(line: str) -> tuple[str, ...]:
    """What stands on the sides of a line: more than two for one that belongs to something else."""
    inside = line.strip().strip("|│｜‖").strip()
    return tuple(_PARTED.split(inside)) if inside else ("", "")


def is_parted(line: str) -> bool:
    """Whether a line has something on both sides."""
    return any(gap in line for gap in _GAPS) and len(_sides(line)) == 2 and bool(line.strip())
