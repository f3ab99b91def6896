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
PROVIDERS = ("embedded", "openai", "anthropic", "none")


@dataclass(frozen=True, slots=True)
class LLMConfig:
    """Which language model writes.

    ``provider``: ``embedded`` (llama.cpp in this process), ``openai`` (any OpenAI-compatible
    server: Ollama, vLLM, llama.cpp, OpenAI, Azure), ``anthropic``, or ``none`` (verbatim quotations
    only). ``base_url`` and ``model`` apply to the two remote ones. ``timeout`` is in seconds.
    """

    provider: str = "embedded"
    model: str = ""
    base_url: str = ""
    timeout: float = 60.0
    threads: int = 0  # 0: one per core


@dataclass(frozen=True, slots=True)
class Config:
    """Where things are and which parts are used. ``models_dir`` empty means the user's cache."""

    home: Path = DEFAULT_HOME
    models_dir: Path | None = None
    encoder: str = ""  # empty: the built-in one; else a sentence-transformers model folder or name
    reranker: str = ""  # likewise a cross-encoder, or the name of one that `rapporteur models list` shows
    llm: LLMConfig = field(default_factory=LLMConfig)

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
    llm_settings = settings.pop("llm", {})
    if not isinstance(llm_settings, dict):
        raise ConfigError(f'{path}: [llm] must be a table, e.g. [llm] then provider = "embedded".')
    for name in ("home", "models_dir", "encoder", "reranker"):
        if value := environ.get(f"RAPPORTEUR_{name.upper()}"):
            settings[name] = value
    for item in fields(LLMConfig):
        if value := environ.get(f"RAPPORTEUR_LLM_{item.name.upper()}"):
            llm_settings[item.name] = value
    if value := environ.get("RAPPORTEUR_LLM"):
        llm_settings["provider"] = value

    writer = replace(LLMConfig(), **_values(LLMConfig(), llm_settings, f"{path} [llm]"))
    config = replace(Config(), **_values(Config(), settings, str(path)), llm=writer)
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


def _values(base: Config | LLMConfig, settings: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The settings, each converted to the type of its default in ``base``."""
    values: dict[str, Any] = {}
    known = {item.name: item for item in fields(base) if item.name != "llm"}
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
