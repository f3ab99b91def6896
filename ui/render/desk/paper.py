"""What the desk made as HTML: the paper, whose footnote marks open their paragraphs."""

from collections.abc import Callable, Mapping
from html import escape

from core.records import Source
from desk.papers.made import paper_of
from desk.papers.references import Footnotes
from desk.papers.text import fragment
from desk.records import Brief, Comparison, Made, QuestionList, Timeline
from ui.render.desk.plot import plot
from ui.texts import Texts

_FORMATS: Mapping[str, str] = {".docx": "Word", ".md": "Markdown", ".html": "HTML", ".csv": "CSV"}


def paper(
    made: Made,
    texts: Texts,
    name: Callable[[str], str],
    *,
    working: bool,
    files: Mapping[str, str] | None = None,
) -> str:
    """The paper as far as it is made; ``files`` are the addresses of its files by
    ending, once it is whole."""
    notes = Footnotes(made.sources, texts, name)
    body = fragment(
        paper_of(made, texts, name, notes), lambda number: mark(number, notes.noted[number - 1], texts)
    )
    done, total = progress(made)
    told = texts("desk.progress", done=done, total=total) if working else ""
    links = "".join(
        f'<a class="rp-link" download="rapporteur{ending}" href="{escape(address)}">'
        f"{escape(texts('desk.save', format=_FORMATS[ending]))}</a> "
        for ending, address in (files or {}).items()
    )
    if isinstance(made, Brief) and not (working or made.stopped):
        links += (
            '<button type="button" class="rp-link" data-act="watch" data-do="brief">'
            f"{escape(texts('watch.watch'))}</button>"
        )
    drawn = plot(made, texts, name) if isinstance(made, Timeline) else ""
    return (
        f'<div class="rp-desk" aria-busy="{"true" if working else "false"}">'
        f'<p class="rp-desk-head"><span role="status">{escape(told)}</span> {links}</p>{drawn}'
        f'<article lang="{texts.language}">{body}</article></div>'
    )


def progress(made: Made) -> tuple[int, int]:
    """How much of it is made, of how much."""
    match made:
        case Brief():
            return made.done, made.total
        case Comparison():
            return len(made.cells), made.total
        case Timeline():
            return len(made.moments), made.total
        case QuestionList():
            return len(made.answers), len(made.questions)


def mark(number: int, source: Source, texts: Texts) -> str:
    """The number of a footnote, which opens its paragraph."""
    return (
        f'<button type="button" class="rp-link" data-act="statement" '
        f'data-statement="{escape(source.statement_id)}" data-paragraph="{escape(source.paragraph_id)}" '
        f'data-ordinal="{source.ordinal}" aria-label="{escape(texts("desk.open", label=source.label))}" '
        f'title="{escape(source.label)}">{number}</button>'
    )
