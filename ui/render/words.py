"""Their words as HTML: quotations in quotation marks under who said them and when, and the markers that
open their sources."""

from collections.abc import Sequence
from html import escape

from core.records import Sentence, Source
from ui.render.html import add_button, dots, lang, named
from ui.state.known import Known
from ui.state.reading import Keyed, Said, their_words
from ui.state.turn import Turn

_TIP_WORDS = 12
_TIP_CHARACTERS = 90


def words(turn: Turn, known: Known, *, latest: bool) -> str:
    """Everything that is quoted outside of a table. In an answer it is folded once another question is
    asked; passages that may bear on the question look as uncertain as they are."""
    said = their_words(turn)
    answer = turn.answer
    if answer is not None and answer.status == "uncertain":
        return _uncertain(turn, said, answer.note, known)
    if not said:
        return ""
    instead = answer is not None and answer.status != "answered"
    heading = known.texts("answer.instead" if instead else "answer.in_their_words")
    alone = " rp-alone" if answer is not None and answer.mode == "quoted" else ""
    return (
        f'<details class="rp-words{alone}" data-k="words-{turn.number}"{" open" if latest else ""}>'
        f"<summary>{escape(heading)}</summary>{_groups(turn, said, known)}</details>"
    )


def _uncertain(turn: Turn, said: Sequence[Said], note: str, known: Known) -> str:
    if not said:
        return ""
    return (
        f'<section class="rp-uncertain"><h3>{escape(known.texts("answer.uncertain"))}</h3>'
        f'<p class="rp-scope"{lang(note)}>{escape(note)}</p>'
        f"{_groups(turn, said, known)}</section>"
    )


def _groups(turn: Turn, said: Sequence[Said], known: Known) -> str:
    return "".join(
        (attribution(group.source, known) if group.source else "")
        + "".join(quotation(turn, one, group.source, known) for one in group.quotes)
        for group in said
    )


def attribution(source: Source, known: Known, *, skip: int = 0) -> str:
    """ "Japan · Akahori Takeshi · Ambassador · OEWG · 1 December 2020"; ``skip`` leaves out the first parts
    that stand elsewhere already."""
    parts = [part for part in known.attribution(source) if part][skip:]
    return f'<p class="rp-who">{dots(named(part) for part in parts)}</p>' if parts else ""


def quotation(turn: Turn, keyed: Keyed, source: Source | None, known: Known) -> str:
    """One quotation with its marker."""
    key, sentence = keyed
    language = source.language if source else ""
    first = next(iter(sentence.citations), None)
    add = add_button(first.paragraph_id, known.texts, first.start, first.end) if first else ""
    return (
        f'<blockquote class="rp-quote"{lang(sentence.text, language)}>'
        f"{escape(known.texts.quoted(sentence.text))}{superscript(turn, key, sentence, known)}"
        f'<span class="rp-add-quote">{add}</span></blockquote>'
    )


def superscript(turn: Turn, key: str, sentence: Sentence, known: Known) -> str:
    """The numbers of a sentence's sources, each a link that opens its card."""
    by_marker = {source.marker: source for source in turn.sources}
    links = []
    for marker in dict.fromkeys(citation.marker for citation in sentence.citations):
        label = known.texts("answer.source", n=marker)
        source = by_marker.get(marker)
        opening = " ".join(source.text.split()[:_TIP_WORDS])[:_TIP_CHARACTERS] if source else ""
        tip = f"{source.label}: {opening}…" if source else label
        links.append(
            f'<a class="rp-marker" href="#source-{turn.number}-{marker}" data-act="open" '
            f'data-turn="{turn.number}" data-key="{key}" data-marker="{marker}" '
            f'title="{escape(tip)}" aria-label="{escape(label)}">{marker}</a>'
        )
    return f"<sup>{'<span>,</span>'.join(links)}</sup>" if links else ""
