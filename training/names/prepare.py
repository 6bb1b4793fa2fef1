"""Read the texts once and pack what is learnt from: `python -m training.names.prepare [--again]` into `.run/names`."""

import argparse
import pickle

from training.names.texts import RUN, draft, gold, texts

from fabula.quotations.find import quoted_tokens
from fabula.resolution.names.survey import survey
from fabula.text.cuts import opening_paragraphs, scene_starts


def main() -> None:
    """Pack what is missing; with ``--again`` the features of all, from the drafts at hand."""
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("--again", action="store_true")
    args.add_argument("--at-hand", action="store_true", help="only texts whose drafts are at hand")
    given = args.parse_args()
    (RUN / "surveys").mkdir(parents=True, exist_ok=True)
    for text in texts():
        path = RUN / "surveys" / f"{text.kind}-{text.id}.pkl"
        if path.exists() and not given.again:
            continue
        if given.at_hand and not (RUN / "drafts" / f"{text.kind}-{text.id}.pkl").exists():
            continue
        d = draft(text)
        quoted = quoted_tokens(d.language, d.turns)
        cuts = opening_paragraphs(d.manuscript, scene_starts(d.manuscript))
        found = survey(d.manuscript, d.language, quoted, d.encoding.reading.mentions, d.encoding, cuts)
        path.write_bytes(pickle.dumps((text, gold(text), found), protocol=5))
        print(text.id, len(d.language), len(found.names.key), len(found.pairs), len(found.unnamed), flush=True)


if __name__ == "__main__":
    main()
