"""Who is behind a Japanese label."""

import re

from ingest.speech import japanese
from ingest.speech.several.labels.marks import Mark
from ingest.speech.several.sides import side_of, state_of
from ingest.speech.several.stage import BY_HOST, BY_HOUSE, NAMED, Stage, Voice, only_state, patterns


def japanese_voice(mark: Mark, stage: Stage) -> Voice:
    """The voice behind ○野原国務大臣, ○政府参考人（谷口花子君）, 【ＮＨＫ　山口記者】, 司会："""
    name = mark.name
    if patterns()["asks_ja"].match(name):
        return Voice(name, role="journalist")
    inside = next((aside for aside in mark.asides if aside.endswith(("君", "さん", "氏"))), "")
    person = re.sub(r"(?:君|さん|氏)$", "", inside)
    for role, kind in (
        ("chair", "chair_ja"),
        ("government", "government_ja"),
        ("journalist", "journalist_ja"),
        ("other", "other_ja"),
        ("member", "member_ja"),
    ):
        found = list(patterns()[kind].finditer(name))
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
        side = only_state(name, stage) or (speaker and side_of(speaker, stage.header, stage.gazetteer))
        code = side or stage.house or stage.host
        sure = NAMED if side else BY_HOUSE if stage.house else BY_HOST if stage.host else 0.0
        return Voice(speaker, post, code, "government", "", sure)
    if stage.house:
        return Voice(person or name.rstrip("君"), "", "", "member")
    if introduced := _introduced_ja(name, stage):
        return introduced
    # a post that the header has longer: 山田長官 for 山田国務長官
    surname = next((name[:end] for end in range(len(name), 1, -1) if name[:end] in stage.header), "")
    if side := surname and side_of(surname, stage.header, stage.gazetteer):
        return Voice(surname, name[len(surname) :], side, "government", "", NAMED)
    if side := state_of(name, stage.gazetteer):
        return Voice("", "", side, "government", "", NAMED)
    return Voice(name, "", only_state(name, stage), "government" if only_state(name, stage) else "other")


def _introduced_ja(name: str, stage: Stage) -> Voice | None:
    """The voice of a person whom the header introduces: 久世玲子（モデレーター、大学教授）."""
    found = re.search(rf"([^、，：:\s]*{re.escape(name)}[^、，：:\s（(]*)[（(]([^）)]*)[）)]", stage.header)
    found = found or re.search(
        rf"(?<![^、，：:\s])({re.escape(name)})([^、，：:\s（(]{{0,30}}(?:大臣|大使|長|代表|報道官|審議官|参事官))(?=[、，\s]|$)",
        stage.header,
    )
    if found is None:
        return None
    who, post = found[1], found[2]
    if re.search(patterns()["chair_ja"], post):
        return Voice(who, post, role="chair")
    if patterns()["private_ja"].search(post):
        return Voice(who, post)
    own = "JPN" if japanese.pattern("own").match(post) else ""
    code = only_state(post, stage) or own
    return Voice(who, post, code, "government", "", NAMED) if code else Voice(who, post)
