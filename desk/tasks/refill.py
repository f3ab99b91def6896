"""One block of a brief made anew: after new statements, or on a narrower question."""

import threading
from dataclasses import replace
from datetime import date

from answer.cells import within
from answer.pipeline import Pipeline
from answer.sheet import Sheet
from desk.records import Brief, Expected, Part, Position, Raised
from desk.tasks.brief import COMMON
from desk.tasks.cells import Reading
from desk.tasks.others import others
from desk.tasks.position import bottom_line, position
from desk.tasks.topic import Topic, read_topic
from ui.texts import texts_in


def refilled(
    part: Part, pipeline: Pipeline, *, language: str = "", stop: threading.Event | None = None
) -> Brief:
    """A brief that has this part only, and is ``stopped`` where it is not whole. Raises UsageError for a
    topic that cannot be read."""
    stop = stop or threading.Event()
    tools = pipeline.tools
    topic = read_topic(part.topic, tools, stop)
    reading = Reading(tools, replace(part.filters, delegations=()), Sheet({}), stop)
    made = Brief(
        topic.text,
        language or topic.language,
        part.filters,
        date.today().isoformat(),
        scope=tools.retriever.scope(reading.filters),
        model=tools.llm.name if tools.llm is not None else "",
        library_sha256=tools.retriever.sha256,
    )
    match part.name:
        case "bottom_line":
            made = _with_bottom_line(made, part, topic, pipeline, reading)
        case "said":
            made = replace(made, positions=(position(reading, topic, part.delegation),))
        case "others":
            codes = part.filters.delegations or ("",)
            answers = (bottom_line(pipeline, reading, topic, code, {}) for code in codes)
            claims = [sentence for answer in answers for sentence in answer.sentences[:2]]
            rows, more, silent = others(reading, topic, codes, claims)
            made = replace(made, others=rows, more_others=more, silent_others=silent)
        case "raised":
            made = _with_answer(made, part, topic, reading)
    return replace(made, sources=made.sources or reading.sheet.sources(), stopped=stop.is_set())


def _with_bottom_line(made: Brief, part: Part, topic: Topic, pipeline: Pipeline, reading: Reading) -> Brief:
    answer = bottom_line(pipeline, reading, topic, part.delegation, {})
    line = answer.sentences[:2]
    searched = reading.tools.retriever.scope(within(reading.filters, (part.delegation, "", ""))).statements
    return replace(
        made,
        positions=(Position(part.delegation, answer.status, line, searched=searched),),
        sources=answer.sources,
        written=sum(not sentence.verbatim for sentence in line),
        dropped=len(answer.rejected),
    )


def _with_answer(made: Brief, part: Part, topic: Topic, reading: Reading) -> Brief:
    """An expected question: a common one about the topic, or a person's own."""
    key = (part.delegation, reading.filters.since, reading.filters.until)
    if part.kind in COMMON:
        name = reading.tools.gazetteer.name(part.delegation)
        question = texts_in("en")(f"desk.{part.kind}", who=name, topic=topic.english)
        expected = Expected(question, part.delegation, part.kind)
        cell = reading.cell(reading.one(topic, key, question))
    else:
        expected = Expected(topic.text, part.delegation)
        cell = reading.cell(reading.one(topic, key))
    if cell.state != "said":
        return replace(made, not_addressed=(expected,))
    return replace(made, raised=(Raised(expected, cell),))
