from importlib.resources import files

import pytest

import prompts
from prompts import Message, Prompt, load_prompt

NAMES = sorted(
    path.name.removesuffix(".md") for path in files(prompts).iterdir() if path.name.endswith(".md")
)


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_file_renders_with_exactly_its_variables(name: str) -> None:
    prompt = load_prompt(name)
    messages = prompt.render(**{variable: f"«{variable}»" for variable in prompt.variables})
    text = "\n".join(message.content for message in messages)
    assert "{{" not in text
    assert all(f"«{variable}»" in text for variable in prompt.variables)
    assert len(prompt.sha256) == 64


def test_a_value_is_not_looked_at_for_variables() -> None:
    prompt = Prompt("p", (Message("user", "{{a}} and {{b}}"),), "")
    (message,) = prompt.render(a="{{b}}", b="two")
    assert message.content == "{{b}} and two"


@pytest.mark.parametrize("values", [{}, {"a": "1"}, {"a": "1", "b": "2", "c": "3"}])
def test_missing_and_unknown_variables_are_refused(values: dict[str, str]) -> None:
    prompt = Prompt("p", (Message("user", "{{a}} and {{b}}"),), "")
    with pytest.raises(KeyError, match="missing or unknown"):
        prompt.render(**values)


def test_what_stands_above_the_first_heading_is_for_the_reader_only() -> None:
    prompt = load_prompt("write")
    assert [message.role for message in prompt.messages] == ["assistant", "user"]
    assert all("Bad:" not in message.content for message in prompt.messages)
