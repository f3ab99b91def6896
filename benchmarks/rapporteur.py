"""Rapporteur in this process, put together as ``app.serve`` does it, reporting as it goes."""

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import models
from answer.events import Finished, Passed, Quoted
from answer.writing.llm import LanguageModel
from benchmarks.asking import Ask, Asked, Emit, Task
from benchmarks.questions import by_id
from core.config import load_config
from core.errors import LLMError
from core.records import Answer
from measure.engine import Call, TimedLLM
from workspace.workspace import LLM, LLM_NAME, Workspace

if TYPE_CHECKING:
    from ui.serve import Page

_WARM_S = 300.0


class TimedWorkspace(Workspace):
    """A workspace whose embedded model keeps its own times. ``on_loaded`` is called when it is there."""

    engine: TimedLLM | None = None
    on_loaded: Callable[[], None] | None = None

    def open_llm(self) -> LanguageModel:
        path = models.model_path(LLM, f"{LLM}.gguf", self.config.models_dir)
        self.engine = TimedLLM(path, name=LLM_NAME)
        if self.on_loaded is not None:
            self.on_loaded()
        return self.engine

    def wait_until_warm(self) -> None:
        """Return when the model has read the part of the prompt that never changes. Raises LLMError."""
        until = time.monotonic() + _WARM_S
        while not (self.engine and self.engine.calls):
            if self._llm is not None and self._llm.failure:
                raise LLMError(self._llm.failure)
            if time.monotonic() > until:
                raise LLMError(
                    f"The language model was not ready after {_WARM_S:.0f} s; "
                    "run the benchmark when the machine is less busy."
                )
            time.sleep(0.02)


def run(task: Task, emit: Emit) -> None:
    """Open, start the model and, when wanted, the page; then ask. Milestones: ``library`` (it can be
    searched and quoted from), ``page``, ``model`` (loaded), ``warm``, and ``asked`` for each question."""
    importing = threading.Thread(target=_import_page, daemon=True)
    if task.page:
        importing.start()
    config = load_config({}, cwd=task.home.parent, home=task.home, models_dir=task.models_dir)
    workspace = TimedWorkspace.open(config)
    if not isinstance(workspace, TimedWorkspace):
        raise TypeError(f"Workspace.open made a {type(workspace).__name__} of a TimedWorkspace")
    try:
        workspace.on_loaded = lambda: emit("model", {})
        workspace.start_llm(warm=True)
        workspace.ingest_corpus()
        emit("library", {})
        page = None
        if task.page:
            importing.join()
            page = _serve(workspace)
            emit("page", {})
        for ask in task.asks:
            if ask.condition != "at once":
                workspace.wait_until_warm()
            emit("asked", put(workspace, ask).record())
        workspace.wait_until_warm()
        emit("warm", {})
        if page is not None:
            page.close()
    finally:
        workspace.close()


def put(workspace: TimedWorkspace, ask: Ask) -> Asked:
    """Put one question and time what a reader would see."""
    seen: dict[str, float] = {}
    answer: Answer | None = None
    before = len(workspace.engine.calls) if workspace.engine else 0
    started = time.perf_counter()
    for event in workspace.ask(by_id(ask.question).text):
        elapsed = (time.perf_counter() - started) * 1000
        if isinstance(event, Quoted):
            seen.setdefault("first_quote", elapsed)
        elif isinstance(event, Passed):
            seen.setdefault("first_sentence", elapsed)
        elif isinstance(event, Finished):
            answer, seen["done"] = event.answer, elapsed
    if answer is None:
        raise LLMError(f"The question {ask.question!r} was not answered to the end; see the log.")
    calls = workspace.engine.calls[before:] if workspace.engine else ()
    texts = {source.marker: source.text for source in answer.sources}
    markers = [c.marker for sentence in answer.sentences for c in sentence.citations]
    return Asked(
        question=ask.question,
        condition=ask.condition,
        first_quote=seen.get("first_quote"),
        first_token=first_token(calls, started, answer.timings_ms["first_token"]),
        first_sentence=seen.get("first_sentence"),
        done=seen["done"],
        status=f"{answer.status}, {answer.mode}",
        text=" ".join(sentence.text for sentence in answer.sentences) or answer.note,
        cited=tuple(dict.fromkeys(texts[marker] for marker in markers if marker in texts)),
        dangling=sum(marker not in texts for marker in markers),
        calls=tuple(call.record() for call in calls),
    )


def first_token(calls: tuple[Call, ...], started: float, first_written_ms: float) -> float | None:
    """Milliseconds until the first piece of the answer's text, None when nothing was written.

    ``first_written_ms`` is when the pipeline had its first whole sentence: the request that it came
    from is the last one begun before. Those earlier translated the question or weighed the evidence.
    """
    if not first_written_ms:
        return None
    until = started + first_written_ms / 1000
    pieces = [c.first_piece for c in calls if c.started <= until and c.first_piece is not None]
    return (pieces[-1] - started) * 1000 if pieces else None


def _serve(workspace: Workspace) -> "Page":
    import ui

    return ui.launch(ui.build(workspace), port=0)


def _import_page() -> None:
    import ui.tabs.blocks  # noqa: F401
