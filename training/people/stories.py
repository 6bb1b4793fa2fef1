"""Stories as training examples: gold's names laid over the text, "I" and "you" by who speaks, and what was labelled.

    python training/people/stories.py WORK

Writes WORK/stories.pkl: practice stories that may be learnt from, and those of training/stories. Pronouns and nouns are
labelled in some of them (training/coreference). What else is mentioned, and where, is taken from the model as it is
shipped: gold of stories says who is meant, not where every thing and place is named.
"""

import pickle
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.append(str(Path(__file__).parents[1] / "reading"))
sys.path.insert(0, str(Path(__file__).parent))
from training.coreference.labels import SEVERAL, Label, load
from training.names.texts import Text, draft, gold, texts

from fabula.language.syntax import SUBJECTS, head_of
from fabula.models.pairs import ME, NOM, PER_TYPE, PRON, PROP, YOU
from fabula.models.pieces import to_pieces
from fabula.models.weights import tokenizer
from fabula.quotations.find import quoted_tokens
from laid import named_spans
from prepare import PRONOUNS, example

UNKNOWN, NOBODY = -1, -2  # not labelled; several people, or nobody
_TAG = 8  # tokens between a turn and the pronoun of its tag, at most
_TAGGED = {"he", "she"}
_PARTS = {"NNP", "NNPS", "DT", "PRP$", ".", "HYPH", "``", "''"}  # tags of what may belong to a name


def story(x: Text, labels: list[Label]) -> dict[str, Any]:
    """A story as an example. Of its mentions ``labels`` say type, form and who (`UNKNOWN`, `NOBODY`)."""
    d, all_ = draft(x), gold(x)
    text, language, m = d.manuscript.text, d.language, d.encoding.reading.mentions
    people = [c for c in all_["characters"] if not c["id"].startswith("_")]
    number = {c["id"]: k for k, c in enumerate(people)}
    turns = d.turns
    quoted = quoted_tokens(language, turns)
    rows: dict[tuple[int, int], list[int]] = {}
    at: dict[int, tuple[int, int]] = {}
    for a, b, h, form, type_ in zip(
        *(getattr(m, c).tolist() for c in ("first", "last", "head", "form", "type")), strict=True
    ):
        rows[a, b] = [type_, form, UNKNOWN]
        at[h] = (a, b)

    def put(span: tuple[int, int], who: int, form: int) -> None:
        head = head_of(language, *span)
        there = at.get(head)
        if there is not None and (rows[there][1] == PRON) == (form == PRON):
            more = {language.tag[i] for i in range(*there) if not span[0] <= i < span[1]}
            if form == PROP and not more <= _PARTS:  # "the only thing Manju"
                del rows[there]
                there = span
            rows[there] = [PER_TYPE, form, who]
            at[head] = there
        else:
            rows[span] = [PER_TYPE, form, who]
            at.setdefault(head, span)

    for span, who in named_spans(text, language, people).items():
        capital = any(language.tag[i] in ("NNP", "NNPS") for i in range(*span))
        put(span, who, PROP if capital else NOM)
    said = _speech(all_["quotes"], language)
    narrator = number.get(all_["narration"].get("narrator") or "", UNKNOWN)
    kinds = {(a, b): k for a, b, k in zip(m.first.tolist(), m.last.tolist(), m.kind.tolist(), strict=True)}
    for span, row in rows.items():
        kind = kinds.get(span)
        if kind not in (ME, YOU) or row[1] != PRON:
            continue
        q = said.get(span[0])
        if q is None:
            row[2] = narrator if kind == ME and quoted[span[0]] < 0 else UNKNOWN
        elif kind == ME:
            row[2] = number.get(q["speaker"], UNKNOWN)
        elif len(q.get("addressees") or ()) == 1:
            row[2] = number.get(q["addressees"][0], UNKNOWN)
    for i, who in _tags(all_["quotes"], language, quoted, number):
        put((i, i + 1), who, PRON)
    others = dict(number)
    for label in labels:
        found = language.tokens_in(label.start, label.end)
        span = (found.start, found.stop)
        if label.who == SEVERAL and span not in rows:
            continue  # "them" may be boxes
        who = NOBODY if label.who == SEVERAL else others.setdefault(label.who, len(others))
        pronoun = len(found) == 1 and language.lower[found.start] in PRONOUNS
        rows[span] = [*rows[span][:2], who] if span in rows else [PER_TYPE, PRON if pronoun else NOM, who]
    out = example(
        x.id, language, quoted, to_pieces(language, quoted, tokenizer()), sorted(rows),
        [(a, b, c) for _, (a, b, c) in sorted(rows.items())], None,
    )  # fmt: skip
    return out | {"labelled": bool(labels)}


def _speech(quotes: list[Any], language: Any) -> dict[int, Any]:
    """The quotation each token stands in, by gold."""
    return {i: q for q in quotes for a, b in q["spans"] for i in language.tokens_in(a, b)}


def _tags(quotes: list[Any], language: Any, quoted: list[int], number: dict[str, int]) -> list[tuple[int, int]]:
    """(token, person) of the pronouns of tags: the subject nearest to a turn that gold says has such a tag."""
    out = []
    for q in quotes:
        if q.get("type") != "anaphoric" or q["speaker"] not in number:
            continue
        near = []
        for a, b in q["spans"]:
            r = language.tokens_in(a, b)
            if not len(r):
                continue
            for walk in (range(r.stop, r.stop + _TAG), range(r.start - 1, r.start - _TAG - 1, -1)):
                for i in (i for i in walk if 0 <= i < len(language)):
                    if language.paragraphs[i] != language.paragraphs[r.start] or quoted[i] >= 0:
                        break
                    if language.lower[i] in _TAGGED and language.dep[i] in SUBJECTS:
                        near.append((min(abs(i - r.start), abs(i - r.stop)), i))
                        break
        if near:
            out.append((min(near)[1], number[q["speaker"]]))
    return out


def main() -> None:
    work = Path(sys.argv[1])
    labels = load()
    rows = [story(x, labels.get(x.id, [])) for x in texts() if x.kind == "story" and not x.held]
    with (work / "stories.pkl").open("wb") as f:
        pickle.dump(rows, f)
    print(f"{len(rows)} stories, pronouns labelled in {sum(r['labelled'] for r in rows)}", file=sys.stderr)


if __name__ == "__main__":
    main()
