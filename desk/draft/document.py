"""A checked draft as a JSON document (design section 4), and as text for a terminal."""

import textwrap
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from core.counted import counted
from core.documents import source_document
from core.records import Citation, Source
from desk.draft.records import VERDICTS, CheckedSentence, DraftReport, Quotation, Reference, Verdict

_WIDTH = 100
_SIGNS: Mapping[Verdict, str] = MappingProxyType(
    {"supported": "✓", "partly": "~", "contradicted": "✗", "not_found": "?", "no_claim": " "}
)


def draft_document(report: DraftReport) -> dict[str, Any]:
    """Everything that the check found."""
    return {
        "sentences": [_sentence(one) for one in report.sentences],
        "sources": [source_document(source) for source in report.sources],
        "searched": report.searched,
        "stopped": report.stopped,
        "counts": {verdict: report.count(verdict) for verdict in VERDICTS},
    }


def draft_text(report: DraftReport) -> str:
    """The sentences that claim something, each under its verdict, and how many there are of each."""
    sources = {source.marker: source for source in report.sources}
    lines: list[str] = []
    for one in report.sentences:
        if one.verdict == "no_claim":
            continue
        head = f"{_SIGNS[one.verdict]} {one.verdict.replace('_', ' ')}: "
        lines.append(textwrap.fill(head + " ".join(one.text.split()), _WIDTH, subsequent_indent="  "))
        lines += [
            textwrap.fill(f"    {note}", _WIDTH, subsequent_indent="    ") for note in notes(one, sources)
        ]
    counts = ", ".join(f"{report.count(v)} {v.replace('_', ' ')}" for v in VERDICTS if report.count(v))
    lines += ["", f"{counts or 'No sentence'}. {counted(report.searched, 'statement')} searched."]
    return "\n".join([*lines, *(["Stopped before the end."] if report.stopped else [])])


def notes(one: CheckedSentence, sources: dict[int, Source]) -> tuple[str, ...]:
    """What a writer is told about one sentence, in sentences: why it is flagged, and its source's words."""
    told = [_why(one)] if one.reason else []
    for reference in one.references:
        if reference.state != "found":
            what = "statement" if reference.state == "no_statement" else "paragraph"
            told.append(f"There is no such {what} among those searched: {reference.text}.")
    told += [_quotation(quotation, sources) for quotation in one.quotations if quotation.state != "exact"]
    if not one.citations or one.verdict == "not_found":
        return tuple(told)
    return (*told, *(_words(citation, sources) for citation in one.citations))


def _why(one: CheckedSentence) -> str:
    differing = f": {', '.join(one.differing)}" if one.differing else ""
    if one.reason == "elsewhere":
        return "Another paragraph supports it than the one cited."
    if one.verdict == "not_found":
        return f"Nothing was found that supports it, in {counted(one.searched, 'statement')}."
    return f"{_REASONS.get(one.reason, one.reason)}{differing}."


_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "unsupported": "Words that the source does not support",
        "contradicted": "The source says otherwise",
        "number": "A number or date differs from the source",
        "name": "A name that is not in the source",
        "wrong_delegation": "Attributed to the wrong delegation",
        "wrong_actor": "Attributed to the wrong party",
        "strengthened": "Said more firmly than in the source",
        "weakened": "Said less firmly than in the source",
        "scope": "Said more generally than in the source",
        "quotation": "The quotation is not word for word",
        "speaker": "These are another delegation's words",
        "citation": "The citation leads nowhere",
    }
)


def _quotation(quotation: Quotation, sources: dict[int, Source]) -> str:
    places = ", ".join(dict.fromkeys(sources[c.marker].label for c in quotation.citations))
    if quotation.state == "altered":
        return f"Altered quotation ({places}): {marked(quotation)}"
    if quotation.state == "joined":
        return f"Joined from several places ({places})."
    if quotation.state == "other_speaker":
        return f"These words are {quotation.said_by or 'somebody else'}'s ({places})."
    return "The quoted words stand nowhere in these statements."


def marked(quotation: Quotation) -> str:
    """The source's words with those that the draft dropped [-so-] and those that it added {+so+}."""
    form = {"same": "{}", "dropped": "[-{}-]", "added": "{{+{}+}}"}
    return " ".join(form[tag].format(" ".join(words.split())) for tag, words in quotation.diff)


def _words(citation: Citation, sources: dict[int, Source]) -> str:
    return f"{sources[citation.marker].label}: “{' '.join(citation.quote.split())}”"


def _sentence(one: CheckedSentence) -> dict[str, Any]:
    return {
        "text": one.text,
        "start": one.start,
        "end": one.end,
        "verdict": one.verdict,
        "reason": one.reason,
        "differing": list(one.differing),
        "citations": [_citation(citation) for citation in one.citations],
        "quotations": [
            {
                "text": quotation.text,
                "start": quotation.start,
                "end": quotation.end,
                "state": quotation.state,
                "diff": [list(part) for part in quotation.diff],
                "said_by": quotation.said_by,
                "citations": [_citation(citation) for citation in quotation.citations],
            }
            for quotation in one.quotations
        ],
        "references": [_reference(reference) for reference in one.references],
        "delegations": list(one.delegations),
        "searched": one.searched,
        "support": round(one.support, 3),
    }


def _reference(reference: Reference) -> dict[str, Any]:
    return {
        "text": reference.text,
        "start": reference.start,
        "end": reference.end,
        "state": reference.state,
        "delegation": reference.delegation,
        "since": reference.since,
        "until": reference.until,
        "numbers": list(reference.numbers),
        "paragraphs": list(reference.paragraphs),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "marker": citation.marker,
        "paragraph_id": citation.paragraph_id,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
    }
