import re
from pathlib import Path

import numpy as np
import pytest
from llama_index.core.embeddings import MockEmbedding

from core.config import load_config
from core.records import Filters
from index.library import Library
from index.llamaindex import EmbeddingEncoder, ParagraphRetriever, RapporteurEmbedding
from tests.index.library_samples import BINDING, OCEANS, HashEncoder, OverlapReranker, make_statement
from workspace.workspace import Workspace


def test_our_encoder_serves_llamaindex() -> None:
    encoder = HashEncoder()
    embedding = RapporteurEmbedding(encoder)
    assert np.allclose(embedding.get_query_embedding("a b"), encoder.encode_query("a b"))
    batch = embedding.get_text_embedding_batch(["a", "b"])
    assert np.allclose(batch, encoder.encode_passages(["a", "b"]))
    assert np.allclose(embedding.get_text_embedding("b"), batch[1])


def test_our_search_serves_llamaindex(tmp_path: Path) -> None:
    with Library.open(tmp_path, HashEncoder(), OverlapReranker()) as library:
        library.put(*make_statement(BINDING, OCEANS))
        library.put(*make_statement(f"{BINDING} So say we.", delegation="FRA", origin="fr.txt"))
        retriever = ParagraphRetriever(library, Filters(delegations=("JPN",)), k=1)
        (node,) = retriever.retrieve("binding instrument")
    assert node.node.get_content() == BINDING
    assert node.node.metadata["label"] == "JPN 2020-12-01 ¶1"


def test_a_llamaindex_embedding_serves_the_library(tmp_path: Path) -> None:
    encoder = EmbeddingEncoder(MockEmbedding(embed_dim=8))
    assert encoder.dimension == 8
    assert np.allclose(np.linalg.norm(encoder.encode_passages(["a", "b"]), axis=1), 1)
    assert encoder.fingerprint != EmbeddingEncoder(MockEmbedding(embed_dim=8), "2").fingerprint
    with Library.open(tmp_path, encoder) as library:
        library.put(*make_statement(BINDING))
        assert library.search("binding").hits[0].source.text == BINDING
        assert library.check() == ()


@pytest.mark.models
def test_the_example_in_the_docs_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RAPPORTEUR_HOME", str(tmp_path))
    workspace = Workspace.open(load_config().without_llm())
    workspace.intake.add_corpus()
    workspace.close()
    text = (Path(__file__).parents[2] / "docs" / "using.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    exec(compile(example, "docs/using.md", "exec"), {})
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("JPN 2020-12-01 ¶")
    assert "legally binding instrument" in first
