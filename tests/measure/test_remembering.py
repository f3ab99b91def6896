"""A text is embedded once, and not at all where a library has it already."""

from pathlib import Path

import numpy as np

from index.library import Library
from measure.remembering import RememberingEncoder, vectors_of
from tests.index.library_samples import BINDING, HashEncoder, make_statement


def test_the_same_text_is_embedded_once() -> None:
    encoder = HashEncoder()
    remembering = RememberingEncoder(encoder)
    first = remembering.encode_passages(["a", "b", "a"])
    again = remembering.encode_passages(["b", "c"])
    assert encoder.encoded == ["a", "b", "c"]
    assert np.array_equal(first[0], first[2])
    assert np.array_equal(first[1], again[0])
    assert remembering.encode_passages([]).shape == (0, remembering.dimension)


def test_what_a_library_has_embedded_is_known(tmp_path: Path) -> None:
    encoder = HashEncoder()
    with Library.open(tmp_path / "one", encoder) as library:
        library.put(*make_statement(BINDING))
    encoder.encoded.clear()
    remembering = RememberingEncoder(encoder, vectors_of(tmp_path / "one", encoder))
    with Library.open(tmp_path / "two", remembering) as library:
        library.put(*make_statement(BINDING))
    assert encoder.encoded == []
