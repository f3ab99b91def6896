"""What is said in texts of which it is not known whose words they are, where the delegation asked about has
no answer of its own.

A question that names a delegation is put to its statements alone. An interview, a page without its
letterhead, a text in which nothing tells who speaks would then never be found. They are read second, never
together with a delegation's own words, and are not taken for its words: the answer says so.
"""

from collections.abc import Sequence
from dataclasses import replace

from answer.evidence.excerpts import Excerpt
from answer.question.understand import Question
from answer.question.who.names import names_in
from answer.question.who.told import unknown_names
from answer.tasks.outcome import Outcome
from answer.tasks.toolbox import Toolbox
from core.delegations import Gazetteer
from core.records import NO_DELEGATION


def put_to_nobody(asked: Sequence[Question], outcomes: Sequence[Outcome], tools: Toolbox) -> Question | None:
    """The question as it is put to those texts; None where they are not to be read: the delegation answers,
    the person chose it, two are compared, or all texts are somebody's."""
    filters = asked[0].filters
    if len(asked) != 1 or len(filters.delegations) != 1 or "delegation" not in filters.inferred:
        return None
    if any(o.verdict.state == "said" or o.verdict.reason == "premise" for o in outcomes):
        return None
    anybodys = replace(filters, delegations=(NO_DELEGATION,))
    return replace(asked[0], filters=anybodys) if tools.retriever.scope(anybodys).statements else None


def names_them(excerpts: Sequence[Excerpt], question: Question, gazetteer: Gazetteer) -> bool:
    """Whether the title or the paragraph of what may answer names the delegation or the person that the
    ``question`` asks about: without that it is no answer."""
    people = unknown_names(question.text, names_in(question.text, gazetteer))
    for excerpt in excerpts:
        text = f"{excerpt.source.title}\n{excerpt.source.text}"
        if any(mention.code in question.filters.delegations for mention in gazetteer.find(text)):
            return True
        if any(person.name.split()[-1] in text for person in people):
            return True
    return False
