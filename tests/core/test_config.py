from pathlib import Path

import pytest

from core.config import load_config


@pytest.mark.parametrize(
    ("set_to", "turns"),
    [
        ({}, 1),
        ({"RAPPORTEUR_LLM": "openai", "RAPPORTEUR_LLM_MODEL": "any"}, 8),
        ({"RAPPORTEUR_LLM": "openai", "RAPPORTEUR_LLM_AT_ONCE": "3"}, 3),
        ({"RAPPORTEUR_LLM_AT_ONCE": "2"}, 2),
    ],
)
def test_how_many_questions_a_model_works_on_at_once(
    set_to: dict[str, str], turns: int, tmp_path: Path
) -> None:
    assert load_config(set_to, cwd=tmp_path).llm.turns == turns
