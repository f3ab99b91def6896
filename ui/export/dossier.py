"""What belongs to a dossier as a file that the page hands over."""

from desk.dossier.gather import exchanges_of
from desk.dossier.records import Dossier
from ui.export.note import evidence_file, note_file
from ui.state.desk.dossiers import basket
from ui.state.protocol import Asker
from ui.texts import Texts


def dossier_file(session: Asker, dossier: Dossier, form: str, texts: Texts) -> dict[str, str]:
    """Its basket in this form; as evidence ("zip") with the questions of its conversations, as far as they
    are still kept. Raises UsageError where the basket was removed."""
    gathered = basket(session, dossier, texts)
    if form == "zip":
        return evidence_file(session.evidence(gathered, exchanges_of(session.conversations, dossier)))
    return note_file(gathered, form, texts, lambda code: session.gazetteer.name(code, texts.language))
