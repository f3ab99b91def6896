"""One page or document from the web, on explicit request and within bounds."""

import ssl
import time
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import httpcore
import httpx

from core.errors import UnreadableError
from ingest.sources.addresses import AddressPolicy
from ingest.sources.web_names import file_name, media_type_of

_REDIRECTS = frozenset([301, 302, 303, 307, 308])
_MOST_REDIRECTS = 5
_LONGEST_URL = 2000
_CONNECT_S = 10.0  # an address that does not answer by then is passed over for the next
_HEADERS = (
    (b"User-Agent", b"Rapporteur (reads one page at a person's request)"),
    (b"Accept", b"text/html,application/xhtml+xml,application/pdf,text/plain,*/*;q=0.5"),
    (b"Accept-Encoding", b"gzip"),
)
_PUBLIC = AddressPolicy()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched: its bytes, the URL it came from in the end, a file name whose ending says what
    it is, and the media type that the server gave ("text/html", "" without one)."""

    data: bytes
    url: str
    name: str
    media_type: str


def fetch(
    url: str, *, max_bytes: int = 50_000_000, timeout_s: float = 30.0, policy: AddressPolicy = _PUBLIC
) -> Fetched:
    """The page or document at ``url``.

    Only http and https, only public addresses (see ingest/sources/addresses.py), at most five redirects, each
    held to the same rules, none from https to http. ``timeout_s`` is for all of it together;
    ``max_bytes`` is for what arrives as well as for what it unpacks to. Proxies and other settings of
    the environment are not used. Raises UnreadableError.
    """
    deadline = time.monotonic() + timeout_s
    here = _checked(url, url)
    for _ in range(_MOST_REDIRECTS + 1):
        addresses = policy.addresses(here.raw_host.decode(), _port(here), url, deadline - time.monotonic())
        backend = _Pinned(addresses, deadline)
        try:
            with (
                httpcore.ConnectionPool(
                    ssl_context=httpcore.default_ssl_context(), network_backend=backend
                ) as pool,
                pool.stream("GET", _target(here), headers=[(b"Host", here.netloc), *_HEADERS]) as response,
            ):
                headers = _headers(response.headers)
                if response.status in _REDIRECTS and "location" in headers:
                    here = _redirected(here, headers["location"], url)
                    continue
                _check_answer(response.status, headers, url, max_bytes)
                data = _body(response.iter_stream(), headers.get("content-encoding", ""), url, max_bytes)
        except httpcore.TimeoutException:
            raise UnreadableError(
                f"{url} took more than {timeout_s:g} seconds; try again later, or save it and add the file."
            ) from None
        except (
            httpcore.NetworkError,
            httpcore.ProtocolError,
            httpcore.UnsupportedProtocol,
            OSError,
        ) as error:
            raise UnreadableError(_failure(url, error)) from None
        if not data:
            raise UnreadableError(f"{url} is empty; check the address.")
        media_type = media_type_of(headers.get("content-type", ""))
        final = str(here.copy_with(fragment=None))
        return Fetched(
            data, final, file_name(final, media_type, headers.get("content-disposition", "")), media_type
        )
    raise UnreadableError(
        f"{url} redirects more than {_MOST_REDIRECTS} times; open it in a browser and add that."
    )


def _checked(text: str, url: str) -> httpx.URL:
    """``text`` as a URL that may be asked for."""
    problem = ""
    try:
        parsed = httpx.URL(text.strip())
        port = parsed.port
    except (httpx.InvalidURL, ValueError, TypeError):
        problem = "is not a valid URL"
    else:
        if len(text) > _LONGEST_URL:
            problem = "is too long for a URL"
        elif parsed.scheme not in ("http", "https"):
            problem = "is not an http or https URL"
        elif parsed.userinfo:
            problem = "holds a user name or password, which is not sent"
        elif not parsed.host or (port is not None and not 0 < port < 65536):
            problem = "names no host that could be asked"
    if problem:
        where = "" if text == url else " (to which it redirects)"
        raise UnreadableError(
            f"{text[:200]}{where} {problem}; give the address of the page as a browser shows it."
        )
    return parsed


def _redirected(here: httpx.URL, location: str, url: str) -> httpx.URL:
    try:
        there = str(here.join(location))
    except (httpx.InvalidURL, ValueError):
        there = location
    following = _checked(there, url)
    if here.scheme == "https" and following.scheme == "http":
        raise UnreadableError(
            f"{url} redirects from https to an unprotected address, and was not followed; save the page and "
            "add the file."
        )
    return following


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _target(url: httpx.URL) -> httpcore.URL:
    return httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=_port(url), target=url.raw_path or b"/"
    )


def _headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """By name in small letters, the first of several; browsers take UTF-8 here where it is valid."""
    headers: dict[str, str] = {}
    for key, value in raw:
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError:
            text = value.decode("latin-1")
        headers.setdefault(key.decode("latin-1").lower(), text.strip())
    return headers


def _check_answer(status: int, headers: dict[str, str], url: str, max_bytes: int) -> None:
    if status != 200:
        raise UnreadableError(f"{url} {_STATUS.get(status) or _status(status)}.")
    media = media_type_of(headers.get("content-type", ""))
    if media.split("/")[0] in ("image", "audio", "video", "font"):
        raise UnreadableError(f"{url} is {media}, which holds no text; give the address of the statement.")
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > max_bytes:
        raise UnreadableError(_too_large(url, max_bytes))


_STATUS: Mapping[int, str] = {
    401: "asks for a login; open it in a browser, save the page and add the file",
    403: "is refused to programs; open it in a browser, save the page and add the file",
    404: "does not exist (404); check the address",
    410: "is no longer there (410); check the address",
    429: "asks for patience (429); try again later",
}


def _status(status: int) -> str:
    if status >= 500:
        return f"could not be served by its host ({status}); try again later"
    return f"gave no page (status {status}); open it in a browser, save the page and add the file"


def _too_large(url: str, max_bytes: int) -> str:
    return f"{url} is larger than the {max_bytes:,} bytes allowed; save the part that you need and add that."


def _body(chunks: Iterable[bytes], encoding: str, url: str, max_bytes: int) -> bytes:
    """The body, unpacked; stops as soon as either form of it is too large."""
    if encoding.lower() not in ("", "identity", "gzip", "x-gzip"):
        raise UnreadableError(
            f"{url} was sent in an encoding that was not asked for ({encoding[:40]}); save the page and "
            "add the file."
        )
    packed = "gzip" in encoding.lower()
    body = bytearray()
    received = 0
    unpack = zlib.decompressobj(wbits=31)
    for chunk in chunks:
        received += len(chunk)
        if packed:
            try:
                body += unpack.decompress(chunk, max_bytes + 1 - len(body))
            except zlib.error:
                raise UnreadableError(f"{url} arrived damaged; try again later.") from None
        else:
            body += chunk
        if max(len(body), received) > max_bytes:
            raise UnreadableError(_too_large(url, max_bytes))
    if packed and body and not unpack.eof:
        raise UnreadableError(f"{url} arrived cut off; try again later.")
    return bytes(body)


def _failure(url: str, error: Exception) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return f"{url} has no valid certificate, and was not fetched; open it in a browser to see why."
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpcore.ConnectError):
        return f"{url} cannot be reached; check the address and the connection."
    if isinstance(error, httpcore.ProtocolError):
        return (
            f"{url} was not answered as the web does, or was cut off; check the address, or try again later."
        )
    return f"{url} stopped answering; try again later."


class _Pinned(httpcore.NetworkBackend):
    """Connects to addresses that were checked, whatever name is asked for, and not beyond the deadline
    (of ``time.monotonic``)."""

    def __init__(self, addresses: tuple[str, ...], deadline: float) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - the address is known already
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        for address in self._addresses[:-1]:
            try:
                return self._connected(address, port, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connected(self._addresses[-1], port, local_address, socket_options)

    def _connected(
        self,
        address: str,
        port: int,
        local_address: str | None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None,
    ) -> httpcore.NetworkStream:
        left = min(_left(self._deadline), _CONNECT_S)
        stream = self._backend.connect_tcp(address, port, left, local_address, socket_options)
        return _Stream(stream, self._deadline)


class _Stream(httpcore.NetworkStream):
    """A stream on which everything together ends at the deadline, however slowly it drips."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        return _Stream(
            self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline)), self._deadline
        )

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time allowed for the whole of it is over")
    return left
