import bz2
import gzip
import io
import lzma
import struct
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.delegations import Gazetteer
from ingest import Item, Limits, Refused, count, discover, expand, read_item, uploaded
from ingest.sources.inflate import LIMITS

GAZETTEER = Gazetteer.load()
LONG = "We attach importance to this subject and wish to see it discussed in depth by all delegations."
TABLE = "Year,Session,ISO Code,Country,Name of Person Speaking,Post,\n2016,71,JPN,Japan,Shinzo Abe,PM,\n"
FILES = {
    "./2016/JPN_71_2016.txt": LONG.encode(),
    "kenya.txt": LONG.encode(),
    "kenya.txt.toml": b'title = "From Nairobi"',
    ".hidden.txt": b"x",
    "__MACOSX/._kenya.txt": b"x",
    "README.md": b"x",
    "speakers.csv": TABLE.encode(),  # behind what it tells about
}
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "a.tar": bytes,
    "a.tar.gz": gzip.compress,
    "a.tgz": gzip.compress,
    "a.tar.bz2": bz2.compress,
    "a.tar.xz": lzma.compress,
}


class Pipe(io.RawIOBase):
    """Bytes go in and there is no going back, so that a ZIP archive has its sizes behind the data."""

    def __init__(self, to: io.BytesIO) -> None:
        self._to = to

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        return self._to.write(data)


def tarred(
    files: dict[str, bytes], form: int = tarfile.PAX_FORMAT, kinds: Mapping[str, bytes] = MappingProxyType({})
) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for name, kind in kinds.items():
            info = tarfile.TarInfo(name)
            info.type = kind
            info.linkname = "/etc/passwd"
            archive.addfile(info)
    return buffer.getvalue()


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def split(data: bytes, name: str, limits: Limits = LIMITS) -> tuple[list[Item], list[Refused]]:
    found = list(expand(uploaded(data, name), limits))
    return [one for one in found if isinstance(one, Item)], [one for one in found if isinstance(one, Refused)]


@pytest.mark.parametrize("name", [*PACKERS, "a.zip"])
def test_an_archive_is_read_like_a_folder(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(zipped(FILES) if name.endswith("zip") else PACKERS[name](tarred(FILES)))
    found = list(discover([path]))
    assert [item.origin for item in found] == [f"{path}!/2016/JPN_71_2016.txt", f"{path}!/kenya.txt"]
    japan, kenya = (read_item(item, GAZETTEER) for item in found if isinstance(item, Item))
    assert (japan.delegation, japan.speaker, japan.post) == ("JPN", "Shinzo Abe", "PM")
    assert (kenya.delegation, kenya.title, kenya.provenance["title"]) == ("KEN", "From Nairobi", "side-car")
    assert kenya.origin == f"{path}!/kenya.txt"
    assert count([path]) in (2, 3)  # a side-car counts as a document there
    assert list(tmp_path.iterdir()) == [path]


def test_a_table_of_speakers_beside_the_archive_counts(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(tarred({"2016/JPN_71_2016.txt": LONG.encode()}))
    (tmp_path / "speakers.csv").write_text(TABLE)
    (item,) = discover([tmp_path / "a.tar"])
    assert isinstance(item, Item)
    assert read_item(item, GAZETTEER).speaker == "Shinzo Abe"


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_long_and_japanese_names_in_a_tar(form: int) -> None:
    name = "/".join(["国際連合総会における演説"] * 12) + "/日本.txt"
    items, refused = split(tarred({name: LONG.encode(), "b.txt": b"x"}, form), "a.tar")
    assert [item.origin.partition("!/")[2] for item in items] == [name, "b.txt"]
    assert not refused


def test_japanese_names_in_a_zip_without_the_mark_for_utf_8() -> None:
    name = "日本の演説ソ表.txt"  # two of them have a backslash as their second byte
    marked = zipped({"x" * len(name.encode("cp932")): LONG.encode()})
    data = marked.replace(b"x" * len(name.encode("cp932")), name.encode("cp932"))
    items, refused = split(data, "a.zip")
    assert ([item.name for item in items], refused) == ([name], [])
    items, _ = split(zipped({"日本.txt": b"x"}), "a.zip")
    assert [item.name for item in items] == ["日本.txt"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"../up.txt": b"x"}, "leads out of the archive"),
        ({"a/../../up.txt": b"x"}, "leads out of the archive"),
        ({"/etc/up.txt": b"x"}, "leads out of the archive"),
        ({"C:\\up.txt": b"x"}, "leads out of the archive"),
        ({"inner.zip": b"x"}, "archive inside an archive"),
        ({"inner.tar.gz": b"x"}, "archive inside an archive"),
        ({"inner.7z": b"x"}, "archive inside an archive"),
        ({"big.txt": b"x" * 2000}, "2,000 bytes, more than the 1,000 allowed"),
    ],
)
def test_a_member_that_is_refused_stops_no_other(files: dict[str, bytes], said: str) -> None:
    limits = Limits(member=1000)
    for data, name in (
        (tarred({**files, "b.txt": b"x"}), "a.tar"),
        (zipped({**files, "b.txt": b"x"}), "a.zip"),
    ):
        items, refused = split(data, name, limits)
        assert [item.name for item in items] == ["b.txt"]
        assert len(refused) == 1
        assert said in refused[0].sentence
        assert name in refused[0].sentence
        assert refused[0].sentence.endswith(".")


def test_links_and_devices_are_refused_and_never_followed() -> None:
    kinds = {
        "soft.txt": tarfile.SYMTYPE,
        "hard.txt": tarfile.LNKTYPE,
        "dev.txt": tarfile.CHRTYPE,
        "pipe.txt": tarfile.FIFOTYPE,
    }
    items, refused = split(tarred({"a.txt": b"x"}, kinds=kinds), "a.tar")
    assert [item.name for item in items] == ["a.txt"]
    assert ["link" in one.sentence for one in refused] == [True, True, False, False]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("soft.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    items, refused = split(buffer.getvalue(), "a.zip")
    assert not items
    assert "link" in refused[0].sentence


def test_an_encrypted_member_is_named() -> None:
    data = bytearray(zipped({"a.txt": b"secret"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    items, refused = split(bytes(data), "a.zip")
    assert not items
    assert "is encrypted" in refused[0].sentence


def test_the_last_of_two_members_of_the_same_name_counts() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", b"old")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", b"new")
    items, refused = split(buffer.getvalue(), "a.zip")
    assert [item.contents() for item in items] == [b"new"]
    assert "more than once" in refused[0].sentence


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz", "a.tar.xz", "a.tar.bz2"])
def test_a_tar_that_is_cut_off_gives_what_stands_before_the_break(name: str) -> None:
    noise = bytes(33 + (at * 7919) % 90 for at in range(90)) * 10_000
    whole = PACKERS[name](tarred({"a.txt": LONG.encode(), "b.txt": noise, "c.txt": b"x"}))
    if name != "a.tar.bz2":  # bzip2 gives nothing of a block that is not whole
        items, refused = split(whole[: -len(whole) // 2], name)
        assert [item.name for item in items] == ["a.txt"]
        assert len(refused) == 1
        assert "cut off" in refused[0].sentence
    items, refused = split(whole[:20], name)
    assert not items
    assert len(refused) == 1


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_that_is_cut_off_gives_what_stands_before_the_break(method: int) -> None:
    whole = zipped({"a.txt": LONG.encode(), "日本.txt": LONG.encode(), "c.txt": b"x"}, method)
    items, refused = split(whole[: whole.index(b"c.txt") + 3], "a.zip")
    assert [(item.name, item.contents()) for item in items] == [
        ("a.txt", LONG.encode()),
        ("日本.txt", LONG.encode()),
    ]
    assert ["cut off" in one.sentence for one in refused] == [True]
    items, refused = split(whole[:45], "a.zip")
    assert not items
    assert len(refused) == 1


def test_a_zip_written_to_a_pipe_and_cut_off_is_salvaged() -> None:
    buffer = io.BytesIO()
    with (
        io.BufferedWriter(Pipe(buffer)) as pipe,
        zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        archive.writestr("a.txt", LONG)
        archive.writestr("b.txt", LONG)
    whole = buffer.getvalue()
    items, refused = split(whole[: whole.index(b"PK\x01\x02")], "a.zip")
    assert [item.contents() for item in items] == [LONG.encode()] * 2
    assert len(refused) == 1


def test_a_damaged_member_is_named_and_the_others_are_read() -> None:
    data = zipped({"a.txt": b"first text", "b.txt": b"second text"}, zipfile.ZIP_STORED)
    items, refused = split(data.replace(b"first text", b"fierce txt", 1), "a.zip")
    assert [item.name for item in items] == ["b.txt"]
    assert "a.txt in a.zip is damaged" in refused[0].sentence


@pytest.mark.parametrize("name", ["a.tar.gz", "a.tar.xz", "a.tar.bz2"])
def test_a_bomb_is_stopped(name: str) -> None:
    bomb = PACKERS[name](tarred({"a.txt": b"x", "bomb.bin": b"\0" * 3_000_000, "c.txt": b"x"}))
    items, refused = split(bomb, name, Limits(total=1_000_000))
    assert [item.name for item in items] == ["a.txt"]
    assert any("far more than" in one.sentence for one in refused)


def test_a_zip_bomb_is_stopped_by_its_ratio_and_its_sum() -> None:
    items, refused = split(zipped({"a.txt": b"x", "bomb.txt": b"\0" * 3_000_000}), "a.zip")
    assert [item.name for item in items] == ["a.txt"]
    assert "200 times its size" in refused[0].sentence
    items, refused = split(zipped({f"{at}.txt": b"x" * 900 for at in range(9)}), "a.zip", Limits(total=3000))
    assert len(items) == 3
    assert "more than 3,000 bytes" in refused[0].sentence
    items, refused = split(zipped({f"{at}.txt": b"x" for at in range(9)}), "a.zip", Limits(members=3))
    assert not items
    assert "more than 3 members" in refused[0].sentence
    items, refused = split(tarred({f"{at}.txt": b"x" for at in range(9)}), "a.tar", Limits(members=3))
    assert len(items) == 3
    assert "more than 3 members" in refused[0].sentence


def test_a_zip_that_declares_a_small_size_and_holds_more_is_damaged() -> None:
    data = bytearray(zipped({"a.txt": b"x" * 5000}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    items, refused = split(bytes(data), "a.zip")
    assert not items
    assert "damaged" in refused[0].sentence


def test_a_header_that_claims_gigabytes_is_not_believed() -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 8_000_000_000
    header = info.tobuf(tarfile.GNU_FORMAT)
    items, refused = split(tarred({"a.txt": b"x"})[:1024] + header + b"\0" * 4096, "a.tar")
    assert [item.name for item in items] == ["a.txt"]
    assert "damaged" in refused[0].sentence


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME])
def test_a_header_that_is_as_long_as_it_claims_is_not_kept_in_memory(kind: bytes) -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = kind, 24_000_000
    packed = gzip.compress(
        tarred({"a.txt": b"x"})[:1024] + info.tobuf(tarfile.GNU_FORMAT) + b"1" * 24_000_512
    )
    tracemalloc.start()
    try:
        items, refused = split(packed, "a.tar.gz", Limits(ratio=100_000))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [item.name for item in items] == ["a.txt"]
    assert "damaged" in refused[0].sentence
    assert peak < 12_000_000


def test_a_header_that_is_broken_in_the_middle_is_noticed() -> None:
    whole = bytearray(tarred({"a.txt": b"x", "b.txt": b"y", "c.txt": b"z"}))
    whole[1024 + 150] ^= 1  # the checksum of the second
    items, refused = split(bytes(whole), "a.tar")
    assert [item.name for item in items] == ["a.txt"]
    assert "damaged" in refused[0].sentence


def test_not_an_archive_at_all() -> None:
    for name in (*PACKERS, "a.zip"):
        items, refused = split(b"This is a text, whatever its name says. " * 50, name)
        assert not items
        assert len(refused) == 1


@pytest.mark.parametrize("name", [*PACKERS, "a.zip"])
def test_an_archive_without_documents_is_named(name: str) -> None:
    data = zipped({}) if name == "a.zip" else PACKERS[name](tarred({}))
    items, refused = split(data, name)
    assert not items
    assert ["holds no documents" in one.sentence for one in refused] == [True]


@pytest.mark.parametrize("name", ["a.tar.gz", "a.tar.xz"])
def test_a_wrong_checksum_at_the_very_end_is_noticed(name: str) -> None:
    data = bytearray(PACKERS[name](tarred({"a.txt": LONG.encode()})))
    data[-7 if name == "a.tar.gz" else -20] ^= 1
    _, refused = split(bytes(data), name)
    assert ["damaged" in one.sentence for one in refused] == [True]


WHOLE = [
    (name, pack(tarred({"a.txt": LONG.encode(), "日本.txt": LONG.encode() * 9})))
    for name, pack in PACKERS.items()
]
WHOLE.append(("a.zip", zipped({"a.txt": LONG.encode(), "日本.txt": LONG.encode() * 9})))


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=6),
    st.data(),
)
def test_any_damage_costs_sentences_only(
    whole: tuple[str, bytes], changes: list[tuple[int, int]], data: st.DataObject
) -> None:
    name, archive = whole
    damaged = bytearray(archive)
    for at, value in changes:
        damaged[at % len(damaged)] = value
    cut = data.draw(st.integers(0, len(damaged)))
    items, refused = split(bytes(damaged[:cut]), name)
    assert all(one.sentence.endswith(".") for one in refused)
    assert all(isinstance(item.contents(), bytes) for item in items)
