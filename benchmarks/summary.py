"""From single measurements to medians, and to what the targets say of them."""

import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from benchmarks.questions import by_id
from benchmarks.spine import Measured

Record = Mapping[str, Any]

FIRST_QUOTE_S = 0.5
WARM_START_S = 5.0
PEAK_BYTES = 3.5e9

# Too short to tell a rate from the cost of a call.
_MIN_READ = 32
_MIN_WRITTEN = 8

_CONDITIONS: Mapping[str, str] = {
    "cold": "first question of a process",
    "next": "next question",
    "again": "same question again",
}
_STEPS: Mapping[str, str] = {
    "first_quote": "first quote",
    "first_token": "first token",
    "first_sentence": "first checked sentence",
    "done": "done",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A median over ``n`` measurements and the worst (largest) of them."""

    median: float
    worst: float
    n: int


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. ``unit`` is "s", "bytes" or "tokens/s"; ``target`` is "" and ``met`` None
    where nothing was promised, or nothing was measured."""

    group: str
    measure: str
    unit: str
    rapporteur: Figure | None = None
    llamaindex: Figure | None = None
    target: str = ""
    met: bool | None = None

    def record(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def figure(values: Iterable[float | None]) -> Figure | None:
    """None when nothing was measured."""
    found = [value for value in values if value is not None]
    return Figure(statistics.median(found), max(found), len(found)) if found else None


def percentiles(values: Iterable[float | None]) -> dict[str, float] | None:
    """Of what happened, rounded to a hundredth: ``p50``, ``p95``, and ``n``, how many there were. None when
    nothing did."""
    found = [value for value in values if value is not None]
    if not found:
        return None
    p50, p95 = np.percentile(found, [50, 95])
    return {"p50": round(float(p50), 2), "p95": round(float(p95), 2), "n": len(found)}


def rows(measured: Measured) -> tuple[Row, ...]:
    """The table, without the lines for which neither stack has a figure."""
    every = [*_start_rows(measured.starts), *_answer_rows(measured.answers), *_other_rows(measured)]
    return tuple(row for row in every if row.rapporteur or row.llamaindex)


def _start_rows(starts: Sequence[Record]) -> Iterator[Row]:
    for temperature in ("cold", "warm"):
        chosen = [r for r in starts if r["temperature"] == temperature]
        served = [r for r in chosen if r["kind"] == "serve"]
        process = [r for r in chosen if r["kind"] == "process"]
        opened = figure(r["open"] for r in served)
        target, met = "", None
        if temperature == "warm":
            target, met = f"< {WARM_START_S:g} s", _below(opened, WARM_START_S)
        quoted = figure(r.get("quoted") for r in process)
        group = f"{temperature} start"
        yield Row(group, "page answers", "s", figure(r["page"] for r in served))
        yield Row(group, "page up and library open", "s", opened, None, target, met)
        yield Row(group, "first quote, asked at once", "s", quoted)
        yield Row(group, "library open", "s", *_by_stack(process, lambda r: r["library"]))
        yield Row(group, "library open, model loaded", "s", *_by_stack(process, lambda r: r["ready"]))


def _answer_rows(answers: Sequence[Record]) -> Iterator[Row]:
    answerable = [r for r in answers if by_id(r["question"]).answered_by]
    for condition, group in _CONDITIONS.items():
        chosen = [r for r in answerable if r["condition"] == condition]
        for step, shown in _STEPS.items():
            mine, other = _by_stack(chosen, lambda r, step=step: _seconds(r[step]))  # type: ignore[misc]
            target, met = "", None
            if step == "first_quote":
                target, met = f"< {FIRST_QUOTE_S:g} s", _below(mine, FIRST_QUOTE_S)
            elif step in ("first_token", "done"):
                target, met = "sooner", _sooner(mine, other)
            yield Row(group, shown, "s", mine, other, target, met)
    refused = [r for r in answers if not by_id(r["question"]).answered_by and r["condition"] == "cold"]
    yield Row("question without an answer", "done", "s", *_by_stack(refused, lambda r: _seconds(r["done"])))


def _other_rows(measured: Measured) -> Iterator[Row]:
    mine, other = _by_stack([*measured.starts, *measured.answers], lambda r: r["peak_bytes"])
    # A machine must have the worst of it, not the median.
    met = None if mine is None else mine.worst < PEAK_BYTES
    served = figure(r["peak_bytes"] for r in measured.starts if r["kind"] == "serve")
    yield Row("memory", "peak", "bytes", mine, other, f"< {PEAK_BYTES / 1e9:g} GB", met)
    yield Row("memory", "peak of `rapporteur serve`, not asked", "bytes", served)
    yield Row("language model", "reading", "tokens/s", *_rates(measured.answers, _reading))
    yield Row("language model", "writing", "tokens/s", *_rates(measured.answers, _writing))


def _by_stack(
    records: Sequence[Record], value: Callable[[Record], float | None]
) -> tuple[Figure | None, Figure | None]:
    return (
        figure(value(r) for r in records if r["stack"] == "rapporteur"),
        figure(value(r) for r in records if r["stack"] == "llamaindex"),
    )


def _rates(
    answers: Sequence[Record], rate: Callable[[Record], float | None]
) -> tuple[Figure | None, Figure | None]:
    """Over the requests that are long enough to tell. The worst of a rate is the slowest."""

    def of(stack: str) -> Figure | None:
        calls = [call for record in answers if record["stack"] == stack for call in record["calls"]]
        found = [value for call in calls if (value := rate(call)) is not None]
        return Figure(statistics.median(found), min(found), len(found)) if found else None

    return of("rapporteur"), of("llamaindex")


def _reading(call: Record) -> float | None:
    if call["read_tokens"] < _MIN_READ or not call["read_ms"]:
        return None
    return float(call["read_tokens"]) / float(call["read_ms"]) * 1000


def _writing(call: Record) -> float | None:
    if call["written_tokens"] < _MIN_WRITTEN or not call["written_ms"]:
        return None
    # llama.cpp's clock starts with the first token, which came of reading the prompt.
    return float(call["written_tokens"] - 1) / float(call["written_ms"]) * 1000


def _seconds(milliseconds: float | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000


def _below(found: Figure | None, limit: float) -> bool | None:
    """Whether the median is."""
    return None if found is None else found.median < limit


def _sooner(mine: Figure | None, other: Figure | None) -> bool | None:
    return None if mine is None or other is None else mine.median < other.median


def missed(table: Iterable[Row]) -> tuple[Row, ...]:
    """The lines whose target was not met."""
    return tuple(row for row in table if row.met is False)


def notes(answers: Sequence[Record]) -> tuple[dict[str, Any], ...]:
    """What each stack answered the first time, and whether what it cites holds the paragraph that
    answers; ``cited_characters`` is how much a reader has to look through."""
    found = []
    for record in answers:
        if record["condition"] != "cold" or record["round"]:
            continue
        question = by_id(record["question"])
        found.append(
            {
                "stack": record["stack"],
                "question": question.text,
                "answerable": bool(question.answered_by),
                "status": record["status"],
                "text": record["text"],
                "citations": len(record["cited"]),
                "dangling": record["dangling"],
                "cited_characters": sum(len(text) for text in record["cited"]),
                "cites_the_answer": any(question.answered_by in text for text in record["cited"])
                if question.answered_by
                else None,
            }
        )
    return tuple(found)
