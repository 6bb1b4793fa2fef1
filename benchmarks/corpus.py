"""A shelf of novels, read by one worker, by two, and by two of which one is killed now and then.

    python benchmarks/corpus.py FOLDER [--kills 10] [--every 20] [--seed 1]

Prints the time of each run, the speed-up, the most memory a worker took, whether the results are equal byte for byte
and nothing else was left, and whether the script of each novel, joined, is its text. A worker is one process on one
thread; how long one process takes with all its threads (`fabula read` on one book after another) is printed for
comparison. Needs `fabula[corpus]`.
"""

import argparse
import hashlib
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from fabula import Shelf
from fabula.exports.script.parts import script

FABULA = [sys.executable, "-m", "fabula"]


def timed(shelf: Path, workers: int, meddle: Callable[[list[psutil.Process]], None]) -> tuple[float, int]:
    """Seconds of `fabula corpus read` and the most memory (bytes, resident) that a worker took."""
    start = time.perf_counter()
    run = subprocess.Popen([*FABULA, "corpus", "read", str(shelf), "--workers", str(workers), "-q"])
    most = 0
    while run.poll() is None:
        try:
            found = [p for p in psutil.Process(run.pid).children() if "distributed.cli.dask_worker" in p.cmdline()]
            most = max([most, *(p.memory_info().rss for p in found)])
            meddle(found)
        except psutil.Error:
            pass
        time.sleep(0.2)
    if run.returncode:
        sys.exit(f"the run failed with code {run.returncode}")
    return time.perf_counter() - start, most


def contents(shelf: Path) -> dict[str, str]:
    """Every file of a shelf that is not the list of books or a lock, with its hash."""
    files = (p for p in sorted(shelf.rglob("*")) if p.is_file() and p.suffix != ".lock" and p.name != ".lock")
    return {str(p.relative_to(shelf)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files if p.parent != shelf}


def new_shelf(folder: Path, name: str, novels: Path) -> Path:
    """An unread shelf of the novels."""
    shelf = folder / name
    subprocess.run([*FABULA, "corpus", "add", str(shelf), str(novels)], check=True, capture_output=True)
    return shelf


def main() -> None:
    """Run all of it and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("novels", type=Path)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--every", type=float, default=20.0, help="seconds between kills, on average")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--skip-one-process", action="store_true", help="without fabula read on one book after another")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        took: dict[int, float] = {}
        shelves = {}
        for workers in (2, 1):
            shelves[workers] = new_shelf(Path(folder), str(workers), options.novels)
            took[workers], most = timed(shelves[workers], workers, lambda found: None)
            print(f"{workers} workers: {took[workers]:.0f} s, {most / 1e6:,.0f} MB at most", flush=True)
        same = contents(shelves[1]) == contents(shelves[2])
        print(f"speed-up of two workers over one: {took[1] / took[2]:.2f}; equal: {same}", flush=True)

        read = Shelf(shelves[2])
        whole = sum("".join(p.text for p in script(s)) == s.text for s in map(read.__getitem__, read))
        print(f"script joined is the text: {whole} of {len(read)}", flush=True)

        killed: list[float] = []
        due = [time.monotonic() + chance.uniform(0.5, 1.5) * options.every]

        def kill(found: list[psutil.Process]) -> None:
            if found and len(killed) < options.kills and time.monotonic() > due[0]:
                chance.choice(found).send_signal(signal.SIGKILL)
                killed.append(time.monotonic())
                due[0] = time.monotonic() + chance.uniform(0.5, 1.5) * options.every

        shelf = new_shelf(Path(folder), "killed", options.novels)
        seconds, _ = timed(shelf, 2, kill)
        books = len(list((shelf / "books").iterdir()))
        same = contents(shelf) == contents(shelves[1])
        print(
            f"{len(killed)} workers killed: {seconds:.0f} s, {books} books, equal and nothing left: {same}", flush=True
        )
        if not options.skip_one_process:
            start = time.perf_counter()
            for novel in sorted(p for p in options.novels.iterdir() if p.is_file()):
                subprocess.run([*FABULA, "read", str(novel), "-q", "-o", f"{folder}/{novel.stem}"], check=True)
            alone = time.perf_counter() - start
            print(
                f"fabula read, one after another, on all processors: {alone:.0f} s, {alone / took[2]:.2f} x", flush=True
            )


if __name__ == "__main__":
    main()
