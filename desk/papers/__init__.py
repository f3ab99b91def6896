"""A brief, a comparison or a timeline as a paper: composed once, written as Word, Markdown, HTML
or plain text."""
