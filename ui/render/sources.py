"""The cards beside an answer."""

from html import escape

from core.records import Citation, Source
from ui.render.html import Block
from ui.render.source import card, marked_text
from ui.state.card import Card
from ui.state.known import Known
from ui.state.reading import bottom_line, their_words
from ui.state.turn import Turn


def sources(turn: Turn, known: Known) -> list[Block]:
    """The cited paragraphs by marker; for "not addressed", the nearest paragraphs instead. A table brings
    its sources in its rows."""
    answer = turn.answer
    if turn.cells:
        return []
    if answer is not None and answer.status == "not_addressed" and not answer.quotes:
        return _nearest(turn, known)
    cited: dict[str, list[tuple[str, Citation]]] = {}
    written = bottom_line(turn)
    quoted = [keyed for said in their_words(turn) for keyed in said.quotes]
    for key, sentence in (*written, *quoted):
        for citation in sentence.citations:
            cited.setdefault(citation.paragraph_id, []).append((key, citation))
    shown = frozenset(key for key, _ in written or quoted)
    return [
        (
            source.paragraph_id,
            card(
                with_number(known.cards.get(source.paragraph_id), source),
                known.texts,
                anchor=f"source-{turn.number}-{source.marker}",
                words=marked_text(source.text, cited.get(source.paragraph_id, ()), shown),
            ),
        )
        for source in turn.sources
    ]


def _nearest(turn: Turn, known: Known) -> list[Block]:
    nearest = turn.answer.nearest if turn.answer else ()
    if not nearest:
        return []
    heading = f'<h3 class="rp-side">{escape(known.texts("answer.nearest"))}</h3>'
    return [
        ("near", heading),
        *(
            (
                f"n{at}",
                card(
                    known.cards.get(one.paragraph_id) or Card(one),
                    known.texts,
                    anchor=f"near-{turn.number}-{at}",
                ),
            )
            for at, one in enumerate(nearest, 1)
        ),
    ]


def with_number(known: Card | None, source: Source) -> Card:
    """The card of a paragraph under the number that it has in this answer."""
    if known is None:
        return Card(source)
    return Card(source, known.delegation, known.speaker, known.reference, known.neighbours, known.duplicates)
