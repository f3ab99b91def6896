"""A file → a Statement with its numbered paragraphs, and where each thing known about it came from."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from core.delegations import Gazetteer
from core.errors import UnreadableError
from core.records import Paragraph, Repeat, Statement, content_id
from ingest.filename import read_file_name, read_folder_name
from ingest.formats import read_document
from ingest.front_matter import KEYS, checked, read_side_car
from ingest.header import read_header
from ingest.languages import language_of
from ingest.layout import Block, Line, blocks_of, lines_of
from ingest.names import latin_name
from ingest.repeats import Run, repeated_runs

MAX_BYTES = 50_000_000

_TAKES_A_POSITION = re.compile(
    r"(?:['’]s (?:view|position|delegation|support|commitment)"
    r"|,? (?:also |strongly |fully |firmly |further )*"
    r"(?:stress|urge|hope|believe|support|welcome|call|consider|reaffirm|reiterate|regret|condemn|attach|note|oppose"
    r"|align|thank|wish|would like|is (?:a |of the|convinced|committed|ready|pleased|prepared|concerned)"
    r"|does not|has been|remains|will continue))"
)
_SPEAKS_FOR = re.compile(
    r"(?:on behalf of (?:the )?"
    r"(?:(?:Government|people|delegation|Republic|Kingdom|State)(?: and (?:the )?\w+)? of )?(?:the )?"
    r"|(?:my country|my own country|our country),? |delegation of (?:the )?|(?:we|we,) the people of )$",
    re.IGNORECASE,
)


def read_statement(path: Path, gazetteer: Gazetteer) -> Statement:
    """Read the statement in ``path``, with its side-car ``<name>.toml`` if there is one.

    Raises UnreadableError, with the file's name, what is wrong and what to do, for a file that is
    missing, a folder, not permitted, empty, larger than MAX_BYTES, of a format that is not
    supported, binary, damaged, or without a paragraph.
    """
    data = _contents(path)
    side_car = path.with_name(path.name + ".toml")
    pairs: dict[str, str] = {}
    notices: tuple[str, ...] = ()
    if side_car.is_file():
        try:
            pairs = read_side_car(_contents(side_car).decode("utf-8-sig"))
        except ValueError as error:
            notices = (f"{side_car.name} is not valid TOML ({error}); it was not used.",)
    return understand(
        data, path.name, gazetteer, side_car=pairs, folder=path.absolute().parent.name, notices=notices
    )


def understand(
    data: bytes,
    name: str,
    gazetteer: Gazetteer,
    *,
    side_car: Mapping[str, str] = MappingProxyType({}),
    folder: str = "",
    notices: tuple[str, ...] = (),
) -> Statement:
    """The statement in ``data``, whose format the ending of ``name`` tells.

    Of two sources for a field the more trusted wins: front matter, side-car, file name, header
    lines, folder, body. Equal bytes and names give an equal Statement.
    """
    document = read_document(data, name)
    lines = lines_of(document.text, document.body)
    header = read_header(lines, gazetteer)
    # A header that swallows everything is not a header.
    top = header.lines if header.lines < len(lines) else 0
    body = blocks_of(lines[top:])
    paragraphs, repeats, repeat_notices = _paragraphs(document.text, lines[:top], body)
    if not paragraphs:
        raise UnreadableError(f"{name} holds no paragraph of text; check that it is the file you meant.")

    front, front_notices = checked(document.fields, gazetteer, "front matter")
    beside, beside_notices = checked(side_car, gazetteer, "side-car")
    in_header, _ = checked({k: v for k, (v, _) in header.fields.items()}, gazetteer, "header")
    sources: list[tuple[dict[str, str], str | None]] = [
        (front, "front matter"),
        (beside, "side-car"),
        (read_file_name(name, gazetteer), "file name"),
        (in_header, None),
        (read_folder_name(folder, gazetteer), "folder"),
        (_from_body(paragraphs, gazetteer), "body"),
    ]
    fields: dict[str, str] = {}
    provenance: dict[str, str] = {}
    conflicts: list[str] = []
    for key in KEYS:
        for values, source in sources:
            value = values.get(key, "")
            if not value or (
                key == "date_end" and values.get("date", fields.get("date")) != fields.get("date")
            ):
                continue
            where = source or header.fields[key][1]
            known = fields.get(key, "")
            if not known or (key == "date" and _more_exact(value, known)):
                fields[key], provenance[key] = value, where
            elif key in ("delegation", "date") and where != "body" and not known.startswith(value):
                conflicts.append(
                    f"The {provenance[key]} gives {key} {known}, the {where} {value}; {known} was taken."
                )
    if provenance.get("delegation") == "body":
        conflicts.append(
            f"That this speaks for {gazetteer.name(fields['delegation'])} was concluded from its text alone;"
            " give the delegation in front matter or a side-car if it is another."
        )
    if not fields.get("title"):
        fields["title"], provenance["title"] = _title_from(name), "file name"
    if fields.get("speaker") and not fields.get("speaker_latin") and (latin := latin_name(fields["speaker"])):
        fields["speaker_latin"], provenance["speaker_latin"] = latin, "name authority"
    date, date_end = fields.get("date", ""), fields.get("date_end", "")
    if not (date and date < date_end):
        provenance.pop("date_end", None)
        date_end = date

    identity = content_id("statement", "\n".join(" ".join(p.split()) for p, *_ in paragraphs))
    return Statement(
        id=identity,
        text=document.text,
        paragraphs=tuple(
            Paragraph(
                id=f"{identity}-{ordinal:04d}",
                ordinal=ordinal,
                number=ordinal if block.number is None else block.number,
                printed=block.number is not None,
                section=section,
                start=block.start,
                end=block.end,
                text=text,
            )
            for ordinal, (text, section, block) in enumerate(paragraphs, 1)
        ),
        date=date,
        date_end=date_end,
        origin=name,
        provenance=MappingProxyType(provenance),
        repeats=repeats,
        notices=(*notices, *front_notices, *beside_notices, *document.notices, *conflicts, *repeat_notices),
        **{key: fields.get(key, "") for key in KEYS if key not in ("date", "date_end")},
    )


def _contents(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UnreadableError(f"{path} is a folder that cannot be opened; check its permissions.")
        if not path.exists():
            raise UnreadableError(f"{path} does not exist; check the path.")
        if not path.is_file():
            raise UnreadableError(f"{path} is not an ordinary file; only files and folders can be added.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableError(
                f"{path.name} has {size:,} bytes, more than the {MAX_BYTES:,} allowed; split it."
            )
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read ({error.strerror}); check its permissions.") from None


def _paragraphs(
    text: str, top: Sequence[Line], body: Sequence[Block]
) -> tuple[list[tuple[str, str, Block]], tuple[Repeat, ...], tuple[str, ...]]:
    """(text, section, block) of each paragraph that is not a copy; the copies; what to say of them."""
    spans = [(line.start, line.end) for line in top] + [(block.start, block.end) for block in body]
    runs = repeated_runs([text[start:end] for start, end in spans])
    copied = {at for run in runs for at in range(run.at, run.at + run.length)}
    section = ""
    kept = []
    copies = 0
    for at, block in enumerate(body, len(top)):
        if at in copied:
            copies += block.kind == "paragraph"
        elif block.kind == "heading":
            section = " ".join(block.title.split())
        else:
            kept.append((text[block.start : block.end], section, block))
    repeats = tuple(_repeat(run, spans) for run in runs)
    if not repeats:
        return kept, (), ()
    if copies == len(kept):
        notice = "The text stands twice in the file; the second copy was recognised and is not indexed again."
    elif len(kept) and copies % len(kept) == 0:
        notice = (
            f"The text stands {copies // len(kept) + 1} times in the file; only the first copy is indexed."
        )
    else:
        what = "paragraph repeats an earlier one" if copies == 1 else "paragraphs repeat earlier ones"
        notice = f"{copies} {what} word for word; only the first is indexed."
    return kept, repeats, (notice,)


def _repeat(run: Run, spans: Sequence[tuple[int, int]]) -> Repeat:
    last, of_last = run.at + run.length - 1, run.of + run.length - 1
    return Repeat(spans[run.at][0], spans[last][1], spans[run.of][0], spans[of_last][1])


def _more_exact(date: str, known: str) -> bool:
    """True when ``date`` says the same as ``known`` and more ("2020-12-01" after "2020")."""
    return bool(known) and len(date) > len(known) and date.startswith(known)


def _from_body(paragraphs: Sequence[tuple[str, str, Block]], gazetteer: Gazetteer) -> dict[str, str]:
    """The language, and the state that the text speaks for when it says so clearly."""
    found = {"language": language_of(text for text, _, _ in paragraphs)}
    votes: Counter[str] = Counter()
    for text, _, _ in paragraphs:
        for mention in gazetteer.find(text):
            if mention.form != "name":
                continue
            if _SPEAKS_FOR.search(text[max(0, mention.start - 80) : mention.start]):
                votes[mention.code] += 3
            elif _TAKES_A_POSITION.match(text, mention.end):
                votes[mention.code] += 1
    ranked = votes.most_common(2)
    # With these thresholds, 125 of the 132 General Debate speeches that passed (of 300) spoke for the
    # state that was found.
    if ranked and ranked[0][1] >= 3 and (len(ranked) == 1 or ranked[0][1] > 3 * ranked[1][1]):
        found["delegation"] = ranked[0][0]
    return {key: value for key, value in found.items() if value}


def _title_from(name: str) -> str:
    return " ".join(re.split(r"[\s_-]+", name.rsplit(".", 1)[0])) or name
