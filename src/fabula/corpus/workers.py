"""Workers of this machine: processes that are started again when they die, and stopped when they take too much memory.

Dask's own supervisor (its nanny) gives up on a worker that dies while it starts; a run of days should not.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

import psutil

from fabula.errors import FabulaError

_IN_A_ROW = 30  # deaths without a book read between them after which something else is wrong
_GRACE = 2.0  # seconds the workers have to end by themselves


class LocalWorkers:
    """``count`` worker processes of a scheduler, one thread each, while the context lasts.

    Call `look_after` every second or so. ``memory`` is how many bytes each may hold, by default its share of all.
    """

    def __init__(self, scheduler: str, count: int, scratch: Path, memory: int | None = None) -> None:
        self._command = [
            *(sys.executable, "-m", "distributed.cli.dask_worker", scheduler),
            *("--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout", "60"),
            *("--memory-limit", "0", "--local-directory", str(scratch)),
        ]
        self._count = count
        self._memory = memory or psutil.virtual_memory().total // count
        self._processes: list[subprocess.Popen[bytes]] = []
        self._deaths = 0

    def __enter__(self) -> "LocalWorkers":
        self._processes = [self._start() for _ in range(self._count)]
        return self

    def _start(self) -> "subprocess.Popen[bytes]":
        # a session of its own: Ctrl-C is for us, and we end the workers
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            self._command,
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            start_new_session=True,
            env={**os.environ, "MALLOC_TRIM_THRESHOLD_": "65536"},  # glibc gives back what a book took, as Dask advises
        )

    def look_after(self) -> None:
        """Stop who holds too much, start anew who is dead. Raises FabulaError where they do nothing but die."""
        for k, process in enumerate(self._processes):
            if process.poll() is None and self._holds(process) > self._memory:
                process.kill()
                process.wait()
            if process.poll() is not None:
                self._deaths += 1
                if self._deaths > _IN_A_ROW:
                    raise FabulaError(
                        f"workers have died {_IN_A_ROW} times in a row, the last with code {process.returncode}"
                    )
                self._processes[k] = self._start()

    def worked(self) -> None:
        """A book was read: whatever died before, workers do work."""
        self._deaths = 0

    @staticmethod
    def _holds(process: "subprocess.Popen[bytes]") -> int:
        try:
            return int(psutil.Process(process.pid).memory_info().rss)
        except psutil.Error:
            return 0

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._processes:
            process.terminate()
        until = time.monotonic() + _GRACE
        for process in self._processes:
            try:
                process.wait(max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired:  # in the middle of a book
                process.kill()
                process.wait()
