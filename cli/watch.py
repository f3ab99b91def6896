"""``rapporteur watch``: questions and briefs that are kept, and what has changed in what they find."""

import argparse
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cli.arguments import add_command, add_filters
from cli.opened import filters_of, opened, print_result, progress_bar, stopping
from core.config import PROVIDERS, Config
from core.errors import UsageError

if TYPE_CHECKING:
    from core.records import Source
    from desk.watch.records import Change, Finding, Kind, Looked, Watch
    from desk.wording import Step as Words
    from workspace.workspace import Workspace

_WIDTH = 96


def add_watch(commands_: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Its parser."""
    kept = add_command(
        commands_, "watch", watch, "keep a question or brief, and tell what has changed in its answer"
    )
    kept.add_argument("action", choices=["add", "list", "show", "run", "remove"])
    kept.add_argument(
        "what", metavar="QUESTION|ID", nargs="*", default=[], help="a question to add; ids as list has them"
    )
    kept.add_argument("--brief", action="store_true", help="add a brief on a topic, rather than a question")
    kept.add_argument("--again", action="store_true", help="run: ask even where nothing new could touch it")
    add_filters(kept)
    kept.add_argument("--llm", metavar="NAME", help=f"which model writes: {', '.join(PROVIDERS)}")


def watch(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur watch``."""
    from desk.watch.documents import watch_document
    from desk.watch.store import Watches

    kept = Watches(config.home)
    match args.action:
        case "add":
            return _add(args, config)
        case "run":
            return _run(args, config, kept.all(args.person))
        case "list":
            found = kept.all(args.person)
            text = "\n".join(map(_row, found)) or "Nothing is watched; add a question: rapporteur watch add."
            print_result(args, {"watches": [watch_document(one) for one in found]}, text)
            return 0
    if len(args.what) != 1:
        raise UsageError(f"Which watch? Name one as list does: rapporteur watch {args.action} ID.")
    (chosen,) = args.what
    if args.action == "remove":
        kept.remove(chosen, args.person)
        print_result(args, {"removed": chosen}, f"removed: {chosen}")
        return 0
    shown = kept.load(chosen, args.person)
    print_result(args, watch_document(shown), "\n".join(_shown(shown)))
    kept.read(chosen, args.person)
    return 0


def after_adding(workspace: "Workspace") -> "tuple[Looked, ...]":
    """Everybody's watches looked at once statements were added; nothing where there are none."""
    watches = workspace.watches.all(None)
    steps = _stepped(workspace, watches, again=False) if watches else ()
    _tell_stopped(steps, len(watches))
    return steps


def run_documents(steps: "Sequence[Looked]") -> list[dict[str, Any]]:
    """What became of each watch: untouched, same, changed, failed or stopped."""
    from desk.watch.documents import run_document

    return [run_document(step) for step in steps]


def run_text(steps: "Sequence[Looked]") -> str:
    """What became of the watches, for a terminal: those that changed with what did."""
    lines: list[str] = []
    for step in steps:
        lines.append(f"{step.watch.id}  {step.watch.question}")
        lines += _indented(_told(step))
        if step.change is not None and not step.change.same:
            lines += [line for one in change_lines(step.change) for line in _indented(one)]
    return "\n".join(lines)


def added_text(steps: "Sequence[Looked]") -> str:
    """The same once statements were added: watches that they could not touch are only counted."""
    asked = [step for step in steps if step.outcome != "untouched"]
    rest = len(steps) - len(asked)
    watches = "1 watch was" if rest == 1 else f"{rest:,} watches were"
    counted = f"{watches} looked at and not asked again: nothing new could touch the answer." if rest else ""
    return "\n".join(part for part in (run_text(asked), counted) if part)


def _add(args: argparse.Namespace, config: Config) -> int:
    from desk.watch.documents import watch_document

    if len(args.what) != 1:
        raise UsageError('Watch what? Give one question in quotation marks: rapporteur watch add "…?".')
    filters = filters_of(args, config)
    kind: Kind = "brief" if args.brief else "question"
    with opened(config) as workspace, stopping() as stop:
        workspace.start_llm()
        made = workspace.watch(kind, args.what[0], filters, stop, owner=args.person)
    if made is None:
        print("rapporteur: stopped; nothing is watched.", file=sys.stderr)
        return 1
    print_result(args, watch_document(made), f"watching: {made.id}\n" + "\n".join(_found(made.finding)))
    return 0


def _run(args: argparse.Namespace, config: Config, found: "tuple[Watch, ...]") -> int:
    known = {one.id: one for one in found}
    if unknown := [one for one in args.what if one not in known]:
        raise UsageError(f"There is no watch {unknown[0]!r}; list them with: rapporteur watch list.")
    chosen = tuple(known[one] for one in dict.fromkeys(args.what)) or found
    with opened(config) as workspace:
        steps = _stepped(workspace, chosen, again=args.again) if chosen else ()
    text = run_text(steps) or "Nothing is watched; add a question: rapporteur watch add."
    print_result(args, {"watches": run_documents(steps)}, text)
    if _tell_stopped(steps, len(chosen)):
        return 1
    return int(any(step.outcome == "failed" for step in steps))


def _stepped(workspace: "Workspace", chosen: "tuple[Watch, ...]", *, again: bool) -> "tuple[Looked, ...]":
    """The watches, one after the other, with a bar; Ctrl-C stops at the one at hand."""
    steps: list[Looked] = []
    with progress_bar("watch", len(chosen)) as bar, stopping() as stop:
        for step in workspace.watched(chosen, stop, again=again):
            steps.append(step)
            bar.update()
    return tuple(steps)


def _tell_stopped(steps: "Sequence[Looked]", total: int) -> bool:
    stopped = len(steps) < total or any(step.outcome == "stopped" for step in steps)
    if stopped:
        print("rapporteur: stopped; the other watches are looked at the next time.", file=sys.stderr)
    return stopped


def _told(step: "Looked") -> str:
    new = f"{step.new} new {'statement' if step.new == 1 else 'statements'}"
    match step.outcome:
        case "untouched":
            return (
                f"Not asked again: {new}, none of which could be read for it." if step.new else "Nothing new."
            )
        case "same":
            return f"Asked again ({new}): no change."
        case "changed":
            return f"Asked again ({new}): changed."
        case "failed":
            return f"Not asked: {step.said}"
        case _:
            return "Stopped; it is looked at the next time."


def _row(one: "Watch") -> str:
    mark = f"{one.unread} new" if one.unread else ""
    return f"{one.id}  {one.kind:<8}  {one.checked[:10]}  {mark:<7} {one.question}"


def _shown(one: "Watch") -> Iterator[str]:
    limits = ", ".join(one.filters.delegations)
    yield f"{one.kind}: {one.question}" + (f"  [{limits}]" if limits else "")
    yield f"  made {_minute(one.made)}, looked at {_minute(one.checked)}"
    yield from _found(one.finding)
    for saved in one.changes:
        yield ""
        yield f"{_minute(saved.change.at)}{'  new' if saved.unread else ''}"
        for line in change_lines(saved.change):
            yield from _indented(line)
    if not one.changes:
        yield "No change so far."


def _found(finding: "Finding") -> Iterator[str]:
    """The verdicts and what is cited for them."""
    for of, verdict in finding.verdicts:
        yield f"  {f'{of}: ' if of else ''}{verdict.replace('_', ' ')}"
    if finding.written:
        yield from _indented(finding.written)
    words = {source.paragraph_id: source.label for source in finding.sources}
    for quote in finding.quotes:
        if quote.paragraph_id in words:
            yield from _indented(f"{words[quote.paragraph_id]}: “{quote.text}”")


def change_lines(change: "Change") -> Iterator[str]:
    """A change in lines: verdicts, bottom line, paragraphs that came, went or are quoted in other words."""
    for one in change.verdicts:
        was, now = (text.replace("_", " ") or "not there" for text in (one.before, one.after))
        yield f"verdict{f' on {one.of}' if one.of else ''}: {was} -> {now}"
    if change.written:
        yield f"bottom line: {marked(change.written)}"
    for cited in change.added:
        yield f"+ {_cited(cited.source)}: “{cited.words}”"
        if cited.before is not None:
            yield f"  against {cited.before.label}: {marked(cited.steps)}"
    for cited in change.reworded:
        yield f"~ {_cited(cited.source)}: {marked(cited.steps)}"
    for gone in change.gone:
        why = "no longer in the library" if gone.removed else "no longer cited"
        yield f"- {_cited(gone.source)} ({why}): “{gone.words}”"
    if change.basis:
        yield f"changed beside it: {', '.join(change.basis)}"


def marked(steps: "Sequence[Words]") -> str:
    """Two wordings in one line: words that went in [-…-], words that came in {+…+}."""
    marks = {"same": "{}", "dropped": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(marks[kind].format(words) for kind, words in steps).strip()


def _cited(source: "Source") -> str:
    return source.label


def _minute(time: str) -> str:
    return time[:16].replace("T", " ")


def _indented(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="    ", subsequent_indent="      ")
