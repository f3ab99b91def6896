"""What a question asks to be done, one module a task. All search, judge and quote in the same way."""
