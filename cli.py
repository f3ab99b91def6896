"""The same pipeline from a terminal: ``rapporteur COMMAND``.

Exit status: 0 done, 1 it failed (one sentence on standard error), 2 the call itself was wrong. With
``--json`` standard output holds one JSON document and nothing else.
"""

import argparse
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.config import PROVIDERS, Config, load_config
from core.errors import RapporteurError, UsageError
from core.records import Filters

if TYPE_CHECKING:
    from workspace import Ingested, Workspace

_EXAMPLES = {
    "ask": 'rapporteur ask "What is Japan\'s view on a binding instrument?" --delegation JPN',
    "search": 'rapporteur search "capacity-building" -k 5 --since 2019-01-01',
    "ingest": "rapporteur ingest speeches/ statement.txt",
    "list": "rapporteur list --delegation JPN",
    "show": "rapporteur show 3f2a9c0d4b5e6f70",
    "remove": "rapporteur remove 3f2a9c0d4b5e6f70",
    "check": "rapporteur check",
    "rebuild": "rapporteur rebuild",
    "models": "rapporteur models pull",
    "serve": "rapporteur serve --port 7861",
    "eval": "rapporteur eval support --pairs pairs.jsonl",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    args = _parser().parse_args(argv)
    # Writing into a closed pipe (`rapporteur list | head`) ends the program, as it does others.
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        config = load_config(home=args.home, models_dir=args.models_dir, llm=getattr(args, "llm", None))
        return int(args.run(args, config))
    except RapporteurError as error:
        print(f"rapporteur: {error}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print("rapporteur: stopped; what was reported as stored is stored.", file=sys.stderr, flush=True)
        # Everything of ours is closed. A model that is just being loaded runs in native threads, and
        # these would abort Python's own orderly end.
        os._exit(130)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rapporteur",
        description="Ask a corpus of diplomatic statements; every sentence cites its paragraph.",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    ask = _command(commands, "ask", _ask, "answer a question, with citations")
    ask.add_argument("question", metavar="QUESTION")
    _add_filters(ask)
    ask.add_argument(
        "--llm",
        metavar="NAME",
        help=f"which model writes: {', '.join(PROVIDERS)} (none: verbatim quotations)",
    )

    search = _command(commands, "search", _search, "find paragraphs")
    search.add_argument("query", metavar="QUERY")
    search.add_argument("-k", type=int, default=10, help="how many (default: 10)")
    _add_filters(search)

    ingest = _command(commands, "ingest", _ingest, "add statements: files and folders")
    ingest.add_argument("paths", metavar="PATH", nargs="+", type=Path)

    listing = _command(commands, "list", _list, "list the statements in the library")
    _add_filters(listing)

    show = _command(commands, "show", _show, "print a statement with its numbered paragraphs")
    show.add_argument("id", metavar="ID")

    remove = _command(commands, "remove", _remove, "remove statements from the library")
    remove.add_argument("ids", metavar="ID", nargs="+")

    _command(commands, "check", _check, "compare the library's parts with each other")
    _command(commands, "rebuild", _rebuild, "build the search index again from the stored statements")

    model = _command(commands, "models", _models, "list, fetch or verify the model files")
    model.add_argument("action", choices=["list", "pull", "verify"])
    model.add_argument("names", metavar="NAME", nargs="*", help="only these (default: all)")

    serve = _command(commands, "serve", _serve, "open the chat in a browser", has_json=False)
    serve.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    serve.add_argument("--port", type=int, default=7860, help="port (default: 7860)")
    serve.add_argument(
        "--auth-file", type=Path, metavar="FILE", help="lines of name:password that may log in"
    )
    serve.add_argument("--llm", metavar="NAME", help=f"which model writes: {', '.join(PROVIDERS)}")

    evaluation = _command(commands, "eval", _eval, "measure quality on your own data")
    kinds = evaluation.add_subparsers(metavar="KIND", required=True)
    support = kinds.add_parser("support", help="does the evidence carry the claim?")
    support.add_argument("--pairs", type=Path, required=True, metavar="FILE.jsonl")
    support.set_defaults(kind="support")
    answers = kinds.add_parser("answers", help="are questions answered, cited and refused as they should be?")
    answers.add_argument("--corpus", type=Path, required=True, metavar="DIR")
    answers.add_argument("--questions", type=Path, required=True, metavar="FILE.jsonl")
    answers.add_argument("--llm", metavar="NAME", help=f"which model writes: {', '.join(PROVIDERS)}")
    answers.set_defaults(kind="answers")
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Any,
    summary: str,
    *,
    has_json: bool = True,
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog=f"Example: {_EXAMPLES[name]}",
    )
    command.add_argument("--home", type=Path, metavar="DIR", help="where the library is kept (default: var)")
    command.add_argument("--models-dir", type=Path, metavar="DIR", help="where the model files are")
    if has_json:
        command.add_argument("--json", action="store_true", help="print one JSON document")
    command.set_defaults(run=run, json=False)
    return command


def _add_filters(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--delegation",
        action="append",
        default=[],
        metavar="CODE",
        help="only this delegation (JPN; repeatable)",
    )
    command.add_argument("--since", default="", metavar="DATE", help="from this date on (2019 or 2019-05-31)")
    command.add_argument("--until", default="", metavar="DATE", help="up to this date")
    command.add_argument("--forum", default="", metavar="FORUM", help="only this forum (OEWG)")


def _filters(args: argparse.Namespace) -> Filters:
    from core.delegations import Gazetteer

    gazetteer = Gazetteer.load()
    codes = []
    for name in args.delegation:
        code = gazetteer.by_name(name)
        if not code:
            raise UsageError(f"There is no delegation {name!r}; give an ISO code (JPN) or a name (Japan).")
        codes.append(code)
    return Filters(tuple(codes), args.since, args.until, args.forum)


def _open(config: Config) -> "Workspace":
    from workspace import Workspace

    opened = Workspace.open(config)
    for notice in opened.library.notices:
        print(f"rapporteur: {notice}", file=sys.stderr)
    return opened


def _ask(args: argparse.Namespace, config: Config) -> int:
    from answer.events import Finished
    from output import answer_document, answer_text

    filters = _filters(args)
    workspace = _open(config)
    try:
        workspace.start_llm()
        answer = None
        for event in workspace.ask(args.question, filters=filters):
            if isinstance(event, Finished):
                answer = event.answer
        assert answer is not None  # noqa: S101  the pipeline's last event is always Finished
    finally:
        workspace.close()
    _print_json(answer_document(answer)) if args.json else print(answer_text(answer))
    return 0


def _search(args: argparse.Namespace, config: Config) -> int:
    from output import search_document, search_text

    filters = _filters(args)
    workspace = _open(config)
    try:
        result = workspace.search(args.query, filters, args.k)
    finally:
        workspace.close()
    _print_json(search_document(result)) if args.json else print(search_text(result))
    return 0


def _ingest(args: argparse.Namespace, config: Config) -> int:
    workspace = _open(config)
    done: list[Ingested] = []
    try:
        for item in workspace.ingest(args.paths):
            done.append(item)
            stream = sys.stderr if args.json or item.outcome == "refused" else sys.stdout
            paragraphs = f" ({item.paragraphs} paragraphs)" if item.paragraphs else ""
            line = item.detail if item.outcome == "refused" else f"{item.outcome}: {item.origin}{paragraphs}"
            print(line, file=stream)
            if item.detail and item.outcome != "refused":
                print(f"  {item.detail}", file=stream)
    finally:
        workspace.close()
    refused = sum(item.outcome == "refused" for item in done)
    if args.json:
        from output import ingest_document

        _print_json(ingest_document(done))
    elif len(done) > 1:
        print(f"{len(done) - refused} files in the library, {refused} refused.")
    return 1 if refused else 0


def _list(args: argparse.Namespace, config: Config) -> int:
    from output import statements_document, statements_text

    filters = _filters(args)
    workspace = _open(config)
    try:
        statements = workspace.library.statements(filters)
    finally:
        workspace.close()
    _print_json(statements_document(statements)) if args.json else print(statements_text(statements))
    return 0


def _show(args: argparse.Namespace, config: Config) -> int:
    from output import statement_document, statement_text

    workspace = _open(config)
    try:
        statement = workspace.statement(args.id)
    finally:
        workspace.close()
    _print_json(statement_document(statement)) if args.json else print(statement_text(statement))
    return 0


def _remove(args: argparse.Namespace, config: Config) -> int:
    workspace = _open(config)
    try:
        for statement_id in args.ids:
            workspace.library.remove(statement_id)
            if not args.json:
                print(f"removed: {statement_id}")
    finally:
        workspace.close()
    if args.json:
        _print_json({"removed": args.ids})
    return 0


def _check(args: argparse.Namespace, config: Config) -> int:
    workspace = _open(config)
    try:
        problems = workspace.library.check()
        repaired = workspace.library.notices
    finally:
        workspace.close()
    if args.json:
        _print_json({"problems": list(problems), "repaired": list(repaired)})
    else:
        print("\n".join(problems) or "The library is consistent.")
    return 1 if problems else 0


def _rebuild(args: argparse.Namespace, config: Config) -> int:
    workspace = _open(config)
    try:
        workspace.library.rebuild()
        scope = workspace.scope()
    finally:
        workspace.close()
    if args.json:
        _print_json({"statements": scope.statements, "paragraphs": scope.paragraphs})
    else:
        print(f"Rebuilt: {scope.statements:,} statements, {scope.paragraphs:,} paragraphs.")
    return 0


def _models(args: argparse.Namespace, config: Config) -> int:
    import models

    if args.action == "pull":
        models.pull(config.models_dir, args.names or None)
    check = models.verify if args.action == "verify" else models.status
    found = [s for s in check(config.models_dir) if not args.names or s.file.artefact in args.names]
    from output import models_document, models_text

    _print_json(models_document(found)) if args.json else print(models_text(found))
    bad = [status.sentence for status in found if status.state != "verified"]
    if args.action == "list" or not bad:
        return 0
    print("\n".join(f"rapporteur: {sentence}" for sentence in bad), file=sys.stderr)
    return 1


def _serve(args: argparse.Namespace, config: Config) -> int:
    from app import serve

    serve(config, host=args.host, port=args.port, auth_file=args.auth_file)
    return 0


def _eval(args: argparse.Namespace, config: Config) -> int:
    if args.kind == "support":
        from evals.support import default_scorer, evaluate

        _print_json(evaluate(args.pairs, default_scorer(config.models_dir)))
    else:
        from evals.answers import evaluate_answers

        _print_json(evaluate_answers(args.corpus, args.questions, config))
    return 0


def _print_json(document: Any) -> None:
    print(json.dumps(document, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    sys.exit(main())
