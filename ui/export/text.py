"""An answer as plain text with numbered references below, for Word and mail."""

import re
from collections import Counter
from collections.abc import Sequence

from core.records import Rejected
from ui.export.lines import Line, written
from ui.state.known import Known
from ui.state.turn import Turn
from ui.texts import Texts


def plain_text(turn: Turn, known: Known) -> str:
    """Exactly what the page shows: bottom line, their words or the table, and the references cited."""
    answer = written(turn, known)
    blocks: list[str] = []
    before = ""
    for line in answer.lines:
        text = _plain(line, known)
        if line.kind == before == "written":
            blocks[-1] = joined(blocks[-1], text)
        elif (line.kind == before and before in ("quote", "row")) or (
            line.kind == "quote" and before == "who"
        ):
            blocks[-1] += f"\n{text}"
        else:
            blocks.append(text)
        before = line.kind
    references = [f"[{number}] {known.reference(source)}" for number, source in answer.references.items()]
    return "\n\n".join(part for part in (*blocks, "\n".join(references)) if part)


def _plain(line: Line, known: Known) -> str:
    cited = "".join(f"[{number}]" for number in line.numbers)
    match line.kind:
        case "who":
            return known.texts("mark.colon", before=line.text)
        case "row":
            lead = known.texts.listed([*line.lead, *([line.by] if line.by else [])])
            return f"{known.texts('mark.colon', before=lead)} {line.text}{cited}"
        case _:
            return f"{line.text}{cited}"


def joined(before: str, sentence: str) -> str:
    """Two sentences in a row; no space after a Japanese one."""
    gap = "" if re.search(r"[。！？」](?:\[[0-9]+\])*$", before) else " "
    return before + gap + sentence


def removed_line(rejected: Sequence[Rejected], texts: Texts) -> str:
    """How many sentences were removed, and how many for which reason, as plain text."""
    reasons = Counter(reason(item.reason, texts) for item in rejected)
    if len(reasons) == 1:
        (why,) = reasons
        return texts("removed.line", sentences=texts.count("count.sentence", len(rejected)), reasons=why)
    each = texts.listed(texts("removed.each", n=n, reason=why) for why, n in reasons.items())
    return texts("removed.line", sentences=texts.count("count.sentence", len(rejected)), reasons=each)


def reason(code: str, texts: Texts) -> str:
    """A reason in plain words; one that the page does not know, as it is."""
    key = f"removed.{code}"
    return texts(key) if key in texts.entries else code.replace("_", " ")
