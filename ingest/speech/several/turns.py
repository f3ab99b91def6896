"""The turns of a statement: its script laid over its paragraphs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.records import DOUBTFUL_BELOW, Turn
from ingest.speech.several.parts import Part, Script
from ingest.speech.several.stage import Voice
from ingest.speech.who import Speaking
from ingest.text.layout import Block


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the turns of a text tell of it as a whole."""

    turns: tuple[Turn, ...]
    delegation: str = ""
    speaker: str = ""
    post: str = ""
    confidence: float = 1.0


def without_labels(text: str, blocks: Sequence[Block], script: Script) -> tuple[Block, ...]:
    """The blocks with the speakers' labels taken off; one that is nothing but a label goes."""
    kept = []
    for block in blocks:
        part = script.part_at(block.start)
        if block.kind == "paragraph" and part is not None and part.start <= block.start < part.words:
            words = text[min(part.words, block.end) : block.end]
            start = block.end - len(words.lstrip())
            if start >= block.end:
                continue
            block = replace(block, start=start)
        kept.append(block)
    return tuple(kept)


def laid_over(
    blocks: Sequence[Block],
    script: Script,
    speaking: Speaking,
    fields: dict[str, str],
    provenance: dict[str, str],
) -> Spoken:
    """The turns of the paragraphs ``blocks``; what they tell of the whole is put into ``fields``, in place
    of what a single speaker's header would tell."""
    spoken = turns_in(blocks, script, speaking, fields.get("speaker", ""), fields.get("post", ""))
    for key in ("delegation", "speaker", "speaker_latin", "post", "on_behalf_of"):
        fields.pop(key, None)
        provenance.pop(key, None)
    for key in ("delegation", "speaker", "post"):
        if value := getattr(spoken, key):
            fields[key], provenance[key] = value, "turns"
    return spoken


def told_of(spoken: Spoken) -> tuple[str, ...]:
    """What to say of a text whose speakers are not all known."""
    unknown = [turn for turn in spoken.turns if turn.role == "government" and not turn.delegation]
    if not unknown and not any(turn.delegation or turn.parties for turn in spoken.turns):
        return (
            "Several speak in this text, and it cannot be told for which state any of them does; give it by"
            " hand, by turn.",
        )
    if not unknown:
        return ()
    names = [name for name in dict.fromkeys(turn.speaker or turn.post for turn in unknown) if name][:3]
    listed = (
        " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else (names or ["one of them"])[0]
    )
    return (
        f"Several speak in this text, and it cannot be told for which state {listed} does;"
        " give it by hand, by turn.",
    )


def turns_in(blocks: Sequence[Block], script: Script, main: Speaking, speaker: str, post: str) -> Spoken:
    """The turns of the paragraphs ``blocks``. Words above the first label that are nobody's in particular
    are ``main``'s, whoever the text as a whole is, said by ``speaker`` in ``post``; nobody's where that is
    a guess."""
    known = main.delegation if main.confidence >= DOUBTFUL_BELOW else ""
    whole = Voice(speaker, post, known, "government" if known else "other", "", main.confidence)
    turns: list[Turn] = []
    before: Part | None = None
    for ordinal, block in enumerate(blocks, 1):
        part = script.part_at(block.start)
        voice = part.voice if part is not None and part.voice is not None else whole
        same = (
            turns
            and _is_same(turns[-1], voice)
            and (part is before or part is None or part.words == part.start)
        )
        if same:
            turns[-1] = replace(turns[-1], last=ordinal)
        else:
            turns.append(_turn(len(turns) + 1, ordinal, voice))
        before = part
    return _whole(turns)


def _turn(number: int, ordinal: int, voice: Voice) -> Turn:
    return Turn(
        ordinal=number,
        first=ordinal,
        last=ordinal,
        delegation=voice.delegation,
        parties=voice.parties,
        on_behalf_of=voice.on_behalf_of,
        speaker=voice.speaker,
        post=voice.post,
        role=voice.role,
        confidence=voice.confidence,
    )


def _is_same(turn: Turn, voice: Voice) -> bool:
    return _turn(turn.ordinal, turn.first, voice) == replace(turn, last=turn.first)


def _whole(turns: Sequence[Turn]) -> Spoken:
    speaking = [turn for turn in turns if turn.role == "government"]
    codes = {turn.delegation for turn in speaking}
    people = {(turn.speaker, turn.post) for turn in speaking}
    one = len(codes) == 1
    speaker, post = people.pop() if one and len(people) == 1 else ("", "")
    return Spoken(
        tuple(turns),
        codes.pop() if one else "",
        speaker,
        post,
        min((turn.confidence for turn in turns), default=1.0),
    )
