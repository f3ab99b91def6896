"""A paper as Markdown, HTML or plain text, in which every text stays text."""

from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import count

from core.markdown import escaped
from desk.word.content import Block, Paper, Paragraph, Run, Style, Table

_PAGE = """<!doctype html>
<html lang="{language}"><meta charset="utf-8"><title>{title}</title>
<style>body{{font:17px/1.6 Georgia,"Yu Mincho",serif;max-width:70ch;margin:2em auto;padding:0 1em}}
table{{border-collapse:collapse}}td,th{{border:1px solid #999;padding:.3em .5em;text-align:left}}
td{{vertical-align:top}}
small,.small{{font-size:.85em;color:#444}}del{{color:#8a1c1c}}ins{{color:#14532d}}</style>
<body>{body}</body></html>
"""


def markdown(paper: Paper) -> str:
    """Footnotes as ``[^1]``, words that were dropped struck through, words that were added bold."""
    numbers = count(1)
    blocks = [f"**{escaped(paper.marking)}**"] if paper.marking else []
    for block in paper.blocks:
        if isinstance(block, Table):
            rows = [[_cell(cell, numbers) for cell in row] for row in block.rows]
            lines = [[escaped(head) for head in block.head], ["---"] * len(block.head), *rows]
            blocks.append("\n".join("| " + " | ".join(line) + " |" for line in lines))
        else:
            blocks.append(_marked(block.style, "".join(_markdown_run(run, numbers) for run in block.runs)))
    notes = [f"[^{number}]: {escaped(text)}" for number, text in enumerate(paper.footnotes(), 1)]
    return "\n\n".join([*filter(None, blocks), *notes]) + "\n"


def _marked(style: Style, text: str) -> str:
    match style:
        case "title":
            return f"# {text}"
        case "heading":
            return f"## {text}"
        case "subheading":
            return f"### {text}"
        case "item":
            return f"- {text}"
        case "quote":
            return "\n".join(f"> {line}" for line in text.splitlines())
        case _:
            return text


def _cell(cell: Sequence[Paragraph], numbers: "count[int]") -> str:
    parts = ("".join(_markdown_run(run, numbers) for run in paragraph.runs) for paragraph in cell)
    return "<br>".join(" ".join(part.split()) for part in parts)


def _markdown_run(run: Run, numbers: "count[int]") -> str:
    text, inner = escaped(run.text), run.text.strip()
    if inner and (run.bold or run.change):
        mark = "~~" if run.change == "dropped" else "**"
        before, after = run.text[: len(run.text) - len(run.text.lstrip())], run.text[len(run.text.rstrip()) :]
        text = f"{before}{mark}{escaped(inner)}{mark}{after}"
    remark = f" *({escaped(run.comment)})*" if run.comment else ""
    return text + remark + (f"[^{next(numbers)}]" if run.footnote else "")


def html(paper: Paper) -> str:
    """A page by itself: nothing loads from elsewhere."""
    return _PAGE.format(language=paper.language, title=escape(paper.title), body=fragment(paper))


def fragment(paper: Paper, mark: Callable[[int], str] | None = None) -> str:
    """The body of the page. ``mark`` is the HTML that stands for the number of a footnote; without it a link
    to the footnote below, which leads back."""
    numbers = count(1)
    to = mark or (lambda n: f'<a id="mark-{n}" href="#note-{n}">{n}</a>')
    marking = f"<p><strong>{escape(paper.marking)}</strong></p>" if paper.marking else ""
    blocks = [block_html(block, numbers, to) for block in paper.blocks]
    notes = "".join(
        f'<li id="note-{n}">{escape(text)}{_back(n) if mark is None else ""}</li>'
        for n, text in enumerate(paper.footnotes(), 1)
    )
    return marking + "".join(blocks) + (f'<hr><ol class="notes">{notes}</ol>' if notes else "")


def block_html(block: Block, numbers: "count[int]", mark: Callable[[int], str]) -> str:
    """One block, its footnotes numbered on from ``numbers``."""
    return _table(block, numbers, mark) if isinstance(block, Table) else _paragraph(block, numbers, mark)


def _back(number: int) -> str:
    return f' <a href="#mark-{number}" aria-label="back">↩</a>'


def _table(table: Table, numbers: "count[int]", mark: Callable[[int], str]) -> str:
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in table.head)
    rows = "".join(
        "<tr>"
        + "".join(f"<td>{''.join(_paragraph(p, numbers, mark) for p in cell)}</td>" for cell in row)
        + "</tr>"
        for row in table.rows
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _paragraph(paragraph: Paragraph, numbers: "count[int]", mark: Callable[[int], str]) -> str:
    inner = "".join(_html_run(run, numbers, mark) for run in paragraph.runs)
    match paragraph.style:
        case "title":
            return f"<h1>{inner}</h1>"
        case "heading":
            return f"<h2>{inner}</h2>"
        case "subheading":
            return f"<h3>{inner}</h3>"
        case "item":
            return f"<ul><li>{inner}</li></ul>"
        case "quote":
            return f"<blockquote>{inner}</blockquote>"
        case "small":
            return f'<p class="small">{inner}</p>'
        case _:
            return f"<p>{inner}</p>"


def _html_run(run: Run, numbers: "count[int]", mark: Callable[[int], str]) -> str:
    text = escape(run.text)
    for tag, wanted in (
        ("strong", run.bold),
        ("ins", run.change == "added"),
        ("del", run.change == "dropped"),
    ):
        if wanted and run.text:
            text = f"<{tag}>{text}</{tag}>"
    if run.comment:
        text = f"<mark>{text}</mark> <small>({escape(run.comment)})</small>"
    if not run.footnote:
        return text
    return f"{text}<sup>{mark(next(numbers))}</sup>"


def plain(paper: Paper) -> str:
    """For a terminal: footnotes in brackets, changes as {added} and [-dropped-]."""
    numbers = count(1)
    lines = [paper.marking] if paper.marking else []
    for block in paper.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                cells = (" ".join(_plain(p, numbers) for p in cell) for cell in row)
                lines.append("  |  ".join(cells))
        else:
            lines += _plain_paragraph(block, numbers)
    notes = [f"[{number}] {text}" for number, text in enumerate(paper.footnotes(), 1)]
    return "\n\n".join([*filter(None, lines), "\n".join(notes)]).rstrip()


def _plain_paragraph(block: Paragraph, numbers: "count[int]") -> Iterator[str]:
    text = _plain(block, numbers)
    if block.style == "title":
        yield f"{text}\n{'=' * min(len(text), 72)}"
    elif block.style == "heading":
        yield f"{text}\n{'-' * min(len(text), 72)}"
    else:
        yield f"- {text}" if block.style == "item" else text


def _plain(paragraph: Paragraph, numbers: "count[int]") -> str:
    signs = {"added": ("{+", "+}"), "dropped": ("[-", "-]"), "": ("", "")}
    parts = []
    for run in paragraph.runs:
        before, after = signs[run.change]
        remark = f" ({run.comment})" if run.comment else ""
        parts.append(f"{before}{run.text}{after}{remark}" + (f"[{next(numbers)}]" if run.footnote else ""))
    return "".join(parts)
