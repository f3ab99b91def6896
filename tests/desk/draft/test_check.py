"""A draft is checked over a real library, with a support check that knows words only."""

import io
import threading
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest

from answer.support.check import Evidence, Support
from core.config import load_config
from core.records import Filters
from desk.draft.check import DraftCheck
from desk.draft.document import draft_document, draft_text
from desk.draft.paper import draft_word
from desk.draft.records import DraftReport
from workspace.workspace import Workspace

SPEECH = (
    "We will open four new ports before the end of the decade.\n\n"
    "The harvest failed twice in the northern counties. No family was left without food.\n\n"
    "Our fishermen bring home less each year.\n"
)
DRAFT = """# Kenya on the sea

This note sets out what Kenya said.

In 2016 Kenya said that it will open four new ports (Kenya, 2016, para. 1).
It said that “no family was left without bread” (ibid., para. 2). It has bought
ten submarines. Its fishermen bring home less each year (Kenya, 2016, para. 31).
"""


class WordCheck:
    """Supports a claim when one sentence has most of its words."""

    def __init__(self) -> None:
        self.claims: list[str] = []

    def check(self, claim: str, evidence: Sequence[Evidence]) -> Support:
        self.claims.append(claim)
        wanted = set(claim.lower().rstrip(".").split())
        shares = [len(wanted & set(e.text.lower().rstrip(".").split())) / len(wanted) for e in evidence]
        best = max(range(len(shares)), key=lambda i: shares[i])
        return Support(shares[best], "" if shares[best] >= 0.3 else "unsupported", (best,), ((0, 1),))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("speeches")
    (folder / "2016").mkdir()
    (folder / "2016" / "KEN_71_2016.txt").write_text(SPEECH, "utf-8")
    workspace = Workspace.open(load_config(home=tmp_path_factory.mktemp("home"), llm="none"))
    list(workspace.ingest([Path(folder)]))
    return workspace


@pytest.fixture(scope="module")
def report(opened: Workspace) -> DraftReport:
    check = DraftCheck(opened.library, WordCheck(), opened.gazetteer)
    return list(check.check(DRAFT))[-1].report


@pytest.mark.models
def test_each_sentence_has_its_place_and_a_verdict(report: DraftReport) -> None:
    assert all(DRAFT[one.start : one.end] == one.text for one in report.sentences)
    assert [one.verdict for one in report.sentences] == [
        "no_claim",
        "no_claim",
        "supported",
        "partly",
        "not_found",
        "partly",
    ]


@pytest.mark.models
def test_a_pronoun_stands_for_the_delegation_before_it(report: DraftReport) -> None:
    assert {one.delegations for one in report.sentences[2:]} == {("KEN",)}
    assert report.sentences[4].searched == 1


@pytest.mark.models
def test_the_altered_quotation_and_the_citation_that_leads_nowhere_are_told(report: DraftReport) -> None:
    quoted, cited = report.sentences[3], report.sentences[5]
    assert (quoted.reason, quoted.differing) == ("quotation", ("bread",))
    assert (cited.reason, cited.references[0].state) == ("citation", "no_paragraph")
    assert "[-food-] {+bread+}" in draft_text(report)


@pytest.mark.models
def test_every_citation_is_a_source_and_its_words_stand_there(report: DraftReport) -> None:
    document = draft_document(report)
    sources = {source["marker"]: source for source in document["sources"]}
    cited = [citation for one in document["sentences"] for citation in one["citations"]]
    assert cited
    for one in cited:
        assert sources[one["marker"]]["text"][one["start"] : one["end"]] == one["quote"]


@pytest.mark.models
def test_what_is_checked_before_a_stop_is_kept(opened: Workspace) -> None:
    stop = threading.Event()
    known = WordCheck()
    for step in DraftCheck(opened.library, known, opened.gazetteer).check(DRAFT, Filters(), stop):
        if step.done == 3:
            stop.set()
    assert step.report.stopped
    assert len(step.report.sentences) == 3
    assert len(known.claims) == 1


@pytest.mark.models
def test_the_word_file_has_a_footnote_and_comments_beside_the_same_text(report: DraftReport) -> None:
    data = draft_word(report, lambda source: f"Kenya, 2016, para. {source.number}")
    document = docx.Document(io.BytesIO(data))
    text = " ".join(" ".join(p.text for p in document.paragraphs).split())
    assert text == " ".join(DRAFT.replace("#", "").split())
    assert [c.text.split(".")[0] for c in document.comments] == ["Partly", "Not found", "Partly"]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.read("word/footnotes.xml").count(b"Kenya, 2016, para. 1.") == 1


@pytest.mark.models
@pytest.mark.parametrize(
    ("filters", "state"),
    [
        (Filters(until="2016"), "found"),
        (Filters(since="2017"), "no_statement"),
        (Filters(forum="First Committee"), "no_statement"),
        (Filters(roles=("chair",)), "no_statement"),
        (Filters(statements=("0000",)), "no_statement"),
        (Filters(("JPN",)), "found"),  # the sentence names another
    ],
)
def test_citations_lead_to_what_is_searched_only(opened: Workspace, filters: Filters, state: str) -> None:
    draft = "Kenya said that it will open four new ports (Kenya, 2016, para. 1)."
    checked = list(DraftCheck(opened.library, WordCheck(), opened.gazetteer).check(draft, filters))[-1]
    (sentence,) = checked.report.sentences
    assert [one.state for one in sentence.references] == [state]
    assert (sentence.verdict == "supported") == (state == "found")
