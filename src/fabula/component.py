"""Fabula as a component of a spaCy pipeline: ``nlp.add_pipe("fabula")``.

>>> import spacy
>>> nlp = spacy.blank("en")
>>> component = nlp.add_pipe("fabula")
>>> doc = nlp('"It is late," said Ida.')
>>> [(span.text, span.label_) for span in doc.spans["quotes"]]
[('It is late,', 'ida')]
"""

from spacy.language import Language
from spacy.tokens import Doc

from fabula.exports.spacy_doc import add_story
from fabula.pipeline import read_text


class Component:
    """Reads the text of each Doc as a story, as plain text is read; see `fabula.exports.spacy_doc` for what it adds."""

    def __call__(self, doc: Doc) -> Doc:
        story = read_text(doc.text)
        if story.text != doc.text:
            raise ValueError("the text has a byte-order mark or line ends other than \\n: take them out first")
        return add_story(doc, story)


@Language.factory("fabula")
def make_component(nlp: Language, name: str) -> Component:
    """The component, for spaCy's registry."""
    return Component()
