"""The vector store, a cache of the catalogue."""
