"""The sentence that goes with an answer that isn't one: what was searched, and what was not there."""

from collections.abc import Mapping, Sequence

from core.delegations import Gazetteer, with_article
from core.records import Cell, Filters, Scope

_WHY: Mapping[str, Mapping[str, str]] = {
    "en": {
        "nothing_found": "nothing there bears on the question",
        "off_topic": "nothing there bears on the question",
        "not_stated": "nothing there states the answer",
        "premise": "what the question takes for granted is contradicted there",
        "unsupported": "no sentence of the draft could be verified",
    },
    "ja": {
        "nothing_found": "質問に関わる記述はありません",
        "off_topic": "質問に関わる記述はありません",
        "not_stated": "答えとなる記述はありません",
        "premise": "質問の前提と食い違う記述があります",
        "unsupported": "記述に裏付けられた答えを書けませんでした",
    },
}


def not_addressed(reason: str, scope: Scope, filters: Filters, gazetteer: Gazetteer, language: str) -> str:
    """ "Not addressed in these statements": whose, how many, and in what way not."""
    names = [gazetteer.name(code, language) for code in filters.delegations]
    if language == "ja":
        whose = "・".join(names) + "の" if names else ""
        if not scope.statements:
            where = "選ばれたステートメントの中" if filters.statements else "このライブラリ"
            return f"{where}には、条件に合う{whose}ステートメントがありません。"
        return (
            f"これらのステートメントでは触れられていません。{whose}ステートメント{scope.statements:,}件"
            f"（{scope.paragraphs:,}段落{_dates(scope, '、{}', '、{}〜{}')}）を検索しましたが、"
            f"{_WHY['ja'][reason]}。"
        )
    by = f" by {' and '.join(names)}" if names else ""
    if not scope.statements:
        dated = " of the dates asked about" if filters.since or filters.until else ""
        if filters.statements:
            return f"Not addressed: among the statements that were chosen there is none{by}{dated}."
        return f"Not addressed: this library holds no statement{by}{dated}."
    return (
        f"Not addressed in these statements: {scope.statements:,} statement{_s(scope.statements)}{by} "
        f"({scope.paragraphs:,} paragraph{_s(scope.paragraphs)}{_dates(scope, ', {}', ', {} to {}')}) "
        f"{'was' if scope.statements == 1 else 'were'} searched, and {_WHY['en'][reason]}."
    )


def greeting(language: str) -> str:
    """What to do with this program, to somebody who says hello."""
    if language == "ja":
        return (
            "ステートメントの内容について質問してください。例：「日本は核軍縮についてどう考えていますか？」"
        )
    return "Ask what is said in the statements: whose view on what, and when if it matters."


def cannot(language: str) -> str:
    """What this program does not do."""
    if language == "ja":
        return (
            "予測、助言、誠実さの判断、原稿の作成はできません。"
            "ステートメントに何が述べられているかをお尋ねください。"
        )
    return (
        "This program does not predict, advise, judge or draft; it finds what was said. Ask what a "
        "delegation said, when, or who says it."
    )


def uncertain(language: str) -> str:
    """What is shown where nothing surely answers."""
    if language == "ja":
        return "質問への答えと確認できた記述はありません。"
    return "None of these passages was found to answer the question."


def perhaps(language: str) -> str:
    """What is said of one of several questions that nothing surely answers."""
    if language == "ja":
        return "この質問に確実に答える記述は見つかりませんでした。近い記述を示します。"
    return "Nothing was found that surely answers this; what comes nearest is shown."


def unattributed(filters: Filters, gazetteer: Gazetteer, language: str) -> str:
    """That what is shown is not known to be said by those asked about, or by any state."""
    names = [gazetteer.name(code, language) for code in filters.delegations]
    if language == "ja":
        return f"{'・'.join(names)}のステートメントではなく、どの国の発言とも特定できない文書の記述です。"
    whose = " and ".join(map(with_article, names))
    return f"Not from a statement by {whose}: these texts are not known to be any state's words."


def surveyed(cells: Sequence[Cell], language: str) -> str:
    """How many said it, may have said it, and are silent, of how many that were judged."""
    years = len({cell.since for cell in cells}) > 1
    said = sum(cell.state == "said" for cell in cells)
    maybe = sum(cell.state == "uncertain" for cell in cells)
    if language == "ja":
        perhaps = f"（ほかに可能性のあるもの{maybe}）" if maybe else ""
        if years:
            return f"{len(cells)}年のうち{said}年に述べられています{perhaps}。"
        return f"{len(cells)}の代表団のうち{said}が述べています{perhaps}。"
    perhaps = f"; {maybe} more may" if maybe else ""
    if years:
        return f"Said in {said} of {len(cells)} years{perhaps}; the others are silent."
    return f"{said} of {len(cells)} delegation{_s(len(cells))} say so{perhaps}; the others are silent."


def empty_library(language: str) -> str:
    """What to do when there is nothing to search."""
    if language == "ja":
        return "ライブラリは空です。rapporteur ingest でステートメントを追加してください。"
    return "The library is empty: add statements with 'rapporteur ingest FILE…', then ask again."


def translated(language: str) -> str:
    """That the answer is a translation, and the quotations are not."""
    return "回答は訳文です。引用は原文のままです。" if language == "ja" else ""


def no_model(detail: str, language: str) -> str:
    """Why the answer is quoted rather than written."""
    if language == "ja":
        return f"言語モデルが使えないため、原文を引用します。（{detail}）"
    return f"Quoted, not written: {detail}"


def _dates(scope: Scope, one: str, span: str) -> str:
    if not scope.since:
        return ""
    if scope.since == scope.until or not scope.until:
        return one.format(scope.since)
    return span.format(scope.since, scope.until)


def _s(count: int) -> str:
    return "" if count == 1 else "s"
