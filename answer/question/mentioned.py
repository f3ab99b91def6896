"""What a list of mentions is about: "Which states mentioned the Rohingya in 2017?" → "Rohingya". Whether
somebody mentions a thing is told by its words, not by a judge."""

import re

from answer.question.claim import claimed
from answer.question.words import MENTIONING, any_of

_VERB = re.compile(
    rf"^(?:(?:have|has|had|did|do|does|were|was|are)\s+)?(?:also\s+|explicitly\s+|ever\s+|even\s+)?"
    rf"(?:{any_of(MENTIONING)}|(?:bring|brings|brought|bringing)\s+up|(?:touch|touches|touched|touching)\s+(?:up)?on"
    r"|(?:speak|speaks|spoke|spoken|speaking|talk|talks|talked|talking)\s+(?:about|of|on)"
    r"|(?:refer|refers|referred|referring)\s+to)\s+(?P<what>.+)",
    re.IGNORECASE,
)
_WHEN_OR_WHERE = re.compile(
    r"\s+(?:in|during|since|from|between|at|before|after|by|until|for)\s+(?:(?:the|their|its|this|that|any|late|early|mid-?)\s+)*"
    r"(?:\d{4}\b.*|(?:\w+\s+){0,2}(?:statements?|speech(?:es)?|debates?|sessions?|address(?:es)?|interventions?|remarks)\b.*)$"
    r"|\s+(?:this|last)\s+year$",
    re.IGNORECASE,
)
_BEFORE_IT = re.compile(
    r"^(?:(?:the|a|an|any)\s+)?(?:(?:issue|question|situation|topic|subject|problem|matter|case|plight|crisis|name|word|words|term|phrase)s?"
    r"\s+(?:(?:of|in|with)\s+)?)?(?:(?:the|a|an)\s+)?",
    re.IGNORECASE,
)
_MOST_WORDS = 5  # a longer description is no term that people use word for word


def mentioned(question: str) -> str:
    """The term that a list asks who mentioned; "" for a list of another kind, or where the term is too long
    to be used word for word."""
    does = _VERB.match(claimed(question))
    if does is None:
        return ""
    what = _WHEN_OR_WHERE.sub("", does["what"]).strip(" ,.;:?")
    term = _BEFORE_IT.sub("", what, count=1).strip(" \"'“”‘’")
    return term if 0 < len(term.split()) <= _MOST_WORDS else ""
