"""Adding to the library as HTML: the place to drop files, how far a run is, what became of each item."""

from html import escape

from core.records import Adding
from ui.render.html import dots, file_name
from ui.shelf.adding import Run
from ui.shelf.uploads import MAX_FILE_BYTES
from ui.texts import Texts

_OUTCOMES = ("added", "replaced", "origin added", "moved", "unchanged", "refused")  # as they are counted


def place(texts: Texts) -> str:
    """Where files are dropped or chosen and an address is typed; the script fills the slots."""
    limit = MAX_FILE_BYTES // 1024 // 1024
    ways = {
        act: f'<button type="button" class="rp-link" data-act="{act}">'
        f"{escape(texts(f'add.choose_{act}'))}</button>"
        for act in ("files", "folder")
    }
    choose = texts.html("add.choose", drop=f"<strong>{escape(texts('add.drop'))}</strong>", **ways)
    return (
        f'<section class="rp-add" aria-label="{escape(texts("add.label"))}" data-limit="{MAX_FILE_BYTES}">'
        f'<div class="rp-drop"><p>{choose}</p>'
        f'<p class="rp-meta">{escape(texts("add.formats", limit=limit))}</p>'
        '<input type="file" multiple hidden data-pick="files" '
        f'aria-label="{escape(texts("add.pick_files"))}">'
        '<input type="file" webkitdirectory hidden data-pick="folder" '
        f'aria-label="{escape(texts("add.pick_folder"))}"></div>'
        f'<form class="rp-url" data-form="url"><label for="rp-address">{escape(texts("add.address"))}</label>'
        '<div><input type="text" inputmode="url" id="rp-address" name="url" placeholder="https://…" '
        'autocomplete="off" spellcheck="false" aria-describedby="rp-address-note">'
        f'<button type="submit" class="rp-plain">{escape(texts("add.fetch"))}</button></div>'
        f'<p class="rp-meta" id="rp-address-note">{escape(texts("add.address_note"))}</p></form>'
        '<div class="rp-run" data-slot="progress"></div>'
        '<div role="status" data-slot="summary"></div><div data-slot="results"></div></section>'
    )


def progress(run: Run, texts: Texts) -> str:
    """How far a run is: a bar, the count, the rate, the time left, and what is being read; "" when done."""
    if not run.working:
        return ""
    label = escape(texts("add.adding"))
    if run.total and run.done <= run.total:
        bar = (
            f'<progress max="{run.total}" value="{min(run.done, run.total)}" aria-label="{label}"></progress>'
        )
        number = texts("add.of", n=run.done, all=run.total)
    else:
        bar = f'<progress aria-label="{label}"></progress>'
        number = texts("add.so_far", n=run.done) if run.done else texts("add.reading")
    facts = [f"<span>{escape(number)}</span>"]
    if run.per_second:
        facts.append(escape(texts("add.rate", n=run.per_second)))
    if run.seconds_left is not None:
        facts.append(escape(texts("add.left", time=duration(run.seconds_left, texts))))
    reading = f'<p class="rp-reading">{file_name(run.reading)}</p>' if run.reading else ""
    return (
        f'<div class="rp-progress">{bar}<p class="rp-status">{dots(facts)}</p>'
        '<button type="button" class="rp-stop" id="rp-add-stop" data-act="halt">'
        f"{escape(texts('add.stop'))}</button>{reading}</div>"
    )


def duration(seconds: float, texts: Texts) -> str:
    """ "about 4 minutes", "about 2 hours": nobody needs the second."""
    minutes = round(seconds / 60)
    if seconds < 50:
        return texts("add.seconds", n=max(5, round(seconds / 5) * 5))
    if minutes < 100:
        return texts.count("add.minutes", max(1, minutes))
    return texts.count("add.hours", round(minutes / 60))


def summary(run: Run, texts: Texts) -> str:
    """What became of a run in one line, or the sentence that ended it; "" while it goes on."""
    if run.working:
        return ""
    told = [
        f"{run.counts[outcome]:,} {_became(outcome, texts)}"
        for outcome in _OUTCOMES
        if run.counts.get(outcome)
    ]
    if run.paragraphs:
        told.append(texts.count("count.paragraph", run.paragraphs))
    if run.error:
        kept = f" {escape(texts('add.kept'))}" if run.counts else ""
        said = f'<p class="rp-error">{escape(run.error)}{kept}</p>'
    elif run.stopped:
        said = f'<p class="rp-status">{escape(texts("add.stopped"))}</p>'
    elif not told:
        said = f'<p class="rp-status">{escape(texts("add.nothing"))}</p>'
    else:
        said = ""
    line = f'<p class="rp-status rp-told">{dots(map(escape, told))}</p>' if told else ""
    return said + line


def results(run: Run, texts: Texts) -> str:
    """What became of each item: the refused first, with the sentence that says why."""
    if not run.refused and not run.others:
        return ""
    total = sum(run.counts.values())
    unlisted = total - len(run.refused) - len(run.others)
    more = f'<li class="rp-status">{escape(texts("add.more", n=unlisted))}</li>' if unlisted else ""
    dismiss = (
        ""
        if run.working
        else '<button type="button" class="rp-link rp-dismiss" data-act="dismiss">'
        f"{escape(texts('add.dismiss'))}</button>"
    )
    return (
        f'<ul class="rp-outcomes" tabindex="0" aria-label="{escape(texts("add.outcomes"))}">'
        f"{''.join(_item(item, texts) for item in (*run.refused, *run.others))}{more}</ul>{dismiss}"
    )


def _became(outcome: str, texts: Texts) -> str:
    return texts(f"outcome.{outcome.replace(' ', '_')}")


def _item(item: Adding, texts: Texts) -> str:
    bad = " rp-bad" if item.outcome == "refused" else ""
    facts = [escape(_became(item.outcome, texts))]
    if item.paragraphs and item.outcome in ("added", "replaced"):
        facts.append(texts.count("count.paragraph", item.paragraphs))
    opened = (
        f'<button type="button" class="rp-link" data-act="statement" '
        f'data-statement="{escape(item.statement_id)}" data-paragraph="">'
        f"{escape(texts('card.open'))}</button>"
        if item.statement_id and item.outcome != "refused"
        else ""
    )
    detail = f'<p class="rp-detail">{escape(item.detail)}</p>' if item.detail else ""
    return (
        f'<li class="rp-outcome{bad}">{file_name(item.name)} <span class="rp-became">{dots(facts)}</span> '
        f"{opened}{detail}</li>"
    )
