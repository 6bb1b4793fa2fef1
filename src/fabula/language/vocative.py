"""Words called out to somebody: "Sit down, Petra."."""

from fabula.world.language import Language


def is_vocative(language: Language, first: int, last: int) -> bool:
    """Is this name set off by punctuation on both sides, as names called out are?

    Commas alone also set off lists and appositions, so a name between two commas next to "and" is not counted.
    """
    before = language.text[first - 1] if first else "."
    after = language.text[last] if last < len(language) else "."
    marks = set(",.!?;:—–-…\"“”‘’'«»()") | {"--", "...", "``", "''"}
    opened = before in marks or before.lower() in (
        "o",
        "oh",
        "dear",
        "my",
        "yes",
        "no",
        "well",
        "but",
        "and",
        "okay",
        "why",
    )
    if not opened or after not in marks:
        return False
    return not (after == "," and last + 1 < len(language) and language.lower[last + 1] in ("and", "or", "who", "which"))
