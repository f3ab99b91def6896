"""What a delegation's name is there for in a Japanese title, letterhead or sentence."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from ingest.speech.cues import japanese

_OFFICIAL = (
    r"(?:・?イスラム共和国|民主社会主義共和国|社会主義共和国|人民共和国|"
    r"多民族国|連合|連邦|共和国|王国|国|民国|人民|首長国|公国|（[^）]{1,12}）)*"
)
# The first state of a compound is the one that speaks: 日・ベトナム, 中日, 韓米.
COMPOUND: Mapping[str, str] = {
    "日": "JPN",
    "中": "CHN",
    "韓": "KOR",
    "米": "USA",
    "英": "GBR",
    "仏": "FRA",
    "独": "DEU",
    "露": "RUS",
    "ロ": "RUS",
    "豪": "AUS",
    "印": "IND",
    "加": "CAN",
    "伊": "ITA",
    "朝": "PRK",
    "台": "TWN",
    "泰": "THA",
    "越": "VNM",
    "比": "PHL",
    "星": "SGP",
}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    cue = japanese()
    return {
        "embassy": re.compile(rf"{cue['embassy']}$"),
        "embassy_after": re.compile(
            rf"{_OFFICIAL}(?:駐日|在日|駐[^、。\s]{{1,10}}?)?(?:特命全権)?(?:大使館|領事館|総領事館|大使|代表部|臨時代理大使)"
        ),
        # "フランスのマクロン大統領" too, and not ウクライナ侵略に関する外務大臣
        "office_after": re.compile(rf"{_OFFICIAL}の?(?:[ァ-ヴー・＝=]{{2,15}})?(?:{cue['office']})+"),
        "short": re.compile(
            rf"(?<![一-龥])(?P<state>[{''.join(COMPOUND)}])(?P<office>大統領府?|国務省|国務長官|国防総省|国防(?:相|省|部)|外務省|外相|首相府?|政府|外交部|総統府?|大使館|財務(?:相|省)|商務省|軍)"
        ),
        "short_before": re.compile(rf"(?<![一-龥])[{''.join(COMPOUND)}]$"),
        "own_before": re.compile(rf"{_OFFICIAL}の?$"),
        "visit": re.compile(r"訪日(?:中|した|する)|来日(?:中|した|する)"),
        "compound": re.compile(
            r"(?<![一-龥々])(日|中|韓|米|英|仏|独|露|ロ|豪|印|加|伊|朝|台|泰|越|比|星)(?:・[ァ-ヴー・]{2,20}|(?=[米中韓英仏独露ロ豪印加伊朝台欧蘭]{1,3}(?:首脳|外相|両国|関係|間|電話|会談|防衛|外務|財務|共同|三国|ＡＳＥＡＮ)))"
        ),
        "act": re.compile(cue["act"]),
        "about": re.compile(rf"{_OFFICIAL}(?:{cue['about']})"),
        "act_about": re.compile(
            rf"[^、。（）]{{0,10}}?(?:{cue['act']})(?:について|に関する|に対(?:する|し)|への|をめぐる|を巡る|を受け)"
        ),
        "by_after": re.compile(rf"{_OFFICIAL}(?:{cue['office']})?による[^、。にを]{{0,10}}(?:{cue['act']})"),
        "own_subject": re.compile(
            rf"(?:^|[、。　 ])(?:本日、?)?(?:{cue['own']}|大臣|副大臣|政務官|総理|政府|外務省)"
            r"(?:及び[^、。]{1,12})?(?:は|から|より)"
        ),
        "own": re.compile(cue["own"]),
        "mine": re.compile(cue["mine"]),
        "mine_after": re.compile(cue["mine_after"]),
        "mine_before": re.compile(r"(?:の国|祖国|わが国|我が国|母国)、?$"),
        "voice": re.compile(rf"{_OFFICIAL}{cue['voice']}"),
        "addressee": re.compile(rf"[^。]{{0,30}}?(?:{cue['addressee']})"),
        "nobody": re.compile(cue["nobody"]),
        "recipient": re.compile(r"(?:閣下|殿|様)?(?:宛|あて|への|に対する|へ)"),
        # a person of another country: ゼレンスキー大統領による演説
        "foreigner": re.compile(
            rf"(?P<who>[ァ-ヴー・＝=]{{3,20}})(?:外相|外務大臣|大統領|首相|国防相|国防大臣|大使|議長)(?:の|による)?[^、。]{{0,8}}(?:{cue['act']})"
        ),
        # 習近平国家主席の演説, 山田大使による講演
        "somebody": re.compile(
            rf"(?:による[^、。]{{0,10}}?|(?:{cue['office']})(?:閣下|夫人)?の[^、。]{{0,10}}?)(?:{cue['act']})"
        ),
        "event": re.compile(
            r"の?(?:訪日|来日|訪問|来訪|就任|逝去|死去|到着|離任|離日|辞任|選出|当選|葬儀|即位|戴冠)"
        ),
        "compliments": re.compile(rf"{_OFFICIAL}(?:の?{cue['office']})+は、[^。]{{0,40}}敬意を表"),
        "honour": re.compile(r"に(?:敬意|対し)"),
        "honoured": re.compile(r"(?:国王|大統領|首相|女王)?(?:陛下|殿下|閣下)\s*$"),
    }


def pattern(name: str) -> re.Pattern[str]:
    """One of the patterns that evidence is read with."""
    return _patterns()[name]


def in_title(line: str, start: int, end: int) -> str:
    """What the name ``line[start:end]`` is there for in a line of a title or letterhead."""
    before, after = line[:start], line[end:]
    if not re.sub(r"[\W_]|国", "", before + after) or (
        pattern("honoured").match(after) and not before.strip()
    ):
        return "ja_alone"
    embassy = pattern("embassy_after").match(after)
    if embassy and re.search("[^駐]駐$", before):  # 中華人民共和国駐日本国大使館
        return "ja_about"
    if embassy and (pattern("embassy").search(before) or re.search("[駐在]日|駐", embassy[0])):
        return "ja_embassy"
    if pattern("addressee").match(after):
        return "ja_addressee"
    if pattern("by_after").match(after):
        return "ja_by"
    office = pattern("office_after").match(after)
    if office:
        rest = re.sub(r"^(?:（[^）]*）|閣下|陛下|殿下|夫妻|一行)+", "", after[office.end() :])
        if office[0].endswith(("大使館", "領事館", "代表部")) and not rest.strip():
            return "ja_embassy"
        if any(pattern(kind).match(rest) for kind in ("about", "act_about", "event")):
            return "ja_about_office"
        if not before.strip() and re.match(r"[、，,]", rest):  # a headline: 台湾外交部、…を歓迎
            return "ja_office"
        if not rest.strip() or pattern("act").search(rest):
            return "ja_office"
        return "ja_office_mid"
    if pattern("about").match(after):
        return "ja_about"
    if re.match(r"(?:国|代表)?(?:の)?(?:ステートメント|声明|発言|立場|演説|談話)", after):
        return "ja_act"
    if re.search(rf"(?:{japanese()['act']})[^（(]{{0,6}}[（(]$", before) and re.match(r"国?[）)]", after):
        return "in_brackets"
    return "ja_mid"


def shortened(line: str) -> Iterator[tuple[str, str, str]]:
    """(code, role, words) of each office of a state that is written with one character: 米国務省, 英外相."""
    for found in pattern("short").finditer(line):
        rest = line[found.end() :]
        about = pattern("about").match(rest) and not pattern("by_after").match(rest)
        said = not rest.strip() or pattern("act").search(rest)
        role = "ja_about_office" if about else "ja_office" if said else "ja_office_mid"
        yield COMPOUND[found["state"]], role, found[0]


def in_sentence(sentence: str, start: int, end: int) -> str:
    """What the name ``sentence[start:end]`` is there for in a sentence."""
    before, after = sentence[:start], sentence[end:]
    if pattern("mine_after").match(after) or pattern("mine_before").search(before):
        return "ja_mine"
    if pattern("addressee").match(after):
        return "ja_addressee"
    if pattern("compliments").match(after):
        return "ja_embassy"
    if len(before) <= 40 and pattern("voice").match(after):
        return "ja_voice"
    if pattern("about").match(after):
        return "ja_target"
    return "ja_named"
