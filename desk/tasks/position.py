"""What one delegation has said, for a brief: its bottom line, its words, and how they changed."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from answer.cells import Entry, Key, within
from answer.events import Finished
from answer.pipeline import Pipeline
from core.records import Answer, Cell, Sentence
from desk.records import Change, Position
from desk.tasks.cells import Reading, year_of
from desk.tasks.timeline import cell_diff, groups_of, statement_keys
from desk.tasks.topic import Topic
from desk.wording import is_reworded, is_unchanged

_POINTS = 4  # quotations of one delegation
_IN_GROUPS = 2
_CHANGES = 2
_LATEST = 24  # statements, the latest ones, that are read one by one; years where there are more


def bottom_line(
    pipeline: Pipeline, reading: Reading, topic: Topic, code: str, markers: Mapping[str, int]
) -> Answer:
    """The answer to "what do they say?". ``markers`` are the numbers that paragraphs have in the note."""
    name = reading.tools.gazetteer.name(code, topic.language) if code else ""
    question = topic.of(code, reading.tools.gazetteer) if topic.language == "en" else topic.text
    if topic.language == "ja" and name and name not in question and not topic.asks:
        question = f"{name}は{topic.text}についてどのような立場ですか？"
    filters = within(reading.filters, (code, "", ""))
    events = pipeline.ask(
        question, filters=filters, infer=False, stop=reading.stop, markers=markers, paper=True
    )
    return next(event.answer for event in events if isinstance(event, Finished))


def position(
    reading: Reading, topic: Topic, code: str, status: str = "", line: Sequence[Sentence] = ()
) -> Position:
    """All that the note says of one delegation, under its bottom ``line``, which has the ``status``."""
    own = _read(reading, topic, code, (code,))
    groups = groups_of(code, reading.tools) if code else ()
    joint = _read(reading, topic, code, groups) if groups else []
    cells = [(reading.cell(entry), entry.probability) for entry in own]
    said = [(cell, p) for cell, p in cells if cell.state == "said"]
    steps = list(_steps([cell for cell, _ in said]))
    changed = [change for change in steps if is_reworded(change.steps)]
    return Position(
        code,
        status,
        bottom_line=tuple(line),
        said=_newest(said, _POINTS),
        in_groups=_newest([(reading.cell(e), e.probability) for e in joint if e.state == "said"], _IN_GROUPS),
        may_bear=() if said else _newest([(c, p) for c, p in cells if c.state == "uncertain"], _IN_GROUPS),
        changes=tuple(changed[-_CHANGES:]),
        compared=sum(is_reworded(change.steps) or is_unchanged(change.steps) for change in steps),
        searched=reading.tools.retriever.scope(within(reading.filters, (code, "", ""))).statements,
    )


def _read(reading: Reading, topic: Topic, code: str, codes: Sequence[str]) -> list[Entry]:
    if not code:
        return []
    keys: list[Key] = [
        key for key in statement_keys(reading.filters, codes, reading.tools) if key[1] == key[2]
    ]
    if len(keys) > _LATEST:
        years = sorted({(key[0], key[1][:4]) for key in keys}, key=lambda pair: pair[1])
        keys = [(one, *year_of(year)) for one, year in years[-_LATEST:]]
    return list(reading.each(topic, keys))


def _newest(cells: Sequence[tuple[Cell, float]], most: int) -> tuple[Cell, ...]:
    """The newest and the likeliest of the others, at most ``most``, newest first."""
    by_date = sorted(cells, key=lambda pair: pair[0].since, reverse=True)
    others = sorted(by_date[1:], key=lambda pair: -pair[1])[: most - 1]
    return tuple(cell for cell, _ in sorted([*by_date[:1], *others], key=lambda p: p[0].since, reverse=True))


def _steps(said: Sequence[Cell]) -> list[Change]:
    return [Change(before, after, cell_diff(before, after)) for before, after in pairwise(said)]
