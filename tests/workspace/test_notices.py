"""What the reader is told of the models that are set."""

from pathlib import Path

import pytest

from core.config import load_config
from workspace.workspace import Workspace


@pytest.mark.models
@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("", False),
        ('[llm]\nprovider = "none"', False),
        ('[llm]\nprovider = "openai"\nmodel = "m"\nbase_url = "http://127.0.0.1:9/v1"', True),
    ],
)
def test_another_language_model_is_not_the_one_to_which_the_thresholds_were_fitted(
    tmp_path: Path, settings: str, told: bool
) -> None:
    (tmp_path / "rapporteur.toml").write_text(settings)
    workspace = Workspace.open(load_config({}, cwd=tmp_path, home=tmp_path / "home"))
    try:
        assert any("built-in language model" in notice for notice in workspace.notices) is told
    finally:
        workspace.close()
