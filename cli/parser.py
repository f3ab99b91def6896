"""The same pipeline from a terminal: ``rapporteur COMMAND``.

Exit status: 0 done, 1 it failed (one sentence on standard error), 2 the call itself was wrong. With
``--json`` standard output holds one JSON document and nothing else.
"""

import argparse
import os
import select
import sys
from collections.abc import Sequence
from pathlib import Path

from cli import access, commands, desk
from cli.arguments import add_command, add_filters, add_places
from cli.dossier import add_dossier
from cli.draft import check_draft
from cli.evidence import add_evidence
from cli.notes import notes, notes_arguments
from cli.watch import add_watch
from core.config import PROVIDERS, Config, load_config
from core.errors import RapporteurError
from core.records import CORRECTABLE, ROLES, TURN_CORRECTABLE


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    args = _parser().parse_args(argv)
    try:
        config = load_config(home=args.home, models_dir=args.models_dir, llm=getattr(args, "llm", None))
        return _ran(args, config)
    except BrokenPipeError:
        # `rapporteur list | head`: nobody reads on, which is no failure. The signal itself stays ignored: it
        # would also end the program when a parsing process or a server hangs up.
        if not _is_hung_up(1):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # for what Python writes when it ends
        return 0
    except RapporteurError as error:
        print(f"rapporteur: {error}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print("rapporteur: stopped; what was reported as stored is stored.", file=sys.stderr, flush=True)
        # Everything of ours is closed. A model that is just being loaded runs in native threads, and
        # these would abort Python's own orderly end.
        os._exit(130)


def _ran(args: argparse.Namespace, config: Config) -> int:
    status = int(args.run(args, config))
    sys.stdout.flush()
    return status


def _is_hung_up(descriptor: int) -> bool:
    """Whether the other end of an output is closed; where that cannot be asked (Windows), yes."""
    if not hasattr(select, "poll"):
        return True
    asked = select.poll()
    asked.register(descriptor, select.POLLOUT)
    return any(event & (select.POLLERR | select.POLLHUP) for _, event in asked.poll(0))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="rapporteur",
        description="Ask a corpus of diplomatic statements; every sentence cites its paragraph.",
    )
    add_places(parser, default=None)
    commands_ = parser.add_subparsers(metavar="COMMAND", required=True)

    ask = add_command(commands_, "ask", commands.ask, "answer a question, with citations")
    ask.add_argument("question", metavar="QUESTION")
    add_filters(ask)
    ask.add_argument(
        "--llm",
        metavar="NAME",
        help=f"which model writes: {', '.join(PROVIDERS)} (none: verbatim quotations)",
    )

    again = add_command(commands_, "rerun", commands.rerun, "re-run a saved question and compare the answers")
    again.add_argument(
        "file", type=Path, metavar="FILE.json", help="from ask --json, or an exported conversation"
    )
    again.add_argument("--llm", metavar="NAME", help=f"which model writes: {', '.join(PROVIDERS)}")

    search = add_command(commands_, "search", commands.search, "find paragraphs")
    search.add_argument("query", metavar="QUERY")
    search.add_argument("-k", type=int, default=10, help="how many (default: 10)")
    add_filters(search)

    note = add_command(commands_, "brief", desk.brief, "write a briefing note on a topic, with footnotes")
    note.add_argument("topic", metavar="TOPIC")
    add_filters(note)
    note.add_argument(
        "--question", action="append", default=[], metavar="QUESTION", help="an expected one (repeatable)"
    )
    note.add_argument("--marking", default="", metavar="WORDS", help="what stands at the head of every page")
    note.add_argument("--out", type=Path, metavar="FILE", help="note.docx, .md or .html (default: printed)")
    note.add_argument("--llm", metavar="NAME", help=f"which model writes: {', '.join(PROVIDERS)}")

    line = add_command(
        commands_, "timeline", desk.timeline, "what one delegation said, statement by statement"
    )
    line.add_argument("topic", metavar="TOPIC")
    add_filters(line)
    line.add_argument("--out", type=Path, metavar="FILE", help="line.docx, .md or .html (default: printed)")
    line.add_argument("--llm", metavar="NAME", help="none: no model translates a Japanese topic")

    table = add_command(commands_, "compare", desk.compare, "what several delegations, or years, say")
    table.add_argument("topic", metavar="TOPIC")
    add_filters(table)
    table.add_argument("--by", choices=["year"], help="a row for each year")
    table.add_argument(
        "--question", action="append", default=[], metavar="TOPIC", help="a further topic (repeatable)"
    )
    table.add_argument("--out", type=Path, metavar="FILE", help="table.docx, .csv, .md or .html")
    table.add_argument("--llm", metavar="NAME", help="none: no model translates a Japanese topic")

    expected = add_command(commands_, "qa", desk.qa, "answer a list of expected questions in one document")
    expected.add_argument(
        "file", metavar="FILE|-", help="one question a line: text, Word, CSV; - reads input"
    )
    add_filters(expected)
    expected.add_argument("--out", type=Path, metavar="FILE", help="answers.docx, .csv, .md or .html")
    expected.add_argument("--llm", metavar="NAME", help=f"which model writes: {', '.join(PROVIDERS)}")

    kept = add_command(commands_, "notes", notes, "notes, briefs and drafts that are kept")
    notes_arguments(kept)

    add_watch(commands_)
    add_dossier(commands_)
    add_evidence(commands_)

    ingest = add_command(
        commands_, "ingest", commands.ingest, "add statements: files, folders, archives and addresses"
    )
    ingest.add_argument("paths", metavar="PATH|URL", nargs="+")
    ingest.add_argument(
        "--processes", type=int, default=1, metavar="N", help="so many processes read and embed (default: 1)"
    )
    ingest.add_argument("--no-watch", action="store_true", help="do not look at the watches afterwards")
    ingest.add_argument("--llm", metavar="NAME", help="which model answers the watches that are asked again")

    listing = add_command(commands_, "list", commands.list_, "list the statements in the library")
    add_filters(listing)
    listing.add_argument("--doubtful", action="store_true", help="only those whose delegation is uncertain")

    show = add_command(commands_, "show", commands.show, "print a statement with its numbered paragraphs")
    show.add_argument("id", metavar="ID")

    digest = add_command(commands_, "digest", commands.digest, "a statement in at most five quotations")
    digest.add_argument("id", metavar="ID")

    edit = add_command(commands_, "edit", commands.edit, "correct by hand what is known about a statement")
    edit.add_argument("id", metavar="ID")
    for name in CORRECTABLE:
        edit.add_argument(f"--{name.replace('_', '-')}", metavar="VALUE", help='"" clears it')
    edit.add_argument("--role", metavar="ROLE", help=f"of a turn: {', '.join(ROLES)}")
    edit.add_argument(
        "--turn",
        type=int,
        metavar="N",
        help=f"correct one speaker's turn, as show numbers them: {', '.join(TURN_CORRECTABLE)}",
    )
    edit.add_argument(
        "--as-read",
        action="append",
        default=[],
        metavar="FIELD",
        help="take a correction back: give the field the value that was read (repeatable)",
    )

    remove = add_command(commands_, "remove", commands.remove, "remove statements from the library")
    remove.add_argument("ids", metavar="ID", nargs="+")

    add_command(commands_, "check", commands.check, "compare the library's parts with each other")
    add_command(
        commands_, "rebuild", commands.rebuild, "build the search index again from the stored statements"
    )

    draft = add_command(
        commands_, "check-draft", check_draft, "compare each sentence of a draft with the statements"
    )
    draft.add_argument("file", metavar="FILE|-", help="text, Markdown or Word; - reads standard input")
    draft.add_argument(
        "--out", type=Path, metavar="FILE.docx", help="the draft with footnotes and comments, as Word"
    )
    add_filters(draft)

    model = add_command(commands_, "models", commands.models_, "list, fetch or verify the model files")
    model.add_argument("action", choices=["list", "pull", "verify"])
    model.add_argument("names", metavar="NAME", nargs="*", help="only these (default: all)")

    serve = add_command(commands_, "serve", commands.serve, "open the chat in a browser", has_json=False)
    serve.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    serve.add_argument("--port", type=int, default=7860, help="port (default: 7860)")
    way_in = serve.add_mutually_exclusive_group()
    way_in.add_argument(
        "--sign-in",
        action="store_true",
        help="people sign in, as they have to at any other address than this machine",
    )
    way_in.add_argument(
        "--proxy",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="a proxy at this address signs people in (repeatable)",
    )
    way_in.add_argument(
        "--everybody", action="store_true", help="let in whoever can reach the address, without signing in"
    )
    serve.add_argument(
        "--proxy-header",
        default="X-Forwarded-User",
        metavar="NAME",
        help="in which the proxy says who asks (default: X-Forwarded-User)",
    )
    serve.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="HOST",
        help="what a web server before the page calls it by, for example desk.example.org (repeatable)",
    )
    serve.add_argument("--auth-file", type=Path, metavar="FILE", help="no longer read: see users add --from")
    serve.add_argument("--llm", metavar="NAME", help=f"which model writes: {', '.join(PROVIDERS)}")

    token = add_command(commands_, "token", access.token, "make, list or revoke tokens for other programs")
    token.add_argument("action", choices=["new", "list", "revoke"])
    token.add_argument("name", metavar="NAME", nargs="?", default="", help="what the token is called")

    users = add_command(
        commands_, "users", access.users, "add, list or remove people who may sign in to a shared page"
    )
    users.add_argument("action", choices=["add", "list", "remove", "sign-out"])
    users.add_argument("name", metavar="NAME", nargs="?", default="", help="the password is asked for")
    users.add_argument(
        "--from", dest="file", type=Path, metavar="FILE", help="add everybody from lines of name:password"
    )

    tools = add_command(
        commands_,
        "mcp",
        commands.mcp,
        "answer an assistant (Model Context Protocol) on standard input and output",
        has_json=False,
    )
    tools.add_argument("--llm", metavar="NAME", help=f"which model writes: {', '.join(PROVIDERS)}")

    evaluation = add_command(commands_, "eval", commands.evaluate, "measure quality on your own data")
    kinds = evaluation.add_subparsers(metavar="KIND", required=True)
    support = kinds.add_parser("support", help="does the evidence carry the claim?")
    support.add_argument("--pairs", type=Path, required=True, metavar="FILE.jsonl")
    support.set_defaults(kind="support")
    retrieval = kinds.add_parser("retrieval", help="are the right paragraphs found?")
    retrieval.add_argument(
        "--beir", type=Path, required=True, metavar="DIR", help="a collection in BEIR layout"
    )
    retrieval.set_defaults(kind="retrieval")
    answers = kinds.add_parser("answers", help="are questions answered, cited and refused as they should be?")
    answers.add_argument("--corpus", type=Path, required=True, metavar="DIR")
    answers.add_argument("--questions", type=Path, required=True, metavar="FILE.jsonl")
    answers.add_argument("--llm", metavar="NAME", help=f"which model writes: {', '.join(PROVIDERS)}")
    answers.set_defaults(kind="answers")
    for kind in (support, retrieval, answers):
        add_places(kind, default=argparse.SUPPRESS)
        kind.add_argument("--json", action="store_true", help="print one JSON document, which is always done")
    return parser


if __name__ == "__main__":
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    sys.exit(main())
