"""What ``rapporteur brief``, ``timeline``, ``compare`` and ``qa`` do."""

import argparse
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cli.opened import filters_of, opened, print_result, progress_bar, read_input, stopping
from core.config import Config
from core.errors import UsageError

if TYPE_CHECKING:
    from desk.word.content import Paper
    from ui.texts import Texts

T = TypeVar("T")


def brief(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur brief``."""
    from desk.documents import brief_document
    from desk.papers.brief import brief_paper
    from desk.papers.files import FORMATS
    from desk.records import Order
    from desk.tasks.brief import brief as made_of

    _check_name(args.out, FORMATS)
    order = Order(args.topic, filters_of(args, config), tuple(args.question), args.marking)
    with opened(config) as workspace:
        workspace.start_llm()
        made = _last(
            lambda stop: made_of(order, workspace.pipeline, stop=stop),
            "step",
            lambda step: (step.done, step.total),
        )
    texts, name = _words(made.language)
    paper = brief_paper(made, texts, name)
    _finish(args, paper)
    print_result(args, brief_document(made), _plain(args, paper))
    return _status(stopped=made.stopped)


def timeline(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur timeline``."""
    from desk.documents import timeline_document
    from desk.papers.files import FORMATS
    from desk.papers.tables import timeline_paper
    from desk.tasks.timeline import timeline as made_of

    _check_name(args.out, FORMATS)
    filters = filters_of(args, config)
    if len(filters.delegations) != 1:
        raise UsageError("A timeline is about one delegation; name it, for example --delegation JPN.")
    with opened(config) as workspace:
        made = _last(
            lambda stop: made_of(args.topic, filters, workspace.pipeline.tools, stop=stop),
            "statement",
            lambda step: (len(step.moments), step.total),
        )
    texts, name = _words(made.language)
    paper = timeline_paper(made, texts, name)
    _finish(args, paper)
    print_result(args, timeline_document(made), _plain(args, paper))
    return _status(stopped=made.stopped)


def compare(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur compare``."""
    from desk.documents import comparison_document
    from desk.papers.files import FORMATS
    from desk.papers.tables import comparison_csv, comparison_paper
    from desk.tasks.compare import compare as made_of

    _check_name(args.out, (*FORMATS, ".csv"))
    filters = filters_of(args, config)
    with opened(config) as workspace:
        topics, by_year = (args.topic, *args.question), args.by == "year"
        made = _last(
            lambda stop: made_of(topics, filters, workspace.pipeline.tools, by_year=by_year, stop=stop),
            "cell",
            lambda step: (len(step.cells), step.total),
        )
    texts, name = _words(made.language)
    paper = comparison_paper(made, texts, name)
    if not _finish_csv(args, lambda: comparison_csv(made, texts, name)):
        _finish(args, paper)
    print_result(args, comparison_document(made), _plain(args, paper))
    return _status(stopped=made.stopped)


def qa(args: argparse.Namespace, config: Config) -> int:
    """``rapporteur qa``."""
    from desk.documents import question_list_document
    from desk.papers.files import FORMATS
    from desk.papers.questions import questions_csv, questions_paper
    from desk.tasks.questions import answered
    from workspace.questions import read_questions

    _check_name(args.out, (*FORMATS, ".csv"))
    filters, questions = filters_of(args, config), read_questions(*read_input(args.file))
    with opened(config) as workspace:
        workspace.start_llm()
        made = _last(
            lambda stop: answered(questions, filters, workspace.pipeline, stop=stop),
            "question",
            lambda step: (len(step.answers), len(step.questions)),
        )
    texts, name = _words(made.language)
    paper = questions_paper(made, texts, name)
    if not _finish_csv(args, lambda: questions_csv(made, texts, name)):
        _finish(args, paper)
    print_result(args, question_list_document(made), _plain(args, paper))
    return _status(stopped=made.stopped)


def _check_name(path: Path | None, formats: tuple[str, ...]) -> None:
    from desk.papers.files import check_name

    if path is not None:
        check_name(path, formats)


def _last(
    start: Callable[[threading.Event], Iterator[T]], unit: str, progress: Callable[[T], tuple[int, int]]
) -> T:
    """The last of the steps, with a bar while they come. Ctrl-C stops the work and keeps what is made."""
    made: T | None = None
    with progress_bar(unit) as shown, stopping() as stop:
        for made in start(stop):
            done, shown.total = progress(made)
            shown.update(done - shown.n)
    assert made is not None  # noqa: S101  each task begins with an empty record
    return made


def _status(*, stopped: bool) -> int:
    if stopped:
        print("rapporteur: stopped; what was made until then is kept.", file=sys.stderr)
    return int(stopped)


def _words(language: str) -> "tuple[Texts, Callable[[str], str]]":
    from core.delegations import Gazetteer
    from ui.texts import texts_in

    gazetteer = Gazetteer.load()
    return texts_in(language), lambda code: gazetteer.name(code, language)


def _finish(args: argparse.Namespace, paper: "Paper") -> None:
    from desk.papers.files import paper_bytes, write

    if args.out is not None:
        write(args.out, paper_bytes(paper, args.out.suffix))
        print(f"written: {args.out}", file=sys.stderr)


def _finish_csv(args: argparse.Namespace, made: Callable[[], str]) -> bool:
    """Whether the file that is wanted is a table, which is then written."""
    from desk.papers.files import write

    if args.out is None or args.out.suffix.lower() != ".csv":
        return False
    # The mark by which a spreadsheet knows that the file is UTF-8.
    write(args.out, ("\ufeff" + made()).encode())
    print(f"written: {args.out}", file=sys.stderr)
    return True


def _plain(args: argparse.Namespace, paper: "Paper") -> str:
    """What is printed where no file is written."""
    from desk.papers.text import plain

    return "" if args.out is not None else plain(paper)
