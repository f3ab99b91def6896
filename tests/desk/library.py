"""A small library of scripted statements, and a pipeline over it without a language model."""

from collections.abc import Sequence

from answer.pipeline import Pipeline
from answer.support.check import SupportCheck
from core.delegations import Gazetteer
from core.records import Source
from tests.answer.fakes import FakeLibrary, FakeScorer, ScriptedLLM, source

GAZETTEER = Gazetteer.load()
JAPAN_2018 = "Japan supports a binding instrument on outer space weapons. We will work for it."
JAPAN_2020 = "Japan supports a binding treaty on outer space weapons. We will work for it."
KENYA = "Kenya does not support a binding instrument on outer space weapons."
CHINA = "China will host the winter games. The mountains are ready."
STATEMENTS = (
    source(JAPAN_2018, date="2018-10-01", ordinal=6),
    source(JAPAN_2020, date="2020-10-05", ordinal=7),
    source(KENYA, delegation="KEN", date="2019-09-26", ordinal=2),
    source(CHINA, delegation="CHN", date="2019-10-02", ordinal=3),
)
TOPIC = "binding instrument outer space weapons"


def pipeline(sources: Sequence[Source] = STATEMENTS, llm: ScriptedLLM | None = None) -> Pipeline:
    return Pipeline(FakeLibrary(sources), GAZETTEER, SupportCheck(FakeScorer(), gazetteer=GAZETTEER), llm)
