"""The shipped people model: what it says, that it says what was trained, and where it is from."""

import hashlib
import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from fabula.language.analyse import analyse
from fabula.models.pairs import FORMS, TYPES
from fabula.models.people import Antecedents, Model, Reading, model, read
from fabula.models.pieces import cut_windows, model_inputs, to_pieces
from fabula.models.weights import tokenizer
from fabula.quotations.find import find_quotations, quoted_tokens
from fabula.text.open import read_file
from fabula.text.plain import read_plain
from fabula.world import Language, Source

HERE = Path(__file__).parent
WEIGHTS = files("fabula.models") / "people.onnx"


def parse(text: str) -> tuple[Language, list[int]]:
    manuscript = read_plain(text, Source("x", "", "text/plain"))
    language = analyse(manuscript)
    return language, quoted_tokens(language, find_quotations(manuscript, language))


def said(text: str) -> tuple[list[tuple[str, str, str]], list[str]]:
    language, quoted = parse(text)
    r = read(language, quoted)
    m = r.mentions
    found = [
        (text[language.starts[a] : language.ends[b - 1]], TYPES[t], FORMS[f])
        for a, b, t, f in zip(m.first.tolist(), m.last.tolist(), m.type.tolist(), m.form.tolist(), strict=True)
    ]
    return found, [language.text[i] for i in r.events.tolist()]


def test_mentions_have_types_and_forms_and_stand_in_one_another() -> None:
    found, _ = said("Mr. Harding left London in the evening, and her mother waited for him in the old church.")
    assert ("Mr. Harding", "PER", "PROP") in found
    assert ("London", "GPE", "PROP") in found
    assert ("her mother", "PER", "NOM") in found and ("her", "PER", "PRON") in found
    assert ("him", "PER", "PRON") in found
    assert ("the old church", "FAC", "NOM") in found


def test_events_are_what_is_told_as_happening() -> None:
    _, events = said(
        "Margaret opened the door and walked into the garden. She would never sing again if he did not come."
    )
    assert {"opened", "walked"} <= set(events)
    assert "sing" not in events and "come" not in events


def test_a_pronoun_fits_the_one_it_can_mean_best() -> None:
    language, quoted = parse("Margaret met old Mr. Harding at the gate. He lifted his hat to her.")
    r = read(language, quoted)
    words = [language.text[a] for a in r.mentions.first.tolist()]
    he, margaret, harding = (
        words.index("He"),
        words.index("Margaret"),
        next(i for i, a in enumerate(r.mentions.last.tolist()) if language.text[a - 1] == "Harding"),
    )
    scores = Antecedents(r).score(np.array([he, he]), np.array([margaret, harding]))
    assert scores[1] > scores[0] and scores[1] > r.vectors[4][he]


def test_nothing_in_a_text_without_people() -> None:
    assert said("") == ([], [])


@pytest.fixture(scope="module")
def passage() -> tuple[Language, list[int]]:
    manuscript = read_file(HERE.parents[1] / "examples/the-lamp-room.txt")
    language = analyse(manuscript)
    return language, quoted_tokens(language, find_quotations(manuscript, language))


def test_the_shipped_model_is_the_trained_one(passage: tuple[Language, list[int]]) -> None:
    """`training/people/export.py` kept what the network in torch said of the first window of an example."""
    language, quoted = passage
    kept = np.load(HERE / "people.npz")
    net = model()
    pieces = to_pieces(language, quoted, tokenizer())
    window = cut_windows(language, pieces)[0]
    h = net.encode(*model_inputs(pieces, window))
    # int8 rounds the encoder: not its vectors' direction, and their length by little
    trained = kept["tokens"].astype(np.float32)
    cosine = (h * trained).sum(1) / np.linalg.norm(h, axis=1) / np.linalg.norm(trained, axis=1)
    assert cosine.mean() > 0.98 and np.quantile(cosine, 0.01) > 0.9
    # the heads are the same arithmetic on the same vectors
    r = read(language, quoted)
    inside = np.flatnonzero(r.mentions.last <= window.stop)[:60]
    i, j = (x[:200] for x in np.tril_indices(len(inside), -1))
    np.testing.assert_allclose(net.layers("event", h), kept["event"], atol=1e-3)
    np.testing.assert_allclose(Antecedents(r).score(i, j), kept["pairs"], atol=1e-3)
    np.testing.assert_allclose(r.vectors[4][inside], kept["new"], atol=1e-3)
    np.testing.assert_allclose(r.sure[inside], 1 / (1 + np.exp(-kept["spans"])), atol=1e-4)


def test_threads_change_nothing(passage: tuple[Language, list[int]]) -> None:
    def one(threads: int) -> Reading:
        return read(*passage, Model(WEIGHTS.read_bytes(), threads))

    a, b = one(1), one(2)
    assert all(np.array_equal(x, y) for x, y in zip(a.mentions, b.mentions, strict=True))
    assert np.array_equal(a.events, b.events) and np.array_equal(a.sure, b.sure)
    assert all(np.array_equal(x, y) for x, y in zip(a.vectors, b.vectors, strict=True))


def test_the_manifest_says_what_is_shipped() -> None:
    manifest = json.loads((files("fabula.models") / "people.json").read_text(encoding="utf-8"))
    raw = WEIGHTS.read_bytes()
    assert manifest["sha256"] == hashlib.sha256(raw).hexdigest()
    assert manifest["bytes"] == len(raw) < 30_000_000
    assert {"command", "commit", "seed", "data", "scores", "encoder"} <= manifest.keys()
    trained, shipped = manifest["scores"]["trained"], manifest["scores"]["exported"]
    assert shipped["conll_f1"] > trained["conll_f1"] - 2 and shipped["entities_prf"][2] > trained["entities_prf"][2] - 1


@pytest.mark.parametrize(("name", "folder"), [("litbank-train", "litbank/train"), ("pdnc-train", "pdnc/train")])
def test_the_manifest_names_the_data_it_was_trained_on(name: str, folder: str) -> None:
    paths = sorted((HERE.parents[2] / "shared/corpora" / folder).glob("*.json"))
    if not paths:
        pytest.skip("the corpora are not beside this clone")
    digest = hashlib.sha256()
    for p in paths:
        digest.update(p.read_bytes() + p.with_suffix(".txt").read_bytes())
    manifest = json.loads((files("fabula.models") / "people.json").read_text(encoding="utf-8"))
    assert manifest["data"][name] == {"sha256": digest.hexdigest(), "texts": len(paths)}
