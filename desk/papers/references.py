"""Footnotes and references of a paper, in the style of the United Nations' editorial manual."""

from collections.abc import Callable, Iterable, Mapping

from core.records import Source
from ui.texts import Texts
from ui.texts.dates import span

_UNITS = (
    *(
        [
            "zeroth",
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ]
    ),
    *(
        [
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ]
    ),
)


def ordinal(number: int) -> str:
    """ "sixth", "twenty-first" in figures from there on: "21st", "112th"."""
    if number < len(_UNITS):
        return _UNITS[number]
    last = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{last}"


def place(source: Source, texts: Texts) -> str:
    """Where in its statement: "para. 6" only where the source prints that number, otherwise "sixth paragraph
    (counted)"; with the page where there are pages."""
    if source.printed:
        found = texts("cite.paragraph", n=source.number)
    else:
        nth = str(source.ordinal) if texts.language == "ja" else ordinal(source.ordinal)
        found = texts("desk.counted", nth=nth)
    return found + (texts("cite.page", n=source.page) if source.page else "")


def reference(source: Source, texts: Texts, name: Callable[[str], str]) -> str:
    """The whole reference, without its full stop: "Japan, statement by …, OEWG, 1 December 2020, para. 6"."""
    who = name(source.delegation) if source.delegation else texts.listed(map(name, source.parties))
    by = texts("cite.by", who=source.speaker) if source.speaker else texts("cite.statement")
    if not who and not source.speaker:
        by = source.title or source.origin or by
    when = span(source.date, source.date_end, texts.language)
    parts = (who, by, source.forum, when, place(source, texts))
    return texts.listed(" ".join(part.split()) for part in parts if part)


class Footnotes:
    """Writes the footnotes of one paper in reading order: what repeats the one before is "Ibid.". ``noted``
    are the sources of its footnotes, one each."""

    def __init__(self, sources: Iterable[Source], texts: Texts, name: Callable[[str], str]) -> None:
        self._sources: Mapping[str, Source] = {source.paragraph_id: source for source in sources}
        self._texts, self._name = texts, name
        self._last: Source | None = None
        self._cited: dict[str, Source] = {}
        self.noted: list[Source] = []

    def note(self, paragraph_id: str) -> str:
        """The text of the next footnote."""
        source, last, texts = self._sources[paragraph_id], self._last, self._texts
        self._last = source
        self._cited.setdefault(paragraph_id, source)
        self.noted.append(source)
        if last is None or last.statement_id != source.statement_id or last.turn != source.turn:
            return texts("mark.stop", line=reference(source, texts, self._name))
        if last.paragraph_id == source.paragraph_id:
            return texts("desk.ibid")
        return texts("desk.ibid_at", place=place(source, texts))

    def cited(self) -> tuple[Source, ...]:
        """The sources of the footnotes so far, in the order of their first."""
        return tuple(self._cited.values())


class Keys(Footnotes):
    """Puts the paragraph's id in the place of each footnote, for a paper whose blocks are to be kept and
    put into another order."""

    def note(self, paragraph_id: str) -> str:
        """The id itself."""
        super().note(paragraph_id)
        return paragraph_id
