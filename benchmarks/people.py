"""The people stage alone, on one thread: tokens a second from a parsed text to its cast and every mention resolved.

python benchmarks/people.py NOVEL.txt [...]
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"  # before numpy is imported

import sys
import time

from fabula.language.analyse import analyse
from fabula.models.people import model, read
from fabula.resolution.names.find import find_cast
from fabula.resolution.mentions import find_mentions
from fabula.resolution.coreference.resolve import Resolver
from fabula.pipeline import find_marked, quoted_tokens
from fabula.text.cuts import find_cuts
from fabula.text.open import read_file


def main() -> None:
    """Print one line for each file given."""
    model()  # loading is start-up, not reading
    for path in sys.argv[1:]:
        manuscript = read_file(path)
        language = analyse(manuscript)
        quoted = quoted_tokens(language, find_marked(manuscript, language))
        cuts = find_cuts(manuscript)
        start = time.perf_counter()
        reading = read(language, quoted)
        model_seconds = time.perf_counter() - start
        resolver = Resolver(language, reading, quoted, cuts)
        named = find_cast(manuscript, language, quoted, resolver, cuts=cuts)
        resolved = resolver.resolve(named)
        resolver.settle(named, resolved)
        find_mentions(language, named, resolver.mentions, resolved, ())
        seconds = time.perf_counter() - start
        n = len(language)
        print(f"{path}: {n:,} tokens in {seconds:.1f} s, {n / seconds:,.0f} tokens/s (the model {model_seconds:.1f} s)")


if __name__ == "__main__":
    main()
