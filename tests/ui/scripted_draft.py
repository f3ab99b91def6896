"""A made-up check of a draft: real records, without a library or models."""

import threading
import time
from collections.abc import Iterator

from core.records import Citation, Source
from core.sentences import split_sentences
from desk.draft.records import CheckedSentence, DraftProgress, DraftReport, Quotation


def check(draft: str, source: Source, stop: threading.Event, pace: float) -> Iterator[DraftProgress]:
    """``source`` supports every sentence with "Japan", unless that has a quotation, which is an altered one;
    other sentences are not found. ``pace`` is seconds a sentence."""
    spans = split_sentences(draft)
    done: list[CheckedSentence] = []
    for start, end in spans:
        if stop.is_set():
            break
        time.sleep(pace)
        done.append(_checked(draft[start:end], start, source))
        yield DraftProgress(len(done), len(spans), DraftReport(draft, tuple(done), (source,), 1))
    stopped = len(done) < len(spans)
    yield DraftProgress(len(done), len(spans), DraftReport(draft, tuple(done), (source,), 1, stopped))


def _checked(text: str, start: int, source: Source) -> CheckedSentence:
    end = start + len(text)
    first, last = split_sentences(source.text)[0]
    cited = Citation(source.marker, source.paragraph_id, source.text[first:last], first, last)
    if "“" in text:
        quoted = Quotation(
            "no support", start, start, "altered", (cited,), (("dropped", "full"), ("added", "no"))
        )
        return CheckedSentence(text, start, end, "partly", "quotation", ("no",), (cited,), (quoted,))
    if "Japan" in text:
        return CheckedSentence(text, start, end, "supported", citations=(cited,), support=0.9)
    return CheckedSentence(text, start, end, "not_found", "unsupported", searched=1)
