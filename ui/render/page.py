"""The page around the tabs as HTML: the header, the welcome, the empty library."""

from collections.abc import Mapping, Sequence
from html import escape

from answer.history.conversations import ConversationSummary
from core.records import Scope
from ui.render.html import lang
from ui.texts import Texts
from ui.texts.dates import day

SIGN_OUT = "/sign-out"
_EARLIER = 12  # conversations shown before the rest is folded


def header(
    title: str,
    total: Scope,
    model: str,
    notices: Sequence[str],
    texts: Texts,
    person: str = "",
    *,
    leaves: bool = False,
) -> str:
    """The line at the top: what is being asked, who writes, and the ``person`` who has signed in, with the
    way out where the page itself signs people in; notices below it."""
    held = (
        texts.count("count.statement", total.statements),
        texts.count("count.paragraph", total.paragraphs),
    )
    library = (
        texts("header.library", what=texts("mark.dot").join(held))
        if total.statements
        else texts("header.empty")
    )
    lines = "".join(f"<p>{escape(notice)}</p>" for notice in notices)
    return (
        f'<header class="rp-header"><h1>{escape(title)}</h1>'
        f'<p class="rp-lib">{escape(library)}</p>'
        f'<p class="rp-model">{escape(model or texts("header.no_model"))}</p>'
        f"{_person(person, texts, leaves=leaves)}</header>"
        + (f'<div class="rp-notices" role="status">{lines}</div>' if lines else "")
    )


def _person(person: str, texts: Texts, *, leaves: bool) -> str:
    if not person:
        return ""
    way_out = f'<button type="submit">{escape(texts("sign_in.out"))}</button>' if leaves else ""
    return f'<form class="rp-person" method="post" action="{SIGN_OUT}">{escape(person)} {way_out}</form>'


def welcome(
    total: Scope, examples: Mapping[str, str], earlier: Sequence[ConversationSummary], texts: Texts
) -> str:
    """The Ask tab before the first question: examples by kind, and the conversations that were kept."""
    if not total.statements:
        return empty_library(texts)
    items = "".join(
        f'<li><button type="button" data-act="example" data-text="{escape(example)}">'
        f'<span class="rp-kind">{escape(_kind(kind, texts))}</span> '
        f"<span{lang(example)}>{escape(example)}</span></button></li>"
        for kind, example in examples.items()
    )
    label = escape(texts("welcome.examples"))
    keys = {key: escape(texts(f"welcome.key_{key}")) for key in ("question", "ask", "stop", "source")}
    return (
        f'<div class="rp-welcome"><p>{escape(texts("welcome.lead"))}</p>'
        + (f'<ul class="rp-examples" aria-label="{label}">{items}</ul>' if items else "")
        + f'<p class="rp-keys"><kbd>/</kbd> {keys["question"]} <kbd>Enter</kbd> {keys["ask"]} '
        f"<kbd>Esc</kbd> {keys['stop']} <kbd>1</kbd>–<kbd>9</kbd> {keys['source']}</p>"
        + conversations(earlier, texts)
        + "</div>"
    )


def _kind(kind: str, texts: Texts) -> str:
    key = f"kind.{kind}"
    return texts(key) if key in texts.entries else ""


def conversations(kept: Sequence[ConversationSummary], texts: Texts) -> str:
    """Earlier conversations, to be opened or deleted."""
    if not kept:
        return ""
    items = [_conversation(one, texts) for one in kept]
    older = texts("welcome.older", n=len(items) - _EARLIER)
    rest = (
        f'<details data-k="earlier"><summary>{escape(older)}</summary>'
        f"<ul>{''.join(items[_EARLIER:])}</ul></details>"
        if len(items) > _EARLIER
        else ""
    )
    name = escape(texts("welcome.earlier"))
    return (
        f'<section class="rp-earlier" aria-label="{name}"><h2>{name}</h2>'
        f"<ul>{''.join(items[:_EARLIER])}</ul>{rest}</section>"
    )


def _conversation(one: ConversationSummary, texts: Texts) -> str:
    facts = (day(one.changed[:10], texts.language), texts.count("count.question", one.exchanges))
    return (
        f'<li><button type="button" class="rp-link" data-act="reopen" data-id="{escape(one.id)}"'
        f"{lang(one.title)}>{escape(one.title)}</button> "
        f'<span class="rp-when">{escape(texts.listed(facts))}</span> '
        f'<button type="button" class="rp-link rp-forget" data-act="forget" data-id="{escape(one.id)}" '
        f'aria-label="{escape(texts("welcome.delete_it", title=one.title))}">'
        f"{escape(texts('welcome.delete'))}</button></li>"
    )


def empty_library(texts: Texts, *, here: bool = False) -> str:
    """What to do when there is nothing to search yet. ``here``: the place to add is on the same tab."""
    way = (
        f"<p>{escape(texts('empty.here'))}</p>"
        if here
        else '<p><button type="button" class="rp-primary" data-act="library">'
        f"{escape(texts('empty.add'))}</button></p><p>{escape(texts('empty.what'))}</p>"
    )
    return f'<div class="rp-emptylib"><p class="rp-note">{escape(texts("empty.none"))}</p>{way}</div>'
