"""What is never parted: a number and the word before it that it belongs to."""

import re

from core.months import MONTHS, SHORT

# "31 December" and "2020", "paragraph" and "66", "resolution" and "73/27", 令和 and 3年.
_BEFORE_A_NUMBER = re.compile(
    rf"(?:\b(?:{'|'.join((*MONTHS, *SHORT))})\.?,?|\b(?:paragraphs?|articles?|resolutions?|sections?"
    r"|chapters?|annex|rule|pages?|Nos?\.|and|of|in|since|until|by|to)|第|平成|令和|昭和|西暦)$"
)


def goes_on_with_a_number(before: str, after: str) -> bool:
    """Whether the figure that ``after`` begins with belongs to the last word of ``before``."""
    return after[:1].isdigit() and bool(_BEFORE_A_NUMBER.search(before))
