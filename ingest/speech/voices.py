"""Who is behind a label: name, post, state and role, from the label itself and from how people are
introduced in the header."""

import re
from dataclasses import dataclass, field
from functools import cache

from core.delegations import Gazetteer
from core.japanese import has_japanese
from core.records import Role
from ingest.speech.cues import label, parliaments
from ingest.speech.labels import Mark, pattern

_NAMED = 0.98  # sure: the label or the list of participants names the state
_BY_HOUSE = 0.95  # a minister in the minutes of a parliament
_BY_HOST = 0.9  # a minister on the page or letterhead of a ministry
_NEAR = 90  # code points within which a person is introduced


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in a turn, as `core.records.Turn` has it."""

    speaker: str = ""
    post: str = ""
    delegation: str = ""
    role: Role = "other"
    on_behalf_of: str = ""
    confidence: float = 1.0


NOBODY = Voice()


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    cue = label()
    flags = re.IGNORECASE
    return {
        **{
            kind: re.compile(rf"(?:{cue[kind]})", flags)
            for kind in ("chair", "journalist", "other", "government")
        },
        **{kind: re.compile(cue[kind]) for kind in cue if kind.endswith("_ja")},
        "honorific": re.compile(rf"(?:(?:the\s+)?(?:{cue['honorific']})\.?\s+)+", flags),
        "party": re.compile(rf"(?:{cue['party']})", flags),
        "post": re.compile(
            r"minister|ambassador|representative|president|premier|chancellor|secretary of state"
            r"|foreign secretary|spokes|king|queen|prince|government|charg[eé]|permanent"
            r"|head of (?:state|delegation)|official|attorney|secretary of (?:defen[cs]e|commerce"
            r"|the treasury)|under ?secretary of state|taoiseach|t[aá]naiste|envoy"
            r"|parliamentary secretary",
            flags,
        ),
        "no_post": re.compile(
            r"analyst|professor|think.?tank|institute|university|ngo|editor|journalist|correspondent"
            r"|newspaper|news\b|agency|civil society|director of the|fellow|researcher|author|campaign"
            r"|secretary of the (?:committee|council)|leader of the opposition|shadow|former"
            r"|executive director|under-?secretary-general|secretary-general|high commissioner for"
            r"|special (?:envoy|representative) of the secretary|united nations|reuters|press\b",
            flags,
        ),
        "minister": re.compile(
            r"\b(?:minister|parliamentary (?:under-)?secretary|secretary of state|attorney|solicitor"
            r"|taoiseach|government)\b",
            flags,
        ),
        "not_minister": re.compile(
            r"shadow|opposition|former|spokes(?:person|man|woman)\b.*\b(?:for|on)\b", flags
        ),
        "post_first": re.compile(
            r"(?:president|prime minister|premier|chancellor|(?:[a-z]+ )*minister|secretary|ambassador"
            r"|amb|king|queen|taoiseach|spokes(?:person|man|woman)|high representative"
            r"|vice[- ]president|foreign secretary|minister of state)\b",
            flags,
        ),
    }


def pattern_of(kind: str) -> re.Pattern[str]:
    """What a label of a ``kind`` of speaker holds: "post", "no_post", "party"…"""
    return _patterns()[kind]


@dataclass(frozen=True, slots=True)
class Stage:
    """What is known of a text in which several speak: its ``header`` (the lines above and its title), the
    state of the parliament (``house``) or ministry (``host``) whose text it is, "" when unknown, and whether
    delegations are named in brackets throughout, as in a record of the United Nations."""

    header: str
    gazetteer: Gazetteer = field(repr=False)
    house: str = ""
    host: str = ""
    bracketed: bool = False


def house_of(text: str) -> str:
    """The state whose parliament a text's header and labels speak of, "" when none does."""
    return next((code for found, code in parliaments() if found.search(text)), "")


def voice_of(mark: Mark, stage: Stage, known: dict[str, Voice]) -> Voice:
    """Who is behind ``mark``; ``known`` are voices by surname that earlier labels introduced, to which it
    adds what this label introduces."""
    if has_japanese(mark.name):
        return _japanese(mark, stage)
    bare = _bare(mark.name)
    key = bare.split()[-1].casefold() if bare else ""
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
    found = _patterns()["honorific"].match(name)
    bare = name[found.end() :] if found else name
    return " ".join(word.capitalize() if word.isupper() and len(word) > 2 else word for word in bare.split())


def _post_in(name: str) -> str:
    found = _patterns()["honorific"].match(name)
    post = (found[0].strip() if found else "").rstrip(".")
    return " ".join(w.capitalize() for w in post.split()) if _patterns()["post_first"].match(post) else ""


def _role_of(name: str) -> Role | None:
    plain = " ".join(name.split())
    for role in ("journalist", "chair", "other", "government"):
        if _patterns()[role].fullmatch(plain):
            return role
    return None


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
        code = stage.gazetteer.by_name(aside) or _only_state(aside, stage)
        if code and not _patterns()["no_post"].search(aside):
            named = role == "chair"
            post = aside.rsplit(",", 1)[0].strip() if "," in aside else _post_in(mark.name)
            return Voice(
                speaker="" if role else _bare(mark.name),
                post=post,
                delegation="" if named else code,
                role="chair" if named else "government",
                on_behalf_of=group if group != code else "",
                confidence=_NAMED,
            )
    if not mark.asides or role is not None:
        return None
    listed = " ".join(mark.asides)
    if stage.house:
        minister = _patterns()["minister"].search(listed) and not _patterns()["not_minister"].search(listed)
        if minister:
            return Voice(_bare(mark.name), mark.asides[-1], stage.house, "government", "", _BY_HOUSE)
        return Voice(_bare(mark.name), "", "", "member", "", _NAMED)
    if _patterns()["no_post"].search(listed):
        journalist = re.search(
            r"journalist|correspondent|news|press|reuters|times|tv\b|radio", listed, re.IGNORECASE
        )
        return Voice(_bare(mark.name), listed, "", "journalist" if journalist else "other")
    return None


def _only_state(words: str, stage: Stage) -> str:
    codes = {m.code for m in stage.gazetteer.find(words) if m.form != "capital"}
    return codes.pop() if len(codes) == 1 else ""


def _of_role(mark: Mark, role: Role, stage: Stage) -> Voice:
    if role == "chair":
        return Voice(_chair_in(mark.name, stage), mark.name, role="chair")
    if role != "government":
        return Voice("", "" if len(mark.name) < 2 else mark.name.capitalize(), role=role)
    person = next((aside for aside in mark.asides if pattern("person").match(f"{aside}:")), "")
    code = stage.house or stage.host
    sure = _BY_HOUSE if stage.house else _BY_HOST if stage.host else 0.0
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
    if len(surname) < 2:
        return None
    for found in re.finditer(rf"(?<!\w){re.escape(surname)}(?!\w)", stage.header, re.IGNORECASE):
        after = re.split(
            r"[;\n]|(?<=\))\s*,|\s(?:and|with)\s(?=[A-Z])", stage.header[found.end() : found.end() + _NEAR]
        )[0]
        before = re.split(
            r"[;\n]|(?<=\)),|\s(?:and|with)\s", stage.header[max(0, found.start() - _NEAR) : found.start()]
        )[-1]
        near = f"{before}{found[0]}{after}"
        if re.match(r"\s*[(,–-]", after) and _patterns()["no_post"].search(after):
            moderates = re.search(r"moderator|chair", before, re.IGNORECASE)
            return Voice(_full(bare, before), after.strip(" ,()"), role="chair" if moderates else "other")
        code = ""
        introduced = re.match(r"\s*(?:,|\(|of\b|from\b|for\b|[-–—])", after)
        states = [m for m in stage.gazetteer.find(after) if m.form != "capital"]
        if introduced and states:
            code = states[0].code
        else:
            earlier = [m for m in stage.gazetteer.find(before) if m.form != "capital"]
            if (
                earlier
                and len({m.code for m in earlier}) == 1
                and not re.search(r"\b(?:to|in|on|with)\b", before[: earlier[0].start])
            ):
                code = earlier[0].code
        if re.search(r"\bmoderat|\bchair(?:ed|person|man|woman)?\b", before, re.IGNORECASE) and not code:
            return Voice(_full(bare, before), after.strip(" ,()"), role="chair")
        if code:
            posted = _patterns()["post"].search(near) or _post_in(mark.name)
            inside = re.match(r"\s*\(([^()]*)\)", after)
            post = inside[1].rsplit(",", 1)[0].strip() if inside and "," in inside[1] else _post_in(mark.name)
            role: Role = "government" if posted or stage.bracketed or inside else "other"
            return Voice(_full(bare, before), post, code if role == "government" else "", role, "", _NAMED)
    return None


def _full(bare: str, before: str) -> str:
    """The whole name, where the header has the given name before the surname."""
    given = re.search(
        r"(?:(?:Mr|Mrs|Ms|Dr|Prof|Amb|Ambassador|Minister|President|H\.E)\.?\s+)([A-ZÀ-Þ][\w'’-]+(?:\s[A-ZÀ-Þ][\w'’-]+)?)\s+$",
        before,
    )
    return f"{given[1]} {bare}" if given and len(bare.split()) == 1 else bare


def _unknown(mark: Mark, bare: str, stage: Stage) -> Voice:
    """A label that nothing explains: an office speaks for the text's host, a member for nobody."""
    post = _post_in(mark.name)
    if post:
        code = _only_state(mark.name, stage) or stage.house or stage.host
        sure = _NAMED if not (stage.house or stage.host) else _BY_HOST
        return Voice(bare, post, code, "government", "", sure if code else 0.0)
    if stage.house:
        return Voice(bare, "", "", "member")
    return Voice(bare, "", "", "other", "", 1.0 if stage.bracketed else 0.85)


def _japanese(mark: Mark, stage: Stage) -> Voice:
    """The voice behind ○野原国務大臣, ○政府参考人（谷口花子君）, 【ＮＨＫ　山口記者】, 司会："""
    name = mark.name
    inside = next((aside for aside in mark.asides if aside.endswith(("君", "さん", "氏"))), "")
    person = re.sub(r"(?:君|さん|氏)$", "", inside)
    for role, kind in (
        ("chair", "chair_ja"),
        ("government", "government_ja"),
        ("journalist", "journalist_ja"),
        ("other", "other_ja"),
        ("member", "member_ja"),
    ):
        found = list(_patterns()[kind].finditer(name))
        if not found or found[-1].end() != len(name):
            continue
        before = name[: found[-1].start()]
        speaker = person or re.split(r"[ \u3000・]", before)[-1]
        post = name[len(name) - len(name[found[-1].start() :]) :]
        if (
            role == "government"
            and not person
            and re.search(r"(?:外務|防衛|財務|経済|環境|総合|内閣|官房|報道)$", before)
        ):
            speaker, post = "", name
        if role != "government":
            return Voice(speaker, post if role != "journalist" else "", role=role)  # type: ignore[arg-type]
        code = _only_state(name, stage) or stage.house or stage.host
        sure = _BY_HOUSE if stage.house else _BY_HOST if stage.host else 0.0
        return Voice(speaker, post, code, "government", "", sure)
    if stage.house:
        return Voice(person or name.rstrip("君"), "", "", "member")
    return Voice(name, "", _only_state(name, stage), "government" if _only_state(name, stage) else "other")
