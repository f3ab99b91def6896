"""A library's encoders, and which passages have a vector of which."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.japanese import is_japanese
from index.models.encoder import Encoder
from index.store.embeddings import Key
from index.store.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Embedder:
    """Every passage has a vector of ``encoder``. Beside it, every passage in Japanese has one of
    ``multilingual`` from the start, and others when they are wanted (see `index.languages`)."""

    encoder: Encoder
    multilingual: Encoder | None = None

    @property
    def encoders(self) -> dict[str, Encoder]:
        """The encoders by fingerprint."""
        both = (self.encoder, self.multilingual)
        return {encoder.fingerprint: encoder for encoder in both if encoder is not None}

    def texts(self, prepared: Prepared) -> dict[Key, str]:
        """What is embedded of an entry, by the key of its vector."""
        found: dict[Key, str] = {}
        for passage, sha, text in zip(prepared.passages, prepared.shas, prepared.texts, strict=True):
            found[self.encoder.fingerprint, sha] = text
            if self.multilingual is not None and is_japanese(passage.text):
                found[self.multilingual.fingerprint, sha] = text
        return found

    def embedded(self, texts: Mapping[Key, str]) -> dict[Key, bytes]:
        """Vectors of texts as the catalogue keeps them, float16, by the same keys."""
        found: dict[Key, bytes] = {}
        for fingerprint, encoder in self.encoders.items():
            mine = [key for key in texts if key[0] == fingerprint]
            if mine:
                vectors = encoder.encode_passages([texts[key] for key in mine])
                found |= {
                    key: row.astype(np.float16).tobytes() for key, row in zip(mine, vectors, strict=True)
                }
        return found
