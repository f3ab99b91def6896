"""Which state a label names by other words than its name alone ("Mission of Peru", "Proposal by Egypt",
日本側), and on which side of a talk the header lists a person."""

import re

from core.delegations import Gazetteer
from core.japanese import has_japanese
from ingest.speech.japanese import COMPOUND

_OF = re.compile(
    r"(?:the\s+)?(?:(?:permanent|observer|distinguished)\s+)*(?:representatives?|delegat(?:ion|e)s?|missions?"
    r"|embassy|government|ambassador|observer|proposals?|amendments?|comments?|statements?|positions?|repl(?:y|ies)"
    r"|views?|texts?|side)\s+(?:of|by|from|for)\s+(?:the\s+)?",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s+(?:side|delegation|delegate|mission|representative|government)$", re.IGNORECASE)
_AFTER_JA = re.compile(r"(?:側|代表団?|政府|国代表|大使|代表部)$")
_SIDE_JA = re.compile(r"[（(【［]?(?P<who>[^\s（(）)【】、：:]{1,12}?)側[）)】］：:]")


def state_of(label: str, gazetteer: Gazetteer) -> str:
    """The code of the state that a label names, "" when it names none or somebody of a state."""
    name = label.strip()
    if code := gazetteer.by_name(name):
        return code
    if has_japanese(name):
        bare = _AFTER_JA.sub("", name)
        return gazetteer.by_name(bare) or (COMPOUND.get(bare, "") if bare != name else "")
    if found := _OF.match(name):
        return gazetteer.by_name(name[found.end() :])
    bare = _AFTER.sub("", re.sub(r"^the\s+", "", name, flags=re.IGNORECASE))
    if bare == name:
        return ""
    form = gazetteer.form(bare)
    return gazetteer.by_name(bare) or (form[0] if form and form[1] == "adjective" else "")


def side_of(surname: str, header: str, gazetteer: Gazetteer) -> str:
    """The state on whose side the header lists a person: "Japan: Minister Sato; Mr. Ito", "The Government of
    Peru is represented by:" above the name, （米側）; "" where it lists none so."""
    if has_japanese(surname):
        at = header.find(surname)
        sides = list(_SIDE_JA.finditer(header, 0, at)) if at > 0 else []
        if not sides:
            return ""
        who = sides[-1]["who"]
        return COMPOUND.get(who, "") or gazetteer.by_name(who)
    above = ""
    for line in header.splitlines():
        head, colon, rest = line.partition(":")
        codes = {m.code for m in gazetteer.find(head) if m.form != "capital"} if colon else set()
        if colon and not rest.strip():
            above = codes.pop() if len(codes) == 1 else ""
            continue
        if not re.search(rf"(?<!\w){re.escape(surname)}(?!\w)", line, re.IGNORECASE):
            continue
        if colon and len(codes) == 1 and gazetteer.by_name(head):
            return codes.pop()
        if above:
            return above
    return ""
