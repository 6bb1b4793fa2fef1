"""The pages of the reader: which address shows what."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from fabula.consult.batch import ask_line
from fabula.consult.client import Server
from fabula.corrections.make import span_of
from fabula.errors import FabulaError
from fabula.exports.page.templates import environment, links
from fabula.web import panels
from fabula.web.forms import operations_from
from fabula.web.library import Entry, Library, NoSuchBook
from fabula.web.open_books import Book, OpenBooks, View, least_certain, teaching
from fabula.web.sections import section_at

Handler = Callable[[Request], Response | Awaitable[Response]]
"""One that is no coroutine is called in a thread, so that its work keeps nobody else waiting."""


class Pages:
    """The handlers of all addresses, around the books that are open."""

    def __init__(self, library: Library, model: Server | None = None) -> None:
        self.books = OpenBooks(library)
        self.model = model

    def library(self, request: Request) -> Response:
        """Every book that was read before, and a way to bring another."""
        return _page(
            "library.html.j2", entries=self.books.library.entries(), problem=request.query_params.get("problem", "")
        )

    async def upload(self, request: Request) -> Response:
        """A file dropped on the library."""
        async with request.form(max_files=1, max_fields=4) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile) or not file.filename:
                return RedirectResponse("/?problem=No+file+was+chosen.", 303)
            data = await file.read()
            try:
                entry = await run_in_threadpool(self.books.library.upload, file.filename, data)
            except FabulaError as e:
                return _page("library.html.j2", 400, entries=self.books.library.entries(), problem=str(e))
        return RedirectResponse(f"/b/{entry.id}/", 303)

    def read(self, request: Request) -> Response:
        """The text, opened at a line (`q`), a scene, a position (`at`) or a stretch (`s`)."""
        book, view = self._view(request)
        if view is None:
            return _waiting(book)
        at = _position(view, request)
        section = section_at(view.sections, at)
        return _page(
            "read.html.j2", **_frame(book, view, "read"), **panels.text(view, section), at=at,
            whole=_shows_all(request), beside=view.sofar.at(section.start, _shows_all(request)),
        )  # fmt: skip

    def section(self, request: Request) -> Response:
        """One stretch of the text, for a page that shows others already."""
        book, view = self._ready(request)
        n = request.path_params["n"]
        if not n.isdecimal() or len(n) > 9 or int(n) >= len(view.sections):
            raise HTTPException(404, "there is no such part of the text")
        return _page("section.html.j2", book=book.entry, **panels.text(view, view.sections[int(n)]))

    def beside(self, request: Request) -> Response:
        """What is known at a position of the text."""
        book, view = self._ready(request)
        at = _whole(request, "at", len(view.story.text))
        whole = _shows_all(request)
        beside = view.sofar.at(at, whole)
        return _page("beside.html.j2", **_links(book), beside=beside, story=beside.story, whole=whole)

    def line(self, request: Request) -> Response:
        """All about one quotation, and what can be said of it otherwise."""
        book, view = self._ready(request)
        whole = next((q for q in view.story.quotes if q.id == request.path_params["quote"]), None)
        if whole is None:
            raise HTTPException(404, "there is no such line")
        shown = view if _shows_all(request) else view.until(view.end_of_paragraph(whole.parts[-1][1]))
        q = next((q for q in shown.story.quotes if q.id == whole.id), whole)
        return _page("line.html.j2", book=book.entry, model=self._name, **panels.line(shown, q))

    def words(self, request: Request) -> Response:
        """Some words that were selected, and what can be said of them."""
        _, view = self._ready(request)
        end = _whole(request, "end", len(view.story.text))
        start = min(_whole(request, "start", len(view.story.text)), end)
        shown = view if _shows_all(request) else view.until(view.end_of_paragraph(end))
        return _page("words.html.j2", **panels.words(shown, start, end))

    def cast(self, request: Request) -> Response:
        """Everybody: names, shares, where they come first and last."""
        return self._panel(request, "cast", panels.cast)

    def scenes(self, request: Request) -> Response:
        """The strip of who is present, and the scenes."""
        return self._panel(request, "scenes", panels.scenes)

    def feelings(self, request: Request) -> Response:
        """Who feels what, over the story."""
        return self._panel(request, "feelings", panels.feelings)

    def bonds(self, request: Request) -> Response:
        """Who is tied to whom, as far as the story has come."""
        return self._panel(request, "bonds", panels.bonds)

    def knowing(self, request: Request) -> Response:
        """Contradictions as pairs, and secrets."""
        return self._panel(request, "knowing", panels.knowing)

    def review(self, request: Request) -> Response:
        """The least certain line, and how many there are."""
        book, view = self._view(request)
        if view is None:
            return _waiting(book)
        asked = request.query_params
        if asked.get("order") == "people":
            shown = _shown(request, view)
            skipped = asked.getlist("skip")
            framed = _frame(book, shown, "review", view)
            return _page("people.html.j2", **framed, **panels.people_alike(shown, skipped), skipped=skipped)
        most = asked.get("order") == "teaching"
        order = (teaching if most else least_certain)(view)
        shown = _shown(request, view)
        filled = panels.review(shown, order, asked.getlist("skip"))
        framed = _frame(book, shown, "review", view)
        return _page("review.html.j2", **framed, **filled, teaching=most, model=self._name)

    def history(self, request: Request) -> Response:
        """The corrections, and what became of each."""
        book, view = self._view(request)
        if view is None:
            return _waiting(book)
        return _page(
            "history.html.j2", **_frame(book, view, "history"), rows=view.story.corrections, log=book.entry.log.name
        )

    def graph(self, request: Request) -> Response:
        """The bonds as data for the drawing."""
        _, view = self._ready(request)
        return JSONResponse(panels.graph(_shown(request, view)))

    def moods(self, request: Request) -> Response:
        """The feelings over the story as data for the chart."""
        _, view = self._ready(request)
        return JSONResponse(panels.moods(_shown(request, view)))

    def search(self, request: Request) -> Response:
        """Words in the text, and people."""
        book, view = self._view(request)
        if view is None:
            return _waiting(book)
        query = request.query_params.get("find", "")[:200]
        shown = _shown(request, view)
        found = panels.search(shown, query)
        return _page("search.html.j2", **_frame(book, shown, "search", view), **found)

    def status(self, request: Request) -> Response:
        """How far a reading has come; asked again and again by a page that waits."""
        book = self.books.book(request.path_params["book"])
        said = {
            "revision": book.revision, "busy": book.busy, "stage": book.stage, "share": round(book.share, 3),
            "error": book.error, "news": book.news, "ready": book.view is not None,
        }  # fmt: skip
        return JSONResponse(said)

    async def correct(self, request: Request) -> Response:
        """Take down what a reader says is otherwise."""
        book, view = await run_in_threadpool(self._ready, request)
        async with request.form() as form:
            ops = await run_in_threadpool(operations_from, form, view.maker)
        await run_in_threadpool(self.books.correct, book, ops)
        return JSONResponse({"revision": book.revision, "busy": book.busy})

    async def ask(self, request: Request) -> Response:
        """Ask the model who says one line, and take down its answer."""
        book, view = await run_in_threadpool(self._ready, request)
        if self.model is None:
            raise HTTPException(404, "no model was named when the reader was started")
        async with request.form() as form:
            quote = str(form.get("q", ""))
        if not any(q.id == quote for q in view.story.quotes):
            raise HTTPException(404, "there is no such line")
        op = await run_in_threadpool(ask_line, view.story, quote, self.model)
        await run_in_threadpool(self.books.correct, book, [op])
        return JSONResponse({"revision": book.revision, "busy": book.busy})

    @property
    def _name(self) -> str:
        """The name of the model that can be asked; empty where there is none."""
        return self.model.model if self.model is not None else ""

    async def undo(self, request: Request) -> Response:
        """Take back the last correction, or make it stand again; a page without a script is led back to the book."""
        book = await run_in_threadpool(self.books.book, request.path_params["book"])
        forth = request.url.path.endswith("/redo")
        await run_in_threadpool(self.books.redo if forth else self.books.undo, book)
        if "back" in request.query_params:
            return RedirectResponse(f"/b/{book.entry.id}/", 303)
        return JSONResponse({"revision": book.revision, "busy": book.busy})

    def _panel(self, request: Request, name: str, fill: Callable[[View], dict[str, Any]]) -> Response:
        book, view = self._view(request)
        if view is None:
            return _waiting(book)
        shown = _shown(request, view)
        return _page(f"{name}.html.j2", **_frame(book, shown, name, view), **fill(shown))

    def _view(self, request: Request) -> tuple[Book, View | None]:
        book = self.books.book(request.path_params["book"])
        return book, book.view

    def _ready(self, request: Request) -> tuple[Book, View]:
        book, view = self._view(request)
        if view is None:
            raise HTTPException(409, "the book is still being read")
        return book, view


def _shows_all(request: Request) -> bool:
    """Does the reader want to see the whole story, with what it holds later?"""
    return "1" in (request.query_params.get("all"), request.cookies.get("whole"))


def _shown(request: Request, view: View) -> View:
    """The story as far as it has been read; or all of it, where the reader wants that."""
    return view if _shows_all(request) else view.until(_number(request.cookies.get("place", ""), len(view.story.text)))


def _frame(book: Book, view: View, here: str, whole: View | None = None) -> dict[str, Any]:
    """What every page of a book needs. ``whole`` is given where ``view`` may be as far as it was read only."""
    place = len(view.story.text)
    return {
        "until": section_at(view.sections, place).title if whole is not None and whole is not view else "",
        "choice": whole is not None,
        **_links(book), "here": here, "story": view.story, "title": book.entry.title, "author": book.entry.author,
        "revision": book.revision, "busy": book.busy, "problem": book.error, "undoable": bool(book.log.standing),
        "redoable": any(op.do == "undo" for op in book.log.operations), "look": view.look, "hue": view.look.hue,
        "edit": True,
    }  # fmt: skip


def _links(book: Book) -> dict[str, Any]:
    return {"book": book.entry, **links(f"/b/{book.entry.id}/")}


def _page(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    return HTMLResponse(environment("fabula.web").get_template(template).render(**values), status)


def _waiting(book: Book) -> Response:
    undoable = bool(book.error and book.log.standing)
    return _page("waiting.html.j2", book=book.entry, title=book.entry.title, problem=book.error, undoable=undoable)


def _whole(request: Request, key: str, most: int) -> int:
    return _number(request.query_params.get(key, "0"), most)


def _number(text: str, most: int) -> int:
    return min(most, int(text)) if text.isdecimal() and len(text) < 12 else 0


def _position(view: View, request: Request) -> int:
    """The code point an address means."""
    asked = request.query_params
    if "q" in asked:
        return next((span_of(q)[0] for q in view.story.quotes if q.id == asked["q"]), 0)
    if "scene" in asked:
        return next((s.start for s in view.story.scenes if s.id == asked["scene"]), 0)
    if "s" in asked:
        return view.sections[min(len(view.sections) - 1, _whole(request, "s", 10**6))].start
    return _whole(request, "at", len(view.story.text))


async def _problem(request: Request, error: Exception) -> Response:
    """One sentence, in place of a page or of an answer to a script."""
    status = error.status_code if isinstance(error, HTTPException) else 404 if isinstance(error, NoSuchBook) else 400
    why = str(error.detail) if isinstance(error, HTTPException) else str(error)
    if request.method == "POST" or request.headers.get("hx-request"):
        return JSONResponse({"problem": why}, status)
    return _page("problem.html.j2", status, problem=why, title="Fabula")


def make_app(library: Library, first: Entry | None = None, model: Server | None = None) -> Starlette:
    """The application, without its guard; ``first`` is a book whose reading begins at once.

    A ``model`` can be asked about a line.
    """
    pages = Pages(library, model)

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        if first is not None:
            await run_in_threadpool(pages.books.book, first.id)
        yield

    book: dict[str, Handler] = {
        "/": pages.read,
        "/section/{n}": pages.section,
        "/beside": pages.beside,
        "/line/{quote}": pages.line,
        "/words": pages.words,
        "/cast": pages.cast,
        "/scenes": pages.scenes,
        "/feelings": pages.feelings,
        "/bonds": pages.bonds,
        "/knowing": pages.knowing,
        "/review": pages.review,
        "/history": pages.history,
        "/search": pages.search,
        "/status": pages.status,
        "/graph.json": pages.graph,
        "/moods.json": pages.moods,
    }
    posts: dict[str, Handler] = {"/correct": pages.correct, "/ask": pages.ask, "/undo": pages.undo, "/redo": pages.undo}
    page = files("fabula.exports.page")
    return Starlette(
        routes=[
            Route("/", pages.library),
            Route("/upload", pages.upload, methods=["POST"]),
            *(Route(f"/b/{{book}}{path}", handler) for path, handler in book.items()),
            *(Route(f"/b/{{book}}{path}", handler, methods=["POST"]) for path, handler in posts.items()),
            Route("/page.css", _shared((page / "page.css").read_text(encoding="utf-8"), "text/css")),
            Route("/page.js", _shared((page / "page.js").read_text(encoding="utf-8"), "text/javascript")),
            Mount("/static", StaticFiles(packages=[("fabula.web", "static")])),
        ],
        exception_handlers={FabulaError: _problem, HTTPException: _problem},
        lifespan=life,
    )


def _shared(text: str, media_type: str) -> Handler:
    """What story.html holds within itself, as a file of its own."""

    async def answer(request: Request) -> Response:
        return Response(text, media_type=media_type)

    return answer
