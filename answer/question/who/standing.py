"""What a delegation is in a question."""

import re
from enum import IntEnum

from core.delegations import Mention


class Standing(IntEnum):
    """What a delegation is in a question, the stronger the greater."""

    OBJECT = 0  # spoken about
    OWNER = 1  # "tell me about Japan's position": asked, unless the question has another subject
    SUBJECT = 2
    SOURCE = 3  # "how many tests had Pakistan carried out, according to India?"


NEAR = 120  # code points on either side of a name that can tell what it is there for
_OWN_YEAR = re.compile(r"^\s*[(（](?:19|20)\d\d年?[)）]|^\s+in\s+(?:19|20)\d\d(?=\s)", re.IGNORECASE)


def without_own_year(after: str) -> str:
    """What follows a mention, the year that belongs to it aside: "Japan (2014) on …", 「日本(2014年)は」."""
    return _OWN_YEAR.sub("", after, count=1)


def after(text: str, mention: Mention) -> str:
    """What follows a mention, its own year aside."""
    return without_own_year(text[mention.end : mention.end + NEAR])
