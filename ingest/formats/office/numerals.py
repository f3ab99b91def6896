"""Numbers as word processors print them before paragraphs: iv, (c), 二, ③."""

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_KANJI = "〇一二三四五六七八九"
_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_KANJI_FORMATS = frozenset(
    (
        "japaneseCounting",
        "japaneseDigitalTenThousand",
        "chineseCounting",
        "chineseCountingThousand",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "ideographDigital",
    )
)


def numeral(number: int, number_format: str) -> str:
    """A number in one of Word's formats: 4 in ``lowerRoman`` is "iv"."""
    if number_format in ("upperRoman", "lowerRoman"):
        text = _roman(number)
        return text.upper() if number_format == "upperRoman" else text
    if number_format in ("upperLetter", "lowerLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 % 8 + 1)
        return letter.upper() if number_format == "upperLetter" else letter
    if number_format == "decimalZero":
        return f"{number:02d}"
    if number_format == "ordinal":
        ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending}"
    if number_format.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if number_format.startswith("decimalFullWidth"):
        return "".join(chr(0xFF10 + int(digit)) for digit in str(max(number, 0)))
    if number_format in _KANJI_FORMATS and 0 <= number < 100:
        return _kanji(number)
    for name, letters in (("aiueo", _AIUEO), ("iroha", _IROHA)):
        if number_format.startswith(name) and number > 0:
            return letters[(number - 1) % len(letters)]
    return "" if number_format == "none" else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 5000:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text += letters
            number -= value
    return text


def _kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return _KANJI[ones]
    return ("" if tens == 1 else _KANJI[tens]) + "十" + ("" if not ones else _KANJI[ones])
