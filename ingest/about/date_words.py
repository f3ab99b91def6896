"""The words around a date that say whose day it is: of the delivery, of a page, of an event."""

import re

WORD = re.compile(r"[^\W\d_]+")
DISTRIBUTED = re.compile(r"\b(?:distr(?:ibut(?:ed|ion))?|circulated)\b|配布", re.IGNORECASE)
PUT_UP = re.compile(
    r"\b(?:posted|uploaded|published|put\s+up|online\s+since|page\s+created|created\s+on)\b|公開日|掲載|登録日",
    re.IGNORECASE,
)
# Days that are never the statement's.
OTHER = re.compile(
    r"\b(?:updated?|re-?(?:issued|submitted|scheduled|published|posted|printed)|modified|revised|changed|printed|received|sent|accessed|retrieved|downloaded|visited"
    r"|drafts?(?=\s*(?:of|dated|version|[:,–-]|$))|prepared(?!\s+for)|expires?|deadline"
    r"|copyright|scheduled|next|born|follow(?:ing|s)?\s+up|ent(?:ry|ered)\s+into\s+force|effective|ratified)\b"
    r"|^\W*(?:\w+\s+)?as\s+(?:of|at)\s*:?\s*$|©|更新|受領|受信|送信|印刷|閲覧|訂正|修正|草案|生まれ|次回|締切|施行|批准書",
    re.IGNORECASE,
)
DELIVERED = re.compile(
    r"\b(?:as\s+delivered|for\s+delivery|delivered|spoken|pronounced|read\s+out|given|made|adopted|held|signed|done|agreed"
    r"|concluded|convened|called\s+to\s+order)\b|採択|発出|署名|開催|開議|実施|演説日",
    re.IGNORECASE,
)
# Of these the statement itself is the subject, whatever stands before.
SPOKEN = re.compile(
    r"as\s+delivered|for\s+delivery|delivered|spoken|pronounced|read\s+out|given|演説日", re.IGNORECASE
)
EMBARGOED = re.compile(r"\bembargo(?:ed)?\b|解禁", re.IGNORECASE)
# "Implementation of the agreement signed on", "Commitments under the treaty done at": the day of that text
OF_ANOTHER_TEXT = re.compile(
    r"^(?!\W*(?:full\s+|final\s+|official\s+|agreed\s+)?(?:texts?|records?|transcripts?|cop(?:y|ies)|translations?"
    r"|versions?|summary|minutes)\b).*\b(?:of|to|under|with)\s+(?:the\s+)?(?:[\w/().-]+\s+){1,4}"
    r"(?:signed|done|concluded|agreed|adopted)\b",
    re.IGNORECASE,
)
# A participle that is none of these: "Transmitted on", "Declassified", "Last reviewed".
PARTICIPLE = re.compile(
    r"\b[A-Za-z]+ed\b\s*(?:on|at|in|:)?\s*(?:[A-Za-z]+day,?\s*)?$|\blast\s+\w+\s*:?\s*$", re.IGNORECASE
)
# "Statement of", "Note to Correspondents of", "99th meeting of" the day.
OF_ITSELF = re.compile(
    r"(?:^\W*|\b(?:record|minutes|summary|transcript)\s+of\s+the\s+)(?:[\w-]+\s+){0,2}(?:statement|remarks|speech|address"
    r"|press\s+\w+|note|transcript|interview|briefing|hearing|letter|telegram|memorandum|communiqu[eé]|meeting|session|sitting|debate|conference|decision|declaration|message)"
    r"(?:\s+(?:to|by|for)\s+(?:the\s+)?\w+)?(?:\s+no\.?\s*[\d/-]+)?\s+of\s+$|\bas\s+of\s+$",
    re.IGNORECASE,
)
SYMBOL = re.compile(r"(?:[A-Z]{1,6}|[A-Z][A-Za-z]{1,8})(?:/[A-Za-z0-9.()–-]+){1,6}(?:\s*\(\d{4}\))?[*]?")
LETTER = re.compile(
    r"\W*(?:dated\b|(?:(?:identical\s+)?letters?|note\s+verbale|memorandum|communication|message|telegram"
    r"|aide[- ]memoire|cable)\s+dated\b)",
    re.IGNORECASE,
)
RELEASED = re.compile(r"\b(?:issued|released)\b|発表", re.IGNORECASE)
LABEL = re.compile(
    r"\W*(?:(?:date|day)(?:\s+of\s+\w+)?|date\s+and\s+(?:place|time|venue)|date\s*\([dmyjt/.\s-]+\)|meeting|session|dated|日付|日時|年月日|発表日|実施日"
    r"|開催日|期日|日程)\s*(?:[:：]|[\]］】〕])[\s\u3000]*(?:[A-Za-z]+day,?\s*)?",
    re.IGNORECASE,
)
MAIL_KEY = re.compile(
    r"(?:From|To|Cc|Bcc|Reply-To|差出人|宛先|(?P<sent>Sent|Date|送信日時|日時)|(?P<subject>Subject|件名))\s*[:：]",
    re.IGNORECASE,
)
_WEEKDAYS = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:lun|mar|mercre|jeu|vendre|same)di"
    r"|dimanche|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo|montag|dienstag|mittwoch"
    r"|donnerstag|freitag|samstag|sonntag"
)
TIME = re.compile(
    r"\b\d{1,2}(?:[:.h]\s?\d{2})?\s*(?:[ap]\.?\s?m\b\.?|hours|hrs|uhr\b|h\b)(?:\s*\(?[A-Z]{2,4}\b\)?)?"
    r"|\b\d{1,2}:\d{2}(?:\s*[A-Z]{2,4}\b)?|(?:午前|午後)?\s*\d{1,2}時(?:\d{1,2}分)?(?:頃|開議|開会)?"
    r"|(?:於|場所)\s*[:：]\s*[^\s)）]+|\b(?:noon|midnight)\b",
    re.IGNORECASE,
)
BESIDE = re.compile(
    rf"\b(?:{_WEEKDAYS})\b\.?|\b(?:le|el|the|on|at|this|du|den|am|in|de|of|and)\b|[月火水木金土日]曜日?",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[.!?。！？][\"”’」』）)]*$")
# Words of sentences that titles are made without.
RUNNING = re.compile(
    r"\b(?:I|[Ww]e|[Oo]ur|[Mm]y|us|is|are|was|were|has|have|had|will|shall|would|should|must|can|cannot|[Ii]t|[Tt]hey)\b"
)
# Lines about the statement, which may be whole sentences.
OWN = re.compile(
    r"\W*(?:(?:as\s+)?(?:delivered|adopted|held|done|given|signed|issued|released|posted|published)\b"
    r"|\(|\[|（|［|statement\s+(?:delivered|made)|adopted\b)",
    re.IGNORECASE,
)
GREETS = re.compile(
    r"(?:(?:thank\s+you|mr|mrs|ms|madam|monsieur|madame|se[ñn]ora?|dear|distinguished|your)\b.{0,60}|excellenc(?:y|ies)\b.{0,40}|ladies\s+and\s+gentlemen"
    r"|chair(?:man|person)?\b.{0,20}|.{0,40}(?:議長|委員長|各位|皆様|御列席).{0,8})[,，、:：.!。]",
    re.IGNORECASE,
)
DATELINE = re.compile(
    r"(?:\s*[,(（]\s*[^–—―|]{1,40}?)?[)）]?\s*(?:[–—―|]|-{1,2}(?=\s)|\(\w+\)\s*[–—―-])\s*|\s*[:：]\s+(?=\S)"
)
SET_OFF = re.compile(
    rf"(?:[,、，(（\[［:：;|–—―]|\s-)\s*(?:(?:on|le|el|am|den)\s+)?(?:(?:{_WEEKDAYS}),?\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
# The day of an event: "the attacks of …", "since …".
OF_AN_EVENT = re.compile(
    r"\b(?:of|since|after|following|before|from|until|till|by|for|during|in|no\.?)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
FROM = re.compile(r"\b(?:from|du|vom|del|de|dal)\s+(?:the\s+)?$", re.IGNORECASE)  # before a span of days
# In "Statement on the explosion in Beirut on …" the day may be the explosion's.
OF_A_TOPIC = re.compile(
    r"\b(?:on(?!\s+(?:behalf|agenda|item|cluster)\b)|regarding|concerning|about|following|after|against|anniversary"
    r"|condemning|commemorating)\s+(?=\S)",
    re.IGNORECASE,
)
# After a Japanese date: it is part of a name or an event's day.
MEANT = re.compile(
    r"\s*(?:の(?!会|委員|総会|理事|記者|演説|談話|声明|発言|首脳|定例|衆議|参議|本会議)|に(?!採択|署名|発出|開催)|以降"
    r"|以来|から(?!\d)|より|付け?(?:の|け))"
)
TODAY = re.compile(
    r"\b(?:today|this\s+day)\W{0,3}(?:on\s+)?(?:[A-Za-z]+day,?\s+)?(?:the\s+)?$|(?:本日|今日)[、,（(]?(?:[月火水木金土日]曜日)?$",
    re.IGNORECASE,
)
PARTICLE = re.compile(r"の|に(?:おけ|於け|つい|関)|を|は")  # a line with one says more than a place
# "the 1 February coup": in English a noun after the date.
NAMES_AN_EVENT = re.compile(
    r"\s+(?!(?:at|in|by|and|to|for|on|of|the|from|as|before|le|check|statement|speech|remarks|address)\b)[a-z]{3,}"
)
SIGNED_AT = re.compile(r"\W*(?:done|given|signed|adopted|issued)\s+(?:at|in|on)\b.{0,160}$", re.IGNORECASE)
