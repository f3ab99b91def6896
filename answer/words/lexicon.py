"""The words of diplomacy that the support check must not confuse, as plain tables.

A table about meaning holds the stems of the words written in it, so that each serves all its forms; a
table about grammar holds the words themselves, in lower case.
"""

from collections.abc import Mapping
from types import MappingProxyType

from answer.words.stemming import stem
from core import months


def words(text: str) -> frozenset[str]:
    """The words of a table written as one text."""
    return frozenset(text.split())


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, text.split()))


def _list(text: str) -> list[str]:
    return text.split()


STOP_WORDS = words(
    """a an the this that these those it its itself he she his her him they them their theirs we us our
    ours i me my mine you your who whom whose which what there here such same s t of to in on at by for
    with from as into onto upon about over under between among through during before after within
    without against towards toward via per than then and or but nor so yet if whether while whereas
    although though because since unless until when where how why is are was were be been being am has
    have had having do does did done doing will would shall should can could may might must ought not no
    n't never neither none also too very just only even both either each other others any some more most
    much many all own again further once up down out off well however therefore thus moreover
    furthermore please et al mr mrs ms like indeed rather still already now around roughly
    approximately"""
)

# Words that turn what follows them in their clause.
NEGATIONS = words("not no never neither nor none without nobody nothing cannot hardly nowhere unable")
# …except in these phrases: each is (the negation, the word after it).
NOT_NEGATIONS = frozenset(
    {
        ("not", "only"),
        ("not", "merely"),
        ("not", "simply"),
        ("not", "just"),
        ("not", "least"),
        ("no", "doubt"),
        ("without", "doubt"),
        ("no", "less"),
        ("no", "later"),
        ("no", "matter"),
        ("nothing", "less"),
        ("not", "surprisingly"),
    }
)
# Verbs and nouns that turn what follows them, whether or not they are another's opposite.
TURNING = _stems(
    """oppose opposition reject rejection fail failure refuse refusal decline lack absence avoid refrain
    preclude objection deny denial abstain disagree disagreement premature reluctant"""
)
# To cease is to do no longer: denied, it is to go on.
CEASING = words(
    "stop stopping cease ceasing tire tiring waver wavering rest relent relenting flag falter faltering"
)
# Idioms of two words that turn what follows.
TURNING_PAIRS = frozenset(
    {
        ("rule", "out"),
        ("ruled", "out"),
        ("rules", "out"),
        ("far", "from"),
        *((verb, "against") for verb in ("warn", "warns", "warned", "warning", "argue", "argues", "argued")),
        *((verb, "against") for verb in ("advise", "advises", "advised", "decide", "decides", "decided")),
        ("rather", "than"),
        ("instead", "of"),
    }
)

CLAUSE_MARKS = frozenset(";:()[]–—。；：（）?!.？！…")
CLAUSE_WORDS = words("but while whereas although though because since unless yet")
# After "and", one of these starts a new clause rather than a second noun.
FINITE = words("is are was were has have had does do did will would shall should can could may might must am")
BE = FINITE & frozenset({"is", "are", "was", "were", "am"}) | {"be", "been", "being"}
PREPOSITIONS = words(
    "of with by to for in on upon from between against among at into towards toward via per about over"
)
PRONOUN_SUBJECTS = words("i we it they he she this that these those you there who which")
SPEAKER_WORDS = words("i we my our us me ours mine ourselves myself")
# Nouns that stand for the speaker after "my", "our", "this" or a state's adjective.
SPEAKER_NOUNS = words("delegation country government nation people")

MODALS: Mapping[str, int] = MappingProxyType(
    {
        "may": 1,
        "might": 1,
        "could": 1,
        "can": 1,
        "should": 2,
        "ought": 2,
        "would": 2,
        "will": 3,
        "shall": 3,
        "must": 4,
    }
)
POSSIBILITY = words(
    """may might could possible possibly perhaps potential potentially probably likely seem seems seemed
    seemingly appear appears appeared apparently"""
)
CONDITIONS = words("if whether unless provided should-there assuming")
HOPE = _stems(
    """hope wish expect aspire seek intend plan propose suggest recommend aim consider anticipate want desire
    attempt try offer strive endeavour endeavor"""
)
# "ready to act" is not yet acting.
READY = words("ready prepared willing eager determined")
# What is done by saying it: "I wish to thank", "I would like to announce".
PERFORMED = _stems(
    """thank congratulate pay commend welcome express extend convey assure draw inform share begin conclude
    address turn appeal urge call speak touch reply respond add"""
)
WISHING = _stems("wish want")
REQUEST_WORDS = words("please let")

# How strongly something is asked of others; the claim must not stand on another rung.
COMMITMENT: Mapping[str, int] = MappingProxyType(
    {
        stem(word): rung
        for rung, verbs in enumerate(
            (
                "hope wish",
                "encourage invite suggest recommend propose",
                "ask request call appeal",
                "urge exhort implore",
                "demand insist require order compel",
            ),
            start=2,
        )
        for word in verbs.split()
    }
)
# How much is made of something. Words.
IMPORTANCE: Mapping[str, int] = MappingProxyType(
    {
        "useful": 1,
        "helpful": 1,
        "desirable": 1,
        "important": 2,
        "significant": 2,
        "essential": 3,
        "vital": 3,
        "crucial": 3,
        "critical": 3,
        "imperative": 3,
        "indispensable": 3,
        "necessary": 3,
        "fundamental": 3,
    }
)
QUANTITY: Mapping[str, int] = MappingProxyType(
    {
        "few": 1,
        "some": 2,
        "several": 2,
        "certain": 2,
        "many": 3,
        "numerous": 3,
        "most": 4,
        "all": 5,
        "every": 5,
        "each": 5,
        "entire": 5,
    }
)
INTENSIFIERS = words(
    """strongly fully firmly completely entirely totally absolutely unconditionally unequivocally
    categorically immediately always exclusively solely wholly permanently never unreservedly
    wholeheartedly vehemently only"""
)

# Verbs that only report that the speaker said or holds what follows.
SAYING = _stems(
    """say state note mention believe think consider view explain express emphasize stress underline
    underscore highlight reiterate affirm reaffirm recall observe add argue maintain regard point
    acknowledge recognize declare remark describe indicate report announce hold see find feel assert
    claim contend conclude"""
)
# Actors that are not the speaker, whatever stands before them.
OTHER_ACTORS = words(
    """delegations states countries members parties co-sponsors cosponsors chair chairman chairperson
    president secretary-general council assembly committee group community others those critics
    experts colleagues everyone organizations organisations governments nations proponents opponents
    secretariat commission"""
)

# Titles that a speaker is given without the statement saying so.
TITLES = words(
    "prime minister foreign president ambassador head government delegation permanent representative"
)

# Verbs too light to need a source of their own.
LIGHT = _stems(
    """have be do make take give get go come work play aim seek try act face continue keep remain become
    want use put set help call ask let"""
)

MONTHS: Mapping[str, str] = MappingProxyType(
    {name.lower(): str(i) for i, name in enumerate(months.MONTHS, 1)}
)

ORDINALS: Mapping[str, str] = MappingProxyType(
    {
        word: str(i)
        for i, word in enumerate(
            _list("first second third fourth fifth sixth seventh eighth ninth tenth"), start=1
        )
    }
)
_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_TEENS = "sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
# "one" is left out: it is a pronoun more often than a count.
NUMBER_WORDS: Mapping[str, str] = MappingProxyType(
    {word: str(i) for i, word in enumerate(f"{_UNITS} {_TEENS}".split()) if word not in ("one", "zero")}
    | {word: str(10 * i) for i, word in enumerate(_TENS.split(), start=2)}
    | {"hundred": "100", "thousand": "1000", "million": "1000000", "billion": "1000000000"}
    | {"trillion": "1000000000000"}
)

# Bases whose un-/in-/dis- form is their plain opposite.
NEGATED_BASES = words(
    """necessary acceptable able likely fair just willing clear lawful legal secure stable complete
    sufficient adequate effective equal appropriate possible agree agrees agreed agreement approve
    approves approved satisfied aware realistic justified justifiable reasonable helpful productive
    constitutional certain binding consistent compatible convinced desirable sustainable successful
    peaceful respect respects continue continues continued allow allows allowed mindful prepared
    resolved favourable favorable important"""
)


def _classes(text: str) -> Mapping[str, str]:
    """Each line is a class of words; the stem of the first names it."""
    table: dict[str, str] = {}
    for line in text.strip().splitlines():
        name, *others = map(stem, line.split())
        table.update({other: name for other in others if other != name})
    return MappingProxyType(table)


# Words that may stand for one another in a faithful rewording.
CONCEPTS = _classes(
    """
    stress emphasize emphasis underline underscore highlight
    support back endorse favor
    oppose opposition object opponent
    need necessary necessity require requirement
    believe think opinion
    vital essential crucial indispensable imperative
    country nation state
    help assist assistance aid
    start begin commence
    end conclude conclusion finish complete terminate
    include comprise contain
    ensure guarantee
    increase grow expand rise raise
    decrease reduce reduction decline diminish lessen lower fall
    protect safeguard defend
    strengthen reinforce enhance bolster
    weaken undermine
    achieve attain reach
    promote advance foster further
    reiterate reaffirm
    discuss deliberate
    prioritize prioritise priority
    welcome applaud commend
    condemn denounce deplore
    many numerous
    people persons individuals
    pledge promise undertake
    appreciate thank
    quick rapid swift speedy
    big large
    worldwide global
    """
)

# A word that means the opposite of another takes its key, with sign -1.
ANTONYMS: Mapping[str, str] = MappingProxyType(
    {
        stem(word): stem(opposite)
        for word, opposite in (
            pair.split(":")
            for pair in _list(
                """oppose:support reject:accept condemn:welcome decrease:increase weaken:strengthen
                disagree:agree disagreement:agreement deny:confirm exclude:include worsen:improve
                deteriorate:improve prevent:allow prohibit:allow forbid:allow fail:succeed
                failure:success negative:positive pessimistic:optimistic lose:gain defeat:victory
                hostile:friendly illegal:legal discourage:encourage slow:accelerate"""
            )
        )
    }
)

# Claim key → evidence keys that carry it although they do not mean the same.
ENTAILED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        stem(word): _stems(others)
        for word, others in {
            "support": "cosponsor welcome advocate",
            "call": "urge ask request appeal please",
            "ask": "urge call request appeal please",
            "request": "urge call ask appeal please",
        }.items()
    }
)
