"""Who is let in: asked over the wire, as a stranger's page or program would."""

import http.client
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from fabula.web.guard import MOST_FORM
from tests.web.conftest import HUNG, Served, start, stop


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = {k.lower(): v for k, v in response.getheaders()}
        self.body = response.read().decode("utf-8", "replace")


def ask(served: Served, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
    where = urlsplit(served.address)
    wire = http.client.HTTPConnection("127.0.0.1", where.port or 0, timeout=HUNG)
    named = {k.replace("_", "-"): v for k, v in headers.items()}
    if body is not None:
        named.setdefault("Content-Type", "application/x-www-form-urlencoded")
    wire.putrequest(method, path, skip_host="Host" in named)
    for k, v in named.items():
        wire.putheader(k, v)
    data = (body or "").encode()
    if body is not None and "Content-Length" not in named:
        wire.putheader("Content-Length", str(len(data)))
    wire.endheaders(data if body is not None else None)
    answer = Answer(wire.getresponse())
    wire.close()
    return answer


@pytest.fixture(scope="module")
def key(served: Served) -> str:
    """The cookie that the address with its token gives."""
    where = urlsplit(served.address)
    answer = ask(served, "GET", f"{where.path}?{where.query}")
    assert answer.status == 303 and "token" not in answer.headers["location"]
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "samesite=strict" in cookie.lower()
    key = cookie.partition(";")[0]
    until(served, key, lambda said: said["ready"])
    return key


def until(served: Served, key: str, holds: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """Ask for the status of the book until something holds of it."""
    deadline = time.monotonic() + HUNG
    while True:
        said: dict[str, Any] = json.loads(ask(served, "GET", f"{urlsplit(served.address).path}status", Cookie=key).body)
        if holds(said):
            return said
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_without_the_token_nobody_is_let_in(served: Served, key: str) -> None:
    assert ask(served, "GET", "/").status == 403
    assert ask(served, "GET", "/static/reader.js").status == 403
    assert ask(served, "GET", "/?token=guess").status == 403
    assert ask(served, "GET", "/", Cookie=key + "x").status == 403
    assert ask(served, "GET", "/", Cookie=key).status == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1.evil.example:80", ""])
def test_another_host_is_refused(served: Served, key: str, host: str) -> None:
    """DNS rebinding: a name of a stranger's that points here."""
    assert ask(served, "GET", "/", Cookie=key, Host=host).status == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", None])
def test_writing_from_elsewhere_is_refused(served: Served, key: str, origin: str | None) -> None:
    extra = {"Origin": origin} if origin is not None else {}
    book = urlsplit(served.book).path
    answer = ask(served, "POST", f"{book}correct", "do=person&value=Eve", Cookie=key, **extra)
    assert answer.status == 403
    assert not (served.folder / "story.fabula.jsonl").exists()


def test_every_answer_carries_the_policy(served: Served, key: str) -> None:
    for path in ("/", urlsplit(served.book).path, "/static/reader.js", "/nothing"):
        answer = ask(served, "GET", path, Cookie=key)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self';" in policy and "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "server" not in answer.headers


def test_no_page_holds_a_script_of_its_own(served: Served, key: str) -> None:
    import re

    book = urlsplit(served.book).path
    for page in ("", "cast", "scenes", "feelings", "bonds", "knowing", "review", "history", "search?find=a"):
        html = ask(served, "GET", book + page, Cookie=key).body
        inline = [s for s in re.findall(r"<script[^>]*>", html) if "src=" not in s and "application/json" not in s]
        assert (
            inline == [] and not re.search(r"\son\w+=", html) and "http://" not in html.replace("http://127.0.0.1", "")
        )


@pytest.mark.parametrize(
    "path",
    [
        "/b/../../etc/passwd",
        "/b/..%2f..%2fetc/",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/b/x%00/",
        "/b/nobody/",
    ],
)
def test_paths_do_not_leave_the_library(served: Served, key: str, path: str) -> None:
    answer = ask(served, "GET", path, Cookie=key)
    assert answer.status in (400, 404) and "root:" not in answer.body and "Starlette" not in answer.body


def test_too_much_is_refused(served: Served, key: str) -> None:
    origin = served.origin
    book = urlsplit(served.book).path
    told = ask(
        served, "POST", f"{book}correct", "do=person", Cookie=key, Origin=origin, Content_Length=str(MOST_FORM + 1)
    )
    assert told.status == 413
    endless = ask(served, "POST", "/upload", "", Cookie=key, Origin=origin, Content_Length=str(10**12))
    assert endless.status == 413


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ("do=fly", "is not one of"),
        ("do=undo&value=x", "is not one of"),
        ("do=speaker&q=q999999", "no such line"),
        ("do=speaker&q=q1&who=nobody", "no nobody here"),
        ("do=kind&q=q1&value=song", "is not one of"),
        ("do=quotation&start=5&end=99999999&value=speech", "no stretch"),
        ("do=quotation&start=-5&end=x&value=speech", "not a number"),
        ("do=rename&who=toby&value=%20", "value"),
        ("do=place&scene=s99&value=x", "no such scene"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(served: Served, key: str, form: str, why: str) -> None:
    answer = ask(served, "POST", f"{urlsplit(served.book).path}correct", form, Cookie=key, Origin=served.origin)
    assert answer.status == 400 and why in json.loads(answer.body)["problem"]


def upload(served: Served, key: str, name: str, data: str) -> Answer:
    body = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n{data}\r\n--x--\r\n'
    kind = {"Content_Type": "multipart/form-data; boundary=x"}
    return ask(served, "POST", "/upload", body, Cookie=key, Origin=served.origin, **kind)


def test_uploads_are_kept_in_the_library(served: Served, key: str) -> None:
    answer = upload(served, key, "../../../evil.txt", '"It is late," said Ida.')
    assert answer.status == 303
    kept = list((served.folder / "library" / "uploads").rglob("*.txt"))
    assert len(kept) == 1 and kept[0].name == "evil.txt" and not list(served.folder.parent.glob("evil*"))
    assert "not one of" in upload(served, key, "evil.exe", "MZ").body
    assert "empty" in upload(served, key, "empty.txt", "").body


def test_a_port_that_is_taken_is_one_line(served: Served) -> None:
    port = str(urlsplit(served.address).port)
    said = subprocess.run(
        [sys.executable, "-m", "fabula", "open", "--no-browser", "--port", port],
        capture_output=True,
        text=True,
        timeout=HUNG,
    )
    assert said.returncode == 2 and said.stderr.count("\n") == 1 and "cannot be listened on" in said.stderr


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    said = subprocess.run(
        [
            sys.executable,
            "-m",
            "fabula",
            "open",
            str(tmp_path / "no.txt"),
            "--no-browser",
            "--library",
            str(tmp_path / "l"),
        ],
        capture_output=True,
        text=True,
        timeout=HUNG,
    )
    assert said.returncode == 2 and "no such file" in said.stderr and "Traceback" not in said.stderr


@pytest.fixture
def unreadable(tmp_path: Path) -> Iterator[Served]:
    file = tmp_path / "book.txt"
    file.write_bytes(b"%PDF-1.4 not a story")
    server, address = start(tmp_path, str(file))
    yield Served(address, tmp_path)
    stop(server)


def test_a_file_that_cannot_be_read_says_so_on_the_page(unreadable: Served) -> None:
    where = urlsplit(unreadable.address)
    cookie = ask(unreadable, "GET", f"{where.path}?{where.query}").headers["set-cookie"].partition(";")[0]
    assert "PDF" in until(unreadable, cookie, lambda said: said["error"])["error"]
    assert "PDF" in ask(unreadable, "GET", where.path, Cookie=cookie).body


def test_ctrl_c_ends_it_at_once_though_it_reads(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text("\n\n".join(f'"It is {k} o\'clock," said Ida to Tom.' for k in range(6000)), encoding="utf-8")
    server, address = start(tmp_path, str(file))
    served = Served(address, tmp_path)
    where = urlsplit(address)
    cookie = ask(served, "GET", f"{where.path}?{where.query}").headers["set-cookie"].partition(";")[0]
    until(served, cookie, lambda said: said["share"] > 0)
    server.send_signal(signal.SIGINT)
    server.communicate(timeout=HUNG)
    assert server.returncode == 0
    assert not list((tmp_path / "library").rglob("story.json"))
