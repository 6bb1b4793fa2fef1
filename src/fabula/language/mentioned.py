"""Which token stands for which mention."""

from collections.abc import Sequence

from fabula.language.syntax import head_of
from fabula.world import Mention
from fabula.world.language import Language


def resolved_tokens(language: Language, mentions: Sequence[Mention]) -> dict[int, Mention]:
    """The mention of each head token; of mentions with one head the narrowest."""
    out: dict[int, Mention] = {}
    for m in sorted(mentions, key=lambda m: m.start - m.end):
        tokens = language.tokens_in(m.start, m.end)
        if len(tokens):
            out[head_of(language, tokens.start, tokens.stop)] = m
    return out
