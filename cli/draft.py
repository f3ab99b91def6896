"""``rapporteur check-draft``: a writer's draft, compared with the statements."""

import argparse
import sys
from pathlib import Path

from cli.opened import filters_of, opened, print_result, progress_bar, read_input, stopping
from core.config import Config
from core.errors import UsageError


def check_draft(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur check-draft``: 1 when it was stopped before the end."""
    from desk.draft.document import draft_document, draft_text
    from workspace.drafts import read_draft

    filters = filters_of(args, config)
    draft = read_draft(*read_input(args.file))
    if args.out is not None:
        _check_ending(args.out)
    with opened(config.without_llm()) as workspace:
        with progress_bar("sentence") as bar, stopping() as stop:
            for step in workspace.check_draft(draft, filters, stop):
                bar.total = step.total
                bar.update(step.done - bar.n)
        report = step.report
    if args.out is not None:
        from desk.draft.paper import draft_word
        from ui.state.cite import reference

        gazetteer = workspace.gazetteer
        args.out.write_bytes(
            draft_word(report, lambda source: reference(source, delegation=gazetteer.name(source.delegation)))
        )
    print_result(args, draft_document(report), draft_text(report))
    if report.stopped:
        print("rapporteur: stopped; what was checked until then is kept.", file=sys.stderr)
    return 1 if report.stopped else 0


def _check_ending(out: Path) -> None:
    if out.suffix.lower() != ".docx":
        raise UsageError(f"The checked draft can be written as .docx only, not as {out.name!r}.")
    if not out.resolve().parent.is_dir():
        raise UsageError(f"The folder of {str(out)!r} is not there; make it, or name another file.")
