import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from string import Formatter

from hypothesis import given
from hypothesis import strategies as st

from answer.events import Finished, Quoted, Searching, Waiting
from core.records import Answer, Cell, Citation, Filters, Found, Hit, Rejected, Scope, Sentence
from core.records import Turn as SpokenTurn
from tests.ui.scripted import HOSTILE, ScriptedAsker, citing, source, statement
from tests.ui.scripted_cells import CHANGE, HELLO, HOLDINGS, LIST, UNSURE
from tests.ui.state.test_talk import ask
from ui.export.text import removed_line
from ui.render import answer as render_answer
from ui.render import cells as render_cells
from ui.render import foot as render_foot
from ui.render import html as atoms
from ui.render import page as render_page
from ui.render import source as render_source
from ui.render import statement as render_statement
from ui.render.chips import chips
from ui.render.sources import sources
from ui.render.words import words
from ui.state.card import compose
from ui.state.known import Known
from ui.state.turn import Turn, advance
from ui.texts import preferred, texts_in

ASKER = ScriptedAsker()
FIRST = source(ASKER.kept, 6, 1)
QUOTE = "Japan does not see the need for a new legally binding instrument on cybersecurity."
CARD = compose(ASKER, FIRST)
EN = texts_in("en")
BARE = Known(EN)
CARDED = Known(EN, {FIRST.paragraph_id: CARD}, {"JPN": "Japan"})


def answered(**changes: object) -> Turn:
    sentence = Sentence("Japan sees no need.", 0.97, (citing(FIRST, QUOTE),))
    quote = Sentence(QUOTE, 1.0, (citing(FIRST, QUOTE),), True)
    answer = Answer("Q?", "answered", "written", "en", Filters(("JPN",), inferred=frozenset({"delegation"})))
    answer = replace(
        answer, sentences=(sentence,), quotes=(quote,), sources=(FIRST,), scope=Scope(1, 7), **changes
    )
    return advance(Turn(1, "Q?"), Finished(answer))


class Tags(HTMLParser):
    """Collects every tag and attribute that a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def finished(question: str, asker: ScriptedAsker = ASKER) -> Turn:
    """The finished turn of a scripted question."""
    talk = ask(asker, question)[-1]
    return talk.turns[-1]


def plain(html: str) -> str:
    """What a reader reads of it."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def everything(turn: Turn, known: Known = BARE) -> str:
    [shown] = render_answer.conversation([turn], known)
    parts = []
    for content in shown["slots"].values():
        parts += [content] if isinstance(content, str) else [html for _, html in content]
    return "".join(parts)


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=5))
def test_marking_changes_no_character_and_marks_exactly_what_is_cited(
    text: str, spans: list[tuple[int, int]]
) -> None:
    citations = [
        (f"s{index}", Citation(1, "p", text[start:end], start, end))
        for index, (start, end) in enumerate(spans)
    ]
    html = render_source.marked_text(text, citations, frozenset())
    # html.escape leaves no "<" of the text's own, so what looks like a tag is ours.
    assert unescape(re.sub(r"<[^>]*>", "", html)) == text
    for key, citation in citations:
        if not 0 <= citation.start < citation.end <= len(text):
            continue
        marks = re.findall(r'<mark data-for="([^"]*)">(.*?)</mark>', html, re.DOTALL)
        assert unescape("".join(part for keys, part in marks if key in keys.split())) == citation.quote


def test_a_citation_whose_offsets_do_not_give_its_quote_is_not_marked() -> None:
    wrong = Citation(1, FIRST.paragraph_id, QUOTE, 0, len(QUOTE))
    assert "<mark" not in render_source.marked_text(FIRST.text, [("s0", wrong)], frozenset({"s0"}))


def test_nothing_hostile_becomes_markup() -> None:
    hostile = statement(HOSTILE, 'javascript:alert("x")')
    asker = ScriptedAsker(title=HOSTILE, url='javascript:alert("x")')
    bad = replace(
        source(hostile, 6, 1),
        speaker=HOSTILE, forum=HOSTILE, section=HOSTILE, label=HOSTILE, text=HOSTILE + QUOTE,
        language='en" onload="x', origin=HOSTILE, delegation=HOSTILE,
    )  # fmt: skip
    sentence = Sentence(HOSTILE, 0.9, (citing(bad, QUOTE),))
    filters = Filters((HOSTILE,), forum=HOSTILE)
    answer = Answer(
        HOSTILE, "answered", "written", 'en" onload="x', filters, (sentence,), (bad,),
        (Rejected(HOSTILE, HOSTILE, 0.0, ("onerror", "<script>")),), quotes=(sentence,),
        scope=Scope(1, 1), model=HOSTILE,
        prompt_sha256=HOSTILE, timings_ms={HOSTILE: 1.0},
    )  # fmt: skip
    quoted = (replace(sentence, verbatim=True),)
    rows = (Cell(HOSTILE, "", "", "said", 1, quoted), Cell(HOSTILE, "", "", "silent", 1))
    tabled = replace(answer, mode="quoted", kind="list", cells=rows, sentences=quoted, quotes=quoted)
    card = replace(compose(asker, source(asker.kept, 6, 1)), source=bad, delegation=HOSTILE, speaker=HOSTILE)
    card = replace(card, neighbours=(bad,), duplicates=(card,), reference=HOSTILE)
    html = "".join(
        (
            everything(advance(Turn(1, HOSTILE), Finished(answer)), Known(EN, {bad.paragraph_id: card})),
            everything(
                advance(
                    Turn(1, HOSTILE),
                    Finished(replace(answer, status="not_addressed", note=HOSTILE, nearest=(bad,))),
                ),
                Known(EN, {bad.paragraph_id: card}),
            ),
            everything(Turn(1, HOSTILE, error=HOSTILE)),
            everything(advance(Turn(1, HOSTILE), Finished(tabled)), Known(EN, names={HOSTILE: HOSTILE})),
            everything(advance(Turn(1, HOSTILE), Finished(replace(answer, status="uncertain")))),
            render_statement.statement(
                replace(hostile, speaker=HOSTILE, post=HOSTILE, forum=HOSTILE, notices=(HOSTILE,)), EN, {}
            ),
            render_source.hits(
                HOSTILE,
                [Hit(bad, 1.0, Found(1, 1, 0.5, 1.0, (HOSTILE, "<")), (bad,))],
                {bad.paragraph_id: card},
                EN,
                1.0,
            ),
            render_page.header(HOSTILE, Scope(1, 1), HOSTILE, [HOSTILE], EN),
            render_page.welcome(Scope(1, 1), {HOSTILE: HOSTILE}, (), EN),
            atoms.problem(HOSTILE),
        )
    )
    seen = Tags(html)
    assert not seen.tags & {"script", "img", "iframe", "style", "svg"}
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    assert not [
        value for name, value in seen.attributes if name == "href" and not value.startswith("#source-")
    ]


def test_a_marker_names_its_source_and_the_words_it_opens() -> None:
    html = render_answer.sentences(answered(), CARDED)[0][1]
    assert 'href="#source-1-1"' in html
    assert 'data-key="s0"' in html
    assert 'title="JPN 2020-12-01 ¶6: I have a specific comment on paragraph 66,' in html


def test_two_citations_of_one_source_show_one_marker() -> None:
    twice = (citing(FIRST, QUOTE), citing(FIRST, "There is no agreement in the OEWG"))
    turn = replace(answered(), sentences=(Sentence("Both.", 0.9, twice),))
    assert render_answer.sentences(turn, CARDED)[0][1].count("rp-marker") == 1


def test_written_sentences_mark_their_own_words_first() -> None:
    other = "Please do not mention new binding instruments in the draft."
    turn = replace(answered(), quotes=(Sentence(other, 1.0, (citing(FIRST, other),), True),))
    html = sources(turn, CARDED)[0][1]
    assert f'<mark class="on" data-for="s0">{QUOTE}</mark>' in html
    assert f'<mark data-for="q0">{other}</mark>' in html


def test_a_card_says_who_where_when_and_offers_context_statement_citation_and_original() -> None:
    html = sources(answered(), CARDED)[0][1]
    for fact in ("JPN 2020-12-01 ¶6", "Akahori Takeshi (赤堀毅)", "OEWG", "1–3 December 2020"):
        assert fact in html
    assert "Regular Institutional Dialogue" in html
    assert 'href="https://www.mofa.go.jp/files/100000000.pdf"' in html
    assert 'data-text="Japan, statement by Akahori Takeshi, OEWG, 1 December 2020, para. 6"' in html
    assert "Whether the establishment of a new OEWG" in html  # the neighbour before it


def test_japanese_is_told_apart_for_fonts_and_voices() -> None:
    assert atoms.lang("日本は", "en") == ' lang="ja"'
    assert atoms.lang("赤堀毅", "en") == ' lang="ja"'
    assert atoms.lang("中国", "zh") == ' lang="zh"'
    assert atoms.lang("Japan", "en") == ' lang="en"'
    assert atoms.lang("Japan", 'en" onload="') == ""


def test_work_is_told_in_words_with_the_number_searched() -> None:
    turn = advance(Turn(1, "Q?"), Searching(Scope(2914, 98214), Filters()))
    assert "Searching 98,214 paragraphs" in render_answer.status(turn, EN)
    waiting = advance(turn, Waiting(3))
    assert "number 3 in line" in render_answer.status(waiting, EN)
    assert "in line" not in render_answer.status(advance(waiting, Waiting(0)), EN)
    quoted = advance(waiting, Quoted((Sentence(QUOTE, 1.0, (citing(FIRST, QUOTE),), True),), (FIRST,)))
    assert "Writing" in render_answer.status(quoted, EN)
    assert QUOTE in words(quoted, BARE, latest=True)
    assert render_answer.status(answered(), EN) == ""


def test_quotations_are_introduced_by_who_said_them_and_when() -> None:
    turn = answered(mode="quoted")
    html = words(turn, CARDED, latest=True)
    assert plain(html) == (
        "In their words Japan · Akahori Takeshi (赤堀毅) · OEWG · 1–3 December 2020 “"
        + QUOTE
        + "” 1 add to note add to dossier"
    )
    assert render_answer.sentences(turn, CARDED) == []


def test_inferred_filters_look_inferred_and_can_be_taken_off() -> None:
    turn = answered()
    html = chips(turn, CARDED)
    assert 'class="rp-chip rp-inferred"' in html
    assert 'aria-label="Ask again without Japan"' in html
    explicit = replace(turn, filters=Filters(("JPN",), "2020-01-01", "2020-12-31"))
    html = chips(explicit, CARDED)
    assert "rp-inferred" not in html
    assert 'data-field="since until"' in html
    assert ">2020<" in html


def test_removed_sentences_are_counted_by_reason_in_plain_words() -> None:
    one = (Rejected("X.", "unsupported"),)
    assert removed_line(one, EN) == "1 draft sentence removed: not in the sources"
    more = (*one, Rejected("Y.", "beside_question"), Rejected("Z.", "beside_question"))
    assert removed_line(more, EN) == "3 draft sentences removed: 1 not in the sources, 2 off the question"
    assert removed_line((Rejected("X.", "too_vague"),), EN).endswith(": too vague")
    assert (
        removed_line(more, texts_in("ja"))
        == "下書きの3文を除きました：出典にないもの1、質問から外れているもの2"
    )


def test_the_words_that_differ_from_the_sources_are_marked_in_a_removed_sentence() -> None:
    item = Rejected("Japan binds all Japanese states.", "strengthened", 0.1, ("binds", "all", "Japan"))
    html = render_foot.removed([item], 1, EN)
    assert re.findall(r"<mark[^>]*>([^<]*)</mark>", html) == ["Japan", "binds", "all"]
    assert "Japan binds all Japanese states." in plain(html).replace("  ", " ")


def test_not_addressed_says_what_was_searched_and_shows_the_nearest_without_numbers() -> None:
    answer = Answer(
        "Q?", "not_addressed", "written", "en", Filters(("JPN",)),
        nearest=(source(ASKER.kept, 2),), scope=Scope(1, 7, ("JPN",), "2020-12-01", "2020-12-03"),
        note="Not addressed.",
        elsewhere=(replace(FIRST, delegation="NOR"), replace(FIRST, date="2018")),
    )  # fmt: skip
    turn = advance(Turn(1, "Q?"), Finished(answer))
    html = everything(turn)
    assert plain(html).count("Not addressed.") == 1
    assert "Nearest, but not an answer" in html
    assert "rp-num" not in html
    assert 'data-act="widen"' in html
    assert "Addressed by NOR (2020) ." in plain(html)
    assert "Addressed in 2018 ." in plain(html)
    assert re.findall(r'data-field="([^"]*)" data-text="([^"]*)"', html) == [
        ("delegations", "And NOR?"),
        ("since until", "And in 2018?"),
    ]
    bare = everything(replace(turn, answer=replace(answer, note="", elsewhere=())))
    assert "Searched 1 statement, 7 paragraphs, 1–3 December 2020." in bare
    assert "Addressed" not in bare


def test_an_empty_library_says_how_to_add_statements_without_a_command() -> None:
    html = render_page.welcome(Scope(0, 0), {"list": "Q?"}, (), EN)
    assert 'data-act="library"' in html
    assert "rapporteur" not in html
    assert "Q?" not in html


def test_the_first_screen_offers_questions_with_what_they_show() -> None:
    html = render_page.welcome(Scope(1, 7), {"list": "Which states?", "new": "Q?"}, (), EN)
    assert plain(html).startswith("Ask what the statements say.")
    assert "A list Which states? Q?" in plain(html)


def test_earlier_turns_keep_their_blocks_unchanged_but_for_the_folded_quotations() -> None:
    first, second = answered(), replace(answered(), number=2)
    alone = render_answer.conversation([first], CARDED)[0]["slots"]
    later = render_answer.conversation([first, second], CARDED)[0]["slots"]
    assert isinstance(alone, dict)
    assert isinstance(later, dict)
    assert {name for name in alone if alone[name] != later[name]} == {"quotes", "foot"}


def test_search_results_say_why_each_was_found() -> None:
    hit = Hit(FIRST, 0.9, Found(2, 1, 0.71, 4.3, ("binding",)), (source(ASKER.kept, 5),))
    html = render_source.hits(
        "q", [hit], {FIRST.paragraph_id: compose(ASKER, FIRST, hit.duplicates)}, EN, 120.0
    )
    text = re.sub(r"<[^>]*>", "", html)
    assert "Found by words: binding (no. 2) · meaning 0.71 (no. 1) · relevance +4.3" in text
    assert '<mark class="on">binding</mark>' in html
    assert "also in 1 other" in text
    assert "1 paragraph, best first, in 0.12 s" in text


def test_a_latin_term_is_marked_at_the_start_of_words_only() -> None:
    hit = Hit(replace(FIRST, text="An art is part of <it>."), 1.0, Found(1, matched=("art",)))
    assert 'An <mark class="on">art</mark> is part of &lt;it&gt;.' in render_source.hits(
        "q", [hit], {}, EN, 0.0
    )


def test_the_header_counts_and_names_the_model() -> None:
    html = render_page.header(
        "Rapporteur", Scope(2914, 98214), "Qwen, on this machine", ["The model is missing."], EN
    )
    assert "Library: 2,914 statements · 98,214 paragraphs" in html
    assert "The model is missing." in html
    assert "verbatim quotations only" in render_page.header("Rapporteur", Scope(1, 1), "", [], EN)


def test_a_source_with_pages_says_which() -> None:
    html = render_source.card(replace(CARD, source=replace(FIRST, page=3)), EN, anchor="a")
    assert '<span class="rp-page">p. 3</span>' in html
    assert "rp-page" not in render_source.card(CARD, EN, anchor="a")


def test_a_statement_tells_its_pages_once_and_for_whom_it_speaks() -> None:
    pages = (1, 1, 2, 2, 2, 3, 3)
    paged = [replace(p, page=page) for p, page in zip(ASKER.kept.paragraphs, pages, strict=True)]
    group = replace(ASKER.kept, paragraphs=tuple(paged), on_behalf_of="EU")
    html = render_statement.statement(group, EN, {"JPN": "Japan", "EU": "European Union"})
    assert re.findall(r'rp-page">p\. \d', html) == [f'rp-page">p. {page}' for page in (1, 2, 3)]
    assert "on behalf of the European Union" in html
    assert "on behalf of ASEAN" in render_statement.statement(replace(group, on_behalf_of="ASEAN"), EN, {})


def test_quotations_of_one_source_stand_under_one_line_in_quotation_marks() -> None:
    turn = finished("What is Japan's view on a binding instrument?")
    html = words(turn, BARE, latest=True)
    assert html.count("rp-who") == 1
    quoted = re.findall(r"<blockquote[^>]*>([^<]*)<sup>", html)
    assert len(quoted) == 2
    assert all(text.startswith("“") and text.endswith("”") for text in quoted)


def test_uncertain_looks_uncertain_and_says_nothing_of_its_own() -> None:
    turn = finished(UNSURE)
    assert render_answer.sentences(turn, BARE) == []
    read = plain(words(turn, BARE, latest=True))
    assert read.startswith(
        "These passages may bear on it None of these passages was found to answer the question."
    )
    assert "In their words" not in everything(turn)
    assert len(sources(turn, BARE)) == 2


def test_a_greeting_is_answered_without_filters_or_a_search() -> None:
    html = everything(finished(HELLO))
    assert plain(html).startswith("Hello Ask what is said in the statements.")
    assert "rp-chips" not in html
    assert "widen" not in html


def test_what_the_library_holds_is_the_answer_and_no_aside() -> None:
    html = everything(finished(HOLDINGS))
    assert '<p class="rp-note" lang="en">1 statement (7 paragraphs).</p>' in html
    assert "widen" not in html


def test_a_list_counts_names_the_silent_and_has_a_row_for_each_that_says_so() -> None:
    turn = finished(LIST)
    html = render_cells.cells(turn, Known(EN, names={one.code: one.name for one in ASKER.gazetteer}))
    assert "3 of 18 delegations say so; 1 more may." in html
    rows = re.findall(r'<tr data-name="([^"]*)" data-date="([^"]*)">', html)
    assert rows == [
        ("european union", "2018-06-07"),
        ("france", "2019-03-05"),
        ("japan", "2020-12-01"),
        ("asean", "2021-02-03"),
    ]
    assert html.index("These passages may bear on it") > html.index(">Japan<")
    assert "Nothing found from 14 delegations: 28 statements searched" in html
    assert "Australia (2 statements searched)" in html
    assert words(turn, BARE, latest=True) == ""
    assert sources(turn, BARE) == []


def test_a_year_without_a_word_on_it_keeps_its_place_and_says_so() -> None:
    html = render_cells.cells(
        finished(CHANGE), Known(EN, names={one.code: one.name for one in ASKER.gazetteer})
    )
    assert "Found in 2 of 3 years." in html
    assert re.findall(r'class="rp-date">(\d{4})<', html) == ["2018", "2019", "2020"]
    assert "Nothing found; 4 statements searched." in html


def test_every_text_of_the_page_is_there_in_japanese_with_the_same_places_for_values() -> None:
    ja = texts_in("ja")
    assert set(ja.entries) == set(EN.entries)

    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert {key: places(text) for key, text in ja.entries.items()} == {
        key: places(text) for key, text in EN.entries.items()
    }


def test_the_first_of_the_browsers_languages_that_the_page_speaks_is_taken() -> None:
    assert preferred("fr-CH, fr;q=0.9, ja;q=0.8, en;q=0.7").language == "ja"
    assert preferred("en-US,en;q=0.9,ja;q=0.8").language == "en"
    assert preferred("").language == "en"
    assert preferred("de").language == "en"


def test_a_statement_says_that_its_numbers_are_counted_where_the_source_prints_none() -> None:
    counted = "Paragraph numbers are counted by us"
    assert counted in render_statement.statement(ASKER.kept, EN, {})
    printed = replace(ASKER.kept, paragraphs=tuple(replace(p, printed=True) for p in ASKER.kept.paragraphs))
    assert counted not in render_statement.statement(printed, EN, {})


def test_a_digest_quotes_each_point_with_its_paragraph_and_is_empty_where_there_is_none() -> None:
    html = render_statement.digest(ASKER.digest(ASKER.kept.id), EN)
    assert plain(html).startswith("Its main points, in its own words “On the topic of regular institutional")
    assert re.findall(r'data-to="(p\d)"[^>]*>(¶\d)<', html) == [("p2", "¶2"), ("p3", "¶3"), ("p6", "¶6")]
    assert render_statement.digest(replace(ASKER.digest(ASKER.kept.id), quotes=(), sources=()), EN) == ""


def test_each_paragraph_of_a_statement_has_its_reference_and_its_address() -> None:
    html = render_statement.statement(ASKER.kept, EN, {"JPN": "Japan"})
    for ordinal in range(1, 8):
        assert f'id="p{ordinal}" data-reference="Japan, statement by Akahori Takeshi, OEWG' in html
        assert f'data-path="s/{ASKER.kept.id}#p{ordinal}"' in html


def test_a_statement_of_several_speakers_says_who_speaks_from_where_and_cites_each() -> None:
    turns = (SpokenTurn(1, 1, 3, "FRA", speaker="Boréal", post="Minister"), SpokenTurn(2, 4, 7, "JPN"))
    several = replace(ASKER.kept, turns=turns)
    html = render_statement.statement(several, EN, {"JPN": "Japan", "FRA": "France"})
    heads = [plain(head) for head in re.findall(r'<h3 class="rp-speaks">(.*?)</h3>', html)]
    assert heads == ["Boréal · Minister · France", "Japan"]
    references = re.findall(r'data-reference="([^"]*)"', html)
    assert references[2] == "France, statement by Boréal, OEWG, 1 December 2020, para. 3"
    assert references[3] == "Japan, statement, OEWG, 1 December 2020, para. 4"
