from answer.writing.glossary import Glossary
from answer.writing.translate import keywords

GLOSSARY = Glossary.load()


def test_the_longest_term_counts() -> None:
    assert GLOSSARY.in_japanese("日本は法的拘束力のある文書についてどう考えますか") == (
        ("法的拘束力のある文書", "legally binding instrument"),
    )
    assert GLOSSARY.in_english("the Treaty on the Prohibition of Nuclear Weapons") == (
        ("Treaty on the Prohibition of Nuclear Weapons", "核兵器禁止条約"),
    )


def test_terms_match_whole_words_in_any_case() -> None:
    assert GLOSSARY.in_english("Cybersecurity reports") == (("Cybersecurity", "サイバーセキュリティ"),)


def test_the_terms_of_a_japanese_question_are_enough_to_search_with() -> None:
    assert keywords("安保理改革と核軍縮について", GLOSSARY) == "Security Council reform nuclear disarmament"
    assert keywords("好きな食べ物は？", GLOSSARY) == ""


def test_no_rendering_stands_for_two_terms() -> None:
    seen: dict[str, str] = {}
    for english, renderings in GLOSSARY.terms.items():
        for rendering in renderings:
            assert seen.setdefault(rendering, english) == english or {seen[rendering], english} == {
                "treaty", "convention",
            }  # fmt: skip
