import gzip
import http.server
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address

import httpcore
import pytest

from core.errors import UnreadableError
from ingest.sources.addresses import Address, AddressPolicy, is_public
from ingest.sources.fetch import Fetched, fetch
from ingest.sources.web_names import file_name

PAGE = b"<html><body><p>The words of the statement.</p></body></html>"
Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


def this_machine(address: Address) -> bool:
    """What the tests' server stands on, and nothing else: 127.0.0.1."""
    return str(address) == "127.0.0.1"


HERE = AddressPolicy(allows=this_machine, resolver=lambda host, port: ["127.0.0.1"])


@dataclass
class Site:
    """A server on this machine whose pages are functions."""

    port: int = 0
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str, host: str = "site.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def page(self, path: str, body: bytes = PAGE, status: int = 200, **headers: str) -> str:
        def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        self.pages[path] = answer
        return self.url(path)


class _Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """The client went away, as it should."""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    here = Site()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append((self.path, {key.lower(): value for key, value in self.headers.items()}))
            here.pages[self.path](self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with _Server(("127.0.0.1", 0), Handler) as server:
        here.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield here
        server.shutdown()
        thread.join()


def get(url: str, *, max_bytes: int = 100_000, timeout_s: float = 5.0) -> Fetched:
    return fetch(url, max_bytes=max_bytes, timeout_s=timeout_s, policy=HERE)


def refusal(
    url: str, *, max_bytes: int = 100_000, timeout_s: float = 5.0, policy: AddressPolicy = HERE
) -> str:
    with pytest.raises(UnreadableError) as refused:
        fetch(url, max_bytes=max_bytes, timeout_s=timeout_s, policy=policy)
    return str(refused.value)


def test_a_page_comes_with_its_name_and_kind(site: Site) -> None:
    url = site.page("/un/statement.php?id=3", Content_Type="text/html; charset=utf-8")
    assert get(url + "#top") == Fetched(PAGE, url, "statement.html", "text/html")
    path, headers = site.asked[-1]
    assert path == "/un/statement.php?id=3"
    assert headers["host"] == f"site.example:{site.port}"
    assert headers["accept-encoding"] == "gzip"
    assert "cookie" not in headers
    assert "referer" not in headers


def test_the_connection_goes_to_the_address_that_was_checked(site: Site) -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    policy = AddressPolicy(allows=this_machine, resolver=lambda host, port: next(answers))
    assert fetch(site.page("/pinned"), policy=policy).data == PAGE  # a second look-up would be refused
    assert next(answers) == ["127.0.0.2"]


def test_the_environments_proxies_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert get(site.page("/no-proxy")).data == PAGE


@pytest.mark.parametrize(
    "url",
    [
        *(
            "ftp://a.example/x",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:text/html,x",
            "gopher://a/",
        ),
        *("", "nonsense", "http://", "http:///x", "http://a.example:99999/", "http://[::1/", "//a.example/x"),
        *("http://user:secret@a.example/", "https://user@a.example/", "http://a.example/" + "x" * 3000),
        "http://a\0b.example/",
    ],
)
def test_what_is_no_web_address_is_refused_before_anything_is_asked(url: str) -> None:
    def resolver(host: str, port: int) -> list[str]:
        raise AssertionError("nothing should be looked up")

    message = refusal(url, policy=AddressPolicy(resolver=resolver))
    assert "give the address of the page as a browser shows it" in message


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
        *("100.64.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1"),
        *("240.0.0.1", "255.255.255.255", "192.0.0.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1"),
        *(
            "fd12::1",
            "ff02::1",
            "2001:db8::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::7f00:1",
            "64:ff9b::7f00:1",
        ),
        *("64:ff9b:1::1", "2002:7f00:1::1", "2002:c0a8:101::1", "2001:0:7f00:1::", "100::1", "4000::1"),
    ],
)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert not is_public(ip_address(address))
    policy = AddressPolicy(resolver=lambda host, port: ["93.184.215.14", address])
    message = refusal("http://site.example/", policy=policy)
    assert f"points to {address}, which is not a public address" in message


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"],
)
def test_public_addresses_are_allowed(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0",
    ],
)
def test_this_machine_is_refused_however_it_is_written(host: str, site: Site) -> None:
    asked = len(site.asked)
    message = refusal(site.url("/", host), policy=AddressPolicy())
    assert any(words in message for words in ("not a public address", "no host", "not a valid URL"))
    assert len(site.asked) == asked


def test_a_redirect_is_followed_and_the_last_address_reported(site: Site) -> None:
    site.page("/old", b"", 301, Location="moved/new.htm")
    site.page("/moved/new.htm", Content_Type="text/html")
    fetched = get(site.url("/old"))
    assert (fetched.data, fetched.url, fetched.name) == (PAGE, site.url("/moved/new.htm"), "new.htm")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_a_private_address_is_refused(status: int, site: Site) -> None:
    url = site.page("/out", b"", status, Location=f"http://inside.example:{site.port}/secret")
    resolver = {"site.example": ["127.0.0.1"], "inside.example": ["127.0.0.2"]}
    policy = AddressPolicy(this_machine, lambda host, port: resolver[host])
    assert "points to 127.0.0.2, which is not a public address" in refusal(url, policy=policy)
    assert site.asked[-1][0] == "/out"


@pytest.mark.parametrize("location", ["file:///etc/passwd", "http://u:p@site.example/", "javascript:x"])
def test_a_redirect_to_no_web_address_is_refused(location: str, site: Site) -> None:
    assert "(to which it redirects)" in refusal(site.page("/bad", b"", 302, Location=location))


def test_redirects_in_a_circle_end(site: Site) -> None:
    before = len(site.asked)
    assert "redirects more than 5 times" in refusal(site.page("/circle", b"", 302, Location="/circle"))
    assert len(site.asked) - before == 6


def test_a_redirect_away_from_https_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = b"HTTP/1.1 302 Found\r\nLocation: http://site.example/\r\nContent-Length: 0\r\n\r\n"

    class Stream(httpcore.MockStream):
        def start_tls(self, *args: object, **more: object) -> httpcore.NetworkStream:
            return self

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", lambda *args: Stream([answer]))
    assert "redirects from https to an unprotected address" in refusal("https://site.example/")


def test_a_certificate_that_does_not_hold_is_said_so(site: Site) -> None:
    message = refusal(f"https://site.example:{site.port}/")  # a server that does not speak TLS at all
    assert "has no valid certificate" in message


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (204, "gave no page (status 204)"),
        (206, "gave no page (status 206)"),
        (401, "asks for a login"),
        (403, "is refused to programs"),
        (404, "does not exist (404)"),
        (429, "asks for patience"),
        (500, "could not be served by its host (500)"),
        (302, "gave no page (status 302)"),
    ],
)
def test_any_status_but_200_is_one_sentence(status: int, says: str, site: Site) -> None:
    assert says in refusal(site.page(f"/status{status}", b"" if status == 204 else PAGE, status))


def test_an_empty_page_and_a_picture_are_refused(site: Site) -> None:
    assert "is empty" in refusal(site.page("/empty", b""))
    assert "is image/png, which holds no text" in refusal(site.page("/p.png", b"x", Content_Type="image/png"))


def test_what_is_too_large_is_refused_by_what_it_says_and_by_what_comes(site: Site) -> None:
    said = site.page("/said", b"x", Content_Length="50000000")
    came = site.page("/came", b"x" * 200_000)
    for url in (said, came):
        assert "is larger than the 100,000 bytes allowed" in refusal(url)
    assert len(get(site.page("/fits", b"x" * 100_000)).data) == 100_000


def test_a_packed_page_is_unpacked_and_a_bomb_is_not(site: Site) -> None:
    assert get(site.page("/packed", gzip.compress(PAGE), Content_Encoding="gzip")).data == PAGE
    bomb = gzip.compress(bytes(50_000_000))
    assert len(bomb) < 100_000
    assert "is larger than" in refusal(site.page("/bomb", bomb, Content_Encoding="gzip"))
    assert "arrived damaged" in refusal(site.page("/damaged", b"not gzip", Content_Encoding="gzip"))
    cut = gzip.compress(PAGE * 100)[:-12]
    assert "arrived cut off" in refusal(site.page("/cut", cut, Content_Encoding="gzip"))
    assert "was not asked for (br)" in refusal(site.page("/br", b"x", Content_Encoding="br"))


@pytest.mark.slow
def test_a_host_that_hangs_or_drips_is_given_up_in_time(site: Site) -> None:
    over = threading.Event()

    def hang(handler: http.server.BaseHTTPRequestHandler) -> None:
        over.wait(10)

    def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while not over.wait(0.05):
            handler.wfile.write(b"x")

    def drip_headers(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not over.wait(0.05):
            handler.wfile.write(b"X: y\r\n")

    site.pages.update({"/hang": hang, "/drip": drip, "/headers": drip_headers})
    try:
        for path in ("/hang", "/drip", "/headers"):
            began = time.monotonic()
            assert "took more than 0.4 seconds" in refusal(site.url(path), timeout_s=0.4)
            assert time.monotonic() - began < 2
    finally:
        over.set()


def test_a_name_that_is_not_found_or_takes_for_ever_is_said_so() -> None:
    def slow(host: str, port: int) -> list[str]:
        time.sleep(3)
        return ["127.0.0.1"]

    def unknown(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    def nothing(host: str, port: int) -> list[str]:
        return []

    for resolver in (slow, unknown, nothing):
        message = refusal("http://nowhere.example/", timeout_s=0.2, policy=AddressPolicy(resolver=resolver))
        assert "because no host nowhere.example was found" in message


def test_a_host_that_refuses_or_talks_nonsense_is_said_so(site: Site) -> None:
    assert "cannot be reached" in refusal("http://site.example:9/")

    def nonsense(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"\x00\x01 this is not http\r\n\r\n")

    def short(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"too short")

    site.pages.update({"/nonsense": nonsense, "/short": short})
    for path in ("/nonsense", "/short"):
        assert "was not answered as the web does" in refusal(site.url(path))


@pytest.mark.parametrize(
    ("url", "media_type", "disposition", "name"),
    [
        ("https://a.example/", "text/html", "", "statement.html"),
        ("https://a.example/x/speech.htm", "text/html", "", "speech.htm"),
        ("https://a.example/speech.pdf", "application/pdf", "", "speech.pdf"),
        ("https://a.example/download.aspx?f=speech.pdf", "application/pdf", "", "download.pdf"),
        ("https://a.example/%E5%A3%B0%E6%98%8E.docx", "application/octet-stream", "", "声明.docx"),
        ("https://a.example/v1.2-final", "text/html", "", "v1.2-final.html"),
        ("https://a.example/a%2F..%2F..%2Fetc%2Fpasswd", "text/plain", "", "passwd.txt"),
        ("https://a.example/%00%0a..", "text/plain", "", "statement.txt"),
        ("https://a.example/x", "application/pdf", 'attachment; filename="../../a b.pdf"', "a b.pdf"),
        ("https://a.example/x", "application/pdf", "attachment; filename=a.pdf", "a.pdf"),
        (
            "https://a.example/x",
            "application/pdf",
            "attachment; filename=\"x.pdf\"; filename*=UTF-8''%E5%A3%B0%E6%98%8E.pdf",
            "声明.pdf",
        ),
        ("https://a.example/x", "application/pdf", "attachment; filename*=no-such''%ff.pdf", "x.pdf"),
        ("https://a.example/x", "text/html", 'inline; filename="C:\\\\temp\\\\page.html"', "page.html"),
        ("https://a.example/notes.md", "text/plain", "", "notes.md"),
        ("https://a.example/" + "n" * 500, "text/html", "", "n" * 120 + ".html"),
        ("https://a.example/old.doc", "application/msword", "", "old.doc"),
    ],
)
def test_the_name_says_which_format_it_is_and_is_never_a_path(
    url: str, media_type: str, disposition: str, name: str
) -> None:
    assert file_name(url, media_type, disposition) == name
