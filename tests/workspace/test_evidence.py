"""A pack as a file: the same bytes each time, and nothing read from one that is not a pack."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from core.config import load_config
from core.errors import RapporteurError
from desk.evidence.documents import pack_document
from desk.evidence.records import Pack
from models.manifest import load_manifest
from models.shipped import RERANKER
from workspace.evidence import made_with, pack_bytes, read_pack

FILES = {"document.json": b"{}", "document.docx": b"PK"}


def a_pack() -> Pack:
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in FILES.items()}
    return Pack("The instrument", "2026-01-02", made_with={"program": "1"}, files=hashes)


def zipped(path: Path, members: list[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def manifest() -> bytes:
    return json.dumps(pack_document(a_pack())).encode()


def test_a_pack_is_read_as_it_was_written(tmp_path: Path) -> None:
    data = pack_bytes(a_pack(), FILES)
    assert data == pack_bytes(a_pack(), FILES)
    (tmp_path / "pack.zip").write_bytes(data)
    assert read_pack(tmp_path / "pack.zip") == (a_pack(), ())
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        assert "rapporteur evidence check" in archive.read("README.txt").decode()


@pytest.mark.parametrize(
    ("members", "damaged"),
    [
        ({"document.json": b"{ }"}, ("document.json",)),
        ({"document.docx": None}, ("document.docx",)),
    ],
)
def test_a_file_that_is_not_the_one_that_was_packed_is_named(
    tmp_path: Path, members: dict[str, bytes | None], damaged: tuple[str, ...]
) -> None:
    held = {"evidence.json": manifest(), **FILES, **members}
    path = zipped(tmp_path / "pack.zip", [(name, data) for name, data in held.items() if data is not None])
    assert read_pack(path)[1] == damaged


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ([], "no evidence.json"),
        ([("document.json", b"{}")], "no evidence.json"),
        ([("evidence.json", b"{}")], "not of the form"),
        ([("evidence.json", manifest()), ("run.sh", b"rm")], "holds 'run.sh'"),
        ([("evidence.json", manifest()), ("../evidence.json", b"{}")], "evidence.json"),
        ([("/evidence.json", manifest())], "leads out"),
        ([("evidence.json", manifest()), ("evidence.json", b"{}")], "holds 'evidence.json'"),
        ([("evidence.json", b" " * 40_000_000)], "evidence.json"),
        ([(f"{n}.txt", b"") for n in range(9)], "members"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_is_no_pack_is_refused_in_a_sentence(
    tmp_path: Path, members: list[tuple[str, bytes]], said: str
) -> None:
    with pytest.raises(RapporteurError, match=said) as refused:
        read_pack(zipped(tmp_path / "pack.zip", members))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no zip at all"])
def test_what_is_no_zip_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "pack.zip").write_bytes(data)
    with pytest.raises(RapporteurError):
        read_pack(tmp_path / "pack.zip")
    with pytest.raises(RapporteurError, match="could not be read"):
        read_pack(tmp_path / "none.zip")


def test_what_it_was_made_with_names_models_by_hash_and_no_folder(tmp_path: Path) -> None:
    config = load_config({}, home=tmp_path, llm="none")
    found = made_with(config)
    (judge,) = load_manifest().select([RERANKER])
    assert found[f"{RERANKER}/model.onnx"] in {file.sha256 for file in judge.files}
    assert found["language model"] == "none"
    assert "threshold model answered" in found
    assert not any("/home" in value or str(tmp_path) in value for value in found.values())
