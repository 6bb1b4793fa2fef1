"""Who may ask: this machine's own browser, from our own pages, with the token of this start.

Against pages of others that reach for a server on this machine (DNS rebinding, cross-site requests): the Host must be
ours, a request that changes something must come from our own Origin, and every request carries a token that only the
address printed at the start gives.
"""

import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 64 * 1024 * 1024  # of an upload
MOST_FORM = 1024 * 1024  # of anything else that is sent
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """An ASGI application around another, which only lets through who may ask."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str], token: str) -> None:
        self._app, self._hosts, self._token = app, hosts, token
        self._cookie = "fabula-" + next(iter(sorted(hosts))).rpartition(":")[2]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return  # no web sockets

        async def hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                # what belongs to the program may be kept, and is asked about again; what belongs to the reader may not
                headers["cache-control"] = "no-cache" if scope["path"].startswith("/static/") else "no-store"
            await send(message)

        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if host not in self._hosts:
            await _refuse(403, "This is not the address of this server.")(scope, receive, hardened)
            return
        if scope["method"] not in ("GET", "HEAD") and headers.get("origin") != f"http://{host}":
            await _refuse(403, "This request does not come from Fabula's own pages.")(scope, receive, hardened)
            return
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["method"] == "GET" and given and secrets.compare_digest(given.encode(), self._token.encode()):
            answer = RedirectResponse(scope["path"], 303)
            answer.set_cookie(self._cookie, self._token, httponly=True, samesite="strict", path="/")
            await answer(scope, receive, hardened)
            return
        if not secrets.compare_digest(self._known(headers).encode(), self._token.encode()):
            why = "Open the address that `fabula open` printed: it holds the key of this start."
            await _refuse(403, why)(scope, receive, hardened)
            return
        most = MOST_BYTES if scope["path"] == "/upload" else MOST_FORM
        length = headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > 15 or int(length) > most:
            await _refuse(413, f"More than {most:,} bytes were sent.")(scope, receive, hardened)
            return
        await self._app(scope, _counted(receive, most), hardened)

    def _known(self, headers: Headers) -> str:
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return ""
        return found.value if found is not None else ""


def _refuse(status: int, why: str) -> PlainTextResponse:
    return PlainTextResponse(why, status)


def _counted(receive: Receive, most: int) -> Receive:
    """The body of a request, cut off where it grows beyond what it may be, whatever its headers say."""
    got = 0

    async def limited() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        return message if got <= most else {"type": "http.disconnect"}

    return limited
