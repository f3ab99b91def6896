"""What several packages' tests share: where the real models are, and how the tests are shared out."""

import gc
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.config import load_config
from core.cores import usable_cores
from core.errors import ModelError
from models import model_path
from models.shipped import SUPPORT_MODEL, model_folder
from tests.product import Asked

_FILES = ("model.onnx", "tokenizer.json")
_OF_MODELS = frozenset({"encoder_dir", "entailment_dir", "multilingual_dir", "reranker_dir", "workspace"})
# These ask the language model the same questions, of which each needs to be answered once.
_SAME_QUESTIONS = frozenset({"tests/browser/test_product.py", "tests/test_seed.py"})


def pytest_configure(config: pytest.Config) -> None:
    """Where tests run in several processes, each has its share of the cores: threads beyond it, which PyTorch
    and the like have many of, would wait for those of the others."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        os.environ.setdefault("OMP_NUM_THREADS", str(_cores()))


def _cores() -> int:
    """The cores that a process of the tests has to itself."""
    return max(1, usable_cores() // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file whose tests all have a mark that is left out is not imported: some import PyTorch. Only where
    nothing else is asked for: "not slow or browser" leaves no mark out."""
    asked = str(config.getoption("markexpr"))
    if collection_path.suffix != ".py" or not re.fullmatch(r"\s*not \w+( and not \w+)*\s*", asked):
        return None
    left_out = set(re.findall(r"\bnot (\w+)", asked))
    marked = re.search(r"^pytestmark = .*", collection_path.read_text("utf-8"), re.MULTILINE)
    return True if marked and left_out & set(re.findall(r"mark\.(\w+)", marked[0])) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses a fixture of the models, so that it can be left out. What takes longest comes first, so
    that of several processes none is left with it at the end."""
    for item in items:
        if _OF_MODELS & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.models)
    items.sort(
        key=lambda item: 0 if item.get_closest_marker("llm") else not item.get_closest_marker("browser")
    )


def pytest_collection_finish() -> None:
    """What importing the tests has made stays; the collector of garbage need not look at it each time."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file's tests run in one process, in which its servers and libraries are made once."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file, _, _ = nodeid.partition("::")
            return "the same questions" if file in _SAME_QUESTIONS else file

    return ByFile(config, log) if config.getoption("dist") == "loadfile" else None


def _model_folder(artefact: str, in_test_models: str) -> Path:
    """The folder with an artefact's files: where the product has them, or, when they are not there,
    below the folder that RAPPORTEUR_TEST_MODELS names."""
    try:
        paths = [model_path(artefact, name, load_config().models_dir) for name in _FILES]
        return paths[0].parent
    except ModelError as error:
        if given := os.environ.get("RAPPORTEUR_TEST_MODELS"):
            return Path(given) / in_test_models
        pytest.fail(f"{error} The tests need the models: run `make install`.", pytrace=False)


@pytest.fixture(scope="session")
def encoder_dir() -> Path:
    """Folder of the shipped encoder."""
    return _model_folder("bge-small-en-v1.5-int8", "bge_small_en")


@pytest.fixture(scope="session")
def multilingual_dir() -> Path:
    """Folder of the shipped encoder of many languages."""
    return _model_folder("multilingual-e5-small-int8", "multilingual_e5_small")


@pytest.fixture(scope="session")
def reranker_dir() -> Path:
    """Folder of the shipped cross-encoder."""
    return _model_folder("ms-marco-MiniLM-L-12-v2-int8", "reranker_en")


@pytest.fixture(scope="session")
def entailment_dir() -> Path:
    """Folder of the model that reads whether a text states a sentence."""
    return model_folder(SUPPORT_MODEL, None)


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """The whole product over the corpus that ships, the embedded language model included."""
    config = load_config({}, home=tmp_path_factory.mktemp("product"))
    opened = Asked.open(replace(config, llm=replace(config.llm, threads=_cores())))
    assert isinstance(opened, Asked)
    opened.intake.add_corpus()
    opened.start_llm(warm=True)
    yield opened
    opened.close()
