"""Where a question that is not addressed is answered after all: by other delegations in the time asked about,
or by the same at other times. Only what the judge takes for an answer to this very question counts."""

from dataclasses import replace

from answer.cells import Entry, Key, survey
from answer.evidence.parts import Part
from answer.evidence.verdict import cell_verdict
from answer.question.put_to import put_to
from answer.tasks.toolbox import Toolbox
from core.records import Source

_MOST = 6
_WIDE = 40  # paragraphs that are read: whoever is not among the nearest needs no link
_WHO = "the country"


def elsewhere(part: Part, tools: Toolbox) -> tuple[Source, ...]:
    """The best paragraphs of others, then of other years, at most six; each answers by itself."""
    found: list[Entry] = []
    if asked := part.filters.delegations:
        anyone = replace(part.filters, delegations=())
        others = [code for code in tools.retriever.scope(anyone).delegations if code and code not in asked]
        keys: list[Key] = [(code, anyone.since, anyone.until) for code in others]

        def of(key: Key) -> str:
            return put_to(part.english, asked, tools.gazetteer.name(key[0]), tools.gazetteer)

        query = put_to(part.english, asked, _WHO, tools.gazetteer)
        found += survey(
            of, query, anyone, keys, tools.retriever, tools.gazetteer, wide=_WIDE, decide=cell_verdict
        )
    if part.filters.since or part.filters.until:
        always = replace(part.filters, since="", until="")
        years: list[Key] = [("", f"{year}-01-01", f"{year}-12-31") for year in tools.retriever.years(always)]
        found += survey(lambda _: part.english, part.english, always, years, tools.retriever, tools.gazetteer)
    said = sorted((entry for entry in found if entry.state == "said"), key=lambda e: -e.probability)
    return tuple(excerpt.source for entry in said[:_MOST] for excerpt in entry.excerpts[:1])
