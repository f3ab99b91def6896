"""The one place where the packages are put together: a home folder, opened and ready to be asked.

`app.py` and `cli/` both start here. Nothing is global: a process may open several.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from answer.events import Event
from answer.history.conversations import Conversations, Exchange
from answer.kept import KeptAnswers
from answer.line import Line
from answer.pipeline import Pipeline
from answer.question.understand import who_can_answer
from answer.support.check import SupportCheck
from answer.writing.llm import LanguageModel, open_llm
from answer.writing.loading import LoadingLLM
from answer.writing.writer import first_prompt
from core.config import Config
from core.delegations import Gazetteer
from core.records import Adding, Answer, Filters, Paragraph, SearchResult, Statement, Table
from desk.dossier.store import Dossiers
from desk.draft.check import DraftCheck
from desk.draft.records import DraftProgress
from desk.notes.records import Note
from desk.notes.store import Notes
from desk.records import Brief, Comparison, Order, Part, QuestionList, Timeline
from desk.tasks.brief import brief
from desk.tasks.compare import compare
from desk.tasks.questions import answered
from desk.tasks.refill import refilled
from desk.tasks.timeline import timeline
from desk.tasks.watching import begun, kept, kept_brief, run
from desk.watch.records import Kind, Looked, Watch
from desk.watch.store import Watches
from index import Library, OnnxReranker, SentenceScorer
from index.models.onnx import Progress
from ingest import context_line
from models.shipped import ENCODER, LLM_NAME, SUPPORT_MODEL, llm_file, model_folder
from workspace.background import Background
from workspace.drafts import read_draft
from workspace.evidence import note_pack
from workspace.examples import examples
from workspace.intake import Intake
from workspace.questions import read_questions
from workspace.retrieval import RetrievalModels, retrieval_models
from workspace.shards.ingest import ingest_in_shards

_FITTED = (
    "What counts as answered was fitted with the built-in language model and is kept for the one that is "
    "set; read uncertain answers with that in mind."
)


class Workspace:
    """A home folder's library with everything that answers from it. Methods may be called from
    several threads at once; close it when done.

    ``library``, ``intake``, ``conversations``, ``notes``, ``watches``, ``dossiers``, ``gazetteer``,
    ``encoder``, ``reranker`` and ``support`` are its parts, for whoever needs one of them. ``llm`` is None
    where none is set. ``kept``: where answers that may be given again are kept."""

    def __init__(
        self,
        config: Config,
        library: Library,
        gazetteer: Gazetteer,
        found: RetrievalModels,
        llm: LoadingLLM | None,
        kept: KeptAnswers | None = None,
    ) -> None:
        self.config = config
        self.library = library
        self.gazetteer = gazetteer
        self.encoder, self.reranker = found.encoder, found.reranker
        support_model = OnnxReranker(model_folder(SUPPORT_MODEL, config.models_dir))
        self._scorer = SentenceScorer(found.encoder, support_model)
        self._notices = found.notices
        self.support = SupportCheck(self._scorer, gazetteer=gazetteer)
        self.conversations = Conversations(config.home)
        self.notes = Notes(config.home)
        self.watches = Watches(config.home)
        self.dossiers = Dossiers(config.home)
        self._examples: Mapping[tuple[str, str], Mapping[str, str]] = {}
        self.intake = Intake(library, gazetteer)
        self._drafts = DraftCheck(library, self.support, gazetteer)
        self.llm = llm
        self.line = Line(config.llm.turns)
        self._background: Background | None = None
        self.pipeline = self.pipeline_over(library, kept)

    @classmethod
    def open(
        cls,
        config: Config,
        progress: Progress | None = None,
        load: Callable[[Config], LanguageModel] | None = None,
        *,
        keep_answers: bool = False,
    ) -> "Workspace":
        """Open the library under ``config.home``, with the models that search it. ``progress`` gets
        (passages done, of how many) where the library has to be repaired; ``load`` takes the place of
        `load_llm`. ``keep_answers``: a question that was answered before is given the same answer while
        nothing has changed. Raises ModelError when models are missing, LibraryError when the library can't
        be used."""
        found = retrieval_models(config)
        gazetteer = Gazetteer.load()
        llm = None
        if config.llm.provider != "none":
            llm = LoadingLLM(lambda: (load or load_llm)(config), config.llm.label or LLM_NAME, first_prompt())

        def context_of(statement: Statement, paragraph: Paragraph) -> str:
            return context_line(statement, paragraph, gazetteer)

        library = Library.open(
            config.home,
            found.encoder,
            found.reranker,
            multilingual=found.multilingual,
            vectors=config.vectors,
            progress=progress,
            context_of=context_of,
        )
        return cls(config, library, gazetteer, found, llm, KeptAnswers() if keep_answers else None)

    def start_llm(self, *, warm: bool = False) -> None:
        """Begin to load the language model, which is otherwise loaded when it is first asked. ``warm`` has
        every model do a first piece of work meanwhile, so that the first question is answered like any
        other, and the library do what it has put off as long as the workspace is open."""
        if warm:
            self._background = Background(self.library)
            threading.Thread(target=self.warm_retrieval, name="warm", daemon=True).start()
        if self.llm is not None:
            self.llm.start(warm=warm)

    def warm_retrieval(self) -> None:
        """The encoder and the cross-encoder are read from disk when they are first used."""
        self._scorer.similarities("warm", ["up"])
        self._scorer.relevance("warm", ["up"])
        self.library.warm()

    def pipeline_over(self, library: Library, kept: KeptAnswers | None = None) -> Pipeline:
        """The way from a question to an answer, over any library, with this workspace's models."""
        settings = {"llm": self.config.llm.provider, "model": self.config.llm.label or LLM_NAME}
        return Pipeline(
            library,
            self.gazetteer,
            self.support,
            self.llm,
            "the language model is switched off.",
            MappingProxyType({**settings, "encoder": self.config.encoder or ENCODER}),
            self.line,
            kept,
        )

    @property
    def model_name(self) -> str:
        """The writing model and where it runs; ``""`` when there is none."""
        if self.llm is None or self.llm.failure:
            return ""
        provider = self.config.llm.provider
        return f"{self.llm.name}, {'on this machine' if provider == 'embedded' else f'through {provider}'}"

    @property
    def notices(self) -> tuple[str, ...]:
        """What the reader should know: repairs of the library, a model that couldn't be loaded."""
        failure = self.llm.failure if self.llm is not None else ""
        quoted = (f"Answers are quotations: {failure}",) if failure else ()
        other = (_FITTED,) if self.llm is not None and not failure and not self.config.llm.built_in else ()
        return (*self.library.notices, *self._notices, *quoted, *other)

    @property
    def groups(self) -> Mapping[str, str]:
        """Groups of which two members or more have statements, by code: their names."""
        held = set(self.library.delegations())
        return {
            one.code: one.name for one in self.gazetteer if one.is_group and len(held & {*one.members}) > 1
        }

    def examples(self, language: str = "en") -> Mapping[str, str]:
        """Questions to offer a newcomer, made from what the library holds, by kind. They are made once for
        each state of the library."""
        key = (self.library.sha256, language)
        if key not in self._examples:
            made = examples(self.library.mentions, self.library.delegations(), self.gazetteer, language)
            self._examples = {**self._examples, key: made}
        return self._examples[key]

    def ask(
        self,
        question: str,
        *,
        filters: Filters = Filters(),
        infer: bool = True,
        stop: threading.Event | None = None,
        markers: Mapping[str, int] | None = None,
        history: Sequence[str] = (),
        silent: Collection[str] = (),
    ) -> Iterator[Event]:
        """See :meth:`answer.pipeline.Pipeline.ask`."""
        return self.pipeline.ask(
            question,
            filters=filters,
            infer=infer,
            stop=stop,
            markers=markers or {},
            history=history,
            silent=silent,
        )

    def digest(self, statement_id: str) -> Answer:
        """See :meth:`answer.pipeline.Pipeline.digest`."""
        return self.pipeline.digest(statement_id)

    def search(self, query: str, filters: Filters = Filters(), k: int = 10) -> SearchResult:
        """The ``k`` best paragraphs. A group stands for its members, unless it speaks for itself; a Japanese
        question finds English paragraphs too."""
        return self.pipeline.search(query, filters, k)

    def table(
        self, question: str, filters: Filters, years: Sequence[str] = (), stop: threading.Event | None = None
    ) -> Table:
        """See :meth:`answer.pipeline.Pipeline.table`."""
        return self.pipeline.table(question, filters, years, stop)

    def read_draft(self, data: bytes, name: str) -> str:
        """See :func:`workspace.drafts.read_draft`."""
        return read_draft(data, name)

    def check_draft(self, draft: str, filters: Filters, stop: threading.Event) -> Iterator[DraftProgress]:
        """See :meth:`desk.draft.check.DraftCheck.check`. A group stands for its members."""
        return self._drafts.check(draft, self.resolved(filters), stop)

    def brief(self, order: Order, stop: threading.Event) -> Iterator[Brief]:
        """See :func:`desk.tasks.brief.brief`."""
        return brief(order, self.pipeline, stop=stop)

    def refilled(self, part: Part, language: str, stop: threading.Event) -> Brief:
        """See :func:`desk.tasks.refill.refilled`."""
        return refilled(part, self.pipeline, language=language, stop=stop)

    def comparison(
        self, questions: Sequence[str], filters: Filters, stop: threading.Event, *, by_year: bool
    ) -> Iterator[Comparison]:
        """See :func:`desk.tasks.compare.compare`."""
        return compare(questions, filters, self.pipeline.tools, by_year=by_year, stop=stop)

    def timeline(self, question: str, filters: Filters, stop: threading.Event) -> Iterator[Timeline]:
        """See :func:`desk.tasks.timeline.timeline`."""
        return timeline(question, filters, self.pipeline.tools, stop=stop)

    def read_questions(self, data: bytes, name: str) -> tuple[str, ...]:
        """See :func:`workspace.questions.read_questions`."""
        return read_questions(data, name)

    def answered(
        self, questions: Sequence[str], filters: Filters, stop: threading.Event
    ) -> Iterator[QuestionList]:
        """See :func:`desk.tasks.questions.answered`."""
        return answered(questions, filters, self.pipeline, stop=stop)

    def watch(
        self,
        kind: Kind,
        question: str,
        filters: Filters,
        stop: threading.Event,
        *,
        infer: bool = True,
        owner: str = "",
    ) -> Watch | None:
        """See :func:`desk.tasks.watching.begun`."""
        return begun(
            kind, question, filters, self.pipeline, self.watches, infer=infer, owner=owner, stop=stop
        )

    def keep_watched(self, answer: Answer, filters: Filters, *, infer: bool, owner: str = "") -> None:
        """See :func:`desk.tasks.watching.kept`."""
        kept(answer, filters, self.pipeline, self.watches, infer=infer, owner=owner)

    def keep_brief_watched(self, made: Brief, *, owner: str = "") -> None:
        """See :func:`desk.tasks.watching.kept_brief`."""
        kept_brief(made, self.pipeline, self.watches, owner=owner)

    def watched(
        self, chosen: Sequence[Watch], stop: threading.Event, *, again: bool = False
    ) -> Iterator[Looked]:
        """See :func:`desk.tasks.watching.run`."""
        return run(chosen, self.pipeline, self.watches, again=again, stop=stop)

    def evidence(self, note: Note, asked: Sequence[Exchange]) -> bytes:
        """See :func:`workspace.evidence.note_pack`."""
        return note_pack(note, asked, self.config, self.library, self.gazetteer)

    def resolved(self, filters: Filters) -> Filters:
        """The filters with groups as those of their members that have statements."""
        spoken = who_can_answer(filters.delegations, self.gazetteer, self.library.delegations())
        return replace(filters, delegations=spoken)

    def ingest(
        self,
        inputs: Iterable[Path | str],
        *,
        stop: threading.Event | None = None,
        processes: int = 1,
    ) -> Iterator[Adding]:
        """See :meth:`workspace.intake.Intake.ingest`. With several ``processes`` they read and embed, and
        this one stores; the library is the same as with one. Raises UsageError for less than one process."""
        if processes == 1:
            return self.intake.ingest(inputs, stop=stop)
        return ingest_in_shards(self.intake, self.library, self.config, inputs, processes, stop)

    def close(self) -> None:
        """Release the library."""
        if self._background is not None:
            self._background.stop()
        self.library.close()


def load_llm(config: Config) -> LanguageModel:
    """The configured language model, loaded here and now. Raises ModelError, LLMError or ConfigError."""
    path = Path(config.llm.model)
    if config.llm.provider == "embedded" and not config.llm.model:
        path = llm_file(config.models_dir)
    return open_llm(config.llm, path)
