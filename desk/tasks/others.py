"""Who else has words on a brief's topic, and whether they say the same."""

from collections.abc import Sequence

from answer.cells import Key
from answer.question.put_to import put_to
from answer.support.check import Evidence
from answer.tasks.toolbox import Toolbox
from core.records import Cell, Sentence
from desk.records import Agreement, Other
from desk.tasks.cells import Reading
from desk.tasks.topic import Topic

WIDE = 60  # paragraphs that are read: whoever is not among the nearest is not named as saying anything
_ROWS = 8


def others(
    reading: Reading, topic: Topic, codes: Sequence[str], claims: Sequence[Sentence]
) -> tuple[tuple[Other, ...], tuple[str, ...], tuple[str, ...]]:
    """The delegations other than ``codes`` whose words are likeliest to answer, by name; the codes of more
    that may; and of those who are not among the nearest paragraphs. ``claims`` are the written sentences of
    the bottom line."""
    gazetteer = reading.tools.gazetteer
    filters = reading.filters
    scope = reading.tools.retriever.scope(filters)
    keys: list[Key] = [
        (code, filters.since, filters.until) for code in scope.delegations if code and code not in codes
    ]
    found = list(reading.together(topic, keys, WIDE))
    likely = sorted((e for e in found if e.state == "said"), key=lambda e: -e.probability)[:_ROWS]
    # Each row is read as every other cell is: by a search of its own, and for the subject by itself.
    read = reading.each(topic, [(e.delegation, e.since, e.until) for e in likely])
    said = (entry for entry in read if entry.state == "said")
    rows = sorted(said, key=lambda entry: gazetteer.name(entry.delegation))
    shown = {entry.delegation for entry in rows}
    more = sorted({e.delegation for e in found if e.state != "silent"} - shown, key=gazetteer.name)
    silent = sorted((e.delegation for e in found if e.state == "silent"), key=gazetteer.name)
    cells = [reading.cell(entry) for entry in rows]
    listed = tuple(Other(cell, agreement(claims, codes, cell, reading.tools)) for cell in cells)
    return listed, tuple(more), tuple(silent)


def agreement(claims: Sequence[Sentence], codes: Sequence[str], cell: Cell, tools: Toolbox) -> Agreement:
    """Whether the cell's words carry a sentence of the bottom line, said of this delegation, or contradict
    one; "" where the check says neither."""
    said = [Evidence(quote.text, tools.gazetteer.name(cell.delegation)) for quote in cell.quotes]
    if not said:
        return ""
    for sentence in claims:
        named = {mention.code for mention in tools.gazetteer.find(sentence.text)} & set(codes)
        if sentence.verbatim or not named:
            continue
        claim = put_to(sentence.text, named, tools.gazetteer.name(cell.delegation), tools.gazetteer)
        support = tools.support.check(claim, said)
        if support.reason == "contradicted":
            return "opposite"
        if support.supported:
            return "same"
    return ""
