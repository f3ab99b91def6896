"""What the OpenAPI description says of a route beside its types: an example of the answer, and the errors."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from api.http.problems import MEDIA_TYPE
from api.http.shapes import Problem
from api.http.stream import EVENT_STREAM

EXAMPLES = Path(__file__).with_name("examples.json")
_ERRORS: Mapping[int, str] = {
    400: "The call cannot be acted on as given.",
    401: "A token is needed.",
    404: "It is not in the library.",
    413: "The request is too large.",
    422: "A field is missing or has a value that it cannot have.",
    429: "Too many requests; `Retry-After` says when to ask again.",
    503: "The library or a model cannot be used now.",
    504: "It took too long.",
}


def described(name: str, answer: type[BaseModel], *, stream: bool = False) -> dict[str, Any]:
    """Keyword arguments of a route: its example is the one of that ``name`` in ``examples.json``."""
    examples = json.loads(EXAMPLES.read_text("utf-8")) if EXAMPLES.exists() else {}
    content: dict[str, Any] = {"application/json": {"example": examples.get(name)}}
    if stream:
        content[EVENT_STREAM] = {"example": examples.get(f"{name} events")}
    problems = {
        status: {
            "description": sentence,
            "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}},
        }
        for status, sentence in _ERRORS.items()
    }
    return {"name": name, "responses": {200: {"model": answer, "content": content}, **problems}}
