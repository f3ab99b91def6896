"""Prompts are Markdown files beside this one; code fills in named variables and nothing else.

A file holds one message per ``## System``, ``## User`` or ``## Assistant`` heading; what stands above
the first of these is for the reader of the file. ``{{name}}`` is a variable. The SHA-256 of every
prompt used is recorded on the answer.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Role = Literal["system", "user", "assistant"]

_HEADING = re.compile(r"^## (System|User|Assistant)\s*$", re.MULTILINE)
_VARIABLE = re.compile(r"\{\{(\w+)\}\}")
_ROLES: Mapping[str, Role] = {"System": "system", "User": "user", "Assistant": "assistant"}


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a chat prompt."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt file: its messages with their variables still open, and the file's SHA-256."""

    name: str
    messages: tuple[Message, ...]
    sha256: str

    @property
    def variables(self) -> frozenset[str]:
        """The names that ``render`` must be given."""
        return frozenset(v for m in self.messages for v in _VARIABLE.findall(m.content))

    def render(self, **values: str) -> tuple[Message, ...]:
        """The messages with every variable filled in, in one pass: a value that happens to contain
        ``{{…}}`` is not looked at again. Raises KeyError on a missing or unknown name."""
        if values.keys() != self.variables:
            odd = sorted(values.keys() ^ self.variables)
            raise KeyError(f"prompt {self.name!r}: variables {odd} are missing or unknown")
        return tuple(
            Message(m.role, _VARIABLE.sub(lambda found: values[found[1]], m.content)) for m in self.messages
        )


@cache
def load_prompt(name: str) -> Prompt:
    """Read ``prompts/<name>.md``. Raises FileNotFoundError for a name that doesn't exist and
    ValueError for a file without a message."""
    raw = files(__name__).joinpath(f"{name}.md").read_text(encoding="utf-8")
    parts = _HEADING.split(raw)[1:]
    messages = tuple(
        Message(_ROLES[heading], body.strip()) for heading, body in zip(parts[::2], parts[1::2], strict=True)
    )
    if not messages:
        raise ValueError(f"prompt {name!r} has no '## System', '## User' or '## Assistant' heading")
    return Prompt(name, messages, hashlib.sha256(raw.encode()).hexdigest())
