"""A source with what its card shows beside the paragraph itself."""

from dataclasses import dataclass

from core.records import Source, Statement
from ui.state.cite import reference
from ui.state.protocol import Asker


@dataclass(frozen=True, slots=True)
class Card:
    """``speaker`` is the name as printed, with its Latin form where there is one; ``reference`` is the
    finished citation; ``neighbours`` are the paragraphs around it and itself, in order."""

    source: Source
    delegation: str = ""
    speaker: str = ""
    reference: str = ""
    neighbours: tuple[Source, ...] = ()
    duplicates: tuple["Card", ...] = ()


def both_names(speaker: str, latin: str) -> str:
    """ "Akahori Takeshi (赤堀毅)", or the one name that is known."""
    if latin and speaker and latin != speaker:
        return f"{latin} ({speaker})"
    return latin or speaker


def compose(session: Asker, source: Source, duplicates: tuple[Source, ...] = ()) -> Card:
    """The card of ``source``; reads its statement and neighbours from the library."""
    delegation = session.delegation_name(source.delegation) if source.delegation else ""
    statement: Statement = session.statement(source.statement_id)
    return Card(
        source=source,
        delegation=delegation,
        speaker=both_names(source.speaker, statement.speaker_latin),
        reference=reference(source, delegation=delegation, speaker=statement.speaker_latin or source.speaker),
        neighbours=session.neighbours(source.paragraph_id),
        duplicates=tuple(_twin(session, other) for other in duplicates),
    )


def _twin(session: Asker, source: Source) -> Card:
    delegation = session.delegation_name(source.delegation) if source.delegation else ""
    return Card(source, delegation, source.speaker, reference(source, delegation=delegation))
