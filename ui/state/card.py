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


def compose(
    session: Asker, source: Source, duplicates: tuple[Source, ...] = (), language: str = "en"
) -> Card:
    """The card of ``source``; reads its statement and neighbours from the library."""
    delegation = session.gazetteer.name(source.delegation, language) if source.delegation else ""
    latin = _latin(session.library.statement(source.statement_id), source)
    return Card(
        source=source,
        delegation=delegation,
        speaker=both_names(source.speaker, latin),
        reference=reference(
            source, delegation=delegation, speaker=_in(language, source, latin), language=language
        ),
        neighbours=session.library.neighbours(source.paragraph_id),
        duplicates=tuple(_twin(session, other, language) for other in duplicates),
    )


def _latin(statement: Statement, source: Source) -> str:
    """The Latin form of the speaker's name: that of the turn, where the statement has several speakers."""
    turns = (turn.speaker_latin for turn in statement.turns if turn.ordinal == source.turn)
    return next(turns, statement.speaker_latin)


def _in(language: str, source: Source, latin: str) -> str:
    """The form of the name that is printed in a reference."""
    return source.speaker if language == "ja" and source.speaker else latin or source.speaker


def _twin(session: Asker, source: Source, language: str) -> Card:
    delegation = session.gazetteer.name(source.delegation, language) if source.delegation else ""
    return Card(
        source, delegation, source.speaker, reference(source, delegation=delegation, language=language)
    )
