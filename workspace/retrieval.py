"""The models that search, as the settings name them."""

from dataclasses import dataclass

import models
from core.config import Config
from core.errors import ModelError
from index import Encoder, OnnxEncoder, OnnxReranker, Reranker, SbertEncoder, SbertReranker
from models.shipped import ENCODER, MULTILINGUAL, RERANKER, model_folder


@dataclass(frozen=True, slots=True)
class RetrievalModels:
    """``multilingual`` is None where ``encoder`` is the user's own, which is asked in every language, and
    where its files are missing, of which ``notices`` then tells."""

    encoder: Encoder
    reranker: Reranker
    multilingual: Encoder | None
    notices: tuple[str, ...]


def retrieval_models(config: Config, *, workers: int = 0) -> RetrievalModels:
    """Find the models that search; they are loaded when they are first used. ``workers`` is how many texts
    the shipped ones read at the same time, 0 for one a core. Raises ModelError when one of the first two is
    missing."""
    notices: tuple[str, ...] = ()
    multilingual = None
    if config.encoder:
        encoder: Encoder = SbertEncoder(config.encoder)
    else:
        encoder = OnnxEncoder(model_folder(ENCODER, config.models_dir), workers=workers)
        try:
            folder = model_folder(MULTILINGUAL, config.models_dir)
            multilingual = OnnxEncoder.multilingual(folder, workers=workers)
        except ModelError as error:
            notices = (f"Questions in Japanese are searched by their known terms only: {error}",)
    return RetrievalModels(encoder, _reranker(config), multilingual, notices)


def _reranker(config: Config) -> Reranker:
    """One of the manifest by its name; a folder, or another name, is for sentence-transformers."""
    name = config.reranker or RERANKER
    if name in {artefact.name for artefact in models.load_manifest().artefacts}:
        return OnnxReranker(model_folder(name, config.models_dir))
    return SbertReranker(name)
