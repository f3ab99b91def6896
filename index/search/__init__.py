"""From a query to ranked paragraphs."""
