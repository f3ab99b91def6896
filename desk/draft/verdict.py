"""One verdict on a sentence from what its words, its quotations and its citations were found to be."""

from dataclasses import replace

from desk.draft.records import CheckedSentence, Quotation, Verdict
from desk.draft.verify import Finding


def together(sentence: CheckedSentence, finding: Finding) -> CheckedSentence:
    """``sentence``, which has its quotations and references, with verdict, reason and what differs. The worst
    of what was found decides; another's words in a delegation's mouth are a contradiction."""
    told = replace(
        sentence,
        verdict=finding.verdict,
        reason=finding.reason,
        support=finding.support,
        differing=finding.differing,
        citations=finding.citations,
    )
    wrong = [one for one in sentence.quotations if one.state != "exact"]
    if stolen := next((one for one in wrong if one.state == "other_speaker"), None):
        return _with(told, stolen, "contradicted", "speaker")
    if wrong:
        lost = all(one.state == "not_found" for one in wrong) and finding.verdict in ("not_found", "partly")
        return _with(told, wrong[0], "not_found" if lost else "partly", "quotation")
    if finding.verdict == "supported" and any(one.state != "found" for one in sentence.references):
        return replace(told, verdict="partly", reason="citation")
    return told


def _with(told: CheckedSentence, quotation: Quotation, verdict: Verdict, reason: str) -> CheckedSentence:
    """Where the sentence fails by a quotation of it."""
    added = tuple(words for tag, words in quotation.diff if tag == "added")
    return replace(
        told,
        verdict="contradicted" if told.verdict == "contradicted" else verdict,
        reason=reason,
        differing=added or told.differing,
        citations=quotation.citations or told.citations,
    )
