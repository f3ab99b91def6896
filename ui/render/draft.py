"""A checked draft as HTML: each sentence with its verdict in a word and a sign, its source beside it."""

from collections.abc import Mapping
from html import escape
from types import MappingProxyType

from core.records import Citation, Source
from desk.draft.records import VERDICTS, CheckedSentence, DraftProgress, Quotation, Verdict
from ui.render.html import lang
from ui.texts import Texts

_SIGNS: Mapping[Verdict, str] = MappingProxyType(
    {"supported": "✓", "partly": "≈", "contradicted": "✗", "not_found": "?", "no_claim": ""}
)


def checked(step: DraftProgress, texts: Texts, *, file: str = "") -> str:
    """The draft as far as it is checked. ``file`` is the address of the Word file, "" while there is none."""
    report = step.report
    sources = {source.marker: source for source in report.sources}
    rows = "".join(_row(one, sources, texts) for one in report.sentences)
    return (
        f'<div class="rp-draft">{_head(step, texts)}{_download(file, texts)}'
        f'<ol class="rp-draft-rows">{rows}</ol></div>'
    )


def _head(step: DraftProgress, texts: Texts) -> str:
    """How far it is, and how many sentences have which verdict."""
    report = step.report
    done = texts("draft.done", done=step.done, total=step.total)
    if report.stopped:
        done = texts("draft.stopped", done=step.done, total=step.total)
    counts = [texts("draft.count", verdict=_name(v, texts), n=report.count(v)) for v in VERDICTS]
    where = texts.count("count.statement", report.searched)
    line = texts("mark.dot").join([done, *counts, where])
    return f'<p class="rp-draft-head" role="status">{escape(line)}</p>'


def _download(file: str, texts: Texts) -> str:
    if not file:
        return ""
    link = f'<a class="rp-link" download="checked.docx" href="{escape(file)}">'
    return f"<p>{link}{escape(texts('draft.word'))}</a></p>"


def _row(one: CheckedSentence, sources: Mapping[int, Source], texts: Texts) -> str:
    text = f"<p{lang(one.text)}>{escape(' '.join(one.text.split()))}</p>"
    if one.verdict == "no_claim":
        return f'<li class="rp-v-no_claim"><div>{text}</div></li>'
    badge = (
        f'<p class="rp-verdict"><span aria-hidden="true">{_SIGNS[one.verdict]}</span> '
        f"{escape(_name(one.verdict, texts))}</p>"
    )
    beside = "".join((*_told(one, sources, texts), *(_words(c, sources, texts) for c in _shown(one))))
    return f'<li class="rp-v-{one.verdict}"><div>{badge}{text}</div><div>{beside}</div></li>'


def _shown(one: CheckedSentence) -> tuple[Citation, ...]:
    return () if one.verdict == "not_found" else one.citations


def _told(one: CheckedSentence, sources: Mapping[int, Source], texts: Texts) -> list[str]:
    """Why the sentence is flagged, line by line."""
    lines = []
    if one.verdict == "not_found":
        lines.append(escape(texts("draft.not_found", where=texts.count("count.statement", one.searched))))
    elif one.reason:
        why = texts(f"draft.because.{one.reason}")
        words = f": {texts.listed(one.differing)}" if one.differing else ""
        lines.append(escape(f"{why}{words}"))
    lines += [
        escape(texts(f"draft.{reference.state}", text=reference.text))
        for reference in one.references
        if reference.state != "found"
    ]
    lines += [_quotation(q, sources, texts) for q in one.quotations if q.state != "exact"]
    return [f'<p class="rp-draft-why">{line}</p>' for line in lines]


def _quotation(quotation: Quotation, sources: Mapping[int, Source], texts: Texts) -> str:
    places = texts.listed(dict.fromkeys(sources[c.marker].label for c in quotation.citations))
    if quotation.state != "altered":
        return escape(texts(f"draft.quotation.{quotation.state}", places=places, who=quotation.said_by))
    tags = {"same": "{}", "dropped": "<del>{}</del>", "added": "<ins>{}</ins>"}
    marked = " ".join(tags[tag].format(escape(words)) for tag, words in quotation.diff)
    return f"{escape(texts('draft.quotation.altered', places=places))} {marked}"


def _words(citation: Citation, sources: Mapping[int, Source], texts: Texts) -> str:
    source = sources[citation.marker]
    return (
        f"<blockquote{lang(citation.quote, source.language)}>{escape(texts.quoted(citation.quote))} "
        f'<button type="button" class="rp-link" data-act="statement" '
        f'data-statement="{escape(source.statement_id)}" data-paragraph="{escape(source.paragraph_id)}" '
        f'data-ordinal="{source.ordinal}">{escape(source.label)}</button></blockquote>'
    )


def _name(verdict: Verdict, texts: Texts) -> str:
    return texts(f"draft.verdict.{verdict}")
