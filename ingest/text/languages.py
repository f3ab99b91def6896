"""Which language a text is in, by its scripts, and for Latin letters by its commonest words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

_SAMPLE = 20_000  # code points; a statement does not change its language after that


_ASCII = re.compile(r"[\x00-\x7f]+")
_LETTERS = re.compile(r"[^A-Za-z]+")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


WORD = re.compile(r"[^\W\d_]+")
COMMONEST: Mapping[str, frozenset[str]] = {
    "en": _words(
        "the of and to in that is for we our on with as be by this are not it have has you its their will"
        " at from was an all must which should been they also more these they or"
    ),
    "fr": _words(
        "le la les de des du et en que qui est pour dans une nous notre au aux sur ce un vous je par avec nos"
        " ses son sont plus pas cette qu ont été leur leurs ces elle il sa tous toutes"
    ),
    "es": _words(
        "el los las de del en que es para una por con nuestro se al su como más lo la un nuestra no sus"
        " este esta ha son le nos entre también todos todas han y"
    ),
    "de": _words(
        "der die das und in den von zu mit ist für auf ein eine des dem wir nicht sich im zur als auch an"
        " unser unsere werden wird ich haben hat dass bei aus nach alle zum"
    ),
    "pt": _words(
        "os as de do da dos em que é para uma por com nosso ao não se no na um das pela pelo nossa"
        " são sua mais à nos seu também todos entre o e"
    ),
    "it": _words(
        "il gli di del della in che è per una con nostro al non si le dei nel sono la un alla delle"
        " nostra da ha lo dell nella tutti anche e"
    ),
    "nl": _words(
        "de het een van en in dat is voor wij met op te zijn niet onze aan door ook naar die wordt om als"
    ),
    "sv": _words(
        "och att det som en på är av för den med till vi inte ett om har vår de kan från alla vill ska"
    ),
}


_NAMES: Mapping[str, str] = {
    "english": "en", "japanese": "ja", "french": "fr", "français": "fr", "francais": "fr", "spanish": "es",
    "español": "es", "espanol": "es", "german": "de", "deutsch": "de", "portuguese": "pt", "português": "pt",
    "italian": "it", "italiano": "it", "chinese": "zh", "russian": "ru", "русский": "ru", "arabic": "ar",
    "العربية": "ar", "korean": "ko", "greek": "el", "hebrew": "he", "thai": "th",
    "英語": "en", "日本語": "ja", "和文": "ja", "英文": "en", "仏語": "fr", "フランス語": "fr",
    "スペイン語": "es", "中国語": "zh", "中文": "zh", "ロシア語": "ru", "アラビア語": "ar", "韓国語": "ko",
}  # fmt: skip
_TAG = re.compile(r"(?P<code>[a-z]{2,3})(?:[-_][a-z0-9]{2,8})*")


def language_code(name: str) -> str:
    """ISO 639 code for a language's name, code or tag ("日本語", "JA", "en-GB"), else ""."""
    lowered = name.strip().lower()
    if lowered in _NAMES:
        return _NAMES[lowered]
    tag = _TAG.fullmatch(lowered)
    return {"eng": "en", "jpn": "ja", "fra": "fr", "spa": "es"}.get(tag["code"], tag["code"]) if tag else ""


def stated_or_seen(stated: str, seen: str) -> str:
    """Of a page's stated language and the one its text was seen to be in, the one to believe.

    Pages are often marked with their template's language, so the text counts, unless the page says a
    language that ``language_of`` does not know by its words.
    """
    known_by_words = stated in COMMONEST or stated in ("ja", "zh", "ru", "ar", "ko", "el", "he", "th")
    unsure = seen in COMMONEST and bool(stated) and not known_by_words
    return stated if unsure or not seen else seen


def language_of(texts: Iterable[str]) -> str:
    """ISO 639-1 code: "ja" when kana are in use, else by script, "" when there are no letters.

    Kanji and kana count double: a Japanese word takes about half as many characters as an English one.
    """
    sample = ""
    for text in texts:
        sample += text + "\n"
        if len(sample) > _SAMPLE:
            break
    sample = sample[:_SAMPLE]
    foreign = _ASCII.sub("", sample)
    scripts = Counter(_script(character) for character in foreign if character.isalpha())
    scripts["latin"] += len(_LETTERS.sub("", sample))
    del scripts[""]
    if not scripts.total():
        return ""
    weight = {script: count * (2 if script in ("kana", "han") else 1) for script, count in scripts.items()}
    if weight.get("kana", 0) + weight.get("han", 0) > sum(weight.values()) / 2:
        return "ja" if scripts["kana"] * 20 > scripts["han"] else "zh"
    script = max(weight, key=lambda name: weight[name])
    return _latin_language(sample) if script == "latin" else script


def is_western(text: str) -> bool:
    """True when the commonest words of a western European language make up a tenth of the text."""
    words = WORD.findall(text[:_SAMPLE].lower())
    return any(
        sum(word in common for word in words) * 10 >= max(len(words), 1) for common in COMMONEST.values()
    )


def _latin_language(sample: str) -> str:
    words = Counter(WORD.findall(sample.lower()))
    score = {code: sum(words[word] for word in common) for code, common in COMMONEST.items()}
    return max(score, key=lambda code: score[code])  # English when nothing speaks for another


def _script(character: str) -> str:
    if "\u3040" <= character <= "\u30ff" or "\uff66" <= character <= "\uff9f":
        return "kana"
    name = unicodedata.name(character, "")
    for start, script in (
        ("CJK", "han"), ("LATIN", "latin"), ("CYRILLIC", "ru"), ("ARABIC", "ar"), ("HANGUL", "ko"),
        ("GREEK", "el"), ("HEBREW", "he"), ("THAI", "th"),
    ):  # fmt: skip
        if name.startswith(start):
            return script
    return ""
