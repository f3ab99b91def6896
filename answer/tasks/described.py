"""The delegations that a question means by a name that the library's speakers don't have: by what the
statements say of it, and else by a table of leaders."""

from answer.evidence.retriever import Retriever
from answer.question.who.leaders import led_by
from answer.question.who.names import names_in
from answer.question.who.told import asked_with, told_by_texts, unknown_names
from core.delegations import Gazetteer, Mention

_PARAGRAPHS = 60  # that are read for who a name is
_NAMES = 4  # that are looked up


def described(text: str, retriever: Retriever, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """The mentions of the delegations whose words a question asks for; none where nothing tells. For a
    question in which the tables find no delegation that is asked."""
    held = retriever.delegations()
    names = names_in(text, gazetteer, retriever.speakers(), held)
    unknown = unknown_names(text, names)[:_NAMES]
    told = {
        name: told_by_texts(name.name, retriever.paragraphs_with(name.name, _PARAGRAPHS), gazetteer)
        or led_by(name.name, held)
        for name in unknown
    }
    return tuple(m for m in asked_with(text, names, told, gazetteer) if m.code in held)
