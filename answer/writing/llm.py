"""The language model behind one small protocol, and the two ways to have one.

``EmbeddedLLM`` runs a GGUF file in this process through llama.cpp. ``LlamaIndexLLM`` wraps any
LlamaIndex LLM, which is how OpenAI-compatible servers and Anthropic are reached. LlamaIndex's types
stay inside this module, and its global ``Settings`` is never touched.
"""

import importlib
import math
import os
import queue
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from core.config import LLMConfig
from core.cores import usable_cores
from core.errors import ConfigError, LLMError
from prompts import Message

# Answers and evidence together stay far below this; a larger context only costs memory
# (28 KiB of key-value cache a token for the embedded model).
_CONTEXT_TOKENS = 4096
_PROMPT_CACHE_MIB = 256  # prompts kept beyond the slots; llama.cpp would take 8 GiB
_NOT_TAKEN = (400, 422)  # a server's answers to a request with a field that it does not take
_LIKELIEST = 20  # tokens whose probabilities are asked for: what OpenAI, vLLM and llama.cpp give at most


class LanguageModel(Protocol):
    """What the pipeline needs of a model."""

    @property
    def name(self) -> str:
        """What a reader is told wrote the answer."""
        ...

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, stop: threading.Event | None = None
    ) -> Iterator[str]:
        """Yield the reply piece by piece; returns soon after ``stop`` is set. Raises LLMError."""
        ...

    def yes_log_odds(self, messages: Sequence[Message], stop: threading.Event | None = None) -> float | None:
        """Log-odds, natural logarithm, that the reply to a yes-or-no prompt is yes; 0 soon after
        ``stop`` is set; None where the model's probabilities are not to be had. Raises LLMError."""
        ...


class EmbeddedLLM:
    """A GGUF model run in this process by llama.cpp; safe to use from several threads.

    llama.cpp keeps the key-value cache of the last prompt in each slot, so a prompt that begins
    like the one before is read from where they differ.
    """

    def __init__(self, path: Path, *, threads: int = 0, slots: int = 1, name: str = "") -> None:
        import xllamacpp

        if not path.is_file():
            raise LLMError(f"The language model file {path} is missing; run 'rapporteur models pull'.")
        params = self._parameters(path, threads or usable_cores(), slots)
        try:
            self._server = xllamacpp.Server(params)
        except RuntimeError as error:
            raise LLMError(
                f"The language model {path.name} could not be loaded ({error}); "
                "run 'rapporteur models verify', or use '--llm none'."
            ) from None
        self.name: Final = name or path.stem

    def _parameters(self, path: Path, cores: int, slots: int) -> Any:
        """The engine's settings."""
        import xllamacpp

        params = xllamacpp.CommonParams()
        params.model.path = str(path)
        params.n_ctx = _CONTEXT_TOKENS * slots
        params.n_parallel = slots
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = cores
        params.verbosity = 0
        # Loading holds Python's lock, and with it the page: skip the trial that fits the model to a
        # GPU's memory, and the repacking of weights, which won no speed on CPUs and doubles their memory.
        params.fit_params = False
        params.warmup = False
        params.no_extra_bufts = True
        # The engine also listens on a free loopback port; a key that nobody is told closes it.
        params.hostnames = ["127.0.0.1"]
        params.api_keys = [secrets.token_hex(32)]
        params.endpoint_slots = params.endpoint_props = params.endpoint_metrics = False
        params.ui = False
        params.cache_ram_mib = _PROMPT_CACHE_MIB
        return params

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, stop: threading.Event | None = None
    ) -> Iterator[str]:
        for chunk in self._chunks(_request(messages, max_tokens, stream=True), stop):
            for choice in chunk.get("choices", ()):
                if piece := choice.get("delta", {}).get("content"):
                    yield piece

    def yes_log_odds(self, messages: Sequence[Message], stop: threading.Event | None = None) -> float:
        request = _request(messages, 1, stream=True) | {"logprobs": True, "top_logprobs": _LIKELIEST}
        for chunk in self._chunks(request, stop):
            for choice in chunk.get("choices", ()):
                if tokens := (choice.get("logprobs") or {}).get("content"):
                    return _yes_over_no(tokens[0]["top_logprobs"])
        return 0.0

    def _chunks(
        self, request: Mapping[str, Any], stop: threading.Event | None
    ) -> Iterator[Mapping[str, Any]]:
        """The engine's reply, chunk by chunk. llama.cpp calls back in its own thread."""
        chunks: queue.SimpleQueue[Any] = queue.SimpleQueue()
        abandoned = threading.Event()

        def receive(reply: Any) -> bool:
            for chunk in reply if isinstance(reply, list) else [reply]:
                chunks.put(chunk)
            return abandoned.is_set() or (stop is not None and stop.is_set())

        def run() -> None:
            try:
                self._server.handle_chat_completions(dict(request), receive)
            except RuntimeError as error:
                chunks.put({"error": str(error)})
            finally:
                chunks.put(None)

        threading.Thread(target=run, name="llm-stream", daemon=True).start()
        try:
            while (chunk := _wait(chunks, stop)) is not None:
                if "error" in chunk:
                    raise LLMError(_engine_error(chunk))
                yield chunk
        finally:
            abandoned.set()


class LlamaIndexLLM:
    """Any LlamaIndex chat model. ``errors`` are what its client raises when it fails; ``probable`` says that
    it can be asked for the probabilities of tokens, as OpenAI's interface can."""

    def __init__(
        self, llm: Any, name: str, errors: tuple[type[Exception], ...] = (), *, probable: bool = False
    ) -> None:
        self._llm = llm
        self.name: Final = name
        self._errors = errors or _remote_errors()
        self._probable = probable

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, stop: threading.Event | None = None
    ) -> Iterator[str]:
        def replies() -> Iterator[Any]:
            yield from self._llm.stream_chat(_chat_messages(messages), max_tokens=max_tokens)

        try:
            for part in _in_a_thread(replies, stop):
                if part.delta:
                    yield part.delta
        except self._errors as error:
            raise self._unreachable(error) from None

    def yes_log_odds(self, messages: Sequence[Message], stop: threading.Event | None = None) -> float | None:
        if not self._probable:
            return None

        def replies() -> Iterator[Any]:
            wanted = {"max_tokens": 1, "logprobs": True, "top_logprobs": _LIKELIEST}
            yield self._llm.chat(_chat_messages(messages), **wanted)

        try:
            reply = next(_in_a_thread(replies, stop), None)
        except self._errors as error:
            if getattr(error, "status_code", 0) in _NOT_TAKEN:
                self._probable = False  # it knows no such request, and is not asked again
                return None
            raise self._unreachable(error) from None
        if reply is None:
            return 0.0
        if not reply.logprobs:
            return None
        return _yes_over_no([{"token": one.token, "logprob": one.logprob} for one in reply.logprobs[0]])

    def _unreachable(self, error: Exception) -> LLMError:
        # The class name only: a server's message may repeat a key or the whole prompt.
        return LLMError(
            f"The language model {self.name!r} gave no answer ({type(error).__name__}); "
            "check its address, model name and key, or use '--llm none'."
        )


def open_llm(config: LLMConfig, model_path: Path, environ: Mapping[str, str] = os.environ) -> LanguageModel:
    """The model that the configuration names (any provider but ``none``). Raises LLMError when it
    can't be loaded and ConfigError when a setting is missing. Nothing is sent anywhere yet."""
    if config.provider == "embedded":
        name = config.label or "Qwen2.5-Coder-1.5B-Instruct"
        return EmbeddedLLM(model_path, threads=config.threads, slots=config.turns, name=name)
    if config.provider == "llamaindex":
        return _integration(config)
    if not config.model:
        raise ConfigError(f'The language model provider {config.provider!r} needs [llm] model = "…".')
    if config.provider == "openai":
        from llama_index.llms.openai_like import OpenAILike

        if not config.base_url and "OPENAI_API_KEY" not in environ:
            raise ConfigError(
                'Provider "openai" needs [llm] base_url = "http://…/v1", or OPENAI_API_KEY set.'
            )
        return LlamaIndexLLM(
            OpenAILike(
                model=config.model,
                api_base=config.base_url or "https://api.openai.com/v1",
                api_key=environ.get("OPENAI_API_KEY", "none"),
                is_chat_model=True,
                temperature=0.0,
                timeout=config.timeout,
                max_retries=1,
            ),
            config.model,
            probable=True,
        )
    if config.provider == "anthropic":
        from llama_index.llms.anthropic import Anthropic

        if "ANTHROPIC_API_KEY" not in environ:
            raise ConfigError('Provider "anthropic" needs ANTHROPIC_API_KEY in the environment.')
        return LlamaIndexLLM(
            Anthropic(
                model=config.model,
                base_url=config.base_url or None,
                api_key=environ["ANTHROPIC_API_KEY"],
                temperature=0.0,
                timeout=config.timeout,
                max_retries=1,
            ),
            config.model,
        )
    raise ConfigError(f"The language model provider {config.provider!r} is not known.")


def _integration(config: LLMConfig) -> LanguageModel:
    """The LlamaIndex LLM that ``[llm] class`` names. Raises ConfigError."""
    from llama_index.core.llms import LLM

    module, _, name = config.integration.partition(":")
    try:
        made = getattr(importlib.import_module(module), name)(**config.arguments)
    except (ImportError, AttributeError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ConfigError(
            f"[llm] class = {config.integration!r} cannot be made ({reason}); install its package, and "
            "correct the setting to module:Class and [llm] arguments to what it takes."
        ) from error
    if not isinstance(made, LLM):
        raise ConfigError(f"[llm] class = {config.integration!r} is not a LlamaIndex LLM; name one that is.")
    # every integration has errors of its own
    return LlamaIndexLLM(made, config.label, errors=(Exception,))


def _request(messages: Sequence[Message], max_tokens: int, *, stream: bool = False) -> dict[str, Any]:
    return {
        "messages": [{"role": m.role, "content": m.content} for m in messages],
        "max_tokens": max_tokens,
        "temperature": 0.0,
        "cache_prompt": True,
        "stream": stream,
    }


def _wait(chunks: "queue.SimpleQueue[Any]", stop: threading.Event | None) -> Any:
    """The next chunk, or None as soon as ``stop`` is set: a prompt that is being read can't be
    interrupted, but its reader needn't wait for it."""
    while True:
        try:
            return chunks.get(timeout=0.1)
        except queue.Empty:
            if stop is not None and stop.is_set():
                return None


def _in_a_thread(replies: Callable[[], Iterator[Any]], stop: threading.Event | None) -> Iterator[Any]:
    """What ``replies`` yields, up to ``stop``: a server that is reading a prompt sends nothing for seconds,
    and who waits for it must be able to leave. Its errors are raised here."""
    arrived: queue.SimpleQueue[Any] = queue.SimpleQueue()
    abandoned = threading.Event()

    def run() -> None:
        try:
            for reply in replies():
                arrived.put((reply, None))
                if abandoned.is_set():
                    return
            arrived.put(None)
        except BaseException as error:  # noqa: BLE001 - raised again where the reply is waited for
            arrived.put((None, error))

    threading.Thread(target=run, name="llm-request", daemon=True).start()
    try:
        while (got := _wait(arrived, stop)) is not None and not (stop is not None and stop.is_set()):
            reply, error = got
            if error is not None:
                raise error
            yield reply
    finally:
        abandoned.set()


def _yes_over_no(top: Sequence[Mapping[str, Any]]) -> float:
    """log p(yes) − log p(no) over the likeliest tokens; what isn't among them counts as the least."""
    floor = math.exp(min(float(token["logprob"]) for token in top))
    mass = {"yes": 0.0, "no": 0.0}
    for token in top:
        word = str(token["token"]).strip().lower()
        if word in mass:
            mass[word] += math.exp(float(token["logprob"]))
    return math.log(max(mass["yes"], floor)) - math.log(max(mass["no"], floor))


def _engine_error(reply: Mapping[str, Any]) -> str:
    error = reply["error"]
    detail = error.get("message", error) if isinstance(error, dict) else error
    return f"The language model could not use the prompt ({detail}); ask a shorter question."


def _chat_messages(messages: Sequence[Message]) -> list[Any]:
    from llama_index.core.llms import ChatMessage

    return [ChatMessage(role=m.role, content=m.content) for m in messages]


def _remote_errors() -> tuple[type[Exception], ...]:
    import anthropic
    import httpx
    import openai

    return (httpx.HTTPError, openai.OpenAIError, anthropic.AnthropicError, ValueError)
