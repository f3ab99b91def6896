"""Texts in two languages: what is said in one is never in a paragraph with what is said in the other."""

import pytest

from core.delegations import Gazetteer
from ingest import understand
from ingest.text.lines import lines_of
from ingest.text.tongues import are_two, in_two, tongue_of

GAZETTEER = Gazetteer.load()

ALTERNATING = """Déclaration du Sénégal / Statement by Senegal

Le Sénégal réaffirme son attachement au multilatéralisme et
à la Charte des Nations Unies
Senegal reaffirms its attachment to multilateralism and to
the Charter of the United Nations

Nous demandons que deux sièges permanents soient attribués à
l'Afrique
We ask that two permanent seats be allotted to
Africa
"""
STROKES = """Statement by Belgium – Déclaration de la Belgique

Belgium welcomes the report. / La Belgique salue le rapport.

We will contribute three trainers. / Nous fournirons trois formateurs.
"""
NUMBERED = """Statement by Morocco
Déclaration du Maroc

1. Morocco supports the political process under the auspices of the Secretary-General.
1. Le Maroc appuie le processus politique mené sous les auspices du Secrétaire général.
2. We have opened three reception centres for migrants.
2. Nous avons ouvert trois centres d'accueil pour les migrants.
3. We invite the High Commissioner to visit them.
3. Nous invitons le Haut-Commissaire à les visiter.
"""
COLUMNS = """Statement by Luxembourg                      Déclaration du Luxembourg

Luxembourg welcomes the convening of         Le Luxembourg se félicite de la tenue
this debate on children and armed            de ce débat sur les enfants et les
conflict.                                    conflits armés.

We have contributed two million euros        Nous avons versé deux millions d'euros
to the fund this year.                       au fonds cette année.
"""
JAPANESE = """Statement by Japan	日本の発言

Mr. Chair,	議長、
Japan attaches great importance to the verification of the freeze.	日本は凍結の検証を極めて重視している。
We will host an expert meeting in Nagasaki next spring.	我々は来春、長崎で専門家会合を主催する。
"""
TABLE = """# Statement by Georgia

| English | Français |
|---|---|
| Georgia regrets the closure of the crossings. | La Géorgie regrette la fermeture des points de passage. |
| The mission must have access to both regions. | La mission doit avoir accès aux deux régions. |
"""
PAGE = """<html><body><table>
<tr><th>English</th><th>Suomi</th></tr>
<tr><td>Finland supports the work of the Panel on the effects of nuclear war.</td>
<td>Suomi tukee paneelin työtä ydinsodan vaikutusten tutkimiseksi kaikissa maissa.</td></tr>
<tr><td>We have nominated two experts for the Panel and will fund its secretariat.</td>
<td>Olemme nimenneet paneeliin kaksi asiantuntijaa ja rahoitamme sen sihteeristöä.</td></tr>
</table></body></html>"""


@pytest.mark.parametrize(
    ("name", "text", "first", "second"),
    [
        ("a.txt", ALTERNATING, "Le Sénégal réaffirme", "Senegal reaffirms"),
        ("a.txt", ALTERNATING, "deux sièges permanents", "two permanent seats"),
        ("b.txt", STROKES, "three trainers", "trois formateurs"),
        ("c.txt", NUMBERED, "three reception centres", "trois centres"),
        ("d.txt", COLUMNS, "welcomes the convening of\nthis debate", "tenue\nde ce débat"),
        ("d.txt", COLUMNS, "million euros\nto the fund", "d'euros\nau fonds"),
        ("e.txt", JAPANESE, "expert meeting in Nagasaki", "長崎で専門家会合"),
        ("f.md", TABLE, "must have access", "doit avoir accès"),
        ("g.html", PAGE, "nominated two experts", "kaksi asiantuntijaa"),
    ],
)
def test_two_languages_are_never_in_one_paragraph(name: str, text: str, first: str, second: str) -> None:
    found = [p.text for p in understand(text.encode(), name, GAZETTEER).paragraphs]
    (one,) = [text for text in found if first in text]
    (other,) = [text for text in found if second in text]
    assert one is not other


def test_each_language_has_its_numbers() -> None:
    found = understand(NUMBERED.encode(), "c.txt", GAZETTEER).paragraphs
    assert [p.number for p in found if p.printed] == [1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize(
    ("piece", "tongue"),
    [
        ("We ask that two permanent seats be given to the region.", "en"),
        ("Nous avons ouvert trois centres pour les migrants.", "fr"),
        ("我々は来春、会合を主催する。", "ja"),
        ("Призываем все государства присоединиться", "ru"),
        ("Annex (a) 2019", ""),
    ],
)
def test_the_language_of_a_piece(piece: str, tongue: str) -> None:
    assert tongue_of(piece) == tongue


def test_quotations_and_names_do_not_make_a_text_bilingual() -> None:
    text = "\n".join(
        ["We thank the Chair for the report of the Committee and its annexes.", "Argentina, Brazil, Chile"]
        * 4
        + ["As the poet said: la vie est dans les yeux de qui la voit."]
    )
    lines = lines_of(text)
    assert in_two(lines) == (lines, ())


def test_columns_of_one_language_are_not_two() -> None:
    english = "The state of the fund is good. It is paid for."
    assert are_two(english, "L'état du fonds est bon pour nous. Il est payé.")
    assert not are_two(english, "We are grateful for all that was paid. It is enough.")


STATES = ["Albania", "Kenya", "Chile", "El Salvador", "Bhutan", "Costa Rica", "Ghana", "St. Lucia", "Fiji"]
SAID = ["will support it", "is against it.", "will abstain", "has not decided.", "would rather wait"]
ROWS = [(state, SAID[n % len(SAID)]) for n, state in enumerate(STATES)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "| State | Position |\n|---|---|\n" + "\n".join(f"| {s} | {p} |" for s, p in ROWS)),
        (
            "a.html",
            f"<table>{''.join(f'<tr><td>{s}</td><td>{p}</td></tr>' for s, p in ROWS)}</table>",
        ),
        ("a.txt", "\n".join(f"{s:<20}{p}" for s, p in ROWS)),
        ("b.txt", "\n".join(f"{s}\tLe {s} est pour la paix, et il vote pour." for s, _ in ROWS)),
    ],
)
def test_a_table_of_states_and_their_positions_is_not_torn_apart(name: str, text: str) -> None:
    found = understand(f"Positions on the draft\n\n{text}\n".encode(), name, GAZETTEER).text
    lines = found.splitlines()
    assert all(any(state in line and len(line) > len(state) + 8 for line in lines) for state in STATES)


@pytest.mark.parametrize(
    "listed",
    [
        "Albania, Bhutan, Chile, Denmark, Ecuador, Fiji, Ghana, Haiti and Iceland.",
        "mackerel, herring, blue whiting, cod, haddock, saithe, pollack, plaice, hake.",
    ],
)
def test_lists_of_names_are_in_no_language_of_their_own(listed: str) -> None:
    said = "We thank the Chair for the report, and ask that it be sent to all of the members."
    text = "\n".join(
        f"{n}. {one}" for n, one in enumerate([said, listed, said, listed.replace(",", ";"), said], 1)
    )
    found = understand(f"Statement by Fiji\n\n{text}\n".encode(), "a.txt", GAZETTEER).paragraphs
    assert [p.number for p in found if p.printed] == [1, 2, 3, 4, 5]
