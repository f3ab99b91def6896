import tomllib
from pathlib import Path

import pytest

import answer.question.who.names as names
from answer.question.understand import Holdings, understand
from answer.question.who.names import names_in
from answer.question.who.persons import named_persons
from answer.question.who.typos import misspelt_names
from core.delegations import Gazetteer
from core.records import Filters, Speaker

GAZETTEER = Gazetteer.load()
SPEAKERS = (
    Speaker("José Mujica", "URY", ("2012", "2013")),
    Speaker("Sergey V. Lavrov", "RUS", ("2014", "2016", "2018")),
    Speaker("Fumio Kishida", "JPN", ("2022",)),
    Speaker("Moon Jae-in", "KOR", ("2017", "2018")),
    Speaker("Juan Manuel Santos", "COL", ("2013", "2016")),
    Speaker("Manuel Domingos Augusto", "AGO", ("2017",)),
    Speaker("Jean-Marie Santos", "VUT", ("2010",)),
    Speaker("Ernest Bai Koroma", "SLE", ("2013",)),
    Speaker("安倍晋三", "JPN", ("2014",), "Abe Shinzo"),
)
CODES = frozenset(d.code for d in GAZETTEER if not d.is_group or d.code == "EU")
HOLDINGS = Holdings(CODES, "2005", "2022", speakers=SPEAKERS)


def asked(text: str) -> Filters:
    return understand(text, Filters(), GAZETTEER, HOLDINGS).filters


def test_every_state_has_a_capital_or_is_named_like_it() -> None:
    data = tomllib.loads(Path(names.__file__).with_name("informal_names.toml").read_text("utf-8"))
    named_like_it = {"DJI", "LUX", "MCO", "SMR", "SGP", "VAT"}
    left_out = {"BEL"}  # Brussels is the European Union's as often
    former = {"SUN", "YUG", "SCG", "CSK", "DDR", "YMD"}
    for delegation in GAZETTEER:
        if not delegation.is_group and delegation.code not in named_like_it | left_out | former:
            assert delegation.capitals or delegation.code in data["cities"], delegation.code
    assert {code for kind in data if kind != "shared" for code in data[kind]} <= {d.code for d in GAZETTEER}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("What do the Danes want from the Council?", "DNK"),
        ("Which treaty does Monrovia praise?", "LBR"),
        ("What did Whitehall promise small islands?", "GBR"),
        ("NZ on whaling", "NZL"),
        ("kenyas view on somalia piracy", "KEN"),
        ("norways line on whaling", "NOR"),
        ("chads army and the lake", "TCD"),
        ("turkey on syrian refugees 2016", "TUR"),
        ("Which reform does Tanznia want?", "TZA"),
        ("guatamala 2017 on corruption", "GTM"),
        ("ダッカは気候変動について何と述べましたか。", "BGD"),
        ("仏大統領は気候変動について何と述べましたか。", "FRA"),
        ("What did the president of Ghana quote from Nkrumah?", "GHA"),
        ("Which fish stocks are shrinking, in Reykjavik's telling?", "ISL"),
        ("How big is the deficit, as Lisbon put it?", "PRT"),
        ("Why, says Warsaw, must borders hold?", "POL"),
        ("Which sector is expected to transform Bhutan?", "BTN"),
    ],
)
def test_a_delegation_is_known_however_it_is_named(text: str, code: str) -> None:
    assert asked(text).delegations == (code,)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Which wall did Russia say Lithuania was building?", "RUS"),
        ("What should Libya do next, in the eyes of Cairo?", "EGY"),
        ("Which troops in Syria and Iraq did the Portuguese mention?", "PRT"),
        ("Which accord did Oslo broker that Colombia praised?", "COL"),
        ("indias line on pakistan", "IND"),
        ("Ankara on Assad's future in Damascus", "TUR"),
    ],
)
def test_of_two_states_the_one_that_speaks_is_asked(text: str, code: str) -> None:
    assert asked(text).delegations == (code,)


@pytest.mark.parametrize(
    "text",
    [
        "What happened in Burundi in 2015?",
        "How was the war in Georgia described?",
        "Should the Iranian programme be stopped?",
        "Was the blockade of Gaza condemned?",
        "Which green jobs are planned?",
        "Does anyone speak of the two Koreas?",
        "What is wrong with the Vienna Convention?",
    ],
)
def test_a_state_that_is_only_spoken_of_is_not_asked(text: str) -> None:
    assert asked(text).delegations == ()


@pytest.mark.parametrize(
    ("text", "code", "speaker"),
    [
        ("What did President Mujica say about happiness?", "URY", "Mujica"),
        ("Lavrov on missile defence", "RUS", "Lavrov"),
        ("Kishida in 2022: what did he want?", "JPN", "Kishida"),
        ("What did Moon propose for the border?", "KOR", "Moon"),
        ("President Santos in 2016: what had ended?", "COL", "Santos"),
        ("What does Mujica's government plan?", "URY", ""),
        ("What did Lavrov say in 2015?", "RUS", ""),
        ("lavrovs line on kosovo", "RUS", "lavrov"),
        ("安倍首相は何と述べましたか。", "JPN", "安倍"),
    ],
)
def test_speakers_whom_the_library_knows_are_asked(text: str, code: str, speaker: str) -> None:
    filters = asked(text)
    assert (filters.delegations, filters.speaker) == ((code,), speaker)
    assert ("speaker" in filters.inferred) == bool(speaker)


@pytest.mark.parametrize(
    "text",
    [
        "What did President Santos say?",  # of Colombia or Vanuatu
        "Which moon did the probe reach?",
        "Does John Santos Barros own the mine?",
        "What does Manuel think?",  # a given name
    ],
)
def test_a_name_that_may_be_somebody_elses_names_nobody(text: str) -> None:
    assert named_persons(text, SPEAKERS) == ()


def test_words_are_no_misspelt_names() -> None:
    text = "Which child will begin to quit the green parts of the Roman portal, and why now?"
    assert misspelt_names(text, GAZETTEER) == ()


def test_a_slip_is_looked_for_only_where_nobody_is_named() -> None:
    assert [m.code for m in names_in("Kenya and Ugnada", GAZETTEER).mentions] == ["KEN"]


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("port of spain on guns", ("TTO",)),
        ("what did kuala lumpur want for palm oil", ("MYS",)),
        ("dar es salaam's fishing plans", ("TZA",)),
        ("the us and them of migration", ()),
        ("Ottawa's and Canberra's lines on whaling", ("CAN", "AUS")),
    ],
)
def test_names_of_several_words_and_owners_side_by_side_are_asked(
    question: str, codes: tuple[str, ...]
) -> None:
    assert asked(question).delegations == codes
