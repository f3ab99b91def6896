"""Language-model servers that speak just enough of the real protocols, on a loopback port."""

import json
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class FakeServer:
    """What the server was asked, and what it answers with: pieces of a reply, or an HTTP status; ``likely``
    are the probabilities of the first token, where it tells them, and ``plain`` a server that refuses to be
    asked for them."""

    likely: dict[str, float] = field(default_factory=dict)
    plain: bool = False
    pieces: list[str] = field(default_factory=lambda: ["Japan sees ", "no need."])
    status: int = 200
    url: str = ""
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


def openai_events(pieces: list[str]) -> Iterator[str]:
    base = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "fake"}
    for piece in pieces:
        choice = {"index": 0, "delta": {"role": "assistant", "content": piece}, "finish_reason": None}
        yield f"data: {json.dumps({**base, 'choices': [choice]})}\n\n"
    done = {"index": 0, "delta": {}, "finish_reason": "stop"}
    yield f"data: {json.dumps({**base, 'choices': [done]})}\n\n"
    yield "data: [DONE]\n\n"


def openai_reply(pieces: list[str]) -> dict[str, Any]:
    message = {"role": "assistant", "content": "".join(pieces)}
    return {
        "id": "c1",
        "object": "chat.completion",
        "created": 1,
        "model": "fake",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


def with_probabilities(reply: dict[str, Any], likely: dict[str, float]) -> dict[str, Any]:
    top = [{"token": token, "logprob": math.log(p), "bytes": None} for token, p in likely.items()]
    first = {"token": next(iter(likely)), "logprob": top[0]["logprob"], "bytes": None, "top_logprobs": top}
    reply["choices"][0]["logprobs"] = {"content": [first]}
    return reply


def anthropic_message(content: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": "m1",
        "type": "message",
        "role": "assistant",
        "model": "fake",
        "content": content,
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 1, "output_tokens": 1},
    }


def anthropic_events(pieces: list[str]) -> Iterator[str]:
    def event(kind: str, **values: Any) -> str:
        return f"event: {kind}\ndata: {json.dumps({'type': kind, **values})}\n\n"

    yield event("message_start", message={**anthropic_message([]), "stop_reason": None})
    yield event("content_block_start", index=0, content_block={"type": "text", "text": ""})
    for piece in pieces:
        yield event("content_block_delta", index=0, delta={"type": "text_delta", "text": piece})
    yield event("content_block_stop", index=0)
    yield event(
        "message_delta", delta={"stop_reason": "end_turn", "stop_sequence": None}, usage={"output_tokens": 1}
    )
    yield event("message_stop")


@contextmanager
def serving(kind: str) -> Iterator[FakeServer]:
    """A server of ``kind`` "openai" or "anthropic", for as long as the block runs."""
    fake = FakeServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.requests.append(body)
            fake.headers.append({name.lower(): value for name, value in self.headers.items()})
            if fake.status != 200:
                self._send(
                    fake.status, "application/json", [json.dumps({"error": {"message": "no: sk-secret"}})]
                )
            elif body.get("stream"):
                events = openai_events if kind == "openai" else anthropic_events
                self._send(200, "text/event-stream", events(fake.pieces))
            elif kind == "openai" and fake.plain and "logprobs" in body:
                self._send(400, "application/json", [json.dumps({"error": {"message": "logprobs?"}})])
            elif kind == "openai":
                reply = openai_reply(fake.pieces)
                if fake.likely and body.get("logprobs"):
                    reply = with_probabilities(reply, fake.likely)
                self._send(200, "application/json", [json.dumps(reply)])
            else:
                content = [{"type": "text", "text": "".join(fake.pieces)}]
                self._send(200, "application/json", [json.dumps(anthropic_message(content))])

        def _send(self, status: int, kind: str, chunks: Any) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Connection", "close")
            self.end_headers()
            for chunk in chunks:
                self.wfile.write(chunk.encode())
                self.wfile.flush()

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
