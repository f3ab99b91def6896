import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import UnreadableError
from ingest.formats import Document, read_document
from ingest.formats.web.html import read_html

PROSE = (
    "Japan attaches great importance to the rule of law in cyberspace, and reaffirms that existing "
    "international law, including the Charter, applies to the use of these technologies by States. "
)
PROSE_JA = "我が国は、サイバー空間における法の支配を重視し、既存の国際法が適用されることを再確認します。"
# Laid out as a ministry's site is: header, breadcrumb, title, date, text, links, footer.
MINISTRY = f"""<!DOCTYPE html><html lang="en-GB"><head>
<title>Statement by Japan | Foreign Affairs</title>
<meta property="og:title" content="Statement by Japan | Foreign Affairs">
<link rel="canonical" href="https://www.example.go.jp/statement.html"></head><body>
<div id="header"><ul><li><a href="/">Home</a></li><li><a href="/ja">Japanese</a></li></ul>
<form><input name="q"><button>Search</button></form></div>
<div class="breadcrumb"><a href="/">Top</a> &gt; <a href="/un">United Nations</a></div>
<div id="main"><div id="contents"><h1>Statement by Japan</h1><p class="date">December 1, 2020</p>
<h2>Threats</h2><p>{PROSE}</p><p>{PROSE}</p><h2>Norms</h2><p>We support the following:</p>
<ol><li>voluntary norms of behaviour;</li><li>confidence-building measures.</li></ol>
<p>{PROSE}</p>
<p>I thank you, Chair.</p></div>
<div class="related"><h3>Related links</h3><ul><li><a href="/a">Other statement</a></li>
<li><a href="/b">More</a></li></ul></div></div>
<div id="footer">Copyright. <a href="/privacy">Privacy policy</a> 2-2-1 Kasumigaseki</div></body></html>"""


def page(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def text(body: str, head: str = "") -> str:
    return read_html(page(body, head).encode(), "page.html").text


def properties(head: str, html: str = "<html>") -> dict[str, str]:
    source = f"{html}<head>{head}</head><body><p>{PROSE}</p></body></html>"
    return dict(read_html(source.encode(), "page.html").properties)


def test_a_ministrys_page_gives_the_statement_without_the_navigation() -> None:
    document = read_html(MINISTRY.encode(), "page.html")
    prose = PROSE.strip()
    assert document.text.split("\n\n") == [
        *("Statement by Japan", "December 1, 2020", "Threats", prose, prose, "Norms"),
        *(
            "We support the following:",
            "1. voluntary norms of behaviour;",
            "2. confidence-building measures.",
        ),
        *(prose, "I thank you, Chair."),
    ]
    marked = [document.text[at:].split("\n")[0] for at in sorted(document.headings)]
    assert marked == ["Statement by Japan", "Threats", "Norms"]
    assert dict(document.properties) == {
        "title": "Statement by Japan",
        "language": "en",
        "url": "https://www.example.go.jp/statement.html",
        "publisher": "Foreign Affairs",
    }


def test_numbered_paragraphs_come_through_whole() -> None:
    numbers = range(1, 61)
    body = "".join(f"<p>{number}. {PROSE}</p>" for number in numbers)
    found = text(f"<nav>Menu</nav><div class='content'>{body}</div>").split("\n\n")
    assert found == [f"{number}. {PROSE.strip()}" for number in numbers]


def test_a_text_in_several_sections_comes_through_whole() -> None:
    sections = "".join(
        f"<section><h2>Part {n}</h2><p>{n} {PROSE}</p><p>{PROSE}</p></section>" for n in range(8)
    )
    found = text(f"<header>Site</header><main>{sections}</main><footer>Contact us</footer>")
    assert found.count(PROSE.strip()) == 16
    assert [line for line in found.split("\n\n") if line.startswith("Part")] == [
        f"Part {n}" for n in range(8)
    ]
    assert "Contact" not in found


def test_a_page_whose_every_part_is_called_header_keeps_its_text() -> None:
    assert PROSE.strip() in text(f"<div class='header-wrap'><p>{PROSE}</p><p>{PROSE}</p></div><p>x</p>")


def test_a_page_of_a_few_words_is_read() -> None:
    assert text("<p>I thank you.</p>") == "I thank you."


def test_breaks_are_lines_and_two_of_them_begin_a_block() -> None:
    assert text(f"<div>{PROSE}<br>second line<br><br>second block</div>").split("\n") == [
        *(PROSE.strip(), "second line", "", "second block"),
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>PLANTED()</script>",
        "<style>.PLANTED{}</style>",
        "<!-- PLANTED -->",
        "<!-- a > PLANTED -->",
        "<p style='color: red; DISPLAY : none'>PLANTED</p>",
        "<p style='visibility:hidden'>PLANTED</p>",
        "<div hidden><p>PLANTED</p></div>",
        "<p aria-hidden='true'>PLANTED</p>",
        "<template><p>PLANTED</p></template>",
        "<noscript>PLANTED</noscript>",
        "<img alt='PLANTED' src='x'>",
        "<p title='PLANTED'></p>",
        "<svg><text>PLANTED</text></svg>",
        "<textarea>PLANTED</textarea>",
        "<select><option>PLANTED</option></select>",
        "<button>PLANTED</button>",
        "<iframe srcdoc='<p>PLANTED'></iframe>",
        "<?php PLANTED ?>",
    ],
)
def test_what_a_reader_of_the_page_does_not_see_is_not_text(hidden: str) -> None:
    found = text(f"<div><p>{PROSE}</p>{hidden}<p>After it. {PROSE}</p></div>")
    assert "PLANTED" not in found
    assert "After it." in found


def test_text_after_something_hidden_stays() -> None:
    assert text(f"<p>{PROSE}before <span hidden>x</span>after <script>y</script>end.</p>").endswith(
        "before after end."
    )


def test_rows_of_a_table_are_lines() -> None:
    rows = "<tr><th>Year</th><th>Pledge</th></tr><tr><td>2020</td><td>10 <b>million</b></td></tr>"
    rows += "<tr><td></td><td></td></tr>"
    found = text(f"<p>{PROSE}</p><table>{rows}</table><p>{PROSE}</p>")
    assert "\n\nYear: 2020 · Pledge: 10 million\n\n" in found


def test_a_table_that_is_the_layout_of_the_page_is_read_as_paragraphs() -> None:
    found = text(
        f"<table><tr><td><a href='/'>Menu</a></td><td><p>{PROSE * 3}</p><p>{PROSE}</p></td></tr></table>"
    )
    assert found.split("\n\n") == [(PROSE * 3).strip(), PROSE.strip()]


@pytest.mark.parametrize(
    ("listed", "marks"),
    [
        ("<ul><li>one</li><li>two</li></ul>", ["• one", "• two"]),
        ("<ol><li>one</li><li>two</li></ol>", ["1. one", "2. two"]),
        ("<ol start='7'><li>one</li><li>two</li></ol>", ["7. one", "8. two"]),
        ("<ol><li value='4'>one</li><li>two</li></ol>", ["4. one", "5. two"]),
        ("<ol start='3'><li>a</li><li value='9'>one</li><li>two</li></ol>", ["3. a", "9. one", "10. two"]),
        ("<ol type='a'><li>one</li><li>two</li></ol>", ["a. one", "b. two"]),
        ("<ol type='I'><li>one</li><li><p>two</p><p>more</p></li></ol>", ["I. one", "II. two", "more"]),
    ],
)
def test_list_items_are_marked_as_a_browser_marks_them(listed: str, marks: list[str]) -> None:
    assert text(f"<div><p>{PROSE}</p>{listed}<p>{PROSE}</p></div>").split("\n\n")[1:-1] == marks


def test_readings_above_kanji_are_left_out_and_broken_lines_joined_without_a_space() -> None:
    body = (
        "<p>日本<ruby>外務<rp>(</rp><rt>がいむ</rt><rp>)</rp></ruby>大臣は、\n国際法を\r\n  支持します。</p>"
    )
    assert text(body) == "日本外務大臣は、国際法を支持します。"


def test_white_space_is_what_a_browser_shows() -> None:
    assert text("<p>one\n\t two&nbsp;&nbsp;three\u200b&shy;x <b>bo</b>ld &lt;b&gt; &amp;amp;</p>") == (
        "one two threex bold <b> &amp;"
    )
    assert text("<pre>one\n  two</pre>") == "one\ntwo"


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("<title>  The\n title </title>", {"title": "The title"}),
        ("<meta property='og:title' content='Better'><title>Worse</title>", {"title": "Better"}),
        ("<meta name='author' content='Taro Yamada'>", {"speaker": "Taro Yamada"}),
        ("<meta name='author' content='山田 太郎'>", {"speaker": "山田 太郎"}),
        ("<meta name='author' content='外務省'>", {}),
        ("<meta name='author' content='Ministry of Foreign Affairs'>", {}),
        ("<meta name='author' content='webmaster'>", {}),
        ("<meta name='author' content='https://a.org/me'>", {}),
        (
            "<meta property='article:published_time' content='2020-12-01T23:30:00+09:00'>",
            {"date": "2020-12-01"},
        ),
        ("<meta name='DC.date' content='1 December 2020'>", {"date": "2020-12-01"}),
        ("<meta property='article:published_time' content='2020-02-31'>", {}),
        ("<meta property='article:modified_time' content='2020-12-01'>", {}),
        (
            '<script type="application/ld+json">{"datePublished": "2019-05-06"}</script>',
            {"date": "2019-05-06"},
        ),
        (
            '<script type="application/ld+json">{"@graph": [{"author":{"@type":"Person","name":"An Li"}}]}'
            "</script>",
            {"speaker": "An Li"},
        ),
        ('<script type="application/ld+json">{"author": {"@type": "Org", "name": "A Li"}}</script>', {}),
        ('<script type="application/ld+json">{broken</script>', {}),
        (f'<script type="application/ld+json">{"[" * 50_000}</script>', {}),
        ("<link rel='canonical' href='https://example.org/a'>", {"url": "https://example.org/a"}),
        ("<meta property='og:url' content='http://example.org/a'>", {"url": "http://example.org/a"}),
        ("<link rel='canonical' href='/relative'>", {}),
        ("<link rel='canonical' href='javascript:alert(1)'>", {}),
        ("<link rel='canonical' href='https://example.org/\"><script>'>", {}),
        ("<meta http-equiv='content-language' content='ja'>", {"language": "ja"}),
    ],
)  # fmt: skip
def test_properties_are_what_the_page_states(head: str, found: dict[str, str]) -> None:
    assert properties(head) == found


def test_the_language_is_that_of_the_document() -> None:
    assert properties("", "<html lang='ja-JP'>") == {"language": "ja"}
    assert properties("", "<html lang='<script>'>") == {}


def test_one_time_element_dates_the_page_and_several_do_not() -> None:
    one = f"<time datetime='2020-12-01'>1 Dec</time><p>{PROSE}</p>"
    assert read_html(page(one).encode(), "x").properties["date"] == "2020-12-01"
    two = one + "<time datetime='2021-12-01'>1 Dec</time>"
    assert "date" not in read_html(page(two).encode(), "x").properties


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("shift_jis", "cp932"),
        ("x-sjis", "cp932"),
        ("euc-jp", "euc_jis_2004"),
        ("iso-2022-jp", "iso2022_jp"),
        ("utf-8", "utf-8"),
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("", "utf-16-le"),
        ("", "cp932"),
        ("", "euc_jp"),
        ("", "iso2022_jp"),
        ("iso-8859-1", "utf-8"),
        ("utf-8", "cp932"),
        ("hex", "utf-8"),
        ("no-such-charset", "euc_jp"),
    ],
)
def test_japanese_is_read_in_every_encoding_whatever_the_page_declares(declared: str, codec: str) -> None:
    meta = f"<meta http-equiv='Content-Type' content='text/html; charset={declared}'>" if declared else ""
    source = page(f"<p>{PROSE_JA}</p>", meta + "<title>声明</title>")
    document = read_html(source.encode(codec), "page.html")
    assert (document.text, document.properties["title"]) == (PROSE_JA, "声明")


def test_western_pages_in_the_encoding_they_declare() -> None:
    meta = "<meta charset=iso-8859-1>"
    assert read_html(page("<p>“État” – œuvre</p>", meta).encode("cp1252"), "x").text == "“État” – œuvre"
    cyrillic = page("<p>Мы поддерживаем международное право.</p>", "<meta charset='koi8-r'>")
    assert read_html(cyrillic.encode("koi8-r"), "x").text == "Мы поддерживаем международное право."


def test_a_few_damaged_characters_do_not_cost_the_page() -> None:
    source = page(f"<p>{PROSE_JA * 40}</p>", "<meta charset=utf-8>").encode()
    damaged = source[:3000] + b"\xff" + source[3000:]
    assert len(read_html(damaged, "x").text) >= len(PROSE_JA * 40) - 3


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\0\0\0", "is empty"),
        (b"<html><body></body></html>", "holds no text"),
        (b"<html><body><script>x</script><img alt='x'></body></html>", "holds no text"),
        (b"<html><frameset><frame src='a.html'></frameset></html>", "holds only frames"),
        (b"<!-- -->", "holds no text"),
        (b"<ul><li>" * 20_000 + b"x", "is nested too deeply"),
    ],
)
def test_a_page_without_text_is_refused_in_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableError, match=says) as refused:
        read_html(data, "page.html")
    assert str(refused.value).startswith("page.html ")


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 100_000 + "<p>{prose}</p>",
        "<b>" * 100_000 + "{prose}",
        "<ul><li>" * 500 + "{prose}",
        "<p class='" + "a" * 2_000_000 + "'>{prose}</p>",
        "<p " + " ".join(f"a{n}='x'" for n in range(2_000)) + ">{prose}</p>",
        "<!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;'>]><p>&b;{prose}</p>",
        "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><p>&e;{prose}</p>",
        "<p>\0{prose}\0</p>",
        "&#0;&#x110000;&#xD800;&#xFFFFFFFFFF;<p>{prose}</p>",
        "<p>{prose}</p>" + "<table><tr><td>" * 500,
        "<p>{prose}</p><" + "a" * 1_000_000,
        "</p></div></body></html><p>{prose}</p>",
        "<ol start='99999999999999999999999'><li value='-5'>{prose}</li></ol>",
        "<ol start='²'><li value='٣'>{prose}</li></ol>",
    ],
)
def test_hostile_markup_costs_no_more_than_itself(hostile: str) -> None:
    document = read_html(hostile.replace("{prose}", PROSE).encode("utf-8"), "page.html")
    assert "rule of law in cyberspace" in document.text
    assert "\0" not in document.text


def check(data: bytes) -> None:
    """Read or refused, and what is read keeps the contract of Document."""
    try:
        document = read_html(data, "page.html")
    except UnreadableError:
        return
    assert document.text.strip()
    assert all(at == 0 or document.text[at - 2 : at] == "\n\n" for at in document.headings)
    document.text.encode("utf-8")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    check(data)


PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<div class='content'>", "</div>", "<ul>", "<li>", "</ul>", "<h2>", "</h2>", "<br>"),
        *(
            "<table>",
            "<tr>",
            "<td>",
            "</table>",
            "<a href='x'>",
            "</a>",
            "<pre>",
            "</pre>",
            "<q>",
            "<article>",
        ),
        *("<ol type=i start=-1>", "<body>", "</html>", "<svg>", "Words of a sentence, and more. ", "日本"),
        *("&nbsp;", "\n", " ", "&#xD800;", "\x85"),
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_any_soup_of_tags_is_read_or_refused(pieces: list[str]) -> None:
    check("".join(pieces).encode())


def test_a_page_cut_off_or_damaged_anywhere_is_read_or_refused() -> None:
    source = MINISTRY.encode()
    dice = random.Random(1)
    for _ in range(60):
        check(source[: dice.randrange(len(source))])
        damaged = bytearray(source)
        for _ in range(20):
            damaged[dice.randrange(len(source))] = dice.randrange(256)
        check(bytes(damaged))


PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        (
            "old.doc",
            OLE + "WordDocument".encode("utf-16-le"),
            "Word 97–2003 document; save it as .docx or PDF",
        ),
        ("old.txt", OLE + "WORDDOCUMENT".encode("utf-16-le"), "Word 97–2003 document"),
        ("sheet.xls", OLE + "Workbook".encode("utf-16-le"), "spreadsheet"),
        ("locked.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password-protected"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0", "an image (PNG)"),
        ("a.html", b"\xff\xd8\xff\xe0\0\x10JFIF", "an image (JPEG)"),
        ("a.md", b"\x1f\x8b\x08\0\0\0", "a gzip archive"),
        ("a.pdf", b"PK\x03\x04" + bytes(60), "damaged ZIP archive or Office document"),
        ("photo.heic", b"\0\0\0\x18ftypheic", "an image or a recording"),
        ("archive.txt", bytes(257) + b"ustar\x0000" + bytes(300), "an archive (tar)"),
        ("a.xyz", b"hello", "the format '.xyz' cannot be read"),
        ("noending", b"hello", "a file without an ending cannot be read"),
    ],
)
def test_what_is_not_read_is_named(name: str, data: bytes, says: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_document(data, name)
    assert str(refused.value).startswith(name)
    assert says in str(refused.value)


def packed(**members: str) -> bytes:

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"xl__workbook.xml": "x"}, "a spreadsheet (Excel)"),
        ({"ppt__presentation.xml": "x"}, "a presentation (PowerPoint)"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "a spreadsheet (OpenDocument)"),
        ({"mimetype": "application/epub+zip", "META-INF__container.xml": "x"}, "an EPUB book"),
        (
            {"a.txt": "x", "inner.zip": packed(word__document="x").decode("latin-1")},
            "a ZIP archive; unpack it",
        ),
    ],
)
def test_what_a_package_holds_is_named(members: dict[str, str], says: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_document(packed(**members), "statement.txt")
    assert says in str(refused.value)


@pytest.mark.parametrize("name", ["page.html", "page.pdf", "page.txt", "page.docx", "page", "page.aspx"])
def test_a_page_is_read_as_one_whatever_its_name(name: str) -> None:
    assert read_document(MINISTRY.encode(), name).text.startswith("Statement by Japan\n\n")


def test_markdown_may_begin_with_markup() -> None:
    document = read_document(b"<html>\n\nis how a page begins.", "notes.md")
    assert document.text == "<html>\n\nis how a page begins."


def test_a_page_read_in_the_child_is_the_page_read_here() -> None:
    found: Document = read_document(MINISTRY.encode(), "page.html")
    assert found == read_html(MINISTRY.encode(), "page.html")


@pytest.mark.slow
def test_a_deep_page_is_read_in_the_child_too() -> None:
    data = ("<div>" * 1500 + f"<p>{PROSE}</p>" + "</div>" * 1500).encode() * 3
    assert PROSE.strip() in read_document(data, "deep.html").text


@pytest.mark.skipif(
    not (Path(__file__).parents[4] / "shared" / "data" / "messy").is_dir(), reason="no sample pages"
)
def test_real_pages_are_read() -> None:
    folder = Path(__file__).parents[4] / "shared" / "data" / "messy" / "html_readability"
    document = read_html((folder / "wikipedia-4" / "source.html").read_bytes(), "source.html")
    assert "time loop" in document.text
    assert "Jump to navigation" not in document.text


AID = "Since 2003 the two countries have carried out forty projects, among them wells, schools and roads."
SHORT = "Grants (to date): 12 billion, for hospitals."
ROWS = "".join(
    f"<tr><td>{item}</td><td>{said}</td></tr>"
    for item, said in (("Exports", "9 million tonnes (ore, timber, wool, hides, fish)"), ("Students", "173"))
)


@pytest.mark.parametrize(
    "body",
    [
        # no element holds the sections together but the page
        f"<h1>Relations</h1><h2>Politics</h2><p>{AID}</p><h2>Trade</h2><table><tr><th>What</th><th>Size</th></tr>"
        f"{ROWS}</table><h2>Aid</h2><ul><li>{SHORT}</li></ul><h2>Visits</h2><p>{AID[::-1]}</p>",
        # one section is much longer than the others
        f"<main><section><h2>Politics</h2><p>{AID}</p><p>{AID} {AID}</p></section><section><h2>Trade</h2>"
        f"<table>{ROWS}</table></section><section><h2>Aid</h2><ul><li>{SHORT}</li><li>{AID[::-1]}</li></ul>"
        "</section></main>",
        # each section lies as deep as it likes
        f"<div><div><div><h3>Politics</h3><p>{AID}, {AID}</p></div></div></div><div><dl><dt>Trade</dt>"
        f"<dd>9 million tonnes (ore, timber, wool, hides, fish)</dd><dt>Students</dt><dd>173</dd></dl></div>"
        f"<div><blockquote>{AID[::-1]}</blockquote></div><table><tr><td><p>{SHORT}</p></td></tr></table>",
        # a list carries the page
        f"<h1>Relations</h1><ol><li>{AID}</li><li>9 million tonnes (ore, timber, wool, hides, fish)</li>"
        f"<li>Students: 173</li></ol><h2>Aid</h2><ul><li>{SHORT}</li></ul><p>{AID[::-1]}</p>",
    ],
)
def test_no_section_of_a_page_is_lost_beside_another(body: str) -> None:
    around = "<nav><a href='/'>Home</a></nav><header><p>Ministry of Fisheries of Norway, Oslo</p></header>"
    found = text(f"{around}{body}<footer><p>All rights are reserved by the Ministry</p></footer>")
    for words in (AID, AID[::-1], SHORT, "ore, timber, wool", "173"):
        assert words in found
    assert "Oslo" not in found
    assert "reserved" not in found


def test_a_header_with_the_pages_title_is_kept_with_a_page_that_is_kept_whole() -> None:
    body = f"<header><h1>On fishing</h1></header><h2>A</h2><p>{AID}</p><h2>B</h2><table>{ROWS}</table>"
    assert text(f"{body}<ul><li>{AID[::-1]}</li></ul>").startswith("On fishing")
