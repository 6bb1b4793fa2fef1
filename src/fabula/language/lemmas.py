"""Parts of speech and lemmas, looked up once for each word with its tag and relation.

spaCy's attribute ruler and lemmatizer go over every token with every rule, a third of the time of a parse, though all
but a few rules look at one token alone: what they say of it is remembered, and only the few that look at two ("gon na",
"let 's") are asked everywhere. The answers are those of spaCy's own pipeline.
"""

from typing import Any

from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

MOST = 300_000  # words that are remembered; a server or a worker that has met more begins anew
Key = tuple[int, int, int, str]  # word, tag, relation; the part of speech that a rule of several words gives


class Lemmas:
    """Looks words up for one pipeline, whose ``attribute_ruler`` and ``lemmatizer`` it takes over and disables."""

    def __init__(self, nlp: Any) -> None:
        ruler = nlp.get_pipe("attribute_ruler")
        self._lemmatizer = nlp.get_pipe("lemmatizer")
        self._vocab = nlp.vocab
        self._of_one = AttributeRuler(nlp.vocab)
        self._of_several = AttributeRuler(nlp.vocab)
        for p in ruler.patterns:
            rules = self._of_one if all(len(words) == 1 for words in p["patterns"]) else self._of_several
            rules.add(**p)
        nlp.disable_pipes("attribute_ruler", "lemmatizer")
        self._known: dict[Key, tuple[str, str]] = {}

    def look_up(self, doc: Doc) -> list[tuple[str, str]]:
        """(part of speech, lemma) of every token of a tagged and parsed text."""
        pos: dict[int, str] = {}
        lemma: dict[int, str] = {}
        for rule, _, start, _ in self._of_several.match(doc):
            attrs = self._of_several._attrs_unnormed[rule]
            at = start + self._of_several.indices[rule]
            if "POS" in attrs:
                pos[at] = attrs["POS"]
            if "LEMMA" in attrs:
                lemma[at] = attrs["LEMMA"]
        keys: list[Key] = [(t.orth, t.tag, t.dep, pos.get(t.i, "")) for t in doc]
        if len(self._known) > MOST:
            self._known = {}
        known = self._known  # ours to the end, though another thread begins anew
        self._learn(known, [k for k in dict.fromkeys(keys) if k not in known])
        out = [known[k] for k in keys]
        for i, word in lemma.items():
            out[i] = (out[i][0], word)
        return out

    def _learn(self, known: dict[Key, tuple[str, str]], keys: list[Key]) -> None:
        if not keys:
            return
        doc = Doc(self._vocab, words=[self._vocab.strings[k[0]] for k in keys])
        for token, (_, tag, dep, _) in zip(doc, keys, strict=True):
            token.tag, token.dep = tag, dep
        self._of_one(doc)
        for token, key in zip(doc, keys, strict=True):
            if key[3]:
                token.pos_ = key[3]
        self._lemmatizer(doc)
        for token, key in zip(doc, keys, strict=True):
            known[key] = (token.pos_, token.lemma_.lower())
