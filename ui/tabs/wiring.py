"""What the tabs share in their dealings with Gradio."""

from collections.abc import Mapping, Sequence
from typing import Any

import gradio as gr

from core.errors import UsageError
from core.records import Filters
from ui.state.dates import bound

# What Gradio passes to an event's outputs: one value or update per output, in their order.
Updates = tuple[Any, ...]
SKIP = gr.skip()
QUIET: Mapping[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
AT_ONCE: Mapping[str, Any] = {**QUIET, "queue": False}
# One after the other: each draws the list from what the last one left, and the latest must stay.
IN_TURN: Mapping[str, Any] = {**QUIET, "concurrency_id": "shelf", "concurrency_limit": 1}


def limits() -> list[Any]:
    """The controls of a search's filters: delegations, since, until, forum, speaker, language."""
    return [
        gr.Dropdown([], label="Delegation", multiselect=True, min_width=200, scale=2),
        gr.Textbox(label="Since", placeholder="2020-12-01", min_width=120, max_lines=1),
        gr.Textbox(label="Until", placeholder="2021", min_width=120, max_lines=1),
        gr.Dropdown([("any", "")], value="", label="Forum", min_width=160),
        gr.Textbox(label="Speaker", placeholder="a name", min_width=120, max_lines=1),
        gr.Dropdown([("any", "")], value="", label="Language", min_width=120),
    ]


def filters(
    delegations: Sequence[str] | None,
    since: str,
    until: str,
    forum: str | None,
    speaker: str,
    language: str | None,
) -> Filters:
    """What those controls say. Raises UsageError for a date that is none."""
    first, last = bound(since or "", last=False), bound(until or "", last=True)
    if first and last and first > last:
        raise UsageError(f"Nothing lies between {first} and {last}; swap the two dates.")
    who_says = " ".join((speaker or "").split())
    return Filters(
        tuple(delegations or ()), first, last, forum or "", speaker=who_says, language=language or ""
    )


def who(request: gr.Request) -> str:
    """The browser session that asks."""
    return str(request.session_hash)


def owner(request: gr.Request) -> str:
    """The name that the person logged in with, "" where nobody logs in."""
    return str(request.username or "")
