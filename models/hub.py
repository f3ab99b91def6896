"""Model files from a hub, over plain HTTPS."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from models.manifest import Hub, ModelFile
from models.sources import NotOffered, Unavailable, size_of

DEFAULT_ENDPOINT = "https://huggingface.co"
_TRUE = ("1", "true", "yes", "on")
_CONNECT_SECONDS = 5.0  # a machine without a route to the hub should not wait for it
_READ_SECONDS = 30.0
_REDIRECTS = 5
_STALLS = 4  # broken transfers in a row that each brought less than
_STEP = 1 << 20  # this many bytes


@dataclass(slots=True)
class HubSource:
    """Fetches ``{endpoint}/{repo}/resolve/{revision}/{path}``, continuing a partial file.

    ``token`` goes only to the endpoint's own host, and only over HTTPS: a redirect to another host
    (which is how hubs hand over to their storage) does not carry it. Once the hub could not be
    reached, later files of the same pull do not wait for it again. ``pause`` is the number of
    seconds before the first retry of a broken transfer; it doubles. ``transport`` replaces the
    network.
    """

    endpoint: str = DEFAULT_ENDPOINT
    token: str = field(default="", repr=False)
    offline: bool = False
    pause: float = 0.5
    transport: httpx.BaseTransport | None = None
    _unreachable: str = field(default="", init=False)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> "HubSource":
        """Configured by ``HF_ENDPOINT``, ``HF_TOKEN`` and ``HF_HUB_OFFLINE``."""
        return cls(
            endpoint=environ.get("HF_ENDPOINT", "").rstrip("/") or DEFAULT_ENDPOINT,
            token=environ.get("HF_TOKEN", "").strip(),
            offline=environ.get("HF_HUB_OFFLINE", "").strip().lower() in _TRUE,
        )

    @property
    def name(self) -> str:
        """The hub's host."""
        return f"the hub {self._endpoint().host or self.endpoint!r}"

    def fetch(self, file: ModelFile, part: Path, scratch: Path, advance: Callable[[int], None]) -> None:  # noqa: ARG002
        """Complete ``part`` from the hub; what a broken transfer left is kept."""
        if file.hub is None:
            raise NotOffered("does not have it")
        if self.offline:
            raise Unavailable("is switched off by HF_HUB_OFFLINE")
        if self._unreachable:
            raise Unavailable(self._unreachable)
        timeout = httpx.Timeout(_READ_SECONDS, connect=_CONNECT_SECONDS)
        stalls = 0
        with httpx.Client(timeout=timeout, transport=self.transport) as client:
            while (have := size_of(part)) < file.bytes:
                try:
                    self._continue(client, file, file.hub, part, have, advance)
                except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
                    self._unreachable = f"could not be reached ({_reason(error)})"
                    raise Unavailable(self._unreachable) from None
                except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
                    raise Unavailable(f"has an unusable address ({error})") from None
                except httpx.TransportError as error:
                    got = size_of(part)
                    stalls = 0 if got - have >= _STEP else stalls + 1
                    if stalls >= _STALLS:
                        raise Unavailable(
                            f"broke off after {got:,} of {file.bytes:,} bytes ({_reason(error)})"
                        ) from None
                    time.sleep(self.pause * 2 ** (stalls - 1) if stalls else 0.0)

    def _continue(
        self,
        client: httpx.Client,
        file: ModelFile,
        hub: Hub,
        part: Path,
        have: int,
        advance: Callable[[int], None],
    ) -> None:
        """One request for the bytes from ``have`` on."""
        url = self._endpoint().join(f"{self._path()}/{hub.repo}/resolve/{hub.revision}/{hub.path}")
        response = self._open(client, url, have)
        try:
            if response.status_code == 200:
                have = 0  # the whole file, whether or not a range was asked for
            elif response.status_code == 416:
                raise Unavailable(f"has fewer than the {file.bytes:,} bytes expected")
            elif response.status_code != 206:
                raise Unavailable(f"answered {response.status_code} {response.reason_phrase}".rstrip())
            elif not response.headers.get("content-range", "").startswith(f"bytes {have}-"):
                raise Unavailable("answered with another range than was asked for")
            length = response.headers.get("content-length", "")
            if length.isdigit() and have + int(length) != file.bytes:
                raise Unavailable(f"has {have + int(length):,} bytes where {file.bytes:,} are expected")
            with part.open("r+b" if have else "wb") as stream:
                stream.seek(have)
                stream.truncate()
                # Chunks as they come: what is held back to fill one is lost with the connection.
                for chunk in response.iter_raw():
                    have += len(chunk)
                    if have > file.bytes:
                        raise Unavailable(f"sends more than the {file.bytes:,} bytes expected")
                    stream.write(chunk)
                    advance(have)
            if have < file.bytes:
                raise httpx.RemoteProtocolError("the transfer ended early")
        finally:
            response.close()

    def _open(self, client: httpx.Client, url: httpx.URL, have: int) -> httpx.Response:
        """The response after redirects, its body not read yet."""
        for _ in range(_REDIRECTS + 1):
            # Compressed transfer would make a byte range of the file meaningless.
            headers = {"Accept-Encoding": "identity"}
            if have:
                headers["Range"] = f"bytes={have}-"
            home = self._endpoint()
            if self.token and url.scheme == "https" and (url.host, url.port) == (home.host, home.port):
                headers["Authorization"] = f"Bearer {self.token}"
            response = client.send(client.build_request("GET", url, headers=headers), stream=True)
            if not response.has_redirect_location:
                return response
            response.close()
            url = url.join(response.headers["location"])
            if url.scheme != "https" and home.scheme == "https":
                raise Unavailable(f"redirects to an address that is not https ({url.host})")
        raise Unavailable("redirects too often")

    def _endpoint(self) -> httpx.URL:
        try:
            return httpx.URL(self.endpoint)
        except httpx.InvalidURL:
            return httpx.URL()

    def _path(self) -> str:
        return self._endpoint().path.rstrip("/")


def _reason(error: httpx.TransportError) -> str:
    return str(error)[:120] or type(error).__name__
