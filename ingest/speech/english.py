"""What a delegation's name is there for in an English title, letterhead or sentence."""

import re
from collections.abc import Iterator
from functools import cache

from ingest.speech.cues import english

# Where one phrase of a title ends and the next begins.
_BOUNDARY = re.compile(r"[;:|]|\s[-–—―]+\s|\s[-–—]|[–—]\s|[(\[“\"]")
_OFFICIAL = (
    r"(?:(?:the|republic|kingdom|state|commonwealth|government|federation|principality|"
    r"rep[uú]blica|r[eé]publique|rep[uú]blic|reino|royaume|federal|federative|democratic|"
    r"socialist|people['’]s|islamic|arab|united|union|sultanate|of|de|del|la|le|du|da|"
    r"do|d['’]|l['’])\s+)*"
)
_HONORIFIC = (
    r"(?:h\.?\s?e\.?|his|her|their|excellenc(?:y|ies)|majest(?:y|ies)|royal|highness|"
    r"the|right|honou?rable|hon|mr|mrs|ms|dr|prof|sir|dame|lord|lady|amb|gen|new|former|"
    r"then|visiting|his|our|its|their|deputy|acting|\.|,)"
)
_HOUSE = r"(?:foreign\s+)?(?:ministry|government|department|embassy)\b"  # may be the publisher's own


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    cue = english()
    office, act = cue["office"], cue["act"]
    # "Permanent Representative of", "Minister for Foreign Affairs and Trade of the": what a post is for
    chain = (
        r"(?:,?\s+(?:for|of|and|&|the|a\.?i\.?|(?-i:[A-Z][\w'’.-]*)|affairs|general|extraordinary|"
        r"plenipotentiary|to the united nations))*?"
    )
    outer = "|".join(
        rf"(?P<{name}>(?<![\w'’]){cue[name]}(?![\w'’-]))"
        for name in ("behalf", "host", "deliver", "by", "about", "to")
    )
    flags = re.IGNORECASE
    return {
        "office_of": re.compile(
            rf"(?<![\w-]){office}{chain}\s+(?:of|for|de|del|da|do|du)\s+{_OFFICIAL}$", flags
        ),
        "office_comma": re.compile(
            rf"(?<![\w-]){office}(?:\s+(?:of|for|and|the|(?-i:[A-Z][\w'’.-]*)|"
            rf"affairs|to the united nations))*\s*,\s*{_OFFICIAL}$",
            flags,
        ),
        "act_of": re.compile(
            rf"(?<![\w-]){act}\s+(?:of|by|del?|du|des|da|do|de la|de l['’])\s*(?:{_HONORIFIC}\s*)*$", flags
        ),
        # "Remarks by Secretary Blinken", "the Premier's message", "President Zelenskyy: address to the Diet"
        "somebody": re.compile(
            rf"(?<![\w-]){act}(?:\s+\w+){{0,4}}?\s+(?:by|of|from|del?|du|des|da|do)\s+"
            rf"(?:{_HONORIFIC}\s*)*(?!{_HOUSE})(?:(?-i:[A-ZÀ-Þ])|{office}(?![\w-]))"
            rf"|\b(?!{_HOUSE})(?-i:[A-ZÀ-Þ])[\w'’.-]*(?:['’]s|s['’])\s+{act}(?![\w-])"
            rf"|^\W*(?:{_HONORIFIC}\s+)*{office}\s+(?!{act})(?-i:[A-ZÀ-Þ])[\w'’.-]+",
            flags,
        ),
        "of": re.compile(rf"\b(?:of|d[eiu]|del)\s+{_OFFICIAL}$", flags),
        "office_after": re.compile(
            rf"(?:['’]s?)?\s+(?:{_HONORIFIC}\s+)*{office}(?![\w-])(?!\s+(?:of|to)\s+the\s+(?!united|u\.?n\b|ministry))",
            flags,
        ),
        "office_follows": re.compile(rf"\s*,\s+(?:the\s+)?{office}(?![\w-])", flags),
        "office_bare": re.compile(
            rf"^\W*(?:mo?fa|{office}(?:\s+(?:of|for)\s+foreign\s+affairs)?,?)\s+$", flags
        ),
        "act_after": re.compile(rf"(?:['’]s?)?\s+(?:[\w.-]+\s+){{0,1}}{act}(?![\w-])", flags),
        "outer": re.compile(outer, flags),
        "voice": re.compile(rf"(?:\s+\(?[\w.]+\)?,)?,?\s+{cue['voice']}", flags),
        "mine": re.compile(rf"(?<![\w]){cue['mine']}\s+(?:{_OFFICIAL})?$", flags),
        "government": re.compile(
            rf"^\W*(?:the\s+)?(?:royal\s+|federal\s+|transitional\s+)*(?:governments?|delegations?|people|permanent\s+missions?|minist(?:er|ry)(?:\s+of\s+[\w\s]{{3,40}}?)?|embass(?:y|ies)|presidents?|prime\s+ministers?|cabinet)\s+of\s+{_OFFICIAL}$",
            flags,
        ),
        "joins": re.compile(
            r"\b(?:align|associate)s?\s+(?:themselves|itself)\s+with\s+this\s+(?:statement|declaration)",
            flags,
        ),
        "compliments": re.compile(r"[^.;]{0,80}?\bpresents? (?:its|his|her|their) compliments", flags),
        "initial": re.compile(rf"^\W*(?:(?:{_OFFICIAL}))?$|^[^.,;]{{1,70}},\s+(?:{_OFFICIAL})?$", flags),
        "target": re.compile(
            rf"\b(?:condemn\w*|against|by|call\w*\s+(?:up)?on|urg\w+|demand\w*|to|from|in|on|with|towards?|between|over|at|inside|near|about|concern\w*|regarding|for|support\w*)\s+(?:{_HONORIFIC}\s+|governments?\s+(?:and\s+people\s+)?of\s+|authorities\s+(?:of|in)\s+|people\s+of\s+)*(?:{_OFFICIAL})?$",
            flags,
        ),
        "alone_before": re.compile(rf"^\W*(?:{_OFFICIAL})$", flags),
        "nobody": re.compile(cue["nobody"], flags),
        "salutation": re.compile(rf"\W*{cue['salutation']}", flags),
        "office_in": re.compile(rf"(?<![\w-]){office}\b[^.;]*,[^.;]*$", flags),
        "end_of_act": re.compile(rf"(?<![\w-]){act}[^,;:]{{0,60}}?\s*[,–—-]\s*(?:the\s+)?$", flags),
        "in_a_city": re.compile(
            r"\b(?:in|at|near|from|outside)\s+(?-i:[A-Z])[\w'’.-]+(?:\s+(?-i:[A-Z])[\w'’.-]+)?,\s*$", flags
        ),
        "body_speaks": re.compile(
            rf"\W*(?:the\s+)?{cue['body']}(?:\s+(?!(?:of|in)\b)[\w'’-]+)?\s+{cue['voice']}", flags
        ),
        "body_acts": re.compile(rf"\W*the\s+{cue['body']}\s*,\W*", flags),
        "act_next": re.compile(rf"(?:[\w.'’-]+\s+){{0,2}}?{act}(?![\w-])", flags),
        "place": re.compile(r"^\W*(?-i:[A-Z])(?!.*\b(?:by|from)\b)[^,:;]{1,30},\s*$", flags),
        # "the Ambassador's farewell call": what happens to somebody is not what he says
        "event_after": re.compile(
            r"[^,:;]{0,60}?['’]s?\s+(?:[\w-]+\s+){0,2}(?:calls?|visits?|arrivals?|departures?|trips?|tours?|recall"
            r"|expulsion|appointment|credentials|funeral|death|resignation|arrest|inauguration|election)\b",
            flags,
        ),
        # "Ottawa, Ontario – Today …", "PARIS, 3 May —": where a text was put out
        "dateline": re.compile(r"(?:,\s[\w .]{2,30}){0,2}\s*(?:[-–—―]+\s+|\(\w)(?=\S)", flags),
        "by_in": re.compile(r"\b(?:by|of the)\b[^.;:–—-]*$", flags),
        "reply_to": re.compile(
            r"\b(?:reply|replies|response|reaction|rebuttal)\b\s*(?:[-–—:]|to\b)[^.;]*$", flags
        ),
        "note": re.compile(
            r"[(\[]\s*original\s*:|original\s*:\s*\w+|translat(?:ed|ion) (?:from|into)", flags
        ),
        "by_of_act": re.compile(rf"(?<![\w-]){act}\s*$", flags),
        "letter": re.compile(rf"(?<!\w){cue['letter']}", flags),
        "first_person": re.compile(cue["first_person"], flags),
        "recipient": re.compile(
            r"\W*(?:to\s+)?(?:the\s+)?(?:his|her|their|h\.\s?e\.?)\s+(?:excellenc|majest|royal|holiness|e\.)",
            flags,
        ),
    }


def pattern(name: str) -> re.Pattern[str]:
    """One of the patterns that evidence is read with."""
    return _patterns()[name]


def in_title(line: str, start: int, end: int) -> str:
    """What the name ``line[start:end]`` is there for in a line of a title or letterhead: how it is
    introduced (by, behalf, start, mid, to, host, about) and as what (office, act, bare), joined by "/"."""
    before, after = _cased(line[:start]), line[end:]
    if pattern("alone_before").match(before) and not re.sub(r"[\W_]", "", after):
        return "alone"
    if pattern("office_bare").match(before):
        return "start/office"
    phrase = before[max((found.end() for found in _BOUNDARY.finditer(before)), default=0) :]
    opened = len(before) != len(phrase) and before.rstrip().endswith(("(", "["))
    if opened and re.match(r"\s*[)\]]", after) and not phrase.strip():
        return "in_brackets"
    phrase, inner = _inner(phrase, after)
    outer = outer_of(phrase)
    if inner != "bare" and outer != "by" and pattern("event_after").match(after):
        return "about/bare"
    if inner == "act" and pattern("reply_to").search(before) and not pattern("by_in").search(before):
        return "about/act"
    if inner == "act" and outer == "by":  # "Right of reply by Armenia in response to …"
        inner = "bare"
    if inner != "bare":
        return f"{outer or 'mid'}/{inner}"
    if (
        not after.strip(" .)*")
        and pattern("end_of_act").search(before)
        and not pattern("in_a_city").search(before)
    ):
        return "by/end"
    if pattern("place").match(before):
        return "place"
    if outer != "behalf" and pattern("of").search(phrase):
        return "about/bare"
    if outer == "start" and (topic := re.match(r"\s*(?::|[-–—]\s)\s*", after)):
        said = pattern("act_next").match(after, topic.end())
        return "start/topic_act" if said and not re.search(r"\bby\b", after) else "start/topic"
    if outer == "start" and pattern("voice").match(after):
        return "start/voice"
    if outer == "start" and pattern("office_follows").match(after):
        return "start/office"
    return f"{outer or 'mid'}/bare"


def _inner(phrase: str, after: str) -> tuple[str, str]:
    """The phrase before the post or act that a name belongs to, and which of the two it is."""
    inner = "bare"
    while found := pattern("office_of").search(phrase) or pattern("office_comma").search(phrase):
        inner = "office"
        phrase = phrase[: found.start()]
    found = pattern("act_of").search(phrase)
    if found and not re.search(r"\sby(?:\s|$)", found[0], re.IGNORECASE):
        inner = "act" if inner == "bare" else inner
        phrase = phrase[: found.start()]
    if inner == "bare" and pattern("office_after").match(after):
        inner = "office"
    elif inner == "bare" and pattern("act_after").match(after):
        inner = "act"
    return phrase, inner


def outer_of(phrase: str) -> str:
    """The kind of the last word before a name that says how it is introduced; "start" where nothing is
    before it, "" where other words are."""
    last = None
    for found in pattern("outer").finditer(phrase):
        last = found
    if last is None:
        bare = re.sub(rf"^(?:{_HONORIFIC}\s*)+", "", phrase.strip().lower() + " ").strip(" .,'’")
        return "start" if not bare else ""
    kind = str(last.lastgroup)
    if kind == "by":
        # "in response to the statement made by": the statement is another one
        act = pattern("by_of_act").search(phrase[: last.start()])
        if act and outer_of(phrase[: act.start()]) in ("about", "to"):
            return "about"
    return kind


def _cased(text: str) -> str:
    """A line in capitals with the small words small, so that names can be told from them."""
    if not text.isupper():
        return text
    return re.sub(
        r"\b(?:OF|THE|ON|IN|BY|TO|FOR|AT|AND|FROM|WITH|AGAINST|BEHALF|DELIVERED|MADE|SITUATION)\b",
        lambda word: word[0].lower(),
        text,
    )


def in_sentence(sentence: str, start: int, end: int) -> str:
    """What the name ``sentence[start:end]`` is there for in a sentence: mine, government, voice, named
    first, a target of what is said, or merely named."""
    before, after = sentence[:start], sentence[end:]
    if pattern("mine").search(before):
        return "mine"
    initial = bool(pattern("initial").match(before))
    speaks = bool(pattern("voice").match(after))
    if pattern("government").match(before) or (
        pattern("office_of").search(before) and pattern("compliments").match(after)
    ):
        return "government"
    if initial and (speaks or re.match(r"['’]s?\s+(?:view|position|delegation|commitment|support)", after)):
        return "voice"
    if pattern("dateline").match(after) and not before.strip(' (“"'):
        return "dateline"
    if pattern("target").search(before):
        return "target"
    if speaks:
        return "voice_mid"
    return "first" if initial else "named"


def sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph, roughly: what a name is there for is seen from where it stands in one."""
    start = 0
    for found in re.finditer(
        r"(?<=[.!?。！？])[\"”’)\]]*(?:\s+|(?<=[。！？]))(?=[A-Z\"“(À-ÿ\u3040-\u9fff])", text
    ):
        if not re.search(r"\b(?:Mr|Mrs|Ms|Dr|H\.E|St|No)\.$", text[start : found.start()]):
            yield text[start : found.start()]
            start = found.end()
    yield text[start:]
