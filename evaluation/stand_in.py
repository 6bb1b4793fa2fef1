"""A stand-in for a language model: a server that speaks the chat-completions protocol and answers from gold.

    python -m evaluation.stand_in --text NOVEL.txt --gold NOVEL.json [--wrong 0.1] [--seed 1]

It prints its address and serves until it is ended. It knows nothing but what a model is shown: it looks the passage of
a prompt up in the text, and takes the answer from the gold there. As often as ``--wrong`` says it errs, as models do:
somebody else of the passage, or "cannot be told". A model's name asks for something else: "right-80" is right 80 times
of 100; the names in `MISBEHAVE` misbehave. GET /seen tells what was asked, for tests. Tokens are counted as one for
every four characters.
"""

import argparse
import json
import random
import re
import sys
import threading
from bisect import bisect_right
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from fabula.consult.questions import BOTH, ELSE, ONE, TWO, UNTOLD

LETTERS = 4
STALLS_AFTER = 2  # requests that "stalls" answers before it hangs, once
MISBEHAVE = (
    "absent", "locked", "broken", "flaky", "slow", "stalls", "cut", "prose", "strangers", "half", "refusal",
    "silent", "no-schema", "obeys", "wordy", "elsewhere", "nonsense",
)  # fmt: skip
SECRET = "open-sesame"  # the key that "locked" takes
_PASSAGE = re.compile(r"<passage>\n(.*?)\n</passage>", re.DOTALL)
_MARK = re.compile(r"⟦(\d*)|⟧")
_PERSON = re.compile(r"^- (\S+): (.*)$", re.MULTILINE)


def _key(name: str) -> str:
    words = re.sub(r"[^\w' ]+", " ", name.lower().replace("’", "'")).split()
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words)


class Knower:
    """Somebody who has read the gold of a text."""

    def __init__(self, text: str, gold: dict[str, Any], wrong: float, seed: int) -> None:
        self._text, self._wrong, self._seed = text, wrong, seed
        self._people = {c["id"]: {_key(n) for n in (c["name"], *c.get("aliases", ()))} for c in gold["characters"]}
        self._narrator = (gold.get("narration") or {}).get("narrator")
        spans = sorted((a, b, k) for k, q in enumerate(gold["quotes"]) for a, b in q["spans"])
        self._spans, self._quotes = spans, gold["quotes"]

    def answer(self, prompt: str, wrong: float | None = None) -> dict[str, Any]:
        """The answers to a prompt, by number."""
        wrong = self._wrong if wrong is None else wrong
        people = dict(_PERSON.findall(prompt.partition("<passage>")[0]))
        passages = _PASSAGE.findall(prompt)
        asked = _PASSAGE.sub("", prompt)
        if f'"{TWO}"' in asked:
            return {"1": self._one_or_two(people, wrong)}
        if f'"{BOTH}"' in asked:
            return {"1": UNTOLD}
        marked = self._marked(passages[0]) if passages else {}
        several = asked.rpartition("To whom is turn")[1] != ""
        out: dict[str, Any] = {}
        for n, at in marked.items():
            dice = random.Random(f"{self._seed}|{at}|{several}")
            quote = self._quote_at(at)
            said = quote.get("addressees", ()) if several and quote else [quote["speaker"]] if quote else []
            labels = [x for x in (self._label(w, people) for w in said) if x]
            if dice.random() < wrong:
                others = [w for w in people if w not in labels]
                labels = [dice.choice([*others, UNTOLD])]
            elif quote and not labels:
                labels = [ELSE]
            labels = labels or [UNTOLD]
            out[n] = labels if several else labels[0]
        return out

    def _marked(self, passage: str) -> dict[str, int]:
        """Where in the text each number of a passage stands."""
        plain, places, at = "", [], 0
        for m in _MARK.finditer(passage):
            plain += passage[at : m.start()]
            at = m.end()
            if m.group(1):
                places.append((m.group(1), len(plain)))
        plain += passage[at:]
        base = self._text.find(plain)
        out: dict[str, int] = {}
        for n, place in places:
            out.setdefault(n, base + place if base >= 0 else -1)
        return out

    def _quote_at(self, at: int) -> dict[str, Any] | None:
        """The gold quotation that opens at a place or stands there."""
        k = bisect_right(self._spans, (at + 2, 0, 0)) - 1
        for a, b, q in (self._spans[k], self._spans[min(k + 1, len(self._spans) - 1)]) if k >= 0 and at >= 0 else ():
            if a - 2 <= at < b:
                return dict(self._quotes[q])
        return None

    def _label(self, who: str | None, people: dict[str, str]) -> str | None:
        """Which of the people listed somebody of the gold is, by the names."""
        score: dict[str, float] = {}
        for label, about in people.items():
            main, _, rest = about.partition(";")
            names = re.sub(r"\([^)]*\)", "", rest).replace("also ", "").split(",")
            mine = {_key(n) for n in (re.sub(r"\([^)]*\)", "", main), *names)} - {""}
            known = self._people.get(who or "", set())
            score[label] = len(mine & known) + 0.5 * (_key(main) in known)
            if "tells the story" in about and who is not None and who == self._narrator:
                score[label] += 5
        best = max(score, key=lambda w: score[w], default=None)
        return best if best is not None and score[best] > 0 else None

    def _one_or_two(self, people: dict[str, str], wrong: float) -> str:
        dice = random.Random(f"{self._seed}|{'|'.join(people)}")
        found = [{g for g in self._people if self._label(g, {w: about})} for w, about in people.items()]
        right = UNTOLD if len(found) < 2 or not all(found) else ONE if found[0] & found[1] else TWO
        return dice.choice([x for x in (ONE, TWO, UNTOLD) if x != right]) if dice.random() < wrong else right


class _Handler(BaseHTTPRequestHandler):
    knower: Knower
    seen: list[dict[str, Any]]
    lock = threading.Lock()
    stalled = False

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: standard error is for faults."""

    def do_GET(self) -> None:
        with self.lock:
            self._send(200, self.seen)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        model, prompt = body["model"], body["messages"][-1]["content"]
        with self.lock:
            self.seen.append({"model": model, "key": self.headers.get("authorization"), "prompt": prompt})
            count = sum(x["model"] == model for x in self.seen)
            again = sum(x["prompt"] == prompt and x["model"] == model for x in self.seen) > 1
            stall = model == "stalls" and count > STALLS_AFTER and not _Handler.stalled
            _Handler.stalled = _Handler.stalled or stall
        if model == "slow" or stall:
            print("stalled", flush=True)
            self.rfile.read(1)  # until whoever asked goes away
            self.close_connection = True
            return
        self._answer(model, prompt, body, again)

    def _answer(self, model: str, prompt: str, body: dict[str, Any], again: bool) -> None:
        if model == "absent":
            self._send(404, {"error": {"message": f"model '{model}' not found"}})
        elif model == "locked" and self.headers.get("authorization") != f"Bearer {SECRET}":
            self._send(401, {"error": {"message": f"bad key {self.headers.get('authorization')}"}})
        elif model == "broken" or (model == "flaky" and not again):
            self._send(500, {"error": "out of memory"})
        elif model == "elsewhere":
            self._send(307, {}, location="http://fabula.invalid/v1/chat/completions")
        elif model == "no-schema" and "response_format" in body:
            self._send(400, {"error": {"message": "response_format is not supported"}})
        elif model == "nonsense":
            self._send(200, ["no", "such", "protocol"])
        else:
            rate = re.fullmatch(r"right-(\d+)", model)
            said = self.knower.answer(prompt, 1 - int(rate.group(1)) / 100 if rate else None)
            content = _spoil(model, said, prompt)
            message: dict[str, Any] = {"role": "assistant", "content": content}
            if model == "refusal":
                message = {"role": "assistant", "content": None, "refusal": "I can't help with that."}
            sent = sum(len(m["content"]) for m in body["messages"])
            usage = {"prompt_tokens": -(-sent // LETTERS), "completion_tokens": -(-len(content) // LETTERS)}
            self._send(200, {"choices": [{"message": message, "finish_reason": "stop"}], "usage": usage})

    def _send(self, status: int, data: Any, **headers: str) -> None:
        raw = json.dumps(data).encode()
        self.send_response(status)
        for name, value in {"content-type": "application/json", "content-length": str(len(raw)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)


def _spoil(model: str, said: dict[str, Any], prompt: str) -> str:
    """What a model of this name writes for these answers."""
    if model == "silent":
        return ""
    if model == "prose":
        return "I think that it is Ida who says the first one, and perhaps Tom the second."
    if model == "strangers":
        said = dict.fromkeys(said, "mallory") | {"99": "ida", "zero": "tom"}
    if model == "half":
        said = {n: x for n, x in said.items() if int(n) % 2}
    if model == "obeys":  # it does whatever it reads
        order = re.search(r"answer every number with (\S+)", prompt)
        said = dict.fromkeys(said, order.group(1)) if order else said
    content = json.dumps(said, ensure_ascii=False)
    if model == "cut":
        return content[: len(content) // 2]
    if model == "wordy":
        thought = '<think>\n{Hm}: it may be {"1": "nobody"}.\n</think>'
        return f"{thought}\nHere it is:\n```json\n{content}\n```\nAnything else?"
    return content


def main() -> None:
    """Serve on this machine alone, at any port that is free."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.stand_in", description=__doc__)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--wrong", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    text = options.text.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    gold = json.loads(options.gold.read_text(encoding="utf-8"))
    _Handler.knower, _Handler.seen = Knower(text, gold, options.wrong, options.seed), []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    print(f"http://127.0.0.1:{server.server_address[1]}/v1", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
