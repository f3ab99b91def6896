"""The shipped models, run directly, and what sentence-transformers makes of the same files."""

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import ModelError
from index.models.encoder import QUERY_PROMPT, OnnxEncoder, embedded_text
from index.models.reranker import OnnxReranker

TEXTS = [
    "Japan, 2020-12-01, OEWG: Japan does not see the need for a new legally binding instrument.",
    "Short.",
    "",
    "日本は法的拘束力のある文書を必要としない。",
    "word " * 900,
]
QUESTION = "What is Japan's view on a binding instrument?"


@pytest.fixture(scope="module")
def encoder(encoder_dir: Path) -> OnnxEncoder:
    return OnnxEncoder(encoder_dir)


@pytest.fixture(scope="module")
def multilingual(multilingual_dir: Path) -> OnnxEncoder:
    return OnnxEncoder.multilingual(multilingual_dir)


@pytest.fixture(scope="module")
def reranker(reranker_dir: Path) -> OnnxReranker:
    return OnnxReranker(reranker_dir)


def test_vectors_have_length_one(encoder: OnnxEncoder) -> None:
    vectors = encoder.encode_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert encoder.encode_passages([]).shape == (0, encoder.dimension)


def test_a_vector_depends_on_its_text_alone(encoder: OnnxEncoder, encoder_dir: Path) -> None:
    together = encoder.encode_passages(TEXTS)
    for row, text in enumerate(TEXTS):
        assert np.array_equal(encoder.encode_passages([text])[0], together[row])
    one_worker = OnnxEncoder(encoder_dir, workers=1)
    assert np.array_equal(one_worker.encode_passages(TEXTS), together)
    assert one_worker.fingerprint == encoder.fingerprint


def test_the_multilingual_vectors_are_those_of_the_model(multilingual: OnnxEncoder) -> None:
    frozen = json.loads(Path(__file__).with_name("multilingual_vectors.json").read_text("utf-8"))["vectors"]
    for text, encoded in frozen.items():
        prompt, bare = text.split(" ", 1)
        vector = multilingual.encode_query(bare)
        if prompt == "passage:":
            (vector,) = multilingual.encode_passages([bare])
        expected = np.frombuffer(base64.b64decode(encoded), "<f2").astype(np.float32)
        # int8 against float32; two unrelated texts have .77, and the official int8 export is another
        assert vector @ expected > 0.99


def test_a_japanese_question_is_nearest_to_the_english_paragraph_that_answers_it(
    multilingual: OnnxEncoder,
) -> None:
    question = multilingual.encode_query("文民の保護について、何を求めましたか。")
    texts = [
        "We urge all parties to protect civilians in armed conflict.",
        "Our economy grew by four per cent last year.",
        "Small island States are threatened by rising seas.",
    ]
    assert (multilingual.encode_passages(texts) @ question).argmax() == 0


def test_a_logit_depends_on_its_pair_alone(reranker: OnnxReranker) -> None:
    together = reranker.score(QUESTION, TEXTS)
    assert together.shape == (len(TEXTS),)
    for row, text in enumerate(TEXTS):
        assert reranker.score(QUESTION, [text])[0] == together[row]
    assert reranker.score(QUESTION, []).shape == (0,)


def test_the_relevant_text_scores_highest(encoder: OnnxEncoder, reranker: OnnxReranker) -> None:
    assert (encoder.encode_passages(TEXTS[:4]) @ encoder.encode_query(QUESTION)).argmax() == 0
    assert reranker.score(QUESTION, TEXTS).argmax() == 0


def test_a_question_longer_than_the_model_reads_is_cut(encoder: OnnxEncoder, reranker: OnnxReranker) -> None:
    assert encoder.encode_query(QUESTION * 3000).shape == (encoder.dimension,)
    assert np.isfinite(reranker.score(QUESTION * 3000, TEXTS)).all()
    assert reranker.score(QUESTION * 3000, TEXTS).std() > 0  # the texts are still read


def test_progress_counts_texts(encoder: OnnxEncoder) -> None:
    seen: list[tuple[int, int]] = []
    encoder.encode_passages(["a", "b", "c"], lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_missing_and_damaged_files_are_named(tmp_path: Path, encoder_dir: Path) -> None:
    with pytest.raises(ModelError, match=r"'.*model\.onnx' is missing"):
        OnnxEncoder(tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    (tmp_path / "tokenizer.json").write_text("{")
    with pytest.raises(ModelError, match=r"model\.onnx' is not a usable ONNX model"):
        OnnxEncoder(tmp_path).encode_query("a")
    (tmp_path / "model.onnx").write_bytes((encoder_dir / "model.onnx").read_bytes())
    with pytest.raises(ModelError, match=r"tokenizer\.json' is not a usable tokenizer"):
        OnnxEncoder(tmp_path).encode_query("a")


def test_the_context_line_comes_before_the_words() -> None:
    assert embedded_text("Japan, 2020", "We agree.") == "Japan, 2020: We agree."
    assert embedded_text("", "We agree.") == "We agree."


def test_the_direct_path_equals_sentence_transformers(
    encoder: OnnxEncoder, encoder_dir: Path, reranker: OnnxReranker, reranker_dir: Path
) -> None:
    """Its own pooling, normalising, prompts and batching around a module that runs the same file."""
    import torch
    from onnxruntime import InferenceSession
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import InputModule, Normalize
    from sentence_transformers.sentence_transformer.modules import Pooling
    from transformers import PreTrainedTokenizerFast

    class OnnxTokens(InputModule):
        def __init__(self, folder: Path) -> None:
            super().__init__()
            self.session = InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
            self.tokenizer: Any = PreTrainedTokenizerFast(
                tokenizer_file=str(folder / "tokenizer.json"),
                pad_token="[PAD]",
                model_max_length=512,
                model_input_names=["input_ids", "token_type_ids", "attention_mask"],
            )

        def preprocess(self, inputs: Any, prompt: str | None = None, **_: Any) -> dict[str, Any]:
            texts = [(prompt or "") + text for text in inputs]
            return dict(self.tokenizer(texts, padding=True, truncation=True, return_tensors="pt"))

        def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
            names = [item.name for item in self.session.get_inputs()]
            (output,) = self.session.run(None, {name: features[name].numpy() for name in names})
            return features | {"token_embeddings": torch.from_numpy(output)}

        def save(self, *_: Any, **__: Any) -> None:
            raise NotImplementedError

    theirs = SentenceTransformer(
        modules=[OnnxTokens(encoder_dir), Pooling(encoder.dimension, "cls"), Normalize()],
        prompts={"query": QUERY_PROMPT, "document": ""},
        device="cpu",
    )
    options: dict[str, Any] = {"batch_size": 1, "show_progress_bar": False}
    assert np.allclose(theirs.encode_document(TEXTS, **options), encoder.encode_passages(TEXTS), atol=1e-5)
    assert np.allclose(theirs.encode_query(QUESTION, **options), encoder.encode_query(QUESTION), atol=1e-5)

    pairs = OnnxTokens(reranker_dir)
    logits = []
    for text in TEXTS:
        tokens = pairs.tokenizer(
            [QUESTION], [text], truncation="only_second", max_length=512, return_tensors="np"
        )
        (output,) = pairs.session.run(None, {name: tokens[name] for name in tokens})
        logits.append(output[0, 0])
    assert np.allclose(reranker.score(QUESTION, TEXTS), logits, atol=1e-5)
