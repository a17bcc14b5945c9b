"""The judge in the page: what it says is what the command says, it needs the network once, and it can be stopped."""

from __future__ import annotations

import gzip
import json
import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from derivations.catalogue import the_catalogue
from derivations.cli import lossary
from derivations.publish.browser import KEPT, packed, put

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Ask = Callable[..., list[dict[str, Any]]]
WAIT = 120_000  # milliseconds, on a machine that has much else to do
CLAIMS = [  # loss, options, claim, verdict
    ("half-squared", [], "p - t", "exact"),
    ("(p-t)^2", ["--wrt=p"], "p - t", "positive-scale"),
    ("squared", [], "2*(t - p)", "negated"),
    ("L4K7", [], "m_x'(w)", "wrong"),
    ("huber", [], "p - t", "wrong"),
    ("huber", [], "min(delta, max(-delta, p - t))", "exact"),
    ("-t*log(sigma(z)) - (1-t)*log(1-sigma(z))", ["--wrt=z"], "sigma(z) - t", "exact"),
    ("-t*log(sigma(z)) - (1-t)*log(1-sigma(z))", ["--wrt=z"], "(sigma(z) - t)*sigma(z)*(1 - sigma(z))", "wrong"),
    ("||y - Xw||^2", ["--wrt=w"], "X^T(Xw - y)", "positive-scale"),
    (r"\frac{1}{2}(p-t)^2", ["--wrt=p", "--latex"], "p-t", "exact"),
]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def with_judge(site: Path, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the sample with the judge that `make site` has packed."""
    _, whole = packed(the_catalogue(), repository / KEPT)
    if not whole.is_dir():
        missing = "the judge in the page is not packed: make site"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    folder = tmp_path_factory.mktemp("served")
    for part in site.iterdir():
        (folder / part.name).symlink_to(part)
    put(whole, folder / "judge")
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def opened(browser: Browser, with_judge: str) -> Iterator[Page]:
    """One page for all tests, as the judge takes seconds to load."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{with_judge}losses/robust/huber.html")
    yield page
    context.close()


@pytest.fixture(scope="module")
def ask(opened: Page) -> Ask:
    def asked(*commands: list[str]) -> Any:
        return opened.evaluate(
            """async (commands) => {
                const { ask } = await import(new URL("../../judge/judge.js", location).href);
                const signal = new AbortController().signal;
                return ask({ files: {}, commands }, { seconds: 120, note: () => {}, signal });
            }""",
            list(commands),
        )

    return asked


def box(page: Page, claim: str) -> str:
    """What the box says of a claim."""
    page.fill(".lg-try [name=claim]", claim)
    page.click(".lg-try [type=submit]")
    page.wait_for_function("() => !document.querySelector('.lg-try').dataset.busy", timeout=WAIT)
    return page.locator(".lg-told").inner_text()


def test_nothing_is_loaded_before_the_first_touch(browser: Browser, with_judge: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{with_judge}losses/robust/huber.html", wait_until="networkidle")
    page.locator(".lg-try [name=claim]").focus()
    assert asked
    assert not [url for url in asked if "judge" in url]
    page.close()


def test_ten_verdicts_are_those_of_the_command_to_the_byte(ask: Ask) -> None:
    commands = [
        ["check", *options, f"--claim={claim}", "--format=json", "--", loss] for loss, options, claim, _ in CLAIMS
    ]
    answers = ask(*commands)
    for command, answer, (*_, verdict) in zip(commands, answers, CLAIMS, strict=True):
        assert answer["out"] == CliRunner().invoke(lossary, command).stdout
        assert json.loads(answer["out"])["verdict"] == verdict
        assert (answer["status"], answer["err"]) == (0, "")


@pytest.mark.parametrize(
    "loss", ["__import__('os').system('id')", "x.__class__", "(" * 500, "p +* t", "no-such-loss", "a" * 5000]
)
def test_hostile_text_is_refused_in_the_words_of_the_command(ask: Ask, loss: str) -> None:
    command = ["check", "--wrt=p", "--claim=p", "--", loss]
    (answer,), told = ask(command), CliRunner().invoke(lossary, command)
    assert (answer["status"], answer["err"]) == (told.exit_code, told.stderr)
    assert answer["status"] == 2


def test_a_page_asks_but_does_not_build(ask: Ask) -> None:
    (answer,) = ask(["build"])
    assert answer["status"] == 2


def test_it_derives_too(ask: Ask) -> None:
    command = ["derive", "--wrt=p", "--", "(p - t)^2/2"]
    (answer,) = ask(command)
    assert answer["out"] == CliRunner().invoke(lossary, command).stdout


def test_the_box_says_verdict_point_and_command(opened: Page) -> None:
    said = box(opened, "delta*sign(p - t)")
    assert "wrong" in said
    assert opened.locator(".lg-row").all_inner_texts()[1:3] == [
        "At p = -1, t = -2, δ = 3",
        "with respect to p: claimed 3, true 1",
    ]
    expect(opened.locator(".lg-told .lg-v.wrong")).to_be_visible()
    assert opened.locator(".lg-command code").inner_text() == "lossary check --claim='delta*sign(p - t)' -- huber"
    assert "The point is marked in the figure." in said
    assert opened.locator(".lg-handle").get_attribute("aria-valuetext") == "p = −1, L = 0.5, gradient 1"
    assert opened.locator(".lg-ctl output").all_inner_texts()[:2] == ["−2", "3"]  # of t and delta
    assert opened.locator("text.lg-claimed").text_content() == "claimed 3"
    true, claimed = (
        [float(n) for n in re.findall(r"[-\d.]+", str(opened.locator(f"path.lg-{of}").get_attribute("d")))]
        for of in ("true", "claimed")
    )
    rise, steeper = ((y - v) / (x - u) for x, y, u, v in (true, claimed))
    assert steeper == pytest.approx(3 * rise)
    opened.locator(".lg-handle").press("ArrowLeft")
    expect(opened.locator(".lg-claimed")).to_have_count(0)
    way = opened.locator(".lg-told a", has_text="L5W8.2")
    assert way.get_attribute("href") == "#L5W8.2"
    assert opened.locator(".lg-parted").get_attribute("id") == "L5W8.2"
    assert "proved" in box(opened, "min(delta, max(-delta, p - t))")
    expect(opened.locator(".lg-parted, .lg-claimed")).to_have_count(0)


def test_a_verdict_is_not_taken_for_one_on_what_was_typed_after_it(opened: Page) -> None:
    box(opened, "p - t")
    opened.fill(".lg-try [name=claim]", "p - 2t")
    expect(opened.locator(".lg-told .lg-before")).to_have_text("On what was asked before:")
    opened.fill(".lg-try [name=claim]", "p - t")
    expect(opened.locator(".lg-told .lg-before")).to_have_count(0)
    opened.fill(".lg-try [name=claim]", "")
    expect(opened.locator(".lg-told")).to_be_empty()


def test_what_is_typed_is_shown_as_it_is_read_and_up_to_where_it_can_be(opened: Page) -> None:
    box(opened, "p - t")  # the judge is there
    opened.fill(".lg-try [name=claim]", "min(delta, 2p)")
    read = opened.locator(".lg-read")
    expect(read.locator("mfrac")).to_have_text("∂L∂p", timeout=WAIT)
    expect(read.locator("math")).to_have_text("∂L∂p=min(δ,2p)")
    opened.fill(".lg-try [name=claim]", "p + q")
    expect(read).to_have_text("q in the claim p + q does not occur in the loss: its symbols are delta, p, t")
    opened.fill(".lg-try [name=claim]", "2*(p -* t)")
    expect(read.locator("pre")).to_have_text("2*(p -* t)\n      ^")
    opened.fill(".lg-try [name=claim]", "")
    expect(read).to_be_empty()


def test_it_finds_again_and_again(ask: Ask) -> None:
    known = {"sigma(z) - t": "binary-cross-entropy-with-logit", "-y*step(1 - y*s)": "hinge-of-a-score"}
    for gradient, slug in known.items():
        (answer,) = ask(["find", gradient])
        assert (answer["status"], answer["err"]) == (0, "")
        assert f"  {slug}: the same gradient" in answer["out"]


def test_the_answer_is_accessible(opened: Page) -> None:
    box(opened, "p - t")
    for place in (".lg-try", "lg-figure"):
        found = Axe().run(opened, context=place).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []


@pytest.fixture
def deaf(opened: Page) -> Iterator[None]:
    """A worker that hears no claim, so that its answer cannot come before the clock."""
    opened.evaluate(
        """() => {
            window.post = Worker.prototype.postMessage;
            Worker.prototype.postMessage = function (message) {
                if (message.asked?.commands[0][0] !== "check") window.post.call(this, message);
            };
        }"""
    )
    yield
    opened.evaluate("() => { Worker.prototype.postMessage = window.post }")


@pytest.fixture
def offline(opened: Page) -> Iterator[None]:
    box(opened, "p")  # all is loaded
    opened.context.set_offline(True)
    yield
    opened.context.set_offline(False)


@pytest.mark.usefixtures("offline", "deaf")
def test_a_question_that_takes_too_long_is_stopped(opened: Page) -> None:
    opened.eval_on_selector(".lg-try", "form => { form.dataset.seconds = 0.1 }")
    assert "took more than 0.1 s and was stopped" in box(opened, "sign(p - t)*delta^3")
    opened.eval_on_selector(".lg-try", "form => { delete form.dataset.seconds }")


@pytest.mark.usefixtures("offline")
def test_after_a_stop_the_next_question_is_answered_offline(opened: Page) -> None:
    opened.evaluate('async () => (await import(new URL("../../judge/judge.js", location).href)).stop()')
    assert "wrong" in box(opened, "p + t")


def test_a_file_and_a_copy_without_the_judge_give_the_command(site: Path, page: Page) -> None:
    with served(site) as address:
        for place, why in ((f"{site.as_uri()}/", "From a file"), (address, "not part of this copy")):
            page.goto(f"{place}losses/robust/huber.html")
            assert why in (said := box(page, "p - t"))
            assert "below is the command" in said


def test_the_page_of_own_questions_keeps_them_in_its_address(opened: Page, with_judge: str) -> None:
    page = opened.context.new_page()
    page.goto(f"{with_judge}check.html#command=check&loss=(p-t)^2&wrt=p&steps=2*(p-t)%0Ap-t")
    expect(page.locator(".lg-command code")).to_have_text(
        "printf '%s' '2*(p-t)\np-t\n' > steps.txt\nlossary check --wrt=p --steps=steps.txt -- '(p-t)^2'"
    )
    page.select_option("[name=command]", "find")
    expect(page.locator("[name=wrt]")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".lg-try")).to_be_hidden()
    page.close()


def test_a_page_weighs_little_more(site: Path, repository: Path) -> None:
    assets = [repository / "templates/assets" / name for name in ("try.js", "try.css")]
    page = (site / "losses/robust/huber.html").read_text(encoding="utf-8")
    section = page[page.index('id="your-turn"') : page.index("lg-derive")]
    weight = sum(len(gzip.compress(data)) for data in (*(file.read_bytes() for file in assets), section.encode()))
    assert weight < 15_000
