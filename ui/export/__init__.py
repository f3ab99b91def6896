"""An answer as text and files that stand by themselves elsewhere."""
