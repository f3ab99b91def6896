"""Plain text that was printed once: running headers, broken words, underlined headings, stars of notes."""

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
