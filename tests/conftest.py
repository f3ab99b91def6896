"""What several packages' tests share: where the real models are."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.config import load_config
from core.errors import ModelError
from models import model_path
from models.shipped import SUPPORT_MODEL, model_folder
from workspace.workspace import Workspace

_FILES = ("model.onnx", "tokenizer.json")
_OF_MODELS = frozenset({"encoder_dir", "entailment_dir", "multilingual_dir", "reranker_dir", "workspace"})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses a fixture of the models, so that it can be left out."""
    for item in items:
        if _OF_MODELS & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.models)


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
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The whole product over the corpus that ships, the embedded language model included."""
    opened = Workspace.open(load_config({}, home=tmp_path_factory.mktemp("product")))
    opened.intake.add_corpus()
    opened.start_llm(warm=True)
    yield opened
    opened.close()
