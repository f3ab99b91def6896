"""Cells by words: who mentions a thing. The full-text index tells, and no model is asked."""

import re
from collections.abc import Iterator, Sequence

from answer.cells import QUOTED, Entry, Key, hits_by_key, within
from answer.evidence.excerpts import Excerpt, excerpts
from answer.evidence.retriever import Retriever
from answer.evidence.sentences import Evidence, EvidenceSentence, context_line
from answer.evidence.speech import speech_sentences
from answer.words.lexicon import STOP_WORDS
from core.delegations import Gazetteer, without_accents
from core.records import CellState, Filters, Hit

_MOST_PARAGRAPHS = 2000  # paragraphs with a term that are looked at; more have it only where every state does
_HAS = 10.0  # logits: certainty, either way
_SHORT = 4  # letters up to which a final "s" belongs to the word


def survey_mentions(
    terms: Sequence[str],
    filters: Filters,
    keys: Sequence[Key],
    retriever: Retriever,
    gazetteer: Gazetteer,
) -> Iterator[Entry]:
    """A cell for each of ``keys``: said where a paragraph has the words of one of the ``terms``, with the
    sentence that has them. The full-text index tells, and no model is asked."""
    hits = [hit for term in terms for hit in _with_term(term, filters, retriever)]
    by_key = hits_by_key(hits, keys)
    for key in keys:
        searched = retriever.scope(within(filters, key)).statements
        quoted = next(filter(None, (_holding(terms, hit, gazetteer) for hit in by_key.get(key, ()))), ())
        state: CellState = "said" if quoted else "silent"
        yield Entry(*key, state, searched, quoted, float(bool(quoted)))


def _with_term(term: str, filters: Filters, retriever: Retriever) -> Iterator[Hit]:
    """The paragraphs that have the rarest word of a term, in the singular or the plural."""

    def occurs(word: str) -> int:
        return sum(retriever.mentions(form, filters).paragraphs for form in _numbers(word))

    counted = {word: occurs(word) for word in _words(term)}
    if not counted or not all(counted.values()):
        return
    for form in _numbers(min(counted, key=lambda word: counted[word])):
        if retriever.mentions(form, filters).paragraphs:
            yield from retriever.search(f'"{form}"', filters, _MOST_PARAGRAPHS, rerank=False).hits


def _holding(terms: Sequence[str], hit: Hit, gazetteer: Gazetteer) -> tuple[Excerpt, ...]:
    """The first sentence of a paragraph that has the words of one of the terms in a row, with what it leans
    on; empty where none has."""
    wanted = [_in_singular(term) for term in terms]
    context = context_line(hit.source, gazetteer)
    spans = speech_sentences(hit.source.text)
    texts = [hit.source.text[start:end] for start, end in spans]
    has = [any(term in _in_singular(text) for term in wanted) for text in texts]
    if not any(has):
        return ()
    evidence = Evidence(
        tuple(
            EvidenceSentence(hit.source, start, end, text, context, _HAS if it else -_HAS)
            for (start, end), text, it in zip(spans, texts, has, strict=True)
        )
    )
    return excerpts(evidence)[:QUOTED]


def _in_singular(text: str) -> str:
    return f" {' '.join(min(_numbers(word), key=len) for word in _words(text))} "


def _words(text: str) -> list[str]:
    """Words in lower case without accents; the small ones ("of the") say nothing of what is mentioned."""
    found = re.findall(r"[^\W_]+", without_accents(text).casefold())
    return [word for word in found if word not in STOP_WORDS] or found


def _numbers(word: str) -> tuple[str, ...]:
    """A word in the singular and the plural, as far as its ending tells."""
    if word.endswith("ies") and len(word) > _SHORT:
        return (word, f"{word[:-3]}y")
    if word.endswith("s") and len(word) > _SHORT:
        return (word, word[:-1])
    return (word, f"{word}s")
