"""The page around the tabs as HTML: the header, the welcome, the empty library."""

from collections.abc import Sequence
from html import escape

from answer.history.conversations import ConversationSummary
from core.records import Scope
from ui.render.html import count, lang
from ui.state.dates import day

_EARLIER = 12  # conversations shown before the rest is folded


def header(title: str, total: Scope, model: str, notices: Sequence[str]) -> str:
    """The line at the top: what is being asked, and who writes; notices below it."""
    library = (
        f"Library: {count(total.statements, 'statement')} · {count(total.paragraphs, 'paragraph')}"
        if total.statements
        else "Library: empty"
    )
    lines = "".join(f"<p>{escape(notice)}</p>" for notice in notices)
    return (
        f'<header class="rp-header" role="banner"><h1>{escape(title)}</h1><p class="rp-lib">{library}</p>'
        f'<p class="rp-model">{escape(model or "no model: verbatim quotations only")}</p></header>'
        + (f'<div class="rp-notices" role="status">{lines}</div>' if lines else "")
    )


def welcome(total: Scope, examples: Sequence[str], earlier: Sequence[ConversationSummary] = ()) -> str:
    """The Ask tab before the first question, with the conversations that were kept."""
    if not total.statements:
        return empty_library()
    items = "".join(
        f'<li><button type="button" data-act="example" data-text="{escape(example)}"'
        f"{lang(example)}>{escape(example)}</button></li>"
        for example in examples
    )
    return (
        '<div class="rp-welcome"><p>Ask what the statements say. Every sentence of the answer opens the '
        "paragraph it rests on; where they say nothing, the answer says so.</p>"
        + (f'<ul class="rp-examples" aria-label="Example questions">{items}</ul>' if items else "")
        + '<p class="rp-keys"><kbd>/</kbd> question <kbd>Enter</kbd> ask <kbd>Esc</kbd> stop '
        "<kbd>1</kbd>–<kbd>9</kbd> open a source</p>" + conversations(earlier) + "</div>"
    )


def conversations(kept: Sequence[ConversationSummary]) -> str:
    """Earlier conversations, to be opened or deleted."""
    if not kept:
        return ""
    items = [
        f'<li><button type="button" class="rp-link" data-act="reopen" data-id="{escape(one.id)}"'
        f"{lang(one.title)}>{escape(one.title)}</button> "
        f'<span class="rp-when">{day(one.changed[:10])}, {count(one.exchanges, "question")}</span> '
        f'<button type="button" class="rp-link rp-forget" data-act="forget" data-id="{escape(one.id)}" '
        f'aria-label="Delete {escape(one.title)}">Delete</button></li>'
        for one in kept
    ]
    rest = (
        f'<details data-k="earlier"><summary>{len(items) - _EARLIER} older</summary>'
        f"<ul>{''.join(items[_EARLIER:])}</ul></details>"
        if len(items) > _EARLIER
        else ""
    )
    return (
        '<section class="rp-earlier" aria-label="Earlier conversations"><h2>Earlier conversations</h2>'
        f"<ul>{''.join(items[:_EARLIER])}</ul>{rest}</section>"
    )


def empty_library(note: str = "", *, here: bool = False) -> str:
    """What to do when there is nothing to search yet. ``here``: the place to add is on the same tab."""
    first = escape(note) if note else "There are no statements in the library yet."
    way = (
        "<p>Drop files or a folder above, or from a terminal:</p>"
        if here
        else '<p><button type="button" class="rp-primary" data-act="library">Add statements</button></p>'
        "<p>Files, folders, archives and web pages; or from a terminal:</p>"
    )
    return (
        f'<div class="rp-emptylib"><p class="rp-note">{first}</p>{way}<pre>rapporteur ingest PATH</pre></div>'
    )
