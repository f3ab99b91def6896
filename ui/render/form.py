"""The forms about one statement as HTML: correct what is known about it, and remove it."""

from collections.abc import Mapping
from html import escape

from core.records import Statement
from ui.render.html import count, dots, file_name, lang
from ui.state.correcting import FORM, Asked, provenance, typed
from ui.state.dates import span
from ui.state.languages import NAMES


def correction(value: Statement, delegations: Mapping[str, str]) -> str:
    """The form that corrects a statement. Each field says where its value came from."""
    lists = _choices("rp-delegations", delegations) + _choices("rp-languages", NAMES)
    fields = "".join(_field(value, field, delegations) for field in FORM)
    return (
        f'<form class="rp-form" data-form="correct" data-statement="{escape(value.id)}" novalidate>'
        '<h2 class="rp-q">Correct what is known</h2>'
        f'<p class="rp-meta">Read from {file_name(value.origin or "an unknown place")}, '
        f"{count(len(value.paragraphs), 'paragraph')}. The words of the statement stay as they are.</p>"
        f'<div class="rp-fields">{fields}</div>{lists}'
        f"{_end('rp-primary', 'Save', 'Cancel')}</form>"
    )


def _field(value: Statement, field: Asked, delegations: Mapping[str, str]) -> str:
    text = typed(value, field.name)
    where = provenance(value, field.name)
    notes = [escape(where)] if where else []
    if field.choices == "delegations" and delegations.get(text, text) != text:
        notes.insert(0, escape(delegations[text]))
    if field.hint:
        notes.append(escape(field.hint))
    key = f"rp-field-{field.name}"
    common = f'id="{key}" name="{field.name}" aria-describedby="{key}-from" autocomplete="off"'
    if field.lines > 1:
        box = f'<textarea {common} rows="{field.lines}"{lang(text)}>{escape(text)}</textarea>'
    else:
        listed = f' list="rp-{field.choices}"' if field.choices else ""
        box = f'<input type="text" {common}{listed}{lang(text)} value="{escape(text)}">'
    wide = " rp-wide" if field.lines > 1 or field.name == "url" else ""
    return (
        f'<div class="rp-field{wide}"><label for="{key}">{escape(field.label)}</label>{box}'
        f'<p class="rp-prov" id="{key}-from">{dots(notes)}</p></div>'
    )


def _choices(key: str, names: Mapping[str, str]) -> str:
    options = "".join(
        f'<option value="{escape(code)}">{escape(name)}</option>'
        for code, name in sorted(names.items(), key=lambda pair: pair[1])
    )
    return f'<datalist id="{key}">{options}</datalist>'


def removal(value: Statement, *, delegation: str = "") -> str:
    """The question before a statement is removed; it names the statement."""
    title = value.title or value.origin or value.id
    facts = [
        escape(part)
        for part in (
            delegation or value.delegation,
            span(value.date, value.date_end),
            count(len(value.paragraphs), "paragraph"),
        )
        if part
    ]
    return (
        f'<form class="rp-form" data-form="remove" data-statement="{escape(value.id)}">'
        '<h2 class="rp-q">Remove this statement?</h2>'
        f'<p class="rp-note"{lang(title)}>{escape(title)}</p><p class="rp-meta">{dots(facts)}</p>'
        '<p class="rp-meta">It goes from the library with its paragraphs, and answers no longer cite it. '
        "The file it was read from is not touched; adding that again brings it back.</p>"
        f"{_end('rp-danger', 'Remove', 'Keep it')}</form>"
    )


def _end(kind: str, do: str, leave: str) -> str:
    first = " autofocus" if kind == "rp-danger" else ""
    return (
        '<div class="rp-end"><p class="rp-error" role="alert" data-slot="error"></p><p class="rp-buttons">'
        f'<button type="submit" class="{kind}">{do}</button>'
        f'<button type="button" class="rp-plain" data-act="close"{first}>{leave}</button></p></div>'
    )
