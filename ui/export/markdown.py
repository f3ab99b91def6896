"""An answer as Markdown in which every text renders as itself."""

from core.markdown import escaped
from ui.export.lines import Line, Written, written
from ui.export.text import joined
from ui.state.known import Known
from ui.state.turn import Turn


def markdown(turn: Turn, known: Known) -> str:
    """The question, the answer, and each cited paragraph quoted under its reference."""
    answer = written(turn, known)
    parts = [f"# {escaped(' '.join(turn.question.split()))}", *_body(answer, known)]
    if answer.references:
        parts.append(f"## {escaped(known.texts('answer.references'))}")
    for number, source in answer.references.items():
        quoted = "\n".join(f"> {escaped(line)}" for line in source.text.splitlines())
        parts.append(f"{number}\\. {escaped(known.reference(source))}\n\n{quoted}")
    return "\n\n".join(part for part in parts if part) + "\n"


def _body(answer: Written, known: Known) -> list[str]:
    blocks: list[str] = []
    before = ""
    for line in answer.lines:
        text = _marked_up(line, known)
        if line.kind == before == "written":
            blocks[-1] = joined(blocks[-1], text)
        elif line.kind == before == "row":
            blocks[-1] += f"\n{text}"
        elif line.kind == "row":
            columns = len(line.lead) + 1
            blocks.append("|" + " |" * columns + "\n|" + " --- |" * columns + f"\n{text}")
        else:
            blocks.append(text)
        before = line.kind
    return blocks


def _marked_up(line: Line, known: Known) -> str:
    cited = "".join(f"[{number}]" for number in line.numbers)
    text = f"{escaped(line.text)}{cited}"
    match line.kind:
        case "heading":
            return f"## {text}"
        case "who":
            return escaped(known.texts("mark.colon", before=line.text))
        case "quote":
            return f"> {text}"
        case "row":
            by = f" ({escaped(line.by)})" if line.by else ""
            return "| " + " | ".join([*map(escaped, line.lead), text + by]) + " |"
        case _:
            return text
