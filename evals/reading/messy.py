"""Is every file of a collection of difficult ones read, or refused with one sentence?

    python -m evals.reading.messy [--data DIR] [--only PART] [--out FILE]

Reads every file under ``shared/data/messy`` (PDFs, Word, RTF, OpenDocument, pages, mail and text, among
them encrypted, truncated, hostile and empty ones) as the product would, and writes
``evals/results/messy.json``: what became of each, with the sentence where it was refused. A file fails
when anything but UnreadableError is raised, when it takes more than 20 seconds or 1 GB, or when it
brings the text of another file of this machine. Text whose encoding its folder names, or of which a
UTF-8 copy is there, must come out as those say.
"""

import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from core.delegations import Gazetteer
from core.errors import UnreadableError
from ingest import understand
from ingest.formats import read_document
from ingest.text.decode import decode
from measure import harness
from measure.harness import DATA, EVALS

FILES = DATA / "messy"
RESULT = EVALS / "messy.json"
MOST_SECONDS = 20.0
MOST_MEGABYTES = 1000
# What only a file of this machine, read through an entity or a link, would say.
_CANARIES = ("root:x:0:0", "daemon:x:1:1", "[boot loader]", "127.0.0.1\tlocalhost")
_ABOUT = frozenset({"README", "README.md", "pdf_triage.tsv"})
_CHARSETS: Mapping[str, str] = {
    "CP932": "cp932",
    "SHIFT_JIS": "cp932",
    "EUC-JP": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    "UTF-16": "utf-16",
    "UTF-16LE": "utf-16-le",
    "UTF-16BE": "utf-16-be",
    "UTF-32": "utf-32",
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8-sig",
    "windows-1252": "cp1252",
    "Big5": "big5hkscs",
    "GB2312": "gb18030",
    "EUC-KR": "cp949",
}
JAPANESE = frozenset({"CP932", "SHIFT_JIS", "EUC-JP", "iso-2022-jp", "udhr"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. ``outcome`` is "statement" (with ``paragraphs``), "text" (read, but no
    statement: ``sentence`` says why), "refused" (``sentence`` says why), or "failed"."""

    file: str
    outcome: str
    seconds: float
    characters: int = 0
    paragraphs: int = 0
    sentence: str = ""
    notices: tuple[str, ...] = ()


def read_one(data: bytes, path: str, gazetteer: Gazetteer) -> Outcome:
    """Read one file as the product would; ``path`` is how the results name it."""
    name = path.rsplit("/", 1)[-1]
    started = time.perf_counter()

    def outcome(kind: str, **more: Any) -> Outcome:
        return Outcome(path, kind, round(time.perf_counter() - started, 3), **more)

    try:
        document = read_document(data, name)
    except UnreadableError as error:
        return outcome("refused", sentence=str(error))
    except Exception as error:  # noqa: BLE001 - that nothing else is raised is what is measured
        return outcome("failed", sentence=f"{type(error).__name__}: {error}")
    found = [canary for canary in _CANARIES if canary in document.text]
    if found and not any(canary.encode() in data for canary in found):
        return outcome("failed", sentence="The text holds another file's.")
    size, notices = len(document.text), document.notices
    try:
        statement = understand(data, name, gazetteer)
    except UnreadableError as error:
        return outcome("text", characters=size, sentence=str(error), notices=notices)
    except Exception as error:  # noqa: BLE001
        return outcome("failed", sentence=f"{type(error).__name__}: {error}")
    return outcome("statement", characters=size, paragraphs=len(statement.paragraphs), notices=notices)


def flaws(outcome: Outcome) -> list[str]:
    """What is wrong with an outcome: the reasons for which a file fails."""
    found = []
    if outcome.outcome == "failed":
        found.append(outcome.sentence)
    if outcome.seconds > 2 * MOST_SECONDS:  # it was read twice: as a document and as a statement
        found.append(f"took {outcome.seconds:.1f} s")
    if outcome.outcome == "refused":
        name = outcome.file.rsplit("/", 1)[-1]
        if name not in outcome.sentence:
            found.append("the sentence does not name the file")
        if not outcome.sentence.endswith(".") or "\n" in outcome.sentence or "Traceback" in outcome.sentence:
            found.append("the reason is not one sentence")
    return found


def twins(files: Sequence[Path]) -> dict[str, dict[str, Any]]:
    """By folder: of how many texts the encoding is known, how many come out as they should, and
    which don't."""
    counts: dict[str, dict[str, Any]] = defaultdict(
        lambda: {"files": 0, "equal": 0, "not_valid": 0, "differ": []}
    )
    utf8 = next((path for path in files if path.name.endswith("-UTF8")), None)
    for path in files:
        if path.parent.parent.name == "encodings_chardet" and path.parent.name in _CHARSETS:
            folder, codec = path.parent.name, _CHARSETS[path.parent.name]
        elif path.parent.name == "udhr" and utf8 is not None:
            folder, codec = "udhr", ""
        else:
            continue
        raw = path.read_bytes()
        if not codec:  # the copies were cut off at 10,000 bytes, wherever that fell: up to the last line
            raw = raw[: raw.rindex(b"\n") + 1]
        try:
            truth = utf8.read_text("utf-8") if utf8 is not None and not codec else raw.decode(codec)
        except UnicodeDecodeError:
            counts[folder]["not_valid"] += 1  # the bytes aren't what the folder says
            continue
        counts[folder]["files"] += 1
        try:
            found, wanted = _same(decode(raw, path.name)), _same(truth)
        except UnreadableError:
            found, wanted = "", _same(truth)
        equal = found == wanted
        if not codec:
            shorter, longer = sorted((found, wanted), key=len)
            equal = len(shorter) > 2000 and longer.startswith(shorter)
        counts[folder]["equal"] += equal
        if not equal:
            counts[folder]["differ"].append(path.name)
    return dict(sorted(counts.items()))


def _same(text: str) -> str:
    """What is compared: the words, composed, whatever ends the lines."""
    return " ".join(unicodedata.normalize("NFC", text).replace("\ufeff", "").split())


def _peak_megabytes() -> float:
    """The highest memory that a process started by this one has had until now; 0 where the system
    does not tell."""
    peak = 0.0
    for task in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):  # threads and processes end while this looks at them
            for child in task.read_text().split():
                status = Path(f"/proc/{child}/status").read_text().splitlines()
                line = next((line for line in status if line.startswith("VmHWM")), "VmHWM: 0")
                peak = max(peak, int(line.split()[1]) / 1024)
    return peak


def summary(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """Totals by ending and by folder."""
    by: dict[str, defaultdict[str, Counter[str]]] = {
        "format": defaultdict(Counter),
        "folder": defaultdict(Counter),
    }
    for one in outcomes:
        name = one.file.rsplit("/", 1)[-1]
        by["format"]["." + name.rsplit(".", 1)[-1].lower() if "." in name else "none"][one.outcome] += 1
        by["folder"][one.file.split("/", 1)[0]][one.outcome] += 1
    return {key: {part: dict(counts) for part, counts in sorted(parts.items())} for key, parts in by.items()}


def _files(data: Path) -> list[Path]:
    return sorted(path for path in data.rglob("*") if path.is_file() and path.name not in _ABOUT)


def _read_all(files: Sequence[Path], data: Path) -> Iterator[tuple[Outcome, float]]:
    gazetteer = Gazetteer.load()
    for path in files:
        yield read_one(path.read_bytes(), path.relative_to(data).as_posix(), gazetteer), _peak_megabytes()


def main(arguments: Sequence[str]) -> int:
    """Read them all and store the result; 1 when a file fails, 0 also where the collection isn't here."""
    parser = harness.parser("evals", "messy", __doc__)
    parser.add_argument("--data", type=Path, default=FILES)
    parser.add_argument("--only", default="", help="only files whose path holds this")
    parser.add_argument("--out", type=Path, default=RESULT)
    options = parser.parse_args(arguments)
    if harness.lacks("messy", options.data):
        return 0
    files = [path for path in _files(options.data) if options.only in path.as_posix()]
    outcomes: list[Outcome] = []
    peak = 0.0
    for outcome, megabytes in _read_all(files, options.data):
        outcomes.append(outcome)
        peak = max(peak, megabytes)
    failures = {one.file: found for one in outcomes if (found := flaws(one))}
    if peak > MOST_MEGABYTES:
        failures["(memory)"] = [f"a reader took {peak:.0f} MB"]
    encodings = twins(files)
    for folder, counts in encodings.items():
        if folder in JAPANESE and counts["differ"]:
            failures[f"({folder})"] = [f"{name} differs from its twin" for name in counts["differ"]]
    result = {
        "files": len(outcomes),
        "outcomes": dict(Counter(one.outcome for one in outcomes)),
        "failures": failures,
        "slowest_seconds": max((one.seconds for one in outcomes), default=0.0),
        "peak_megabytes": round(peak),
        **summary(outcomes),
    }
    each = [{key: value for key, value in asdict(one).items() if value} for one in outcomes]
    harness.write(options.out, {**result, "encodings": encodings, "each": each})
    harness.show({key: value for key, value in result.items() if key != "folder"})
    return 1 if failures else 0
