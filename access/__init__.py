"""Who may use a served library: tokens for programs, passwords and sessions for people, and how often.

Everything is kept in one file of the home folder, ``access.sqlite3``. No password and no token stands in it,
only what they can be verified against.
"""
