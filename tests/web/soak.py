"""A server with random visitors for a while: python -m tests.web.soak --minutes 60 [--visitors 4] [--seed N]

On loopback and with a library of its own. Visitors open books, turn pages, search, correct, undo and redo, send nonsense, and close the
connection half-way. Prints requests by status and the server's memory as it went, and leaves with code 1 where an answer was a fault of
the server (5xx, or none), where a book cannot be opened at the end, or where memory at the end is more than a tenth above what it was
at half-time. The system tells memory on Linux only.
"""

import argparse
import http.client
import random
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from tests.conftest import EXAMPLES
from tests.web.conftest import HUNG, start, stop

PAGES = (
    "",
    "cast",
    "scenes",
    "feelings",
    "bonds",
    "knowing",
    "review",
    "review?order=teaching",
    "history",
    "graph.json",
    "moods.json",
    "status",
)
ODD = ("9" * 5000, "-1", "²", "", "%00", "q1", "s1", "../..", "x" * 3000, "“’", "<b>")


class Visitor(threading.Thread):
    """One who asks until told to stop."""

    def __init__(self, port: int, cookie: str, books: list[str], number: int, done: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.cookie, self.books, self.done = port, cookie, books, done
        self.dice = random.Random(number)
        self.seen: Counter[str] = Counter()

    def run(self) -> None:
        while not self.done.is_set():
            book = f"/b/{self.dice.choice(self.books)}/"
            kind = self.dice.randrange(10)
            if kind == 0:
                self.correct(book)
            elif kind == 1:
                self.ask("POST", book + self.dice.choice(("undo", "redo")))
            elif kind == 2:
                self.leave(book)
            elif kind < 5:
                self.odd(book)
            else:
                self.ask("GET", book + self.dice.choice(PAGES))

    def correct(self, book: str) -> None:
        names = ("Hester", "Toby", "Captain Marlow", "Lotte", "Ines", "+", "nobody", self.dice.choice(ODD))
        form = {
            "do": self.dice.choice(("speaker", "person", "kind", "rename", "merge", "place", "quotation", "bond", "fly")),
            "q": f"q{self.dice.randrange(1, 30)}", "who": self.dice.choice(names), "whom": self.dice.choice(names),
            "value": self.dice.choice(("thought", "none", "friendship", "Somebody", self.dice.choice(ODD))),
            "name": "Old Pete", "scene": f"s{self.dice.randrange(4)}", "start": str(self.dice.randrange(900)), "end": self.dice.choice(ODD),
        }  # fmt: skip
        self.ask("POST", book + "correct", urlencode(form))

    def odd(self, book: str) -> None:
        odd = quote(self.dice.choice(ODD), safe="%")
        path = self.dice.choice(
            (
                "section/{}",
                "line/{}",
                "beside?at={}",
                "?at={}",
                "?q={}",
                "?scene={}",
                "search?find={}",
                "review?skip={}",
                "{}",
            )
        )
        self.ask("GET", book + path.format(odd))

    def leave(self, book: str) -> None:
        """Ask and go away before the answer."""
        with socket.create_connection(("127.0.0.1", self.port), HUNG) as s:
            s.sendall(f"GET {book} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nCookie: {self.cookie}\r\n\r\n".encode())
        self.seen["left"] += 1

    def ask(self, method: str, path: str, body: str = "") -> None:
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=HUNG)
        headers = {
            "Cookie": self.cookie,
            "Origin": f"http://127.0.0.1:{self.port}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            wire.request(method, path, body or None, headers)
            answer = wire.getresponse()
            answer.read()
            said = str(answer.status)
        except (OSError, http.client.HTTPException) as e:
            said = f"no answer: {type(e).__name__}"
        finally:
            wire.close()
        self.seen[said] += 1
        if said[:1] in "5n":
            print(f"{said}: {method} {path[:120]} {body[:200]}", flush=True)


def memory(process: int) -> int:
    """MiB that a process holds; 0 where the system does not tell."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) >> 10 for line in lines if line.startswith("VmRSS")), 0)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--minutes", type=float, required=True)
    asked.add_argument("--visitors", type=int, default=4)
    asked.add_argument("--seed", type=int, default=0)
    args = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="fabula-soak-") as temporary:
        folder = Path(temporary)
        from fabula.web.library import Library

        library, books = Library(folder / "library"), []
        for k in range(6):  # more than stay open
            file = folder / f"book{k}.txt"
            file.write_bytes(sorted(EXAMPLES.iterdir())[k % 3].read_bytes())
            books.append(library.add(file).id)
        server, address = start(folder, str(folder / "book0.txt"))
        where = urlsplit(address)
        wire = http.client.HTTPConnection("127.0.0.1", where.port or 0, timeout=HUNG)
        wire.request("GET", f"{where.path}?{where.query}")
        cookie = (wire.getresponse().getheader("set-cookie") or "").partition(";")[0]
        done = threading.Event()
        visitors = [Visitor(where.port or 0, cookie, books, args.seed + n, done) for n in range(args.visitors)]
        begun, held = time.monotonic(), []
        for v in visitors:
            v.start()
        while (left := begun + 60 * args.minutes - time.monotonic()) > 0:
            held.append(memory(server.pid))
            done.wait(min(left, 60 * args.minutes / 20))
        done.set()
        for v in visitors:
            v.join(HUNG)
        seen = sum((v.seen for v in visitors), Counter[str]())
        last = Visitor(where.port or 0, cookie, books, 0, done)
        for book in books:
            last.ask("GET", f"/b/{book}/")
        held.append(memory(server.pid))
        alive = server.poll() is None
        stop(server)
    faults = sum(n for said, n in seen.items() if said[:1] in "5n") + sum(n for s, n in last.seen.items() if s != "200")
    print(
        f"{sum(seen.values()):,} requests by {args.visitors} visitors: {dict(seen.most_common())}; at the end {dict(last.seen)}"
    )
    print(f"memory in MiB: {held}")
    grown = held[-1] > 1.1 * held[len(held) // 2]
    return int(bool(faults) or not alive or grown)


if __name__ == "__main__":
    sys.exit(main())
