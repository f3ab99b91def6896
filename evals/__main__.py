"""Measure quality: ``make eval``.

Every part writes ``evals/results/*.json``. What needs the development data beside the repository, or a
large library, is left out, and says so, where that is missing. ``make eval ARGS="numbers messy"`` runs
some parts only; ``python -m evals PART --help`` tells a part's own options.
"""

import sys
from collections.abc import Mapping

from measure.harness import Part, run

# In the order in which they are run.
PARTS: Mapping[str, Part] = {
    "speakers": Part("evals.reading.speakers:main", "whose words a text is, by title and by paragraph"),
    "numbers": Part("evals.reading.numbers:main", "printed paragraph numbers that are recovered"),
    "dates": Part("evals.reading.dates:main", "the day of a statement, from the lines above it"),
    "structure": Part("evals.reading.structure:main", "paragraphs, numbers, notes, tables and headers"),
    "readability": Part("evals.reading.readability:main", "what is kept of web pages"),
    "messy": Part("evals.reading.messy:main", "files that are damaged, hostile or odd"),
    "crashes": Part("evals.reading.crashes:main", "processes killed while they store"),
    "filters": Part("evals.filters:main", "filters inferred from questions"),
    "asked": Part("evals.asked:main", "whose words and which year questions ask for"),
    "kinds": Part("evals.kinds:main", "the tasks that questions set"),
    "follow_ups": Part("evals.follow_ups:main", "questions that lean on a conversation"),
    "retrieval": Part("evals.search.retrieval:main", "the right paragraphs found"),
    "diplomatic": Part("evals.search.diplomatic:main", "the right paragraphs of speeches found"),
    "judge": Part("evals.search.judge:main", "which paragraphs answer, by the judge and by its base"),
    "japanese": Part("evals.search.japanese:main", "English paragraphs found for questions in Japanese"),
    "ann": Part("evals.search.ann:main", "the nearest passages found by the vector index"),
    "support": Part("evals.support.measure:main", "the check of written sentences"),
    "drafts": Part(
        "evals.drafts:main", "faults planted in drafts that are flagged, and true sentences that are not"
    ),
    "yes_or_no": Part("evals.yes_or_no:main", "questions that are answered with yes"),
    "seed": Part("evals.gold_answers:seed", "questions about the statement that ships"),
    "desk": Part("evals.desk:main", "desk officers' questions, which nobody here had written"),
    "lists": Part("evals.lists:main", "who mentioned a thing: all of them, and only them"),
    "gold": Part("evals.gold_answers:main", "questions about General Debate speeches"),
    "injection": Part("evals.injection:main", "instructions planted in statements"),
}

if __name__ == "__main__":
    sys.exit(run("evals", __doc__, PARTS, sys.argv[1:]))
