"""Who is behind a label: name, post, state and role, from the label itself and from how people are
introduced in the header."""

import re

from core.japanese import has_japanese
from core.records import Role
from ingest.speech.several.labels.marks import Mark, pattern
from ingest.speech.several.sides import side_of, state_of
from ingest.speech.several.stage import BY_HOST, BY_HOUSE, NAMED, Stage, Voice, only_state, patterns
from ingest.speech.several.voices_ja import japanese_voice

# Of those whom a parliament hears only the government's own speak for the state.
_OFFICE = re.compile(
    r"\b(?:minister|secretary of state|under-?secretary|foreign secretary|attorney|ambassador"
    r"|permanent secretary|political director|government|ministry)\b",
    re.IGNORECASE,
)
_POST_WORDS = 3  # before a name
_NEAR = 90  # code points within which a person is introduced


def voice_of(mark: Mark, stage: Stage, known: dict[str, Voice]) -> Voice:
    """Who is behind ``mark``; ``known`` are voices by surname that earlier labels introduced, to which it
    adds what this label introduces."""
    if has_japanese(mark.name):
        return japanese_voice(mark, stage)
    bare = _bare(mark.name)
    key = bare.split()[-1].casefold() if bare else ""
    if stage.minutes and key in known and known[key].role == "government":
        return known[key]  # "Lord Reed (Con)", whom an earlier label calls the minister
    by_aside = _from_asides(mark, stage)
    if by_aside is not None:
        voice = by_aside
    elif role := _role_of(mark.name):
        voice = _of_role(mark, role, stage)
    elif key in known:
        return known[key]
    else:
        voice = _introduced(mark, bare, stage) or _unknown(mark, bare, stage)
    if key and (voice.delegation or voice.role == "government" or mark.asides) and not _role_of(mark.name):
        known.setdefault(key, voice)
    for aside in mark.asides:  # "The Minister for Africa (Mr Andrew Pemberton)"
        person = pattern("person").match(f"{aside}:")
        if person and _role_of(mark.name):
            known.setdefault(_bare(aside).split()[-1].casefold(), voice)
    return voice


def _bare(name: str) -> str:
    """The name without honorifics and posts; names in capitals as they are written otherwise."""
    found = patterns()["honorific"].match(name)
    bare = name[found.end() :] if found else name
    return " ".join(word.capitalize() if word.isupper() and len(word) > 2 else word for word in bare.split())


def _post_in(name: str) -> str:
    found = patterns()["honorific"].match(name)
    post = (found[0].strip() if found else "").rstrip(".")
    return " ".join(w.capitalize() for w in post.split()) if patterns()["post_first"].match(post) else ""


def _role_of(name: str) -> Role | None:
    plain = " ".join(name.split())
    for role in ("journalist", "chair", "other", "government"):
        if patterns()[role].fullmatch(plain):
            return role
    return None


def is_journalist(name: str) -> bool:
    """Whether a label is that of one who asks: Q, a news agency."""
    return _role_of(name) == "journalist" or bool(patterns()["asks_ja"].match(name))


def _from_asides(mark: Mark, stage: Stage) -> Voice | None:
    """The voice that a label's brackets tell: a state, a group, a constituency or a party."""
    group = ""
    for aside in mark.asides:
        behalf = re.match(r"(?:speaking |also )*on behalf of(?: the)?\s+(.*)", aside, re.IGNORECASE)
        if behalf:
            codes = [m.code for m in stage.gazetteer.find(behalf[1])]
            group = codes[0] if codes else ""
    role = _role_of(mark.name)
    for aside in mark.asides:
        code = stage.gazetteer.by_name(aside) or only_state(aside, stage)
        if code and not patterns()["no_post"].search(aside):
            named = role == "chair"
            post = aside.rsplit(",", 1)[0].strip() if "," in aside else _post_in(mark.name)
            return Voice(
                speaker="" if role or aside == mark.name else _bare(mark.name),
                post=post,
                delegation="" if named else code,
                role="chair" if named else "government",
                on_behalf_of=group if group != code else "",
                confidence=NAMED,
            )
    if not mark.asides or role is not None:
        return None
    listed = " ".join(mark.asides)
    if stage.house or stage.minutes:
        minister = patterns()["minister"].search(listed) and not patterns()["not_minister"].search(listed)
        if minister:
            post = next(aside for aside in mark.asides if patterns()["minister"].search(aside))
            sure = BY_HOUSE if stage.house else 0.0
            return Voice(_bare(mark.name), post, stage.house, "government", "", sure)
        return Voice(_bare(mark.name), "", "", "member", "", NAMED)
    if patterns()["no_post"].search(listed):
        journalist = re.search(
            r"journalist|correspondent|news|press|reuters|times|tv\b|radio", listed, re.IGNORECASE
        )
        return Voice(_bare(mark.name), listed, "", "journalist" if journalist else "other")
    return None


def _of_role(mark: Mark, role: Role, stage: Stage) -> Voice:
    if role == "chair":
        return Voice(_chair_in(mark.name, stage), mark.name, role="chair")
    if role != "government":
        return Voice("", "" if len(mark.name) < 2 else mark.name.capitalize(), role=role)
    person = next((aside for aside in mark.asides if pattern("person").match(f"{aside}:")), "")
    code = stage.house or (stage.answers if len(mark.name) < 2 else stage.host)
    sure = BY_HOUSE if stage.house else BY_HOST if code else 0.0
    return Voice(
        _bare(person) if person else "", "" if len(mark.name) < 2 else mark.name, code, "government", "", sure
    )


def _chair_in(name: str, stage: Stage) -> str:
    """The name of the one who presides, where the header gives it: "President: Mr. Okoro … (Nigeria)"."""
    title = re.sub(r"^(?:the|mr|madam)\.?\s+", "", name, flags=re.IGNORECASE)
    plain = title.split()[-1]
    if title.casefold().startswith("acting"):
        took = re.search(
            r"(?:Mr|Mrs|Ms|Dr|Mme)\.?\s+([^,(\n]{2,40}?)\s*(?:\([^)]*\)\s*)?,?[^.\n]{0,40}took the chair",
            stage.header,
            re.IGNORECASE,
        )
        if took:
            return took[1]
    found = re.search(
        rf"^\W*{re.escape(plain)}\w*\s*:\s*(?P<who>(?:(?:Mr|Mrs|Ms|Mme|Dr|H\.E)\.?\s+)*[^\n(,.]{{2,60}})",
        stage.header,
        re.IGNORECASE | re.MULTILINE,
    )
    return _bare(" ".join(found["who"].split())) if found else ""


def _introduced(mark: Mark, bare: str, stage: Stage) -> Voice | None:
    """The voice of a person whom the header introduces: "President Ruiz (Mexico)", "Mr Dimas (Deputy
    Foreign Minister, Greece)", "Prime Minister Boréal of Canada", "Canadian Prime Minister Tremont"."""
    surname = bare.split()[-1] if bare else ""
    if not surname:
        return None
    sought = surname if len(surname) > 1 else mark.name  # "PRESIDENT A = President of …"
    for found in re.finditer(rf"(?<!\w){re.escape(sought)}(?!\w)", stage.header, re.IGNORECASE):
        after = re.split(
            r"[;\n]|(?<=\))\s*,|\s(?:and|with)\s(?=[A-Z])", stage.header[found.end() : found.end() + _NEAR]
        )[0]
        before = re.split(
            r"[;\n]|(?<=\)),|\s(?:and|with)\s", stage.header[max(0, found.start() - _NEAR) : found.start()]
        )[-1]
        near = f"{before}{found[0]}{after}"
        if re.match(r"\s*[(,–-]", after) and patterns()["no_post"].search(after):
            moderates = re.search(r"moderator|chair", before, re.IGNORECASE)
            return Voice(_full(bare, before), after.strip(" ,()"), role="chair" if moderates else "other")
        code = ""
        introduced = re.match(r"\s*(?:,|\(|=|of\b|from\b|for\b|[-–—])", after)
        states = [m for m in stage.gazetteer.find(after) if m.form != "capital"]
        if introduced and states:
            code = states[0].code
        else:
            earlier = [m for m in stage.gazetteer.find(before) if m.form != "capital"]
            if (
                earlier
                and len({m.code for m in earlier}) == 1
                and not re.search(r"\b(?:to|in|on|with)\b", before[: earlier[0].start])
                and not re.search(r"\b(?:by|questions?)\b", before[earlier[-1].end :])
            ):
                code = earlier[0].code
        if re.search(r"\bmoderat|\bchair(?:ed|person|man|woman)?\b", before, re.IGNORECASE) and not code:
            return Voice(_full(bare, before), after.strip(" ,()"), role="chair")
        if not code and not states and (own := _of_the_house(bare, before, after, stage)):
            return own
        if code:
            posted = patterns()["post"].search(near) or _post_in(mark.name)
            inside = re.match(r"\s*\(([^()]*)\)", after)
            post = inside[1].rsplit(",", 1)[0].strip() if inside and "," in inside[1] else _post_in(mark.name)
            role: Role = "government" if posted or stage.bracketed or inside else "other"
            return Voice(_full(bare, before), post, code if role == "government" else "", role, "", NAMED)
    return None


def _of_the_house(bare: str, before: str, after: str, stage: Stage) -> Voice | None:
    """The voice of one whom the header introduces by a post alone: "Lord Penrith, Minister of State for …" in
    a parliament's hearing, "Spokesperson Lu Wenbo's press conference" on a ministry's page."""
    code = stage.house or stage.host
    told = re.match(r"\s*[,(–-]\s*([^\n]*)", after)
    office = _OFFICE if stage.house else patterns()["post"]
    posted = (" ".join(before.split()[-_POST_WORDS:]), told[1] if told else "")
    post = next((words for words in posted if office.search(words)), "")
    if not code or not post or (patterns()["not_minister"].search(post) and stage.house):
        return None
    return Voice(bare, post.strip(" ,()"), code, "government", "", BY_HOUSE if stage.house else BY_HOST)


def _full(bare: str, before: str) -> str:
    """The whole name, where the header has the given name before the surname."""
    given = re.search(
        r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Amb|Ambassador|Minister|President|H\.E)\.?\s+)([A-ZÀ-Þ][\w'’-]+(?:\s[A-ZÀ-Þ][\w'’-]+)?)\s+$",
        before,
    )
    return f"{given[1]} {bare}" if given and len(bare.split()) == 1 else bare


def _unknown(mark: Mark, bare: str, stage: Stage) -> Voice:
    """A label that the header does not explain: one that names a state's side speaks for it, an office for
    the text's host, a member for nobody."""
    surname = bare.split()[-1] if bare else ""
    if side := surname and side_of(surname, stage.header, stage.gazetteer):
        return Voice(bare, _post_in(mark.name), side, "government", "", NAMED)
    if code := state_of(mark.name, stage.gazetteer):
        return Voice("", "", code, "government", "", NAMED)
    post = _post_in(mark.name)
    if post:
        code = only_state(mark.name, stage) or stage.house or stage.host
        sure = NAMED if not (stage.house or stage.host) else BY_HOST
        return Voice(bare, post, code, "government", "", sure if code else 0.0)
    if stage.house or stage.minutes:
        return Voice(bare, "", "", "member")
    return Voice(bare, "", "", "other", "", 1.0 if stage.bracketed else 0.85)
