"""Rich Text Format: the words as they are printed, in whatever encoding each font has.

RTF is read here rather than by a library because the ones there are lose the second byte of
Japanese characters written as text, footnotes, and the ends of broken files. Pictures, headers and
footers, comments, hidden and deleted text are left out; a footnote is below its paragraph.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from core.errors import UnreadableError
from core.notes import MOST, mark, with_notes
from ingest.formats.document import Document
from ingest.formats.office.blocks import Block, BlockWriter, clean, left_out, raised, table_blocks
from ingest.formats.office.rtf_codecs import charset, code_page, decoded
from ingest.formats.office.rtf_words import BINARY, GONE, KNOWN, SIGNS, TOKEN, WRITTEN
from ingest.formats.tables import Cell
from ingest.formats.titles import is_title


@dataclass(frozen=True, slots=True)
class _State:
    """What holds within a group. ``into`` names where text goes: "body", "note", "box", "title",
    "fonts", "styles", or "" for nowhere."""

    into: str = "body"
    font: int = -1
    double_font: int = -1  # for characters of two bytes
    double: bool = False
    skip: int = 1  # characters that stand for one in Unicode, for older programs
    hidden: bool = False
    deleted: bool = False
    raised: bool = False


def read_rtf(data: bytes, name: str) -> Document:
    """The text of an RTF file. Raises UnreadableError for a file that is no RTF or holds no text."""
    start = data[:1024].find(b"{\\rtf")
    if start < 0 or data[:start].strip(b"\xef\xbb\xbf \r\n\t\0"):
        raise UnreadableError(f"{name} is not an RTF document; check that it is the file you meant.")
    reader = _Reader()
    reader.read(data[start:].decode("latin-1"))
    document = reader.document(name)
    if not document.text:
        what = "holds no text in its body; check that it is the file you meant."
        if reader.pictures:
            what = "holds pictures but no text; run text recognition (OCR) on them first."
        raise UnreadableError(f"{name} {what}")
    return document


@dataclass(slots=True)
class _Reader:
    """Follows the groups of a file and gathers their text."""

    pictures: bool = False
    _state: _State = field(default_factory=_State)
    _stack: list[_State] = field(default_factory=list)
    _page: str = "cp1252"
    _default_font: int = -1
    _fonts: dict[int, str] = field(default_factory=dict)
    _bytes: bytearray = field(default_factory=bytearray)
    _to_skip: int = 0
    _fresh: bool = False  # at the beginning of a group, where its first word says what it is for
    _starred: bool = False
    _out: BlockWriter = field(default_factory=BlockWriter)
    _text: dict[str, list[str]] = field(default_factory=dict)
    _rows: list[list[tuple[Cell, list[Block]]]] = field(default_factory=list)
    _header_row: bool = False
    _cells: list[list[str]] = field(default_factory=list)
    _cell: list[str] = field(default_factory=list)
    _boxes: list[str] = field(default_factory=list)
    _noted: int = 0
    _notes: list[tuple[str, str]] = field(default_factory=list)  # of the paragraph that is being read
    _apart: list[tuple[str, str]] = field(default_factory=list)  # of headings, and long ones
    _styles: set[int] = field(default_factory=set)
    _style: int = -1
    _heading: bool = False
    _in_table: bool = False
    _comments: int = 0
    _hidden: bool = False
    _deleted: bool = False
    _closed: bool = False

    def read(self, text: str) -> None:
        """Read the whole file, one character a byte."""
        at = 0
        while at < len(text):
            found = TOKEN.match(text, at)
            if found is None:  # a lone backslash at the end
                at += 1
                continue
            at = found.end()
            if plain := found["text"]:
                self._plain(plain)
            elif digits := found["hex"]:
                self._byte(int(digits, 16))
            elif word := found["word"]:
                number = int(found["number"]) if found["number"] else None
                if word == "bin":
                    at += max(number or 0, 0)
                else:
                    self._word(word, number)
            elif sign := found["sign"]:
                self._sign(sign)
            elif found["brace"]:
                self._brace(found["brace"])
                if self._closed:
                    break
        self._flush()

    def document(self, name: str) -> Document:
        """The document that was read; ``name`` tells a title from a file's name."""
        self._end_table()
        self._end_paragraph()
        for name, note in self._apart:
            self._out.add(f"{mark(name)} {note}")
        title = " ".join("".join(self._text.get("title", ())).split())
        return self._out.document({"title": title} if is_title(title, name) else {}, tuple(self._notices()))

    def _notices(self) -> Iterator[str]:
        yield from left_out(tracked=self._deleted, hidden=self._hidden, comments=self._comments)
        if not self._closed:
            yield "The end of the document is missing; what could be read was read, get it again."

    def _brace(self, brace: str) -> None:
        self._flush()
        self._to_skip = 0
        self._starred = False
        self._fresh = brace == "{"
        if brace == "{":
            self._stack.append(self._state)
            return
        ended = self._state.into
        self._state = self._stack.pop() if self._stack else self._state
        if ended != self._state.into and ended in ("note", "box"):
            text = clean("".join(self._text.pop(ended, ())))
            if text and ended == "box":
                self._boxes.append(text)
            elif text:
                self._noted += 1
                self._notes.append((str(self._noted), text))
                self._put(mark(str(self._noted)))
        self._closed = not self._stack

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = self._fresh
            return
        self._fresh = False
        if sign in "\\{}":
            self._byte(ord(sign))
        elif sign in SIGNS:
            self._flush()
            if sign in "\r\n":
                self._end_paragraph()
            else:
                self._put(SIGNS[sign])

    def _plain(self, text: str) -> None:
        self._fresh = self._fresh and text.isspace()
        if self._to_skip:
            dropped = min(self._to_skip, len(text))
            self._to_skip -= dropped
            text = text[dropped:]
        self._bytes += text.encode("latin-1")

    def _byte(self, byte: int) -> None:
        if self._to_skip:
            self._to_skip -= 1
        else:
            self._bytes.append(byte)

    def _flush(self) -> None:
        if not self._bytes:
            return
        data, self._bytes = bytes(self._bytes), bytearray()
        font = self._state.double_font if self._state.double else self._state.font
        codec = self._fonts.get(font if font >= 0 else self._default_font, "")
        self._put(decoded(data, codec, self._page))

    def _put(self, text: str) -> None:
        into = self._state.into
        if into == "fonts" or not into:
            return
        if self._state.hidden and into != "styles":
            self._hidden = self._hidden or bool(text.strip())
            return
        if self._state.deleted:
            self._deleted = True
            return
        if into == "styles":
            if re.match(r"\s*(?:heading|見出し) ?[1-9]", text, re.IGNORECASE):
                self._styles.add(self._style)
            return
        self._text.setdefault(into, []).append(raised(text) if self._state.raised else text)

    def _word(self, word: str, number: int | None) -> None:
        if word == "u" and number is not None:
            self._flush()
            self._put(chr(number % 0x10000))
            self._to_skip = self._state.skip
            return
        self._flush()
        self._to_skip = 0
        starred, fresh = self._starred, self._fresh
        self._starred = self._fresh = False
        if (fresh or word in BINARY) and self._is_destination(word, starred):
            return
        if word in WRITTEN:
            self._put(WRITTEN[word])
        elif word in ("par", "sect", "page", "column"):
            self._break(word)
        elif word in ("cell", "nestcell", "row", "nestrow"):
            self._table(word)
        else:
            self._property(word, number)

    def _is_destination(self, word: str, starred: bool) -> bool:
        """Send the rest of the group where ``word`` says, if it says so."""
        into = self._state.into
        if GONE.fullmatch(word) or (starred and word not in KNOWN):
            self.pictures = self.pictures or word in BINARY
            self._comments += word == "annotation" and bool(into)
            into = ""
        elif not into:
            return False
        elif word in ("fonttbl", "stylesheet", "info"):
            into = {"fonttbl": "fonts", "stylesheet": "styles", "info": "info"}[word]
        elif word == "title":
            into = "title"
        elif word == "footnote":
            into = "note"
        elif word == "shptxt":
            into = "box"
        else:
            return False
        self._state = replace(self._state, into=into)
        return True

    def _break(self, word: str) -> None:
        if self._state.into != "body":
            self._put("\n")
        elif self._in_table and word == "par":
            self._end_cell_paragraph()
        else:
            self._end_table()
            self._end_paragraph()

    def _property(self, word: str, number: int | None) -> None:
        on = number != 0
        state = self._state
        if word == "f" and number is not None:
            if state.into == "fonts" or not state.double:
                self._state = replace(state, font=number)
            else:
                self._state = replace(state, double_font=number)
        elif word == "af" and state.double and number is not None:
            self._state = replace(state, double_font=number)
        elif word in ("dbch", "loch", "hich"):
            self._state = replace(state, double=word == "dbch")
        elif word == "fcharset" and state.into == "fonts":
            self._fonts[state.font] = charset(number or 0)
        elif word == "cpg" and state.into == "fonts" and number:
            self._fonts[state.font] = code_page(number)
        elif word == "uc":
            self._state = replace(state, skip=max(0, min(number if number is not None else 1, 10)))
        elif word == "v":
            self._state = replace(state, hidden=on)
        elif word == "deleted":
            self._state = replace(state, deleted=on)
        elif word in ("super", "nosupersub", "sub"):
            self._state = replace(state, raised=word == "super" and on)
        elif word == "plain":
            self._state = replace(state, font=-1, double=False, hidden=False, deleted=False, raised=False)
        elif word == "pard":
            self._heading = self._in_table = False
        elif word == "intbl":
            self._in_table = True
        elif word == "trhdr":
            self._header_row = True
        elif word == "outlinelevel":
            self._heading = number is not None and number < 9
        elif word == "s" and number is not None:
            self._style = number
            self._heading = self._heading or (state.into == "body" and number in self._styles)
        else:
            self._document_property(word, number)

    def _document_property(self, word: str, number: int | None) -> None:
        if word == "ansicpg":
            self._page = code_page(number or 0)
        elif word in ("mac", "pc", "pca"):
            self._page = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[word]
        elif word == "deff" and number is not None:
            self._default_font = number

    def _taken(self) -> str:
        units = "".join(self._text.pop("body", ()))
        return clean(units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))

    def _with_notes(self, text: str, *, heading: bool) -> str:
        """A paragraph with the notes below it that it has marks of."""
        notes, self._notes = self._notes, []
        self._apart += [note for note in notes if heading or len(note[1]) > MOST]
        return with_notes(text, [note for note in notes if not heading and len(note[1]) <= MOST])

    def _end_paragraph(self) -> None:
        self._out.add(self._with_notes(self._taken(), heading=self._heading), heading=self._heading)
        for box in self._boxes:
            self._out.add(box)
        self._boxes.clear()

    def _end_cell_paragraph(self) -> None:
        if text := self._taken():
            self._cell.append(self._with_notes(text, heading=False))

    def _table(self, word: str) -> None:
        if self._state.into != "body":
            self._put("\n" if word.endswith("row") else " | ")
            return
        self._end_cell_paragraph()
        if word.endswith("cell"):
            self._cells.append(self._cell)
            self._cell = []
        else:
            self._end_row()

    def _end_row(self) -> None:
        cells, self._cells = [*self._cells, *([self._cell] if self._cell else [])], []
        self._cell = []
        if any(cells):
            self._rows.append(
                [(Cell("\n".join(cell), self._header_row), [Block(text) for text in cell]) for cell in cells]
            )
        self._header_row = False

    def _end_table(self) -> None:
        self._end_row()
        rows, self._rows = self._rows, []
        for block in table_blocks(rows) if rows else ():
            self._out.add(block.text, row=block.row)
