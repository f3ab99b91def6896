"""A paper that is kept as it grows, so that a reload or a stopped server loses nothing that was shown."""

from collections.abc import Sequence

from desk.notes.records import Kind, Piece
from desk.notes.store import Notes
from desk.word.content import Paper
from ui.state.boundary import boundary


class Keeping:
    """Keeps one paper of ``owner``. Whoever changes it in their notes meanwhile is left with their change,
    and a disk that refuses costs the keeping and not the paper."""

    def __init__(self, notes: Notes, owner: str) -> None:
        self._notes, self._owner = notes, owner
        self._id = self._changed = ""

    @property
    def id(self) -> str:
        """The id of the note, "" while nothing is kept."""
        return self._id

    def keep(self, kind: Kind, paper: Paper, pieces: Sequence[Piece]) -> None:
        """Keep the ``pieces`` of the paper as it is now, in the place of what was kept of it before."""
        with boundary("keeping a paper"):
            if not self._id:
                self._id = self._notes.new(
                    paper.title,
                    self._owner,
                    kind=kind,
                    language=paper.language,
                    marking=paper.marking,
                    pieces=pieces,
                )
                self._changed = self._notes.load(self._id, self._owner).changed
            elif self._changed:
                self._changed = self._notes.grow(self._id, self._changed, paper.title, pieces, self._owner)
