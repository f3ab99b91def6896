"""How the shipped encoder is best run: ``python -m benchmarks.encoding``.

Embeds the corpus's paragraphs one at a time and in batches, and imports the libraries that could run it,
each in a process of its own. Writes ``results/encoding.json``; docs/decisions/0001 rests on it.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.delegations import Gazetteer
from ingest import Item, discover, read_item
from models import model_path
from workspace.workspace import CORPUS, ENCODER

RESULT = Path(__file__).with_name("results") / "encoding.json"
_REPEATS = 12
_LIBRARIES = ("sentence_transformers", "llama_index.core", "chromadb", "gradio", "onnxruntime", "tokenizers")


def main() -> int:
    """Measure and write the result."""
    gazetteer = Gazetteer.load()
    items = [item for item in discover([CORPUS]) if isinstance(item, Item)]
    texts = [p.text for item in items for p in read_item(item, gazetteer).paragraphs] * _REPEATS
    alone = _embed(texts, batch=1, threads=2, workers=1)
    runs = {
        "one at a time, two threads": alone,
        "batches of 8, two threads": _embed(texts, batch=8, threads=2, workers=1),
        "batches of 32, two threads": _embed(texts, batch=32, threads=2, workers=1),
        "one at a time, two workers of one thread": _embed(texts, batch=1, threads=1, workers=2),
    }
    result = {
        "texts": len(texts),
        "runs": {
            name: {
                "ms_per_text": round(seconds / len(texts) * 1000, 2),
                "lowest_cosine_with_the_text_alone": round(float((vectors * alone[0]).sum(1).min()), 4),
            }
            for name, (vectors, seconds) in runs.items()
        },
        "import_seconds": {name: _import_seconds(name) for name in _LIBRARIES},
    }
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    sys.stdout.write(json.dumps(result, indent=1) + "\n")
    return 0


def _embed(
    texts: Sequence[str], *, batch: int, threads: int, workers: int
) -> tuple[NDArray[np.float32], float]:
    """Unit vectors, shape (len(texts), d), and the seconds they took."""
    run = _encoder(threads)
    parts = [texts[at : at + batch] for at in range(0, len(texts), batch)]
    run(parts[0])
    started = time.perf_counter()
    with ThreadPoolExecutor(workers) as pool:
        vectors = np.vstack(list(pool.map(run, parts)))
    return vectors, time.perf_counter() - started


def _encoder(threads: int) -> Callable[[Sequence[str]], NDArray[np.float32]]:
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session: Any = onnxruntime.InferenceSession(str(model_path(ENCODER, "model.onnx")), options)
    tokenizer = Tokenizer.from_file(str(model_path(ENCODER, "tokenizer.json")))
    tokenizer.no_padding()

    def run(texts: Sequence[str]) -> NDArray[np.float32]:
        tokens = tokenizer.encode_batch(list(texts))
        ids = np.zeros((len(tokens), max(len(t.ids) for t in tokens)), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, t in enumerate(tokens):
            ids[row, : len(t.ids)] = t.ids
            mask[row, : len(t.ids)] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        first = session.run(None, feed)[0][:, 0]  # (texts, tokens, d) → (texts, d)
        vectors: NDArray[np.float32] = first / np.linalg.norm(first, axis=1, keepdims=True)
        return vectors

    return run


def _import_seconds(name: str) -> float:
    code = f"import time; t = time.perf_counter(); import {name}; print(time.perf_counter() - t)"
    runs = [
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True
        )
        for _ in range(2)
    ]
    return round(min(float(run.stdout) for run in runs), 2)


if __name__ == "__main__":
    sys.exit(main())
