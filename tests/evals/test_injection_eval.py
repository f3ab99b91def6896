"""The prompts that an answer must not repeat are those that ship."""

from evals.injection import PROMPTS
from prompts import load_prompt


def test_the_prompts_that_are_looked_for_are_there() -> None:
    assert all(load_prompt(name).messages for name in PROMPTS)
