"""What is counted while the interface serves, in Prometheus' text format."""

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

from core.records import Scope

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)


class Metrics:
    """Counters of one server. Nothing of a question's words or of who asks is counted."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "rapporteur_requests", "Requests answered.", ("route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "rapporteur_request_seconds",
            "Seconds until a request was answered whole.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._answers = Counter("rapporteur_answers", "Answers given.", ("status",), registry=self._registry)
        self._working = Gauge(
            "rapporteur_questions_working", "Questions that are worked on.", registry=self._registry
        )
        self._statements = Gauge("rapporteur_statements", "Statements held.", registry=self._registry)
        self._paragraphs = Gauge("rapporteur_paragraphs", "Paragraphs held.", registry=self._registry)

    def requested(self, route: str, status: int, seconds: float) -> None:
        """Count a request of ``route`` (its pattern, so that ids make no new series)."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answered(self, status: str) -> None:
        """Count an answer by its status."""
        self._answers.labels(status).inc()

    def working(self, questions: int) -> None:
        """How many questions are being worked on now."""
        self._working.set(questions)

    def text(self, scope: Scope) -> bytes:
        """Everything counted so far, with what the library holds now."""
        self._statements.set(scope.statements)
        self._paragraphs.set(scope.paragraphs)
        return generate_latest(self._registry)
