"""Find the passages beside which the judge learns: those that answer a question and near ones that don't.

    python -m training.mine --data DIR --home HOME [--questions FILE]

``--home`` is a library of the speeches. A question's passages are written into its line; lines that have
some are left alone. What answers is known from the question's verbatim words. What does not answer is
taken where it looks most alike: the statement's other paragraphs by the cross-encoder, what the search
finds by other states, and what the same state said in other years. A paragraph that may answer as well is
left out: `silent` says when.
"""

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.config import load_config
from core.delegations import Gazetteer
from core.errors import UsageError, exit_status
from core.records import Filters
from evals.search.retrieval import shipped_encoder
from index import Library, OnnxReranker
from index.search.glossary import Glossary
from training.base import base_folder
from training.questions import (
    ARCHIVE,
    DATA,
    Question,
    Read,
    names_by_file,
    read_passages,
    read_questions,
    write_questions,
)

_SAME, _STATE, _OTHERS = 4, 1, 4  # passages of the statement, of the state's others, and of other states
_SEARCHED = 20
_SAVED = 20  # questions between two savings
_MAY_ANSWER = 1.0  # logits below the passage that answers, from which one with some of the facts may too
_SAYS_MORE = 3.0  # logits above it, from which any of the same statement may
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SPEECH = re.compile(r"([A-Z]{2,3})_\d+_\d{4}\.txt\b")


class Listening:
    """A reranker that ranks nothing and remembers what it was given to read."""

    english_only = True

    def __init__(self) -> None:
        self.texts: tuple[str, ...] = ()

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Zeros, shape (len(texts),)."""
        del query
        self.texts = tuple(texts)
        return np.zeros(len(texts), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Miner:
    """``passages`` by name, and the library that has them."""

    passages: Mapping[str, Read]
    by_text: Mapping[str, str]
    by_file: Mapping[str, Sequence[str]]
    library: Library
    heard: Listening
    reader: OnnxReranker
    gazetteer: Gazetteer
    glossary: Glossary

    def mined(self, question: Question) -> Question:
        """The question with the passages that answer it and those that don't."""
        own = self.by_file.get(question.file, ())
        if not own:
            raise UsageError(f"There is no statement {question.file!r} to ask {question.question!r} of.")
        answers = tuple(n for n in own if question.words and holds(self.passages[n].text, question.words))
        asked = self.glossary.spelled_out(question.question)
        logits = dict(
            zip(own, self.reader.score(asked, [str(self.passages[n]) for n in own]).tolist(), strict=True)
        )
        least = max((logits[n] for n in answers), default=float("inf"))
        nearest = sorted(own, key=lambda n: -logits[n])
        same = [
            n
            for n in nearest
            if n not in answers and silent(question, self.passages[n].text, logits[n] - least)
        ]
        state = state_of(question.file)
        others = [n for n in self._searched(question.question, Filters()) if state_of(n) != state]
        at_home = self._searched(question.question, Filters(delegations=(state,))) if state else []
        elsewhen = [n for n in at_home if not n.startswith(question.file) and self._other_year(question, n)]
        named = state in {mention.code for mention in self.gazetteer.find(question.question)}
        elsewhere = [
            n
            for n in others
            if named or not question.facts or not tells(question, self.passages[n].text, all)
        ]
        return replace(
            question,
            answers=answers,
            silent=(*same[:_SAME], *elsewhen[:_STATE], *elsewhere[:_OTHERS]),
        )

    def _searched(self, question: str, filters: Filters) -> list[str]:
        self.heard.texts = ()
        self.library.search(question, filters, k=_SEARCHED)
        heard: tuple[str, ...] = self.heard.texts
        return [self.by_text[text] for text in heard if text in self.by_text]

    def _other_year(self, question: Question, name: str) -> bool:
        """Whether a passage of the state's other statements is from a year that is not asked about."""
        years = set(_YEAR.findall(question.question))
        if years:
            return not years & set(_YEAR.findall(name.replace("_", " ")))
        return bool(question.facts) and not tells(question, self.passages[name].text, any)


def silent(question: Question, text: str, lead: float) -> bool:
    """Whether another paragraph of the statement surely does not answer. ``lead`` is its logit above that of
    the best one that answers. One that has all of the facts may answer, and one with some of them and almost
    as high a logit, or none but a far higher one."""
    if not question.answerable:
        return True
    if not question.facts:
        return lead < 0
    if tells(question, text, all):
        return False
    return lead < (-_MAY_ANSWER if tells(question, text, any) else _SAYS_MORE)


def tells(question: Question, text: str, how_many: Callable[[Iterable[bool]], bool]) -> bool:
    """Whether a text mentions all, or any, of what a right answer does."""
    plain = text.casefold()
    return how_many(any(way in plain for way in fact.casefold().split("|")) for fact in question.facts)


def state_of(name: str) -> str:
    """The code of the state whose speech a file's or passage's name is of; "" where it is no speech."""
    found = _SPEECH.match(name)
    return found[1] if found else ""


def holds(text: str, words: str) -> bool:
    """Whether a text has one of the extracts of ``words``, whatever its white space."""
    plain = " ".join(text.split())
    return any(" ".join(extract.split()) in plain for extract in words.split(" … "))


def mine(archive: Path, home: Path, paths: Sequence[Path]) -> None:
    """Complete the question files of ``paths`` in place."""
    heard = Listening()
    with Library.open(home, shipped_encoder(load_config()), heard, read_only=True) as library:
        passages = read_passages(archive)
        miner = Miner(
            passages=passages,
            by_text={str(read): name for name, read in passages.items()},
            by_file=names_by_file(passages),
            library=library,
            heard=heard,
            reader=OnnxReranker(base_folder()),
            gazetteer=Gazetteer.load(),
            glossary=Glossary.load(),
        )
        for path in paths:
            questions = list(read_questions(path))
            left = [at for at, question in enumerate(questions) if not question.silent]
            for done, at in enumerate(left, start=1):
                questions[at] = miner.mined(questions[at])
                if not done % _SAVED or done == len(left):
                    write_questions(path, questions)
                    print(f"{path.name}: {done} of {len(left)}", file=sys.stderr, flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0, or another with a sentence on stderr."""
    parser = argparse.ArgumentParser(prog="python -m training.mine", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with ungdc/")
    parser.add_argument("--home", type=Path, required=True, help="a library of the speeches")
    parser.add_argument("--questions", type=Path, nargs="*", default=sorted(DATA.glob("*.jsonl")))
    asked = parser.parse_args(arguments)
    return exit_status(lambda: mine(asked.data / ARCHIVE, asked.home, asked.questions))


if __name__ == "__main__":
    sys.exit(main())
