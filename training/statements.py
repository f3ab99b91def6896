"""Sentences of General Debate speeches, and true and untrue sentences about them, as training examples.

Every example is made by rule from a real sentence: it is put into the third person, sometimes shortened
or reworded (still true), and in half of the cases changed in one respect (no longer true). The evidence
is the sentence among its neighbours, under the name of the delegation that speaks.
"""

import hashlib
import random
import re
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from answer.words.lexicon import words
from answer.words.voice import in_third_person, speaks_of_itself
from core.delegations import Gazetteer
from core.errors import UsageError
from core.sentences import split_sentences
from training.alterations import altered
from training.fit import Example
from training.rewordings import reworded
from training.rules import Source

_HELD_BACK = 64  # of 256: speeches by the first byte of their name's hash
_MERGED = 0.12  # share of examples that tell two sentences in one
_NEIGHBOUR = 0.15  # share of the untrue ones that tell another sentence of the same speech
_NAME = re.compile(r"[A-Z]{3}_\d+_\d{4}")
_FURNITURE = re.compile(
    r"\n\s*\d\d-\d{5}\s+\d+(?:/\d+)?\s*\n|\n\s*\d+/\d+\s+\d\d-\d{5}\s*\n|\nA/\d+/PV[^\n]*\n"
)
_OPENS = re.compile(r"(?:[A-Z][\w’'-]*|\d[\d,.]*)\b")
_NOT_SAID = re.compile(
    r"[?:;]|^(?:Let|May|Thank|Mr|Madam|Long live|God)\b|[Pp]resident of the (?:General )?Assembly|\(spoke in"
)
_LOWERED = words(
    """The This These Those That It There A An In At All Such No To For Today Only Many Some Our We On As With
    By Both Every Each While When If Although Since After Before During Most One Two Three Despite"""
)


@dataclass(frozen=True, slots=True)
class Speech:
    """One speech: the delegation's name, the year, and its sentences in order."""

    name: str
    year: int
    sentences: tuple[str, ...]


def read_training_speeches(archive: Path, excluded: frozenset[str] = frozenset()) -> Iterator[Speech]:
    """The speeches of ``ungdc_open.tar.xz`` that may be trained on: those held back for measuring, and
    those of ``excluded`` (``NOR_70_2015``), are left out. Raises UsageError without the archive."""
    if not archive.is_file():
        raise UsageError(f"The speeches {str(archive)!r} are not there; name the folder with --data.")
    names = Gazetteer.load()
    with tarfile.open(archive) as members:
        for member in members:
            stem = Path(member.name).stem
            if not member.isfile() or not _NAME.fullmatch(stem) or stem in excluded or held_back(stem):
                continue
            code, _, year = stem.split("_")
            file = members.extractfile(member)
            if file is not None and code in names:
                text = file.read().decode("utf-8-sig", errors="replace")
                yield Speech(names.name(code), int(year), _sentences(text))


def held_back(stem: str) -> bool:
    """Whether a speech (``NOR_70_2015``) is kept for measuring: no model is trained on it."""
    return hashlib.sha256(stem.encode()).digest()[0] < _HELD_BACK


def statement_examples(speeches: Sequence[Speech], count: int, *, seed: int = 11) -> tuple[Example, ...]:
    """``count`` examples, about half of them true, an equal number of each speech."""
    chosen = random.Random(seed)  # noqa: S311 - a sample, not a secret
    each = -(-count // max(1, len(speeches)))
    states = sorted({speech.name for speech in speeches})
    found: list[Example] = []
    for speech in speeches:
        usable = [n for n, s in enumerate(speech.sentences) if _usable(s)]
        chosen.shuffle(usable)
        made = 0
        for n in usable:
            if made >= each:
                break
            for example in _examples(speech, n, usable, states, chosen):
                found.append(example)
                made += 1
    chosen.shuffle(found)
    return tuple(found[:count])


def _examples(
    speech: Speech, n: int, usable: Sequence[int], states: Sequence[str], chosen: random.Random
) -> Iterator[Example]:
    """A true and an untrue sentence about sentence ``n``, where the rules can make them."""
    source = Source(speech.sentences[n], speech.name, speech.year, speech.sentences, n, tuple(states))
    rendered = _rendered(source.text, speech.name, chosen)
    if not rendered:
        return
    said = _evidence(speech, n, chosen)
    if n + 1 < len(speech.sentences) and chosen.random() < _MERGED and _usable(speech.sentences[n + 1]):
        rendered = _merged(rendered, in_third_person(speech.sentences[n + 1], speech.name))
        said = f"{speech.name}: {' '.join(speech.sentences[n : n + 2])}"
    for _ in range(chosen.choice((0, 1, 1, 2, 3))):
        rendered = reworded(rendered, source, chosen)
    yield Example(rendered, said, 1.0)
    if chosen.random() < _NEIGHBOUR:  # another sentence of the speech, about the same or not
        other = chosen.choice([k for k in (n - 1, n + 1, *usable) if 0 <= k < len(speech.sentences)])
        about = (
            _rendered(speech.sentences[other], speech.name, chosen)
            if _usable(speech.sentences[other])
            else ""
        )
        if about and speech.sentences[other] not in said:
            yield Example(about, said, 0.0)
        return
    changed = altered(rendered, source, chosen)
    if changed and changed != rendered:
        yield Example(changed, said, 0.0)


def _rendered(text: str, name: str, chosen: random.Random) -> str:
    """The sentence as a report has it: "Norway supports …", "Norway says that …", or as it stands."""
    told = in_third_person(text, name)
    if not told:
        return ""
    first, _, rest = told.partition(" ")
    lowered = told if first not in _LOWERED else f"{first.lower()} {rest}"
    if told.startswith(name) or (first not in _LOWERED and not told.startswith(("He ", "She "))):
        own = re.sub(rf"^{re.escape(name)}’s", "its", re.sub(rf"^{re.escape(name)}\b(?!’)", "it", told))
        if told.startswith(name) and chosen.random() < 0.75:
            return told
        lowered = own
    lead = chosen.choice(
        ("{} says that ", "{} says ", "{}: ", "According to {}, ", "{} states that ", "{} notes that ", "")
    )
    if not lead:
        return told
    return lead.format(name) + (told if lead == "{}: " else lowered)


def _merged(told: str, following: str) -> str:
    """Two sentences as one: "Norway supports …, and the Council should …"."""
    first = following.partition(" ")[0]
    lowered = following[0].lower() + following[1:] if first in _LOWERED else following
    return f"{told.removesuffix('.')}, and {lowered}"


def _evidence(speech: Speech, n: int, chosen: random.Random) -> str:
    """The sentence with up to three of those around it, under the name of who speaks."""
    before, after = chosen.choice(((0, 0), (0, 0), (0, 0), (1, 0), (0, 1), (1, 1)))
    return f"{speech.name}: {' '.join(speech.sentences[max(0, n - before) : n + after + 1])}"


def _sentences(text: str) -> tuple[str, ...]:
    text = _FURNITURE.sub(" ", text)
    text = re.sub(r"-\s*\n\s*(?=[a-z])", "-", text)
    text = re.sub(r"\s+", " ", text)
    return tuple(text[a:b] for a, b in split_sentences(text))


def _usable(sentence: str) -> bool:
    words = sentence.split()
    return (
        7 <= len(words) <= 45
        and sentence.endswith(".")
        and bool(_OPENS.match(sentence))
        and not _NOT_SAID.search(sentence)
        and (not speaks_of_itself(sentence) or bool(in_third_person(sentence, "Norway")))
    )
