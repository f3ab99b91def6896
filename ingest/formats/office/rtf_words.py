"""The control words of RTF: which groups are not text, and which words stand for a character."""

import re
from collections.abc import Mapping

TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})?[ ]?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|[\r\n\0]+|(?P<text>[^\\{}\r\n\0]+)",
    re.DOTALL,
)
# Groups that are not part of the text.
GONE = re.compile(
    r"header[lrf]?|footer[lrf]?|pict|nonshppict|shprslt|obj(?:data|class|name|time)|fldinst|formfield|ff\w+|sn|sv"
    r"|colortbl|list(?:table|text\w+|level|name|id|picture|override|overridetable)|level(?:text|numbers)|pn|pnseclvl"
    r"|pntxt[ab]|(?:rev|rsid|xmlns|file|grid)tbl|generator|themedata|colorschememapping|latentstyles|datastore"
    r"|mmathPr|annotation|atn\w+|atrf(?:start|end)|bkmk(?:start|end)|a?ftn(?:sepc?|cn)|template|xe|tc|private|author"
    r"|operator|subject|company|category|manager|keywords|comment|doccomm|hlinkbase|(?:creat|rev|print|bup)tim"
    r"|userprops|fontemb|falt|panose|do|passwordhash|ud|background|pgdsctbl"
)
BINARY = frozenset({"pict", "objdata"})
# What follows "\*" is skipped by programs that don't know it; these are known here.
KNOWN = frozenset(
    {"shpinst", "shptxt", "shppict", "shpgrp", "footnote", "listtext", "pntext", "fldrslt", "info", "title"}
)
WRITTEN: Mapping[str, str] = {
    "tab": " ",
    "line": "\n",
    "lbr": "\n",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
}
SIGNS: Mapping[str, str] = {"~": " ", "_": "-", "-": "", "\n": "\n\n", "\r": "\n\n"}
