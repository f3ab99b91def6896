"""Plain text that was printed once: running headers, broken words, underlined headings, stars of notes."""

import pytest

from core.delegations import Gazetteer
from core.records import Statement
from ingest import understand
from ingest.formats.text import without_hyphens

PRINTED = """Mission of Togo                          Rivers and Roads

Statement by Togo at the conference on roads

The road to Lomé was built for carts, and the bridges that carry it have not been painted
since the flood. What we ask for is not a gift but a

                                   - 1 -
Mission of Togo                          Rivers and Roads

loan on the terms that others have.

Our neighbours know it. The second matter is ferries. Togo has two, and it hires the others from its neigh-
bours every summer.

                                   - 2 -
Mission of Togo                          Rivers and Roads

We shall speak of ports tomorrow.

                                   - 3 -
"""
JAPANESE = """講演集　海運会議　　　１

海運会議における日本代表演説

　議長、港湾の電化は、沿岸の住民の健康と併せて進めなければ、かえって地域の

講演集　海運会議　　　２

負担を増やすことになりかねません。

　我が国は、補助の制度を改めました。

講演集　海運会議　　　３

　以上です。
"""
UNDERLINED = """REPUBLIC OF PALAU
Comments on the draft code

Fishing
-------

(1) The lagoon was closed in 2003.

(2) It was opened for two weeks.

Mining
------

(1) No licence was given.

(2) None will be asked for.
"""
STARRED = """STATEMENT BY CHAD IN EXPLANATION OF POSITION

Chad has joined the consensus on the text.*

We shall report the losses** to the commission.

* The delegation of Chad does not accept paragraph 9.
** One of the three is still being counted.
"""


def read(text: str) -> Statement:
    return understand(text.encode(), "a.txt", Gazetteer.load())


def paragraphs(text: str) -> list[str]:
    return [" ".join(p.text.split()) for p in read(text).paragraphs]


def test_what_is_printed_on_every_page_is_no_text_and_cuts_no_sentence() -> None:
    found = paragraphs(PRINTED)
    assert not any("Rivers and Roads" in text for text in found)
    assert any("not a gift but a loan on the terms" in text for text in found)
    assert any("from its neighbours every summer" in text for text in found)
    assert read(PRINTED).delegation == "TGO"


def test_a_japanese_sentence_that_a_page_cut_is_whole() -> None:
    found = paragraphs(JAPANESE)
    assert not any("講演集" in text for text in found)
    assert any("かえって地域の負担を増やす" in text for text in found)


def test_numbers_begin_again_under_underlined_headings() -> None:
    found = [(p.section, p.number) for p in read(UNDERLINED).paragraphs if p.printed]
    assert found == [("Fishing", 1), ("Fishing", 2), ("Mining", 1), ("Mining", 2)]


def test_stars_of_notes_stand_with_their_sentences() -> None:
    found = paragraphs(STARRED)
    assert any(
        text.endswith("text.[*] [*] The delegation of Chad does not accept paragraph 9.") for text in found
    )
    assert any("losses[**]" in text and "still being counted" in text for text in found)


def test_hyphens_that_belong_to_a_word_stay() -> None:
    assert (
        without_hyphens("a long-\nterm plan and a long-term aim") == "a long-\nterm plan and a long-term aim"
    )
    assert without_hyphens("a medium-\nterm plan") == "a medium-\nterm plan"
    broken = "ask the neighbours first\nour neigh-\nbours know"
    assert without_hyphens(broken) == "ask the neighbours first\nour neighbours\nknow"


def test_a_list_of_lines_that_differ_in_their_number_is_no_header() -> None:
    listed = "\n".join(f"Article {n} is kept" for n in range(1, 6))
    assert "Article 3 is kept" in read(f"Statement by Fiji\n\n{listed}\n\nWe thank you.").text


@pytest.mark.parametrize(
    "title", ["Article {}", "Question {}", "Sustainable Development Target {}", "目標　{}", "海洋の目標　{}"]
)
def test_titles_that_differ_in_their_number_stay_above_their_paragraphs(title: str) -> None:
    text = "\n\n".join(
        f"{title.format(n)}\n\nPeru has closed {n} of its ports.\n\nIt pays for the others."
        for n in range(1, 5)
    )
    found = read(f"Statement by Peru\n\n{text}").text
    assert all(title.format(n) in found for n in range(1, 5))


def test_titles_stay_where_a_page_number_stands_above_one() -> None:
    pages = "\n\n".join(f"Pillar {n} of the Plan\n\nWe have paid {n} millions." for n in range(1, 4))
    pages = pages.replace("Pillar 2", "- 1 -\n\nPillar 2")
    assert "Pillar 2 of the Plan" in read(f"Statement by Peru\n\n{pages}").text


def test_titles_stay_above_items_without_full_stops() -> None:
    items = ("to close all of the ports on the coast,", "open the lakes again", "pay those who fish")
    titles = [f"Recommendation {n} of the Panel" for n in range(1, 4)]
    text = "\n\n".join(f"{title}\n\n{item}" for title, item in zip(titles, items, strict=True))
    assert all(title in read(f"Statement by Peru\n\n{text}\n").text for title in titles)


def test_numbered_headers_beside_page_numbers_are_no_text() -> None:
    pages = "\n\n".join(f"We have paid {n}.\n\nMission of Peru, sheet {n}\n\n- {n} -" for n in range(1, 5))
    assert "sheet" not in read(f"Statement by Peru\n\n{pages}").text


BULLETS = """Statement by Chad

We support the *moratorium*.

We ask three things:

* Fishing must be limited
* Ports must be closed
"""


@pytest.mark.parametrize(
    "text",
    [
        BULLETS,
        BULLETS.replace("* Ports must be closed\n", ""),
        BULLETS.replace("*moratorium*", "moratorium*").replace("* Ports must be closed\n", ""),
        "Statement by Chad\n\nWe *support the\nmoratorium*.\n\nWe thank you.\n\n* Fishing must be limited\n",
        "Statement by Chad\n\nWe have read it.*\n\n* the ports are closed\n* The lakes are not\n",
        "Statement by Chad\n\nWe have read it.*\n\n* The ports are closed\n* The lakes are not\n",
    ],
)
def test_stars_of_lists_and_emphasis_are_no_marks(text: str) -> None:
    assert "[*]" not in read(text).text
