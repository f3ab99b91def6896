"""PDF: the text in reading order, with the pages it stands on.

PDFium gives characters and their places; ``pdf_layout`` makes lines of them, ``pdf_furniture``
takes off what repeats from page to page, ``pdf_paragraphs`` puts the lines together.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from core.errors import UnreadableError
from core.notes import MOST, mark
from ingest.formats.document import Document
from ingest.formats.hyphens import SOFT_HYPHEN, Words
from ingest.formats.pdf.chars import runs_of
from ingest.formats.pdf.furniture import without_furniture
from ingest.formats.pdf.layout import Line, lines_of_page
from ingest.formats.pdf.paragraphs import Paragraph, Style, note_mark, paragraphs_of, plain
from ingest.formats.pdf.ruled import ruled_tables, with_tables
from ingest.formats.titles import is_title

MAX_PAGES = 2_000
MAX_CHARACTERS = 1_000_000  # about 400 full pages, 12 seconds; a statement has thousands of characters
_SCAN = 0.05  # share of a page that an image covers when the page is a scan
_MAX_OBJECTS = 200  # of a page without text, looked at to find an image


@dataclass(frozen=True, slots=True)
class _Page:
    lines: tuple[Line, ...]
    characters: int
    unknown: int
    vertical: bool
    scanned: bool
    broken: bool = False


def read_pdf(data: bytes, name: str) -> Document:
    """The text of a PDF: one paragraph a line, an empty line between two.

    Running headers, footers and page numbers are left out; footnotes are paragraphs of their own.
    Raises UnreadableError for a file that is damaged, protected by a password, a scan without text,
    of more than MAX_PAGES pages or MAX_CHARACTERS characters, or whose letters cannot be known.
    """
    pdf = _opened(data, name)
    try:
        if len(pdf) > MAX_PAGES:
            raise UnreadableError(
                f"{name} has {len(pdf):,} pages, more than the {MAX_PAGES:,} allowed; split it."
            )
        pages = _pages(pdf, name)
        properties = _properties(pdf, name)
    finally:
        pdf.close()
    _refuse(pages, name)
    document = _document(pages)
    if not document.text.strip():
        raise UnreadableError(
            f"{name} holds no text (its pages are empty, or their letters are drawn as shapes);"
            " run text recognition (OCR) on it if something can be read there."
        )
    notices = (*_page_notices(pages), *document.notices)
    if b"%%EOF" not in data[-2048:]:
        notices = (*notices, "The end of the PDF is missing; what could be read was read, get it again.")
    return Document(
        document.text,
        properties=MappingProxyType(properties),
        headings=document.headings,
        rows=document.rows,
        pages=document.pages,
        notices=notices,
    )


def _opened(data: bytes, name: str) -> Any:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
            raise UnreadableError(
                f"{name} is protected by a password; save a copy without one and add that."
            ) from None
        raise UnreadableError(
            f"{name} is not a readable PDF; it is damaged or cut off, get it again from its source."
        ) from None


def _pages(pdf: Any, name: str) -> list[_Page]:
    pages = []
    total = 0
    for number in range(len(pdf)):
        try:
            page = pdf[number]
            try:
                read = _read_page(page, number)
            finally:
                page.close()
        except pdfium.PdfiumError:
            read = _Page((), 0, 0, False, False, broken=True)
        total += read.characters
        if total > MAX_CHARACTERS:
            raise UnreadableError(
                f"{name} has more than the {MAX_CHARACTERS:,} characters allowed; split it."
            )
        pages.append(read)
    return pages


def _read_page(page: Any, number: int) -> _Page:
    textpage = page.get_textpage()
    try:
        if textpage.count_chars() > MAX_CHARACTERS:
            return _Page((), MAX_CHARACTERS + 1, 0, False, False)
        found = runs_of(textpage, page.get_bbox())
        tables, runs = ([], list(found.runs)) if found.vertical else ruled_tables(page, found.runs, number)
    finally:
        textpage.close()
    lines = with_tables(lines_of_page(runs, number) if runs else [], tables, number)
    scanned = found.characters < 10 and _has_large_image(page)
    return _Page(tuple(lines), found.characters, found.unknown, found.vertical, scanned)


def _has_large_image(page: Any) -> bool:
    """True when an image covers a good part of the page."""
    left, bottom, right, top = page.get_bbox()
    area = max((right - left) * (top - bottom), 1.0)
    images = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    covered = 0.0
    for image in itertools.islice(images, _MAX_OBJECTS):
        x0, y0, x1, y1 = image.get_bounds()
        covered += abs((x1 - x0) * (y1 - y0))
    return bool(covered > _SCAN * area)


def _refuse(pages: Sequence[_Page], name: str) -> None:
    """Say what is wrong when there is nothing to read. Raises UnreadableError."""
    if not pages or all(page.broken for page in pages):
        raise UnreadableError(
            f"{name} has no page that can be read; it is damaged, get it again from its source."
        )
    texts = [page for page in pages if page.characters >= 10]
    if not texts and any(page.scanned for page in pages):
        what = "is a scanned image" if len(pages) == 1 else "consists of scanned images"
        raise UnreadableError(
            f"{name} {what} without text; run text recognition (OCR) first and add the result."
        )
    if texts and all(_is_garbled(page) for page in texts):
        raise UnreadableError(
            f"{name} has text whose letters cannot be told, because its fonts do not name them;"
            " run text recognition (OCR) on it first and add the result."
        )
    if texts and len(pages) == 1 and _please_wait(texts[0]):
        raise UnreadableError(
            f"{name} is a form that only Adobe Reader can show; print it to a PDF there and add that."
        )


def _please_wait(page: _Page) -> bool:
    return any("Please wait..." in line.text for line in page.lines[:3])


def _is_garbled(page: _Page) -> bool:
    """True when much of the text layer is no known letter, or reads like a shifted alphabet."""
    if page.unknown > 0.3 * page.characters:
        return True
    letters = [c for line in page.lines for c in line.text if c.isascii() and c.isalpha()]
    if page.unknown <= 0.05 * page.characters or len(letters) < 0.4 * page.characters:
        return False
    return sum(c in "aeiouAEIOU" for c in letters) < 0.25 * len(letters)


def _page_notices(pages: Sequence[_Page]) -> Iterator[str]:
    several = len(pages) > 1
    for numbers, one, many in (
        (
            [at for at, page in enumerate(pages, 1) if page.scanned],
            "is a scanned image without text and was left out; run text recognition (OCR) first.",
            "are scanned images without text and were left out; run text recognition (OCR) first.",
        ),
        (
            [at for at, page in enumerate(pages, 1) if page.broken],
            "is damaged and was left out; get the file again from its source.",
            "are damaged and were left out; get the file again from its source.",
        ),
        (
            [at for at, page in enumerate(pages, 1) if page.characters >= 10 and _is_garbled(page)],
            "has letters that cannot be told and was left out; run text recognition (OCR) first.",
            "have letters that cannot be told and were left out; run text recognition (OCR) first.",
        ),
        (
            [at for at, page in enumerate(pages, 1) if page.vertical],
            "is written vertically and was read column by column from the right.",
            "are written vertically and were read column by column from the right.",
        ),
    ):
        if numbers:
            which = f"Page {numbers[0]}" if len(numbers) == 1 else f"Pages {_list(numbers)}"
            if not several:
                which = "The page"
            yield f"{which} {one if len(numbers) == 1 else many}"


def _list(numbers: Sequence[int]) -> str:
    """[3, 4, 5, 8] → "3–5 and 8"."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    parts = []
    for first, last in spans:
        parts += (
            [str(first)]
            if first == last
            else [f"{first}–{last}"]
            if last > first + 1
            else [str(first), str(last)]
        )
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _document(pages: Sequence[_Page]) -> Document:
    """The text of the pages, with offsets of headings and pages, and what was left out."""
    readable = [() if page.characters >= 10 and _is_garbled(page) else page.lines for page in pages]
    furniture = without_furniture(readable)
    paragraphs = paragraphs_of(furniture.pages, Style.of(furniture.pages))
    words = Words(line.text for lines in furniture.pages for line in lines)
    notes: dict[tuple[int, str], Paragraph] = {}
    for paragraph in paragraphs:
        if paragraph.note:
            notes.setdefault((paragraph.lines[0].page, note_mark(paragraph)), paragraph)
    text = _Text(words, notes)
    for paragraph in paragraphs:
        text.add(paragraph)
    notices = []
    if furniture.count:
        where = "1 page" if furniture.count == 1 else f"{furniture.count} pages"
        notices.append(f"Running headers, footers and page numbers of {where} were left out of the text.")
    return Document(
        text.finish(),
        headings=frozenset(text.headings),
        rows=MappingProxyType(text.rows),
        pages=text.page_offsets(len(pages)),
        notices=tuple(notices),
    )


class _Text:
    """Paragraphs written one after the other, with the places where pages and headings begin."""

    def __init__(self, words: Words, notes: Mapping[tuple[int, str], Paragraph]) -> None:
        self.headings: list[int] = []
        self.rows: dict[int, str] = {}
        self._words = words
        self._notes = notes
        self._below: list[int] = []  # identities of the notes that stand below their paragraph already
        self._parts: list[str] = []
        self._length = 0
        self._starts: dict[int, int] = {}

    def add(self, paragraph: Paragraph) -> None:
        if id(paragraph) in self._below:
            return
        written, marked = self._written(paragraph)
        if not written:
            return
        if self._parts:
            self._put("\n\n")
        if paragraph.heading:
            self.headings.append(self._length)
        if paragraph.row is not None:
            self.rows[self._length] = paragraph.row
        self._put_lines(written)
        for note in () if paragraph.heading or paragraph.note else marked:
            lines, _ = self._written(note)
            if id(note) not in self._below and sum(len(words) for words, _ in lines) <= MOST:
                self._below.append(id(note))
                self._put("\n")
                self._put_lines(lines)

    def _written(self, paragraph: Paragraph) -> tuple[list[tuple[str, int]], list[Paragraph]]:
        """The lines with their pages, and the notes that they have marks of."""
        written: list[tuple[str, int]] = []
        marked: list[Paragraph] = []
        for line in paragraph.lines:
            here = set() if paragraph.note else {name for page, name in self._notes if page == line.page}
            text, marks = plain(line.text, here)
            marked += [self._notes[line.page, one] for one in marks]
            if words := " ".join(text.split(" ")).strip():
                written.append((words, line.page))
        if paragraph.note and written:
            written[0] = (_marked(written[0][0], note_mark(paragraph)), written[0][1])
        return written, marked

    def _put_lines(self, written: Sequence[tuple[str, int]]) -> None:
        for at, (words, page) in enumerate(written):
            self._starts.setdefault(page, self._length)
            if at + 1 == len(written):
                self._put(words)
            else:
                cut, between = self._words.seam(words, written[at + 1][0])
                self._put(words[: len(words) - cut] + between)

    def finish(self) -> str:
        return "".join(self._parts)

    def page_offsets(self, count: int) -> tuple[int, ...]:
        """Where each page begins; a page without text begins where the next one does."""
        offsets = [0] * count
        following = self._length
        for page in range(count - 1, -1, -1):
            following = min(self._starts.get(page, following), following)
            offsets[page] = following
        if offsets:
            offsets[0] = 0
        return tuple(offsets)

    def _put(self, text: str) -> None:
        text = text.replace(SOFT_HYPHEN, "")
        self._parts.append(text)
        self._length += len(text)


def _marked(text: str, name: str) -> str:
    """A footnote with its mark in brackets, so that it is not taken for a paragraph's number."""
    high = name.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    rest = text.removeprefix(name).removeprefix(high).strip()
    return f"{mark(name)} {rest}" if name and rest else text


def _properties(pdf: Any, name: str) -> dict[str, str]:
    """The title that the file gives itself, where it is one. Dates and authors in a PDF are those of
    the file, not of the statement."""
    try:
        title = " ".join(pdf.get_metadata_value("Title").split())
    except (pdfium.PdfiumError, UnicodeDecodeError):
        return {}
    return {"title": title} if is_title(title, name) else {}
