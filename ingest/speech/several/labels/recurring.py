"""Labels of a form that no rule knows, by what a document shows of itself: lines of one form come back, what
they begin with is somebody, and words that are spoken follow.

Each line that could begin with a label belongs to a form: what stands before the label (a time of day, a
bullet), and what parts it from the words (a colon, a full stop, a wide space, the end of the line). A form
is taken when its lines together say so; none is taken for one line's sake.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from core.delegations import Gazetteer
from core.japanese import has_japanese
from ingest.speech.several.labels.chosen import introduces
from ingest.speech.several.labels.marks import LEAD, Mark, is_narration, made, pattern
from ingest.speech.several.sides import state_of
from ingest.speech.several.stage import patterns
from ingest.text.lines import Line

_HEADER = 15  # lines among which people are introduced
_FEWEST = 3  # lines of a form
_WORDS = 12  # of a label
_SPOKEN = 0.7  # share of a form's labels that words follow
# How much it says that a label is somebody: named as a state or office, introduced in the header, or only
# called Mr.
_SOMEBODY: Mapping[str, float] = {"state": 1.0, "role": 1.0, "listed": 1.0, "person": 0.6, "": 0.0}
_COMES_BACK = 0.5  # what it says that a label recurs
_ENOUGH = 0.9
_MANY, _NEARLY_ALL = 5, 0.8  # lines of a form whose labels come back, though they are nobody known
_ABBREVIATED = r"(?:Mr|Mrs|Ms|Mme|Dr|Prof|H\.\s?E|Amb|Hon|St|Gen|Sen|Rep|Rt|[A-Z])\."
_LABEL = (
    rf"(?P<label>(?=[^\s:：.!?。！？;()（）])"
    rf"(?:\b{_ABBREVIATED}|[^:：.!?。！？;()（）\n]|[(（][^()（）]{{1,90}}[)）])+?)"
)
_TO_ALL = re.compile(r"\s+to\s+(?:everyone|all)\b.*$", re.IGNORECASE)
_END = re.compile(r"[.!?。！？…][\"”’」』)）\]]*$")


@dataclass(frozen=True, slots=True)
class _Seen:
    mark: Mark
    form: str
    kind: str  # of _SOMEBODY
    spoken: bool


def recurring(lines: Sequence[Line], known: Collection[int], gazetteer: Gazetteer) -> tuple[Mark, ...]:
    """The labels of forms that recur, on lines other than those ``known`` to have one."""
    header = [line.text for line in lines[:_HEADER]]
    forms: defaultdict[str, list[_Seen]] = defaultdict(list)
    for at, line in enumerate(lines):
        if line.alone or is_narration(line.text):
            continue
        for seen in _read(lines, at, header, gazetteer):
            forms[seen.form].append(replace(seen, kind="role") if at in known else seen)
    taken: dict[int, Mark] = {}
    for form in sorted(forms.values(), key=_score, reverse=True):
        if _score(form) < _ENOUGH or (len({one.mark.name for one in form}) < 2 and not known):
            continue
        for one in form:
            # one of whom nothing is known, where what stands before it shows that it is a label
            by_its_form = not one.form.startswith(" ") and _is_sure(form)
            listed = one.mark.line < _HEADER and not one.spoken  # in a list of people, say
            if (one.kind or by_its_form or _by_turns(form)) and not listed and one.mark.line not in known:
                taken.setdefault(one.mark.line, one.mark)
    return tuple(taken[at] for at in sorted(taken))


def _score(seen: Sequence[_Seen]) -> float:
    """How much a form's lines say together that it is a label's; 0 where there are too few or nobody
    speaks after them."""
    spoken = sum(one.spoken for one in seen) / len(seen)
    if len(seen) < _FEWEST or spoken < _SPOKEN:
        return 0.0
    times = Counter(one.mark.name for one in seen)
    somebody = sum(_SOMEBODY[one.kind] for one in seen) / len(seen)
    back = sum(times[one.mark.name] > 1 for one in seen) / len(seen)
    return (_ENOUGH if _by_turns(seen) else _COMES_BACK * back) + somebody


def _by_turns(seen: Sequence[_Seen]) -> bool:
    """Whether a few speak by turns, though nobody knows them: nearly all labels of a form come back."""
    times = Counter(one.mark.name for one in seen)
    back = sum(times[one.mark.name] > 1 for one in seen)
    spoken = sum(one.spoken for one in seen)
    return len(seen) >= _MANY and len(times) > 1 and min(back, spoken) >= _NEARLY_ALL * len(seen)


def _is_sure(seen: Sequence[_Seen]) -> bool:
    """Whether a form is so plainly that of labels that one which is nobody known is one too."""
    return sum(bool(one.kind) for one in seen) / len(seen) >= _SPOKEN


def _read(lines: Sequence[Line], at: int, header: Sequence[str], gazetteer: Gazetteer) -> list[_Seen]:
    line = lines[at]
    lead = LEAD.match(line.text)
    before = lead.end() if lead else 0
    kind_of_lead = _kind_of_lead(line.text[:before])
    found = []
    in_brackets = line.text.rstrip().endswith((")", "）"))
    for name, separator in _SEPARATORS.items():
        if name == "end" and not (kind_of_lead == "time" or in_brackets):
            continue
        label = separator.match(line.text, before)
        if label is None or not len(label["label"].strip()) >= 2 or len(label["label"].split()) > _WORDS:
            continue
        mark = _mark(label["label"], line, at, label.end())
        if introduces(mark, lines):
            continue
        kind = _kind(mark, header, gazetteer, at)
        if name == "stop" and not pattern("person_whole").fullmatch(mark.name) and kind != "role":
            continue
        words = line.text[label.end() :] or (lines[at + 1].text if at + 1 < len(lines) else "")
        if kind == "state" and not mark.asides:
            mark = replace(mark, asides=(gazetteer.name(state_of(mark.name, gazetteer)),), kind="state")
        found.append(_Seen(mark, f"{kind_of_lead} {name}", kind, bool(_END.search(words))))
    return found


_SEPARATORS: Mapping[str, re.Pattern[str]] = {
    "colon": re.compile(rf"{_LABEL}[:：][ \t\u3000]*(?=\S)"),
    "dash": re.compile(rf"{_LABEL}\s+[—–―|]\s+(?=\S)"),
    "stop": re.compile(rf"{_LABEL}\.[ \t]+(?=[A-Z\"“])"),
    "wide": re.compile(r"(?P<label>[^\s\u3000、。「」（）]{2,14})\u3000+(?=\S)"),
    "end": re.compile(rf"{_LABEL}$"),
}


def _mark(label: str, line: Line, at: int, end: int) -> Mark:
    label = _TO_ALL.sub("", label)
    asides = re.search(r"(?:\s*[(（][^()（）]*[)）])+$|,\s.*$", label)
    name = label[: asides.start()] if asides else label
    return made(at, line.start, end, name.strip(), asides[0] if asides else "", "name")


def _kind_of_lead(lead: str) -> str:
    return "time" if re.search(r"\d:\d", lead) else "bullet" if lead.strip() else ""


def _kind(mark: Mark, header: Sequence[str], gazetteer: Gazetteer, at: int) -> str:
    """What is known of whom a label names."""
    if state_of(mark.name, gazetteer) or any(gazetteer.by_name(aside) for aside in mark.asides):
        return "state"
    if pattern("role_only").fullmatch(mark.name) or pattern("office_ja_end").search(mark.name):
        return "role"
    if mark.asides and patterns()["party"].fullmatch(mark.asides[-1]):
        return "role"
    surname = re.split(r"[\s・]", mark.name)[-1]
    beside = [
        line for number, line in enumerate(header) if number != at and surname.casefold() in line.casefold()
    ]
    a_name = len(surname) > 1 and (surname[0].isupper() or has_japanese(surname))
    if a_name and any(re.search(r"[(,;:（、；：–—-]", line) for line in beside):
        return "listed"
    return "person" if pattern("person_whole").fullmatch(mark.name) else ""
