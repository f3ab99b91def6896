"""A briefing note: from a topic to what they said, what changed, who agrees, and what to expect."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from answer.pipeline import Pipeline
from answer.question.understand import asked_delegations, who_can_answer
from answer.sheet import Sheet
from core.errors import UsageError
from core.records import Source
from desk.records import Brief, Expected, Order, Raised
from desk.tasks.cells import Reading
from desk.tasks.others import others
from desk.tasks.position import bottom_line, position
from desk.tasks.topic import Topic, read_topic
from ui.texts import texts_in

MOST_DELEGATIONS = 3
# What is commonly asked when a topic comes up, by the keys of its texts.
COMMON = ("proposes", "rejects", "asks", "does")


def brief(order: Order, pipeline: Pipeline, *, stop: threading.Event | None = None) -> Iterator[Brief]:
    """The note as it grows; the last one is whole, or stopped. Where the filters name no delegation, those
    that the topic names are meant. Raises UsageError for a topic that cannot be read or too many of them."""
    stop = stop or threading.Event()
    tools = pipeline.tools
    topic = read_topic(order.topic, tools, stop)
    codes = order.filters.delegations or asked_delegations(topic.text, tools.gazetteer)
    codes = who_can_answer(codes, tools.gazetteer, tools.retriever.delegations())
    if len(codes) > MOST_DELEGATIONS:
        raise UsageError(
            f"A brief is about at most {MOST_DELEGATIONS} delegations and {len(codes)} are named; "
            "use compare for more."
        )
    reading = Reading(tools, replace(order.filters, delegations=()), Sheet({}), stop)
    made = Brief(
        topic.text,
        order.language or topic.language,
        replace(order.filters, delegations=codes),
        (order.today or date.today()).isoformat(),
        order.marking,
        tools.retriever.scope(reading.filters),
        model=tools.llm.name if tools.llm is not None else "",
        library_sha256=tools.retriever.sha256,
        total=2 * len(codes or ("",)) + 2,
    )
    yield made
    for step in _steps(made, order, topic, pipeline, reading):
        made = step
        yield made
        if stop.is_set():
            break
    yield replace(made, stopped=made.done < made.total or stop.is_set())


def _steps(made: Brief, order: Order, topic: Topic, pipeline: Pipeline, reading: Reading) -> Iterator[Brief]:
    codes = made.filters.delegations or ("",)
    sources: dict[str, Source] = {}

    def noted(step: Brief) -> Brief:
        for source in reading.sheet.sources():
            sources.setdefault(source.paragraph_id, source)
        listed = sorted(sources.values(), key=lambda source: source.marker)
        return replace(step, sources=tuple(listed), done=step.done + 1)

    for code in codes:
        markers = {source.paragraph_id: source.marker for source in sources.values()}
        answer = bottom_line(pipeline, reading, topic, code, markers)
        sources |= {source.paragraph_id: source for source in answer.sources}
        # What is quoted from here on is numbered after these.
        reading = replace(reading, sheet=Sheet({one.paragraph_id: one.marker for one in sources.values()}))
        written = sum(not sentence.verbatim for sentence in answer.sentences[:2])
        made = replace(made, written=made.written + written, dropped=made.dropped + len(answer.rejected))
        yield (made := noted(made))
        found = position(reading, topic, code, answer.status, answer.sentences[:2])
        yield (made := noted(replace(made, positions=(*made.positions, found))))
    claims = [sentence for found in made.positions for sentence in found.bottom_line]
    rows, more, silent = others(reading, topic, codes, claims)
    yield (made := noted(replace(made, others=rows, more_others=more, silent_others=silent)))
    raised, missing = _raised(reading, topic, order.questions, codes)
    yield noted(replace(made, raised=raised, not_addressed=missing))


def _raised(
    reading: Reading, topic: Topic, questions: Sequence[str], codes: Sequence[str]
) -> tuple[tuple[Raised, ...], tuple[Expected, ...]]:
    """The expected questions with their own words, each quotation once, and those without any."""
    raised: list[Raised] = []
    missing: list[Expected] = []
    quoted: set[tuple[str, int]] = set()
    for expected in (one for code in codes for one in _expected(topic, questions, code, reading)):
        if reading.stop.is_set():
            break
        key = (expected.delegation, reading.filters.since, reading.filters.until)
        if expected.kind:
            entry = reading.one(topic, key, expected.question)
        else:
            entry = reading.one(read_topic(expected.question, reading.tools, reading.stop), key)
        cell = reading.cell(entry)
        places = {(c.paragraph_id, c.start) for quote in cell.quotes for c in quote.citations}
        if cell.state != "said":
            missing.append(expected)
        elif not places <= quoted:
            raised.append(Raised(expected, cell))
            quoted |= places
    return tuple(raised), tuple(missing)


def _expected(topic: Topic, questions: Sequence[str], code: str, reading: Reading) -> Iterator[Expected]:
    yield from (Expected(question, code) for question in questions)
    if code and not topic.asks:
        name, texts = reading.tools.gazetteer.name(code), texts_in("en")  # the judge reads English
        for kind in COMMON:
            yield Expected(texts(f"desk.{kind}", who=name, topic=topic.english), code, kind)
