"""Serving: a change is on the page within seconds, and a mistake takes nothing away."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError

import pytest

from derivations.publish.live import Scripts

PATIENCE = 30


def fetch(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  (our own server)
            return str(answer.read().decode())
    except OSError:
        return ""


def wait_for(what: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, f"not within {PATIENCE} s"
        time.sleep(0.2)


@pytest.fixture
def scripts(tmp_path: Path, repository: Path) -> Path:
    folder = tmp_path / "own" / "regression"
    folder.mkdir(parents=True)
    for name in ("squared.py", "absolute.py"):
        shutil.copy(repository / "derivations" / "losses" / "regression" / name, folder)
    return folder


def test_only_what_changed_is_derived_again(scripts: Path) -> None:
    live = Scripts(scripts.parent)
    first = {entry.slug: entry for entry in live.catalogue().entries}
    path = scripts / "squared.py"
    path.write_text(path.read_text().replace("Squared loss", "Square loss", 1))
    second = {entry.slug: entry for entry in live.catalogue().entries}
    assert second["absolute"] is first["absolute"]
    assert second["squared"] is not first["squared"]
    assert second["squared"].title == "Square loss"


@pytest.fixture
def served(scripts: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "derivations", "--losses", str(scripts.parent), "serve", "--port", str(port)]
    log = tmp_path / "log"
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=dict(os.environ))
        try:
            url = f"http://127.0.0.1:{port}/losses/regression/squared.html"
            wait_for(lambda: "Squared loss" in fetch(url))
            yield url, log
        finally:
            process.terminate()
            process.wait()


@pytest.mark.slow
def test_a_change_to_a_script_is_on_the_page_within_seconds(served: tuple[str, Path], scripts: Path) -> None:
    url, log = served
    path = scripts / "squared.py"
    right = path.read_text()
    path.write_text(right.replace("Squared loss", "Loss squared", 1))
    wait_for(lambda: "Loss squared" in fetch(url))
    path.write_text(right.replace("wrt=", "wart=", 1))
    wait_for(lambda: "wart" in log.read_text())
    wait_for(lambda: "Loss squared" in fetch(url))
    path.write_text(right.replace("Squared loss", "Mended loss", 1))
    wait_for(lambda: "Mended loss" in fetch(url))


@pytest.mark.slow
def test_a_page_that_is_not_there_is_answered_with_the_404_page(served: tuple[str, Path]) -> None:
    url, _ = served
    with pytest.raises(HTTPError) as found:
        urllib.request.urlopen(url.replace("squared", "nowhere"), timeout=5)  # noqa: S310  (our own server)
    with found.value as answer:
        assert answer.code == 404
        assert "No such page" in answer.read().decode()


@pytest.mark.slow
def test_only_this_machine_is_answered_and_no_request_is_an_error_of_ours(served: tuple[str, Path]) -> None:
    url, _ = served
    port = int(url.split(":")[2].partition("/")[0])

    def status(path: str, host: str) -> int:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", path, headers={"Host": host})
        return connection.getresponse().status

    for host in (f"127.0.0.1:{port}", f"localhost:{port}", "[::1]", "LOCALHOST"):
        assert status("/", host) == 200
    for host in ("evil.example", f"evil.example:{port}", "localhost.evil.example", "127.0.0.1.evil.example", ""):
        assert status("/", host) == 403
    assert status("/%00", f"127.0.0.1:{port}") == 400


@pytest.mark.slow
def test_a_script_that_ends_the_program_ends_nothing(served: tuple[str, Path], scripts: Path) -> None:
    url, log = served
    (scripts / "absolute.py").write_text('"""Absolute"""\n\nx = exit()\n')
    wait_for(lambda: "absolute.py" in log.read_text())
    path = scripts / "squared.py"
    path.write_text(path.read_text().replace("Squared loss", "Loss squared", 1))
    wait_for(lambda: "Loss squared" in fetch(url))
