"""Text to sentences and tokens with tags and parses."""

from fabula.world.language import Language

__all__ = ["Language"]
