"""What the commands of ``rapporteur`` do. Each takes the parsed arguments and the configuration, prints
its result, and returns the exit status; what is heavy is imported when it is needed."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from cli.opened import filters_of as _filters
from cli.opened import opened as _opened
from cli.opened import print_json as _print_json
from cli.opened import print_result as _print
from cli.opened import progress_bar as _bar
from core.config import Config
from core.counted import counted
from core.errors import UsageError
from core.records import CORRECTABLE, TURN_CORRECTABLE, Adding

if TYPE_CHECKING:
    from tqdm import tqdm


def ask(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur ask``."""
    from answer.events import Finished
    from cli.answer import answer_text
    from core.documents import answer_document

    filters = _filters(args, config)
    answer = None
    with _opened(config) as workspace:
        workspace.start_llm()
        for event in workspace.ask(args.question, filters=filters):
            if isinstance(event, Finished):
                answer = event.answer
    assert answer is not None  # noqa: S101  the pipeline's last event is always Finished
    _print(args, answer_document(answer), answer_text(answer))
    return 0


def rerun(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur rerun``: 1 when an answer is another than it was."""
    from answer.events import Finished
    from answer.history import rerun as again
    from cli.output import rerun_document, rerun_text

    records = again.read_records(args.file)
    found: list[again.Rerun] = []
    with _opened(config) as workspace:
        workspace.start_llm()
        for record in records:
            events = workspace.ask(record.question, filters=record.filters, infer=record.infer)
            answer = next(event.answer for event in events if isinstance(event, Finished))
            found.append(again.rerun(record, answer))
    _print(args, rerun_document(found), rerun_text(found))
    return 0 if all(one.same for one in found) else 1


def search(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur search``."""
    from cli.output import search_text
    from core.documents import search_document

    filters = _filters(args, config)
    with _opened(config.without_llm()) as workspace:
        result = workspace.search(args.query, filters, args.k)
    _print(args, search_document(result), search_text(result))
    return 0


def ingest(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur ingest``."""
    from cli.output import ingest_document
    from cli.watch import added_text, after_adding, run_documents

    done: list[Adding] = []
    with _opened(config) as workspace:
        with _bar("document") as bar:
            for step in workspace.ingest(args.paths, processes=args.processes):
                done.append(step)
                bar.total = step.total
                speed = f"{step.per_second:.0f} passages/s" if step.per_second else ""
                bar.set_postfix_str(speed, refresh=False)
                bar.update(step.done - bar.n)
                _tell(step, bar, quiet=args.json)
        looked = () if args.no_watch else after_adding(workspace)
    # What other people watch is told to them, on the page.
    own = [one for one in looked if not one.watch.owner]
    refused = sum(step.outcome == "refused" for step in done)
    stored = len(done) - refused
    text = f"{counted(stored, 'document')} in the library, {refused:,} refused." if len(done) != 1 else ""
    told = "\n".join(part for part in (text, added_text(own)) if part)
    _print(args, {**ingest_document(done), "watches": run_documents(own)}, told)
    return 1 if refused else 0


def _tell(step: Adding, bar: "tqdm[Any]", *, quiet: bool) -> None:
    """A line about one document; beside a bar only where there is more to say than that it is done."""
    stream = sys.stderr if quiet or step.outcome == "refused" else sys.stdout
    if step.outcome == "refused":
        bar.write(step.detail, file=stream)
    elif bar.disable or step.detail:
        paragraphs = f" ({step.paragraphs} paragraphs)" if step.paragraphs else ""
        bar.write(f"{step.outcome}: {step.origin}{paragraphs}", file=stream)
        if step.detail:
            bar.write(f"  {step.detail}", file=stream)


def list_(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur list``."""
    from cli.output import statements_text
    from core.documents import statements_document

    filters = _filters(args, config)
    with _opened(config) as workspace:
        statements = workspace.library.statements(workspace.resolved(filters))
    if args.doubtful:
        statements = tuple(statement for statement in statements if statement.doubtful)
    _print(args, statements_document(statements), statements_text(statements))
    return 0


def show(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur show``."""
    from cli.output import statement_text
    from core.documents import statement_document

    with _opened(config) as workspace:
        statement = workspace.library.statement(args.id)
    _print(args, statement_document(statement), statement_text(statement))
    return 0


def digest(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur digest``."""
    from cli.answer import answer_text
    from core.documents import answer_document

    with _opened(config.without_llm()) as workspace:
        answer = workspace.pipeline.digest(args.id)
    _print(args, answer_document(answer), answer_text(answer))
    return 0


def edit(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur edit``."""
    from core.documents import statement_document
    from index import field_value

    names = CORRECTABLE if args.turn is None else TURN_CORRECTABLE
    before = "" if args.turn is None else f"turns.{args.turn}."
    given = {name: getattr(args, name) for name in {*CORRECTABLE, *TURN_CORRECTABLE}}
    for name in sorted(name for name, value in given.items() if value is not None and name not in names):
        raise UsageError(f"{name!r} is corrected for {'a turn' if args.turn is None else 'the whole'} only.")
    changes = {before + name: given[name] for name in names if given[name] is not None}
    as_read = [before + name.replace("-", "_") for name in args.as_read]
    if not changes and not args.as_read:
        raise UsageError(
            f"Nothing is to be corrected in {args.id}; give a field, for example --date 2020-12-01."
        )
    with _opened(config) as workspace:
        if args.as_read:
            statement = workspace.library.revert(args.id, as_read)
        if changes:
            statement = workspace.intake.edit(args.id, changes)
    lines = [
        f"{name.replace('_', ' ')}: {field_value(statement, name) or '(none)'}"
        for name in [*changes, *as_read]
    ]
    _print(args, statement_document(statement), "\n".join([f"corrected: {args.id}", *lines]))
    return 0


def remove(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur remove``."""
    with _opened(config) as workspace:
        for statement_id in args.ids:
            workspace.library.remove(statement_id)
            if not args.json:
                print(f"removed: {statement_id}")
    _print(args, {"removed": args.ids}, "")
    return 0


def check(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur check``."""
    with _opened(config) as workspace:
        problems = workspace.library.check()
        repaired = workspace.library.notices
    document = {"problems": list(problems), "repaired": list(repaired)}
    _print(args, document, "\n".join(problems) or "The library is consistent.")
    return 1 if problems else 0


def rebuild(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur rebuild``."""
    with _opened(config) as workspace:
        with _bar("passage") as bar:

            def progress(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            workspace.library.rebuild(progress)
        scope = workspace.library.scope()
    document = {"statements": scope.statements, "paragraphs": scope.paragraphs}
    held = f"{counted(scope.statements, 'statement')}, {counted(scope.paragraphs, 'paragraph')}"
    _print(args, document, f"Rebuilt: {held}.")
    return 0


def models_(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur models``."""
    import models
    from cli.output import models_document, models_text

    if args.action == "pull":
        models.pull(config.models_dir, args.names or None)
    look = models.verify if args.action == "verify" else models.status
    found = [s for s in look(config.models_dir) if not args.names or s.file.artefact in args.names]
    _print(args, models_document(found), models_text(found))
    bad = [status.sentence for status in found if status.state != "verified"]
    if args.action == "list" or not bad:
        return 0
    print("\n".join(f"rapporteur: {sentence}" for sentence in bad), file=sys.stderr)
    return 1


def serve(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur serve``."""
    from access.people import Proxy
    from app import Entrance
    from app import serve as serve_page

    proxy = Proxy(args.proxy_header, frozenset(args.proxy)) if args.proxy else None
    entrance = Entrance(args.sign_in, proxy, args.everybody, args.auth_file, tuple(args.name))
    serve_page(config, host=args.host, port=args.port, entrance=entrance)
    return 0


def mcp(_: argparse.Namespace, config: Config) -> int:
    """``rapporteur mcp``: standard output is the protocol's."""
    from api.mcp.server import serve_stdio

    with _opened(config) as workspace:
        workspace.intake.add_corpus()
        workspace.start_llm()
        serve_stdio(workspace)
    return 0


def evaluate(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur eval``."""
    document: dict[str, Any]
    if args.kind == "support":
        from evals.support.measure import evaluate as evaluate_support
        from evals.support.measure import shipped_check

        document = evaluate_support(args.pairs, shipped_check(config.models_dir))
    elif args.kind == "retrieval":
        from evals.search.retrieval import evaluate_beir

        document = evaluate_beir(args.beir, config)
    else:
        from evals.answers import evaluate_answers

        document = evaluate_answers(args.corpus, args.questions, config)
    _print_json(document)
    return 0
