"""The server of the reader: on this machine alone unless told otherwise."""

import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from fabula.consult.client import Server
from fabula.errors import FabulaError
from fabula.web.app import make_app
from fabula.web.guard import Guard
from fabula.web.library import Entry, Library

PORT = 8642  # so that the browser knows us again: where it was, light or dark; any free one if this is taken
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    library: Library,
    entry: Entry | None,
    *,
    host: str = "127.0.0.1",
    port: int = PORT,
    browser: bool = True,
    model: Server | None = None,
    tell: Callable[[str], None] = print,
) -> None:
    """Serve until interrupted. ``port`` 0 takes any that is free; ``tell`` is given the address with its token.

    A ``model`` can be asked about a line.

    Raises FabulaError where the address cannot be had.
    """
    try:
        bound = _bind(host, port)
    except FabulaError:
        if port != PORT:
            raise
        bound = _bind(host, 0)
    number = bound.getsockname()[1]
    token = secrets.token_urlsafe(24)
    names = {host, "localhost", "127.0.0.1"} if host in LOOPBACK else _names(host)
    hosts = frozenset(f"{f'[{n}]' if ':' in n else n}:{number}" for n in names)
    app = Guard(make_app(library, entry, model), hosts, token)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{number}{f'/b/{entry.id}/' if entry is not None else '/'}?token={token}"
    tell(address)
    if browser:
        threading.Timer(0.3, webbrowser.open, (address,)).start()
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=1
    )
    with suppress(KeyboardInterrupt):  # Ctrl-C is how it is ended
        uvicorn.Server(config).run(sockets=[bound])


def _names(host: str) -> set[str]:
    """What other machines may call this one."""
    name = socket.gethostname()
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(name, None)}
    except OSError:
        found = set()
    return {host, name.lower(), socket.getfqdn().lower(), *found}


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(128)  # whoever follows the address at once waits, and is not turned away
    except (OSError, OverflowError) as e:
        bound.close()
        reason = e.strerror if isinstance(e, OSError) and e.strerror else str(e)
        raise FabulaError(f"{host}:{port}: cannot be listened on ({reason})") from None
    bound.set_inheritable(True)
    return bound
