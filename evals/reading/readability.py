"""How much of a page's text is kept, and how little else: measured on pages with a known answer.

The pages are the 43 test pages of Mozilla's Readability that lie beside the repository (development
data), each with the output that its project keeps as the expected one. Our reader works by a similar
method and its rules were adjusted on these pages, so its figure is not one for pages it has not seen.
Beside it: trafilatura (comments left out) and
readability-lxml, each alone, with its default settings.

A word is a run of letters and digits, case folded; in Chinese, Japanese and Korean every character is
one. Words are counted as a bag: precision is the share of the kept words that are expected, recall the
share of the expected words that are kept, each counted as often as it occurs; F1 is their harmonic mean,
0 when they have nothing in common. The mean is over pages, each counting the same. What our reader adds
for the reader ("1." and "•" before list items) counts against it; the headers that it repeats in every row
of a table count once, because they are the page's words.
"""

import logging
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import readability
import trafilatura
from lxml import html

from core.errors import UnreadableError
from ingest.formats.web.html import read_html
from measure import harness
from measure.harness import DATA, EVALS

PAGES = DATA / "messy" / "html_readability"
RESULT = EVALS / "readability.json"

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]|[^\W_]+")
_HEADER = re.compile(r"(?:^| · )(?P<name>[^·:]{1,80}): ")
_INLINE = frozenset(
    [
        *("a", "abbr", "b", "bdi", "cite", "code", "em", "font", "i", "kbd", "mark", "q", "s", "samp"),
        *("small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    ]
)


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of a bag of words, each in [0, 1]."""

    precision: float
    recall: float
    f1: float


def score(kept: str, expected: str) -> Score:
    """How well the words of ``kept`` are those of ``expected``."""
    ours, theirs = words(kept), words(expected)
    common = (ours & theirs).total()
    if not common:
        return Score(0.0, 0.0, 0.0)
    precision, recall = common / ours.total(), common / theirs.total()
    return Score(precision, recall, 2 * precision * recall / (precision + recall))


def words(text: str) -> Counter[str]:
    """The words of ``text`` and how often each occurs."""
    return Counter(_WORD.findall(text.casefold()))


def text_of_markup(markup: str) -> str:
    """The text of an HTML fragment; what a browser shows on different lines is never one word."""
    if not markup.strip():
        return ""
    page = html.document_fromstring(markup)
    for element in list(page.iter("script", "style", "head")):
        element.drop_tree()
    for element in page.iter():
        if element.tag not in _INLINE:
            element.tail = "\n" + (element.tail or "")
            element.text = "\n" + (element.text or "")
    return str(page.text_content())


def extractors() -> dict[str, Callable[[bytes], str]]:
    """What is compared: from a page's bytes (UTF-8) to the text that is kept of it."""
    return {"rapporteur": _ours, "trafilatura": _trafilatura, "readability-lxml": _readability}


def evaluate(pages: Path, compared: Mapping[str, Callable[[bytes], str]]) -> dict[str, object]:
    """Every extractor over every page of the folder: means, and F1 page by page."""
    folders = sorted(path.parent for path in pages.glob("*/expected.html"))
    scores: dict[str, dict[str, Score]] = {name: {} for name in compared}
    for folder in folders:
        expected = text_of_markup((folder / "expected.html").read_text("utf-8"))
        source = (folder / "source.html").read_bytes()
        for name, extract in compared.items():
            scores[name][folder.name] = score(extract(source), expected)
    return {
        "pages": len(folders),
        "versions": {name: version(name) for name in ("trafilatura", "readability-lxml", "lxml")},
        "mean": {
            name: {
                part: round(sum(getattr(one, part) for one in found.values()) / len(found), 4)
                for part in ("f1", "precision", "recall")
            }
            for name, found in scores.items()
        },
        "f1": {
            folder.name: {name: round(found[folder.name].f1, 4) for name, found in scores.items()}
            for folder in folders
        },
    }


def main(argv: Sequence[str] = ()) -> int:
    """Measure, store and print the means; 0 also where the pages are not here, which is said."""
    options = harness.parser("evals", "readability", __doc__)
    options.add_argument(
        "--pages", type=Path, default=PAGES, metavar="DIR", help="other pages of that layout"
    )
    options.add_argument("--out", type=Path, default=RESULT, metavar="FILE")
    args = options.parse_args(argv)
    if harness.lacks("readability", args.pages):
        return 0
    result = evaluate(args.pages, extractors())
    harness.write(args.out, result)
    harness.show({"pages": result["pages"], "mean": result["mean"]})
    return 0


def _ours(source: bytes) -> str:
    try:
        page = read_html(source, "source.html")
    except UnreadableError:
        return ""
    kept: list[str] = []
    at = 0
    seen: set[str] = set()
    for start in sorted(page.rows):
        end = page.text.find("\n\n", start)
        row = page.text[start : end if end >= 0 else len(page.text)]
        kept += [page.text[at:start], _without(row, seen)]
        seen |= {found["name"] for found in _HEADER.finditer(row)}
        at = start + len(row)
    return "".join((*kept, page.text[at:]))


def _without(row: str, headers: set[str]) -> str:
    """A row without the headers that a row above it has."""

    def kept(found: re.Match[str]) -> str:
        return " " if found["name"] in headers else found[0]

    return _HEADER.sub(kept, row)


def _trafilatura(source: bytes) -> str:
    return trafilatura.extract(source, include_comments=False) or ""


def _readability(source: bytes) -> str:
    logging.getLogger("readability").setLevel(logging.ERROR)
    return text_of_markup(readability.Document(source.decode("utf-8", "replace")).summary())
