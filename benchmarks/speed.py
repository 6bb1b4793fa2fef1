"""A whole novel, from the start of the command to the files written: spaCy tokens a second and peak memory.

python benchmarks/speed.py NOVEL.txt [STORY.txt]
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def run(path: str) -> tuple[float, int, float]:
    """(seconds, tokens, peak MB) of `fabula read` in a process of its own."""
    with tempfile.TemporaryDirectory() as out:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "fabula", "read", path, "-o", out, "-q"], check=True)
        seconds = time.perf_counter() - start
        tokens = sum(1 for _ in next(Path(out).glob("*.tokens")).open(encoding="utf-8")) - 1
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return seconds, tokens, peak


def main() -> None:
    """Print one line for each file given."""
    for path in sys.argv[1:]:
        seconds, tokens, peak = run(path)
        rate = tokens / seconds
        print(f"{path}: {tokens:,} tokens in {seconds:.1f} s, {rate:,.0f} tokens/s, peak so far {peak:,.0f} MB")


if __name__ == "__main__":
    main()
