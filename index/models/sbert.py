"""Encoders and cross-encoders of the user's choice, through sentence-transformers.

The shipped models do not come this way: importing the library alone takes five seconds. Here it is
imported, when a model is made and not before.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from index.models.encoder import PREPARATION, Vectors
from index.models.onnx import Progress

_CHUNK = 32
_NOT_THE_MODEL = (".md", ".png", ".jpg", ".gitattributes", ".lock")


class SbertEncoder:
    """A sentence-transformers model: ``name`` is a folder, or a name for the Hugging Face hub.

    Raises ModelError when it cannot be loaded. Its own prompts for queries and documents apply.
    """

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(name)
        except (OSError, ValueError, LookupError, RuntimeError) as error:
            raise ModelError(_unusable("encoder", name, error)) from error
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            raise ModelError(
                f"The encoder {name!r} does not say how long its vectors are; choose another in the "
                "setting `encoder`."
            )
        self.dimension: Final = int(dimension)
        self.fingerprint: Final = f"{_fingerprint(name, self._model)}-{PREPARATION}"

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit vectors of ``texts``, shape (len(texts), d)."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for at in range(0, len(texts), _CHUNK):
            part = list(texts[at : at + _CHUNK])
            vectors[at : at + len(part)] = self._model.encode_document(
                part, batch_size=_CHUNK, normalize_embeddings=True, show_progress_bar=False
            )
            if progress is not None:
                progress(at + len(part), len(texts))
        return vectors

    def encode_query(self, text: str) -> Vectors:
        """Unit vector of a question, shape (d,)."""
        vector = self._model.encode_query(text, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vector, dtype=np.float32)


class SbertReranker:
    """A sentence-transformers CrossEncoder with one score: ``name`` is a folder, or a name for the Hugging
    Face hub. Taken to read every language of the library. Raises ModelError when it cannot be loaded."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import CrossEncoder

        try:
            self._model = CrossEncoder(name)
        except (OSError, ValueError, LookupError, RuntimeError) as error:
            raise ModelError(_unusable("reranker", name, error)) from error
        if self._model.num_labels != 1:
            raise ModelError(
                f"The reranker {name!r} gives {self._model.num_labels} scores instead of one; choose a "
                "cross-encoder for ranking in the setting `reranker`."
            )

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Raw logits, shape (len(texts),)."""
        if not texts:
            return np.empty(0, dtype=np.float32)
        from torch.nn import Identity  # the logit, and not the probability that it is made into

        pairs = [(query, text) for text in texts]
        scores = self._model.predict(
            pairs, batch_size=_CHUNK, activation_fn=Identity(), show_progress_bar=False
        )
        return np.asarray(scores, dtype=np.float32)


def _fingerprint(name: str, model: object) -> str:
    folder = Path(name)
    if folder.is_dir():
        digest = hashlib.sha256()
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            if not path.name.endswith(_NOT_THE_MODEL) and ".git" not in path.parts:
                digest.update(path.relative_to(folder).as_posix().encode())
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()[:16]
    config = getattr(getattr(model[0], "auto_model", None), "config", None)  # type: ignore[index]
    revision = getattr(config, "_commit_hash", None) or "unknown"
    return hashlib.sha256(f"{name}@{revision}".encode()).hexdigest()[:16]


def _unusable(what: str, name: str, error: BaseException) -> str:
    reason = str(error).strip().splitlines()[0][:160] if str(error).strip() else type(error).__name__
    return (
        f"The {what} {name!r} cannot be loaded ({reason}); name a sentence-transformers folder, or remove "
        "the setting to use the built-in model."
    )
