"""From a question to an answer whose every sentence is carried by a paragraph."""
