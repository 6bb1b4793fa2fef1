"""A story as a spaCy Doc, and the component in a pipeline."""

import subprocess
import sys

import pytest
import spacy
from spacy.tokens import Doc, DocBin

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


def piped(**config: object) -> spacy.language.Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("fabula", config=config)
    return nlp


LATE = '"It is late," said Ida Gray. Tom laughed.\n\n"No."\n'


def test_a_doc_goes_to_bytes_and_comes_back() -> None:
    doc = piped()(LATE)
    again = Doc(spacy.blank("en").vocab).from_bytes(doc.to_bytes())
    assert again._.fabula == doc._.fabula and next(s.label_ for s in again.spans["quotes"]) == "ida-gray"
    kept = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (binned,) = DocBin(store_user_data=True).from_bytes(kept).get_docs(spacy.blank("en").vocab)
    assert binned._.fabula == doc._.fabula


PIPED = """
import spacy
nlp = spacy.blank("en")
nlp.add_pipe("fabula")
docs = nlp.pipe(['"It is late," said Ida Gray.', '"Yes," said Ann.'], n_process=2)
print([d._.fabula.quotes[0].speaker for d in docs])
"""


def test_two_processes_read_side_by_side() -> None:
    done = subprocess.run([sys.executable, "-c", PIPED], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['ida-gray', 'ann']"


def test_a_cast_and_a_threshold_are_taken() -> None:
    doc = piped(cast=[{"name": "Ida Mary Gray", "aliases": ["Ida Gray"], "pronouns": "she"}], min_confidence=1.0)(LATE)
    assert "Ida Mary Gray" in {c.name for c in doc._.fabula.characters}
    assert doc._.fabula.quotes[-1].speaker is None
    with pytest.raises(ValueError, match="from 0 to 1"):
        piped(min_confidence=2.0)


def test_a_blank_pipeline_gets_sentences_and_entities() -> None:
    doc = piped()(LATE)
    assert [(e.text, e.label_) for e in doc.ents] == [("Ida Gray", "PERSON"), ("Tom", "PERSON")]
    assert len(list(doc.sents)) >= 3 and any(s.text.startswith("Tom laughed") for s in doc.sents)
