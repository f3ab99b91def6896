"""Which models search, by the settings."""

from pathlib import Path

import pytest

import models
from core.config import load_config
from core.errors import ModelError
from index import OnnxReranker, SbertReranker
from models.shipped import ENCODER, MULTILINGUAL, RERANKER
from tests.index.models.test_sbert import cross_encoder
from workspace.retrieval import retrieval_models

pytestmark = pytest.mark.models


@pytest.fixture
def linked(tmp_path: Path) -> Path:
    """A models folder without the multilingual encoder."""
    for name in (ENCODER, RERANKER):
        (tmp_path / name).mkdir()
        for file in ("model.onnx", "tokenizer.json"):
            (tmp_path / name / file).symlink_to(models.model_path(name, file, load_config().models_dir))
    return tmp_path


def test_the_shipped_models_are_found() -> None:
    found = retrieval_models(load_config({}))
    assert found.multilingual is not None
    assert found.notices == ()
    assert isinstance(found.reranker, OnnxReranker)


def test_without_the_multilingual_encoder_the_rest_works(linked: Path) -> None:
    found = retrieval_models(load_config({}, models_dir=linked))
    assert found.multilingual is None
    (notice,) = found.notices
    assert notice.startswith("Questions in Japanese are searched by their known terms only")
    assert MULTILINGUAL in notice


def test_a_reranker_is_named_in_the_settings(tmp_path: Path) -> None:
    settings = tmp_path / "rapporteur.toml"
    settings.write_text(f'reranker = "{cross_encoder(tmp_path / "model", labels=1)}"')
    assert isinstance(retrieval_models(load_config({}, cwd=tmp_path)).reranker, SbertReranker)
    settings.write_text(f'reranker = "{RERANKER}"')
    assert isinstance(retrieval_models(load_config({}, cwd=tmp_path)).reranker, OnnxReranker)
    with pytest.raises(ModelError, match=r"The reranker '.*none' cannot be loaded"):
        retrieval_models(load_config({"RAPPORTEUR_RERANKER": str(tmp_path / "none")}))
