"""A server that speaks the OpenAI chat-completions protocol: asked with patience, and told apart when it misbehaves."""

import asyncio
import ipaddress
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from fabula.consult.prompt import LETTERS, Prompt
from fabula.errors import FabulaError, needed

KEY = "FABULA_API_KEY"  # the environment variable that holds the key, where a server asks for one
TIMEOUT = 120.0  # seconds for one answer: a large model on a laptop takes its time
CONNECT = 10.0  # seconds until a server is there at all
TRIES = 3
FIRST_WAIT = 1.0  # seconds before the second try; twice as long before each further one
LONGEST_WAIT = 60.0  # seconds that a server may ask us to wait
ANSWER = 2000  # tokens an answer may have: some models think aloud before it
SHOWN = 160  # characters shown of what a server says of an error


class Unanswered(FabulaError):
    """One request got no answer that can be used; others may."""


class ServerDown(FabulaError):
    """The server cannot be asked at all: it is not there, refuses the key, or has not the model."""


class Reply(NamedTuple):
    """What a model wrote, and how many tokens were sent and written, by the server's count or by ours."""

    content: str
    sent: int
    written: int


@dataclass(slots=True)
class Server:
    """A server and a model of it. ``url`` is what its /chat/completions stands under.

    ``timeout`` is in seconds for one answer, ``parallel`` how many are asked at once. ``wait`` sleeps between tries.
    """

    url: str
    model: str
    timeout: float = TIMEOUT
    parallel: int = 1
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep
    _form: int = field(default=0, init=False)  # of _FORMS, the first that the server takes
    _key: str = field(default="", init=False, repr=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FabulaError(f"{self.url!r} is no address of a server, like http://localhost:11434/v1")
        if parts.username or parts.password or parts.query:
            raise FabulaError(f"an address with a key in it would be written down; put the key into {KEY}")
        self._key = os.environ.get(KEY, "").strip()

    @property
    def is_here(self) -> bool:
        """Is the server this machine, so that nothing leaves it?

        >>> Server("http://127.0.0.1:8080/v1", "m").is_here, Server("http://192.168.1.2/v1", "m").is_here
        (True, False)
        """
        host = urlsplit(self.url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def ask_all(self, prompts: list[Prompt], tell: Callable[[int, Reply | Unanswered], None]) -> None:
        """Ask every prompt, ``parallel`` at once; ``tell`` is given the number of each and what became of it.

        Raises ServerDown where there is no use in going on; `tell` was given what came until then.
        """
        needed("httpx", "fabula[consult]")
        try:
            asyncio.run(self._ask_all(prompts, tell))
        except BaseExceptionGroup as group:
            raise _first(group) from None

    async def _ask_all(self, prompts: list[Prompt], tell: Callable[[int, Reply | Unanswered], None]) -> None:
        import httpx

        waiting = list(enumerate(prompts))[::-1]
        # to this machine we go straight: a proxy from the environment would be another machine
        limits = httpx.Timeout(self.timeout, connect=min(CONNECT, self.timeout))
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        async with httpx.AsyncClient(timeout=limits, headers=headers, trust_env=not self.is_here) as client:

            async def work() -> None:
                while waiting:
                    number, prompt = waiting.pop()
                    try:
                        said: Reply | Unanswered = await self._ask(client, prompt)
                    except Unanswered as e:
                        said = e
                    tell(number, said)

            async with asyncio.TaskGroup() as group:
                for _ in range(max(1, min(self.parallel, len(prompts)))):
                    group.create_task(work())

    async def _ask(self, client: Any, prompt: Prompt) -> Reply:
        """One answer; tried again where it may help. Raises Unanswered or ServerDown."""
        import httpx

        why = ""
        for k in range(TRIES):
            asked = 0.0
            try:
                answer = await self._post(client, prompt)
            except httpx.ConnectError as e:
                raise ServerDown(f"{self.url}: no server answers there ({self._plain(str(e))})") from None
            except httpx.TimeoutException:
                why = f"no answer within {self.timeout:g} seconds"
            except httpx.HTTPError as e:
                why = f"the connection broke ({self._plain(str(e)) or type(e).__name__})"
            else:
                if answer.status_code == 200:
                    return self._reply(answer, prompt)
                why = self._refused(answer.status_code, answer)
                asked = _seconds(answer.headers.get("retry-after", ""))
            if k + 1 < TRIES:
                await self.wait(min(LONGEST_WAIT, max(asked, FIRST_WAIT * 2**k)))
        raise Unanswered(why)

    async def _post(self, client: Any, prompt: Prompt) -> Any:
        """The response to a prompt, sent in the fullest form that the server takes."""
        place = f"{self.url.rstrip('/')}/chat/completions"
        for form in range(self._form, len(_FORMS)):
            answer = await client.post(place, json=self._body(prompt, form))
            if answer.status_code == 200:
                self._form = form
            if answer.status_code not in (400, 422):
                break
        return answer

    def _body(self, prompt: Prompt, shape: int) -> dict[str, Any]:
        form = {"type": "json_schema", "json_schema": {"name": "answers", "strict": True, "schema": prompt.schema}}
        every = {"response_format": form, "temperature": 0, "max_tokens": ANSWER}
        return {
            "model": self.model,
            "messages": list(prompt.messages),
            "stream": False,
            **{k: every[k] for k in _FORMS[shape]},
        }

    def _refused(self, status: int, answer: Any) -> str:
        """What a status means, where asking again may help. Raises ServerDown where it does not."""
        if status in (401, 403):
            why = "the key is not accepted" if self._key else f"it asks for a key: put it into {KEY}"
            raise ServerDown(f"{self.url}: {why} (status {status})")
        said = self._plain(_error(answer))
        if status == 404:
            raise ServerDown(f"{self.url}: there is no model {self.model!r}, or the address is wrong ({said})")
        if status in (400, 422):
            raise Unanswered(f"the server does not take the question ({said})")
        if 300 <= status < 400:
            raise ServerDown(f"{self.url}: the server sends us elsewhere (status {status}); give that address")
        if status in (408, 409, 425, 429) or status >= 500:
            return f"the server failed (status {status}: {said})"
        raise ServerDown(f"{self.url}: the server refuses (status {status}: {said})")

    def _reply(self, answer: Any, prompt: Prompt) -> Reply:
        try:
            data = answer.json()
            choice = data["choices"][0]
            message = choice["message"]
            content = message.get("content") or ""
            refusal = message.get("refusal")
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
            raise Unanswered("what came is no answer of this protocol") from None
        if refusal:
            raise Unanswered(f"the model refuses ({self._plain(str(refusal))})")
        if not isinstance(content, str) or not content.strip():
            cut = choice.get("finish_reason") == "length"
            raise Unanswered("the answer is cut short before it begins" if cut else "the answer is empty")
        used = data.get("usage") if isinstance(data.get("usage"), dict) else {}
        sent, written = used.get("prompt_tokens"), used.get("completion_tokens")
        return Reply(
            content,
            sent if isinstance(sent, int) else prompt.tokens,
            written if isinstance(written, int) else -(-len(content) // LETTERS),
        )

    def _plain(self, words: str) -> str:
        """What a server said, on one line, short and without the key."""
        words = " ".join((words.replace(self._key, "…") if self._key else words).split())
        words = "".join(c for c in words if c.isprintable())
        return words if len(words) <= SHOWN else words[: SHOWN - 1] + "…"


# What is sent beside model and messages, the most first: not every server takes a schema, or knows these names.
_FORMS: tuple[tuple[str, ...], ...] = (
    ("response_format", "temperature", "max_tokens"),
    ("temperature", "max_tokens"),
    (),
)


def _error(answer: Any) -> str:
    """What a server says of an error, in any of the usual forms."""
    try:
        said = answer.json()
        said = said.get("error", said.get("detail", said)) if isinstance(said, dict) else said
        return str(said.get("message", said) if isinstance(said, dict) else said)
    except (ValueError, RecursionError):
        return str(answer.text)


def _seconds(header: str) -> float:
    """How long a server asks us to wait."""
    return float(header) if header.strip().isdecimal() and len(header) < 8 else 0.0


def _first(group: BaseException) -> BaseException:
    """What went wrong first, of all that was under way."""
    while isinstance(group, BaseExceptionGroup):
        group = group.exceptions[0]
    return group
