"""What the variants of the search find that nobody has judged yet: ``python -m evals pool --home HOME``.

For a random part of the diplomatic questions (``--questions``) the first ``--depth`` hits of the single
stages, of their plain combinations and of what ships are put together. Those that are neither gold nor in
``gold/retrieval/judgements.jsonl`` are written to ``--out``, with their words, to be judged: a line
``{"id", "file", "starts", "answers": true | false}`` for each goes into that file.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from core.config import load_config
from core.delegations import Gazetteer
from core.errors import RapporteurError
from core.records import Source, Statement
from evals.ablation import SINGLE, RememberingReranker, variants
from evals.diplomatic import (
    QUESTIONS,
    ask,
    asked_in_english,
    embedded_translation,
    holdings_of,
    read_gold,
    search,
)
from evals.retrieval import searching, shipped_encoder, shipped_reranker
from evals.speeches import speeches_library
from index import Library

OUT = Path(__file__).resolve().parents[1] / "var" / "pool.jsonl"
SEED = 5
_LEAST = 60  # characters that a paragraph is known by


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m evals pool", description=__doc__)
    parser.add_argument("--home", type=Path, help="library with the statements; only read")
    parser.add_argument("--questions", type=int, default=120)
    parser.add_argument("--depth", type=int, default=5)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args(arguments)
    try:
        home = speeches_library(options.home)
        if home is None:
            return 0
        lines = list(unjudged(home, options.questions, options.depth))
    except RapporteurError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_status
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    sys.stdout.write(f"{len(lines)} paragraphs to be judged: {options.out}\n")
    return 0


def unjudged(home: Path, most: int, depth: int) -> Iterator[dict[str, str]]:
    """The lines, by question. Raises LibraryError or ModelError."""
    config, translate = load_config(), embedded_translation()
    encoder, reranker = shipped_encoder(config), RememberingReranker(shipped_reranker(config))
    gazetteer = Gazetteer.load()
    with Library.open(home, encoder, None, read_only=True) as library:
        gold, _ = read_gold(QUESTIONS, library)
        order = np.random.default_rng(SEED).permutation(len(gold))[:most]
        holdings = holdings_of(library)
        with searching(home, encoder, reranker) as shipped:
            pooled = [v for v in variants(shipped) if v.name in (*SINGLE, "shipped")]
            for item in (gold[i] for i in sorted(order.tolist())):
                asked = asked_in_english(ask(item.question, gazetteer, holdings), translate)
                found: dict[str, Source] = {}
                for variant in pooled:
                    for hit in search(variant.searcher, asked)[0][:depth]:
                        places = {source.paragraph_id for source in (hit.source, *hit.duplicates)}
                        if not places & (item.paragraphs | item.irrelevant):
                            found.setdefault(hit.source.paragraph_id, hit.source)
                for source in found.values():
                    statement = library.statement(source.statement_id)
                    yield {
                        "id": item.id,
                        "question": item.question,
                        "file": "/".join(Path(statement.origin).parts[-2:]),
                        "starts": known_by(statement, source.paragraph_id),
                        "said": f"{gazetteer.name(source.delegation)}, {source.date}",
                        "text": source.text,
                    }


def known_by(statement: Statement, paragraph_id: str) -> str:
    """How the paragraph begins, white space collapsed: enough to be the only one in its statement."""
    texts = {p.id: " ".join(p.text.split()) for p in statement.paragraphs}
    own = texts.pop(paragraph_id)
    for length in range(_LEAST, len(own)):
        if not any(text.startswith(own[:length]) for text in texts.values()):
            return own[:length]
    return own


if __name__ == "__main__":
    sys.exit(main())
