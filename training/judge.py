"""Train the judge: does this paragraph answer this question?

    python -m training.judge --data DIR [--work DIR] [--out DIR] [--share NUMBER]
    python -m training.judge --data DIR [--work DIR] [--out DIR] --start FOLDER --questions FILE

The examples are our own questions about General Debate speeches and other statements, each beside the
passages that answer it and near ones that don't (`training.mine`), and part of SQuAD 2. ``--work`` keeps
checkpoints; the same command goes on after an interruption. ``--out`` gets ``model.onnx`` (int8) and
``tokenizer.json``: the base's weights moved towards the trained ones by ``--share``, which keeps more of
what the base knows of search at large than the trained ones do by themselves (Wortsman et al., "Robust
fine-tuning of zero-shot models", CVPR 2022).

With ``--start`` the model of that folder learns on, from the questions of later writers and a part of the
earlier ones and of SQuAD 2, so that what was learned before is kept.
"""

import argparse
import random
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.delegations import Gazetteer
from core.errors import exit_status
from core.sentences import split_sentences
from index.search.glossary import Glossary
from measure.squad import SQUAD, squad_pairs
from training.base import base_folder, export, load_base
from training.fit import Example, Run, train
from training.mine import holds, state_of
from training.questions import (
    ARCHIVE,
    DATA,
    Question,
    Read,
    names_by_file,
    read_passages,
    read_questions,
)

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

SHARE = 0.7
_RUN = Run(epochs=2, learning_rate=5e-5, save_every=25)
_RUN_ON = Run(epochs=1, learning_rate=5e-5, save_every=25)
_EARLIER = (
    0.2  # the part of the earlier questions, and of the pairs of SQuAD 2, that is learned beside later ones
)
_SQUAD_PAIRS = 2500
_OTHER_SENTENCES = 2  # of the paragraph that answers, as examples of sentences that don't
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MAX_TOKENS = 256


@dataclass(frozen=True, slots=True)
class Examples:
    """Makes a question's examples, of ``passages`` by name and their names by file."""

    passages: Mapping[str, Read]
    by_file: Mapping[str, Sequence[str]]
    gazetteer: Gazetteer
    glossary: Glossary
    chance: random.Random

    def of(self, question: Question) -> Iterator[Example]:
        """The passages themselves; the sentence that answers, and others; the right words under another
        state's name or of another year, where the question names those."""
        question = self._found_again(question)
        asked = self.glossary.spelled_out(question.question)
        for name, label in ((n, label) for names, label in self._labelled(question) for n in names):
            yield Example(asked, str(self.passages[name]), label)
        for name in question.answers[:1]:
            right = self.passages[name]
            for sentence, label in self._sentences(question, right.text):
                yield Example(asked, str(replace(right, text=sentence)), label)
            for context in self._other_contexts(question, right.context):
                yield Example(asked, str(replace(right, context=context)), 0.0)

    def _found_again(self, question: Question) -> Question:
        """The question with the passages as they are cut today: what answers is where its words are, and
        what has them does not count as silent."""
        own = self.by_file.get(question.file, ())
        right = [n for n in own if question.words and holds(self.passages[n].text, question.words)]
        others = [n for n in question.silent if n in self.passages and n not in right]
        return replace(question, answers=tuple(right), silent=tuple(others))

    @staticmethod
    def _labelled(question: Question) -> tuple[tuple[Sequence[str], float], ...]:
        return (question.answers, 1.0), (question.silent, 0.0)

    def _sentences(self, question: Question, text: str) -> Iterator[tuple[str, float]]:
        sentences = [text[start:end] for start, end in split_sentences(text)]
        if len(sentences) < 2:
            return
        right = [s for s in sentences if holds(s, question.words)]
        facts = [way.casefold() for fact in question.facts for way in fact.split("|")]
        others = [s for s in sentences if s not in right and not any(f in s.casefold() for f in facts)]
        yield from ((s, 1.0) for s in right)
        yield from ((s, 0.0) for s in self.chance.sample(others, min(_OTHER_SENTENCES, len(others))))

    def _other_contexts(self, question: Question, context: str) -> Iterator[str]:
        state = state_of(question.file)
        years = set(_YEAR.findall(question.question))
        if state in {mention.code for mention in self.gazetteer.find(question.question)}:
            others = [self.passages[n].context for n in question.silent if state_of(n) not in ("", state)]
            yield from others[:1]
        elif state and len(years) == 1 and years <= set(_YEAR.findall(context)):
            year = int(years.pop())
            yield context.replace(str(year), str(year + self.chance.choice((-3, -2, -1, 1, 2, 3))))


def judge_examples(
    data: Path, questions: Sequence[Question], *, seed: int = 5, squad: int = _SQUAD_PAIRS
) -> tuple[Example, ...]:
    """The examples of ``questions``, and ``squad`` of those of SQuAD 2 that are trained on. Raises UsageError
    for data that is not there."""
    files = frozenset[str]().union(*(question.files() for question in questions))
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    passages = read_passages(data / ARCHIVE, files)
    makes = Examples(passages, names_by_file(passages), Gazetteer.load(), Glossary.load(), chance)
    made = [example for question in questions for example in makes.of(question)]
    public = [
        Example(pair.question, pair.paragraph, float(pair.answers))
        for pair in squad_pairs(data / SQUAD)
        if not pair.held_back
    ]
    return (*made, *chance.sample(public, min(squad, len(public))))


def moved(base: "CrossEncoder", trained: "CrossEncoder", share: float) -> "CrossEncoder":
    """``base`` with each of its weights moved towards ``trained``'s by ``share`` of the way, in place."""
    import torch

    with torch.no_grad():
        goal = dict(trained.named_parameters())
        for name, weight in base.named_parameters():
            weight.lerp_(goal[name], share)
    return base


def train_judge(data: Path, work: Path, out: Path, share: float = SHARE) -> None:
    """The training and the export. ``data`` holds ``train/`` and ``ungdc/``."""
    folder = base_folder()
    questions = [q for path in sorted(DATA.glob("*.jsonl")) for q in read_questions(path)]
    examples = judge_examples(data, questions)
    print(f"{len(examples)} pairs, {sum(e.label for e in examples):.0f} that answer", flush=True)
    model = load_base(folder, max_tokens=_MAX_TOKENS)
    train(model, examples, work, _RUN)
    export(moved(load_base(folder), model, share), folder, out)


def train_on(
    start: Path, later: Sequence[Path], data: Path, work: Path, out: Path, share: float = 1.0
) -> None:
    """The training of the model in ``start`` on the questions of the files ``later``, and the export."""
    new = [q for path in later for q in read_questions(path)]
    earlier = [q for path in sorted(DATA.glob("*.jsonl")) for q in read_questions(path)]
    chance = random.Random(6)  # noqa: S311 - a sample, not a secret
    kept = chance.sample(earlier, round(len(earlier) * _EARLIER))
    examples = judge_examples(data, [*new, *kept], squad=round(_SQUAD_PAIRS * _EARLIER))
    print(f"{len(examples)} pairs, {sum(e.label for e in examples):.0f} that answer", flush=True)
    model = load_base(start, max_tokens=_MAX_TOKENS)
    train(model, examples, work, _RUN_ON)
    export(moved(load_base(start), model, share), base_folder(), out)


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0, or another with a sentence on stderr."""
    parser = argparse.ArgumentParser(prog="python -m training.judge", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with train/ and ungdc/")
    parser.add_argument("--work", type=Path, help="default: var/training/judge, or judge-on with --start")
    parser.add_argument("--out", type=Path, default=Path("models/judge"))
    parser.add_argument("--share", type=float, help=f"default: {SHARE}, or 1 with --start")
    parser.add_argument("--start", type=Path, help="the folder of the model to go on from")
    parser.add_argument("--questions", type=Path, nargs="+", default=[], help="what it learns from then")
    asked = parser.parse_args(arguments)
    work = asked.work or Path("var/training/judge-on" if asked.start else "var/training/judge")
    if asked.start:
        share = 1.0 if asked.share is None else asked.share
        return exit_status(lambda: train_on(asked.start, asked.questions, asked.data, work, asked.out, share))
    return exit_status(lambda: train_judge(asked.data, work, asked.out, asked.share or SHARE))


if __name__ == "__main__":
    sys.exit(main())
