"""The other ways of answering, over a library and a model that are stand-ins."""

from collections.abc import Sequence
from typing import cast

import pytest

from answer.events import Finished
from answer.support.check import SupportCheck
from benchmarks.llamaindex import EngineLLM
from core.delegations import Gazetteer
from core.records import Answer, Citation, Filters, Sentence, Source
from evals.answers import Expected, judge
from evals.baselines import (
    REFUSALS,
    Attempt,
    Given,
    Way,
    as_cited,
    compare,
    llamaindex,
    markers,
    numbered_sentences,
    ours,
    own_numbering,
    refuses,
    report,
)
from evals.engine import TimedLLM
from index import Library
from tests.answer.fakes import FakeLibrary, FakeScorer, ScriptedLLM, source
from workspace.workspace import Workspace

GAZETTEER = Gazetteer.load()
TREATY = source("Japan does not see the need for a new treaty. Existing law applies.")
NORMS = source("Japan supports voluntary norms beside the treaty.", ordinal=2)
KENYA = source("Kenya calls for a new treaty on outer space.", delegation="KEN")
SOURCES = (TREATY, NORMS, KENYA)


class Shelf(FakeLibrary):
    """A library of which a paragraph can also be taken by its id."""

    def source(self, paragraph_id: str) -> Source:
        return next(s for s in self.sources if s.paragraph_id == paragraph_id)


def given(llm: ScriptedLLM, sources: Sequence[Source] = SOURCES) -> Given:
    library = cast(Library, Shelf(sources))
    return Given.of(library, GAZETTEER, SupportCheck(FakeScorer(), gazetteer=GAZETTEER), llm)


def through_llamaindex(llm: ScriptedLLM, sources: Sequence[Source] = SOURCES) -> Way:
    return llamaindex(given(llm, sources), EngineLLM(cast(TimedLLM, llm)))


def expected(answerable: bool = True, gold: tuple[str, ...] = (TREATY.text,)) -> Expected:
    return Expected("q1", "?", answerable, "direct", gold if answerable else (), (), (), ())


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It does [1].", (1,)),
        ("It does [2][1], and does not [2].", (2, 1)),
        ("It does [1, 3; 4 and 5].", (1, 3, 4, 5)),
        ("It does [2-4].", (2, 3, 4)),
        ("It does [4–2].", (4, 2)),
        ("It does [Source 2, source 3] [extract 1].", (2, 3, 1)),
        ("It does (1), in [2015], [sic], under resolution 73.", ()),
    ],
)
def test_markers_are_read_in_the_ways_that_models_write_them(text: str, numbers: tuple[int, ...]) -> None:
    assert markers(text) == numbers


def test_numbers_belong_to_the_sentence_that_they_close() -> None:
    written = "Japan supports norms[1]. It sees no need. [Source 2]\n\nKenya agrees.\n[3]"
    assert numbered_sentences(written) == (
        ("Japan supports norms.", (1,)),
        ("It sees no need.", (2,)),
        ("Kenya agrees.", (3,)),
    )


def test_a_number_alone_closes_the_sentence_before_it_and_none_is_no_sentence() -> None:
    assert numbered_sentences("Japan agrees [1].\n\n– [2]") == (("Japan agrees.", (1, 2)),)
    assert numbered_sentences("[1]") == ()


@pytest.mark.parametrize("phrase", REFUSALS)
def test_each_refusal_is_one(phrase: str) -> None:
    assert refuses(f"The sources: {phrase.upper()}\n it [1].")


@pytest.mark.parametrize(
    "text", ["", " \n", "[1].", "The extract doesn't mention it.", "They don’t provide it."]
)
def test_nothing_and_contractions_are_refusals(text: str) -> None:
    assert refuses(text)


def test_an_answer_is_none() -> None:
    assert not refuses("Japan does not see the need for a new treaty [1].")


def test_citations_are_whole_paragraphs_and_invented_markers_are_dropped_and_counted() -> None:
    llm = ScriptedLLM()
    asked = given(llm).understood("What does Japan say about a treaty?")
    attempt = as_cited(asked, "Japan sees no need [1][7]. It supports norms [2, 7].", (TREATY, NORMS))
    assert attempt.invented_markers == 2
    first, second = attempt.answer.sentences
    assert first.text == "Japan sees no need."
    assert first.citations == (Citation(1, TREATY.paragraph_id, TREATY.text, 0, len(TREATY.text)),)
    assert [citation.marker for citation in second.citations] == [2]
    assert [(s.marker, s.paragraph_id) for s in attempt.answer.sources] == [
        (1, TREATY.paragraph_id),
        (2, NORMS.paragraph_id),
    ]
    assert judge(expected(), attempt.answer).precision == 0.5


def test_two_numbers_of_one_paragraph_are_one_citation() -> None:
    asked = given(ScriptedLLM()).understood("What does Japan say about a treaty?")
    attempt = as_cited(asked, "No need [2][3].", (NORMS, TREATY, TREATY))
    assert [citation.marker for citation in attempt.answer.sentences[0].citations] == [2]
    assert [s.marker for s in attempt.answer.sources] == [2]
    assert attempt.invented_markers == 0


def test_own_numbering_gives_the_products_evidence_and_believes_the_model() -> None:
    llm = ScriptedLLM(["Japan supports norms. [1] The moon is cheese. [9]"])
    attempt = own_numbering(given(llm), llm)("What does Japan say about a treaty?")
    (prompt,) = llm.asked
    assert "[1] Japan, 2020: Japan does not see the need for a new treaty." in prompt
    assert "Question: What does Japan say about a treaty?" in prompt
    assert "Kenya" not in prompt
    assert attempt.answer.status == "answered"
    assert [s.text for s in attempt.answer.sentences] == ["Japan supports norms.", "The moon is cheese."]
    assert attempt.answer.filters == Filters(("JPN",), inferred=frozenset({"delegation"}))
    assert attempt.invented_markers == 1
    assert attempt.answer.timings_ms["total"] > 0


def test_own_numbering_is_refused_by_the_models_word_alone() -> None:
    llm = ScriptedLLM(["Not addressed. [1]"])
    attempt = own_numbering(given(llm), llm)("What does Japan say about a treaty?")
    assert attempt.answer.status == "not_addressed"
    assert attempt.answer.sentences == ()
    assert judge(expected(answerable=False), attempt.answer).text == "Not addressed. [1]"


def test_a_japanese_question_is_searched_and_put_in_english() -> None:
    llm = ScriptedLLM(["What does Japan say about a treaty?", "No need. [1]"])
    attempt = own_numbering(given(llm), llm)("日本は条約についてどう述べましたか。")
    assert "Question: What does Japan say about a treaty?" in llm.asked[-1]
    assert attempt.answer.language == "ja"
    assert [s.delegation for s in attempt.answer.sources] == ["JPN"]


def test_llamaindex_cites_the_paragraphs_behind_its_own_sources() -> None:
    llm = ScriptedLLM(["Japan sees no need for it [1], whatever others say [5]."])
    attempt = through_llamaindex(llm)("What does Japan say about a treaty?")
    (prompt,) = llm.asked
    assert "Source 1:\nJapan does not see the need for a new treaty." in prompt
    assert "paragraph_id" not in prompt
    assert "Kenya" not in prompt
    (sentence,) = attempt.answer.sentences
    assert [c.paragraph_id for c in sentence.citations] == [TREATY.paragraph_id]
    assert attempt.invented_markers == 1
    assert judge(expected(), attempt.answer).precision == 1.0


def test_llamaindex_numbers_on_through_the_pieces_of_a_long_paragraph() -> None:
    # Divided where the engine's splitter divides first, so that it needs no data files of its own.
    clause = " ".join(["The treaty has an article, and Japan accepts it."] * 40)
    long = source("\n\n\n".join([clause] * 3))
    llm = ScriptedLLM(["Japan accepts [2]."])
    attempt = through_llamaindex(llm, [long])("What does Japan say about a treaty?")
    assert "Source 3:" in llm.asked[0]
    assert [c.paragraph_id for c in attempt.answer.sentences[0].citations] == [long.paragraph_id]
    assert attempt.invented_markers == 0
    assert judge(expected(gold=(long.text,)), attempt.answer).recall == 1.0


def test_llamaindex_that_found_nothing_has_not_answered() -> None:
    llm = ScriptedLLM()
    attempt = through_llamaindex(llm, [KENYA])("What does Japan say about a treaty in 1970?")
    assert llm.asked == []
    assert attempt.answer.status == "not_addressed"


def test_ours_is_the_answer_that_the_product_finished_with() -> None:
    cited = Sentence("No need.", 1.0, (Citation(1, TREATY.paragraph_id, TREATY.text, 0, len(TREATY.text)),))
    answer = Answer("?", "answered", "written", "en", Filters(), (cited,), (TREATY.marked(1),))

    class Finishing:
        def ask(self, text: str) -> list[Finished]:
            return [Finished(answer)]

    assert ours(cast(Workspace, Finishing()))("?") == Attempt(answer, 0)


def test_ways_are_judged_alike_and_none_is_charged_for_its_start() -> None:
    llm = ScriptedLLM(["Warm.", "Japan sees no need [1][8]. It is so.", "Not addressed."])
    questions = [
        Expected("q1", "What does Japan say about a treaty?", True, "direct", (TREATY.text,), (), (), ()),
        Expected("q2", "What does Kenya say about whales?", False, "absent", (), (), (), ()),
    ]
    result = compare(questions, {"own numbering": own_numbering(given(llm), llm)})
    reported = result["ways"]["own numbering"]
    assert reported["questions"] == 2
    assert reported["answered_when_answerable"] == reported["refused_when_not"] == 1.0
    assert reported["paragraphs_cited_that_do_not_exist"] == 1
    assert reported["sentences_without_citation"] == 0.5
    assert [line["own numbering"]["written"] for line in result["answers"]] == [
        "Japan sees no need [1][8]. It is so.",
        "Not addressed.",
    ]


def test_a_way_that_shows_nothing_has_no_share_of_bare_sentences() -> None:
    answer = Answer("?", "not_addressed", "written", "en", Filters())
    assert report([expected(answerable=False)], [Attempt(answer)])["sentences_without_citation"] is None
