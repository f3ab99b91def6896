"""What stands against a written sentence, however alike the words are.

Each rule compares the written sentence with the evidence aligned to it and names what differs: the
number, the name, the state, who acts, whether it is denied, how firmly it is said or asked. A
similarity, of words or of vectors, hardly notices these, and they are what a reader must not be told
wrongly.
"""

from collections.abc import Iterator, Sequence

from answer.support.align import Alignment
from answer.support.details import changes_number, invents_name, misattributes, names_other_state, owns_alone
from answer.support.firmness import changes_actor, changes_mood, changes_rung, swaps_roles
from answer.support.omissions import (
    changes_bound,
    drops_condition,
    drops_distance,
    drops_hedge,
    drops_reaction,
    drops_scope,
    drops_topic,
    says_nothing,
)
from answer.support.polarity import contradicts
from answer.support.reading import Reading
from answer.support.unsourced import (
    has_unsourced_part,
    invents_comparison,
    invents_predicate,
    invents_wish,
    joins_strangers,
    share_of_one,
    substitutes,
)

_ALIKE = 0.6  # share that one sentence must hold for the two to be compared in how they say it


def objections(alignment: Alignment, contexts: Sequence[Reading]) -> tuple[str, ...]:
    """Reasons why the evidence does not carry the claim, gravest first, without repetition; empty
    when nothing stands against it. ``contexts`` are the context lines of the carrying sentences.

    Reasons: ``wrong_delegation``, ``contradicted``, ``number``, ``name``, ``wrong_actor``,
    ``unsupported`` (a part of the claim has no source), ``strengthened``, ``weakened``.
    """
    if not alignment.evidence:
        return ()
    return tuple(dict.fromkeys(_objections(alignment, contexts)))


def _objections(alignment: Alignment, contexts: Sequence[Reading]) -> Iterator[str]:
    if names_other_state(alignment, contexts) or misattributes(alignment):
        yield "wrong_delegation"
    # Words gathered from here and there are not about the same thing: nothing to compare them in.
    alike = share_of_one(alignment, frozenset()) >= _ALIKE
    if alike and contradicts(alignment):
        yield "contradicted"
    if changes_number(alignment) or changes_bound(alignment) or drops_scope(alignment):
        yield "number"
    if invents_name(alignment):
        yield "name"
    if alike:
        yield from changes_actor(alignment)
        if swaps_roles(alignment) or owns_alone(alignment) or drops_reaction(alignment):
            yield "wrong_actor"
        yield from changes_mood(alignment)
        yield from changes_rung(alignment)
        drops = (drops_condition, drops_topic, drops_distance, drops_hedge)
        if any(drop(alignment) for drop in drops):
            yield "strengthened"
    if (
        says_nothing(alignment.claim)
        or invents_comparison(alignment)
        or joins_strangers(alignment)
        or has_unsourced_part(alignment)
        or invents_predicate(alignment)
        or invents_wish(alignment)
        or substitutes(alignment)
    ):
        yield "unsupported"
