"""Make api/http/examples.json: what a server answers to the requests that its description gives as examples.

rapporteur serve --home EMPTY_FOLDER --llm none --port 7999
.venv/bin/python tools/api_examples.py http://127.0.0.1:7999
"""

import json
import sys
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def main(url: str) -> int:
    """Ask for everything that is described, and write it down."""
    described = json.loads(_called(url, "/openapi.json"))
    examples: dict[str, Any] = {}
    for path, operations in described["paths"].items():
        place = path.removeprefix("/api/v1")
        if "post" in operations and "{" not in path:
            shape = operations["post"]["requestBody"]["content"]["application/json"]["schema"]["$ref"]
            (asked,) = described["components"]["schemas"][shape.split("/")[-1]]["examples"]
            examples[place.strip("/")] = json.loads(_called(url, place, asked))
            if place == "/ask":
                examples["ask events"] = _called(url, place, asked, "text/event-stream")
        elif place in ("/statements", "/healthz"):
            examples[place.strip("/")] = json.loads(_called(url, place))
    one = examples["statements"]["statements"][0]["id"]
    examples["statement"] = json.loads(_called(url, f"/statements/{one}"))
    examples["digest"] = json.loads(_called(url, f"/statements/{one}/digest"))
    paragraph = examples["statement"]["paragraphs"][5]["id"]
    examples["paragraph"] = json.loads(_called(url, f"/paragraphs/{paragraph}"))
    examples["watches list"] = json.loads(_called(url, "/watches"))
    examples["watch"] = examples["watches list"]["watches"][0]
    examples["watch removed"] = {"removed": examples["watch"]["id"]}
    examples["dossiers list"] = json.loads(_called(url, "/dossiers"))
    made = examples["dossiers"]["id"]
    examples["dossier"] = json.loads(_called(url, f"/dossiers/{made}/add", {"paragraphs": [paragraph]}))
    examples["dossier deleted"] = {"deleted": made}
    text = json.dumps(examples, ensure_ascii=False, indent=1).replace(f"{ROOT}/", "")
    (ROOT / "api" / "http" / "examples.json").write_text(text + "\n", encoding="utf-8")
    return 0


def _called(url: str, place: str, body: Any = None, accept: str = "application/json") -> str:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", "Accept": accept}
    request = urllib.request.Request(f"{url}/api/v1{place}", data, headers)  # noqa: S310 - a server of our own
    with urllib.request.urlopen(request) as reply:  # noqa: S310
        return str(reply.read().decode())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].rstrip("/")))
