"""The people stage alone, on one thread: tokens a second from a parsed text to its cast and every mention resolved.

python benchmarks/people.py NOVEL.txt [...]
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before numpy is imported

import sys
import time

from fabula.encoding.encode import encode
from fabula.language.analyse import analyse
from fabula.models.people import model
from fabula.quotations.find import find_quotations, quoted_tokens
from fabula.resolution.coreference.resolve import corefer, settle
from fabula.resolution.mentions import find_mentions
from fabula.resolution.names.find import find_cast
from fabula.text.cuts import find_cuts
from fabula.text.open import read_file


def main() -> None:
    """Print one line for each file given."""
    model()  # loading is start-up, not reading
    for path in sys.argv[1:]:
        manuscript = read_file(path)
        language = analyse(manuscript)
        quoted = quoted_tokens(language, find_quotations(manuscript, language))
        cuts = find_cuts(manuscript)
        start = time.perf_counter()
        encoding = encode(language, quoted)
        model_seconds = time.perf_counter() - start
        m = encoding.reading.mentions
        named = find_cast(manuscript, language, quoted, m, encoding, cuts=cuts)
        found = corefer(language, m, encoding.antecedents, named, cuts)
        settle(named, found, encoding.narrowest_at)
        find_mentions(language, named, m, found, ())
        seconds = time.perf_counter() - start
        n = len(language)
        print(f"{path}: {n:,} tokens in {seconds:.1f} s, {n / seconds:,.0f} tokens/s (the model {model_seconds:.1f} s)")


if __name__ == "__main__":
    main()
