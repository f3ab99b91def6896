"""Check my draft: every sentence that claims something of a delegation, compared with the statements."""
