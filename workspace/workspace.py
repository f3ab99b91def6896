"""The one place where the packages are put together: a home folder, opened and ready to be asked.

`app.py` and `cli.py` both start here. Nothing is global: a process may open several.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from types import MappingProxyType

import models
from answer.events import Event
from answer.history.conversations import Conversations
from answer.pipeline import Pipeline
from answer.question.understand import who_can_answer
from answer.support.check import SupportCheck
from answer.writing.llm import LanguageModel, LoadingLLM, open_llm
from answer.writing.writer import first_prompt
from core.config import Config
from core.delegations import Gazetteer
from core.errors import UnreadableError, UsageError
from core.records import (
    Adding,
    Filters,
    Paragraph,
    Passage,
    Scope,
    SearchResult,
    Source,
    Statement,
    StatementSummary,
)
from index import Library, OnnxEncoder, OnnxReranker, SbertEncoder, SentenceScorer
from index.models.encoder import Encoder
from index.models.onnx import Progress
from index.models.reranker import Reranker
from ingest import Item, Refused, context_line, count, discover, expand, fetched, passages, uploaded
from ingest.sources.fetch import fetch
from workspace.intake import Intake

CORPUS = Path(__file__).parents[1] / "corpus"
ENCODER = "bge-small-en-v1.5-int8"
RERANKER = "rapporteur-judge-int8"
SUPPORT_MODEL = "ms-marco-MiniLM-L-12-v2-int8"  # the check of written sentences is calibrated with it
LLM = "qwen2.5-coder-1.5b-instruct-q4_k_m"
LLM_NAME = "Qwen2.5-Coder-1.5B-Instruct"

_OFFERED = "offered"  # under which the library remembers the fingerprints of what shipped with it
_EXAMPLES = (
    "What is Japan's view on a binding instrument?",
    "Why does a multi-stakeholder approach matter to Japan?",
    "日本は法的拘束力のある文書についてどう考えていますか？",
)


class Workspace:
    """A home folder's library with everything that answers from it. Methods may be called from
    several threads at once; close it when done."""

    def __init__(
        self,
        config: Config,
        library: Library,
        gazetteer: Gazetteer,
        encoder: Encoder,
        reranker: Reranker,
    ) -> None:
        self.config = config
        self.library = library
        self.gazetteer = gazetteer
        self.encoder, self.reranker = encoder, reranker
        self._scorer = SentenceScorer(encoder, OnnxReranker(_folder(SUPPORT_MODEL, config)))
        self.support = SupportCheck(self._scorer, gazetteer=gazetteer)
        self.conversations = Conversations(config.home)
        self._intake = Intake(library, gazetteer)
        self._llm: LoadingLLM | None = None
        self._pipeline = self.pipeline_over(library)

    @classmethod
    def open(cls, config: Config, progress: Progress | None = None) -> "Workspace":
        """Open the library under ``config.home``, with the models that search it. ``progress`` gets
        (passages done, of how many) where the library has to be repaired. Raises ModelError when models
        are missing, LibraryError when the library can't be used."""
        encoder = SbertEncoder(config.encoder) if config.encoder else OnnxEncoder(_folder(ENCODER, config))
        reranker = OnnxReranker(_folder(RERANKER, config))
        gazetteer = Gazetteer.load()

        def context_of(statement: Statement, paragraph: Paragraph) -> str:
            return context_line(statement, paragraph, gazetteer)

        library = Library.open(config.home, encoder, reranker, progress=progress, context_of=context_of)
        return cls(config, library, gazetteer, encoder, reranker)

    def start_llm(self, *, warm: bool = False) -> None:
        """Begin to load the configured language model; questions wait for it. ``warm`` has every model
        do a first piece of work meanwhile, so that the first question is answered like any other."""
        if warm:
            threading.Thread(target=self.warm_retrieval, name="warm", daemon=True).start()
        if self.config.llm.provider == "none":
            return
        name = self.config.llm.model or LLM_NAME
        self._llm = LoadingLLM(self.open_llm, name, first_prompt() if warm else ())
        self._pipeline = self.pipeline_over(self.library)

    def warm_retrieval(self) -> None:
        """The encoder and the cross-encoder are read from disk when they are first used."""
        self._scorer.similarities("warm", ["up"])
        self._scorer.relevance("warm", ["up"])

    def open_llm(self) -> LanguageModel:
        """The configured language model, loaded here and now. Raises ModelError, LLMError or ConfigError."""
        path = Path()
        if self.config.llm.provider == "embedded":
            path = _folder(LLM, self.config) / f"{LLM}.gguf"
        return open_llm(self.config.llm, path)

    def pipeline_over(self, library: Library) -> Pipeline:
        """The way from a question to an answer, over any library, with this workspace's models."""
        settings = {"llm": self.config.llm.provider, "model": self.config.llm.model or LLM_NAME}
        return Pipeline(
            library,
            self.gazetteer,
            self.support,
            self._llm,
            "the language model is switched off.",
            MappingProxyType({**settings, "encoder": self.config.encoder or ENCODER}),
        )

    def close(self) -> None:
        """Release the library."""
        self.library.close()

    # What the page asks for (ui.state.protocol.Asker).

    @property
    def model_name(self) -> str:
        """The writing model and where it runs; ``""`` when there is none."""
        if self._llm is None or self._llm.failure:
            return ""
        where = (
            "on this machine"
            if self.config.llm.provider == "embedded"
            else f"through {self.config.llm.provider}"
        )
        return f"{self._llm.name}, {where}"

    @property
    def notices(self) -> tuple[str, ...]:
        """What the reader should know: repairs of the library, a model that couldn't be loaded."""
        failure = self._llm.failure if self._llm is not None else ""
        quoted = (f"Answers are quotations: {failure}",) if failure else ()
        return (*self.library.notices, *quoted)

    @property
    def examples(self) -> tuple[str, ...]:
        """Questions to offer a newcomer."""
        return _EXAMPLES

    def ask(
        self,
        question: str,
        *,
        filters: Filters = Filters(),
        infer: bool = True,
        stop: threading.Event | None = None,
        markers: Mapping[str, int] | None = None,
        history: Sequence[str] = (),
    ) -> Iterator[Event]:
        """See :meth:`answer.pipeline.Pipeline.ask`."""
        return self._pipeline.ask(
            question, filters=filters, infer=infer, stop=stop, markers=markers or {}, history=history
        )

    def search(self, query: str, filters: Filters = Filters(), k: int = 10) -> SearchResult:
        """The ``k`` best paragraphs. A group stands for its members, unless it speaks for itself; a Japanese
        question finds English paragraphs too."""
        return self._pipeline.search(query, filters, k)

    def resolved(self, filters: Filters) -> Filters:
        """The filters with groups as those of their members that have statements."""
        spoken = who_can_answer(filters.delegations, self.gazetteer, self.library.delegations())
        return replace(filters, delegations=spoken)

    @property
    def groups(self) -> Mapping[str, str]:
        """Groups of which two members or more have statements, by code: their names."""
        held = set(self.library.delegations())
        return {
            one.code: one.name for one in self.gazetteer if one.is_group and len(held & {*one.members}) > 1
        }

    def passages(self, statement: Statement) -> tuple[Passage, ...]:
        """What is embedded of a statement."""
        return passages(statement, self.gazetteer)

    def neighbours(self, paragraph_id: str) -> tuple[Source, ...]:
        """The paragraph among those around it."""
        return self.library.neighbours(paragraph_id)

    def statement(self, statement_id: str) -> Statement:
        """The whole statement."""
        return self.library.statement(statement_id)

    def statements(self) -> tuple[StatementSummary, ...]:
        """Every statement in the library."""
        return self.library.statements()

    def scope(self, filters: Filters = Filters()) -> Scope:
        """How much of the library the filters admit."""
        return self.library.scope(filters)

    @property
    def delegations(self) -> Mapping[str, str]:
        """Every delegation that is known, by code: its name."""
        return {delegation.code: delegation.name for delegation in self.gazetteer}

    def delegation_name(self, code: str, language: str = "en") -> str:
        """A delegation's name in English or Japanese, or the code itself."""
        return self.gazetteer.name(code, language)

    # Changing the library.

    def ingest(
        self, inputs: Iterable[Path | str], *, stop: threading.Event | None = None
    ) -> Iterator[Adding]:
        """Read and store files, folders, archives and addresses (``http://…``), reporting each document;
        one that can't be read doesn't stop the rest. Raises LibraryError when nothing can be stored."""
        listed = list(inputs)
        urls = [str(entry) for entry in listed if _is_address(entry)]
        paths = [Path(entry) for entry in listed if not _is_address(entry)]
        known = count(paths)
        total = None if known is None else known + len(urls)
        return self._intake.add(chain(discover(paths), self._fetched(urls)), total=total, stop=stop)

    def add_files(
        self, files: Sequence[tuple[str, Path]], *, stop: threading.Event | None = None
    ) -> Iterator[Adding]:
        """Add what was uploaded: (name as the person knows it, where the upload lies)."""
        items = (item for name, path in files for item in self._uploaded(name, path))
        return self._intake.add(items, total=len(files), stop=stop)

    def add_url(self, url: str, *, stop: threading.Event | None = None) -> Iterator[Adding]:
        """Fetch one page or document, and add it."""
        return self._intake.add(self._fetched([url]), total=1, stop=stop)

    def edit(self, statement_id: str, changes: Mapping[str, str]) -> Statement:
        """Correct fields by hand. Delegations may be given by name. Raises UsageError or LibraryError."""
        return self.library.edit(statement_id, self._coded(changes))

    def remove(self, statement_id: str) -> None:
        """Remove a statement for good. Raises LibraryError."""
        self.library.remove(statement_id)

    def problems(self) -> tuple[str, ...]:
        """What is wrong with the library, one sentence each."""
        return self.library.check()

    def ingest_corpus(self, folder: Path = CORPUS) -> tuple[Adding, ...]:
        """Store the statements that ship; those already stored are skipped, and those that a person has
        removed stay removed."""
        if not folder.is_dir():
            return ()
        offered = set(self.library.recall(_OFFERED).split())
        items = [
            item
            for item in discover([folder])
            if isinstance(item, Refused)
            or item.fingerprint not in offered
            or self.library.known(item.origin, item.fingerprint)
        ]
        steps = tuple(self._intake.add(items, total=len(items)))
        offered_now = offered | {item.fingerprint for item in items if isinstance(item, Item)}
        if offered_now != offered:
            self.library.remember(_OFFERED, " ".join(sorted(offered_now)))
        return steps

    def _uploaded(self, name: str, path: Path) -> Iterator[Item | Refused]:
        try:
            yield from expand(uploaded(path.read_bytes(), name))
        except OSError as error:
            yield Refused(name, name, f"{name} could not be received ({error.strerror}); add it again.")

    def _fetched(self, urls: Iterable[str]) -> Iterator[Item | Refused]:
        for url in urls:
            try:
                got = fetch(url)
                yield from expand(fetched(got.data, got.url, got.name))
            except UnreadableError as error:
                yield Refused(url, url, str(error))

    def _coded(self, changes: Mapping[str, str]) -> dict[str, str]:
        coded = dict(changes)
        for field in coded:
            if field.rpartition(".")[2] in ("delegation", "on_behalf_of") and (given := coded[field].strip()):
                coded[field] = self.gazetteer.by_name(given)
                if not coded[field]:
                    raise UsageError(
                        f"There is no delegation {given!r}; give an ISO code (JPN) or a name (Japan)."
                    )
        return coded


def _is_address(entry: Path | str) -> bool:
    return isinstance(entry, str) and entry.lower().startswith(("http://", "https://"))


def _folder(artefact: str, config: Config) -> Path:
    """The folder of a verified model of several files."""
    (found,) = models.load_manifest().select([artefact])
    paths = [models.model_path(artefact, file.name, config.models_dir) for file in found.files]
    return paths[0].parent
