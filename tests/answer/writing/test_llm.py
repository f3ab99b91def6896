import math
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.llms import ChatMessage, MockLLM

from answer.writing.llm import EmbeddedLLM, LanguageModel, LlamaIndexLLM, open_llm
from answer.writing.loading import LoadingLLM
from core.config import LLMConfig, load_config
from core.errors import ConfigError, LLMError
from models.shipped import llm_file
from prompts import Message
from tests.answer.fake_servers import FakeServer, serving
from workspace.workspace import load_llm

MESSAGES = (Message("system", "Be brief."), Message("user", "What is Japan's view?"))
KEYS = {"OPENAI_API_KEY": "sk-secret", "ANTHROPIC_API_KEY": "sk-secret"}


@pytest.fixture(params=["openai", "anthropic"])
def remote(request: pytest.FixtureRequest) -> Iterator[tuple[LanguageModel, FakeServer]]:
    with serving(request.param) as server:
        base_url = f"{server.url}/v1" if request.param == "openai" else server.url
        name = "fake" if request.param == "openai" else "claude-sonnet-4-0"
        config = LLMConfig(request.param, model=name, base_url=base_url, timeout=5.0)
        yield open_llm(config, Path(), KEYS), server


def test_a_remote_model_streams_what_the_server_sends(remote: tuple[LanguageModel, FakeServer]) -> None:
    llm, server = remote
    assert list(llm.stream(MESSAGES, max_tokens=20)) == ["Japan sees ", "no need."]
    assert "What is Japan's view?" in str(server.requests[0])
    assert server.requests[0]["max_tokens"] == 20


@contextmanager
def asked(kind: str = "openai") -> Iterator[tuple[LanguageModel, FakeServer]]:
    with serving(kind) as server:
        base_url = f"{server.url}/v1" if kind == "openai" else server.url
        name = "fake" if kind == "openai" else "claude-sonnet-4-0"
        yield open_llm(LLMConfig(kind, model=name, base_url=base_url, timeout=5.0), Path(), KEYS), server


def test_log_odds_come_from_the_servers_probabilities() -> None:
    with asked() as (llm, server):
        server.likely = {"Yes": 0.6, " yes": 0.1, "No": 0.2, "Perhaps": 0.01}
        assert llm.yes_log_odds(MESSAGES) == pytest.approx(math.log(0.7 / 0.2))
        server.likely = {"no": 0.9, "Perhaps": 0.05}
        assert llm.yes_log_odds(MESSAGES) == pytest.approx(math.log(0.05 / 0.9))
        assert [request["max_tokens"] for request in server.requests] == [1, 1]


def test_a_server_without_probabilities_tells_no_log_odds() -> None:
    with asked() as (llm, server):
        server.pieces[:] = ["Yes."]
        assert llm.yes_log_odds(MESSAGES) is None
        server.plain = True
        assert llm.yes_log_odds(MESSAGES) is None
        asked_so_far = len(server.requests)
        assert llm.yes_log_odds(MESSAGES) is None  # it is not asked again
        assert len(server.requests) == asked_so_far
        assert list(llm.stream(MESSAGES, max_tokens=20)) == ["Yes."]


def test_an_interface_that_knows_no_probabilities_is_not_asked() -> None:
    with asked("anthropic") as (llm, server):
        assert llm.yes_log_odds(MESSAGES) is None
        assert server.requests == []


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.llm
@pytest.mark.parametrize("question", ["Is Paris in France?", "Is Paris in Japan?"])
def test_a_llama_cpp_server_says_what_the_model_says_here(question: str) -> None:
    import xllamacpp

    llm_path = llm_file(load_config().models_dir)

    asked_here = (Message("user", f"{question} Answer yes or no."),)
    here = EmbeddedLLM(llm_path).yes_log_odds(asked_here)
    params = xllamacpp.CommonParams()
    params.model.path = str(llm_path)
    params.n_ctx, params.verbosity, params.port = 1024, 0, _free_port()
    params.hostnames = ["127.0.0.1"]
    params.fit_params = params.warmup = params.ui = False
    params.no_extra_bufts = True
    server = xllamacpp.Server(params)
    config = LLMConfig("openai", model="served", base_url=f"{server.listening_address}/v1")
    there = open_llm(config, Path(), {}).yes_log_odds(asked_here)
    assert there is not None
    assert (there > 0) == (here > 0) == ("France" in question)


def test_the_key_goes_to_the_server_and_into_no_message(
    remote: tuple[LanguageModel, FakeServer], caplog: pytest.LogCaptureFixture
) -> None:
    llm, server = remote
    server.status = 401
    with pytest.raises(LLMError, match="check its address, model name and key") as caught:
        list(llm.stream(MESSAGES, max_tokens=20))
    assert "sk-secret" in str(server.headers[0])
    assert "sk-secret" not in str(caught.value) + caplog.text


def test_stopping_ends_a_remote_stream(remote: tuple[LanguageModel, FakeServer]) -> None:
    llm, server = remote
    server.pieces[:] = ["one ", "two ", "three "]
    stop = threading.Event()
    pieces = llm.stream(MESSAGES, max_tokens=20, stop=stop)
    assert next(pieces) == "one "
    stop.set()
    assert list(pieces) == []


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
def test_a_server_that_is_not_there_is_one_sentence(provider: str) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    name = "fake" if provider == "openai" else "claude-sonnet-4-0"
    llm = open_llm(
        LLMConfig(provider, model=name, base_url=f"http://127.0.0.1:{port}", timeout=2), Path(), KEYS
    )
    with pytest.raises(LLMError, match="gave no answer"):
        list(llm.stream(MESSAGES, max_tokens=5))


@pytest.mark.parametrize(
    ("config", "environ", "said"),
    [
        (LLMConfig("openai"), {}, "needs .llm. model"),
        (LLMConfig("openai", model="m"), {}, "base_url"),
        (LLMConfig("anthropic", model="m"), {}, "ANTHROPIC_API_KEY"),
    ],
)
def test_a_setting_that_is_missing_is_named(config: LLMConfig, environ: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        open_llm(config, Path(), environ)


def test_a_missing_model_file_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(LLMError, match="rapporteur models pull"):
        open_llm(LLMConfig(), tmp_path / "none.gguf")


class Parrot(MockLLM):
    """An integration of somebody's."""


class Failing(Parrot):
    """One whose client has errors of its own."""

    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> Any:
        raise LookupError("my prompt was: ...")


def integration(tmp_path: Path, lines: str) -> LanguageModel:
    (tmp_path / "rapporteur.toml").write_text(f"[llm]\n{lines}")
    return open_llm(load_config({}, cwd=tmp_path).llm, Path())


def test_any_llamaindex_model_is_named_in_the_settings(tmp_path: Path) -> None:
    llm = integration(tmp_path, f'class = "{__name__}:Parrot"\narguments = {{ max_tokens = 3 }}')
    assert llm.name == "Parrot"
    assert "".join(llm.stream(MESSAGES, max_tokens=20)).startswith("text")
    assert llm.yes_log_odds(MESSAGES) is None


def test_an_integration_that_fails_repeats_no_prompt(tmp_path: Path) -> None:
    llm = integration(tmp_path, f'class = "{__name__}:Failing"')
    with pytest.raises(LLMError, match=r"'Failing' gave no answer .LookupError.;") as caught:
        list(llm.stream(MESSAGES, max_tokens=5))
    assert "prompt" not in str(caught.value)


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("no.such:Model", "cannot be made"),
        (f"{__name__}:Nobody", "cannot be made"),
        ("pathlib:Path", "is not a LlamaIndex LLM"),
        (f'{__name__}:Parrot"\narguments = {{ max_tokens = "many" }} #', "cannot be made"),
    ],
)
def test_an_integration_that_cannot_be_is_explained(tmp_path: Path, named: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        integration(tmp_path, f'class = "{named}"')


def test_a_gguf_file_is_known_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "rapporteur.toml").write_text('[llm]\nmodel = "/models/big-7b.gguf"')
    config = load_config({}, cwd=tmp_path).llm
    assert (config.provider, config.label) == ("embedded", "big-7b")
    with pytest.raises(LLMError, match=r"/models/big-7b.gguf is missing"):
        load_llm(load_config({}, cwd=tmp_path))


def test_keys_are_no_part_of_the_configuration(tmp_path: Path) -> None:
    config = load_config({"RAPPORTEUR_LLM": "openai", "RAPPORTEUR_LLM_MODEL": "m", **KEYS}, cwd=tmp_path)
    assert config.llm.provider == "openai"
    assert "sk-secret" not in repr(config)


class Slow:
    """A model that loads when it is let to."""

    name = "slow"

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, stop: threading.Event | None = None
    ) -> Iterator[str]:
        yield "here"

    def yes_log_odds(self, messages: Sequence[Message], stop: threading.Event | None = None) -> float:
        return 1.0


def test_whoever_asks_waits_until_the_model_is_loaded() -> None:
    may_load = threading.Event()

    def load() -> LanguageModel:
        may_load.wait(5)
        return Slow()

    llm = LoadingLLM(load, "slow")
    assert not llm.wait(0.01)
    threading.Timer(0.05, may_load.set).start()
    assert list(llm.stream(MESSAGES, max_tokens=5)) == ["here"]


def test_stop_ends_the_wait_for_a_model_that_is_loading() -> None:
    never = threading.Event()
    llm = LoadingLLM(lambda: (never.wait(5), Slow())[1], "slow")
    stop = threading.Event()
    stop.set()
    assert list(llm.stream(MESSAGES, max_tokens=5, stop=stop)) == []
    never.set()


def test_a_model_that_failed_to_load_says_so_each_time() -> None:
    def load() -> LanguageModel:
        raise LLMError("The file is wrong; pull it again.")

    llm = LoadingLLM(load, "broken")
    for _ in range(2):
        with pytest.raises(LLMError, match="pull it again"):
            llm.yes_log_odds(MESSAGES)
    assert llm.failure == "The file is wrong; pull it again."


class Reading:
    """A server's client that answers once it is let go."""

    def __init__(self) -> None:
        self.asked, self.let_go, self.answered = threading.Event(), threading.Event(), threading.Event()

    def chat(self, *_: object, **__: object) -> object:
        self.asked.set()
        self.let_go.wait(20)
        self.answered.set()
        raise ValueError("nobody hears this")

    def stream_chat(self, *_: object, **__: object) -> Iterator[object]:
        self.chat()
        yield from ()


@pytest.mark.parametrize("how", ["yes or no", "writing"])
def test_stop_does_not_wait_for_a_server_that_is_reading(how: str) -> None:
    client, stop = Reading(), threading.Event()
    llm = LlamaIndexLLM(client, "slow", errors=(ValueError,), probable=True)
    threading.Thread(target=lambda: client.asked.wait(20) and stop.set()).start()
    try:
        if how == "writing":
            assert list(llm.stream(MESSAGES, max_tokens=5, stop=stop)) == []
        else:
            assert llm.yes_log_odds(MESSAGES, stop) == 0
        assert not client.answered.is_set()
    finally:
        client.let_go.set()
