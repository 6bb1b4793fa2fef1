"""What was learned of names: whether two are one person's, and who is a person."""

from functools import cache

from fabula.models.head import Head

HEADS = ("pair", "named", "unnamed", "narrator")


@cache
def head(name: str) -> Head:
    """A head of the package, one of `HEADS`, loaded once."""
    return Head.load("names.npz", name)
