"""Reading the books of a shelf side by side, with dask.distributed: a local cluster, or a scheduler anywhere."""

import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any, NamedTuple

import portalocker

from fabula.corpus.manifest import BadShelf, Book
from fabula.corpus.places import set_aside, source, stamp, work_folder
from fabula.corpus.work import Done, read_book
from fabula.errors import FabulaError, needed
from fabula.exports.arrow import EXTRA
from fabula.models.threads import cores

if TYPE_CHECKING:
    from fabula.corpus.workers import LocalWorkers

_PATIENCE = 15.0  # seconds for a scheduler to answer
_LOOK = 0.5  # seconds between looks at the workers
TRIES = 11
"""How often a book is begun: that ten workers die is the machine's accident, the eleventh is the book's doing."""
_CONFIG = {
    "distributed.scheduler.allowed-failures": 0,  # the first worker that dies is told to us, and we count
    "distributed.scheduler.worker-saturation": 1.0,  # no book waits at a worker that may die with another one
}


class Progress(NamedTuple):
    """How far a run is: books done and in all, the one just done, and seconds left by the size of what is left."""

    done: int
    total: int
    last: Done
    left: float


def run(
    shelf: Path,
    books: Sequence[Book],
    workers: int | None = None,
    scheduler: str | None = None,
    tell: Callable[[Progress], None] | None = None,
) -> list[Done]:
    """Read books of a shelf on ``workers`` processes of this machine, or on the workers of a ``scheduler``.

    The longest books come first, so that no long one is left for the end. A book whose worker dies is begun again, up
    to `TRIES` times. Raises BadShelf where another run is at it, FabulaError where a scheduler cannot be reached.
    """
    if not books:
        with _alone(shelf):  # what an earlier run left when it was killed is cleared away all the same
            return []
    with _alone(shelf), _quiet(), _cluster(shelf, workers, scheduler) as (client, own):
        sizes = {b.id: _size(shelf, b) for b in books}
        tries = dict.fromkeys(sizes, 0)
        finished: Queue[tuple[Book, Any]] = Queue()

        def begin(book: Book) -> None:
            tries[book.id] += 1
            key = f"read-{book.id}-{tries[book.id]}-{os.getpid()}"
            future = client.submit(read_book, str(shelf.resolve()), book, key=key, pure=False)
            future.add_done_callback(lambda f: finished.put((book, f)))

        for book in sorted(books, key=lambda b: (-sizes[b.id], b.id)):
            begin(book)
        out: list[Done] = []
        start = time.monotonic()
        read = 0
        while len(out) < len(books):
            if own is not None:
                own.look_after()
            try:
                book, future = finished.get(timeout=_LOOK)
            except Empty:
                continue
            if future.status == "finished":
                done = future.result()
                if own is not None:
                    own.worked()
            elif future.status in ("cancelled", "lost"):
                raise FabulaError("the scheduler was lost; what was read until now is kept, the next run does the rest")
            elif _died(future) and tries[book.id] < TRIES:
                begin(book)
                continue
            else:
                done = Done(book.id, _reason(future))
                with suppress(OSError):  # where the file is gone by now, there is nothing to note
                    set_aside(shelf, book, done.reason, stamp(shelf, book))
            out.append(done)
            read += sizes[book.id]
            left = (sum(sizes.values()) - read) * (time.monotonic() - start) / max(1, read)
            if tell:
                tell(Progress(len(out), len(books), done, left))
        return out


def _died(future: Any) -> bool:
    """Whether the worker died, and not the reading."""
    return type(future.exception()).__name__ == "KilledWorker"


def _reason(future: Any) -> str:
    if _died(future):
        return f"its worker died {TRIES} times; there may be too little memory for it"
    error = future.exception()
    return f"it could not be handed to a worker: {type(error).__name__}: {error}"


def _size(shelf: Path, book: Book) -> int:
    try:
        return source(shelf, book).stat().st_size
    except OSError:
        return 0


@contextmanager
def _cluster(shelf: Path, workers: int | None, scheduler: str | None) -> Iterator["tuple[Any, LocalWorkers | None]"]:
    """A client, and the workers that are ours to look after, if they are."""
    distributed = needed("distributed", EXTRA)
    needed("pyarrow", EXTRA)
    with needed("dask", EXTRA).config.set(_CONFIG):
        if scheduler is not None:
            try:
                client = distributed.Client(scheduler, timeout=_PATIENCE)
            except (OSError, ValueError, TypeError) as e:
                raise FabulaError(f"{scheduler}: no scheduler answers there ({e})") from None
            with client:
                yield client, None
            return
        from fabula.corpus.workers import LocalWorkers

        with (
            distributed.LocalCluster(
                n_workers=0, dashboard_address=None, host="127.0.0.1", silence_logs=logging.CRITICAL
            ) as cluster,
            distributed.Client(cluster) as client,
            LocalWorkers(cluster.scheduler_address, workers or cores(), work_folder(shelf)) as own,
        ):
            yield client, own


@contextmanager
def _alone(shelf: Path) -> Iterator[None]:
    """One run at a time, with an empty work folder before it and none after it."""
    try:
        with portalocker.Lock(shelf / ".lock", "a", timeout=0, fail_when_locked=True):
            shutil.rmtree(work_folder(shelf), ignore_errors=True)
            try:
                yield
            finally:
                shutil.rmtree(work_folder(shelf), ignore_errors=True)
    except portalocker.exceptions.LockException:
        raise BadShelf(f"{shelf}: another run is reading this shelf") from None


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the log of the cluster: what a user must know is in what we return."""
    loggers = [logging.getLogger(n) for n in ("distributed", "tornado", "asyncio")]
    before = [log.level for log in loggers]
    for log in loggers:
        log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for log, level in zip(loggers, before, strict=True):
            log.setLevel(level)
