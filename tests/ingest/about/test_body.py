import time

import pytest

from core.delegations import Gazetteer
from ingest.about.agenda import agenda_in, agenda_line
from ingest.about.body import from_body, group_spoken_for

GAZETTEER = Gazetteer.load()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("I have the honour to speak on behalf of the European Union and its member States.", "EU"),
        ("Mr. Chair, I speak on behalf of ASEAN.", "ASEAN"),
        ("On behalf of the Group of 77 and China, I would like to thank you.", "G77"),
        ("Speaking on behalf of the Non-Aligned Movement, allow me to begin.", "NONALIGNED"),
        ("It is my honour to deliver this statement on behalf of the Caribbean Community.", "CARICOM"),
        ("I take the floor on behalf of the Nordic countries: Denmark and Finland.", "NORDIC"),
        ("Allow me, on behalf of the Arab Group, to thank you.", "LAS"),
        ("I wish, on behalf of the African Group, to congratulate you.", "AFRICANGROUP"),
        ("ASEAN加盟国を代表して発言します。", "ASEAN"),
        ("We align ourselves with the statement made on behalf of the European Union.", ""),
        ("Indonesia associates itself with the statement delivered on behalf of ASEAN.", ""),
        ("I thank the Ambassador for his statement on behalf of the Group of 77.", ""),
        ("We welcome the words of Sweden, delivered on behalf of the European Union.", ""),
        ("I speak on behalf of the Government and people of Japan.", ""),
        ("On behalf of my country, I welcome the part that the African Union plays.", ""),
        ("We support the European Union. I speak on behalf of my country.", ""),
        ("日本政府を代表して、EUに感謝します。", ""),
    ],
)
def test_the_group_that_is_spoken_for(text: str, code: str) -> None:
    assert group_spoken_for(text, GAZETTEER) == code


@pytest.mark.parametrize(
    ("line", "item"),
    [
        (
            "Agenda item 94: Developments in the field of information",
            "94: Developments in the field of information",
        ),
        ("Agenda Item 71 (b) and (c)", "71 (b) and (c)"),
        ("Under agenda items 98 (w), 99 and 100 - Other measures", "98 (w), 99 and 100: Other measures"),
        ("Item 5 of the provisional agenda", "5"),
        ("Agenda item: Oceans and the law of the sea", "Oceans and the law of the sea"),
        ("議題９４「情報通信分野の進展」", "94: 情報通信分野の進展"),
        ("議題：核軍縮", "核軍縮"),
        ("Cluster 1: Nuclear weapons", "Cluster 1: Nuclear weapons"),
        ("Agenda item 94 was opened by the Chair.", ""),
        ("Items of interest", ""),
        ("The agenda", ""),
    ],
)
def test_a_line_that_gives_the_agenda_item(line: str, item: str) -> None:
    assert agenda_line(line) == item


def test_the_agenda_item_that_a_sentence_is_about() -> None:
    assert agenda_in("I take the floor under agenda item 94.", spoken=True) == "94"
    assert agenda_in("Agenda item 94 is not ours.", spoken=True) == ""
    assert from_body(["Let me speak on item 71 (a) of the agenda."], GAZETTEER)["agenda_item"] == "71 (a)"


@pytest.mark.parametrize(
    "hostile",
    [
        "agenda item 1" + ", " * 50_000,
        "agenda items 1" + " and" * 50_000,
        "on behalf of " * 20_000,
        "I speak " * 50_000 + "on behalf of",
        "Agenda item " + "1 (a)" * 30_000,
    ],
)
def test_hostile_text_takes_no_long_time(hostile: str) -> None:
    start = time.perf_counter()
    from_body([hostile], GAZETTEER)
    agenda_line(hostile[:300])
    agenda_in(hostile)
    assert time.perf_counter() - start < 3
