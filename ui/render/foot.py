"""Below an answer: which sentences of the draft were removed and why, copy and export, folded details."""

import re
from collections.abc import Sequence
from html import escape

from core.records import Rejected
from ui.export.markdown import markdown
from ui.export.text import plain_text, reason, removed_line
from ui.render.html import lang, to_dossier
from ui.state.known import Known
from ui.state.reading import is_remark
from ui.state.table import table_of
from ui.state.turn import Turn
from ui.texts import Texts


def foot(turn: Turn, known: Known, *, latest: bool = False) -> str:
    """Everything below the answer."""
    answer = turn.answer
    parts = [removed(turn.rejected, turn.number, known.texts)] if turn.rejected else []
    if not turn.working and not turn.error and (turn.sentences or turn.quotes or turn.cells or answer):
        parts.append(_actions(turn, known, latest=latest))
    if answer is not None and not is_remark(turn):
        parts.append(details(turn, known.texts))
    return "".join(parts)


def _actions(turn: Turn, known: Known, *, latest: bool) -> str:
    texts, number = known.texts, turn.number
    buttons = [
        f'<button type="button" data-act="copy" data-text="{escape(plain_text(turn, known))}">'
        f"{escape(texts('answer.copy'))}</button>",
        f'<button type="button" data-act="save" data-name="answer-{number}.md" '
        f'data-text="{escape(markdown(turn, known))}">{escape(texts("answer.export"))}</button>',
    ]
    if turn.answer is not None:
        buttons.append(
            f'<button type="button" data-act="link" data-turn="{number}">'
            f"{escape(texts('answer.link'))}</button>"
        )
        buttons.append(
            f'<button type="button" data-act="watch" data-do="add" data-turn="{number}">'
            f"{escape(texts('watch.watch'))}</button>"
        )
        buttons.append(to_dossier("conversation", "", texts))
    if table_of(turn, known.names):
        buttons += [
            _export(texts("answer.as_csv"), "csv", number),
            _export(texts("answer.as_word"), "docx", number),
        ]
    if latest:
        buttons += [_export(texts("answer.export_all"), "markdown"), _export(texts("answer.as_json"), "json")]
    return f'<div class="rp-actions">{"".join(buttons)}</div>'


def _export(text: str, form: str, turn: int = 0) -> str:
    return (
        f'<button type="button" data-act="export" data-as="{form}" data-turn="{turn or ""}">'
        f"{escape(text)}</button>"
    )


def removed(rejected: Sequence[Rejected], number: int, texts: Texts) -> str:
    """ "3 draft sentences removed: 1 not in the sources, 2 off the question", unfolding to the sentences
    themselves, with the words that the sources do not support marked."""
    items = "".join(
        f"<li><span{lang(item.text)}>{_marked(item, texts)}</span> "
        f'<span class="rp-why">{escape(reason(item.reason, texts))}</span></li>'
        for item in rejected
    )
    return (
        f'<details class="rp-removed" data-k="removed-{number}">'
        f"<summary>{escape(removed_line(rejected, texts))}</summary><ul>{items}</ul></details>"
    )


def _marked(item: Rejected, texts: Texts) -> str:
    """The sentence with the words that differ from the sources marked, wherever they stand in it."""
    wanted = sorted({word for word in item.differing if word.strip()}, key=len, reverse=True)
    if not wanted:
        return escape(item.text)
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, wanted)) + r")(?!\w)", re.IGNORECASE)
    if not item.text.isascii():  # Japanese has no word breaks
        pattern = re.compile("|".join(map(re.escape, wanted)), re.IGNORECASE)
    pieces, at = [], 0
    for match in pattern.finditer(item.text):
        hint = escape(texts("removed.differing"))
        pieces += [escape(item.text[at : match.start()]), f'<mark class="rp-differs" title="{hint}">']
        pieces += [escape(match[0]), "</mark>"]
        at = match.end()
    return "".join(pieces) + escape(item.text[at:])


def details(turn: Turn, texts: Texts) -> str:
    """Folded facts about how the answer came about: model, times, hashes."""
    answer = turn.answer
    if answer is None:
        return ""
    rows = [(texts("details.written_by"), answer.model or texts("details.no_model"))]
    if answer.mode == "quoted" and answer.model and answer.status == "answered":
        rows = [(texts("details.shown"), texts("details.verbatim")), (texts("details.model"), answer.model)]
    rows += [
        (_stage(name, texts), texts("details.seconds", n=value / 1000))
        for name, value in answer.timings_ms.items()
    ]
    if answer.status == "answered" and answer.mode == "written":
        support = ", ".join(f"{s.support:.2f}" for s in answer.sentences)
        rows.append((texts("details.support"), support))
    rows.append((texts("details.prompt"), answer.prompt_sha256[:16]))
    rows.append((texts("details.library"), answer.library_sha256[:16]))
    body = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows if value)
    return (
        f'<details class="rp-details" data-k="details-{turn.number}">'
        f"<summary>{escape(texts('answer.details'))}</summary><dl>{body}</dl></details>"
    )


def _stage(name: str, texts: Texts) -> str:
    key = f"time.{name}"
    return texts(key) if key in texts.entries else name.replace("_", " ").capitalize()
