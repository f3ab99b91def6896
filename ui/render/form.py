"""The forms about one statement as HTML: correct what is known about it, and remove it."""

from collections.abc import Mapping, Sequence
from html import escape

from core.records import Statement
from ui.render.html import dots, file_name, lang
from ui.shelf.correcting import AT_ONCE, FORM, Asked, provenance, typed
from ui.texts import Texts
from ui.texts.dates import span
from ui.texts.languages import language_names


def correction(value: Statement, delegations: Mapping[str, str], texts: Texts) -> str:
    """The form that corrects a statement. Each field says where its value came from."""
    lists = _choices("rp-delegations", delegations) + _choices("rp-languages", language_names(texts))
    fields = "".join(_field(value, field, delegations, texts) for field in FORM)
    paragraphs = texts.count("count.paragraph", len(value.paragraphs))
    file = file_name(value.origin or texts("form.unknown_place"))
    read_from = texts.html("form.read_from", file=file, paragraphs=paragraphs)
    return (
        f'<form class="rp-form" data-form="correct" data-statement="{escape(value.id)}" novalidate>'
        f'<h2 class="rp-q">{escape(texts("form.correct"))}</h2>'
        f'<p class="rp-meta">{read_from}</p>'
        f'<div class="rp-fields">{fields}</div>{lists}'
        f"{_end('rp-primary', texts('form.save'), texts('form.cancel'))}</form>"
    )


def corrections(statements: Sequence[str], delegations: Mapping[str, str], texts: Texts) -> str:
    """The form that corrects several statements at once; what is left empty stays as it is."""
    fields = "".join(
        f'<div class="rp-field"><label for="rp-many-{name}">{escape(texts(f"field.{name}"))}</label>'
        f'<input type="text" id="rp-many-{name}" name="{name}" value="" autocomplete="off"'
        f"{' list=' + chr(34) + 'rp-delegations' + chr(34) if name == 'delegation' else ''}"
        f' aria-describedby="rp-many-{name}-from">'
        f'<p class="rp-prov" id="rp-many-{name}-from">{escape(texts(f"hint.{name}"))}</p></div>'
        for name in AT_ONCE
    )
    return (
        f'<form class="rp-form" data-form="correct_many" data-statements="{escape(" ".join(statements))}" '
        f'novalidate><h2 class="rp-q">{escape(texts.count("form.correct_many", len(statements)))}</h2>'
        f'<p class="rp-meta">{escape(texts("form.left_empty"))}</p>'
        f'<div class="rp-fields">{fields}</div>{_choices("rp-delegations", delegations)}'
        f"{_end('rp-primary', texts('form.save'), texts('form.cancel'))}</form>"
    )


def _field(value: Statement, field: Asked, delegations: Mapping[str, str], texts: Texts) -> str:
    text = typed(value, field.name)
    where = provenance(value, field.name, texts)
    notes = [escape(where)] if where else []
    if field.choices == "delegations" and delegations.get(text, text) != text:
        notes.insert(0, escape(delegations[text]))
    if f"hint.{field.name}" in texts.entries:
        notes.append(escape(texts(f"hint.{field.name}")))
    key = f"rp-field-{field.name}"
    common = f'id="{key}" name="{field.name}" aria-describedby="{key}-from" autocomplete="off"'
    if field.lines > 1:
        box = f'<textarea {common} rows="{field.lines}"{lang(text)}>{escape(text)}</textarea>'
    else:
        listed = f' list="rp-{field.choices}"' if field.choices else ""
        box = f'<input type="text" {common}{listed}{lang(text)} value="{escape(text)}">'
    wide = " rp-wide" if field.lines > 1 or field.name == "url" else ""
    return (
        f'<div class="rp-field{wide}"><label for="{key}">{escape(texts(f"field.{field.name}"))}</label>{box}'
        f'<p class="rp-prov" id="{key}-from">{dots(notes)}</p></div>'
    )


def _choices(key: str, names: Mapping[str, str]) -> str:
    options = "".join(
        f'<option value="{escape(code)}">{escape(name)}</option>'
        for code, name in sorted(names.items(), key=lambda pair: pair[1])
    )
    return f'<datalist id="{key}">{options}</datalist>'


def removal(value: Statement, texts: Texts, *, delegation: str = "") -> str:
    """The question before a statement is removed; it names the statement."""
    title = value.title or value.origin or value.id
    facts = [
        escape(part)
        for part in (
            delegation or value.delegation,
            span(value.date, value.date_end, texts.language),
            texts.count("count.paragraph", len(value.paragraphs)),
        )
        if part
    ]
    return (
        f'<form class="rp-form" data-form="remove" data-statement="{escape(value.id)}">'
        f'<h2 class="rp-q">{escape(texts("form.remove_title"))}</h2>'
        f'<p class="rp-note"{lang(title)}>{escape(title)}</p><p class="rp-meta">{dots(facts)}</p>'
        f'<p class="rp-meta">{escape(texts("form.removal"))}</p>'
        f"{_end('rp-danger', texts('form.remove'), texts('form.keep'))}</form>"
    )


def _end(kind: str, do: str, leave: str) -> str:
    first = " autofocus" if kind == "rp-danger" else ""
    return (
        '<div class="rp-end"><p class="rp-error" role="alert" data-slot="error"></p><p class="rp-buttons">'
        f'<button type="submit" class="{kind}">{escape(do)}</button>'
        f'<button type="button" class="rp-plain" data-act="close"{first}>{escape(leave)}</button></p></div>'
    )
