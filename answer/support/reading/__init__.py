"""Reading one sentence into typed slots: who does what, when, how firmly, how many, under which condition."""
