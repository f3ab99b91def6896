import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.text.layout import Block, blocks_of, lines_of, without_page_furniture
from ingest.text.numbering import printed_numbers

LONG = "We attach importance to this subject and wish to see it discussed in depth by all delegations."


def blocks(text: str) -> list[tuple[str, str]]:
    return [(b.kind[0], b.title or text[b.start : b.end]) for b in blocks_of(lines_of(text))]


def paragraphs(text: str) -> list[str]:
    return [words for kind, words in blocks(text) if kind == "p"]


def numbered(text: str) -> list[Block]:
    return [block for block in blocks_of(lines_of(text)) if block.kind == "paragraph"]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("【Regular Institutional Dialogue】", "Regular Institutional Dialogue"),
        ("[Capacity-building]", "Capacity-building"),
        ("## Norms", "Norms"),
        ("**International law**", "International law"),
        ("CONFIDENCE-BUILDING MEASURES", "CONFIDENCE-BUILDING MEASURES"),
        ("IV. Existing and potential threats", "IV. Existing and potential threats"),
        ("１．総論", "１．総論"),
        ("一、総論", "一、総論"),
        ("（二）既存の及び潜在的な脅威", "（二）既存の及び潜在的な脅威"),
        ("1 国際法の適用", "1 国際法の適用"),
        ("第1 規範", "第1 規範"),
        ("第三章　能力構築", "第三章　能力構築"),
        ("【信頼醸成措置】", "信頼醸成措置"),
    ],
)
def test_headings_in_mid_file(line: str, title: str) -> None:
    assert blocks(f"{LONG}\n{line}\n{LONG}\n") == [("p", LONG), ("h", title), ("p", LONG)]


@pytest.mark.parametrize("line", ["I thank you, Chair.", "Mr. President,", "[...]", "Thank you", "NO."])
def test_what_is_no_heading(line: str) -> None:
    assert blocks(f"{LONG}\n{line}\n{LONG}\n")[1] == ("p", line)


def test_a_short_line_between_blank_lines_is_a_heading() -> None:
    assert blocks(f"{LONG}\n\nRegular institutional dialogue\n\n{LONG} {LONG}\n")[1][0] == "h"


def test_what_the_format_marks_is_a_heading_whatever_it_looks_like() -> None:
    text = f"{LONG}\n  I thank you, Chair.\n{LONG}\n"
    for offset in (text.index("  I"), text.index("I thank")):
        kinds = [block.kind for block in blocks_of(lines_of(text, 0, frozenset({offset})))]
        assert kinds == ["paragraph", "heading", "paragraph"]


@pytest.mark.parametrize(
    "line", ["[A/7601/Add.1, para. 1.]", "[1755th meeting, para. 47.]", "[Ibid., p. 3.]"]
)
def test_a_reference_in_brackets_is_no_heading(line: str) -> None:
    assert all(kind == "p" for kind, _ in blocks(f"{LONG}\n\n{line}\n\n{LONG}\n"))


def test_roman_sections_hold_their_paragraphs() -> None:
    found = blocks(f"I. Threats\n{LONG}\n{LONG}\nII. Norms of behaviour\n{LONG}")
    assert [kind for kind, _ in found] == ["h", "p", "p", "h", "p"]


def test_a_sentence_cut_by_a_page_before_a_capital_is_whole_again() -> None:
    line = "We therefore commend once more the tireless work and patience of the United"
    text = (
        "\n".join([line] * 6)
        + "\n\nNations, which we support with all our heart and without any hesitation\nat all."
    )
    assert len(paragraphs(text)) == 1


def test_one_paragraph_a_line() -> None:
    assert paragraphs(f"{LONG}\n{LONG}\nI thank you.") == [LONG, LONG, "I thank you."]


def test_lines_broken_at_a_fixed_width_are_joined() -> None:
    text = (
        "The world of the twenty-first century cannot\nbe governed with the institutions of the past\n"
        "and everyone here knows it well enough.\n\nWe can wait no longer for it, and we are\n"
        "beginning to gauge the tragic consequences\nof having waited.\n"
        "A new paragraph begins after a short line\n"
        "and ends here."
    )
    assert [p.replace("\n", " ")[:12] for p in paragraphs(text)] == [
        "The world of",
        "We can wait ",
        "A new paragr",
    ]


def test_a_sentence_broken_by_a_page_is_whole_again() -> None:
    assert len(paragraphs("We thank the Head of\n\nState of our host. It rained.\n\nThen it stopped.\n")) == 2


def test_an_indented_line_begins_a_paragraph() -> None:
    lines = [
        "The first paragraph is broken over lines of",
        "about this length and it says nothing much to",
        "anyone.",
    ]
    text = (
        "\n".join(lines)
        + "\n"
        + " A second one is indented and is broken over\nlines of about this length too, and it\nends.\n"
    )
    assert len(paragraphs(text)) == 2


def test_a_list_stays_with_its_lead_in() -> None:
    text = f"{LONG}\nWe propose the following:\n(a) that the group meets;\n(b) that it reports.\n{LONG}"
    found = paragraphs(text)
    assert found == [LONG, "We propose the following:\n(a) that the group meets;\n(b) that it reports.", LONG]


def test_printed_numbers_are_read_and_are_not_text() -> None:
    text = f"171.\t{LONG}\n172. {LONG}\nwhich goes on here.\n173\t{LONG}\n174.\n{LONG}\n"
    found = numbered(text)
    assert [block.number for block in found] == [171, 172, 173, 174]
    assert [text[block.start : block.end].startswith("We attach") for block in found] == [True] * 4
    assert text[found[1].start : found[1].end].endswith("goes on here.")


@pytest.mark.parametrize(
    "text",
    [
        f"2020. {LONG}\n{LONG}\n{LONG}",
        f"{LONG}\n{LONG}\nWe ask:\n1. that it meets;\n2. that it reports;\n3. that it ends.\n"
        + f"{LONG}\n" * 4,
        f"66 {LONG}\n12 {LONG}\n{LONG}",
    ],
)
def test_numbers_that_are_no_run_are_text(text: str) -> None:
    assert printed_numbers(lines_of(text)) == {}


def test_page_furniture_goes_and_the_sentence_is_whole_again() -> None:
    text = (
        "There is nothing we can\n \n13 08-51570\n\ndo. That is why.\n\n14\n\n"
        "We are here.\n\n30/09/2015 A/70/PV.16\n"
    )
    cleaned, count = without_page_furniture(text)
    assert count == 3
    assert cleaned.startswith("There is nothing we can\ndo. That is why.\n\n\nWe are here.")


@pytest.mark.parametrize("line", ["In 2005 12 states spoke", "66", "2020-12-01"])
def test_numbers_inside_a_text_are_not_furniture(line: str) -> None:
    text = f"Some words\n{line}\nand more words."
    assert without_page_furniture(text) == (text, 0)


pieces = st.sampled_from(
    [
        "We agree.",
        "and so on",
        "【A】",
        "# B",
        "1. One",
        "2.\tTwo",
        "3 Three",
        "(a) item;",
        "Lead-in:",
        "",
        " ",
        "---",
        "12",
        "ALL CAPS LINE",
        LONG,
        "日本は賛成する。",
        "  indented",
        "13 08-51570",
    ]
)


@settings(deadline=None)
@given(st.lists(pieces, max_size=25))
def test_blocks_are_in_order_apart_and_not_blank(parts: list[str]) -> None:
    text = "\n".join(parts)
    previous = 0
    for block in blocks_of(lines_of(text)):
        assert previous <= block.start < block.end <= len(text)
        assert text[block.start : block.end].strip()
        previous = block.end


@pytest.mark.parametrize(
    "value",
    [
        *("No", "Yes.", "N/A", "Abstained", "いいえ", "賛成", "27.07.2022", "2 June 2022", "July 14, 2019"),
        *("2 million euros", "USD 5 million", "€2m", "12 %", "1,250", "5億円", "3–5 May 2020", "約3万人"),
    ],
)
def test_a_value_stays_with_its_question_or_label_and_is_no_heading(value: str) -> None:
    for label in ("Did your country contribute in 2022?", "Contribution in 2022", "Contribution in 2022:"):
        text = f"{LONG}\n\n{label}\n\n{value}\n\n{LONG} {LONG}\n"
        assert blocks(text) == [
            ("p", LONG),
            ("p", f"{label}\n\n{value}"),
            ("p", f"{LONG} {LONG}"),
        ], value


@pytest.mark.parametrize("title", ["Capacity building", "2. Norms of behaviour", "国際法の適用について"])
def test_a_heading_that_has_figures_or_few_words_is_still_one(title: str) -> None:
    text = f"{LONG}\n\n{title}\n\n1. {LONG}\n\n2. {LONG}\n\n3. {LONG}\n"
    assert blocks(text)[1] == ("h", title)


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize(
    ("titles", "counts"),
    [
        (("Capacity building", "Institutional dialogue"), (6, 5)),
        (("Threats", "Norms", "Law"), (2, 3, 2)),
        (("能力構築", "制度的対話"), (3, 4)),
        (("On the agenda:", "On the venue:"), (2, 2)),
    ],
)
def test_numbers_that_begin_again_under_each_heading_are_kept(
    gap: str, titles: tuple[str, ...], counts: tuple[int, ...]
) -> None:
    points = ("We thank the Chair for the draft.", "Its seat is Geneva.", "We ask for more time.")
    text = "\n\n".join(
        title + gap + "\n\n".join(f"{n}. {points[n % 3]}" for n in range(1, count + 1))
        for title, count in zip(titles, counts, strict=True)
    )
    found = blocks_of(lines_of(text))
    assert [b.title for b in found if b.kind == "heading"] == [title.rstrip(":") for title in titles]
    assert [b.number for b in found if b.kind == "paragraph"] == [
        n for count in counts for n in range(1, count + 1)
    ]


def test_a_line_with_a_colon_between_two_numbers_opens_what_follows() -> None:
    numbers = [f"{n}. {LONG}" for n in range(1, 6)]
    text = "\n\n".join([*numbers[:3], "It should go.", "On the review conference:", *numbers[3:]])
    found = blocks(text)
    assert ("p", f"{LONG}\n\nIt should go.") in found
    assert found[3] == ("h", "On the review conference")


def test_the_sentence_that_leads_in_to_a_list_is_no_heading() -> None:
    text = (
        f"{LONG}\n\nWe offer three measures:\n\n1. a register;\n\n2. an exercise;\n\n3. a fund.\n\n{LONG}\n"
    )
    assert ("p", "We offer three measures:\n\n1. a register;\n\n2. an exercise;\n\n3. a fund.") in blocks(
        text
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("the reports of 5 December 2018 and of 31 December", "2020, and noting them with regret."),
        ("as is laid down in paragraphs", "66 and 67 of the report before us."),
        ("the increase of the budget by", "5 per cent, which we regret."),
        ("本決議は令和", "3年に採択されました。"),
    ],
)
def test_nothing_splits_before_a_number_that_belongs_to_what_precedes_it(before: str, after: str) -> None:
    for gap in ("\n", "\n\n"):
        assert paragraphs(f"{LONG}\n\nWe recall {before}{gap}{after}\n\n{LONG}\n")[1].endswith(after)


@pytest.mark.parametrize("title", ["（「開かれた」外交）", "（能力構築支援について）"])
def test_japanese_in_round_brackets_on_its_own_is_a_heading(title: str) -> None:
    text = (
        f"我が国は支持します。\n\n{title}\n\n我が国は反対しません。\n\n（拍手）\n\nありがとうございます。\n"
    )
    assert blocks(text) == [
        ("p", "我が国は支持します。"),
        ("h", title.strip("（）")),
        ("p", "我が国は反対しません。"),
        ("p", "（拍手）"),
        ("p", "ありがとうございます。"),
    ]


def test_a_starred_note_below_numbered_paragraphs_is_its_own() -> None:
    text = "\n\n".join([f"{n}. {LONG}" for n in range(1, 5)] + ["*Norway* aligns itself.", "*Peru joins."])
    assert paragraphs(text)[-1] == "*Peru joins."


def test_decimal_numbers_under_numbered_titles_are_paragraphs_of_sections() -> None:
    text = (
        "1. Scope\n1.1 The treaty covers rifles.\n1.2 It covers parts if they are:\n1.2.1 made to last;\n"
        "1.2.2 marked.\n2. Review\n2.1 States meet each year.\n2.2 They may meet oftener.\n"
        "3. Costs\n3.1 Each pays.\n"
    )
    found = blocks(text)
    assert [words for kind, words in found if kind == "h"] == ["1. Scope", "2. Review", "3. Costs"]
    numbers = [words.split()[0] for kind, words in found if kind == "p"]
    assert numbers == ["1.1", "1.2", "2.1", "2.2", "3.1"]


def test_a_heading_in_markdown_stays_one_where_another_speaker_begins() -> None:
    text = "Chile agrees.\n\n## Notes of the secretariat\n\nThe list is open."
    lines = lines_of(text)
    found = blocks_of(lines, breaks=[text.index("##"), text.index("The list")])
    assert [(block.kind, block.title) for block in found][:3] == [
        ("paragraph", ""),
        ("heading", "Notes of the secretariat"),
        ("paragraph", ""),
    ]
