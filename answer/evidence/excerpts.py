"""What is quoted of the paragraphs that answer: runs of whole sentences, chosen so that they answer all of
the question and can be read alone.

A run grows from the sentence that answers best. It takes in further sentences of the same paragraph that
answer too, the sentence before one that leans on it ("That is why …"), and the items of a list after the
sentence that announces them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from answer.evidence.sentences import Evidence, EvidenceSentence, word_count
from core.records import Source

_MOST_WORDS = 120  # of all excerpts of one question; a reader is to take them in at a glance
_MOST_PARAGRAPHS = 3
_NEAR = 6.0  # logits behind the best sentence of its paragraph within which another answers too
_PARAGRAPH_FROM = 0.5  # probability from which a paragraph beside the best one is quoted
_LEAST_WORDS = 4
# Openings that point back to the sentence before: demonstratives, pronouns, and connectives (closed classes).
_LEANS = re.compile(
    r"^(?:[“\"'(\[]\s*)?(?:that|this|these|those|it|its|they|their|them|he|his|she|her|such|both|"
    r"the (?:former|latter|same)|in (?:exchange|return|so doing|doing so|this|that)|to (?:this|that) end|"
    r"for (?:this|that|these|those|example|instance)|as (?:a result|such)|therefore|thus|hence|however|"
    r"instead|accordingly|consequently|otherwise|moreover|furthermore|nevertheless|nonetheless|but|and|or|so|yet|nor)\b",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(r"[:：]\s*$|\b(?:the following|as follows)\b", re.IGNORECASE)
_ITEM = re.compile(
    r"^(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s|[-–—•*]\s|(?:first|second|third|fourth|fifth|sixth|last|final)(?:ly)?\b|"
    r"(?:one|another)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Consecutive sentences of one paragraph: ``source.text[start:end] == text``. ``indices`` are those of
    the evidence sentences, in order; ``score`` is the best one's logit."""

    source: Source
    start: int
    end: int
    indices: tuple[int, ...]
    score: float = 0.0

    @property
    def text(self) -> str:
        """The words, exactly as the source has them."""
        return self.source.text[self.start : self.end]


def excerpts(evidence: Evidence, clauses: Sequence[Sequence[float]] = ()) -> tuple[Excerpt, ...]:
    """The excerpts that answer, best paragraph first; none where no sentence says anything.

    ``clauses`` are the logits of all evidence sentences for each part of the question by itself: every part
    gets the sentence that answers it best, wherever it stands.
    """
    chosen: dict[str, list[int]] = {}
    words = 0
    for logits in clauses:
        able = [i for i, sentence in enumerate(evidence.sentences) if says_something(sentence)]
        if able:
            head = max(able, key=lambda i: logits[i])
            paragraph = evidence.sentences[head].source.paragraph_id
            added = [i for i in _with_context(evidence, head) if i not in chosen.get(paragraph, ())]
            chosen.setdefault(paragraph, []).extend(added)
            words += sum(word_count(evidence.sentences[i].text) for i in added)
    for rank, paragraph in enumerate(evidence.paragraphs()[:_MOST_PARAGRAPHS]):
        if rank and evidence.signals(paragraph).likelihood < _PARAGRAPH_FROM:
            continue
        for index in _wanted(evidence, paragraph):
            added = [i for i in _with_context(evidence, index) if i not in chosen.get(paragraph, ())]
            size = sum(word_count(evidence.sentences[i].text) for i in added)
            if chosen and words + size > _MOST_WORDS:
                continue
            chosen.setdefault(paragraph, []).extend(added)
            words += size
    return tuple(run for indices in chosen.values() for run in _runs(evidence, indices))


def single(evidence: Evidence, index: int) -> Excerpt:
    """One evidence sentence as an excerpt."""
    sentence = evidence.sentences[index]
    return Excerpt(sentence.source, sentence.start, sentence.end, (index,), sentence.score)


def run_around(evidence: Evidence, index: int) -> Excerpt:
    """One evidence sentence with those without which it can't be read."""
    return _runs(evidence, _with_context(evidence, index))[0]


def _wanted(evidence: Evidence, paragraph: str) -> list[int]:
    """Indices of the paragraph's sentences that answer, best first."""
    mine = [i for i in evidence.of(paragraph) if says_something(evidence.sentences[i])]
    if not mine:
        return []
    best = max(evidence.sentences[i].score for i in mine)
    near = [i for i in mine if evidence.sentences[i].score >= best - _NEAR]
    return sorted(near, key=lambda i: -evidence.sentences[i].score)


def says_something(sentence: EvidenceSentence) -> bool:
    """Whether a sentence states anything: it is no question, and no scrap."""
    asks = sentence.text.rstrip("”\"’'").endswith(("?", "？"))
    return word_count(sentence.text) >= _LEAST_WORDS and not asks


def _with_context(evidence: Evidence, index: int) -> list[int]:
    """The sentence with those without which it can't be read: the one before, where it leans on it, and the
    items after it, where it announces them."""
    indices = [index]
    while _LEANS.match(evidence.sentences[indices[0]].text) and len(indices) < 3:
        if not _adjoin(evidence, indices[0] - 1, indices[0]):
            break
        indices.insert(0, indices[0] - 1)
    if _ANNOUNCES.search(evidence.sentences[index].text):
        following = index + 1
        while _adjoin(evidence, following - 1, following) and (
            following == index + 1 or _ITEM.match(evidence.sentences[following].text)
        ):
            indices.append(following)
            following += 1
    return indices


def _adjoin(evidence: Evidence, first: int, second: int) -> bool:
    """Whether the second sentence follows the first in the same paragraph, with nothing said between."""
    if first < 0 or second >= len(evidence.sentences):
        return False
    one, other = evidence.sentences[first], evidence.sentences[second]
    return (
        one.source.paragraph_id == other.source.paragraph_id
        and not one.source.text[one.end : other.start].strip()
    )


def _runs(evidence: Evidence, indices: Sequence[int]) -> list[Excerpt]:
    """Consecutive indices as one excerpt each, in reading order."""
    runs: list[list[int]] = []
    for index in sorted(indices):
        if runs and index == runs[-1][-1] + 1 and _adjoin(evidence, index - 1, index):
            runs[-1].append(index)
        else:
            runs.append([index])
    return [
        Excerpt(
            evidence.sentences[run[0]].source,
            evidence.sentences[run[0]].start,
            evidence.sentences[run[-1]].end,
            tuple(run),
            max(evidence.sentences[i].score for i in run),
        )
        for run in runs
    ]
