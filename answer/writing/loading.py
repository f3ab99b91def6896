"""A language model that is loaded in the background."""

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence

from answer.writing.llm import LanguageModel
from core.errors import LLMError, RapporteurError
from prompts import Message


class LoadingLLM:
    """A model that is loaded in a thread of its own, so that the page is up and quotations are shown
    meanwhile: when it is started, or else when it is first asked. Whoever asks it waits until it is there; a
    model that could not be loaded raises the same LLMError each time."""

    def __init__(self, load: Callable[[], LanguageModel], name: str, prompt: Sequence[Message] = ()) -> None:
        """``prompt`` is what a warm start reads once after loading, so that questions that begin like it
        find it in the cache."""
        self._load = load
        self._name = name
        self._prompt = prompt
        self._starting = threading.Lock()
        self._started = False
        self._ready = threading.Event()
        self._llm: LanguageModel | None = None
        self._failure = ""

    @property
    def name(self) -> str:
        return self._name

    @property
    def failure(self) -> str:
        """Why it could not be loaded; ``""`` while loading and once loaded."""
        return self._failure

    def start(self, *, warm: bool = False) -> None:
        """Begin to load, unless that has begun."""
        with self._starting:
            if self._started:
                return
            self._started = True
        threading.Thread(target=self._run, args=(warm,), name="llm-load", daemon=True).start()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is loaded or has failed; False when ``timeout`` (seconds) came first."""
        self.start()
        return self._ready.wait(timeout)

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, stop: threading.Event | None = None
    ) -> Iterator[str]:
        while not self.wait(0.1):
            if stop is not None and stop.is_set():
                return
        yield from self._loaded().stream(messages, max_tokens=max_tokens, stop=stop)

    def yes_log_odds(self, messages: Sequence[Message], stop: threading.Event | None = None) -> float | None:
        while not self.wait(0.1):
            if stop is not None and stop.is_set():
                return 0.0
        return self._loaded().yes_log_odds(messages, stop)

    def _loaded(self) -> LanguageModel:
        if self._llm is None:
            raise LLMError(self._failure)
        return self._llm

    def _run(self, warm: bool) -> None:
        try:
            self._llm = self._load()
        except RapporteurError as error:
            self._failure = str(error)
        finally:
            self._ready.set()
        if self._llm is not None and warm and self._prompt:
            # Only a head start: a failure here shows again, with its reason, when a question is asked.
            with contextlib.suppress(LLMError):
                self._llm.yes_log_odds(self._prompt)
