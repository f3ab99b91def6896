"""Somebody else does, or says, what the claim tells of the delegation."""

from collections.abc import Iterator

from answer.support.align import Alignment, objects
from answer.support.reading.records import Reading, Verb
from answer.support.reading.tables import ladder
from answer.support.reasons.difference import Difference


def compare(alignment: Alignment) -> Iterator[Difference]:
    """``wrong_delegation`` between two delegations, else ``wrong_actor``."""
    claim = alignment.claim
    for said, meant, reading in alignment.verb_pairs():
        reason = _differ(alignment, said, meant, reading)
        if reason and said.base != "be":
            yield Difference(reason, _named(claim, said))


def _differ(alignment: Alignment, said: Verb, meant: Verb, reading: Reading) -> str:
    ours, theirs = said.actors, meant.actors
    speaker = f"@{reading.speaker}"
    if said.base in ladder().saying and speaker in ours:
        return ""  # "Japan notes that the Council has noted": the report's own verb
    if not ours or not theirs or ours & theirs:
        return ""
    named, given = (frozenset(a for a in who if a[0] in "@%") for who in (ours, theirs))
    if named and given:
        both = all(a.startswith("@") for a in (*named, *given))
        return "wrong_delegation" if both else "wrong_actor"
    if named and speaker in named:
        return "wrong_actor"  # "Japan calls for …" for "the report calls for …"
    if named or given:
        return "wrong_actor" if _is_acted_on(alignment, said, meant, reading) else ""
    return ""


def _is_acted_on(alignment: Alignment, said: Verb, meant: Verb, reading: Reading) -> bool:
    """Whether who acts in the claim is what is acted on in the evidence."""
    acting = {i for i, a in enumerate(alignment.claim.actors) if a in said.actors and i < said.word}
    acting |= {i for i, t in enumerate(alignment.claim.tokens) if t.key in said.actors and i < said.word}
    governed = objects(reading, meant.word)
    return any((place := alignment.found(i)) is not None and place[1] in governed for i in acting)


def _named(reading: Reading, verb: Verb) -> tuple[str, ...]:
    who = tuple(
        reading.tokens[i].text
        for i in range(verb.word)
        if reading.actors[i] in verb.actors or reading.tokens[i].key in verb.actors
    )
    return (*who[-1:], reading.tokens[verb.word].text)
