"""An answer as the command line prints it: the same lines as the page's, for a terminal."""

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence

from answer.events import Finished
from core.delegations import Gazetteer
from core.records import Answer, Source
from ui.export.lines import Line, written
from ui.export.text import joined, removed_line
from ui.state.card import Card
from ui.state.cite import reference
from ui.state.known import Known
from ui.state.turn import Turn, advance
from ui.texts import texts_in

_WIDTH = 96
_LEAD = 34  # columns at most for the names and dates of a list


def answer_text(answer: Answer) -> str:
    """The answer for a terminal: the bottom line, their words under who said them and when, a list in
    columns, and the references, in the answer's language."""
    turn = advance(Turn(1, answer.question), Finished(answer))
    known = _known(answer)
    shown = written(turn, known)
    blocks = list(_blocks(shown.lines, known))
    references = [
        _hung(f"[{number}] ", known.reference(source)) for number, source in shown.references.items()
    ]
    blocks.append("\n".join(references))
    if answer.status == "not_addressed" and answer.nearest:
        blocks.append("\n".join(_nearest(answer.nearest, known)))
    if answer.rejected:
        blocks.append(_filled(removed_line(answer.rejected, known.texts)))
    return "\n\n".join(block for block in blocks if block)


def _known(answer: Answer) -> Known:
    """Names and references as the gazetteer and the sources give them; no library is asked."""
    texts, gazetteer = texts_in(answer.language), Gazetteer.load()
    sources = (*answer.sources, *answer.nearest, *answer.elsewhere)
    codes = {
        *(code for source in sources for code in (source.delegation, *source.parties)),
        *(cell.delegation for cell in answer.cells),
        *answer.filters.delegations,
    }
    names = {code: gazetteer.name(code, texts.language) for code in codes if code}
    cards = {source.paragraph_id: _card(source, names, texts.language) for source in sources}
    return Known(texts, cards, names)


def _card(source: Source, names: dict[str, str], language: str) -> Card:
    delegation = names.get(source.delegation, "")
    line = reference(source, delegation=delegation, language=language)
    return Card(source, delegation, source.speaker, line)


def _blocks(lines: Sequence[Line], known: Known) -> Iterator[str]:
    """Paragraphs of the answer: sentences of the bottom line in a row, quotations below who said them, rows
    below each other in columns."""
    block, before = "", ""
    wide = max((_columns(_lead(line, known)) for line in lines if line.kind == "row"), default=0)
    for line in lines:
        text = _line(line, known, min(wide, _LEAD))
        if line.kind == before == "written":
            block = joined(block, text)
        elif line.kind == "quote" or (line.kind == before == "row"):
            block += f"\n{text}"
        else:
            yield _filled(block) if before == "written" else block
            block = text
        before = line.kind
    yield _filled(block) if before == "written" else block


def _line(line: Line, known: Known, wide: int) -> str:
    cited = "".join(f"[{number}]" for number in line.numbers)
    text = f"{line.text}{cited}"
    match line.kind:
        case "written":
            return text
        case "who":
            return _filled(known.texts("mark.colon", before=line.text))
        case "quote":
            return _hung("    ", text)
        case "row":
            by = f" ({line.by})" if line.by else ""
            return _hung(_padded(_lead(line, known), wide) + "  ", text + by)
        case _:
            return _filled(text)


def _lead(line: Line, known: Known) -> str:
    return known.texts.listed(line.lead)


def _nearest(sources: Sequence[Source], known: Known) -> Iterator[str]:
    yield known.texts("mark.colon", before=known.texts("answer.nearest"))
    for source in sources:
        yield _filled(f"  {known.reference(source)}")
        yield _hung("    ", " ".join(source.text.split()))


def _filled(text: str) -> str:
    return _hung("", text)


def _hung(lead: str, text: str) -> str:
    """``text`` wrapped behind ``lead``, its lines below each other."""
    after = " " * min(_columns(lead), _LEAD + 2)
    return (
        textwrap.fill(text, _WIDTH, initial_indent=lead, subsequent_indent=after) if text else lead.rstrip()
    )


def _padded(text: str, columns: int) -> str:
    return text + " " * max(0, columns - _columns(text))


def _columns(text: str) -> int:
    """How many columns of a terminal the text takes; a full-width character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
