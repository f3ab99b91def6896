"""The state of the office that put up a page speaks on it where the text itself names nobody."""

import pytest

from core.delegations import Gazetteer
from core.records import Statement
from ingest import understand

TEXT = "<h1>Fisheries</h1><p>The quota was set in 1998. It has been raised twice since then, by a tenth.</p>"


def read(head: str = "", above: str = "", text: str = TEXT) -> Statement:
    page = f"<html><head>{head}</head><body>{above}<main>{text}</main></body></html>"
    return understand(page.encode(), "page.html", Gazetteer.load())


@pytest.mark.parametrize(
    ("head", "above", "code"),
    [
        ("<title>Fisheries - Ministry for Foreign Affairs of Finland</title>", "", "FIN"),
        ("<title>漁業｜外務省</title>", "", "JPN"),
        (
            "<title>Fisheries</title><meta property='og:site_name' content='Embassy of Peru in Japan'>",
            "",
            "PER",
        ),
        ("", "<header><a href='/'>Government of Iceland</a><ul><li>News</li></ul></header>", "ISL"),
        ("", "<div role='banner'><img alt='Department of Foreign Affairs, Ireland' src='x'></div>", "IRL"),
        # what is no office, or an office of more than one state, tells nothing
        ("<title>Fisheries | The Japan Times</title>", "", ""),
        ("<title>Fisheries | Norway</title>", "", ""),
        ("<title>Statement on fishing in Iceland</title>", "", ""),
        (
            "<title>A - University of Oslo</title>",
            "<header>Embassy of Chile<p>Embassy of Peru</p></header>",
            "",
        ),
    ],
)
def test_the_publishers_state_speaks_where_the_text_names_none(head: str, above: str, code: str) -> None:
    found = read(head, above)
    assert found.delegation == code
    if code:
        assert found.provenance["delegation"] == "page metadata"
        assert 0.7 <= found.confidence < 0.9
        assert any("publisher" in notice for notice in found.notices)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "<h1>Remarks by the Foreign Minister of Kenya</h1><p>We thank our hosts for their welcome.</p>",
            "KEN",
        ),
        (
            "<h1>Statement attributable to the Spokesperson for the Secretary-General</h1><p>It went on.</p>",
            "",
        ),
        ("<h1>Joint statement</h1><p>The ministers met and agreed to meet again in a year's time.</p>", ""),
        (
            "<h1>Remarks</h1><p>My country, Ghana, was the first to sign, and I am proud of it today.</p>",
            "GHA",
        ),
    ],
)
def test_a_text_with_a_speaker_of_its_own_is_not_the_publishers(text: str, code: str) -> None:
    found = read("<title>x | Ministry of Foreign Affairs of Chile</title>", text=text)
    assert found.delegation in (code, "")


@pytest.mark.parametrize(
    "title",
    [
        "Address by President Zelenskyy to the Diet",
        "Remarks by Secretary Blinken",
        "Remarks at the reception from Prime Minister Modi",
        "Lecture by Dr. Fatih Birol",
        "Premier Li's message to the fishers",
        "President Ruto: speech on the day of the sea",
        "Address of the Crown Prince",
        "ゼレンスキー大統領による演説",
        "習近平国家主席の演説",
        "山田太郎氏による講演",
    ],
)
@pytest.mark.parametrize("site", ["Ministry of Foreign Affairs of Japan", "Government of Iceland", "外務省"])
def test_a_text_by_a_person_without_a_state_is_not_the_publishers(title: str, site: str) -> None:
    text = TEXT.replace("Fisheries", title)
    assert read(f"<title>{title} | {site}</title>", text=text).delegation == ""


@pytest.mark.parametrize(
    "title", ["Statement by the Ministry", "The Ministry's response", "Comments of the Foreign Ministry"]
)
def test_a_text_by_the_office_itself_is_the_publishers(title: str) -> None:
    text = TEXT.replace("Fisheries", title)
    assert read(f"<title>{title} | Government of Iceland</title>", text=text).delegation == "ISL"
