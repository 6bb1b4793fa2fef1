"""The log: what is acknowledged is kept, whoever writes at once and whoever is killed."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fabula.corrections import log
from fabula.corrections.operations import NEEDS, BadOperation, Operation, Person, from_json, to_json

WRITER = """
import sys
from pathlib import Path
from fabula.corrections.log import append
from fabula.corrections.operations import Operation
for k in range(int(sys.argv[2])):
    for op in append(Path(sys.argv[1]), [Operation("", "", "person", value=f"Somebody {k}")]):
        print(op.id, flush=True)
"""


def test_what_is_written_is_read() -> None:
    op = Operation("", "", "merge", who=Person("ida", "Ida"), whom=(Person("idy", "Idy"), Person("i", "I")))
    assert from_json(to_json(op)) == op


def test_every_operation_says_what_it_needs() -> None:
    for do in NEEDS:
        if NEEDS[do]:
            with pytest.raises(BadOperation):
                from_json({"id": "a", "time": "t", "do": do})


@pytest.mark.parametrize(
    "row",
    [
        {},
        [],
        {"id": 1, "time": "t", "do": "person", "value": "Ida"},
        {"id": "a", "time": "t", "do": "fly", "value": "Ida"},
        {"id": "a", "time": "t", "do": "person", "value": " "},
        {
            "id": "a",
            "time": "t",
            "do": "bond",
            "who": {"id": "a", "name": "A"},
            "whom": [{"id": "b", "name": "B"}],
            "value": "love",
        },
        {"id": "a", "time": "t", "do": "speaker", "at": [{"start": 1}]},
        {
            "id": "a",
            "time": "t",
            "do": "speaker",
            "at": [
                {
                    "start": 5,
                    "end": 1,
                    "text": "",
                    "tail": "",
                    "before": "",
                    "after": "",
                    "times": 1,
                    "nth": 0,
                    "units": 1,
                    "rival": 0,
                }
            ],
        },
    ],
)
def test_what_is_no_operation_is_refused(row: object) -> None:
    with pytest.raises(BadOperation):
        from_json(row)  # type: ignore[arg-type]


def test_undo_and_redo(tmp_path: Path) -> None:
    path = tmp_path / "s.fabula.jsonl"
    a, b = log.append(path, [Operation("", "", "person", value="Ida"), Operation("", "", "person", value="Tom")])

    def standing() -> list[str]:
        return [op.id for op in log.read_log(path).standing]

    log.undo(path)
    assert standing() == [a.id]
    log.undo(path)
    assert standing() == []
    log.redo(path)
    assert standing() == [a.id]
    log.redo(path)
    assert standing() == [a.id, b.id]
    log.undo(path)
    (c,) = log.append(path, [Operation("", "", "person", value="Ann")])
    with pytest.raises(log.BadLog, match="nothing to redo"):
        log.redo(path)
    assert standing() == [a.id, c.id]


def test_a_line_cut_short_is_told_and_costs_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "s.fabula.jsonl"
    (a,) = log.append(path, [Operation("", "", "person", value="Ida")])
    whole = path.read_bytes()
    with path.open("ab") as f:
        f.write(whole.splitlines()[-1][:25])  # a crash between bytes
    (b,) = log.append(path, [Operation("", "", "person", value="Tom")])
    held = log.read_log(path)
    assert [op.id for op in held.operations] == [a.id, b.id]
    assert held.damaged == (3,)


def test_another_format_is_not_guessed_at(tmp_path: Path) -> None:
    path = tmp_path / "s.fabula.jsonl"
    path.write_text('{"format": "fabula-corrections/9"}\n', encoding="utf-8")
    with pytest.raises(log.BadLog, match="line 1"):
        log.read_log(path)


def test_a_bad_operation_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "s.fabula.jsonl"
    with pytest.raises(BadOperation):
        log.append(path, [Operation("", "", "person", value="Ida"), Operation("", "", "merge")])
    assert not path.exists() or path.read_bytes() == b""


def test_nothing_acknowledged_is_lost_when_writers_are_killed(tmp_path: Path) -> None:
    """Twenty processes, a hundred operations each; half of them are killed at random. (`benchmarks/` does it in full.)"""
    path = tmp_path / "s.fabula.jsonl"
    outs = [tmp_path / f"{k}.ids" for k in range(20)]
    running = []
    for out in outs:
        with out.open("w") as f:
            running.append(subprocess.Popen([sys.executable, "-c", WRITER, str(path), "100"], stdout=f))
    dice = random.Random(7)
    for p, out in dice.sample(list(zip(running, outs, strict=True)), 10):
        most = dice.randrange(60)  # each is killed when it has had so many acknowledged
        while p.poll() is None and len(out.read_text().splitlines()) <= most:
            time.sleep(0.01)
        p.send_signal(signal.SIGKILL)
    codes = [p.wait() for p in running]
    said = [line for out in outs for line in out.read_text().splitlines() if len(line) == 16]
    held = log.read_log(path)
    ids = [op.id for op in held.operations]
    assert codes.count(0) >= 10
    assert set(said) <= set(ids) and len(set(ids)) == len(ids)
    assert len(held.damaged) <= 10
    assert sum("format" in json.loads(row) for row in path.read_text().splitlines()[:1]) == 1
