import time
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import core.delegations
from core.delegations import Gazetteer, without_accents
from core.japanese import has_japanese

GAZETTEER = Gazetteer.load()


def codes(text: str) -> list[str]:
    return [mention.code for mention in GAZETTEER.find(text)]


def test_every_member_and_observer_of_the_united_nations_is_there() -> None:
    data = tomllib.loads(Path(core.delegations.__file__).with_name("delegations.toml").read_text("utf-8"))
    assert len(data["states"]) == 193 + 2 + 2  # and the Cook Islands and Niue
    assert all(len(code) == 3 and code.isupper() for code in data["states"])
    assert all(entry["japanese"] and entry["name"] for entry in data["states"].values())


def test_members_of_groups_are_known_and_listed_once() -> None:
    for delegation in GAZETTEER:
        assert len(set(delegation.members)) == len(delegation.members)
        assert all(code in GAZETTEER for code in delegation.members)


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("EU", 27),
        ("G77", 134),
        ("NONALIGNED", 120),
        ("OIC", 57),
        ("AFRICANGROUP", 54),
        ("GRULAC", 33),
        ("WEOG", 28),
        ("EEG", 23),
    ],
)
def test_big_groups_have_all_their_members(code: str, count: int) -> None:
    delegation = GAZETTEER.get(code)
    assert delegation is not None
    assert len(delegation.members) == count


def test_a_group_is_told_from_a_state() -> None:
    groups = {delegation.code for delegation in GAZETTEER if delegation.is_group}
    assert {"EU", "NONALIGNED", "ASEAN", "CPLP"} <= groups
    assert not {"JPN", "NAM", "SUN", "YUG", "VAT"} & groups


def test_no_name_belongs_to_two_delegations() -> None:
    owners: dict[str, str] = {}
    for delegation in GAZETTEER:
        for name in {delegation.name, *delegation.names, *delegation.japanese}:
            assert owners.setdefault(name.lower(), delegation.code) == delegation.code


def test_every_name_is_found_and_looked_up() -> None:
    for delegation in GAZETTEER:
        for name in (delegation.name, *delegation.names, *delegation.japanese):
            text = f"({name})"
            assert [(m.code, text[m.start : m.end]) for m in GAZETTEER.find(text)] == [
                (delegation.code, name)
            ]
            expected = "NAM" if name == "NAM" else delegation.code  # as a code, NAM is Namibia
            assert GAZETTEER.by_name(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What is Japan's view?", ["JPN"]),
        ("the Japanese position, and Tokyo", ["JPN", "JPN"]),
        ("what does china say about the united states", ["CHN", "USA"]),
        ("The US, U.S., USA and the U.K.", ["USA", "USA", "USA", "GBR"]),
        ("tell us about US$5 million", []),
        ("LET US GO ON", []),
        ("turkey for dinner, a hanging chad, and jordan almonds", []),
        ("Turkey, Chad and Jordan", ["TUR", "TCD", "JOR"]),
        ("Niger and Nigeria", ["NER", "NGA"]),
        ("Guinea-Bissau, Papua New Guinea, Equatorial Guinea", ["GNB", "PNG", "GNQ"]),
        ("Guinea's", ["GIN"]),
        ("South Sudan and the Sudan", ["SSD", "SDN"]),
        ("Dominica and the Dominican Republic", ["DMA", "DOM"]),
        ("Northern Ireland", []),
        ("Ireland", ["IRL"]),
        ("the Democratic Republic\nof the Congo and the Congo", ["COD", "COG"]),
        ("DPRK, North Korea, Republic of Korea, ROK", ["PRK", "PRK", "KOR", "KOR"]),
        ("Democratic People’s Republic of Korea", ["PRK"]),
        ("Georgia and Atlantis", ["GEO"]),
        ("Côte d’Ivoire, Cote d'Ivoire, Ivory Coast", ["CIV", "CIV", "CIV"]),
        ("Türkiye, Turkiye, TÜRKIYE", ["TUR", "TUR", "TUR"]),
        ("Latin American and South American states", []),
        ("Kenyans and Swiss", ["KEN", "CHE"]),
        ("a US-China talk", ["USA", "CHN"]),
        ("the Paris Agreement, the Rome Statute and the Tallinn Manual", []),
        ("Paris agreed", ["FRA"]),
        ("polish the text", []),
        ("日本と中国の立場", ["JPN", "CHN"]),
        ("自由で開かれたインド太平洋と日本海と日本語", []),
        ("インドネシアとインド", ["IDN", "IND"]),
        ("ソマリアとマリ、サマリー", ["SOM", "MLI"]),
        ("パプアニューギニアと赤道ギニアとギニア", ["PNG", "GNQ", "GIN"]),
        ("EUの立場と南スーダン", ["EU", "SSD"]),
        ("北アイルランド", []),
        ("G77 and China; NAM; the Nordic countries", ["G77", "NONALIGNED", "NORDIC"]),
        ("", []),
    ],
)
def test_delegations_are_found_in_text(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_mention_tells_its_form() -> None:
    forms = {m.form for m in GAZETTEER.find("Japan")} | {m.form for m in GAZETTEER.find("Japanese, Tokyo")}
    assert forms == {"name", "adjective", "capital"}


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Japan", "us", "Korea", "ſ", "İran", "’s", " ", "U.S", "日本", "タイ", "\n", "Kuwait"]
        )
    )
)
def test_mentions_are_in_order_and_do_not_overlap(parts: list[str]) -> None:
    text = "".join(parts)
    previous = 0
    for mention in GAZETTEER.find(text):
        assert previous <= mention.start < mention.end <= len(text)
        assert mention.code in GAZETTEER
        previous = mention.end


@pytest.mark.parametrize(
    ("token", "code"),
    [
        ("JPN", "JPN"),
        ("japan", "JPN"),
        ("South_Korea", "KOR"),
        ("cote-d-ivoire", "CIV"),
        ("São Tomé and Príncipe", "STP"),
        ("日本", "JPN"),
        ("EC", "EU"),
        ("EU", "EU"),
        ("NAM", "NAM"),
        ("japan's", ""),
        ("", ""),
    ],
)
def test_names_and_codes_are_looked_up_whole(token: str, code: str) -> None:
    assert GAZETTEER.by_name(token) == code


def test_display_names() -> None:
    assert GAZETTEER.name("RUS") == "Russia"
    assert GAZETTEER.name("JPN", "ja") == "日本"
    assert GAZETTEER.name("XXX") == "XXX"
    assert GAZETTEER.get("XXX") is None


def test_groups_expand_to_themselves_and_their_members_once() -> None:
    assert GAZETTEER.expand(["SWE", "NORDIC", "JPN"]) == ("SWE", "NORDIC", "DNK", "FIN", "ISL", "NOR", "JPN")
    assert GAZETTEER.expand(["SUN"]) == ("SUN", "RUS")


def test_a_long_speech_takes_milliseconds() -> None:
    text = "We thank the delegations of Japan and of many States for what they told us. " * 1000
    began = time.perf_counter()
    assert len(GAZETTEER.find(text)) == 1000
    assert time.perf_counter() - began < 1.0


def test_names_in_two_scripts_are_found_in_their_order_and_as_each_alone() -> None:
    text = "Japanと中国、France、南アフリカ and Kenya met the 米国"
    codes = [mention.code for mention in GAZETTEER.find(text)]
    assert codes == ["JPN", "CHN", "FRA", "ZAF", "KEN", "USA"]


@given(st.text(), st.lists(st.sampled_from("éüñçø’ßœ ḉ\u0301\u0302가"), max_size=6))
def test_accents_are_all_that_is_taken_off(text: str, more: list[str]) -> None:
    text += "".join(more)
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    assert without_accents(text) == (text if has_japanese(text) else bare)
