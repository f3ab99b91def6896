"""What a list of mentions is about: "Which states mentioned the Rohingya in 2017?" → "Rohingya".

Whether somebody mentions a thing is told by its words, not by a judge.
"""

import re

from answer.question.claim import claimed
from answer.question.words import AUXILIARY, JOINED_STATES, MENTIONING, any_of

_MENTIONS = (
    rf"(?:{any_of(MENTIONING)}|(?:bring|brings|brought|bringing)\s+up|(?:touch|touches|touched|touching)\s+(?:up)?on"
    r"|(?:speak|speaks|spoke|spoken|speaking|talk|talks|talked|talking)\s+(?:about|of|on)"
    r"|(?:refer|refers|referred|referring)\s+to|(?:say|says|said|use|uses|used|using)\s+the(?=\s+(?:word|phrase|term|name)s?\b))"
)
_VERB = re.compile(
    rf"^(?:(?:{any_of(AUXILIARY)})\s+)?(?:also\s+|explicitly\s+|ever\s+|even\s+)?"
    rf"(?:(?:\w+\s+){{1,3}}or\s+(?:otherwise\s+)?)?{_MENTIONS}\s+(?P<what>.+)",
    re.IGNORECASE,
)
# The thing first: "fukushima 2011 - which countries", "Gleneagles: which states mentioned it in 2005?"
_WHAT_FIRST = re.compile(
    rf"^(?P<what>(?:[^\s?]+\s+){{0,5}}?[^\s?]+?)\s*[-–—:,]*\s+(?:who|(?:which|what)\s+(?:{any_of(JOINED_STATES)}))"
    rf"(?:\s+(?:{_MENTIONS}|brought|raised)\s+(?:it|this|that|them)(?:\s+up)?\b[^?]*)?(?:\s*\([^)]*\))?[?.]*$",
    re.IGNORECASE,
)
# "Can you tell me which countries …", "For a note: all countries that …", "Among African states, who …"
_LED_IN = re.compile(
    r"^(?:.*?:\s*|(?:can|could|would)\s+you\s+(?:please\s+)?(?:tell\s+me|list|name|say)\s+|among\s+[^,]+,\s*|(?:were|are)\s+there\s+)",
    re.IGNORECASE,
)
_WHEN_OR_WHERE = re.compile(
    r"\s+(?:in|during|since|from|between|at|before|after|by|until|for)\s+(?:(?:the|their|its|this|that|any|late|early|mid-?)\s+)*"
    r"(?:\d{4}\b.*|(?:\w+\s+){0,2}(?:statements?|speech(?:es)?|debates?|sessions?|address(?:es)?|interventions?|remarks)\b.*)$"
    r"|\s+(?:this|last)\s+year$|\s+by\s+name\b.*$|,\s+and\s+(?:if\s+so|which|who|how)\b.*$"
    r"|(?<!\bof)\s+(?:19|20)\d\d$",
    re.IGNORECASE,
)
_BEFORE_IT = re.compile(
    r"^(?:(?:the|a|an|any)\s+)?(?:(?:issue|question|situation|topic|subject|problem|matter|case|plight|crisis|name|word|words|term|phrase)s?"
    r"\s+(?:(?:of|in|with)\s+)?)?(?:(?:the|a|an)\s+)?",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\((?!or\b)[^)]*\)", re.IGNORECASE)  # "MH17 (the plane)"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OR = re.compile(r"\s+or\s+|\s*\(or\s+|\s*/\s*", re.IGNORECASE)
_MOST_WORDS = 5  # a longer description is no term that people use word for word


def mentioned(question: str) -> tuple[str, ...]:
    """The terms of which a list asks who mentioned one ("locusts or mice" are two); none for a list of
    another kind, or where a term is too long to be used word for word."""
    what = _what(question)
    terms = [_term(piece) for piece in _OR.split(what)] if what else []
    return tuple(terms) if all(0 < len(term.split()) <= _MOST_WORDS for term in terms) else ()


def year_of(question: str) -> str:
    """The one year in which a list asks for mentions; "" where it names none, or several. "The Act of 1975"
    is no such year."""
    outside = question
    for term in mentioned(question):
        outside = outside.replace(term, "")
    years = set(_YEAR.findall(outside))
    return years.pop() if len(years) == 1 else ""


def _what(question: str) -> str:
    text = " ".join(question.split())
    if first := _WHAT_FIRST.match(text):
        what = first["what"]
    else:
        does = _VERB.match(claimed(_LED_IN.sub("", text, count=1)))
        what = does["what"] if does else ""
    return _ASIDE.sub("", _WHEN_OR_WHERE.sub("", what)).strip()


def _term(words: str) -> str:
    return _BEFORE_IT.sub("", words.strip(" ,.;:?()"), count=1).strip(" \"'“”‘’()?")
