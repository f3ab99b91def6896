"""A delegation's own "we" in the third person: "We call for reform of our Council" → "Japan calls for …".

Whose words a sentence tells is a matter of rendering, decided before anything is compared: the check
reads the rendered sentence, and the same rendering can be shown.
"""

import re

from answer.words.verbs import third_person

_SUBJECT = r"(?:[Ww]e|I|(?:[Mm]y|[Oo]ur|[Tt]his) (?:[Cc]ountry|[Dd]elegation|[Nn]ation|Government))"
_ADVERB = (
    r"(?:(?:\w+ly|also|too|therefore|thus|always|still|already|now|never|ever|again|once|here|both|today),? )"
)
_PREDICATE = re.compile(rf"\b(?P<who>{_SUBJECT})(?!['’])(?P<adverbs>,? {_ADVERB}*| )(?P<verb>[a-z]+)")
# Of all who listen, or of nobody that one delegation could stand for.
_OF_ALL = re.compile(
    r"\b(?:[Ll]et us|[Ww]e all|[Ww]e,|[Ww]e the|(?:[Aa]ll|[Mm]any|[Ss]ome|[Ee]ach|[Nn]one|[Bb]oth) of us)\b"
    r"|\b[Ww]e (?:\w+ly )?(?:must|should|need to|have to|ought)\b"
    r"|\b[Oo]ur (?:own |common |shared |one )?(?:planet|world|humanity|times|era|age|century|generation"
    r"|species|[Ee]arth|future|differences|Organi[sz]ation|countries|nations|peoples|leaders|States|continent)\b"
)
_OWN = re.compile(r"\b(?:[Oo]ur|[Mm]y)(?: (?:own|country['’]s))?\b|\b(?:[Oo]ur|[Mm]y) country['’]s")
_OBJECT = re.compile(r"\b(?:us|me)\b")
_SELF = re.compile(r"\b(?:ourselves|myself)\b")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
FIRST_PERSON = re.compile(r"\b(?:[Ww]e|[Oo]urs?|[Uu]s|[Oo]urselves|[Mm]y|[Mm]e|[Mm]yself)\b|\bI\b(?!\.)")


def speaks_of_itself(text: str) -> bool:
    """Whether the sentence says "we" or "I" outside quotation marks."""
    return bool(FIRST_PERSON.search(_QUOTED.sub("", text)))


def in_third_person(text: str, name: str) -> str:
    """``text`` with its "we", "our", "my country" told of ``name``; unchanged where it has none.

    What stands in quotation marks is left: it is its speaker's. "" where "we" are all who listen ("We
    must act together", "let us"): then no delegation may be put in its place.
    """
    if not speaks_of_itself(text):
        return text
    if _OF_ALL.search(_QUOTED.sub("", text)):
        return ""
    pieces, at = [], 0
    for quoted in _QUOTED.finditer(text):
        pieces += [_rendered(text[at : quoted.start()], name), quoted[0]]
        at = quoted.end()
    return "".join((*pieces, _rendered(text[at:], name)))


def _rendered(text: str, name: str) -> str:
    named = False

    def predicate(found: re.Match[str]) -> str:
        nonlocal named
        subject = "it" if named else name
        named = True
        return f"{subject}{found['adverbs']}{third_person(found['verb'])}"

    text = _PREDICATE.sub(predicate, text)
    own = "its" if text.lstrip().startswith(name) else f"{name}’s"
    text = _OWN.sub(lambda found: f"{own} own" if found[0].endswith("own") else own, text)
    return _SELF.sub("itself", _OBJECT.sub("it" if own == "its" else name, text))
