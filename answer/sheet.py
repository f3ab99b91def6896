"""One answer while it is being made: its numbered sources, what passed and what did not."""

import re
from collections.abc import Mapping, Sequence

from answer.evidence.excerpts import Excerpt
from answer.evidence.sentences import EvidenceSentence, cite
from core.records import Citation, Rejected, Sentence, Source

_REPEATED = 0.85  # share of a sentence's words from which it says again what was said


class Sheet:
    """Collects an answer. A source keeps the marker it had earlier in the conversation
    (``markers``: paragraph id → marker); new ones are numbered on from there."""

    def __init__(self, markers: Mapping[str, int]) -> None:
        self._markers = dict(markers)
        self._sources: dict[str, Source] = {}
        self.sentences: list[Sentence] = []
        self.quotes: list[Sentence] = []
        self.rejected: list[Rejected] = []
        self.raw: list[str] = []

    def citations(self, carrying: Sequence[EvidenceSentence]) -> tuple[Citation, ...]:
        """Citations of whole evidence sentences, their sources numbered as needed."""
        return tuple(cite(sentence, self._marker(sentence.source)) for sentence in carrying)

    def citation(self, excerpt: Excerpt) -> Citation:
        """The citation of an excerpt, its source numbered as needed."""
        marker = self._marker(excerpt.source)
        return Citation(marker, excerpt.source.paragraph_id, excerpt.text, excerpt.start, excerpt.end)

    def quotation(self, excerpt: Excerpt) -> Sentence:
        """The excerpt as a sentence of the answer, citing itself: its words, without the line breaks of the
        source."""
        return Sentence(one_line(excerpt.text), 1.0, (self.citation(excerpt),), verbatim=True)

    def quote(self, excerpts: Sequence[Excerpt]) -> None:
        """Show the excerpts as their words, each once."""
        known = {quote.citations[0] for quote in self.quotes}
        quotations = (self.quotation(excerpt) for excerpt in excerpts)
        self.quotes += [quote for quote in quotations if quote.citations[0] not in known]

    def sources(self) -> tuple[Source, ...]:
        """The sources cited so far, by marker."""
        return tuple(sorted(self._sources.values(), key=lambda source: source.marker))

    def cited_by(self, sentences: Sequence[Sentence]) -> tuple[Source, ...]:
        """The sources that the sentences cite, by marker."""
        used = {citation.paragraph_id for sentence in sentences for citation in sentence.citations}
        return tuple(source for source in self.sources() if source.paragraph_id in used)

    def says_already(self, text: str, carrying: Sequence[EvidenceSentence]) -> bool:
        """Whether a sentence of the answer has all but a few of these words, and all figures, and rests on
        the same sentences. What another statement says in the same words is another finding."""
        new, quoted = _words(text), {(s.source.paragraph_id, s.start) for s in carrying}
        for sentence in self.sentences:
            added = new - _words(sentence.text)
            same = quoted <= {(c.paragraph_id, c.start) for c in sentence.citations}
            if (
                same
                and len(added) <= (1 - _REPEATED) * len(new)
                and not any(word.isdigit() for word in added)
            ):
                return True
        return False

    def _marker(self, source: Source) -> int:
        marker = self._markers.setdefault(source.paragraph_id, max(self._markers.values(), default=0) + 1)
        self._sources[source.paragraph_id] = source.marked(marker)
        return marker


def _words(text: str) -> frozenset[str]:
    """Words, and single Japanese characters; all of the text where there are none."""
    return frozenset(re.findall(r"[a-z0-9À-ÿ]+|[\u3040-\u30ff\u4e00-\u9fff]", text.lower())) or frozenset(
        (text,)
    )


def one_line(text: str) -> str:
    """A text without its line breaks and runs of spaces; none stands between two Japanese characters."""
    return re.sub(
        r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])", "", " ".join(text.split())
    )
