"""Watches as HTML: each question with its verdict, and what has changed in what it finds."""

from collections.abc import Callable, Iterator, Sequence
from html import escape

from core.records import Source
from desk.watch.records import Change, Cited, Saved, Watch
from desk.wording import Step
from ui.render.html import dots, lang
from ui.state.desk.watches import Looking
from ui.texts import Texts
from ui.texts.dates import day

Name = Callable[[str], str]
_SHOWN = 10  # changes of one watch


def watches_page(watches: Sequence[Watch], texts: Texts, name: Name, looking: Looking | None = None) -> str:
    """Every watch, the latest first, below how far it is while they are looked at."""
    rows = "".join(_watch(watch, texts, name) for watch in watches)
    shown = f'<ul class="rp-watch-list">{rows}</ul>' if rows else f"<p>{escape(texts('watch.none'))}</p>"
    return f'<div class="rp-desk"><p class="rp-desk-head">{_head(watches, texts, looking)}</p>{shown}</div>'


def _head(watches: Sequence[Watch], texts: Texts, looking: Looking | None) -> str:
    """How far it is, with Stop; else what came of it, and the button that begins."""
    if looking is not None and looking.working:
        told = escape(texts("watch.looking", done=looking.done, total=looking.total))
        now = f" <span{lang(looking.last)}>{escape(looking.last)}</span>" if looking.last else ""
        stop = escape(texts("add.stop"))
        halt = f'<button type="button" class="rp-stop" data-act="watch" data-do="stop">{stop}</button>'
        return f'<span role="status">{told}{now}</span> {halt}'
    run = _act("run", texts("watch.run")) if watches else ""
    return f'{run} <span role="status">{escape(_came_of(looking, texts))}</span>'


def _came_of(looking: Looking | None, texts: Texts) -> str:
    if looking is None or looking.error or looking.stopped:
        return "" if looking is None else looking.error or texts("watch.stopped")
    return texts.count("watch.changed", looking.changed)


def _watch(watch: Watch, texts: Texts, name: Name) -> str:
    finding = watch.finding
    whole = dict(finding.verdicts).get("", "")
    limits = texts.listed(name(code) for code in watch.filters.delegations)
    facts = [
        texts(f"watch.{watch.kind}"),
        limits,
        _verdict(whole, texts) if whole else "",
        texts("watch.checked", day=day(watch.checked[:10], texts.language)),
    ]
    unread = f'<strong class="rp-new">{escape(texts.count("watch.new", watch.unread))}</strong>'
    body = "".join(_saved(one, texts, name) for one in watch.changes[:_SHOWN])
    which = f'data-id="{escape(watch.id)}"'
    tools = [_act("again", texts("watch.again"), which)]
    if watch.unread:
        tools.append(_act("read", texts("watch.read"), which))
    tools.append(
        f'<button type="button" class="rp-link" data-act="watch-remove" {which}>'
        f"{escape(texts('note.remove'))}</button>"
    )
    return (
        f'<li><details data-k="watch-{escape(watch.id)}"{" open" if watch.unread else ""}>'
        f"<summary><span{lang(watch.question)}>{escape(watch.question)}</span> "
        f'<span class="rp-soft">{dots(escape(fact) for fact in facts if fact)}</span> '
        f"{unread if watch.unread else ''}</summary>"
        f"{body or '<p>' + escape(texts('watch.no_change')) + '</p>'}"
        f'<p class="rp-tools">{" ".join(tools)}</p></details></li>'
    )


def _saved(one: Saved, texts: Texts, name: Name) -> str:
    at = day(one.change.at[:10], texts.language)
    items = "".join(f"<li>{line}</li>" for line in change_lines(one.change, texts, name))
    return f'<section class="rp-change"><h3>{escape(at)}</h3><ul>{items}</ul></section>'


def change_lines(change: Change, texts: Texts, name: Name) -> Iterator[str]:
    """A change line by line: verdicts, the bottom line, paragraphs that came, went or are quoted anew."""
    for one in change.verdicts:
        before, after = (_verdict(verdict, texts) for verdict in (one.before, one.after))
        line = escape(texts("watch.turned", before=before, after=after))
        yield f"{escape(texts('mark.colon', before=_of(one.of, name)))} {line}" if one.of else line
    if change.written:
        yield f"{escape(texts('watch.written'))} {_steps(change.written)}"
    for cited in change.added:
        yield _cited("watch.came", cited, texts)
    for cited in change.reworded:
        yield _cited("watch.reworded", cited, texts)
    for gone in change.gone:
        why = texts("watch.removed" if gone.removed else "watch.gone", label=gone.source.label)
        yield f"{escape(why)} <q{lang(gone.words)}>{escape(gone.words)}</q>"
    if change.basis:
        yield f'<span class="rp-soft">{escape(texts("watch.basis", what=texts.listed(change.basis)))}</span>'


def _cited(key: str, cited: Cited, texts: Texts) -> str:
    head = texts.html(key, label=_opens(cited.source, texts))
    words = _steps(cited.steps) if cited.steps else escape(texts.quoted(cited.words))
    line = f"{head} <span{lang(cited.words)}>{words}</span>"
    if key == "watch.came" and cited.before is not None:
        line += (
            f' <span class="rp-soft">{texts.html("watch.against", label=_opens(cited.before, texts))}</span>'
        )
    return line


def _steps(steps: Sequence[Step]) -> str:
    """The new wording with what came and what went."""
    tags = {"same": "{}", "added": "<ins>{}</ins>", "dropped": "<del>{}</del>"}
    return "".join(tags[kind].format(escape(words)) for kind, words in steps)


def _opens(source: Source, texts: Texts) -> str:
    """The label of a paragraph, which opens it."""
    return (
        f'<button type="button" class="rp-link" data-act="statement" '
        f'data-statement="{escape(source.statement_id)}" data-paragraph="{escape(source.paragraph_id)}" '
        f'data-ordinal="{source.ordinal}" aria-label="{escape(texts("desk.open", label=source.label))}">'
        f"{escape(source.label)}</button>"
    )


def _verdict(verdict: str, texts: Texts) -> str:
    key = f"watch.verdict.{verdict or 'none'}"
    return texts(key) if key in texts.entries else verdict.replace("_", " ")


def _of(of: str, name: Name) -> str:
    """ "Kenya", "Kenya 2019", "2019", or a question."""
    code, _, years = of.partition(" ")
    if len(code) > 12 or code.isdigit() or (years and not years[:4].isdigit()):
        return of
    return f"{name(code)} {years}".strip()


def _act(do: str, label: str, more: str = "") -> str:
    what = f'data-act="watch" data-do="{do}" {more}'
    return f'<button type="button" class="rp-link" {what}>{escape(label)}</button>'
