"""Evidence packs as files: one zip, written here and read from whoever sent it."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files as package_files
from pathlib import Path

from answer.history.conversations import Exchange
from answer.writing.writer import prompts_sha256
from core.config import Config
from core.delegations import Gazetteer
from core.errors import UsageError
from desk.draft.library import Statements
from desk.evidence.documents import pack_document, pack_of
from desk.evidence.made import DOCUMENT, WORD, file_name, of_dossier, packed
from desk.evidence.records import Pack
from desk.notes.records import Note
from ingest.sources.inflate import Limits
from ingest.sources.zips import zip_members
from models.manifest import load_manifest
from models.shipped import ENCODER, LLM, LLM_NAME, MULTILINGUAL, RERANKER, SUPPORT_MODEL

MANIFEST, README = "evidence.json", "README.txt"
_NAMES = frozenset((MANIFEST, README, DOCUMENT, WORD))
_LIMITS = Limits(members=8, member=30_000_000, total=60_000_000)
_ABOUT = """{title}

An evidence pack of Rapporteur, made on {made}: the paper ({word}), the same as JSON ({document}), and in
{manifest} its quotations with the SHA-256 of each paragraph and statement, its questions with what they
found, and what it was made with. To look the quotations up and ask the questions again in your own library:

    rapporteur evidence check THIS_FILE.zip
"""


def made_with(config: Config) -> dict[str, str]:
    """The program, the models by their hashes, the prompts and the thresholds, by name."""
    try:
        program = version("rapporteur")
    except PackageNotFoundError:
        program = "unknown"
    encoder, reranker = config.encoder or ENCODER, config.reranker or RERANKER
    found = {
        "program": program,
        "language model": "none" if config.llm.provider == "none" else config.llm.label or LLM_NAME,
        "encoder": file_name(encoder),
        "reranker": file_name(reranker),
        "prompts": prompts_sha256(),
    }
    used = {encoder, reranker, MULTILINGUAL, SUPPORT_MODEL, *((LLM,) if config.llm.built_in else ())}
    for artefact in load_manifest().artefacts:
        if artefact.name in used:
            found |= {f"{artefact.name}/{file.name}": file.sha256 for file in artefact.files}
    return found | dict(_thresholds())


def _thresholds() -> Iterator[tuple[str, str]]:
    data = package_files("answer.evidence").joinpath("verdict.json").read_bytes()
    yield "weights of the verdict", hashlib.sha256(data).hexdigest()
    for weights, cuts in json.loads(data)["thresholds"].items():
        for verdict, cut in cuts.items():
            yield f"threshold {weights} {verdict}", str(cut)


def pack_bytes(pack: Pack, files: Mapping[str, bytes]) -> bytes:
    """The zip; the same pack gives the same bytes."""
    about = _ABOUT.format(title=pack.title, made=pack.made, word=WORD, document=DOCUMENT, manifest=MANIFEST)
    manifest = json.dumps(pack_document(pack), ensure_ascii=False, indent=1).encode()
    year, month, day = map(int, pack.made.split("-"))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {README: about.encode(), MANIFEST: manifest, **files}.items():
            archive.writestr(zipfile.ZipInfo(name, (year, month, day, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def note_pack(
    note: Note, asked: Sequence[Exchange], config: Config, library: Statements, gazetteer: Gazetteer
) -> bytes:
    """A note as such a zip, with the questions of conversations and what they found."""
    content = of_dossier(note, asked, gazetteer)
    return pack_bytes(*packed(content, made_with(config), library, date.today()))


def read_pack(path: Path) -> tuple[Pack, tuple[str, ...]]:
    """A pack, and the names of the files in it that are not those it was made with. Nothing is unpacked to
    disk. Raises UsageError for what is no pack, UnreadableError for a damaged archive or one that unpacks to
    more than a pack may hold."""
    try:
        with path.open("rb") as file:
            members = list(zip_members(file, path.name, _LIMITS, _NAMES.__contains__))
    except OSError as error:
        raise UsageError(f"{path} could not be read ({error.strerror}); name an evidence pack.") from None
    names = [member.path for member in members]
    for member in members:
        if member.path not in _NAMES or names.count(member.path) > 1:
            raise UsageError(f"{path.name} is no evidence pack: it holds {member.path[:80]!r}.")
        if member.problem or member.data is None:
            raise UsageError(f"{path.name} cannot be checked: {member.path} in it {member.problem}.")
    data = {member.path: member.data or b"" for member in members}
    if MANIFEST not in data:
        raise UsageError(f"{path.name} is no evidence pack: there is no {MANIFEST} in it.")
    pack = pack_of(data[MANIFEST])
    damaged = (
        name
        for name, expected in pack.files.items()
        if hashlib.sha256(data.get(name, b"")).hexdigest() != expected
    )
    added = (name for name in data if name not in {MANIFEST, README, *pack.files})
    return pack, tuple(dict.fromkeys((*damaged, *added)))
