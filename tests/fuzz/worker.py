"""What a process of the long run does: one input after another, each written down before it is looked at.

Limits of time and memory are the system's, so that they hold in compiled code, too; a process that they end has left its last input
behind. Needs a POSIX system.
"""

import hashlib
import json
import random
import resource
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

import fabula
from tests.fuzz.files import File, drawn_seed, seeds
from tests.fuzz.grammars import FILES
from tests.fuzz.look import look
from tests.fuzz.mutations import mutated
from tests.fuzz.stories import altered, told
from tests.laws.test_laws import check

SECONDS = 10  # of processor time for one input, each of which is under 1 MB; an input that takes thrice as long ends the process
MEMORY = 1 << 30  # bytes that one input may add to the peak
LAST = "last"  # the input that is being looked at


class Worker:
    """Looks at inputs until its time is over, and tells in lines of JSON how many it has seen and what it found."""

    def __init__(self, folder: Path, number: int, readings: bool) -> None:
        self.folder, self.number, self.readings = folder, number, readings
        self.seen = 0
        self.told = time.monotonic()
        for data, name in seeds()[:3]:
            look(data, name)  # what is read once and kept is no input's fault
        fabula.read_text("“It is late,” said Ida. The rain came down.")
        self.peak = _peak()
        resource.setrlimit(resource.RLIMIT_DATA, (_held() + 3 * MEMORY,) * 2)

    def run(self, seconds: float) -> None:
        """Look at inputs for so long."""
        end = time.monotonic() + seconds
        for data, name in self._inputs():
            self.one(data, name)
            if time.monotonic() > end:
                break
        self._tell()

    def one(self, data: bytes, name: str) -> None:
        """Look at one input. What is wrong with it is told and kept."""
        (self.folder / LAST).write_bytes(data)
        (self.folder / f"{LAST}.name").write_text(name, encoding="utf-8")
        before = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, 3 * SECONDS)
        try:
            if self.readings:
                check(fabula.read_text(data.decode()))
            else:
                look(data, name)
        except Exception as e:
            self._found(data, name, _where(e), traceback.format_exc())
        signal.setitimer(signal.ITIMER_PROF, 0)
        took, peak = time.process_time() - before, _peak()
        if took > SECONDS:
            self._found(data, name, f"slow {name}", f"{took:.1f} seconds\n")
        if peak > self.peak + MEMORY:
            self._found(data, name, f"memory {name}", f"{(peak - self.peak) >> 20} MiB more than before\n")
        self.peak = max(self.peak, peak)
        self.seen += 1
        if time.monotonic() > self.told + 5:
            self._tell()

    def _inputs(self) -> Iterator[File]:
        dice = random.Random(self.number)
        if self.readings:
            practice = Path(__file__).parents[3] / "shared" / "stories"
            found = told(practice)
            while True:
                yield altered(dice, found).encode("utf-8", "replace"), "story.txt"
        good = seeds()
        while True:
            for _ in range(500):
                yield mutated(dice, drawn_seed(dice, good), drawn_seed(dice, good))
            yield from _drawn(dice.choice(sorted(FILES)), dice.randrange(1 << 32))

    def _found(self, data: bytes, name: str, what: str, why: str) -> None:
        kept = self.folder / f"{hashlib.sha256(what.encode()).hexdigest()[:8]}-{name}"
        if not kept.exists() or len(data) < kept.stat().st_size:  # the shortest of its kind
            kept.write_bytes(data)
            kept.with_name(f"{kept.name}.why").write_text(why, encoding="utf-8")
        print(json.dumps({"found": what, "file": kept.name}), flush=True)

    def _tell(self) -> None:
        self.told = time.monotonic()
        print(json.dumps({"seen": self.seen}), flush=True)


def _drawn(form: str, number: int) -> list[File]:
    """Files of a form by hypothesis."""
    out: list[File] = []

    @settings(
        max_examples=150, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @seed(number)
    @given(FILES[form])
    def draw(file: File) -> None:
        out.append(file)

    draw()
    return out


def _where(e: Exception) -> str:
    """The kind of an error and the last line of ours, by which findings are told apart."""
    frames = traceback.extract_tb(e.__traceback__)
    ours = [f for f in frames if "fabula" in f.filename] or list(frames)
    return f"{type(e).__name__} {Path(ours[-1].filename).name}:{ours[-1].lineno}"


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _held() -> int:
    """Bytes of data that the process holds; what the system does not tell is taken for the peak."""
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
    except OSError:
        return _peak()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmData"))


if __name__ == "__main__":
    folder, number, seconds, kind = sys.argv[1:]
    Worker(Path(folder), int(number), kind == "readings").run(float(seconds))
