"""What was learned of whom a pronoun or a noun means (`fabula.resolution.coreference.rank`)."""

from functools import cache

from fabula.models.head import Head


@cache
def head() -> Head:
    """The network of the package, loaded once."""
    return Head.load("coreference.npz", "rank")
