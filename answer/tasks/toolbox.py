"""What every task works with."""

from dataclasses import dataclass, field

from answer.evidence.retriever import Retriever
from answer.line import Line
from answer.support.check import SupportCheck
from answer.writing.bottom_line import BottomLine
from answer.writing.glossary import Glossary
from answer.writing.llm import LanguageModel
from answer.writing.translate import Translator
from core.delegations import Gazetteer


@dataclass(frozen=True, slots=True)
class Toolbox:
    """The finished parts of a pipeline. ``llm`` and ``translator`` are None where no language model writes;
    ``no_llm_because`` then says why, for the reader. Whoever uses it waits in the ``line`` first."""

    retriever: Retriever
    gazetteer: Gazetteer
    support: SupportCheck
    glossary: Glossary
    llm: LanguageModel | None
    translator: Translator | None
    bottom_line: BottomLine
    no_llm_because: str = ""
    line: Line = field(default_factory=Line)
