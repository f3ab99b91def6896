"""What of a paragraph is speech, and what is code, markup or a scrap that got into it.

A sentence of a statement can begin with something that nobody said: the remains of a web page, an address,
a planted "end of extract". Such a piece is not quoted and not given to a model: the sentence begins where
its words do, or after the code in its midst, and is left out as evidence where that leaves no sentence. The
paragraph itself stays as it is, and can be opened and read.
"""

import re
from collections.abc import Iterator, Sequence

from core.sentences import split_sentences

Span = tuple[int, int]

_TOKEN = re.compile(r"\S+")
# Characters and sequences that speech has not: tags, escapes, assignments, statements of a program.
_CODE = re.compile(
    r"<[A-Za-z/!|?]|[\w\"'/|]>|[{}=]|`.*`|\\\w|@@|;(?=[a-z])|%[0-9A-Fa-f]{2}|^(?:java|vb)?script:|^data:\w+/"
    r"|[A-Za-z0-9+/]{36,}|^(?=-*\.)(?=\.*-)[.-]{2,}$"
)
_ADDRESS = re.compile(r"^(?:https?://\S+|www\.\S+|[a-z0-9-]{2,}(?:\.[a-z0-9-]{2,})*\.[a-z]{2,}(?:/\S*)?)$")
# No words either, but they may well stand in a sentence.
_MARKS = re.compile(r"^(?:\[\d+\]|[^\w\s]+)$")
_ROLE = re.compile(r"^[\"'(\[]*(?:system|assistant|user|human|developer)\]?:$", re.IGNORECASE)
_STATEMENT = re.compile(
    r"\b(?:DROP|ALTER|CREATE|TRUNCATE) TABLE\b|\bUNION (?:ALL )?SELECT\b|\bINSERT INTO \w+ ?\("
    r"|\bDELETE FROM \w+ WHERE\b"
)
_WORD = re.compile(r"[^\W\d_]{2}|[\u3040-\u30ff\u4e00-\u9fff]")
_WHOLE_SENTENCE = 4  # words from which what follows code is taken for a sentence
_ENDS_SENTENCE = (".", "!", "?", ".”", '."', ".’", "。")


def speech_sentences(text: str) -> tuple[Span, ...]:
    """Half-open spans of the sentences of ``text`` as far as they are speech, in order."""
    return tuple(span for start, end in split_sentences(text) for span in _speech(text, start, end))


def _speech(text: str, start: int, end: int) -> Iterator[Span]:
    tokens = [(found.start(), found.end()) for found in _TOKEN.finditer(text, start, end)]
    pieces: list[list[Span]] = [[]]
    for at, (first, last) in enumerate(tokens):
        before = text[slice(*tokens[at - 1])] if at else ""
        if (
            before.endswith(_ENDS_SENTENCE)
            and _no_word(token := text[first:last])
            and not _MARKS.match(token)
        ):
            pieces.append([])  # "… of the treaty. wuzzi.net Japan …": the sentence had ended
        pieces[-1].append((first, last))
    for piece in pieces:
        kept = _trimmed(text, piece)
        if any(_is_code(text, token) for token in kept):
            kept = _after_code(text, kept)
        if kept:
            words = text[kept[0][0] : kept[-1][1]]
            if _WORD.search(words) and not _STATEMENT.search(words):
                yield kept[0][0], kept[-1][1]


def _after_code(text: str, tokens: Sequence[Span]) -> Sequence[Span]:
    """What follows the last of the code, where that reads as a sentence of its own; else nothing."""
    last = max(at for at, token in enumerate(tokens) if _is_code(text, token))
    rest = list(tokens[last + 1 :])
    while rest and _MARKS.match(text[slice(*rest[0])]):
        rest.pop(0)
    whole = len(rest) >= _WHOLE_SENTENCE and text[rest[0][0]].isupper()
    return rest if whole and text[slice(*rest[-1])].endswith(_ENDS_SENTENCE) else ()


def _trimmed(text: str, tokens: Sequence[Span]) -> Sequence[Span]:
    """Without what is no word at the beginning, as far as there is code in it, and at the end; nothing when
    it is said in a role ("assistant: …")."""
    lead = 0
    while lead < len(tokens) and (_no_word(text[slice(*tokens[lead])]) or _in_tag(text, tokens, lead)):
        lead += 1
    led = [text[slice(*token)] for token in tokens[:lead]]
    code = [at for at, token in enumerate(led) if _CODE.search(token)]
    roles = [at for at, token in enumerate(led) if _ROLE.match(token)]
    if roles and (not code or code[-1] < roles[-1]):
        # what is said in the role lasts until code ends it, if it does
        return tokens[lead:] if any(_is_code(text, token) for token in tokens[lead:]) else ()
    if not any(_CODE.search(token) or _ADDRESS.match(token) for token in led):
        lead = 0  # a dash or a bullet is how people begin
    kept = list(tokens[lead:])
    while kept and _CODE.search(text[slice(*kept[-1])]):
        kept.pop()
    return kept


def _no_word(token: str) -> bool:
    return any(kind.search(token) for kind in (_CODE, _ADDRESS, _MARKS, _ROLE))


def _in_tag(text: str, tokens: Sequence[Span], at: int) -> bool:
    """Whether a tag that was opened before is not closed yet: "<extract 9>"."""
    so_far = text[tokens[0][0] : tokens[at][0]]
    return so_far.count("<") > so_far.count(">") and ">" in text[tokens[at][0] : tokens[-1][1]]


def _is_code(text: str, token: Span) -> bool:
    return bool(_CODE.search(text[slice(*token)]))
