"""Encoders and cross-encoders of the user's choice: small ones of random weights, saved and loaded."""

from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import CrossEncoder
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

from core.errors import ModelError
from index.models.sbert import SbertEncoder, SbertReranker

pytestmark = pytest.mark.slow

WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "japan", "peace", "fish", "what", "of")


def cross_encoder(folder: Path, labels: int) -> Path:
    """A cross-encoder as sentence-transformers reads it from a folder."""
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        num_labels=labels,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    words = Tokenizer(WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="[UNK]"))
    words.pre_tokenizer = Whitespace()
    PreTrainedTokenizerFast(
        tokenizer_object=words, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(folder)
    return folder


def test_a_cross_encoder_in_a_folder_gives_its_logits(tmp_path: Path) -> None:
    folder = cross_encoder(tmp_path / "model", labels=1)
    reranker = SbertReranker(str(folder))
    texts = ["peace of japan", "fish", "japan fish " * 40]
    scores = reranker.score("what of peace", texts)
    expected = CrossEncoder(str(folder)).predict(
        [("what of peace", text) for text in texts], activation_fn=torch.nn.Identity()
    )
    assert scores.dtype == np.float32
    assert np.allclose(scores, expected, atol=1e-5)
    assert len(set(scores.tolist())) == 3
    assert reranker.score("what", []).shape == (0,)


def test_a_cross_encoder_with_several_scores_is_refused(tmp_path: Path) -> None:
    folder = cross_encoder(tmp_path / "model", labels=3)
    with pytest.raises(ModelError, match="gives 3 scores instead of one"):
        SbertReranker(str(folder))


@pytest.mark.parametrize(("model", "what"), [(SbertEncoder, "encoder"), (SbertReranker, "reranker")])
def test_what_cannot_be_loaded_is_named(model: type, what: str, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(ModelError, match=f"The {what} '.*' cannot be loaded"):
        model(str(tmp_path))
