"""Records as the command line prints them: JSON documents (design section 4) and plain text; answers are
in ``cli/answer.py``."""

import textwrap
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from answer.history.rerun import Rerun, said
from core.documents import answer_document
from core.records import (
    DOUBTFUL_BELOW,
    Adding,
    SearchResult,
    Source,
    Statement,
    StatementSummary,
    Turn,
)

if TYPE_CHECKING:
    from models import FileStatus

_WIDTH = 96


def rerun_document(found: Sequence[Rerun]) -> dict[str, Any]:
    """The document of ``rerun --json``."""
    return {
        "same": all(one.same for one in found),
        "answers": [
            {
                "question": one.record.question,
                "same": one.same,
                "changed": list(one.changed),
                "then": {
                    "status": one.record.status,
                    "sentences": [{"text": text, "cites": list(ids)} for text, ids in one.record.said],
                },
                "now": answer_document(one.answer),
            }
            for one in found
        ],
    }


def rerun_text(found: Sequence[Rerun]) -> str:
    """Whether each answer is the same as it was, and what differs where it isn't."""
    lines: list[str] = []
    for one in found:
        lines += [f"{one.record.question}", f"  {'The same answer.' if one.same else 'Another answer:'}"]
        if not one.same:
            for when, sentences in (("then", one.record.said), ("now", said(one.answer.sentences))):
                spoken = " ".join(f"{text} [{', '.join(ids)}]" for text, ids in sentences)
                lines.append(_indented(f"{when}: {spoken or 'not addressed'}"))
        if one.changed:
            lines.append(f"  Changed since: {', '.join(one.changed)}.")
        elif not one.same:
            lines.append("  Nothing that it rests on has changed.")
    return "\n".join(lines) or "The file holds no answer."


def search_text(result: SearchResult) -> str:
    """Ranked paragraphs for a terminal."""
    lines: list[str] = []
    for rank, hit in enumerate(result.hits, start=1):
        lines += [*_source_lines(f"{rank:>2} ", hit.source), _indented(hit.source.text)]
        if hit.duplicates:
            lines.append(_indented("also in " + ", ".join(d.label for d in hit.duplicates)))
    return "\n".join(lines) or "Nothing was found; try other words or fewer filters."


def statement_text(statement: Statement) -> str:
    """A statement with its numbered paragraphs."""
    speaker = statement.speaker + (f" ({statement.speaker_latin})" if statement.speaker_latin else "")
    span = (
        statement.date
        if statement.date_end in ("", statement.date)
        else f"{statement.date} to {statement.date_end}"
    )
    about = {
        "delegation": statement.delegation,
        "joint text of": ", ".join(statement.parties),
        "on behalf of": statement.on_behalf_of,
        "speaker": speaker,
        "post": statement.post,
        "forum": statement.forum,
        "agenda item": statement.agenda_item,
        "date": span,
        "language": statement.language,
        "read from": statement.origin,
        "link": statement.url,
        "id": statement.id,
    }
    lines = [statement.title or "(no title)"]
    for name, value in about.items():
        if value:
            where = statement.provenance.get(name.replace(" ", "_"), "")
            lines.append(f"  {name}: {value}{f'  [{where}]' if where else ''}")
    if statement.confidence < DOUBTFUL_BELOW:
        lines.append(f"  confidence in who speaks: {statement.confidence:.0%}")
    starts = {turn.first: turn for turn in statement.turns}
    section = ""
    for paragraph in statement.paragraphs:
        if paragraph.section != section:
            section = paragraph.section
            lines += ["", f"  {section}"]
        if paragraph.ordinal in starts:
            lines += ["", f"  {turn_text(starts[paragraph.ordinal])}"]
        mark = f"{paragraph.number}." if paragraph.printed else f"¶{paragraph.number}"
        body = " ".join(paragraph.text.split())
        lines += ["", textwrap.fill(f"{mark} {body}", _WIDTH, subsequent_indent="   ")]
    lines += ["", *statement.notices] if statement.notices else []
    return "\n".join(lines)


def turn_text(turn: Turn) -> str:
    """Who speaks in a turn: "turn 3: Boréal, Prime Minister, CAN, government"."""
    whose = turn.delegation or "/".join(turn.parties)
    facts = [part for part in (turn.speaker, turn.post, whose, turn.role) if part]
    sure = f" ({turn.confidence:.0%} sure)" if turn.confidence < DOUBTFUL_BELOW else ""
    return f"turn {turn.ordinal}: {', '.join(facts) or 'unknown'}{sure}"


def statements_text(statements: Sequence[StatementSummary]) -> str:
    """One line a statement."""
    lines = [
        f"{s.id}  {_whose(s):<4} {s.date or '-':<10}  {s.paragraphs:>4} ¶  {s.title or s.origin}"
        for s in statements
    ]
    return "\n".join(lines) or "The library is empty: add statements with 'rapporteur ingest PATH…'."


def _whose(statement: StatementSummary) -> str:
    """The delegation, or those of a joint text or of several speakers."""
    several = "/".join(statement.parties) or "+".join(statement.speaking)
    return (statement.delegation or several or "???") + ("?" if statement.doubtful else "")


def ingest_document(done: Iterable[Adding]) -> dict[str, Any]:
    """The document of ``ingest --json``: what became of each document."""
    fields = ("origin", "name", "outcome", "statement_id", "paragraphs", "detail")
    return {"files": [{field: getattr(step, field) for field in fields} for step in done]}


def models_document(found: Iterable["FileStatus"]) -> dict[str, Any]:
    """The document of ``models --json``."""
    return {"files": [status.record() for status in found]}


def models_text(found: Iterable["FileStatus"]) -> str:
    """One line a model file."""
    return "\n".join(f"{s.state:<10} {s.present:>13,} bytes  {s.licence:<10}  {s.path}" for s in found)


def _source_lines(lead: str, source: Source) -> list[str]:
    about = " · ".join(part for part in (source.speaker, source.forum, source.section) if part)
    return [f"{lead}{source.label}  {source.title}", *([_indented(about)] if about else [])]


def _indented(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), _WIDTH, initial_indent="    ", subsequent_indent="    ")
