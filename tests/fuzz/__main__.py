"""Inputs that nobody would write, for a while: python -m tests.fuzz --minutes 30 [--seed N] [--readings] [--keep FOLDER]

Files of every form, drawn by grammars and made from good ones by damage, go to the file readers; with ``--readings`` altered stories
are read to the end. Prints how many were seen and what was found, keeps the shortest input of each finding, and leaves with code 1
where there is one. A finding is an error that is not one clear line, a broken law, more than 10 seconds, or 1 GiB more memory.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.worker import LAST


def main() -> int:
    """Run processes one after another until the time is over; one ends early where an input ends it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--minutes", type=float, required=True)
    asked.add_argument("--seed", type=int, help="by the clock unless given")
    asked.add_argument("--readings", action="store_true", help="altered stories, read to the end")
    asked.add_argument("--keep", type=Path, help="where findings go; a folder of its own unless given")
    args = asked.parse_args()
    folder = args.keep or Path(tempfile.mkdtemp(prefix="fabula-fuzz-"))
    folder.mkdir(parents=True, exist_ok=True)
    first = args.seed if args.seed is not None else random.randrange(1 << 32)
    end = time.monotonic() + 60 * args.minutes
    kind = "readings" if args.readings else "files"
    seen, found = 0, Counter[str]()
    number = first
    while (left := end - time.monotonic()) > 0:
        command = [sys.executable, "-m", "tests.fuzz.worker", str(folder), str(number), str(left), kind]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as worker:
            counted = 0
            for line in worker.stdout or ():
                said = json.loads(line)
                counted = said.get("seen", counted)
                if "found" in said:
                    found[f"{said['found']} ({said['file']})"] += 1
        seen += counted
        if worker.returncode:
            name = (folder / f"{LAST}.name").read_text(encoding="utf-8")
            kept = folder / f"ended-{number}-{name}"
            (folder / LAST).rename(kept)
            found[f"ended with code {worker.returncode} ({kept.name})"] += 1
        number += 1
    for what, times in found.most_common():
        print(f"{times} times {what}")
    print(f"{seen:,} {kind} seen, {len(found)} findings, in {folder}; seeds {first} to {number - 1}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
