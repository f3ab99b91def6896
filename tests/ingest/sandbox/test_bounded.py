import gc
import http.server
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.errors import UnreadableError
from ingest.sandbox.bounded import Limits, Readers

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
# Readers as a damaged or hostile file might make them behave.
HOSTILE = """
import os, time
from core.errors import UnreadableError
from ingest.formats.document import Document

def text(data, name):
    return Document(
        data.decode(), 1, {"title": "T"}, {"date": "2020"},
        headings=frozenset([0, 3]), rows={3: "Japan"}, pages=(0, 2), notices=("noted",),
    )
def refuse(data, name):
    raise UnreadableError(f"{name} is not a statement; add another.")
def pid(data, name):
    return Document(str(os.getpid()))
def imported(data, name):
    import sys
    return Document(" ".join(sorted(sys.modules)))
def sleep(data, name):
    time.sleep(60)
def spin(data, name):
    while True:
        pass
def memory(data, name):
    kept = []
    while True:
        kept.append(bytearray(50_000_000))
def memory_in_c(data, name):
    return Document(str(len(("x" * 1000) * 2_000_000)))
def leak(data, name, kept=[]):
    kept.append(bytearray(150_000_000))
    return Document("leaked")
def crash(data, name):
    os.abort()
def bug(data, name):
    return Document({}["no such key"])
def huge(data, name):
    return Document("x" * 2_000_000)
def surrogate(data, name):
    return Document("a\\ud800b\\0c")
def shout(data, name):
    print("to nobody"); os.write(1, b"nor here"); os.write(2, b"nor there")
    return Document("heard nothing" if not os.read(0, 10) else "heard")
def open_file(data, name):
    return Document(open(data.decode()).read())
def os_open(data, name):
    return Document(os.read(os.open(data.decode(), os.O_RDONLY), 100).decode())
def c_open(data, name):
    from lxml import etree
    parser = etree.XMLParser(load_dtd=True, resolve_entities=True, no_network=False)
    dtd = f"<!DOCTYPE a [<!ENTITY e SYSTEM 'file://{data.decode()}'>]><a>&e;</a>"
    return Document("".join(etree.fromstring(dtd.encode(), parser).itertext()))
def list_folder(data, name):
    return Document(" ".join(os.listdir(data.decode())))
def write_file(data, name):
    with open(data.decode(), "w") as file:
        file.write("x")
def remove_file(data, name):
    os.remove(data.decode())
def connect(data, name):
    import socket
    socket.create_connection(("127.0.0.1", int(data)), timeout=5).sendall(b"x")
def fetch(data, name):
    import urllib.request
    return Document(urllib.request.urlopen(f"http://127.0.0.1:{int(data)}/").read().decode())
def look_up(data, name):
    import socket
    return Document(str(socket.getaddrinfo("example.org", 80)))
def run_program(data, name):
    import subprocess
    return Document(subprocess.run(["echo", "x"], capture_output=True).stdout.decode())
def fork(data, name):
    return Document(str(os.fork()))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("readers")
    (where / "hostile_readers.py").write_text(HOSTILE, "utf-8")
    return where


@pytest.fixture(scope="module")
def readers(folder: Path) -> Iterator[Readers]:
    with Readers(Limits(seconds=10, megabytes=500, characters=1_000_000), trusted=[folder]) as pool:
        yield pool


def read(readers: Readers, reader: str, data: bytes | str | Path = b"hello", name: str = "a.x") -> str:
    raw = data if isinstance(data, bytes) else str(data).encode()
    return readers.read(f"hostile_readers:{reader}", raw, name).text


def refusal(readers: Readers, reader: str, data: bytes | str | Path = b"hello") -> str:
    with pytest.raises(UnreadableError) as refused:
        read(readers, reader, data)
    return str(refused.value)


def test_a_document_comes_back_as_the_reader_made_it(readers: Readers) -> None:
    document = readers.read("hostile_readers:text", "日本の声明".encode(), "声明.x")
    assert (document.text, document.body) == ("日本の声明", 1)
    assert (dict(document.fields), dict(document.properties)) == ({"title": "T"}, {"date": "2020"})
    assert (document.headings, dict(document.rows)) == (frozenset([0, 3]), {3: "Japan"})
    assert (document.pages, document.notices) == ((0, 2), ("noted",))


def test_ten_megabytes_go_in_and_a_refusal_comes_back_in_the_readers_words(readers: Readers) -> None:
    assert refusal(readers, "refuse", b"x" * 10_000_000) == "a.x is not a statement; add another."


def test_a_worker_reads_file_after_file(readers: Readers) -> None:
    first = read(readers, "pid")
    assert int(first) != os.getpid()
    assert refusal(readers, "refuse")
    assert read(readers, "pid") == first


def test_the_child_does_not_load_what_only_the_parent_needs(readers: Readers) -> None:
    loaded = set(read(readers, "imported").split())
    assert "ingest.formats.document" in loaded
    assert not loaded & {
        "numpy",
        "chromadb",
        "torch",
        "gradio",
        "onnxruntime",
        "llama_index",
        "httpx",
        "pytest",
    }


@pytest.mark.parametrize("reader", ["sleep", "spin"])
def test_what_takes_too_long_is_stopped_and_the_next_file_is_read(reader: str, folder: Path) -> None:
    with Readers(Limits(seconds=0.7), trusted=[folder]) as readers:
        assert read(readers, "text") == "hello"
        began = time.monotonic()
        assert refusal(readers, reader) == (
            "a.x took more than 0.7 seconds to read and was left out; "
            "save its text as plain text and add that."
        )
        assert time.monotonic() - began < 3
        assert read(readers, "text") == "hello"


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of address space is Linux's")
@pytest.mark.parametrize("reader", ["memory", "memory_in_c"])
def test_what_needs_too_much_memory_is_stopped_and_the_next_file_is_read(
    reader: str, readers: Readers
) -> None:
    message = refusal(readers, reader)
    assert message.startswith("a.x needed more than 500 MB of memory to read and was left out;")
    assert read(readers, "text") == "hello"


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of address space is Linux's")
def test_a_file_does_not_pay_for_the_memory_that_those_before_it_left_behind(readers: Readers) -> None:
    assert [read(readers, "leak") for _ in range(6)] == ["leaked"] * 6


@pytest.mark.parametrize("reader", ["crash", "bug"])
def test_a_crash_costs_the_file_that_caused_it(reader: str, readers: Readers) -> None:
    assert refusal(readers, reader) == (
        "The reader of a.x crashed, and it was left out; the file may be damaged, get it again."
    )
    assert read(readers, "text") == "hello"


def test_too_much_text_is_refused(readers: Readers) -> None:
    assert refusal(readers, "huge").startswith("a.x holds more than 1,000,000 characters of text;")


def test_characters_that_no_text_may_hold_do_not_shift_offsets(readers: Readers) -> None:
    assert read(readers, "surrogate") == "a?b\0c"


def test_a_reader_is_heard_by_nobody_and_hears_nobody(
    readers: Readers, capfd: pytest.CaptureFixture[str]
) -> None:
    assert read(readers, "shout") == "heard nothing"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("reader", ["open_file", "os_open", "list_folder", "write_file", "remove_file"])
def test_a_reader_reaches_no_other_file(reader: str, readers: Readers, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    target = tmp_path if reader == "list_folder" else secret
    assert "crashed" in refusal(readers, reader, target)
    assert secret.read_text() == "the secret"


@pytest.mark.skipif(sys.platform != "linux", reason="libraries in C are held by Landlock, which is Linux's")
def test_a_library_in_c_reaches_no_other_file(readers: Readers, folder: Path, tmp_path: Path) -> None:
    (folder / "readable.txt").write_text("readable")
    assert read(readers, "c_open", folder / "readable.txt") == "readable"
    (tmp_path / "secret.txt").write_text("the secret")
    try:
        reached = read(readers, "c_open", tmp_path / "secret.txt")
    except UnreadableError:
        reached = ""
    if reached == "the secret" and not _has_landlock():
        pytest.skip("this kernel has no Landlock")
    assert "secret" not in reached


def _has_landlock() -> bool:
    code = "from ingest.sandbox.landlock import restrict_files_and_network as r; print(r([], []))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=ROOT, text=True, check=True)
    return done.stdout.strip() == "True"


@pytest.mark.parametrize("reader", ["connect", "fetch", "look_up"])
def test_a_reader_reaches_no_network(reader: str, readers: Readers) -> None:
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            assert "crashed" in refusal(readers, reader, str(server.server_port))
        finally:
            server.shutdown()
            thread.join()
    assert asked == []


@pytest.mark.parametrize("reader", ["run_program", "fork"])
def test_a_reader_starts_no_process(reader: str, readers: Readers) -> None:
    assert "crashed" in refusal(readers, reader)


def test_several_threads_read_at_once_each_its_own(readers: Readers) -> None:
    names = [f"{number:02}" for number in range(40)]
    with ThreadPoolExecutor(4) as threads:
        texts = list(threads.map(lambda one: read(readers, "text", one), names))
    assert texts == names


def test_a_worker_that_was_killed_while_it_waited_is_replaced(readers: Readers) -> None:
    first = int(read(readers, "pid"))
    os.kill(first, 9)
    assert int(read(readers, "pid")) != first


def test_nothing_is_left_after_closing(folder: Path) -> None:
    pool = Readers(trusted=[folder])
    child = int(read(pool, "pid"))
    pool.close()
    gc.collect()  # warnings of unclosed pipes are errors here
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    after = int(read(pool, "pid"))  # still reads, and leaves nothing again
    with pytest.raises(ProcessLookupError):
        os.kill(after, 0)


def test_a_process_that_ends_takes_its_workers_with_it() -> None:
    code = (
        "from ingest.formats import read_document as r\n"
        "from ingest.sandbox.bounded import readers\n"
        "print(r(b'<html><body><p>The words of the statement.</p>', 'a.html').text)\n"
        "print(readers()._idle[0]._process.pid)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, cwd=ROOT, text=True, timeout=60
    )
    assert done.stderr == ""
    text, child = done.stdout.split("\n")[:2]
    assert text == "The words of the statement."
    with pytest.raises(ProcessLookupError):
        os.kill(int(child), 0)
