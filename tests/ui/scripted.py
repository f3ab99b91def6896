"""A library of made-up answers over the seed statement: real records, real timing, no models."""

import shutil
import tempfile
import threading
import time
import weakref
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from answer.events import Dropped, Event, Finished, Passed, Quoted, Searching
from answer.history.conversations import Conversations, Exchange
from core.config import load_config
from core.delegations import Gazetteer
from core.errors import UsageError
from core.records import (
    Adding,
    Answer,
    Citation,
    Filters,
    Found,
    Hit,
    Paragraph,
    Rejected,
    Scope,
    SearchResult,
    Sentence,
    Source,
    Statement,
    StatementSummary,
    content_id,
)
from desk.dossier.store import Dossiers
from desk.draft.records import DraftProgress
from desk.notes.records import Note
from desk.notes.store import Notes
from desk.records import Brief, Comparison, Order, Part, QuestionList, Timeline
from desk.tasks.brief import brief
from desk.tasks.compare import compare
from desk.tasks.questions import answered
from desk.tasks.refill import refilled
from desk.tasks.timeline import timeline
from desk.tasks.watching import begun, kept, kept_brief, run
from desk.watch.records import Kind, Looked, Watch
from desk.watch.store import Watches
from tests.desk.library import pipeline as desk_pipeline
from tests.ui import scripted_cells as cells
from tests.ui import scripted_draft
from tests.ui.scripted_cells import CHANGE, HELLO, HOLDINGS, LIST, UNSURE
from workspace.evidence import note_pack

T = TypeVar("T")
SEED = "oewg-2020-12-01-japan-regular-institutional-dialogue.txt"
TITLE = (
    "サイバーセキュリティに関する国連オープン・エンド作業部会(OEWG)バーチャル非公式会合における"
    "赤堀毅総合外交政策局審議官(サイバー政策担当大使)ステートメント"
)
BINDING = "What is Japan's view on a binding instrument?"
BINDING_JA = "日本は法的拘束力のある文書についてどう考えていますか？"
SEABED = "What does Japan say about deep seabed mining?"
HOSTILE = '<script>window.pwned=1</script>"><img src=x onerror="window.pwned=1">'

# The words of the statement that the scripted answers rest on, so that no file is needed.
TEXTS = (
    "I would like to start by reiterating Japan’s full support to the Chair’s intention, expressed again "
    "today, and efforts to achieve an outcome which will contribute to increased international "
    "cybersecurity.",
    "On the topic of regular institutional dialogue, Japan stresses the importance of implementing "
    "achievements on norms, international law, CBMs and capacity-building.",
    "Japan is a cosponsor of the Programme of Action initiated by France in cooperation with Egypt among "
    "others. Activities in cyberspace involve not only the government but also private sector, academia, "
    "NGOs and individuals. Therefore, a multi-stakeholder approach is essential.",
    "My answer to the Chair’s question on recommendations that should be made regarding the establishment "
    "of institutional dialogue is simple. Japan hopes that the proposal will be accepted by all and will "
    "remain as a recommendation by the current OEWG.",
    "Whether the establishment of a new OEWG is necessary should be discussed after the conclusion of the "
    "current OEWG and in relation to the final content of the report we are preparing to produce.",
    "I have a specific comment on paragraph 66, which refers to a mechanism for negotiation of a binding "
    "instrument. Japan does not see the need for a new legally binding instrument on cybersecurity. It is "
    "more important to prioritize the implementation of existing norms and to continue dialogue on how "
    "international law applies in cyberspace. There is no agreement in the OEWG on negotiations for a "
    "binding instrument. Please do not mention new binding instruments in the draft.",
    "I thank you, Chair.",
)


def statement(title: str = TITLE, url: str = "https://www.mofa.go.jp/files/100000000.pdf") -> Statement:
    """The seed statement's paragraphs under its title."""
    text, paragraphs = "", []
    for ordinal, words in enumerate(TEXTS, 1):
        start = len(text)
        text += words + "\n"
        section = "Regular Institutional Dialogue"
        paragraphs.append(
            Paragraph(
                content_id(title, str(ordinal)),
                ordinal,
                ordinal,
                False,
                section,
                start,
                start + len(words),
                words,
            )
        )
    return Statement(
        id=content_id(title, text),
        text=text,
        paragraphs=tuple(paragraphs),
        title=title,
        delegation="JPN",
        speaker="赤堀毅",
        speaker_latin="Akahori Takeshi",
        forum="OEWG",
        date="2020-12-01",
        date_end="2020-12-03",
        language="en",
        url=url,
        origin=SEED,
        notices=("Its text stands in the file twice; it is kept once.",),
    )


def source(of: Statement, ordinal: int, marker: int = 0) -> Source:
    """One paragraph of a statement as a source."""
    paragraph = of.paragraphs[ordinal - 1]
    return Source(
        paragraph_id=paragraph.id,
        statement_id=of.id,
        label=f"{of.delegation} {of.date} ¶{paragraph.number}",
        number=paragraph.number,
        printed=False,
        ordinal=ordinal,
        section=paragraph.section,
        title=of.title,
        delegation=of.delegation,
        speaker=of.speaker,
        forum=of.forum,
        date=of.date,
        date_end=of.date_end,
        url=of.url,
        origin=of.origin,
        language=of.language,
        text=paragraph.text,
        marker=marker,
    )


def citing(src: Source, quote: str) -> Citation:
    """The citation of ``quote`` in ``src``."""
    start = src.text.index(quote)
    return Citation(src.marker, src.paragraph_id, quote, start, start + len(quote))


@dataclass
class ScriptedAsker:
    """Replays an answer chosen by the question. ``pace`` is seconds between events; ``deaf`` makes it
    ignore Stop, as a model reading its prompt does. ``gate`` keeps every sentence after the first back
    until it is set. ``calls`` records every question asked, ``stops`` its switch."""

    pace: float = 0.0
    deaf: bool = False
    empty: bool = False
    title: str = TITLE
    url: str = "https://www.mofa.go.jp/files/100000000.pdf"
    model_name: str = "Qwen2.5-Coder-1.5B-Instruct, on this machine"
    notices: tuple[str, ...] = ()
    gate: threading.Event | None = None
    calls: list[tuple[str, Filters, bool, dict[str, int]]] = field(default_factory=list)
    stops: list[threading.Event] = field(default_factory=list)

    histories: list[tuple[str, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        # A folder of its own, which goes when the asker does.
        home = tempfile.mkdtemp(prefix="rapporteur-test-")
        weakref.finalize(self, shutil.rmtree, home, ignore_errors=True)
        self.conversations = Conversations(Path(home))
        self.notes = Notes(Path(home))
        self.watches = Watches(Path(home))
        self.dossiers = Dossiers(Path(home))
        self.desk = desk_pipeline()
        self.kept = statement(self.title, self.url)
        self.gazetteer = Gazetteer.load()

    @property
    def library(self) -> "ScriptedAsker":
        """Itself: the one statement."""
        return self

    @property
    def intake(self) -> "ScriptedAsker":
        """Itself, which refuses everything."""
        return self

    def ask(
        self,
        question: str,
        *,
        filters: Filters,
        infer: bool,
        stop: threading.Event,
        markers: Mapping[str, int],
        history: Sequence[str] = (),
        silent: Collection[str] = (),
    ) -> Iterator[Event]:
        """Events as the pipeline sends them."""
        self.histories.append(tuple(history))
        self.calls.append((question, filters, infer, dict(markers)))
        self.stops.append(stop)
        if not question.strip():
            raise UsageError("The question is empty; type one and ask again.")
        if len(question) > 4000:
            raise UsageError(
                f"The question has {len(question):,} characters and 4,000 are read; shorten it and ask again."
            )
        if "broken" in question:
            raise ZeroDivisionError("a secret path /home/x")
        if infer and "Japan" in question and not filters.delegations:
            filters = replace(filters, delegations=("JPN",), inferred=frozenset({"delegation"}))
        yield from self._script(question, filters, stop, markers)

    def _script(
        self, question: str, filters: Filters, stop: threading.Event, markers: Mapping[str, int]
    ) -> Iterator[Event]:
        scope = self.scope(filters)
        yield Searching(scope, filters)
        self._wait(stop)
        base = Answer(
            question=question,
            status="answered",
            mode="written",
            language="ja" if question == BINDING_JA else "en",
            filters=filters,
            scope=scope,
            model=self.model_name,
            prompt_sha256="a" * 64,
            library_sha256="b" * 64,
            timings_ms={"retrieve": 31.0, "rerank": 96.0, "first_quote": 180.0, "total": 4210.0},
        )
        if "seabed" in question:
            yield Finished(
                replace(
                    base,
                    status="not_addressed",
                    note="Not addressed: none of Japan’s 7 paragraphs mentions deep seabed mining.",
                    nearest=(source(self.kept, 2), source(self.kept, 3)),
                    elsewhere=(replace(source(self.kept, 4), delegation="NOR"),),
                )
            )
            return
        given = dict(markers)

        def numbered(ordinal: int) -> Source:
            plain = source(self.kept, ordinal)
            return plain.marked(given.setdefault(plain.paragraph_id, max(given.values(), default=0) + 1))

        others = {LIST: cells.listed, CHANGE: cells.changed, UNSURE: cells.unsure}
        if question in others:
            for event in others[question](base, numbered):
                yield event
                self._wait(stop)
            return
        if question in (HELLO, HOLDINGS):
            yield from cells.greeted(base) if question == HELLO else cells.counted(base)
            return
        if "Programme" in question:
            first = numbered(3)
            quote = TEXTS[2].split(". ")[0] + "."
            lines = [("France initiated it, in cooperation with Egypt among others.", quote)]
            second = first
        else:
            first, second = numbered(6), numbered(5)
            quote = "Japan does not see the need for a new legally binding instrument on cybersecurity."
            lines = [
                ("Japan sees no need for a new legally binding instrument on cybersecurity.", quote),
                (
                    "It would rather implement existing norms and discuss how international law applies.",
                    "It is more important to prioritize the implementation of existing norms and to continue "
                    "dialogue on how international law applies in cyberspace.",
                ),
            ]
        if question == BINDING_JA:
            lines = [
                (
                    "日本は、サイバーセキュリティに関する新たな法的拘束力のある文書の必要性を認めていません。",
                    quote,
                )
            ]
        quotes = [Sentence(quote, 1.0, (citing(first, quote),), True)]
        sources: tuple[Source, ...] = (first,)
        if second is not first:
            other = TEXTS[4].split(" and in relation")[0]
            quotes.append(Sentence(other, 1.0, (citing(second, other),), True))
            sources = (first, second)
        yield Quoted(tuple(quotes), sources)
        if "quoted" in question:
            yield Finished(
                replace(
                    base,
                    mode="quoted",
                    model="",
                    sentences=tuple(quotes),
                    sources=sources,
                    quotes=tuple(quotes),
                )
            )
            return
        passed: list[Sentence] = []
        rejected: list[Rejected] = []
        for text, words in lines:
            self._wait(stop)
            if passed:
                self._held_back(stop)
            if stop.is_set() and not self.deaf:
                break
            passed.append(Sentence(text, 0.97, (citing(first, words),)))
            yield Passed(passed[-1], (first,))
        if not stop.is_set():
            rejected.append(Rejected("Japan proposes a treaty.", "unsupported", 0.03))
            yield Dropped(rejected[0])
        yield Finished(
            replace(
                base,
                sentences=tuple(passed),
                sources=sources,
                rejected=tuple(rejected),
                quotes=tuple(quotes),
                stopped=stop.is_set(),
            )
        )

    def _wait(self, stop: threading.Event) -> None:
        if self.deaf:
            time.sleep(self.pace)
        else:
            stop.wait(self.pace)

    def _held_back(self, stop: threading.Event) -> None:
        while self.gate is not None and not self.gate.wait(0.01):
            if stop.is_set() and not self.deaf:
                return

    def search(self, query: str, filters: Filters, k: int) -> SearchResult:
        """Two hits, one of which stands elsewhere too."""
        self.calls.append((query, filters, False, {}))
        hits = (
            Hit(source(self.kept, 6), 0.93, Found(1, 1, 0.71, 4.3, ("binding", "instrument"))),
            Hit(source(self.kept, 5), 0.4, Found(0, 4, 0.48, -1.2), (source(self.kept, 4),)),
        )
        return SearchResult(query, filters, hits[:k], {"retrieve": 30.0, "rerank": 90.0})

    def neighbours(self, paragraph_id: str) -> tuple[Source, ...]:
        """The paragraph with the one before and the one after."""
        at = next((p.ordinal for p in self.kept.paragraphs if p.id == paragraph_id), 0)
        if not at:
            return ()
        around = range(max(1, at - 1), min(len(TEXTS), at + 1) + 1)
        return tuple(source(self.kept, ordinal) for ordinal in around)

    def statement(self, statement_id: str) -> Statement:
        """The one statement there is."""
        if statement_id != self.kept.id:
            raise UsageError(f"{statement_id!r} is not in the library; list what is with: rapporteur list.")
        return self.kept

    def digest(self, statement_id: str) -> Answer:
        """Three of its paragraphs' first sentences."""
        time.sleep(self.pace)
        sources = tuple(
            source(self.statement(statement_id), ordinal, n) for n, ordinal in ((1, 2), (2, 3), (3, 6))
        )
        quotes = tuple(cells.quoting(one) for one in sources)
        kinds = {"status": "answered", "mode": "quoted", "language": "en", "kind": "digest"}
        return Answer("", filters=Filters(), quotes=quotes, sources=sources, **kinds)  # type: ignore[arg-type]

    def statements(self, filters: Filters = Filters()) -> tuple[StatementSummary, ...]:
        """The one statement there is, unless empty or not among those chosen."""
        s = self.kept
        row = StatementSummary(
            s.id,
            title=s.title,
            delegation=s.delegation,
            speaker=s.speaker,
            forum=s.forum,
            date=s.date,
            date_end=s.date_end,
            language="en",
            paragraphs=len(TEXTS),
            origin=s.origin,
            url=s.url,
        )
        return () if self.empty or s.id not in (filters.statements or [s.id]) else (row,)

    def scope(self, filters: Filters) -> Scope:
        """One statement, seven paragraphs."""
        return Scope(0, 0) if self.empty else Scope(1, len(TEXTS), ("JPN",), "2020-12-01", "2020-12-03")

    def examples(self, language: str) -> Mapping[str, str]:
        """A question of some kinds."""
        return {"position": BINDING, "list": LIST, "years": CHANGE, "": BINDING_JA}

    @property
    def groups(self) -> Mapping[str, str]:
        """One, whatever the library holds."""
        return {"ASEAN": "ASEAN"}

    def read_draft(self, data: bytes, name: str) -> str:
        """Plain text."""
        return data.decode()

    def check_draft(self, draft: str, filters: Filters, stop: threading.Event) -> Iterator[DraftProgress]:
        """See :func:`tests.ui.scripted_draft.check`."""
        self.stops.append(stop)
        return scripted_draft.check(draft, source(self.kept, 1, 1), stop, self.pace)

    def brief(self, order: Order, stop: threading.Event) -> Iterator[Brief]:
        """Made of the scripted statements of the desk."""
        return self._paced(brief(order, desk_pipeline(), stop=stop))

    def refilled(self, part: Part, language: str, stop: threading.Event) -> Brief:
        """Likewise."""
        self.stops.append(stop)
        stop.wait(self.pace)
        return refilled(part, desk_pipeline(), language=language, stop=stop)

    def comparison(
        self, questions: Sequence[str], filters: Filters, stop: threading.Event, *, by_year: bool
    ) -> Iterator[Comparison]:
        """Likewise."""
        return self._paced(compare(questions, filters, desk_pipeline().tools, by_year=by_year, stop=stop))

    def timeline(self, question: str, filters: Filters, stop: threading.Event) -> Iterator[Timeline]:
        """Likewise."""
        return self._paced(timeline(question, filters, desk_pipeline().tools, stop=stop))

    def read_questions(self, data: bytes, name: str) -> tuple[str, ...]:
        """A question a line."""
        return tuple(data.decode().splitlines())

    def answered(
        self, questions: Sequence[str], filters: Filters, stop: threading.Event
    ) -> Iterator[QuestionList]:
        """Likewise."""
        return self._paced(answered(questions, filters, desk_pipeline(), stop=stop))

    def watch(
        self,
        kind: Kind,
        question: str,
        filters: Filters,
        stop: threading.Event,
        *,
        infer: bool = True,
        owner: str = "",
    ) -> Watch | None:
        """Of the scripted statements of the desk, which a test may change."""
        return begun(kind, question, filters, self.desk, self.watches, infer=infer, owner=owner, stop=stop)

    def keep_watched(self, answer: Answer, filters: Filters, *, infer: bool, owner: str) -> None:
        """Likewise."""
        kept(answer, filters, self.desk, self.watches, infer=infer, owner=owner)

    def keep_brief_watched(self, made: Brief, *, owner: str) -> None:
        """Likewise."""
        kept_brief(made, self.desk, self.watches, owner=owner)

    def watched(
        self, chosen: Sequence[Watch], stop: threading.Event, *, again: bool = False
    ) -> Iterator[Looked]:
        """Likewise."""
        return self._paced(run(chosen, self.desk, self.watches, again=again, stop=stop))

    def evidence(self, note: Note, asked: Sequence[Exchange]) -> bytes:
        """A pack over the one statement."""
        library: Any = self
        return note_pack(note, asked, load_config({}, llm="none"), library, self.gazetteer)

    def _paced(self, steps: Iterator[T]) -> Iterator[T]:
        for step in steps:
            time.sleep(self.pace)
            yield step

    def add_files(self, files: Sequence[tuple[str, Path]], *, stop: threading.Event) -> Iterator[Adding]:
        """Refuses: this library is one made-up statement."""
        raise UsageError("This library takes no files; use another.")

    def add_url(self, url: str, *, stop: threading.Event) -> Iterator[Adding]:
        """Refuses: this library is one made-up statement."""
        raise UsageError("This library takes no addresses; use another.")

    def edit(self, statement_id: str, changes: Mapping[str, str]) -> Statement:
        """Refuses: this library is one made-up statement."""
        raise UsageError("This library cannot be changed; use another.")

    def remove(self, statement_id: str) -> None:
        """Refuses: this library is one made-up statement."""
        raise UsageError("This library cannot be changed; use another.")

    def check(self) -> tuple[str, ...]:
        """None."""
        return ()
