"""The site while one works on it: a change to a script, a template or an asset is on the page within seconds."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer

from derivations.catalogue import SCRIPTS, Broken, Catalogue, Entry, load_catalogue, load_entry
from derivations.catalogue.catalogue import in_their_order
from derivations.catalogue.kept import Kept
from derivations.catalogue.scripts import read_script
from derivations.catalogue.workers import Progress, silent
from derivations.errors import LossaryError
from derivations.judge.answers import Asked, questions_of, read_answers
from derivations.publish.book import Book
from derivations.publish.html import maker as html_maker
from derivations.publish.html import write_readable
from derivations.publish.pages import write_markdown
from derivations.publish.render import renderer
from derivations.publish.site import FINDINGS, run_mkdocs
from derivations.publish.sources import SETTINGS, source_folder, templates_folder

HOST, PORT = "127.0.0.1", 8000
OURSELVES = {"localhost", "127.0.0.1", "::1"}


class Scripts:
    """The catalogue as the scripts now are; what did not change keeps its derivation and its evidence.

    A script that is broken now stays as it was when it last worked.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._load, self._read = _Once(load_entry), _Once(read_script)
        self._entries: dict[Path, Entry] = {}
        self._asked: dict[Path, Asked] = {}

    def catalogue(self) -> Catalogue:
        """The losses.

        Raises:
            LossaryError: if none of the scripts works.
        """
        fresh = load_catalogue(self.directory, self._load)
        self._entries |= {entry.path: entry for entry in fresh.entries}
        entries = (*fresh.entries, *_former(fresh.broken, self._entries))
        return Catalogue(fresh.directory, in_their_order(entries), fresh.broken)

    def answers(self, catalogue: Catalogue) -> tuple[tuple[Asked, ...], tuple[Broken, ...]]:
        """The questions; judged anew is what has changed itself, or speaks of a loss that has. And what is broken."""
        fresh, broken = read_answers(catalogue, self._read)
        self._asked |= {asked.path: self._judged(asked) for asked in fresh}
        return (*(self._asked[asked.path] for asked in fresh), *_former(broken, self._asked)), broken

    def _judged(self, asked: Asked) -> Asked:
        known = self._asked.get(asked.path)
        return known if known and known.answer is asked.answer and known.entries == asked.entries else asked


class _Once:
    """Reads a script, or gives what was read before if script and folder still say the same."""

    def __init__(self, read: Callable[..., Any]) -> None:
        self.read = read
        self._known: dict[Path, tuple[list[bytes], Any]] = {}

    def __call__(self, path: Path, *kind: Any) -> Any:
        said = [file.read_bytes() for file in (path, path.with_name("__init__.py")) if file.is_file()]
        if path not in self._known or self._known[path][0] != said:
            self._known[path] = said, self.read(path, *kind)
        return self._known[path][1]


def _former(broken: Iterable[Broken], known: Mapping[Path, Any]) -> Iterator[Any]:
    """Those that worked before."""
    yield from (known[script.path] for script in broken if script.path in known)


def serve(
    directory: Path = SCRIPTS,
    host: str = HOST,
    port: int = PORT,
    progress: Progress = silent,
    started: Callable[[str], None] = silent,
) -> None:
    """Build the site into a temporary folder and serve it until interrupted.

    What goes wrong later is reported, and the last good site stays.

    Args:
        directory: the folder of the scripts.
        host: the address to listen at.
        port: the port.
        progress: called with a line about each piece of work, and with what went wrong.
        started: called with the address of the site once it is there.

    Raises:
        LossaryError: if the first build fails, or the port is taken.
    """
    scripts = Scripts(directory)
    with tempfile.TemporaryDirectory(prefix="lossary-") as temporary:
        site = Path(temporary) / "site"
        address = f"http://{host}:{port}/"
        rebuild(scripts, site, address, progress)

        def on_change() -> None:
            try:
                rebuild(scripts, site, address, progress)
            except LossaryError as error:
                progress(f"error: {error}")

        server = _server(on_change, host, port, site)
        watched = (directory, questions_of(directory), templates_folder(), source_folder() / SETTINGS)
        for path in filter(Path.exists, watched):
            server.watch(str(path))
        try:
            started(address)
            server.serve()  # type: ignore[no-untyped-call]
        except KeyboardInterrupt:
            progress("stopped")
        except OSError as error:
            msg = f"{address}: cannot be served there ({error.strerror}): choose another port"
            raise LossaryError(msg) from error
        finally:
            server.shutdown()


def rebuild(scripts: Scripts, site: Path, address: str, progress: Progress) -> None:
    """Build anew, and only then put the result in the place of what is served."""
    with tempfile.TemporaryDirectory(prefix="lossary-") as temporary:
        markdown, fresh = Path(temporary) / "markdown", Path(temporary) / "site"
        markdown.mkdir()
        catalogue = scripts.catalogue()
        answers, broken = scripts.answers(catalogue)
        for script in (*catalogue.broken, *broken):
            progress(f"error: {script.error}")
        write_markdown(Book(catalogue, answers, renderer(), progress, FINDINGS), markdown)
        run_mkdocs(markdown, fresh, FINDINGS, address)
        write_readable(markdown, fresh, Kept(FINDINGS, html_maker()))
        shutil.rmtree(site, ignore_errors=True)
        shutil.move(fresh, site)


class _Server(LiveReloadServer):
    """MkDocs' server for this machine alone: a page from elsewhere that calls itself by our address is refused."""

    def serve_request(self, environ: Mapping[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The page, unless the request is meant for another host, or no file can have its name."""
        if _host_of(environ.get("HTTP_HOST", "")) not in {*OURSELVES, self.server_name, str(self.server_address[0])}:
            start_response("403 Forbidden", [("Content-Type", "text/plain")])
            return [b"403 Forbidden: this server answers to the name localhost only"]
        if "\0" in environ["PATH_INFO"]:
            start_response("400 Bad Request", [("Content-Type", "text/plain")])
            return [b"400 Bad Request"]
        return super().serve_request(environ, start_response)


def _host_of(header: str) -> str:
    """The name or address in a Host header, without the port."""
    return re.sub(r":\d*$", "", header).strip("[]").lower()


def _server(on_change: Callable[[], None], host: str, port: int, site: Path) -> LiveReloadServer:
    server = _Server(on_change, host=host, port=port, root=str(site))

    def not_found(code: int) -> bytes | None:
        page = site / f"{code}.html"
        return page.read_bytes() if page.is_file() else None

    server.error_handler = not_found
    return server
