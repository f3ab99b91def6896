"""The one place where the packages are put together: a home folder, opened and ready to be asked.

`app.py` and `cli.py` both start here. Nothing is global: a process may open several.
"""

import hashlib
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import models
from answer.events import Event
from answer.llm import LanguageModel, LoadingLLM, open_llm
from answer.pipeline import Pipeline
from answer.support import SupportCheck
from answer.writer import first_prompt
from core.config import Config
from core.delegations import Gazetteer
from core.errors import UnreadableError
from core.records import Filters, Scope, SearchResult, Source, Statement, StatementSummary
from index import Library, OnnxEncoder, OnnxReranker, SbertEncoder, SentenceScorer
from ingest import discover, passages, read_statement

CORPUS = Path(__file__).with_name("corpus")
ENCODER = "bge-small-en-v1.5-int8"
RERANKER = "ms-marco-MiniLM-L-12-v2-int8"
LLM = "qwen2.5-coder-1.5b-instruct-q4_k_m"
LLM_NAME = "Qwen2.5-Coder-1.5B-Instruct"

Outcome = Literal["added", "unchanged", "origin added", "replaced", "refused"]

_EXAMPLES = (
    "What is Japan's view on a binding instrument?",
    "Why does a multi-stakeholder approach matter to Japan?",
    "日本は法的拘束力のある文書についてどう考えていますか？",
)


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one file. ``detail`` is the refusal's sentence, or the reader's notices."""

    origin: str
    outcome: Outcome
    statement_id: str = ""
    paragraphs: int = 0
    detail: str = ""


class Workspace:
    """A home folder's library with everything that answers from it. Methods may be called from
    several threads at once; close it when done."""

    def __init__(
        self, config: Config, library: Library, gazetteer: Gazetteer, scorer: SentenceScorer
    ) -> None:
        self.config = config
        self.library = library
        self.gazetteer = gazetteer
        self._scorer = scorer
        self._support = SupportCheck(scorer, gazetteer=gazetteer)
        self._llm: LoadingLLM | None = None
        self._pipeline = Pipeline(
            library, gazetteer, self._support, None, "the language model is switched off."
        )

    @classmethod
    def open(cls, config: Config) -> "Workspace":
        """Open the library under ``config.home``, with the models that search it. Raises ModelError
        when those are missing, LibraryError when the library can't be used."""
        encoder = SbertEncoder(config.encoder) if config.encoder else OnnxEncoder(_folder(ENCODER, config))
        reranker = OnnxReranker(_folder(RERANKER, config))
        library = Library.open(config.home, encoder, reranker)
        return cls(config, library, Gazetteer.load(), SentenceScorer(encoder, reranker))

    def start_llm(self, *, warm: bool = False) -> None:
        """Begin to load the configured language model; questions wait for it. ``warm`` has every model
        do a first piece of work meanwhile, so that the first question is answered like any other."""
        if warm:
            threading.Thread(target=self._warm_retrieval, name="warm", daemon=True).start()
        if self.config.llm.provider == "none":
            return
        name = self.config.llm.model or LLM_NAME
        self._llm = LoadingLLM(self.open_llm, name, first_prompt() if warm else ())
        self._pipeline = Pipeline(self.library, self.gazetteer, self._support, self._llm)

    def _warm_retrieval(self) -> None:
        """The encoder and the cross-encoder are read from disk when they are first used."""
        self._scorer.similarities("warm", ["up"])
        self._scorer.relevance("warm", ["up"])

    def open_llm(self) -> LanguageModel:
        """The configured language model, loaded here and now. Raises ModelError, LLMError or ConfigError."""
        path = Path()
        if self.config.llm.provider == "embedded":
            path = _folder(LLM, self.config) / f"{LLM}.gguf"
        return open_llm(self.config.llm, path)

    def close(self) -> None:
        """Release the library."""
        self.library.close()

    # What the page asks for (ui.protocol.Asker).

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
    ) -> Iterator[Event]:
        """See :meth:`answer.pipeline.Pipeline.ask`."""
        return self._pipeline.ask(question, filters=filters, infer=infer, stop=stop, markers=markers or {})

    def search(self, query: str, filters: Filters = Filters(), k: int = 10) -> SearchResult:
        """The ``k`` best paragraphs."""
        return self.library.search(query, filters, k)

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

    def delegation_name(self, code: str) -> str:
        """A delegation's name, or the code itself."""
        return self.gazetteer.name(code)

    # Adding statements.

    def ingest(self, paths: Iterable[Path]) -> Iterator[Ingested]:
        """Read and store files and folders, reporting each; one that can't be read doesn't stop the
        rest. A file whose bytes are known is not read again. Raises LibraryError when nothing can be
        stored."""
        for found in discover(paths):
            if isinstance(found, UnreadableError):
                yield Ingested("", "refused", detail=str(found))
            else:
                yield self._ingest_file(found)

    def _ingest_file(self, path: Path) -> Ingested:
        # The whole path: two folders may well hold a file of the same name.
        origin = str(path.absolute())
        try:
            sha = _file_sha256(path)
            if self.library.known(origin, sha):
                return Ingested(origin, "unchanged")
            statement = replace(read_statement(path, self.gazetteer), origin=origin)
        except UnreadableError as error:
            return Ingested(origin, "refused", detail=str(error))
        outcome = self.library.put(statement, passages(statement, self.gazetteer), file_sha256=sha)
        return Ingested(origin, outcome, statement.id, len(statement.paragraphs), " ".join(statement.notices))

    def ingest_corpus(self, folder: Path = CORPUS) -> tuple[Ingested, ...]:
        """Store the statements that ship; those already stored are skipped."""
        return tuple(self.ingest([folder])) if folder.is_dir() else ()


def _folder(artefact: str, config: Config) -> Path:
    """The folder of a verified model of several files."""
    (found,) = models.load_manifest().select([artefact])
    paths = [models.model_path(artefact, file.name, config.models_dir) for file in found.files]
    return paths[0].parent


def _file_sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableError(
            f"{path} could not be opened ({error.strerror}); check its permissions."
        ) from None
