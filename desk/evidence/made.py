"""A pack made of a note, of a brief, or of answers."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from answer.history.conversations import Exchange
from core.delegations import Gazetteer
from core.documents import answer_document
from core.errors import NotThereError
from core.records import Answer, Filters, Source
from desk.documents import brief_document
from desk.draft.library import Statements
from desk.draft.quotations import quoted_spans
from desk.evidence.records import Asked, Pack, Quoted
from desk.notes.documents import note_document
from desk.notes.records import Note
from desk.papers.brief import brief_paper
from desk.papers.note import note_paper
from desk.papers.questions import questions_paper
from desk.records import Brief, QuestionList
from desk.watch.found import of_answer, of_brief
from desk.watch.records import Finding
from desk.word.content import Block, Paper, Paragraph
from desk.word.write import word_bytes
from ui.texts import Texts, texts_in

DOCUMENT, WORD = "document.json", "document.docx"
Name = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Content:
    """What a pack is made of: the paper, the same as JSON, its quotations and its questions."""

    paper: Paper
    document: Any
    quotations: tuple[tuple[Source, str], ...]
    questions: tuple[Asked, ...] = ()


def of_note(note: Note, texts: Texts, name: Name) -> Content:
    """A note, whose quotations are the words that stand in quotation marks before a footnote."""
    quoted = [pair for piece in note.pieces for pair in _of_block(piece.block, piece.sources)]
    return Content(note_paper(note, texts, name), note_document(note), tuple(dict.fromkeys(quoted)))


def of_answers(asked: Sequence[tuple[Answer, Filters, bool]], texts: Texts, name: Name) -> Content:
    """Answers to one or more questions, each with the filters that the person set and whether others were
    read from the question."""
    answers = tuple(answer for answer, _, _ in asked)
    sources = {source.paragraph_id: source for answer in answers for source in answer.sources}
    numbered = tuple(sorted(sources.values(), key=lambda source: source.marker))
    made = QuestionList(
        tuple(answer.question for answer in answers), Filters(), texts.language, answers, numbered
    )
    questions = tuple(
        Asked("question", answer.asked_as or answer.question, filters, infer, of_answer(answer))
        for answer, filters, infer in asked
    )
    paper = questions_paper(made, texts, name)
    documents = [answer_document(answer) for answer in answers]
    return Content(paper, documents, _quotations(questions), questions)


def of_dossier(basket: Note, asked: Sequence[Exchange], gazetteer: Gazetteer) -> Content:
    """What is gathered in a dossier, in the language of its note, and all questions of its conversations,
    each as `of_answers` has them."""
    texts = texts_in(basket.language)

    def name(code: str) -> str:
        return gazetteer.name(code, texts.language)

    exchanges = [(one.answer, one.asked, one.infer) for one in asked]
    content, answers = of_note(basket, texts, name), of_answers(exchanges, texts, name)
    quotations = tuple(dict.fromkeys((*content.quotations, *answers.quotations)))
    return replace(content, quotations=quotations, questions=answers.questions)


def of_made_brief(made: Brief, texts: Texts, name: Name) -> Content:
    """A briefing note."""
    questions = (Asked("brief", made.topic, made.filters, False, of_brief(made)),)
    return Content(brief_paper(made, texts, name), brief_document(made), _quotations(questions), questions)


def packed(
    content: Content, made_with: Mapping[str, str], library: Statements, today: date
) -> tuple[Pack, dict[str, bytes]]:
    """The pack, and its files by name. Where a source was read from is left out but for the file's name."""
    document = json.dumps(_unplaced(content.document), ensure_ascii=False, indent=1).encode()
    files = {DOCUMENT: document, WORD: word_bytes(content.paper)}
    hashes: dict[str, str] = {}
    quotations = []
    for source, words in content.quotations:
        if source.statement_id not in hashes:
            hashes[source.statement_id] = _statement_sha256(source.statement_id, library)
        quotations.append(
            Quoted(
                source.paragraph_id,
                source.statement_id,
                source.label,
                source.delegation,
                words,
                sha256(source.text),
                hashes[source.statement_id],
            )
        )
    questions = tuple(replace(one, finding=_placeless(one.finding)) for one in content.questions)
    pack = Pack(
        content.paper.title,
        today.isoformat(),
        tuple(quotations),
        questions,
        made_with,
        {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
    )
    return pack, files


def sha256(text: str) -> str:
    """Of the text as UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def file_name(place: str) -> str:
    """The last part of a path; an address of the web as it is."""
    if place.lower().startswith(("http://", "https://")):
        return place
    return PureWindowsPath(PurePosixPath(place).name).name


def _quotations(questions: Iterable[Asked]) -> tuple[tuple[Source, str], ...]:
    found: dict[tuple[Source, str], None] = {}
    for asked in questions:
        sources = {source.paragraph_id: source for source in asked.finding.sources}
        for quote in asked.finding.quotes:
            if quote.paragraph_id in sources:
                found[replace(sources[quote.paragraph_id], marker=0), quote.text] = None
    return tuple(found)


def _of_block(block: Block, sources: Sequence[Source]) -> Iterator[tuple[Source, str]]:
    """Each cited paragraph with the words that are quoted of it: those in quotation marks between the
    footnote before and its own, as far as they stand in it; "" where there are none."""
    if not isinstance(block, Paragraph):
        for row in block.rows:
            for cell in row:
                for paragraph in cell:
                    yield from _of_block(paragraph, sources)
        return
    by_id = {source.paragraph_id: source for source in sources}
    before = ""
    for run in block.runs:
        before += run.text
        if run.footnote not in by_id:
            continue
        source = by_id[run.footnote]
        line = " ".join(source.text.split())
        words = [" ".join(before[start:end].split()) for start, end in quoted_spans(before)]
        # Marks within the words end a stretch that is looked for too early.
        whole = " ".join(before.strip().strip('“”"「」').split())
        quoted = [whole] if whole in line else [text for text in words if text in line]
        yield from ((replace(source, marker=0), text) for text in quoted or [""])
        before = ""


def _statement_sha256(statement_id: str, library: Statements) -> str:
    try:
        return sha256(library.statement(statement_id).text)
    except NotThereError:
        return ""


def _placeless(finding: Finding) -> Finding:
    sources = tuple(replace(source, origin=file_name(source.origin)) for source in finding.sources)
    return replace(
        finding, sources=sources, basis={name: file_name(value) for name, value in finding.basis.items()}
    )


def _unplaced(value: Any) -> Any:
    """A document in which no source says in which folder it lay."""
    if isinstance(value, dict):
        return {
            name: file_name(one)
            if name in ("origin", "encoder", "model") and isinstance(one, str)
            else _unplaced(one)
            for name, one in value.items()
        }
    return [_unplaced(one) for one in value] if isinstance(value, list | tuple) else value
