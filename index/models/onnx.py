"""An ONNX text model run directly: onnxruntime and tokenizers, one text a run.

The shipped models are quantised dynamically: activations are scaled by their largest value in the
batch, so what a text is batched with changes its vector. One text a run makes the result depend on
the text alone; one single-threaded worker a core makes that also the fastest way on CPU.
"""

import hashlib
import json
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from core.cores import usable_cores
from core.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Progress = Callable[[int, int], None]
"""Called with (done, total) while something long goes on."""

_CHUNK = 64  # texts handed to the workers at a time, so that an interrupt is answered soon


class Tokens(Protocol):
    """What the model reads of a tokenised text."""

    ids: list[int]
    attention_mask: list[int]
    type_ids: list[int]


class OnnxModel:
    """``model.onnx`` and ``tokenizer.json`` of one folder, loaded on first use. Thread-safe."""

    def __init__(
        self, folder: Path, *, max_tokens: int, strategy: str, workers: int = 0, yielding: bool = False
    ) -> None:
        """``yielding`` has several texts at once wait for everything else that the processor has to do."""
        self._folder = folder
        self._max_tokens = max_tokens
        self._strategy = strategy
        self._workers = workers or usable_cores()
        self._yielding = yielding
        self._lock = threading.Lock()
        self._loaded: tuple[Any, Tokenizer, ThreadPoolExecutor] | None = None
        self._whole: Tokenizer | None = None
        self._fingerprint = ""
        for name in ("model.onnx", "tokenizer.json"):
            if not (folder / name).is_file():
                raise ModelError(
                    f"The model file {str(folder / name)!r} is missing; run `rapporteur models pull`, "
                    "or name a folder that has it with --models-dir."
                )

    @property
    def fingerprint(self) -> str:
        """Hash of the two files' bytes (16 hex digits)."""
        with self._lock:
            if not self._fingerprint:
                digest = hashlib.sha256()
                for name in ("model.onnx", "tokenizer.json"):
                    with (self._folder / name).open("rb") as file:
                        digest.update(hashlib.file_digest(file, "sha256").digest())
                self._fingerprint = digest.hexdigest()[:16]
            return self._fingerprint

    def first_tokens(self, text: str, limit: int) -> str:
        """``text`` cut after its first ``limit`` tokens."""
        offsets = self._untruncated().encode(text, add_special_tokens=False).offsets
        return text if len(offsets) <= limit else text[: offsets[limit - 1][1]]

    def outputs(self, texts: Sequence[str | tuple[str, str]]) -> Iterator[NDArray[np.float32]]:
        """The model's first output for each text or pair, in order, without its batch axis."""
        session, tokenizer, pool = self._load()
        wanted = [given.name for given in session.get_inputs()]

        def run(text: str | tuple[str, str]) -> NDArray[np.float32]:
            tokens = tokenizer.encode(*text) if isinstance(text, tuple) else tokenizer.encode(text)
            inputs = {
                "input_ids": tokens.ids,
                "attention_mask": tokens.attention_mask,
                "token_type_ids": tokens.type_ids,
            }
            given = {name: np.array([inputs[name]], dtype=np.int64) for name in wanted}
            output: NDArray[np.float32] = session.run(None, given)[0][0]
            return output

        if len(texts) == 1:
            yield run(texts[0])
            return
        for at in range(0, len(texts), _CHUNK):
            yield from pool.map(run, texts[at : at + _CHUNK])

    def _untruncated(self) -> "Tokenizer":
        with self._lock:
            if self._whole is None:
                self._whole = self._tokenizer()
                self._whole.no_truncation()
            return self._whole

    def _load(self) -> "tuple[Any, Tokenizer, ThreadPoolExecutor]":
        with self._lock:
            if self._loaded is None:
                self._loaded = self._read()
            return self._loaded

    def _read(self) -> "tuple[Any, Tokenizer, ThreadPoolExecutor]":
        import onnxruntime
        from onnxruntime.capi.onnxruntime_pybind11_state import (
            Fail,
            InvalidArgument,
            InvalidGraph,
            InvalidProtobuf,
        )

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            session = onnxruntime.InferenceSession(
                str(self._folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf) as error:
            raise ModelError(
                f"{str(self._folder / 'model.onnx')!r} is not a usable ONNX model "
                f"({str(error).splitlines()[0][:120]}); run `rapporteur models verify`."
            ) from error
        tokenizer = self._tokenizer()
        tokenizer.enable_truncation(self._max_tokens, strategy=self._strategy)
        start = _yield_to_others if self._yielding else None
        pool = ThreadPoolExecutor(self._workers, thread_name_prefix="onnx", initializer=start)
        return session, tokenizer, pool

    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        definition = (self._folder / "tokenizer.json").read_text(encoding="utf-8", errors="replace")
        try:
            usable = "model" in json.loads(definition)
        except json.JSONDecodeError:
            usable = False
        if not usable:
            raise ModelError(
                f"{str(self._folder / 'tokenizer.json')!r} is not a usable tokenizer; "
                "run `rapporteur models verify`."
            )
        tokenizer = Tokenizer.from_str(definition)
        tokenizer.no_padding()
        return tokenizer


def _yield_to_others() -> None:
    if sys.platform == "linux":  # where a thread has a priority of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
