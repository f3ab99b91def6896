"""Which parts of names, and which words near to names, are ordinary words.

    python -m training.name_words --texts DIR --speakers FILE.csv --vocabulary tokenizer.json

Writes ``answer/question/who/name_words.toml``. DIR holds General Debate speeches (``YEAR/*.txt``), FILE.csv
is their table of speakers, and tokenizer.json that of an English word-piece model, whose whole words are the
commonest of the language. Nothing here is chosen by hand:

- ``words``: parts of speakers' and leaders' names that the speeches use as words in lower case too ("moon").
- ``capitalised``: parts that they use with a capital after a word in lower case, more often than after
  another name ("of Islam", but "President Obama").
- ``given``: parts that stand first in the names of speakers of two delegations or more.
- ``near``: words that are as near to the name of a delegation as a slip of the finger would be.
"""

import argparse
import csv
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from answer.question.who.leaders import leaders_of
from answer.question.who.typos import closed_list, misspelt
from answer.question.words import OFFICE, TITLES, any_of
from core.delegations import Gazetteer, without_accents

RESULT = Path(__file__).parents[1] / "answer" / "question" / "who" / "name_words.toml"
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|[.!?:;\n]")
_NAME_PART = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_OFTEN = 5  # times that a word stands in lower case
_OFTEN_CAPITAL = 20  # times that it stands with a capital after a word in lower case
_TITLES = frozenset(any_of(OFFICE, TITLES).split("|")) | {"h", "e", "his", "her", "excellency", "honourable"}
_RARE = 3  # below, a word in lower case may itself be a slip of the pen


def count_words(texts: Iterable[str]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """How often each word, without its accents, stands in lower case, with a capital after a word in lower
    case, and with a capital after another capital."""
    lower: Counter[str] = Counter()
    after_word: Counter[str] = Counter()
    after_name: Counter[str] = Counter()
    for text in texts:
        before = ""
        for token in _TOKEN.findall(text):
            word = re.sub(r"['’]s?$", "", token)
            if not word:
                continue
            if word[0].islower():
                lower[folded(word)] += 1
            elif word[0].isupper() and before[:1].isalpha():
                (after_name if before[0].isupper() else after_word)[folded(word)] += 1
            before = word
    return lower, after_word, after_name


def folded(word: str) -> str:
    """In lower case, without accents."""
    return without_accents(word).lower()


def name_parts(rows: Iterable[Mapping[str, str]]) -> tuple[set[str], set[str]]:
    """All parts of speakers' names, and those that are given names."""
    parts: set[str] = set()
    first: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        name = [folded(part) for part in _NAME_PART.findall(row.get("Name of Person Speaking") or "")]
        parts.update(name)
        bare = [part for part in name if part not in _TITLES]
        if len(bare) > 1:
            first[bare[0]].add(row["ISO Code"])
    return parts, {part for part, codes in first.items() if len(codes) > 1}


def main(arguments: Sequence[str] | None = None) -> int:
    """Count, and write the table."""
    parser = argparse.ArgumentParser(prog="python -m training.name_words")
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--speakers", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, required=True)
    chosen = parser.parse_args(arguments)
    files = sorted(chosen.texts.glob("*/*.txt"))
    lower, after_word, after_name = count_words(path.read_text("utf-8-sig", "replace") for path in files)
    with chosen.speakers.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        parts, given = name_parts(csv.DictReader(file))
    held = frozenset(one.code for one in Gazetteer.load())
    parts |= {
        part for name, _ in leaders_of(held) for whole in name.split() for part in (whole, *whole.split("-"))
    }
    words = {part for part in parts if len(part) > 1 and lower[part] >= _OFTEN}
    capitalised = {
        part
        for part in parts
        if after_word[part] >= _OFTEN_CAPITAL and after_word[part] > max(after_name[part], lower[part])
    }
    pieces = json.loads(chosen.vocabulary.read_text("utf-8"))["model"]["vocab"]
    common = {word for word, count in lower.items() if count >= _RARE} | {w for w in pieces if w.isalpha()}
    names = closed_list(Gazetteer.load())
    near = {word for word in common if word not in names and misspelt(word, names)}
    RESULT.write_text(
        _table({"words": words, "capitalised": capitalised, "given": given - words, "near": near}), "utf-8"
    )
    sys.stdout.write(
        f"{len(files)} speeches: {len(words)} words, {len(given)} given names, {len(near)} near\n"
    )
    return 0


def _table(lists: Mapping[str, set[str]]) -> str:
    lines = [
        "# Written by python -m training.name_words from the UN General Debate Corpus (CC0) and its table"
    ]
    lines += ["# of speakers, and the vocabulary of bge-small-en-v1.5; see there. Not edited by hand."]
    for key, values in lists.items():
        lines += ["", f'{key} = """', *_wrapped(sorted(values)), '"""']
    return "\n".join(lines) + "\n"


def _wrapped(words: Sequence[str]) -> list[str]:
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) > 108:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


if __name__ == "__main__":
    sys.exit(main())
