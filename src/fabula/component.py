"""Fabula as a component of a spaCy pipeline: ``nlp.add_pipe("fabula")``.

>>> import spacy
>>> nlp = spacy.blank("en")
>>> component = nlp.add_pipe("fabula")
>>> doc = nlp('"It is late," said Ida.')
>>> [(span.text, span.label_) for span in doc.spans["quotes"]]
[('It is late,', 'ida')]
"""

from collections.abc import Sequence
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from fabula.exports.spacy_doc import add_story
from fabula.pipeline import read_text
from fabula.text.cast_file import read_cast
from fabula.world import CastEntry


class Component:
    """Reads the text of each Doc as a story, as plain text is read; see `fabula.exports.spacy_doc` for what it adds."""

    def __init__(self, cast: Sequence[CastEntry] = (), min_confidence: float = 0.0) -> None:
        self.cast, self.min_confidence = tuple(cast), min_confidence

    def __call__(self, doc: Doc) -> Doc:
        story = read_text(doc.text, cast=self.cast, min_confidence=self.min_confidence)
        if story.text != doc.text:
            raise ValueError("the text has a byte-order mark or line ends other than \\n: take them out first")
        return add_story(doc, story)


@Language.factory("fabula", default_config={"cast": None, "min_confidence": 0.0})
def make_component(
    nlp: Language, name: str, cast: str | list[dict[str, Any]] | None, min_confidence: float
) -> Component:
    """The component, for spaCy's registry.

    ``cast`` is a cast file, or a list of objects with name, aliases (a list) and pronouns; speakers of whom we are less
    sure than ``min_confidence`` are left open.
    """
    if not 0 <= min_confidence <= 1:
        raise ValueError(f"min_confidence is a probability from 0 to 1, not {min_confidence}")
    if isinstance(cast, str):
        return Component(read_cast(cast), min_confidence)
    entries = (CastEntry(c["name"], tuple(c.get("aliases") or ()), c.get("pronouns")) for c in cast or ())
    return Component(tuple(entries), min_confidence)
