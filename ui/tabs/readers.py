"""What the page's script asks for directly, without an event: statements to open, forms, and what was
typed into them. Every answer is HTML, or a sentence when something went wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.records import Statement
from ui.render import form as render_form
from ui.render import library as render_library
from ui.render import source as render_source
from ui.render.html import problem
from ui.state.boundary import boundary
from ui.state.correcting import changes
from ui.state.protocol import Asker

Wanted = dict[str, object]
"""What the script sends; the browser is not to be trusted with its shape."""


@dataclass(frozen=True, slots=True)
class Readers:
    """The functions that the script may call, by the names it calls them by."""

    session: Asker

    def functions(self) -> list[Callable[[Wanted], object]]:
        """As plain functions, which is what Gradio takes."""

        def open_statement(wanted: Wanted) -> str:
            return self._html("opening a statement", self._statement, wanted)

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

        return [open_statement, correction, removal, check, correct, remove]

    def _html(self, doing: str, render: Callable[[Wanted], str], wanted: Wanted) -> str:
        with boundary(doing) as caught:
            return render(wanted)
        return problem(caught.sentence)

    def _done(self, doing: str, do: Callable[[Wanted], str], wanted: Wanted) -> dict[str, str]:
        """``{"statement": id}`` when it was done, ``{"sentence": …}`` when not."""
        with boundary(doing) as caught:
            return {"statement": do(wanted), "sentence": ""}
        return {"statement": "", "sentence": caught.sentence}

    def _wanted(self, wanted: Wanted) -> Statement:
        return self.session.statement(str(wanted.get("statement", "")))

    def _name(self, code: str) -> str:
        return self.session.delegation_name(code) if code else ""

    def _statement(self, wanted: Wanted) -> str:
        statement = self._wanted(wanted)
        return render_source.statement(
            statement,
            str(wanted.get("paragraph", "")),
            delegation=self._name(statement.delegation),
            group=self._name(statement.on_behalf_of),
        )

    def _correction(self, wanted: Wanted) -> str:
        return render_form.correction(self._wanted(wanted), self.session.delegations)

    def _removal(self, wanted: Wanted) -> str:
        statement = self._wanted(wanted)
        return render_form.removal(statement, delegation=self._name(statement.delegation))

    def _check(self, _wanted: Wanted) -> str:
        return render_library.checked(self.session.problems())

    def _correct(self, wanted: Wanted) -> str:
        typed = wanted.get("changes")
        statement = self._wanted(wanted)
        meant = changes(statement, typed if isinstance(typed, Mapping) else {}, self.session.delegations)
        return self.session.edit(statement.id, meant).id if meant else statement.id

    def _remove(self, wanted: Wanted) -> str:
        statement_id = str(wanted.get("statement", ""))
        self.session.remove(statement_id)
        return statement_id
