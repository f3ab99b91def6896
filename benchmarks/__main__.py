"""Measure speed: ``make bench``.

Every part writes ``benchmarks/results/*.json``. What needs the development data beside the repository is left
out, and says so, where that is missing. ``make bench ARGS="startup beside"`` measures some parts only;
``python -m benchmarks PART --help`` tells a part's own options. Let the machine do nothing else meanwhile.
"""

import sys
from collections.abc import Mapping

from measure.harness import Part, run

# In the order in which they are measured.
PARTS: Mapping[str, Part] = {
    "setup": Part("benchmarks.setup:main", "what the set-up costs, when it is asked for", unnamed=False),
    "startup": Part("benchmarks.startup:main", "how soon the page is up"),
    "ingestion": Part("benchmarks.ingestion:main", "how fast statements go in"),
    "searching": Part("benchmarks.searching:main", "how fast a library is searched as it grows"),
    "growth": Part("benchmarks.growth.run:main", "a made library from 10,000 paragraphs up", unnamed=False),
    "answering": Part("benchmarks.answering:main", "how fast questions are answered over a large library"),
    "together": Part("benchmarks.together:main", "several people at once"),
    "slots": Part("benchmarks.slots:main", "questions by turns and side by side in the engine"),
    "crowd": Part("benchmarks.crowd.run:main", "many people at one page, asking, searching and adding"),
    "faults": Part("benchmarks.faults.run:main", "what is lost when something is killed, full or cut off"),
    "beside": Part("benchmarks.beside:main", "answers beside a plain LlamaIndex stack"),
}

if __name__ == "__main__":
    sys.exit(run("benchmarks", __doc__, PARTS, sys.argv[1:]))
