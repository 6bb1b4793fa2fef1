"""Many books: a shelf of them, read side by side, asked in SQL."""

from fabula.corpus.shelf import Shelf

__all__ = ["Shelf"]
