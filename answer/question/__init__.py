"""What a question asks: whose words, when, what kind of answer."""
