"""One small frozen configuration, built once and passed down.

Trust, lowest first: the defaults below, ``rapporteur.toml`` (in the working directory, or named by
``RAPPORTEUR_CONFIG``), ``RAPPORTEUR_*`` variables, command-line options. API keys come from the
environment only and are never part of this record.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from core.errors import ConfigError

DEFAULT_HOME = Path("var")
_ON_A_SERVER = 8  # questions at the same time
PROVIDERS = ("embedded", "openai", "anthropic", "llamaindex", "none")


@dataclass(frozen=True, slots=True)
class LLMConfig:
    """Which language model writes.

    ``provider``: ``embedded`` (llama.cpp in this process), ``openai`` (any OpenAI-compatible
    server: Ollama, vLLM, llama.cpp, OpenAI, Azure), ``anthropic``, ``llamaindex`` or ``none`` (verbatim
    quotations only). ``base_url`` applies to the two remote ones, ``model`` to these and to ``embedded``,
    where it is the path of a GGUF file. ``integration`` is ``module:Class`` of any LlamaIndex LLM, made with
    ``arguments``; in the file it is called ``class``. ``timeout`` is in seconds. ``at_once`` is how
    many questions the model works on at the same time; the others wait.
    """

    provider: str = "embedded"
    model: str = ""
    base_url: str = ""
    timeout: float = 60.0
    threads: int = 0  # 0: one per core
    at_once: int = 0  # 0: one in this process, eight on a server
    integration: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)

    @property
    def built_in(self) -> bool:
        """Whether it is the model that ships, to which what decides was fitted."""
        return self.provider == "embedded" and not self.model

    @property
    def turns(self) -> int:
        """How many questions the model works on at the same time."""
        return max(0, self.at_once) or (1 if self.provider == "embedded" else _ON_A_SERVER)

    @property
    def label(self) -> str:
        """What a reader is told of the model that is set, "" where none is."""
        if self.provider == "embedded":
            return Path(self.model).stem
        return self.model or self.integration.rpartition(":")[2]


@dataclass(frozen=True, slots=True)
class VectorsConfig:
    """Where the vectors are kept: in a Chroma folder of the library's own unless something is set.

    ``url`` is a Chroma server's address and ``collection`` its collection's name (empty: one for each home).
    ``store`` is ``module:Class`` of any LlamaIndex vector store, made with ``arguments``; the text
    ``$dimension`` there stands for the length of a vector.
    """

    url: str = ""
    collection: str = ""
    store: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Config:
    """Where things are and which parts are used. ``models_dir`` empty means the user's cache."""

    home: Path = DEFAULT_HOME
    models_dir: Path | None = None
    encoder: str = ""  # empty: the built-in one; else a sentence-transformers model folder or name
    reranker: str = ""  # likewise a cross-encoder, or the name of one that `rapporteur models list` shows
    llm: LLMConfig = field(default_factory=LLMConfig)
    vectors: VectorsConfig = field(default_factory=VectorsConfig)

    def without_llm(self) -> "Config":
        """The same with answers by quotation alone."""
        return replace(self, llm=replace(self.llm, provider="none"))


def load_config(
    environ: Mapping[str, str] = os.environ,
    *,
    cwd: Path | None = None,
    home: Path | None = None,
    models_dir: Path | None = None,
    llm: str | None = None,
) -> Config:
    """Build the configuration; ``home``, ``models_dir`` and ``llm`` (a provider) are command-line
    options and win when given. Raises ConfigError with the file or variable at fault."""
    named = environ.get("RAPPORTEUR_CONFIG", "")
    path = Path(named) if named else (cwd or Path.cwd()) / "rapporteur.toml"
    if named and not path.is_file():
        raise ConfigError(f"RAPPORTEUR_CONFIG names {named!r}, which is not a file; correct or unset it.")
    settings = _read_toml(path) if path.is_file() else {}
    llm_settings = _table(settings, "llm", 'provider = "embedded"', path)
    vector_settings = _table(settings, "vectors", 'url = "http://localhost:8000"', path)
    if "class" in llm_settings:
        llm_settings = {"provider": "llamaindex", **llm_settings, "integration": llm_settings["class"]}
        del llm_settings["class"]
    for name in ("home", "models_dir", "encoder", "reranker"):
        if value := environ.get(f"RAPPORTEUR_{name.upper()}"):
            settings[name] = value
    for item in fields(LLMConfig):
        if item.name != "arguments" and (value := environ.get(f"RAPPORTEUR_LLM_{item.name.upper()}")):
            llm_settings[item.name] = value
    for name in ("url", "collection", "store"):
        if value := environ.get(f"RAPPORTEUR_VECTORS_{name.upper()}"):
            vector_settings[name] = value
    if value := environ.get("RAPPORTEUR_LLM"):
        llm_settings["provider"] = value

    writer = replace(LLMConfig(), **_values(LLMConfig(), llm_settings, f"{path} [llm]"))
    vectors = replace(VectorsConfig(), **_values(VectorsConfig(), vector_settings, f"{path} [vectors]"))
    if vectors.url and vectors.store:
        raise ConfigError(f"{path} [vectors] has a url and a store; keep one of them.")
    config = replace(Config(), **_values(Config(), settings, str(path)), llm=writer, vectors=vectors)
    if llm is not None:
        config = replace(config, llm=replace(config.llm, provider=llm))
    if home is not None:
        config = replace(config, home=home)
    if models_dir is not None:
        config = replace(config, models_dir=models_dir)
    if config.llm.provider not in PROVIDERS:
        raise ConfigError(
            f"The language model {config.llm.provider!r} is not known; use one of: {', '.join(PROVIDERS)}."
        )
    return config


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML ({error}); correct or remove it.") from None


def _table(settings: dict[str, Any], name: str, example: str, path: Path) -> dict[str, Any]:
    table = settings.pop(name, {})
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: [{name}] must be a table, e.g. [{name}] then {example}.")
    return table


def _values(
    base: Config | LLMConfig | VectorsConfig, settings: Mapping[str, Any], where: str
) -> dict[str, Any]:
    """The settings, each converted to the type of its default in ``base``."""
    values: dict[str, Any] = {}
    known = {item.name: item for item in fields(base) if item.name not in ("llm", "vectors")}
    for name, value in settings.items():
        if name not in known:
            raise ConfigError(f"{where}: {name!r} is not a setting; known are {', '.join(known)}.")
        default = getattr(base, name)
        kind = Path if name in ("home", "models_dir") else type(default)
        try:
            values[name] = kind(value)
        except (TypeError, ValueError):
            raise ConfigError(f"{where}: {name} = {value!r} should be a {kind.__name__}.") from None
    return values
