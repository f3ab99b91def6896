"""What a file's or folder's name says about who speaks: a key says it, a sentence names what it is about."""

import re
from collections.abc import Iterator
from pathlib import PurePath

from core.delegations import Gazetteer
from ingest.about.dates import find_dates
from ingest.about.filename import delegations_in, general_debate, tokens_of
from ingest.about.forums import forum_in_tokens
from ingest.speech.evidence import Evidence

# Words of a phrase; a key ("2020-12-01_Japan_OEWG") has none.
_PHRASE = frozenset(
    [
        "a",
        "about",
        "against",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "letter",
        "of",
        "on",
        "over",
        "regarding",
        "situation",
        "speech",
        "statement",
        "the",
        "to",
        "visit",
        "with",
    ]
)
_KINDS = frozenset(["speech", "statement", "letter"])
_LONGEST_KEY = 7  # tokens


def in_the_debate(name: str, gazetteer: Gazetteer) -> str:
    """The delegation by the ``key`` of the General Debate Corpus, "" for another file's name."""
    debate = general_debate(_stem(name))
    return gazetteer.by_name(debate[0]) if debate else ""


def in_file_name(name: str, gazetteer: Gazetteer) -> Iterator[Evidence]:
    """What the file's name says: ``key`` of the General Debate Corpus, a ``code``, a name in a ``key`` with
    a date or forum, a name ``alone``, or a name in a ``phrase``."""
    stem = _stem(name)
    if code := in_the_debate(name, gazetteer):
        yield Evidence(code, "file debate", "file name", stem)
        return
    tokens = tokens_of(stem)
    codes = dict.fromkeys(delegations_in(tokens, gazetteer))
    if len(codes) != 1:
        return
    code = next(iter(codes))
    words = {token.lower() for token in tokens if not token.isupper()} & _PHRASE
    first = gazetteer.by_name(tokens[0]) == code and tokens[0].isupper() and len(tokens[0]) == len(code)
    if first and words <= _KINDS and len(tokens) <= _LONGEST_KEY:
        kind = "code"  # AGO_2004_statement
    elif words or len(tokens) > _LONGEST_KEY:
        kind = "phrase"
    elif len(tokens) == 1 or re.fullmatch(r"[\W\d_]*", stem.replace(max(tokens, key=len), "")):
        kind = "dated" if find_dates(stem.replace("_", "-")) else "alone"
    elif any(gazetteer.by_name(token) == code and token.isupper() for token in tokens):
        kind = "code"
    elif find_dates(stem.replace("_", "-")) or forum_in_tokens(tokens):
        kind = "dated"
    else:
        kind = "beside"
    yield Evidence(code, f"file {kind}", "file name", stem)


def _stem(name: str) -> str:
    return PurePath(name).name.split(".")[0] if "." in name else name
