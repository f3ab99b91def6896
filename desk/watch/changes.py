"""What differs between what a question found before and what it finds now."""

from collections.abc import Mapping, Sequence

from answer.history.rerun import changed_basis
from core.records import Source
from desk.watch.records import Change, Cited, Finding, Gone, Verdict
from desk.wording import Step, is_reworded, wording_diff


def compared(before: Finding, after: Finding, missing: frozenset[str] = frozenset()) -> Change:
    """The change from one finding to the other. ``missing`` are those of the paragraphs cited before that
    are no longer in the library."""
    old, new = _words(before), _words(after)
    sources = {source.paragraph_id: source for source in (*before.sources, *after.sources)}
    earlier = [(sources[one], words) for one, words in old.items()]
    return Change(
        before.at,
        after.at,
        _verdicts(before, after),
        _steps(before.written, after.written),
        tuple(_added(sources[one], new[one], earlier) for one in new if one not in old),
        tuple(
            Cited(sources[one], new[one], sources[one], wording_diff(old[one], new[one]))
            for one in new
            if one in old and _differs(wording_diff(old[one], new[one]))
        ),
        tuple(Gone(sources[one], old[one], one in missing) for one in old if one not in new),
        changed_basis(before.basis, after.basis),
    )


def _verdicts(before: Finding, after: Finding) -> tuple[Verdict, ...]:
    old, new = dict(before.verdicts), dict(after.verdicts)
    return tuple(
        Verdict(of, old.get(of, ""), new.get(of, ""))
        for of in dict.fromkeys((*new, *old))
        if old.get(of) != new.get(of)
    )


def _words(finding: Finding) -> Mapping[str, str]:
    """By paragraph, the words of it that are quoted: stretches that stand within others are left out."""
    known = {source.paragraph_id for source in finding.sources}
    quoted: dict[str, list[str]] = {}
    for quote in finding.quotes:
        if quote.paragraph_id in known:
            quoted.setdefault(quote.paragraph_id, []).append(quote.text)
    return {one: " … ".join(_whole(texts)) for one, texts in quoted.items()}


def _whole(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if not any(text != other and text in other for other in texts)]


def _added(source: Source, words: str, earlier: Sequence[tuple[Source, str]]) -> Cited:
    """A new paragraph, beside the earlier words of the same delegation of which it is another version."""
    versions = [
        (one, steps)
        for one, text in earlier
        if one.delegation == source.delegation and is_reworded(steps := wording_diff(text, words))
    ]
    if not versions:
        return Cited(source, words)
    before, steps = max(versions, key=lambda pair: _kept(pair[1]))
    return Cited(source, words, before, steps)


def _differs(steps: Sequence[Step]) -> bool:
    """Whether more than marks and spaces came or went."""
    return any(kind != "same" and any(map(str.isalnum, words)) for kind, words in steps)


def _kept(steps: Sequence[Step]) -> float:
    """Share of the characters that are the same."""
    same = sum(len(words) for kind, words in steps if kind == "same")
    return same / max(sum(len(words) for _, words in steps), 1)


def _steps(before: str, after: str) -> tuple[Step, ...]:
    steps = wording_diff(before, after) if before != after else ()
    return steps if _differs(steps) else ()
