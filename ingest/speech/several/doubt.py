"""Texts of several speakers that nothing takes apart: better nobody's than one state's."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from core.delegations import Gazetteer
from ingest.speech.several.parts import Part, Script, first_prose
from ingest.speech.several.stage import NOBODY
from ingest.text.lines import Line

_STATES = 3  # that are named in one place of one form of line
_SPREAD = 0.4  # share of the text over which these lines lie: a list of states is not a text by turns
_WORDS = 60  # code points of a line that holds more than a name
_LONGEST_PLACE = 60  # code points before a name


def in_doubt(lines: Sequence[Line], gazetteer: Gazetteer) -> Script | None:
    """A script by which all words are nobody's, where the text's layout shows that several states speak in
    turn: lines of one form, with another state in the same place ("From: Mission of …", "… [Kenya]"). None
    where it does not."""
    places: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for at, line in enumerate(lines):
        for place, code in _places(line.text, gazetteer):
            places[place].append((at, code))
    for found in places.values():
        named = {at for at, _ in found}
        states = {code for at, code in found if _has_words(lines, at, named)}
        first, last = found[0][0], found[-1][0]
        if len(states) >= _STATES and last - first >= _SPREAD * len(lines):
            prose = first_prose(lines[:first])
            begins = first if prose is None else prose
            return Script(begins, (Part(lines[begins].start, lines[begins].start, NOBODY),))
    return None


def _has_words(lines: Sequence[Line], at: int, named: Collection[int]) -> bool:
    """Whether a line that names a state holds words itself, or others follow: a list of States has none."""
    return len(lines[at].text) >= _WORDS or (at + 1 < len(lines) and at + 1 not in named)


def _places(text: str, gazetteer: Gazetteer) -> list[tuple[str, str]]:
    """(place, state) of a line in which one state is named behind a mark of layout: in brackets at its end,
    behind a colon, or alone."""
    found = []
    if (last := re.search(r"[(\[（［]([^()\[\]（）［］]{3,60})[)\]）］][.\s]*$", text)) and (
        code := gazetteer.by_name(last[1].strip())
    ):
        found.append(("bracket at the end", code))
    if behind := re.match(r"([^:：]{2,30})[:：]\s*(.{3,80})", text):
        codes = {m.code for m in gazetteer.find(behind[2][:_LONGEST_PLACE]) if m.form == "name"}
        if len(codes) == 1:
            found.append((f"behind {behind[1].casefold()}", codes.pop()))
    if code := gazetteer.by_name(text.strip(" :：*#-–•")):
        found.append(("alone", code))
    return found
