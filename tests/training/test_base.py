from pathlib import Path

import numpy as np
import pytest

from core.errors import ModelError
from training.base import base_folder, export, largest_difference, load_base, read_weights
from training.fit import Example, Run, train

pytestmark = pytest.mark.models
PAIRS = [
    ("What does Japan say about reform?", "Japan calls for reform of the Security Council."),
    ("Who paid for the bridge?", "Norway has planted ten thousand trees."),
]


@pytest.fixture(scope="module")
def base() -> Path:
    try:
        return base_folder()
    except ModelError:
        pytest.skip("the models are not on this machine")


@pytest.mark.filterwarnings("ignore")
def test_the_base_gives_in_torch_the_logits_of_the_file_but_for_the_rounding_of_activations(
    base: Path,
) -> None:
    assert largest_difference(load_base(base), base, PAIRS) < 0.3


@pytest.mark.filterwarnings("ignore")
def test_what_was_learned_is_in_the_exported_file_and_the_embeddings_are_as_they_were(
    base: Path, tmp_path: Path
) -> None:
    model = load_base(base)
    examples = [Example(*pair, label=0.5) for pair in PAIRS] * 8  # neither: both logits move towards 0
    train(model, examples, tmp_path / "work", Run(epochs=2, batch=8, learning_rate=1e-4))
    export(model, base, tmp_path / "out")

    learned = largest_difference(model, base, PAIRS)
    assert learned > 1
    assert largest_difference(model, tmp_path / "out", PAIRS) < 0.3 * learned
    before, after = read_weights(base), read_weights(tmp_path / "out")
    name = "bert.embeddings.word_embeddings.weight"
    assert np.array_equal(before[name], after[name])


@pytest.mark.filterwarnings("ignore")
def test_an_interrupted_run_goes_on_from_its_last_checkpoint(base: Path, tmp_path: Path) -> None:
    examples = [Example(*pair, label=0.5) for pair in PAIRS] * 8
    run = Run(batch=4, learning_rate=1e-4, save_every=1)
    train(load_base(base), examples, tmp_path / "work", run)
    (tmp_path / "work" / "checkpoint-4").rename(tmp_path / "last")

    again = load_base(base)
    train(again, examples, tmp_path / "work", run)  # from step 3

    assert (tmp_path / "work" / "checkpoint-4" / "model.safetensors").is_file()
    trained = next(p for n, p in again.named_parameters() if n.endswith("classifier.weight")).detach().numpy()
    from safetensors.numpy import load_file

    whole = load_file(tmp_path / "last" / "model.safetensors")
    assert np.allclose(trained, whole["classifier.weight"], atol=1e-4)
