"""What a person does at the desk of the page, beyond their notes."""
