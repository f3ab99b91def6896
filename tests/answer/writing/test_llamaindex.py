import threading
from collections.abc import Iterator, Sequence

from answer.writing.llamaindex import EngineLLM
from prompts import Message


class Engine:
    name = "engine"

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, stop: threading.Event | None = None
    ) -> Iterator[str]:
        self.asked.append((messages[0].content, max_tokens))
        yield from ("No ", "need.")

    def yes_log_odds(self, messages: Sequence[Message], stop: threading.Event | None = None) -> float:
        return float(len(messages[0].content))


def test_our_model_serves_llamaindex() -> None:
    engine = Engine()
    llm = EngineLLM(engine, max_tokens=20)
    assert llm.complete("Is it needed?").text == "No need."
    assert [part.delta for part in llm.stream_complete("Is it?", max_tokens=5)] == ["No ", "need."]
    assert engine.asked == [("Is it needed?", 20), ("Is it?", 5)]
    assert llm.yes_log_odds("four") == 4.0
    assert (llm.metadata.model_name, llm.metadata.num_output) == ("engine", 20)
