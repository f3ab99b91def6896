import io
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from core.delegations import Gazetteer
from ingest import Item, Refused, count, discover, exists, expand, fetched, read_item, uploaded

GAZETTEER = Gazetteer.load()
LONG = "We attach importance to this subject and wish to see it discussed in depth by all delegations."
SPEAKERS = (
    "Year,Session,ISO Code,Country,Name of Person Speaking,Post,\n"
    "2016,71,JPN,Japan,Mr. Shinzo ABE ,Prime Minister,\n2016,71,FRA,France,François Hollande,President,\n"
    "2016,71,KEN,Kenya,One,,\n2016,71,KEN,Kenya,Another,,\n"
)


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def items(*paths: Path) -> list[Item]:
    found = list(discover(paths))
    assert all(isinstance(item, Item) for item in found), found
    return [item for item in found if isinstance(item, Item)]


def refusals(*paths: Path) -> list[Refused]:
    return [found for found in discover(paths) if isinstance(found, Refused)]


def test_discovery_is_in_order_and_survives_loops(tmp_path: Path) -> None:
    names = ("b/2.txt", "b/1.txt", "b/.hidden.txt", "b/README.md", "b/1.txt.toml", "a.txt", "b/c/deep.txt")
    write(tmp_path, dict.fromkeys(names, "x"))
    os.symlink(tmp_path / "b", tmp_path / "b" / "c" / "loop")
    found = list(discover([tmp_path / "gone", tmp_path]))
    origins = [Path(item.origin).relative_to(tmp_path).as_posix() for item in found]
    assert origins == ["gone", "a.txt", "b/1.txt", "b/2.txt", "b/c/deep.txt"]
    assert isinstance(found[0], Refused)
    assert "does not exist" in found[0].sentence
    assert count([tmp_path / "gone", tmp_path]) == 5


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "x", "b.txt": "x"})
    found = discover([tmp_path])
    assert next(found).name == "a.txt"
    (tmp_path / "b.txt").unlink()
    assert list(found)[0:1] == [
        Refused(str(tmp_path / "b.txt"), "b.txt", f"{tmp_path / 'b.txt'} does not exist; check the path.")
    ]


def test_a_fingerprint_changes_with_whatever_reading_depends_on(tmp_path: Path) -> None:
    def fingerprint() -> str:
        return items(tmp_path / "2016" / "JPN_71_2016.txt")[0].fingerprint

    write(tmp_path, {"2016/JPN_71_2016.txt": LONG})
    seen = [fingerprint()]
    assert fingerprint() == seen[0]
    for name, text in {
        "2016/JPN_71_2016.txt": LONG + " Indeed.",
        "2016/JPN_71_2016.txt.toml": 'title = "A"',
        "speakers.csv": SPEAKERS,
    }.items():
        write(tmp_path, {name: text})
        seen.append(fingerprint())
    write(tmp_path, {"speakers.csv": SPEAKERS.replace("Prime", "First")})
    seen.append(fingerprint())
    assert len(set(seen)) == len(seen)
    write(tmp_path, {"speakers.csv": SPEAKERS.replace("Prime", "First").replace("Hollande", "H.")})
    assert fingerprint() == seen[-1]  # another state's row is not this file's concern


@pytest.mark.parametrize("place", ["above", "beside", "given"])
def test_speakers_come_from_the_table(tmp_path: Path, place: str) -> None:
    write(tmp_path, {f"ungd/2016/{code}_71_2016.txt": LONG for code in ("JPN", "KEN", "USA")})
    table = {"above": "ungd/speakers.csv", "beside": "ungd/2016/speakers.csv", "given": "speakers.csv"}[place]
    write(tmp_path, {table: SPEAKERS})
    paths = [tmp_path / "ungd", *([tmp_path / table] if place == "given" else [])]
    statements = {s.delegation: s for s in (read_item(item, GAZETTEER) for item in items(*paths))}
    japan = statements["JPN"]
    assert (japan.speaker, japan.post) == ("Shinzo Abe", "Prime Minister")
    assert (japan.provenance["speaker"], japan.provenance["post"]) == ("speakers.csv", "speakers.csv")
    assert (japan.date, japan.forum) == ("2016", "UN General Debate")
    assert statements["KEN"].speaker == ""  # two people are named, so nobody is known
    assert statements["USA"].speaker == ""
    assert count(paths) == 3


def test_a_table_of_other_columns_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    write(tmp_path, {"speakers.csv": "a,b\n1,2\n", "JPN_71_2016.txt": LONG})
    found = list(discover([tmp_path]))
    assert sum(isinstance(item, Item) for item in found) == 1
    assert ["no column 'year'" in r.sentence for r in refusals(tmp_path)] == [True]
    assert ["no column 'year'" in r.sentence for r in refusals(tmp_path / "speakers.csv")] == [True]


def test_an_upload_is_known_by_its_content_and_a_fetched_page_by_its_address() -> None:
    one = uploaded(LONG.encode(), "C:\\Users\\me\\japan.txt")
    assert one.origin.startswith("upload:")
    assert one.origin.endswith("/japan.txt")
    assert uploaded(LONG.encode(), "japan.txt") == one
    assert uploaded(b"else", "../../japan.txt").origin != one.origin
    assert uploaded(b"x", "..").name == ".."
    page = read_item(fetched(LONG.encode(), "https://example.org/s.txt", "s.txt"), GAZETTEER)
    assert (page.url, page.origin, page.provenance["url"]) == (
        "https://example.org/s.txt",
        "https://example.org/s.txt",
        "address",
    )


def test_an_uploaded_archive_is_expanded_and_a_document_is_itself() -> None:
    one = uploaded(LONG.encode(), "japan.txt")
    assert list(expand(one)) == [one]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("kenya.txt", LONG)
    (inner,) = expand(uploaded(buffer.getvalue(), "all.zip"))
    assert isinstance(inner, Item)
    assert inner.origin.endswith("/all.zip!/kenya.txt")
    (record,) = expand(uploaded(b'{"text": "We agree to this."}\n', "all.jsonl"))
    assert isinstance(record, Item)
    assert read_item(record, GAZETTEER).paragraphs[0].text == "We agree to this."


def test_whether_an_origin_still_exists(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "x", "b.jsonl": "{}"})
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr("in/a.txt", LONG)
        archive.writestr("in/r.jsonl", '{"text": "We agree to this."}')
    with tarfile.open(tmp_path / "t.tar", "w") as tar:
        tar.add(tmp_path / "a.txt", "a.txt")
    found = [item.origin for item in discover([tmp_path])]
    assert len(found) == 5
    assert all(exists(origin) for origin in found)
    assert exists("https://example.org/a")
    assert exists("upload:0123456789ab/a.txt")
    assert not exists(str(tmp_path / "z.zip!/in/b.txt"))
    assert not exists(str(tmp_path / "gone.txt"))
    for name in ("a.txt", "b.jsonl", "z.zip", "t.tar"):
        (tmp_path / name).unlink()
    assert not any(exists(origin) for origin in found)


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b", "no/such/a.zip", "b.jsonl", "speakers.csv", ""])
def test_a_path_that_cannot_be_is_refused_by_a_sentence(tmp_path: Path, name: str) -> None:
    path = tmp_path / "gone" / name
    (refused,) = discover([path])
    assert isinstance(refused, Refused)
    assert refused.sentence.endswith(".")
    assert count([path]) in (0, 1)
    assert not exists(str(path))
    assert not exists(f"{path}#{'y' * 300}")


def test_a_file_name_that_is_not_utf_8_is_read(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\x93\xfa\x96{.txt"
    try:
        with open(name, "wb") as file:
            file.write(LONG.encode())
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (item,) = items(tmp_path)
    item.origin.encode()
    assert exists(item.origin)
    assert read_item(item, GAZETTEER).paragraphs[0].text == LONG


def test_a_folder_that_cannot_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a/a.txt": LONG, "b/b.txt": LONG})
    listed = os.listdir

    def refusing(folder: Path) -> list[str]:
        if folder == tmp_path / "a":
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(os, "listdir", refusing)
    found = list(discover([tmp_path]))
    assert [type(item) for item in found] == [Refused, Item]
    assert "folder that cannot be opened" in refusals(tmp_path)[0].sentence
