"""Text to sentences and tokens with tags and parses."""

from fabula.language.tokens import Language

__all__ = ["Language"]
