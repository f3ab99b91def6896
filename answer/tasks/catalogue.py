"""Questions about the library itself: what is there, who spoke, how often a word is used. The answers are
counted in the catalogue and its full-text index; no model is asked."""

from collections.abc import Sequence

from answer.question.catalogue import CatalogueQuery
from answer.question.understand import Question
from answer.tasks.toolbox import Toolbox
from core.counted import counted
from core.delegations import Gazetteer
from core.records import Mentions, StatementSummary

_LISTED = 12


def answer(question: Question, tools: Toolbox) -> str:
    """The answer in one or a few sentences, in the question's language."""
    japanese = question.language == "ja"
    asked = question.catalogue or CatalogueQuery("statements")
    if asked.fact == "mentions" and asked.phrase:
        mentions = tools.retriever.mentions(asked.phrase, question.filters)
        return _mentioned(mentions, tools.gazetteer, japanese=japanese)
    statements = tools.retriever.statements(question.filters)
    if not statements:
        return "該当するステートメントはありません。" if japanese else "The library holds no such statement."
    if asked.fact == "speakers":
        return _spoke(statements, tools.gazetteer, japanese=japanese)
    return _held(statements, tools.gazetteer, japanese=japanese)


def _held(statements: Sequence[StatementSummary], gazetteer: Gazetteer, *, japanese: bool) -> str:
    dates = sorted(s.date for s in statements if s.date)
    paragraphs = sum(s.paragraphs for s in statements)
    span = f"{dates[0]} – {dates[-1]}" if dates else ""
    shown = [_named(s, gazetteer, japanese=japanese) for s in sorted(statements, key=lambda s: s.date)]
    more = len(shown) - _LISTED
    listed = "; ".join(shown[:_LISTED])
    if japanese:
        rest = f"ほか{more}件" if more > 0 else ""
        return f"{len(statements)}件のステートメント（{paragraphs}段落、{span}）：{listed}{rest}。"
    rest = f"; and {more} more" if more > 0 else ""
    held = f"{counted(len(statements), 'statement')} ({counted(paragraphs, 'paragraph')}, {span})"
    return f"{held}: {listed}{rest}."


def _spoke(statements: Sequence[StatementSummary], gazetteer: Gazetteer, *, japanese: bool) -> str:
    lines = []
    for statement in statements[:_LISTED]:
        who = ", ".join(part for part in (statement.speaker, statement.post) if part)
        unknown = "発言者不明" if japanese else "speaker not known"
        lines.append(f"{_named(statement, gazetteer, japanese=japanese)}: {who or unknown}")
    return "; ".join(lines) + ("。" if japanese else ".")


def _mentioned(found: Mentions, gazetteer: Gazetteer, *, japanese: bool) -> str:
    language = "ja" if japanese else "en"
    most = ", ".join(f"{gazetteer.name(code, language)} ({n})" for code, n in found.by_delegation[:5])
    first = found.by_year[0][0] if found.by_year else ""
    if japanese:
        tail = f"最も多いのは{most}。最初は{first}年。" if most else ""
        where = f"{found.statements}件のステートメントの{found.paragraphs}段落"
        return f"「{found.words}」は{where}にあります。{tail}"
    tail = f" Most often by {most}." if most else ""
    since = f" The earliest is of {first}." if first else ""
    return (
        f"“{found.words}” occurs in {found.paragraphs:,} paragraphs of {found.statements:,} statements."
        f"{tail}{since}"
    )


def _named(statement: StatementSummary, gazetteer: Gazetteer, *, japanese: bool) -> str:
    name = gazetteer.name(statement.delegation, "ja" if japanese else "en") if statement.delegation else ""
    return ", ".join(part for part in (name, statement.date, statement.forum) if part) or statement.title
