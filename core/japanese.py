"""What is written in Japanese: the one place that says which characters are, and when a text is.

The ranges stand inside a regular expression's brackets. Kanji are Chinese characters too: a text of
kanji alone counts as Japanese here, which is the language of this product's users.
"""

import re

HIRAGANA = "\u3041-\u3096\u309d-\u309f"
KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f"
KANA = HIRAGANA + KATAKANA
KANJI = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
JAPANESE = KANA + KANJI

_LETTER = re.compile(f"[{JAPANESE}]")


def has_japanese(text: str) -> bool:
    """True when a kana or kanji is in ``text``: for a name, a key, a character."""
    return not text.isascii() and bool(_LETTER.search(text))


def count_japanese(text: str) -> int:
    """How many of the characters are kana or kanji."""
    return 0 if text.isascii() else len(_LETTER.findall(text))


def is_japanese(text: str) -> bool:
    """True when a sentence, question or title is written in Japanese: kana or kanji make up a fifth of
    its letters, because a word of Japanese takes fewer of them, and names stay in Latin letters."""
    found = count_japanese(text)
    return found > 0 and found * 5 >= sum(character.isalpha() for character in text)
