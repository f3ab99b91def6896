"""A whole statement to read: who, when and where, its paragraphs with what can be done with each, and the
words that an answer cited."""

from collections.abc import Mapping, Sequence
from html import escape

from core.records import Answer, Citation, Paragraph, Statement, Turn, turn_of
from ui.render.html import add_button, dots, lang, named, on_behalf, to_dossier
from ui.render.source import marked_text, page_number
from ui.state.card import both_names
from ui.state.cite import line, web_address
from ui.texts import Texts
from ui.texts.dates import span


def statement(
    value: Statement,
    texts: Texts,
    names: Mapping[str, str],
    *,
    chosen: str = "",
    cited: Sequence[Citation] = (),
) -> str:
    """The statement with the paragraph of the id ``chosen`` singled out, and in it the words ``cited``.
    ``names`` are those of delegation codes."""
    body, section, page = [], "", 0
    starts = {turn.first: turn for turn in value.turns}
    for paragraph in value.paragraphs:
        if paragraph.section != section and paragraph.section:
            body.append(f'<h3 class="rp-section"{lang(paragraph.section)}>{escape(paragraph.section)}</h3>')
        section = paragraph.section
        if paragraph.ordinal in starts:
            body.append(_speaking(starts[paragraph.ordinal], names))
        turned = paragraph.page if paragraph.page > page else 0
        page = max(page, paragraph.page)
        marks = cited if paragraph.id == chosen else ()
        body.append(
            _paragraph(value, paragraph, texts, names, here=paragraph.id == chosen, cited=marks, page=turned)
        )
    notices = [f'<p class="rp-found">{escape(notice)}</p>' for notice in value.notices]
    later = f'<div data-slot="digest" data-statement="{escape(value.id)}"></div>'
    parts = (_head(value, texts, names), later, _find(texts), *body, *notices)
    return f'<article class="rp-statement">{"".join(parts)}</article>'


def digest(answer: Answer, texts: Texts) -> str:
    """A statement's points in its own words, each with its paragraph; "" where it has none."""
    sources = {source.paragraph_id: source for source in answer.sources}
    points = []
    for quote in answer.quotes:
        source = sources[quote.citations[0].paragraph_id]
        label = escape(texts("statement.to_paragraph", n=source.number))
        points.append(
            f"<li{lang(quote.text, source.language)}>{escape(texts.quoted(quote.text))} "
            f'<button type="button" data-act="place" data-to="p{source.ordinal}" aria-label="{label}">'
            f"¶{source.number}</button></li>"
        )
    if not points:
        return ""
    name = escape(texts("statement.digest"))
    return (
        f'<section class="rp-digest" aria-label="{name}"><h3>{name}</h3><ul>{"".join(points)}</ul></section>'
    )


def _head(value: Statement, texts: Texts, names: Mapping[str, str]) -> str:
    speaker = both_names(value.speaker, value.speaker_latin)
    group = names.get(value.on_behalf_of) or value.on_behalf_of
    facts = [
        escape(names.get(value.delegation) or value.delegation),
        escape(on_behalf(group, texts)) if group else "",
        named(speaker) if speaker else "",
        named(value.post) if value.post else "",
        named(value.forum) if value.forum else "",
        named(value.agenda_item) if value.agenda_item else "",
        escape(span(value.date, value.date_end, texts.language)),
    ]
    title = value.title or value.origin or texts("statement.title")
    address = web_address(value.url)
    original = (
        f'<p class="rp-meta"><a href="{escape(address)}" target="_blank" '
        f'rel="noopener noreferrer">{escape(address)}</a></p>'
        if address
        else ""
    )
    counted = "" if any(p.printed for p in value.paragraphs) else texts("statement.counted")
    return (
        f'<h2 class="rp-q"{lang(title)}>{escape(title)}</h2>'
        f'<p class="rp-meta">{dots(fact for fact in facts if fact)}</p>{original}'
        + (f'<p class="rp-meta">{escape(counted)}</p>' if counted else "")
        + f'<p class="rp-tools"><button type="button" data-act="correct" data-statement="{escape(value.id)}">'
        f"{escape(texts('statement.correct'))}</button>{to_dossier('statement', value.id, texts)}</p>"
    )


def _find(texts: Texts) -> str:
    label = escape(texts("statement.find"))
    return (
        f'<div class="rp-find" role="search"><input type="search" placeholder="{label}" aria-label="{label}" '
        'autocomplete="off" spellcheck="false"><output aria-live="polite"></output>'
        f"{_arrow('previous', '↑', texts)}{_arrow('next', '↓', texts)}</div>"
    )


def _arrow(act: str, sign: str, texts: Texts) -> str:
    label = escape(texts(f"statement.{act}"))
    return f'<button type="button" data-act="{act}" aria-label="{label}">{sign}</button>'


def _speaking(turn: Turn, names: Mapping[str, str]) -> str:
    """Who speaks from here on."""
    codes = (turn.delegation,) if turn.delegation else turn.parties
    facts = [both_names(turn.speaker, turn.speaker_latin), turn.post]
    facts += [names.get(code) or code for code in codes]
    return f'<h3 class="rp-speaks">{dots(named(fact) for fact in facts if fact)}</h3>' if any(facts) else ""


def _paragraph(
    value: Statement,
    paragraph: Paragraph,
    texts: Texts,
    names: Mapping[str, str],
    *,
    here: bool,
    cited: Sequence[Citation],
    page: int,
) -> str:
    words = marked_text(paragraph.text, [("", one) for one in cited], frozenset(("",)))
    reference = _reference(value, paragraph, names, texts.language)
    chosen = ' rp-self" tabindex="-1' if here else ""
    tools = (
        f'<button type="button" data-act="paragraph">{escape(texts("statement.copy"))}</button>'
        f'<button type="button" data-act="copy" data-text="{escape(reference)}">'
        f"{escape(texts('card.cite'))}</button>"
        f'<button type="button" data-act="link" data-path="s/{escape(value.id)}#p{paragraph.ordinal}">'
        f"{escape(texts('answer.link'))}</button>" + add_button(paragraph.id, texts)
    )
    return (
        f'<div class="rp-near{chosen}" id="p{paragraph.ordinal}" data-reference="{escape(reference)}">'
        f'<span class="rp-pno">{paragraph.number}{page_number(page, texts)}</span>'
        f"<p{lang(paragraph.text, value.language)}>{words}</p>"
        f'<div class="rp-each">{tools}</div></div>'
    )


def _reference(value: Statement, paragraph: Paragraph, names: Mapping[str, str], language: str) -> str:
    turn = turn_of(value, paragraph)
    codes = (turn.delegation,) if turn.delegation else turn.parties
    printed = turn.speaker if language == "ja" and turn.speaker else turn.speaker_latin or turn.speaker
    return line(
        who=", ".join(names.get(code) or code for code in codes if code),
        by=printed,
        title=value.title or value.origin,
        forum=value.forum,
        date=value.date,
        number=paragraph.number,
        page=paragraph.page,
        language=language,
    )
