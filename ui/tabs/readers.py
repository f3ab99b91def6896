"""What the page's script asks for directly, without an event: statements to open, forms, and what was
typed into them. Every answer is HTML, or a sentence when something went wrong."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from core.errors import UsageError
from core.records import Citation, Statement
from ui.render import adding as render_adding
from ui.render import form as render_form
from ui.render import library as render_library
from ui.render import source as render_source
from ui.render import statement as render_statement
from ui.render.html import problem
from ui.shelf.correcting import AT_ONCE, changes
from ui.state.boundary import boundary
from ui.state.card import compose
from ui.state.protocol import Asker
from ui.texts import Texts, texts_in

Wanted = dict[str, object]
"""What the script sends; the browser is not to be trusted with its shape."""


@dataclass(frozen=True, slots=True)
class Readers:
    """The functions that the script may call, by the names it calls them by."""

    session: Asker

    def functions(self) -> list[Callable[[Wanted], object]]:
        """As plain functions, which is what Gradio takes."""

        def place(wanted: Wanted) -> str:
            return render_adding.place(_texts(wanted))

        def card(wanted: Wanted) -> str:
            return self._html("opening a source", self._card, wanted)

        def open_statement(wanted: Wanted) -> str:
            return self._html("opening a statement", self._statement, wanted)

        def digest(wanted: Wanted) -> str:
            return self._html("reading a statement", self._digest, wanted)

        def correction(wanted: Wanted) -> str:
            return self._html("opening a form", self._correction, wanted)

        def removal(wanted: Wanted) -> str:
            return self._html("opening a form", self._removal, wanted)

        def check(wanted: Wanted) -> str:
            return self._html("checking the library", self._check, wanted)

        def correct(wanted: Wanted) -> dict[str, str]:
            return self._done("correcting a statement", self._correct, wanted)

        def remove(wanted: Wanted) -> dict[str, str]:
            return self._done("removing a statement", self._remove, wanted)

        def corrections(wanted: Wanted) -> str:
            return self._html("opening a form", self._corrections, wanted)

        def correct_many(wanted: Wanted) -> dict[str, str]:
            return self._done("correcting statements", self._correct_many, wanted)

        several = [corrections, correct_many]
        return [place, card, open_statement, digest, correction, removal, check, correct, remove, *several]

    def _html(self, doing: str, render: Callable[[Wanted], str], wanted: Wanted) -> str:
        with boundary(doing, _texts(wanted).language) as caught:
            return render(wanted)
        return problem(caught.sentence)

    def _done(self, doing: str, do: Callable[[Wanted], str], wanted: Wanted) -> dict[str, str]:
        """``{"statement": id}`` when it was done, ``{"sentence": …}`` when not."""
        with boundary(doing, _texts(wanted).language) as caught:
            return {"statement": do(wanted), "sentence": ""}
        return {"statement": "", "sentence": caught.sentence}

    def _wanted(self, wanted: Wanted) -> Statement:
        return self.session.library.statement(str(wanted.get("statement", "")))

    def _delegations(self) -> Mapping[str, str]:
        """Every delegation that is known, by code: its name."""
        return {delegation.code: delegation.name for delegation in self.session.gazetteer}

    def _name(self, code: str, wanted: Wanted) -> str:
        return self.session.gazetteer.name(code, _texts(wanted).language) if code else ""

    def _card(self, wanted: Wanted) -> str:
        """The card of a source in a table's row, with the words of the row marked."""
        paragraph, texts = str(wanted.get("paragraph", "")), _texts(wanted)
        marker, turn = _number(wanted.get("marker")), _number(wanted.get("turn"))
        around = self.session.library.neighbours(paragraph)
        found = next((one for one in around if one.paragraph_id == paragraph), None)
        if found is None:
            raise UsageError(texts("error.no_source"))
        source = found.marked(marker)
        marks = [
            (key, Citation(marker, paragraph, source.text[start:end], start, end))
            for key, start, end in _marks(wanted.get("marks"))
        ]
        words = render_source.marked_text(source.text, marks, frozenset(key for key, _ in marks))
        shown = compose(self.session, source, language=texts.language)
        return render_source.card(shown, texts, anchor=f"source-{turn}-{marker}", words=words)

    def _statement(self, wanted: Wanted) -> str:
        """A statement, at the paragraph that is named by its id or its place, with the cited words marked."""
        value, texts = self._wanted(wanted), _texts(wanted)
        chosen, place = str(wanted.get("paragraph", "")), _number(wanted.get("ordinal"))
        here = next((p for p in value.paragraphs if p.id == chosen or p.ordinal == place), None)
        cited = [
            Citation(0, here.id, here.text[start:end], start, end)
            for _, start, end in _marks(wanted.get("marks"))
            if here
        ]
        turns = (code for turn in value.turns for code in (turn.delegation, *turn.parties))
        codes = {value.delegation, value.on_behalf_of, *value.parties, *turns}
        names = {code: self._name(code, wanted) for code in codes if code}
        return render_statement.statement(value, texts, names, chosen=here.id if here else "", cited=cited)

    def _digest(self, wanted: Wanted) -> str:
        answer = self.session.digest(str(wanted.get("statement", "")))
        return render_statement.digest(answer, _texts(wanted))

    def _correction(self, wanted: Wanted) -> str:
        return render_form.correction(self._wanted(wanted), self._delegations(), _texts(wanted))

    def _removal(self, wanted: Wanted) -> str:
        statement = self._wanted(wanted)
        return render_form.removal(
            statement, _texts(wanted), delegation=self._name(statement.delegation, wanted)
        )

    def _check(self, wanted: Wanted) -> str:
        return render_library.checked(self.session.library.check(), _texts(wanted))

    def _correct(self, wanted: Wanted) -> str:
        typed = wanted.get("changes")
        statement = self._wanted(wanted)
        meant = changes(statement, typed if isinstance(typed, Mapping) else {}, self._delegations())
        return self.session.intake.edit(statement.id, meant).id if meant else statement.id

    def _corrections(self, wanted: Wanted) -> str:
        return render_form.corrections(_several(wanted), self._delegations(), _texts(wanted))

    def _correct_many(self, wanted: Wanted) -> str:
        """Set what was filled in for every statement that was chosen; the first one's id."""
        given = wanted.get("changes")
        typed = (
            {name: str(given[name]) for name in AT_ONCE if given.get(name)} if isinstance(given, dict) else {}
        )
        chosen = _several(wanted)
        for statement_id in chosen if typed else ():
            statement = self.session.library.statement(statement_id)
            if meant := changes(statement, typed, self._delegations()):
                self.session.intake.edit(statement.id, meant)
        return chosen[0] if chosen else ""

    def _remove(self, wanted: Wanted) -> str:
        statement_id = str(wanted.get("statement", ""))
        self.session.library.remove(statement_id)
        return statement_id


def _several(wanted: Wanted) -> list[str]:
    """The statements that were chosen in the list."""
    return [one for one in str(wanted.get("statements", "")).split(" ") if one]


def _texts(wanted: Wanted) -> Texts:
    return texts_in(str(wanted.get("language", "")))


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _marks(value: object) -> Iterator[tuple[str, int, int]]:
    """(key, start, end) of the words to mark, whatever the browser says they are."""
    for item in value if isinstance(value, list) else ():
        if isinstance(item, list) and len(item) == 3:
            key, start, end = item
            if isinstance(key, str) and isinstance(start, int) and isinstance(end, int):
                yield key, start, end
