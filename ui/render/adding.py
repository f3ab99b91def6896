"""Adding to the library as HTML: the place to drop files, how far a run is, what became of each item."""

from collections.abc import Mapping, Sequence
from html import escape

from core.records import Adding
from ui.render.html import count, dots, file_name
from ui.state.adding import Run
from ui.state.uploads import MAX_FILE_BYTES

_OUTCOMES: Mapping[str, str] = {
    "added": "added",
    "replaced": "replaced an earlier text",
    "origin added": "same statement, one more origin",
    "moved": "known, under a new name now",
    "unchanged": "already there",
    "refused": "refused",
}


def place() -> str:
    """Where files are dropped or chosen and an address is typed; the script fills the slots."""
    limit = MAX_FILE_BYTES // 1024 // 1024
    return (
        f'<section class="rp-add" aria-label="Add statements" data-limit="{MAX_FILE_BYTES}">'
        '<div class="rp-drop"><p><strong>Drop files or folders here</strong>, or '
        '<button type="button" class="rp-link" data-act="files">choose files</button> or '
        '<button type="button" class="rp-link" data-act="folder">choose a folder</button>.</p>'
        '<p class="rp-meta">Text, Markdown, web pages, PDF, Word, RTF, ODT and mail; zip and tar archives of '
        f"them; up to {limit} MB each.</p>"
        '<input type="file" multiple hidden data-pick="files" aria-label="Files to add">'
        '<input type="file" webkitdirectory hidden data-pick="folder" aria-label="Folder to add"></div>'
        '<form class="rp-url" data-form="url"><label for="rp-address">Add from an address</label>'
        '<div><input type="text" inputmode="url" id="rp-address" name="url" placeholder="https://…" '
        'autocomplete="off" spellcheck="false" aria-describedby="rp-address-note">'
        '<button type="submit" class="rp-plain">Fetch</button></div>'
        '<p class="rp-meta" id="rp-address-note">This makes a request to that site, which may keep a record '
        "of it.</p></form>"
        '<div class="rp-run" data-slot="progress"></div>'
        '<div role="status" data-slot="summary"></div><div data-slot="results"></div></section>'
    )


def progress(run: Run) -> str:
    """How far a run is: a bar, the count, the rate, the time left, and what is being read; "" when done."""
    if not run.working:
        return ""
    if run.total and run.done <= run.total:
        bar = (
            f'<progress max="{run.total}" value="{min(run.done, run.total)}" aria-label="Adding"></progress>'
        )
        number = f"{run.done:,} of {run.total:,}"
    else:
        bar = '<progress aria-label="Adding"></progress>'
        number = f"{run.done:,} so far" if run.done else "Reading"
    facts = [f"<span>{number}</span>"]
    if run.per_second:
        facts.append(f"{run.per_second:,.0f} passages a second")
    if run.seconds_left is not None:
        facts.append(f"{duration(run.seconds_left)} left")
    reading = f'<p class="rp-reading">{file_name(run.reading)}</p>' if run.reading else ""
    return (
        f'<div class="rp-progress">{bar}<p class="rp-status">{dots(facts)}</p>'
        f'<button type="button" class="rp-stop" id="rp-add-stop" data-act="halt">Stop</button>{reading}</div>'
    )


def duration(seconds: float) -> str:
    """ "under a minute", "about 4 minutes", "about 2 hours": nobody needs the second."""
    minutes = round(seconds / 60)
    if seconds < 50:
        return f"about {max(5, round(seconds / 5) * 5)} seconds"
    if minutes < 100:
        return f"about {count(max(1, minutes), 'minute')}"
    return f"about {count(round(minutes / 60), 'hour')}"


def summary(run: Run) -> str:
    """What became of a run in one line, or the sentence that ended it; "" while it goes on."""
    if run.working:
        return ""
    told = [
        f"{run.counts[outcome]:,} {words}" for outcome, words in _OUTCOMES.items() if run.counts.get(outcome)
    ]
    if run.paragraphs:
        told.append(count(run.paragraphs, "paragraph"))
    if run.error:
        kept = " What was stored before is kept." if run.counts else ""
        said = f'<p class="rp-error">{escape(run.error)}{kept}</p>'
    elif run.stopped:
        said = '<p class="rp-status">Stopped; what was stored is kept.</p>'
    elif not told:
        said = '<p class="rp-status">There was nothing to add.</p>'
    else:
        said = ""
    line = f'<p class="rp-status rp-told">{dots(map(escape, told))}</p>' if told else ""
    return said + line


def results(run: Run) -> str:
    """What became of each item: the refused first, with the sentence that says why."""
    if not run.refused and not run.others:
        return ""
    total = sum(run.counts.values())
    unlisted = total - len(run.refused) - len(run.others)
    more = f'<li class="rp-status">and {unlisted:,} more</li>' if unlisted else ""
    dismiss = (
        ""
        if run.working
        else '<button type="button" class="rp-link rp-dismiss" data-act="dismiss">Dismiss this list</button>'
    )
    label = "What became of each file"
    return (
        f'<ul class="rp-outcomes" tabindex="0" aria-label="{label}">'
        f"{_items(run.refused)}{_items(run.others)}{more}</ul>{dismiss}"
    )


def _items(items: Sequence[Adding]) -> str:
    return "".join(map(_item, items))


def _item(item: Adding) -> str:
    bad = " rp-bad" if item.outcome == "refused" else ""
    facts = [escape(_OUTCOMES.get(item.outcome, item.outcome))]
    if item.paragraphs and item.outcome in ("added", "replaced"):
        facts.append(count(item.paragraphs, "paragraph"))
    opened = (
        f'<button type="button" class="rp-link" data-act="statement" '
        f'data-statement="{escape(item.statement_id)}" data-paragraph="">open</button>'
        if item.statement_id and item.outcome != "refused"
        else ""
    )
    detail = f'<p class="rp-detail">{escape(item.detail)}</p>' if item.detail else ""
    return (
        f'<li class="rp-outcome{bad}">{file_name(item.name)} <span class="rp-became">{dots(facts)}</span> '
        f"{opened}{detail}</li>"
    )
