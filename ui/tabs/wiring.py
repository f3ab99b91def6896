"""What the tabs share in their dealings with Gradio."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import gradio as gr

from core.errors import UsageError
from core.records import Filters, StatementSummary
from ui.state.protocol import Asker
from ui.texts import Texts, preferred, texts_in
from ui.texts.dates import bound
from ui.texts.languages import language_name

Fixed = Callable[[str], Any]
"""What a fixed part of the page says, by its name; Gradio puts it in by the browser's language."""

ServerFunctions = list[Callable[..., object]]
"""What the page's scripts may call."""

# What Gradio passes to an event's outputs: one value or update per output, in their order.
Updates = tuple[Any, ...]
SKIP = gr.skip()
QUIET: Mapping[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
AT_ONCE: Mapping[str, Any] = {**QUIET, "queue": False}
# One after the other: each draws the list from what the last one left, and the latest must stay.
IN_TURN: Mapping[str, Any] = {**QUIET, "concurrency_id": "shelf", "concurrency_limit": 1}


def limits(fixed: Fixed) -> list[Any]:
    """The controls of a search's filters: delegations, since, until, forum, speaker, language."""
    any_one = [(texts_in("en")("fixed.any"), "")]
    return [
        gr.Dropdown([], label=fixed("delegation"), multiselect=True, min_width=200, scale=2),
        gr.Textbox(label=fixed("since"), placeholder="2020-12-01", min_width=120, max_lines=1),
        gr.Textbox(label=fixed("until"), placeholder="2021", min_width=120, max_lines=1),
        gr.Dropdown(any_one, value="", label=fixed("forum"), min_width=160),
        gr.Textbox(label=fixed("speaker"), placeholder=fixed("speaker_hint"), min_width=120, max_lines=1),
        gr.Dropdown(any_one, value="", label=fixed("language"), min_width=120),
    ]


def choices(
    session: Asker,
    rows: Sequence[StatementSummary],
    texts: Texts,
    codes: Sequence[str] | None,
    forum: str | None,
    language: str | None,
) -> Updates:
    """What can be chosen of delegations, forums and languages, as ``rows`` have them, without what was chosen
    and is no longer there."""
    spoken = {row.delegation for row in rows if row.delegation}
    named = sorted((session.gazetteer.name(code, texts.language), code) for code in spoken)
    named += sorted((name, code) for code, name in session.groups.items() if code not in spoken)
    any_one = (texts("fixed.any"), "")
    written = sorted({row.language.split("-")[0] for row in rows if row.language})
    languages = [any_one, *((language_name(code, texts), code) for code in written)]
    forums = [any_one, *((one, one) for one in sorted({row.forum for row in rows if row.forum}))]
    known = {value for _, value in named}
    picked = [value for value in codes or () if value in known]
    return gr.update(choices=named, value=picked), _one_of(forums, forum), _one_of(languages, language)


def _one_of(offered: list[tuple[str, str]], chosen: str | None) -> Any:
    known = {value for _, value in offered}
    return gr.update(choices=offered, value=chosen if chosen in known else "")


def filters(
    texts: Texts,
    delegations: Sequence[str] | None,
    since: str,
    until: str,
    forum: str | None,
    speaker: str,
    language: str | None,
) -> Filters:
    """What those controls say. Raises UsageError for a date that is none."""
    first, last = bound(since or "", texts, last=False), bound(until or "", texts, last=True)
    if first and last and first > last:
        raise UsageError(texts("error.swapped", first=first, last=last))
    who_says = " ".join((speaker or "").split())
    return Filters(
        tuple(delegations or ()), first, last, forum or "", speaker=who_says, language=language or ""
    )


def texts_of(request: gr.Request) -> Texts:
    """The page's texts in the browser's language."""
    return preferred(str(request.headers.get("accept-language", "")))


def who(request: gr.Request) -> str:
    """The browser session that asks."""
    return str(request.session_hash)


def owner(request: gr.Request) -> str:
    """The name that the person logged in with, "" where nobody logs in."""
    return str(request.username or "")
