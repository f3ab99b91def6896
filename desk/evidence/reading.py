"""Papers read back from the JSON documents that the commands print, to be packed."""

import json
from collections.abc import Mapping
from typing import Any

from answer.history.rerun import given_filters
from core.delegations import Gazetteer
from core.documents import answer_of, cell_of, filters_of, sentences_of, sources_of
from core.errors import UsageError
from core.records import Answer, Cell, Filters, Scope
from desk.evidence.made import Content, of_answers, of_made_brief
from desk.records import Brief, Change, Expected, Other, Position, Raised
from ui.texts import texts_in


def content_of(data: bytes, name: str, gazetteer: Gazetteer) -> Content:
    """What a file holds that ``ask``, ``qa`` or ``brief`` printed with ``--json``, or that the page exported
    as a conversation. Raises UsageError for any other."""
    try:
        document = json.loads(data)
        if "positions" in document:
            made = brief_of(document)
            texts = texts_in(made.language)
            return of_made_brief(made, texts, lambda code: gazetteer.name(code, texts.language))
        asked = _answers(document)
        texts = texts_in(asked[0][0].language)
        return of_answers(asked, texts, lambda code: gazetteer.name(code, texts.language))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise UsageError(
            f"{name} holds no answer and no brief; name what ask, qa or brief printed with --json, or an "
            "exported conversation."
        ) from None


def _answers(document: Mapping[str, Any]) -> list[tuple[Answer, Filters, bool]]:
    """Each with the filters that the person set, and whether others were read from the question."""
    if "turns" in document:
        turns = [turn for turn in document["turns"] if turn["answer"]]
        return [(answer_of(turn["answer"]), filters_of(turn["asked"]), bool(turn["infer"])) for turn in turns]
    if "answers" in document:
        filters = filters_of(document["filters"])
        return [(answer_of(answer), filters, True) for answer in document["answers"]]
    return [(answer_of(document), given_filters(document["filters"]), True)]


def brief_of(document: Mapping[str, Any]) -> Brief:
    """The reverse of `desk.documents.brief_document`. Raises KeyError, TypeError or ValueError for what is
    none."""
    searched = document["searched"]
    filters = filters_of(document["filters"])
    codes = filters.delegations or ("",)
    return Brief(
        document["topic"],
        document["language"],
        filters,
        document["made"],
        document["marking"],
        Scope(
            searched["statements"],
            searched["paragraphs"],
            since=searched["since"] or "",
            until=searched["until"] or "",
        ),
        positions=tuple(_position(one) for one in document["positions"]),
        others=tuple(Other(_cell(one, "agreement"), one["agreement"]) for one in document["others"]),
        more_others=tuple(document["more_others"]),
        silent_others=tuple(document["silent_others"]),
        raised=tuple(
            Raised(Expected(one["question"], one["delegation"]), _cell(one, "question"))
            for one in document["raised"]
        ),
        not_addressed=tuple(Expected(question, codes[0]) for question in document["not_addressed"]),
        sources=sources_of(document["sources"]),
        written=document["written"],
        dropped=document["dropped"],
        model=document["model"],
        library_sha256=document["library_sha256"],
        stopped=document["stopped"],
    )


def _position(document: Mapping[str, Any]) -> Position:
    said, in_groups, may_bear = (
        tuple(map(cell_of, document[name])) for name in ("said", "in_groups", "may_bear")
    )
    changes = tuple(
        Change(
            cell_of(one["before"]), cell_of(one["after"]), tuple((kind, text) for kind, text in one["diff"])
        )
        for one in document["changes"]
    )
    return Position(
        document["delegation"],
        document["status"],
        sentences_of(document["bottom_line"]),
        said,
        in_groups,
        may_bear,
        changes,
        compared=len(changes),
        searched=document["searched"],
    )


def _cell(document: Mapping[str, Any], beside: str) -> Cell:
    return cell_of({name: value for name, value in document.items() if name != beside})
