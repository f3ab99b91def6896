"""From a question to an answer whose every sentence is supported by a paragraph."""
