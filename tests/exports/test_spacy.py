"""A story as a spaCy Doc, and the component in a pipeline."""

import pytest
import spacy

import fabula
from fabula import Story
from fabula.exports.spacy_doc import to_doc


def test_a_story_is_a_doc(lamp_room: Story) -> None:
    doc = to_doc(lamp_room)
    assert doc.text == lamp_room.text and doc._.fabula is lamp_room
    first = doc.spans["quotes"][0]
    assert (first.text, first.label_, first.id_) == ("You've let it go out,", "captain-marlow", "q1")
    assert {s.kb_id_ for s in doc.spans["mentions"]} >= {"captain-marlow", "toby"}
    assert [s.id_ for s in doc.spans["scenes"]] == [s.id for s in lamp_room.scenes]
    said = next(t for t in doc if t.text == "said")
    assert said.lemma_ == "say" and said.pos_ == "VERB" and any(c.dep_ == "nsubj" for c in said.children)


def test_a_loaded_story_is_tokenised_anew(lamp_room: Story, tmp_path: object) -> None:
    from fabula.exports.story_json import as_dict, from_dict

    doc = to_doc(from_dict(as_dict(lamp_room)))
    assert doc.text == lamp_room.text and len(doc.spans["quotes"]) == sum(len(q.parts) for q in lamp_room.quotes)


@pytest.mark.parametrize("text", ['"It is late,"  said Ida.\n\n\n"No."\n', "  Ida sat.\tTom sat.\n", ""])
def test_blanks_of_all_kinds_stay(text: str) -> None:
    assert to_doc(fabula.read_text(text)).text == text


def test_the_component_in_a_pipeline() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("fabula")
    docs = list(nlp.pipe(['"It is late," said Ida.', "The rain came down."]))
    assert [s.label_ for s in docs[0].spans["quotes"]] == ["ida"] and not docs[1].spans["quotes"]
    assert docs[0]._.fabula.name("ida") == "Ida"
