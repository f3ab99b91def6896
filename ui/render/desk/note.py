"""Notes as HTML: the list of them, and one note whose pieces can be put in order and written."""

from collections.abc import Callable, Sequence
from html import escape
from itertools import count

from core.records import Source
from desk.notes.records import Note, NoteSummary, Piece
from desk.papers.brief import asked
from desk.papers.note import has_table, note_footnotes, noted_block
from desk.papers.text import block_html
from desk.records import Part
from desk.word.content import Paragraph, runs_of
from ui.render.desk.paper import mark
from ui.render.html import to_dossier
from ui.texts import Texts
from ui.texts.dates import day

_FORMATS = (("docx", "Word"), ("md", "Markdown"), ("html", "HTML"))


def notes_list(notes: Sequence[NoteSummary], texts: Texts) -> str:
    """Every note and paper that is kept, the one changed last first."""
    rows = "".join(_row(note, texts) for note in notes)
    shown = f'<ul class="rp-note-list">{rows}</ul>' if rows else f"<p>{escape(texts('note.none'))}</p>"
    return f'<div class="rp-desk"><p class="rp-desk-head">{_act("new", texts("note.new"))}</p>{shown}</div>'


def _row(note: NoteSummary, texts: Texts) -> str:
    facts = (
        texts(f"note.{note.kind}"),
        day(note.changed[:10], texts.language),
        texts.count("note.pieces", note.pieces),
    )
    title = f'data-id="{escape(note.id)}"'
    return (
        f"<li>{_act('open', note.title, title)} "
        f'<span class="rp-soft">{escape(texts("mark.dot").join(facts))}</span> '
        f'<button type="button" class="rp-link" data-act="note-remove" {title}>'
        f"{escape(texts('note.remove'))}</button></li>"
    )


def _act(do: str, label: str, more: str = "", name: str = "") -> str:
    said = f' aria-label="{escape(name)}" title="{escape(name)}"' if name else ""
    return (
        f'<button type="button" class="rp-link" data-act="note" data-do="{do}" {more}{said}>'
        f"{escape(label)}</button>"
    )


def note_page(note: Note, texts: Texts, name: Callable[[str], str]) -> str:
    """One note with its pieces, a box to write in, and its files."""
    notes = note_footnotes(note, texts, name)
    cited: list[Source | None] = []
    lines: list[str] = []
    numbers = count(1)

    def to(number: int) -> str:
        source = cited[number - 1]
        return mark(number, source, texts) if source else f"{number}"

    shown = []
    parts: set[Part] = set()
    for at, piece in enumerate(note.pieces, 1):
        by_id = {source.paragraph_id: source for source in piece.sources}
        cited += [by_id.get(run.footnote) for run in runs_of(piece.block) if run.footnote]
        block = noted_block(piece, notes)
        lines += [run.footnote for run in runs_of(block) if run.footnote]
        # A block of a brief is made anew as a whole, from its first piece.
        again = (
            asked(piece.part, texts, name) if piece.part and not piece.own and piece.part not in parts else ""
        )
        parts |= {piece.part} if again and piece.part else set()
        shown.append(_piece(at, piece, block_html(block, numbers, to), again, texts))
    listed = "".join(f"<li>{escape(line)}</li>" for line in lines)
    forms = (*_FORMATS, *((("csv", "CSV"),) if has_table(note) else ()))
    forms = (*forms, ("zip", texts("note.evidence")))
    saves = " ".join(
        _act("save", texts("desk.save", format=label), f'data-as="{form}"') for form, label in forms
    )
    saves += f" {to_dossier('note', note.id, texts)}"
    return (
        f'<div class="rp-desk" data-note="{escape(note.id)}">'
        f'<p class="rp-desk-head">{_act("list", texts("note.all"))} {saves}</p>'
        f'<form class="rp-note-title" data-form="note" data-do="rename">'
        f'<input name="text" value="{escape(note.title)}" maxlength="200" '
        f'aria-label="{escape(texts("note.title"))}">'
        f"<button>{escape(texts('note.rename'))}</button></form>"
        f'<article lang="{texts.language}">{"".join(shown) or _empty(texts)}'
        + (f'<hr><ol class="notes">{listed}</ol>' if listed else "")
        + f"</article>{_writing('', '', texts)}</div>"
    )


def _empty(texts: Texts) -> str:
    return f"<p>{escape(texts('note.empty'))}</p>"


def _piece(at: int, piece: Piece, body: str, again: str, texts: Texts) -> str:
    """A piece with what can be done with it; ``again`` is the question on which it can be made anew, "" for
    none."""
    which = f'data-piece="{escape(piece.id)}"'
    own = f'<p class="rp-own-mark">{escape(texts("note.own"))}</p>' if piece.own else ""
    edit = ""
    if isinstance(piece.block, Paragraph):
        edit = (
            f'<details><summary aria-label="{escape(texts("note.edit_n", n=at))}">'
            f"{escape(texts('note.edit'))}</summary>{_writing(piece.id, piece.block.text, texts)}</details>"
        )
    moves = "".join(
        _act(do, label, which, texts(f"note.{do}", n=at))
        for do, label in (("up", "↑"), ("down", "↓"), ("drop", texts("note.drop_short")))
    )
    if piece.own and piece.text:
        label = escape(texts("note.check_n", n=at))
        edit += (
            f'<button type="button" class="rp-link" data-act="note-work" data-do="check" {which} '
            f'aria-label="{label}" title="{label}">{escape(texts("note.check"))}</button>'
        )
    if again:
        edit += (
            f'<details><summary aria-label="{escape(texts("note.refill_n", n=at))}">'
            f"{escape(texts('note.refill'))}</summary>{_refilling(piece.id, again, texts)}</details>"
        )
    return (
        f'<section class="rp-piece{" rp-own" if piece.own else ""}" {which}>{body}{own}'
        f'<div class="rp-tools">{moves}{edit}</div>'
        f'<div class="rp-finding" data-slot="finding" aria-live="polite"></div></section>'
    )


def _refilling(piece: str, question: str, texts: Texts) -> str:
    """The question on which a block is made anew, to be narrowed."""
    label = escape(texts("note.refill_on"))
    return (
        f'<form class="rp-note-write" data-form="refill" data-piece="{escape(piece)}">'
        f'<label>{label}<textarea name="text" rows="2" maxlength="4000">{escape(question)}</textarea></label>'
        f"<button>{escape(texts('note.refill'))}</button></form>"
    )


def _writing(piece: str, text: str, texts: Texts) -> str:
    """A box to write in: a new piece, or the text of one."""
    label = texts("note.write_again" if piece else "note.write")
    return (
        f'<form class="rp-note-write" data-form="note" data-do="write" data-piece="{escape(piece)}">'
        f'<textarea name="text" rows="4" aria-label="{escape(label)}" placeholder="{escape(label)}">'
        f"{escape(text)}</textarea><button>{escape(texts('note.keep'))}</button></form>"
    )
