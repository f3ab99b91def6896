"""The smallest pieces of HTML, shared by everything that renders. All that comes from a statement, a
model or a person goes through ``html.escape`` on its way in."""

import re
from collections.abc import Iterable
from html import escape

from core.japanese import has_japanese
from ui.texts import Texts

Block = tuple[str, str]
"""(key, html): the page replaces a block only when its html changes."""

NAME_SHOWN = 140  # characters of a file's name or an address that are shown

# Characters that turn the reading direction or cannot be seen: in a name they only mislead.
_DECEIVING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)


def lang(text: str, language: str = "") -> str:
    """A `` lang="…"`` attribute for ``text`` when it can be told, so that fonts and voices fit: the
    script decides for Japanese, ``language`` (a code such as "en") for the rest; "" when unknown."""
    code = language if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", language) else ""
    if has_japanese(text) and not code.startswith("zh"):
        code = "ja"
    return f' lang="{code}"' if code else ""


def named(text: str) -> str:
    """A name, title or place in a ``<span>`` that tells its language."""
    return f"<span{lang(text)}>{escape(text)}</span>"


def visible(text: str) -> str:
    """``text`` with a replacement character for each that turns the reading direction or cannot be seen,
    so that a name looks like what it is."""
    return _DECEIVING.sub("\N{REPLACEMENT CHARACTER}", text)


def file_name(text: str) -> str:
    """A file's name or an address as HTML: isolated from the text around it, a long one cut in the middle
    (the beginning and the ending say what it is), with all of it in its tooltip."""
    whole = visible(text)
    if len(whole) <= NAME_SHOWN:
        return f'<bdi class="rp-file"{lang(whole)}>{escape(whole)}</bdi>'
    half = NAME_SHOWN // 2
    cut = f"{whole[:half]}…{whole[-half:]}"
    return f'<bdi class="rp-file" title="{escape(whole[:2000])}"{lang(cut)}>{escape(cut)}</bdi>'


def dots(parts: Iterable[str]) -> str:
    """Pieces of HTML in a row, with dots between them."""
    return '<span class="rp-dot" aria-hidden="true"> · </span>'.join(parts)


def on_behalf(name: str, texts: Texts) -> str:
    """ "on behalf of the European Union", as plain text; "on behalf of ASEAN"."""
    article = " " in name and not name.lower().startswith("the ")
    return texts("statement.on_behalf_the" if article else "statement.on_behalf", group=name)


def problem(sentence: str) -> str:
    """One sentence about what went wrong."""
    return f'<p class="rp-error" role="alert">{escape(sentence)}</p>'


def add_button(paragraph: str, texts: Texts, start: int = 0, end: int = 0) -> str:
    """Add the paragraph, or words of it, to the note, and to the dossier where one is chosen."""
    words = f' data-start="{start}" data-end="{end}"' if end else ""
    which = f'data-do="add" data-paragraph="{escape(paragraph)}"{words}'
    return (
        f'<button type="button" data-act="note" {which}>{escape(texts("note.add"))}</button>'
        f'<button type="button" data-act="dossier" {which}>{escape(texts("dossier.add"))}</button>'
    )


def to_dossier(kind: str, which: str, texts: Texts) -> str:
    """Puts a statement, a conversation or a note into the dossier that is chosen; unseen while none is. No
    id of a conversation means the one that is shown."""
    what = f'data-do="add" data-kind="{kind}" data-id="{escape(which)}"'
    return f'<button type="button" data-act="dossier" {what}>{escape(texts("dossier.add"))}</button>'
