"""A PDF page → runs of characters with their places, as PDFium draws them.

PDFium gives characters in the order of the page's content. A run is a stretch of them on one
baseline without a wide gap. Coordinates are points, turned so that the run reads from left to
right and y grows upwards; in vertical Japanese the columns are turned into lines, the rightmost
first.
"""

import ctypes
import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium_c

from ingest.formats.hyphens import SOFT_HYPHEN

# Presentation forms and radicals that stand for ordinary letters; other compatibility characters
# (①, ㎡, ２) are left as they are printed.
_FOLDED = ((0x2E80, 0x2FDF), (0xFB00, 0xFB06), (0xFB13, 0xFB17), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFC))
_SPACES = frozenset(" \t\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f")
_SKIPPED = frozenset("\r\n\0\u200b\u200c\u200d\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
_HYPHENS = frozenset("\x02\xad\ufffe")  # what PDFium makes of a hyphen at the end of a line
# Bullets of the Symbol and Wingdings fonts, which have no letters of Unicode.
_SYMBOL_BULLETS = frozenset({0xF0B7, 0xF0A7, 0xF0A8, 0xF0D8, 0xF0FC, 0xF076, 0xF06C, 0xF06E, 0xF071, 0xF02D})


@dataclass(frozen=True, slots=True)
class Placed:
    """Text on one baseline: ``x0 < x1``, baseline ``y`` and ``size`` (height of the font's box) in points."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Run(Placed):
    """Characters on one baseline. ``angle`` in whole quarter turns, 4 for anything else; ``order`` is the
    place in the page's content. ``starts`` is where each word after the first begins."""

    angle: int
    order: int
    starts: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class PageRuns:
    """The runs of a page; how many characters it has, how many of them have no known meaning (they
    are left out), and whether it is written vertically."""

    runs: tuple[Run, ...]
    characters: int
    unknown: int
    vertical: bool = False


def runs_of(textpage: Any, box: tuple[float, float, float, float]) -> PageRuns:
    """The runs of a pypdfium2 text page; what lies outside ``box`` (left, bottom, right, top) is not
    on the page that a person sees, and is left out."""
    codes = _codes(textpage)
    if not codes:
        return PageRuns((), 0, 0)
    frames = _frames(textpage.raw, codes)
    vertical = _is_vertical(codes, frames)
    builder = _Builder(textpage.raw, box, vertical)
    for at, code in enumerate(codes):
        builder.add(at, code, frames[at])
    runs = builder.finish()
    seen = sum(len(run.text) for run in runs) + builder.unknown
    return PageRuns(runs, seen, builder.unknown, vertical)


def fold(text: str) -> str:
    """Ligatures, presentation forms and radicals as the letters they stand for; composed (NFC)."""
    if text.isascii():
        return text
    folded = "".join(
        unicodedata.normalize("NFKC", character)
        if any(first <= ord(character) <= last for first, last in _FOLDED)
        else character
        for character in text
    )
    return unicodedata.normalize("NFC", folded)


def _codes(textpage: Any) -> list[int]:
    count = textpage.count_chars()
    if not count:
        return []
    units = (ctypes.c_ushort * (count + 1))()
    if pdfium_c.FPDFText_GetText(textpage.raw, 0, count, units) == count + 1:
        codes = list(units)[:count]
    else:
        read: Callable[[Any, int], int] = pdfium_c.FPDFText_GetUnicode
        codes = [min(read(textpage.raw, at), 0x10FFFF) for at in range(count)]
    for at, code in enumerate(codes):
        if 0xD800 <= code <= 0xDFFF:  # two halves of one character, or half of none
            after = codes[at + 1] if at + 1 < count else 0
            if code < 0xDC00 <= after <= 0xDFFF:
                codes[at], codes[at + 1] = 0x10000 + ((code - 0xD800) << 10) + (after - 0xDC00), 0
            else:
                codes[at] = 0xFFFD
    return codes


_Box = tuple[float, float, float, float]


def _frames(raw: Any, codes: list[int]) -> list[_Box]:
    """(left, bottom, right, top) of each character, by the font's box rather than the ink."""
    rectangle = pdfium_c.FS_RECTF()
    reference = ctypes.byref(rectangle)
    read = pdfium_c.FPDFText_GetLooseCharBox
    frames: list[_Box] = []
    for at, code in enumerate(codes):
        if code in (10, 13):
            frames.append((0.0, 0.0, 0.0, 0.0))
            continue
        read(raw, at, reference)
        frames.append((rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
    return frames


def _is_vertical(codes: list[int], frames: list[_Box]) -> bool:
    """True when most of the Japanese or Chinese characters stand below the one before."""
    down = along = 0
    before: _Box | None = None
    for code, frame in zip(codes, frames, strict=True):
        if code in (10, 13):
            continue
        if code < 0x2E80:
            before = None
            continue
        if before is not None:
            step = max(frame[2] - frame[0], frame[3] - frame[1], 1.0)
            dx = (frame[0] + frame[2] - before[0] - before[2]) / 2
            dy = (frame[1] + frame[3] - before[1] - before[3]) / 2
            if abs(dx) < 0.2 * step and -2.2 * step < dy < -0.4 * step:
                down += 1
            elif abs(dy) < 0.3 * step and 0 < dx < 2.2 * step:
                along += 1
        before = frame
    return down > 12 and down > 2 * along


class _Builder:
    """Grows the runs of one page character by character."""

    def __init__(self, raw: Any, box: _Box, vertical: bool) -> None:
        self.unknown = 0
        self._raw = raw
        self._box = box
        self._vertical = vertical
        self._runs: list[Run] = []
        self._text: list[str] = []
        self._starts: list[float] = []
        self._gap = False  # a space was drawn, or PDFium saw one
        self._bottom = self._top = self._x0 = self._x1 = self._y = self._size = 0.0
        self._last: _Box = (0.0, 0.0, 0.0, 0.0)
        self._angle = 0
        self._bold = False
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._x = ctypes.c_double()
        self._origin_y = ctypes.c_double()

    def add(self, at: int, code: int, frame: _Box) -> None:
        character = chr(code)
        if character in _SKIPPED:
            return
        if character in _SPACES:
            self._gap = True
            return
        if code in _SYMBOL_BULLETS:
            character, code = "•", 0x2022
        if character in _HYPHENS:
            character = SOFT_HYPHEN if code == 0xAD else "-"
        if not self._on_page(frame):
            return
        if self._is_unknown(code):
            self.unknown += 1
            self._gap = True
            return
        if self._text and frame == self._last:  # one glyph that stands for several letters
            self._text.append(character)
            return
        self._last = frame
        if self._text and not self._vertical and self._follows(frame, character, self._angle):
            self._append(frame, character)
            return
        angle = 0 if self._vertical else self._angle_of(at)
        if self._text and angle == self._angle and self._follows(frame, character, angle):
            self._append(frame, character)
            return
        self._close()
        self._open(at, frame, character, angle)

    def finish(self) -> tuple[Run, ...]:
        self._close()
        return tuple(self._runs)

    def _on_page(self, frame: _Box) -> bool:
        left, bottom, right, top = self._box
        return frame[2] > left - 1 and frame[0] < right + 1 and frame[3] > bottom - 1 and frame[1] < top + 1

    @staticmethod
    def _is_unknown(code: int) -> bool:
        return code < 0x20 or code == 0xFFFD or 0xE000 <= code <= 0xF8FF or code >= 0xF0000

    def _turned(self, frame: _Box, angle: int) -> _Box:
        left, bottom, right, top = frame
        if self._vertical:
            return -top, left, -bottom, right
        if angle == 1:
            return bottom, -right, top, -left
        if angle == 2:
            return -right, -top, -left, -bottom
        if angle == 3:
            return -top, left, -bottom, right
        return frame

    def _follows(self, frame: _Box, character: str, angle: int) -> bool:
        left, bottom, right, top = self._turned(frame, angle)
        size = self._size
        height = top - bottom
        if not 0.8 * size < height < 1.25 * size or abs(bottom - self._bottom) > 0.12 * size:
            return False
        # A wider gap may be a gutter, or hold a raised number that is drawn elsewhere in the content.
        reach = (0.9 if self._vertical else 0.4) * size
        if _is_rtl(character):
            if -0.3 * size < self._x0 - right < reach:
                return True
            return -0.3 * size < left - self._x1 < reach
        gap = left - self._x1
        return -0.35 * size < gap < reach or (-1.0 * size < gap < reach and right > self._x1 and self._gap)

    def _append(self, frame: _Box, character: str) -> None:
        left, bottom, right, top = self._turned(frame, self._angle)
        if self._gap and not self._vertical:
            self._text.append(" ")
            self._starts.append(left)
        elif self._gap and left - self._x1 > 0.35 * self._size:
            self._text.append("\u3000")
        self._gap = False
        self._text.append(character)
        self._x0, self._x1 = min(self._x0, left), max(self._x1, right)
        self._bottom, self._top = bottom, top

    def _open(self, at: int, frame: _Box, character: str, angle: int) -> None:
        self._gap = False
        self._angle = angle
        self._x0, self._bottom, self._x1, self._top = self._turned(frame, angle)
        self._size = self._top - self._bottom
        if self._size < 0.5:
            self._size = max(float(pdfium_c.FPDFText_GetFontSize(self._raw, at)), 0.5)
        self._bold = int(pdfium_c.FPDFText_GetFontWeight(self._raw, at)) >= 600 or self._is_named_bold(at)
        self._y = (self._bottom + self._top) / 2 if self._vertical else self._baseline(at, angle)
        self._text = [character]

    def _is_named_bold(self, at: int) -> bool:
        """True when the font's name says so; fonts that aren't in the file have no weight."""
        length = pdfium_c.FPDFText_GetFontInfo(self._raw, at, self._name, len(self._name), self._flags)
        name = self._name.value if 0 < length <= len(self._name) else b""
        return b"bold" in name.lower() or b"black" in name.lower()

    def _baseline(self, at: int, angle: int) -> float:
        pdfium_c.FPDFText_GetCharOrigin(self._raw, at, ctypes.byref(self._x), ctypes.byref(self._origin_y))
        x, y = self._x.value, self._origin_y.value
        return float((y, -x, -y, x, y)[angle])

    def _angle_of(self, at: int) -> int:
        """Quarter turns anticlockwise; 4 when the text stands askew (a watermark)."""
        angle = float(pdfium_c.FPDFText_GetCharAngle(self._raw, at))
        quarters = -angle / (math.pi / 2)  # PDFium counts clockwise
        nearest = round(quarters)
        return nearest % 4 if abs(quarters - nearest) < 0.12 else 4

    def _close(self) -> None:
        if not self._text:
            return
        text = fold("".join(self._text))
        self._runs.append(
            Run(
                text,
                self._x0,
                self._x1,
                self._y,
                self._size,
                self._bold,
                self._angle,
                len(self._runs),
                tuple(self._starts),
            )
        )
        self._text, self._starts = [], []


def _is_rtl(character: str) -> bool:
    return character > "\u0590" and unicodedata.bidirectional(character) in ("R", "AL")
