"""Word files with real footnotes, comments and tracked changes, over python-docx.

`content.py` has what a paper is made of, `write.py` makes the file of it.
"""

from desk.word.content import MEDIA_TYPE, Block, Paper, Paragraph, Run, Table
from desk.word.write import word_bytes

__all__ = ["MEDIA_TYPE", "Block", "Paper", "Paragraph", "Run", "Table", "word_bytes"]
