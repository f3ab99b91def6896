"""Whatever the desk made, as a paper."""

from collections.abc import Callable

from desk.papers.brief import brief_paper
from desk.papers.questions import questions_paper
from desk.papers.references import Footnotes
from desk.papers.tables import comparison_paper, timeline_paper
from desk.records import Brief, Comparison, Made, QuestionList, Timeline
from desk.word.content import Paper
from ui.texts import Texts


def paper_of(made: Made, texts: Texts, name: Callable[[str], str], notes: Footnotes | None = None) -> Paper:
    """The paper with the cited paragraphs; without these where ``notes`` are given."""
    match made:
        case Brief():
            return brief_paper(made, texts, name, notes)
        case Comparison():
            return comparison_paper(made, texts, name, notes)
        case Timeline():
            return timeline_paper(made, texts, name, notes)
        case QuestionList():
            return questions_paper(made, texts, name, notes)
