"""A language model of ours, the embedded engine included, for a LlamaIndex program.

Importing this module imports LlamaIndex, which takes a second; nothing else here does so before a model of
LlamaIndex's is set.
"""

from collections.abc import Iterator
from typing import Any

from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.llms import CompletionResponse, CompletionResponseGen, CustomLLM, LLMMetadata
from llama_index.core.llms.callbacks import llm_completion_callback

from answer.writing.llm import LanguageModel
from prompts import Message


class EngineLLM(CustomLLM):
    """A model as a LlamaIndex LLM: greedy, the prompt as one user message in the model's own chat
    template."""

    max_tokens: int = 256
    context_window: int = 4096
    _engine: LanguageModel = PrivateAttr()

    def __init__(self, engine: LanguageModel, **settings: Any) -> None:
        super().__init__(**settings)
        self._engine = engine

    @property
    def metadata(self) -> LLMMetadata:
        """The sizes that LlamaIndex packs a prompt by."""
        return LLMMetadata(
            context_window=self.context_window, num_output=self.max_tokens, model_name=self._engine.name
        )

    @llm_completion_callback()
    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:  # noqa: ARG002
        """The whole reply."""
        return CompletionResponse(text="".join(self._pieces(prompt, kwargs)))

    @llm_completion_callback()
    def stream_complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponseGen:  # noqa: ARG002
        """The reply as it is written."""

        def responses() -> CompletionResponseGen:
            text = ""
            for piece in self._pieces(prompt, kwargs):
                text += piece
                yield CompletionResponse(text=text, delta=piece)

        return responses()

    def yes_log_odds(self, prompt: str) -> float | None:
        """Log-odds, natural logarithm, that the reply is "yes", from the probabilities of its first token;
        None where these are not to be had."""
        return self._engine.yes_log_odds([Message("user", prompt)])

    def _pieces(self, prompt: str, settings: dict[str, Any]) -> Iterator[str]:
        limit = int(settings.get("max_tokens", self.max_tokens))
        return self._engine.stream([Message("user", prompt)], max_tokens=limit)
