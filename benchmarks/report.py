"""The table, as it is printed and as it is stored."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.summary import Figure, Row

_HEADS = ("", "measure", "Rapporteur", "LlamaIndex stack", "target", "met")

LEGEND = (
    "Medians; in brackets the worst, where there were several. Both stacks have the same encoder, the same "
    "llama.cpp engine with its prompt cache, and may write equally much. Times of a question are from its "
    "being asked, over the questions that the statement answers; a process is asked its first one when its "
    "start is over, which for Rapporteur includes reading the part of the prompt that never changes. "
    '"First quote" is verbatim sentences for Rapporteur and retrieved chunks at hand for LlamaIndex, which '
    'has nothing else to show before its answer. "First token" is the model\'s first piece of the answer; '
    "Rapporteur shows whole sentences, each after it was checked. One statement is all there is, so the "
    "LlamaIndex stack's prompt holds the whole of it for every question, and from the second question on "
    "nearly all of it is in llama.cpp's cache; among many statements each question would have other chunks. "
    "Memory is the peak resident size, the mapped model file included (GB = 10⁹ bytes). Rates are "
    "llama.cpp's own."
)


def table(rows: Sequence[Row]) -> str:
    """A Markdown table with aligned columns."""
    cells = [_HEADS, *(_cells(row, rows[i - 1] if i else None) for i, row in enumerate(rows))]
    widths = [max(len(line[column]) for line in cells) for column in range(len(_HEADS))]
    lines = [_line(line, widths) for line in cells]
    rule = _line(["-" * width for width in widths], widths)
    return "\n".join([lines[0], rule, *lines[1:]])


def document(result: Mapping[str, Any], rows: Sequence[Row]) -> str:
    """The whole of ``spine.md``, made from a result as ``__main__`` stores it."""
    machine, memory = result["machine"], result["machine"]["memory_bytes"]
    parts = [
        "# Speed, beside a plain LlamaIndex stack",
        f"Made by `python -m benchmarks` on {result['date'][:10]} at commit "
        f"{(result['commit'] or 'unknown')[:12]}{', with changes' if result['dirty'] else ''}: "
        f"{machine['processor']}, {machine['cores']} cores"
        f"{f', {memory / 1e9:.0f} GB' if memory else ''}, Python {result['python']}, "
        f"xllamacpp {result['packages']['xllamacpp']}, "
        f"llama-index-core {result['packages']['llama-index-core']}. "
        f"{_cache_sentence(result['starts'])}".strip(),
        table(rows),
        LEGEND,
        *(["## What was answered"] if result["notes"] else []),
        *(_note(note) for note in result["notes"]),
    ]
    return "\n\n".join(parts) + "\n"


def value(figure: Figure | None, unit: str) -> str:
    """A figure for reading, ``–`` when there is none."""
    if figure is None:
        return "–"
    shown = _shown(figure.median, unit)
    # Beside a rate the worst says nothing that the median doesn't.
    if figure.n == 1 or unit != "s":
        return _shown(figure.worst, unit) if unit == "bytes" else shown
    return f"{shown} ({_shown(figure.worst, unit)})"


def without_places(thing: Any, places: Mapping[Path, str]) -> Any:
    """The same JSON with this machine's folders replaced by general names, longest first."""
    if isinstance(thing, str):
        # The root folder is in every path and says nothing.
        telling = [path for path in places if path != path.parent]
        for path in sorted(telling, key=lambda path: -len(str(path))):
            thing = thing.replace(str(path), places[path])
        return thing
    if isinstance(thing, Mapping):
        return {key: without_places(item, places) for key, item in thing.items()}
    if isinstance(thing, list | tuple):
        return [without_places(item, places) for item in thing]
    return thing


def _shown(number: float, unit: str) -> str:
    if unit == "bytes":
        return f"{number / 1e9:.2f} GB"
    if unit == "tokens/s":
        return f"{number:.0f} tokens/s"
    return f"{number:.1f} s" if number >= 10 else f"{number:.2f} s"


def _cells(row: Row, above: Row | None) -> tuple[str, ...]:
    group = "" if above is not None and above.group == row.group else row.group
    met = {True: "yes", False: "no", None: ""}[row.met]
    figures = (value(row.rapporteur, row.unit), value(row.llamaindex, row.unit))
    return (group, row.measure, *figures, row.target, met)


def _line(cells: Iterable[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"


def _cache_sentence(starts: Sequence[Mapping[str, Any]]) -> str:
    cold = [start["page_cache_dropped"] for start in starts if start["temperature"] == "cold"]
    if not cold:
        return ""
    if all(cold):
        return "Before each cold start the page cache was emptied."
    return (
        "The page cache was not emptied (that takes Linux and its administrator), so a cold start here "
        "differs from a warm one only by having its library to make."
    )


def _note(note: Mapping[str, Any]) -> str:
    stack = {"rapporteur": "Rapporteur", "llamaindex": "LlamaIndex stack"}[note["stack"]]
    return f"**{note['question']}** {stack} ({_judged(note)}): {' '.join(note['text'].split())}"


def _judged(note: Mapping[str, Any]) -> str:
    texts = "one text" if note["citations"] == 1 else f"{note['citations']} texts"
    cites = f"cites {texts}, {note['cited_characters']:,} characters in all"
    if not note["citations"]:
        cites = "cites nothing"
    if note["dangling"]:
        cites += f", and {note['dangling']} that don't exist"
    if note["cites_the_answer"] is None:
        return f"the statement has no answer; {cites}"
    if not note["citations"]:
        return cites
    return f"{cites}, {'with' if note['cites_the_answer'] else 'without'} the paragraph that answers"
