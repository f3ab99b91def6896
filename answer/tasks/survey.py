"""Lists, comparisons and changes over time: cells by delegation and by year, all through one primitive."""

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import replace

from answer.cells import Decide, Entry, Key, survey
from answer.events import Event, Surveyed
from answer.evidence.sentences import context_line
from answer.evidence.verdict import cell_verdict, named_verdict
from answer.mentions import survey_mentions
from answer.question.claim import claimed
from answer.question.mentioned import mentioned
from answer.question.put_to import asked_of, what_says
from answer.question.understand import Question
from answer.run import Run
from answer.support.check import Evidence as Stated
from answer.tasks.toolbox import Toolbox
from core.records import Cell, Filters

_ROWS = 250  # delegations of one list; the United Nations have 193 members


def by_delegation(
    run: Run, question: Question, english: str, tools: Toolbox
) -> Generator[Event, None, tuple[Cell, ...]]:
    """A cell for every delegation that has a statement under the question's filters."""
    scope = tools.retriever.scope(question.filters)
    asked = question.filters.delegations or scope.delegations
    keys: list[Key] = [
        (code, question.filters.since, question.filters.until)
        for code in asked[:_ROWS]
        if code and code not in question.besides
    ]

    terms = mentioned(question.text)
    if any(tools.retriever.mentions(term, Filters()).paragraphs for term in terms):
        mentions = survey_mentions(terms, question.filters, keys, tools.retriever, tools.gazetteer)
        return (yield from _reported(run, mentions))

    def of(key: Key) -> str:
        name = tools.gazetteer.name(key[0])
        about = " or ".join(terms)
        if about:
            return what_says(name, about)
        return question.claim_of(name) or (what_says(name, question.matter) if question.matter else english)

    def holds(entry: Entry) -> bool:
        return not _says_the_opposite(entry, question, tools)

    return (yield from _cells(run, of, english, question.filters, keys, tools, holds, cell_verdict))


def compared(
    run: Run, question: Question, english: str, years: Sequence[str], tools: Toolbox
) -> Generator[Event, None, tuple[Cell, ...]]:
    """A cell for each of the delegations compared, and for each of the ``years`` where years are."""
    codes = question.filters.delegations or ("",)
    spans = [(f"{year}-01-01", f"{year}-12-31") for year in years] or [
        (question.filters.since, question.filters.until)
    ]
    keys: list[Key] = [(code, since, until) for code in codes for since, until in spans]

    return (yield from _sides(run, question, english, keys, tools))


def by_year(
    run: Run, question: Question, english: str, tools: Toolbox
) -> Generator[Event, None, tuple[Cell, ...]]:
    """A cell for each year, and each delegation asked about, that has a statement."""
    filters = question.filters
    keys: list[Key] = []
    for code in filters.delegations or ("",):
        own = replace(filters, delegations=(code,)) if code else filters
        keys += [(code, f"{year}-01-01", f"{year}-12-31") for year in tools.retriever.years(own)]
    return (yield from _sides(run, question, english, keys, tools))


def _sides(
    run: Run, question: Question, english: str, keys: Sequence[Key], tools: Toolbox
) -> Generator[Event, None, tuple[Cell, ...]]:
    def of(key: Key) -> str:
        return asked_of(question, english, key[0], tools.gazetteer)

    return (yield from _cells(run, of, question.matter or english, question.filters, keys, tools))


def _cells(
    run: Run,
    question_of: Callable[[Key], str],
    search_for: str,
    filters: Filters,
    keys: Sequence[Key],
    tools: Toolbox,
    holds: Callable[[Entry], bool] = lambda _: True,
    decide: Decide = named_verdict,
) -> Generator[Event, None, tuple[Cell, ...]]:
    """Judge the cells one by one; one whose words do not hold the claim that a list asks for is silent."""
    found = survey(question_of, search_for, filters, keys, tools.retriever, tools.gazetteer, decide=decide)
    return (
        yield from _reported(run, (e if holds(e) else replace(e, state="silent", excerpts=()) for e in found))
    )


def _reported(run: Run, entries: Iterable[Entry]) -> Generator[Event, None, tuple[Cell, ...]]:
    """The cells, each reported as soon as it is judged."""
    cells: list[Cell] = []
    for entry in entries:
        if run.stop.is_set():
            break
        cells.append(_numbered(run, entry))
        if entry.state != "silent":
            run.clock.mark("first_quote")
            yield Surveyed(cells[-1], run.sheet.sources())
    return tuple(cells)


def _numbered(run: Run, entry: Entry) -> Cell:
    quotes = tuple(run.sheet.quotation(excerpt) for excerpt in entry.excerpts)
    return Cell(entry.delegation, entry.since, entry.until, entry.state, entry.searched, quotes)


def _says_the_opposite(entry: Entry, question: Question, tools: Toolbox) -> bool:
    """Whether the words contradict what the list asks for ("does not support a treaty")."""
    does = claimed(question.text)
    if not does or not entry.excerpts:
        return False
    claim = f"{tools.gazetteer.name(entry.delegation)} {does}"
    excerpt = entry.excerpts[0]
    said = Stated(excerpt.text, context_line(excerpt.source, tools.gazetteer))
    return tools.support.check(claim, [said]).reason == "contradicted"
