"""The desk: from a topic to a paper. It composes what `answer` finds and checks; no search of its
own."""
