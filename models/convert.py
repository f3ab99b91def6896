"""A packed multilingual-e5-small made into the two files that the encoder loads.

The same packed bytes always give the same files, so that the manifest can name these by their sha256.
"""

import json
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from models.bert import encoder_graph
from models.e5s1 import Packed, read_packed

_PLACEHOLDER = 0xE000  # of the private use area, so that NFKC leaves it alone


def _tokenizer(model: Packed) -> bytes:
    """``tokenizer.json``: SentencePiece's unigram model as the tokenizers library reads it."""
    pieces = [[piece, float(score)] for piece, score in zip(model.pieces, model.scores, strict=True)]
    # the model was made with a map of characters that is NFKC, but for those that it has pieces for
    kept = sorted({c for piece in model.pieces for c in piece if unicodedata.normalize("NFKC", c) != c})
    pairs = [(c, chr(_PLACEHOLDER + number)) for number, c in enumerate(kept)]
    specials = {name: model.pieces[name] for name in (model.begin, model.end)}
    definition = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [_special(number, piece) for number, piece in sorted(specials.items())],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                {"type": "Nmt"},
                *(_replace({"String": c}, placeholder) for c, placeholder in pairs),
                {"type": "NFKC"},
                *(_replace({"String": placeholder}, c) for c, placeholder in pairs),
                _replace({"Regex": " {2,}"}, " "),
            ],
        },
        "pre_tokenizer": {
            "type": "Metaspace",
            "replacement": "▁",
            "prepend_scheme": "always",
            "split": False,
        },
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [
                _template("SpecialToken", specials[model.begin]),
                _template("Sequence", "A"),
                _template("SpecialToken", specials[model.end]),
            ],
            "pair": [_template("Sequence", "A"), _template("Sequence", "B")],
            "special_tokens": {
                piece: {"id": piece, "ids": [number], "tokens": [piece]} for number, piece in specials.items()
            },
        },
        "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": False},
        "model": {"type": "Unigram", "unk_id": model.unknown, "vocab": pieces, "byte_fallback": False},
    }
    return json.dumps(definition, ensure_ascii=False, separators=(",", ":")).encode()


def _special(number: int, piece: str) -> dict[str, object]:
    flags = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
    return {"id": number, "content": piece, **flags, "special": True}


def _replace(pattern: dict[str, str], content: str) -> dict[str, object]:
    return {"type": "Replace", "pattern": pattern, "content": content}


def _template(kind: str, name: str) -> dict[str, object]:
    return {kind: {"id": name, "type_id": 0}}


CONVERSIONS: Mapping[str, Callable[[Path], bytes]] = MappingProxyType(
    {
        "e5s1 to onnx": lambda path: encoder_graph(read_packed(path)),
        "e5s1 to tokenizer": lambda path: _tokenizer(read_packed(path)),
    }
)
"""What the manifest may ask for, by name: from a packed file to the bytes of the file made of it."""
