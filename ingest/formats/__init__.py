"""Which formats are read. A format is one function from a file's bytes to a Document."""

from types import MappingProxyType

from ingest.formats.document import Document
from ingest.formats.sniff import format_of
from ingest.formats.text import read_text
from ingest.sandbox.bounded import readers

__all__ = ["FORMATS", "Document", "read_document"]

# By ending: the module of this package and its function. A parser is imported when it is first needed,
# and by the process that reads the file; plain text needs neither.
FORMATS = MappingProxyType(
    {
        ".txt": ("text", "read_text"),
        ".text": ("text", "read_text"),
        ".md": ("text", "read_text"),
        ".markdown": ("text", "read_text"),
        ".html": ("web.html", "read_html"),
        ".htm": ("web.html", "read_html"),
        ".xhtml": ("web.html", "read_html"),
        ".eml": ("eml", "read_eml"),
        ".pdf": ("pdf.pages", "read_pdf"),
        ".docx": ("office.docx", "read_docx"),
        ".rtf": ("office.rtf", "read_rtf"),
        ".odt": ("office.odt", "read_odt"),
    }
)


def read_document(data: bytes, name: str) -> Document:
    """Read ``data`` by what it is, which the ending of ``name`` mostly tells.

    Where the content is certainly of another format that is read, it is read as that. Plain text is
    read here, everything else where it can be stopped (ingest/sandbox/bounded.py). Raises UnreadableError.
    """
    module, function = FORMATS[format_of(data, name, FORMATS)]
    if module == "text":
        return read_text(data, name)
    return readers().read(f"ingest.formats.{module}:{function}", data, name)
