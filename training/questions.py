"""Questions about paragraphs of statements: what the judge learns from.

A line of ``data/judge/*.jsonl`` is ``{"file", "style", "question", "answerable", "words", "facts",
"answers", "silent"}``. ``words`` are verbatim words of the paragraph that answers (extracts of several have
" … " between them) and ``facts`` what a right answer mentions (``"a|b"``: either); both are empty for a near
miss, which the statement does not answer. ``answers`` and ``silent`` name passages that do and don't:
``NOR_70_2015.txt/12.0`` is the first window of the 12th paragraph of that file. `training.mine` found them.
The statements' own text is not kept here, but for ``data/judge/statements``, which we wrote.
"""

import json
import tarfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from core.delegations import Gazetteer
from core.errors import UsageError
from index.models.encoder import embedded_text
from ingest import passages, read_statement

DATA = Path(__file__).with_name("data") / "judge"
STATEMENTS = DATA / "statements"
ARCHIVE = Path("ungdc") / "ungdc_open.tar.xz"  # in the folder of the development data


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and the names of the passages that answer it and that don't."""

    file: str
    style: str
    question: str
    answerable: bool
    words: str
    facts: tuple[str, ...]
    answers: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()

    def files(self) -> frozenset[str]:
        """The files that its passages are from."""
        return frozenset([self.file, *(name.rpartition("/")[0] for name in (*self.answers, *self.silent))])


@dataclass(frozen=True, slots=True)
class Read:
    """A passage as it is read beside a question: whose words they are, then the words."""

    context: str
    text: str

    def __str__(self) -> str:
        return embedded_text(self.context, self.text)


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a file. Raises UsageError naming the file and line that is malformed."""
    found = []
    try:
        lines = path.read_text("utf-8").splitlines()
    except OSError as error:
        raise UsageError(f"The questions {str(path)!r} could not be read ({error}).") from None
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
            found.append(
                Question(
                    file=row["file"],
                    style=row["style"],
                    question=row["question"],
                    answerable=row["answerable"],
                    words=row["words"],
                    facts=tuple(row["facts"]),
                    answers=tuple(row.get("answers", ())),
                    silent=tuple(row.get("silent", ())),
                )
            )
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(
                f"Line {number} of {str(path)!r} is not a question ({type(error).__name__}: {error})."
            ) from None
    return tuple(found)


def write_questions(path: Path, questions: Collection[Question]) -> None:
    """The questions as one JSON object a line."""
    lines = [json.dumps(asdict(question), ensure_ascii=False) for question in questions]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def read_passages(archive: Path, files: Collection[str] | None = None) -> Mapping[str, Read]:
    """The passages, by name, of the statements in the archive of the speeches (``ungdc_open.tar.xz``) and of
    our own, or of those among ``files`` only. Raises UsageError without the archive."""
    if not archive.is_file():
        raise UsageError(f"The speeches {str(archive)!r} are not there; name the folder with --data.")
    gazetteer = Gazetteer.load()
    with TemporaryDirectory(prefix="rapporteur-training-") as folder, tarfile.open(archive) as members:
        wanted = [m for m in members if m.isfile() and (files is None or Path(m.name).name in files)]
        members.extractall(folder, wanted, filter="data")
        paths = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        paths += sorted(p for p in STATEMENTS.glob("*.txt") if files is None or p.name in files)
        return {name: read for path in paths for name, read in _named(path, gazetteer)}


def names_by_file(passages: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """The names of the passages of each file, in order."""
    found: dict[str, list[str]] = {}
    for name in passages:
        found.setdefault(name.rpartition("/")[0], []).append(name)
    return found


def _named(path: Path, gazetteer: Gazetteer) -> Iterator[tuple[str, Read]]:
    statement = read_statement(path, gazetteer)
    ordinals = {paragraph.id: n for n, paragraph in enumerate(statement.paragraphs, start=1)}
    for passage in passages(statement, gazetteer):
        window = int(passage.id.rpartition("-")[2])
        yield f"{path.name}/{ordinals[passage.paragraph_id]}.{window}", Read(passage.context, passage.text)
