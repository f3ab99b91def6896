"""An item → a Statement with its numbered paragraphs, and where each thing known about it came from."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any

from core.delegations import Gazetteer
from core.errors import UnreadableError
from core.records import Paragraph, Repeat, Statement, content_id
from ingest.about.body import from_body
from ingest.about.filename import general_debate, read_file_name, read_folder_name, version_key
from ingest.about.front_matter import KEYS, checked, read_side_car
from ingest.about.header import Header, about_meeting, meeting_in, read_header
from ingest.about.known import Known, choose
from ingest.about.masthead import is_symbol
from ingest.about.names import latin_name
from ingest.formats import Document, read_document
from ingest.sources.items import MAX_BYTES, Item, file_item
from ingest.sources.records_file import read_record
from ingest.speech.publisher import publisher_of
from ingest.speech.several.parts import Script
from ingest.speech.several.script import script_of
from ingest.speech.several.turns import Spoken, laid_over, told_of, without_labels
from ingest.speech.who import Speaking, phrases, who_speaks
from ingest.text.decode import clean
from ingest.text.languages import stated_or_seen
from ingest.text.layout import Block, Line, blocks_of, lines_of
from ingest.text.repeats import Run, repeated_runs

__all__ = ["MAX_BYTES", "read_item", "read_statement", "understand"]


def read_item(item: Item, gazetteer: Gazetteer) -> Statement:
    """Read the statement that ``item`` is.

    Raises UnreadableError, with the item's name, what is wrong and what to do, for one that is gone, of
    a format that is not supported, binary, damaged, or without a paragraph.
    """
    pairs: Mapping[str, str] = MappingProxyType({})
    notices: tuple[str, ...] = ()
    if item.side_car:
        try:
            pairs = read_side_car(item.side_car.decode("utf-8-sig"))
        except ValueError as error:
            notices = (f"{item.name}.toml is not valid TOML ({error}); it was not used.",)
    statement = understand(
        item.contents(),
        item.name if not item.record else f"{item.name}#{item.origin.rpartition('#')[2]}",
        gazetteer,
        side_car=pairs,
        folder=item.folder,
        speakers=item.known,
        url=item.url,
        record=item.record,
        notices=notices,
    )
    return replace(statement, origin=item.origin)


def read_statement(path: Path, gazetteer: Gazetteer) -> Statement:
    """Read the statement in the file ``path``, with its side-car ``<name>.toml`` if there is one; its
    origin is the file's name. Raises UnreadableError like ``read_item``, and for a file that is
    missing, a folder, not permitted, or larger than MAX_BYTES."""
    return replace(read_item(file_item(path), gazetteer), origin=path.name)


def understand(
    data: bytes,
    name: str,
    gazetteer: Gazetteer,
    *,
    side_car: Mapping[str, str] = MappingProxyType({}),
    folder: str = "",
    speakers: Mapping[str, str] = MappingProxyType({}),
    url: str = "",
    record: bool = False,
    notices: tuple[str, ...] = (),
) -> Statement:
    """The statement in ``data``, whose format the ending of ``name`` tells, or a line of JSON when it
    is a ``record``.

    Of two sources for a field the more trusted wins: the address it was fetched from, front matter (or
    the record), file name, table of speakers, header lines, what the format keeps beside the text
    (page metadata), side-car, folder, body. Whose words they are is decided from all of these together,
    unless a person gives it in front matter, a side-car or a header line. Equal bytes and names give an
    equal Statement.
    """
    document, given = _record(data, name) if record else (read_document(data, name), ())
    lines = lines_of(document.text, document.body, document.headings, document.rows)
    header = Header() if given else read_header(lines, gazetteer)
    in_front = "record" if record else "front matter"
    front, front_notices = checked(document.fields, gazetteer, in_front)
    publisher = publisher_of(document.properties.get("publisher", ""), gazetteer)
    script, top, body = (
        (None, 0, given) if given else _parts(document, lines, header, front, publisher.name, gazetteer)
    )
    paragraphs, repeats, repeat_notices = _paragraphs(document.text, lines[:top] if not given else (), body)
    if not paragraphs:
        raise UnreadableError(f"{name} holds no paragraph of text; check that it is the file you meant.")

    beside, beside_notices = checked(side_car, gazetteer, "side-car")
    in_header, _ = checked({k: v for k, (v, _) in header.fields.items()}, gazetteer, "header")
    kept, _ = checked(document.properties, gazetteer, "properties")
    if is_symbol(kept.get("title", "")):
        del kept["title"]
    kept = {**meeting_in(kept.get("title", "")), **kept}
    in_folder = read_folder_name(folder, gazetteer)
    speaking = who_speaks(
        [*([front["title"]] if front.get("title") else []), *phrases(lines, body)],
        gazetteer,
        name=name.partition("#")[0],
        folder=in_folder.pop("delegation", ""),
        publisher=publisher,
    )
    weighed = {"delegation": speaking.delegation}
    sources = [
        Known("address", {"url": url}),
        Known(in_front, front),
        Known("file name", _named_by_file(name.partition("#")[0], in_header.get("date", ""), gazetteer)),
        Known("speakers.csv", speakers),
        Known("header", in_header, {key: line for key, (_, line) in header.fields.items()}),
        Known(_beside_the_text(name), kept),
        Known("side-car", beside),
        Known("folder", in_folder),
    ]
    sources.append(Known("evidence", weighed, {"delegation": speaking.source}))
    told = from_body([text for text, *_ in paragraphs], gazetteer)
    stated = kept.get("language", "")
    if stated and stated_or_seen(stated, told.get("language", "")) != stated:
        del kept["language"]
    chosen = choose([*sources, Known("body", told)])
    fields, provenance = chosen.fields, chosen.provenance
    from_header = fields.get("date", "") == in_header.get("date", "")
    dated = header.notices if from_header else ()
    if day := _BESIDE_DAYS.get(provenance.get("date", "")):
        dated = (f"The date {fields['date']} is {day}; no other was found.",)
    given_by_hand = provenance.get("delegation", "") in (in_front, "header line", "side-car")
    if given_by_hand:
        speaking = Speaking(fields["delegation"], confidence=1.0)
    elif speaking.parties:
        provenance["parties"] = speaking.source
    spoken = Spoken((), confidence=speaking.confidence)
    if script is not None:
        spoken = laid_over([block for *_, block in paragraphs], script, speaking, fields, provenance)
        speaking = replace(speaking, parties=(), notices=told_of(spoken))
    if fields.get("on_behalf_of") and fields["on_behalf_of"] == fields.get("delegation"):
        del fields["on_behalf_of"], provenance["on_behalf_of"]
    if script is not None:
        for key, value in about_meeting([line.text for line in lines[: script.header]]).items():
            if not fields.get(key) or (key == "title" and provenance.get(key) == "title line"):
                fields[key], provenance[key] = value, "header line"
    if not fields.get("title"):
        fields["title"], provenance["title"] = _title_from(name), "file name"
    if fields.get("speaker") and not fields.get("speaker_latin") and (latin := latin_name(fields["speaker"])):
        fields["speaker_latin"], provenance["speaker_latin"] = latin, "name authority"
    if version := version_key(name):
        provenance["version_key"] = version

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
                page=bisect_right(document.pages, block.start),
            )
            for ordinal, (text, section, block) in enumerate(paragraphs, 1)
        ),
        origin=name,
        provenance=MappingProxyType(provenance),
        repeats=repeats,
        notices=(
            *(*notices, *front_notices, *beside_notices, *document.notices, *dated),
            *(*chosen.notices, *speaking.notices, *repeat_notices),
        ),
        parties=speaking.parties,
        confidence=spoken.confidence,
        turns=spoken.turns,
        **_named(fields),
    )


def _parts(
    document: Document,
    lines: Sequence[Line],
    header: Header,
    front: Mapping[str, str],
    publisher: str,
    gazetteer: Gazetteer,
) -> tuple[Script | None, int, tuple[Block, ...]]:
    """The speakers of a text that has several, how many lines are above the text, and its blocks."""
    script = script_of(
        document.text,
        lines,
        gazetteer,
        title=front.get("title", "") or document.properties.get("title", ""),
        publisher=publisher,
        given=front.get("delegation", ""),
    )
    if script is not None:
        blocks = blocks_of(lines[script.header :], script.breaks(), script.headings)
        if body := without_labels(document.text, blocks, script):
            return script, script.header, body
    # A header that swallows everything is not a header.
    top = header.lines if header.lines < len(lines) else 0
    return None, top, blocks_of(lines[top:])


def _named(fields: Mapping[str, str]) -> dict[str, Any]:
    return {key: fields.get(key, "") for key in KEYS}


def _named_by_file(name: str, in_header: str, gazetteer: Gazetteer) -> dict[str, str]:
    """What the file's name says; a number in it that may be a year gives way to a day in the header, unless
    the name is one of the General Debate's, whose years are certain."""
    said = dict(read_file_name(name, gazetteer))
    only_a_year = len(said.get("date", "")) == len("2020") and len(in_header) == len("2020-12-01")
    if only_a_year and not general_debate(PurePath(name).stem):
        del said["date"]
    return said


# What the date is that a format keeps beside the text.
_BESIDE_DAYS: Mapping[str, str] = MappingProxyType(
    {
        "page metadata": "the day on which the page was put up",
        "mail header": "the day on which the mail was sent",
    }
)


def _beside_the_text(name: str) -> str:
    ending = PurePath(name).suffix.lower()
    return {".html": "page metadata", ".htm": "page metadata", ".xhtml": "page metadata"}.get(
        ending, "mail header" if ending == ".eml" else "document properties"
    )


def _record(data: bytes, name: str) -> tuple[Document, tuple[Block, ...]]:
    """A record as a document, and its paragraphs as blocks where it gives them one by one."""
    record = read_record(data, name)
    if not record.paragraphs:
        return Document(clean(record.text), fields=record.fields), ()
    text = ""
    blocks: list[Block] = []
    section = ""
    for paragraph in record.paragraphs:
        if paragraph.section and paragraph.section != section:
            section = clean(paragraph.section)
            blocks.append(Block("heading", len(text), len(text) + len(section), title=section))
            text += f"{section}\n\n"
        words = clean(paragraph.text).strip()
        if words:
            blocks.append(Block("paragraph", len(text), len(text) + len(words), paragraph.number))
            text += f"{words}\n\n"
    return Document(text, fields=record.fields), tuple(blocks)


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


def _title_from(name: str) -> str:
    stem = name.rsplit(".", 1)[0] if "#" not in name else name.partition("#")[2]
    return " ".join(re.split(r"[\s_-]+", stem)) or name
