"""A brief as a paper."""

from collections.abc import Callable, Iterable, Iterator

from core.records import Source
from desk.papers.pieces import Pieces
from desk.papers.references import Footnotes
from desk.records import Brief, Expected, Part, Position
from desk.word.content import Block, Paper, Paragraph, Run, Table
from ui.texts import Texts
from ui.texts.dates import day

_NAMED = 15  # silent delegations that are named; more are counted


Made = Iterator[tuple[Part | None, Block]]
"""Blocks, each with what it can be made anew from."""


def brief_paper(
    brief: Brief, texts: Texts, name: Callable[[str], str], notes: Footnotes | None = None
) -> Paper:
    """The note, with the sources and the cited paragraphs in full; without these where ``notes`` are given,
    which then have the source of each footnote."""
    pieces = Pieces(texts, name, notes or Footnotes(brief.sources, texts, name))
    *blocks, checked = (block for _, block in brief_parts(brief, pieces))
    annex = pieces.annex() if notes is None else ()
    return Paper(title_of(brief, texts, name), (*blocks, *annex, checked), brief.marking, texts.language)


def brief_parts(brief: Brief, pieces: Pieces) -> Made:
    """The note block by block, without the annex; the last one says how it was checked."""
    texts = pieces.texts
    yield from _unmade(_head(brief, texts, pieces.name))
    yield from _body(brief, pieces, {source.paragraph_id: source for source in brief.sources})
    yield None, Paragraph.of(texts("desk.points"), "heading")
    yield None, Paragraph.of(texts("desk.points_hint"))
    yield None, Paragraph.of(checked(brief, texts), "small")


def _unmade(blocks: Iterable[Block]) -> Made:
    return ((None, block) for block in blocks)


def title_of(brief: Brief, texts: Texts, name: Callable[[str], str]) -> str:
    """ "Nuclear disarmament: Japan"."""
    who = texts.listed(map(name, brief.filters.delegations)) or texts("desk.everyone")
    return texts("desk.title", topic=brief.topic[:1].upper() + brief.topic[1:], who=who)


def _head(brief: Brief, texts: Texts, name: Callable[[str], str]) -> Iterator[Block]:
    yield Paragraph.of(title_of(brief, texts, name), "title")
    scope = brief.scope
    what = [
        texts.count("count.statement", scope.statements),
        texts.count("count.paragraph", scope.paragraphs),
        texts.count("count.delegation", len(scope.delegations)),
    ]
    if scope.since:
        first, last = (day(d, texts.language) for d in (scope.since, scope.until))
        what.append(texts("desk.dates", first=first, last=last))
    lines = [texts("desk.made", day=day(brief.made, texts.language))]
    lines.append(texts("desk.searched", what=texts.listed(what)))
    yield Paragraph.of(texts("mark.dot").join(lines), "small")
    if brief.stopped:
        yield Paragraph((Run(texts("desk.stopped", done=brief.done, total=brief.total), bold=True),))


def _body(brief: Brief, pieces: Pieces, sources: dict[str, Source]) -> Made:
    texts, filters = pieces.texts, brief.filters
    several = len(filters.delegations) > 1
    yield None, Paragraph.of(texts("desk.bottom_line"), "heading")
    for position in brief.positions:
        part = Part("bottom_line", brief.topic, filters, position.delegation)
        yield from ((part, block) for block in _bottom_line(position, pieces, several=several))
    for position in brief.positions:
        part = Part("said", brief.topic, filters, position.delegation)
        if position.delegation:
            yield from ((part, block) for block in _said(position, pieces, sources))
    part = Part("others", brief.topic, filters)
    yield from ((part, block) for block in _others(brief, pieces, sources))
    if brief.raised:
        yield None, Paragraph.of(texts("desk.raised"), "heading")
    for raised in brief.raised:
        part = _expected_part(raised.expected, brief)
        yield part, Paragraph((Run(asked(part, texts, pieces.name), bold=True),))
        yield part, Paragraph(pieces.quotes(raised.cell), "quote")
    if brief.not_addressed:
        yield None, Paragraph.of(texts("desk.not_addressed"), "heading")
    for expected in brief.not_addressed:
        part = _expected_part(expected, brief)
        yield part, Paragraph.of(asked(part, texts, pieces.name), "item")


def _expected_part(expected: Expected, brief: Brief) -> Part:
    topic = brief.topic if expected.kind else expected.question
    return Part("raised", topic, brief.filters, expected.delegation, expected.kind)


def asked(part: Part, texts: Texts, name: Callable[[str], str]) -> str:
    """The topic or question that a part answers, in the language of the paper."""
    if not part.kind:
        return part.topic
    return texts(f"desk.{part.kind}", who=name(part.delegation), topic=part.topic)


def _bottom_line(position: Position, pieces: Pieces, *, several: bool) -> Iterator[Block]:
    texts = pieces.texts
    lead = f"{pieces.name(position.delegation)}: " if several and position.delegation else ""
    if not position.bottom_line:
        count = texts.count("count.statement", position.searched)
        yield Paragraph((Run(lead, bold=True), Run(texts("desk.silent", statements=count))))
        return
    runs = [Run(lead, bold=True)] if lead else []
    for at, sentence in enumerate(position.bottom_line):
        runs += pieces.sentence(sentence, " " if at else "")
    yield Paragraph(tuple(runs))


def _said(position: Position, pieces: Pieces, sources: dict[str, Source]) -> Iterator[Block]:
    if position.bottom_line and not (position.said or position.may_bear or position.in_groups):
        return  # all that was found stands above
    texts, who = pieces.texts, pieces.name(position.delegation)
    colon = texts("mark.colon", before="")
    yield Paragraph.of(texts("desk.said_by", who=who), "heading")
    for heading, cells in (
        ("", position.said),
        ("may_bear", position.may_bear),
        ("in_groups", position.in_groups),
    ):
        if heading and cells:
            yield Paragraph.of(texts(f"desk.{heading}"), "subheading")
        for cell in cells:
            group = f"{pieces.name(cell.delegation)}, " if heading == "in_groups" else ""
            before = f"{group}{pieces.when(cell, sources)}{colon} "
            yield Paragraph(pieces.quotes(cell, before), "item")
    if not (position.said or position.may_bear or position.in_groups):
        count = texts.count("count.statement", position.searched)
        yield Paragraph.of(texts("desk.silent", statements=count))
    if len(position.said) < 2:
        return
    yield Paragraph.of(texts("desk.changed"), "heading")
    for change in position.changes:
        before, after = (pieces.when(cell, sources) for cell in (change.before, change.after))
        yield Paragraph.of(texts("desk.changed_to", before=before, after=after), "small")
        cited = [
            c.paragraph_id for cell in (change.before, change.after) for q in cell.quotes for c in q.citations
        ]
        notes = [Run("", footnote=pieces.notes.note(one)) for one in dict.fromkeys(cited)]
        yield Paragraph((*pieces.marking(change.steps), *notes), "quote")
    if not position.changes:
        yield Paragraph.of(texts("desk.no_change" if position.compared else "desk.not_comparable"))


def _others(brief: Brief, pieces: Pieces, sources: dict[str, Source]) -> Iterator[Block]:
    texts = pieces.texts
    if not (brief.others or brief.more_others or brief.silent_others):
        return
    yield Paragraph.of(texts("desk.others"), "heading")
    rows = []
    judged = any(other.agreement for other in brief.others)
    for other in brief.others:
        who = Paragraph.of(pieces.name(other.cell.delegation))
        when = Paragraph.of(pieces.when(other.cell, sources), "small")
        cells = [(who, when), (Paragraph(pieces.quotes(other.cell)),)]
        if judged:
            cells.append((Paragraph.of(texts(f"desk.{other.agreement or 'neither'}")),))
        rows.append(tuple(cells))
    if rows:
        heads = [
            texts("desk.delegation"),
            texts("desk.words"),
            *([texts("desk.agreement")] if judged else []),
        ]
        yield Table(tuple(heads), tuple(rows), (3.4, 10.0, 3.0) if judged else (3.4, 13.0))
    for key, codes in (("more_others", brief.more_others), ("silent_others", brief.silent_others)):
        if codes:
            shown = [pieces.name(code) for code in codes[:_NAMED]]
            if len(codes) > _NAMED:
                shown.append(texts("desk.and_more", n=len(codes) - _NAMED))
            yield Paragraph.of(texts.count(f"desk.{key}", len(codes), who=texts.listed(shown)), "small")


def checked(brief: Brief, texts: Texts) -> str:
    """How the note was checked, in one sentence."""
    quoted = quotations(brief)
    written = texts("desk.no_model")
    if brief.model:
        written = texts.count("desk.written", brief.written, dropped=brief.dropped)
    return texts("desk.checked", quotations=texts.count("desk.quotations", quoted), written=written)


def quotations(brief: Brief) -> int:
    """How many quotations the note shows, each of which stands in its source. Raises ValueError for one that
    does not."""
    texts = {source.paragraph_id: source.text for source in brief.sources}
    cells = [
        *(cell for p in brief.positions for cell in (*p.said, *p.may_bear, *p.in_groups)),
        *(other.cell for other in brief.others),
        *(raised.cell for raised in brief.raised),
    ]
    sentences = [s for p in brief.positions for s in p.bottom_line if s.verbatim]
    sentences += [quote for cell in cells for quote in cell.quotes]
    for sentence in sentences:
        for citation in sentence.citations:
            if texts[citation.paragraph_id][citation.start : citation.end] != citation.quote:
                raise ValueError(f"{citation.quote!r} does not stand in {citation.paragraph_id!r}")
    return len(sentences)
