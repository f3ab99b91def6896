"""Japanese questions over Japanese and English statements, with the real retrieval models."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from answer.events import Finished
from answer.evidence.bilingual import nearness
from core.config import load_config
from core.records import Answer, Filters
from workspace.intake import CORPUS
from workspace.workspace import Workspace

PLASTIC = "日本は、海洋プラスチックごみによる新たな汚染を2050年までにゼロにすることを目指します。"
WOMEN = "また、女性の社会進出を進めるため、教育への支援を続けてまいります。"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, encoder_dir: Path) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("bilingual")
    (folder / "JPN_2019-09-24.txt").write_text(
        f"国連総会における日本のステートメント\n\n令和元年9月24日\n\n{PLASTIC}\n\n{WOMEN}\n", "utf-8"
    )
    config = load_config({}, home=folder / "home")
    workspace = Workspace.open(replace(config, llm=replace(config.llm, provider="none")))
    outcomes = [item.outcome for item in workspace.ingest([CORPUS, folder / "JPN_2019-09-24.txt"])]
    assert outcomes.count("added") == 2
    yield workspace
    workspace.close()


def asked(workspace: Workspace, question: str) -> Answer:
    (*_, last) = workspace.ask(question)
    assert isinstance(last, Finished)
    return last.answer


def test_a_japanese_statement_answers_a_japanese_question_in_its_own_words(opened: Workspace) -> None:
    answer = asked(opened, "日本は海洋プラスチックごみの汚染について何を目指していますか？")
    assert answer.status == "answered"
    assert [sentence.text for sentence in answer.sentences] == [PLASTIC]
    for sentence in answer.sentences:
        for citation in sentence.citations:
            (source,) = (s for s in answer.sources if s.paragraph_id == citation.paragraph_id)
            assert source.text[citation.start : citation.end] == citation.quote


def test_what_no_statement_says_in_either_language_is_not_answered(opened: Workspace) -> None:
    assert asked(opened, "日本は宇宙探査の予算について何と述べましたか？").status != "answered"


def test_a_japanese_search_finds_paragraphs_in_both_languages(opened: Workspace) -> None:
    hits = opened.search("法的拘束力のある文書", k=5).hits
    assert any("legally binding instrument" in hit.source.text for hit in hits[:2])
    hits = opened.search("海洋プラスチックごみ", k=5).hits
    assert hits[0].source.text == PLASTIC or hits[1].source.text == PLASTIC
    only = opened.search("海洋プラスチックごみ", Filters(language="ja"), 5).hits
    assert only[0].source.text == PLASTIC
    assert {hit.source.language for hit in only} == {"ja"}
    english = opened.search("法的拘束力のある文書", Filters(language="en"), 5).hits
    assert {hit.source.language for hit in english} == {"en"}


def test_words_that_only_ask_do_not_bring_a_sentence_nearer() -> None:
    question = "海洋プラスチックごみについてどう述べましたか"
    assert nearness(question, PLASTIC) > 2 > nearness(question, WOMEN)
    assert nearness("どう述べましたか", "どう述べましたか") < -4
