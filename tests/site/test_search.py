"""The search: what is in the index, and that what students type leads to its page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from derivations.catalogue import the_catalogue
from derivations.judge.answers import load_answers
from derivations.publish.glossary import glossary, uses
from derivations.publish.pages import PROSE
from derivations.publish.search import Document, documents, former_ids, index_script, of_loss, of_text, words
from derivations.publish.sources import templates_folder

WHOLE = the_catalogue()
FIRST = 5  # results among which a page must be

# -- the index ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def index() -> list[Document]:
    """Everything that can be found of the whole catalogue, but for the pages of text."""
    chapters = glossary(WHOLE, [use for entry in WHOLE.entries for use in uses(entry)])
    rules = [rule for chapter in chapters for rule in chapter.rules]
    return list(documents(map(of_loss, WHOLE.entries), WHOLE.families, load_answers(WHOLE), rules, {}))


def test_all_that_there_is_can_be_found(index: list[Document]) -> None:
    kinds = [document.kind for document in index]
    assert kinds.count("Loss") == len(WHOLE.entries)
    assert kinds.count("Question") == len(load_answers(WHOLE))
    assert kinds.count("Family") == kinds.count("Formula sheet") == len(WHOLE.families)
    assert kinds.count("Rule") > 40


def test_a_loss_is_found_by_its_names_symbols_and_lines(index: list[Document]) -> None:
    (huber,) = (document for document in index if document.id == "L5W8")
    assert "nn.HuberLoss" in huber.names
    assert "keras.losses.Huber" in huber.code
    assert any(about.startswith("δ ") for about in huber.about)
    assert huber.formulas[0].startswith("{ (p − t)²/2 if |p − t| ≤ δ")
    assert huber.lines.keys() == {"L5W8", "L5W8.t", "L5W8.second"}
    assert huber.lines["L5W8"] == len(WHOLE.find("huber").derivation.all_lines)


def test_steps_and_formulas_are_no_words(index: list[Document]) -> None:
    assert words(["The slope of $\\sigma(z)$, `code` and <b>bold</b>; the slope again."]) == "slope code bold"
    for document in index:
        assert not re.search(r"[$\\<>{}]", document.words), document.title
        assert "copy latex" not in document.words


def test_sections_of_a_page_of_text_are_found_at_their_headings() -> None:
    text = "---\ntitle: About\n---\n\n# About it\n\nLead.\n\n## How to cite { #cite }\n\nBy id.\n\n"
    text += "## What *for*\n\nReading.\n"
    found = [(document.title, document.url, document.words) for document in of_text("about.html", text)]
    assert found == [
        ("About it", "about.html", "lead"),
        ("How to cite", "about.html#cite", "id"),
        ("What for", "about.html#what-for", "reading"),
    ]
    assert all((templates_folder() / "pages" / f"{name}.md").is_file() for name in PROSE)


def test_the_index_is_small_and_the_same_each_time(index: list[Document]) -> None:
    script = index_script(index, former_ids(WHOLE))
    assert script == index_script(index, former_ids(WHOLE))
    assert len(script.encode()) < 2000 * len(WHOLE.entries)
    data = json.loads(script.removeprefix("window.lossaryIndex=").removesuffix(";\n"))
    assert data["former"]["L8TC"] == "L4GP.v"


def test_every_address_in_the_index_is_that_of_a_page(site: Path) -> None:
    script = (site / "assets" / "search-index.js").read_text(encoding="utf-8")
    for document in json.loads(script.partition("=")[2].removesuffix(";\n"))["documents"]:
        path, _, anchor = document["url"].partition("#")
        page = (site / path).read_text(encoding="utf-8")
        assert not anchor or f'id="{anchor}"' in page, document["url"]


# -- what is found -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def engine(browser: Browser, index: list[Document]) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(content=index_script(index, former_ids(WHOLE)))
    page.add_script_tag(path=templates_folder() / "assets" / "search.js")
    yield page
    page.close()


def found(engine: Page, query: str) -> dict[str, Any]:
    return dict(engine.evaluate("query => lossarySearch(query)", query))


# A query, and what must be among the first results: a slug, an id, or a title.
QUERIES = {
    "gradient of MAE": "absolute",
    "matrix factorization gradient": "matrix-factorisation",
    "gaussian nll sigma": "gaussian-log-variance",
    "softmax output layer labels minus prediction": "softmax-cross-entropy",
    "derivative of softmax with cross entropy": "softmax-cross-entropy",
    "skip-gram negative sampling": "negative-sampling",
    "cosine similarity gradient": "cosine-distance",
    "triplet gradient": "triplet-margin",
    "log pi gradient": "policy-gradient",
    "batchnorm backward": "batch-normalisation",
    "derivative of sigmoid": "sigmoid",
    "backprop through sigmoid layer": "sigmoid-node",
    "hinge loss subgradient": "hinge",
    "L1 subgradient": "lasso",
    "BCEWithLogitsLoss": "binary-cross-entropy-with-logit",
    "BCE": "binary-cross-entropy",
    "VAE": "gaussian-divergence",
    "REINFORCE": "policy-gradient",
    "rmse": "root-mean-squared",
    "L4K7.2": "absolute-of-a-model",
    # and as students may type them
    "why do we divide by 2 in mse": "QHDS",
    "loss becomes nan when sigma goes to zero": "Q94C",
    "cross entropy with soft labels": "softmax-cross-entropy-of-soft-targets",
    "label is -1 or 1 hinge": "hinge-of-a-score",
    "cross entropie gradient": "softmax-cross-entropy",
    "ridge regression": "ridge",
    "logistic regression gradient": "logistic-regression",
    "linear regression gradient descent": "least-squares",
    "how do I take the gradient of the huber loss?": "huber",
    "hubert loss": "huber",
    "sofmax derivative": "softmax",
    "tripplet loss": "triplet-margin",
    "crossentropy": "softmax-cross-entropy",
    "binary crossentropy": "binary-cross-entropy",
    "soft max jacobian": "softmax",
    "logcosh": "log-cosh",
    "Log Cosh derivative": "log-cosh",
    "nn.CrossEntropyLoss gradient": "softmax-cross-entropy",
    "torch.nn.functional.cross_entropy": "softmax-cross-entropy",
    "batch norm": "batch-normalisation",
    "batch normalization backward pass": "batch-normalisation",
    "regularization": "ridge",
    "l2 regularised": "ridge",
    "relu derivative": "rectifier",
    "derivative of relu at 0": "rectifier",
    "derivative of abs": "absolute-value",
    "smooth l1 loss": "huber",
    "l1 loss": "absolute",
    "d/dx sigmoid": "sigmoid",
    "cross entropy with softmax w.r.t. logits": "softmax-cross-entropy",
    "tf.nn.softmax_cross_entropy_with_logits": "softmax-cross-entropy",
    "F.mse_loss": "mean-squared",
    "Bishop": "half-squared",
    "2X^T r": "least-squares",
    "SVM": "linear-svm",
    "multiclass svm loss": "multiclass-hinge",
    "kl divergence gaussian": "gaussian-divergence",
    "BPTT": "recurrent-network",
    "rnn gradients": "recurrent-network",
    "OLS": "least-squares",
    "Poisson NLL": "poisson-regression",
    "make your own neural network": "rashid-network",
    "can I drop the 2": "QSM3",
    "target is a constant": "Q3M8",
    "why no sigma prime in cross entropy": "QCVP",
    "mean or sum": "QV22",
    "p - y": "QSQJ",
    "2(p - t)": "squared",
    "sign(p-t)": "absolute",
    "σ(z) − t": "binary-cross-entropy-with-logit",
    "σ": "QJ9T",
    "-1": "QGJ3",
    "labels −1 and +1": "QGJ3",
    "chain rule": "Chain rule",
    "kronecker": "Kronecker delta",
    "log det derivative": "QRB9",
    "derivative of an inverse matrix": "Entry of an inverse",
    "formula sheet regression": "Formula sheet: Regression",
    "networks": "Networks",
    # a step of descent, and formulas with other letters
    "w <- w - alpha grad": "Q3M8",
    "theta := theta - alpha * dJ/dtheta": "QSQJ",
    "w = w - lr * grad": "Q7H7",
    "subgradient at zero of abs": "absolute-value",
    "subgradient of |x| at 0": "absolute-value",
    "derivative of max(0,x)": "rectifier",
    "gradient of ||Xw - y||^2": "least-squares",
    "||Xw - y||^2 + λ||w||^2": "ridge",
    "d/dx log(1+e^x)": "softplus",
    "1/(1+e^-x) derivative": "sigmoid",
    "gradient of (y - yhat)^2": "squared",
    "|x - t|": "absolute",
    "dpo loss gradient": "dpo",
    "huber vs mae": "huber",
    "lstm backprop equations": "lstm-cell",
    "policy gradient theorem log trick": "policy-gradient",
    "l5w8": "huber",
    "L8TC": "rashid-network",
    "Q3M8": "Q3M8",
}  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("query, wanted", QUERIES.items())
def test_a_query_leads_to_its_page(engine: Page, query: str, wanted: str) -> None:
    answer = found(engine, query)
    first = [names(result) for result in answer["results"][:FIRST]]
    assert any(wanted in each for each in first), first
    assert answer["answered"]


def names(result: dict[str, Any]) -> set[str]:
    slug = result["url"].partition("#")[0].rpartition("/")[2].removesuffix(".html")
    return (
        {slug, result["id"], result["title"]} if result["kind"] in {"Loss", "Line"} else {result["id"], result["title"]}
    )


@pytest.mark.browser
def test_a_slip_is_none_the_less_one_where_a_page_of_text_shows_it(browser: Browser, index: list[Document]) -> None:
    """Such as that of messages about names that are not known."""
    page, text = browser.new_page(), "# In Python\n\nNo loss is called hubber: did you mean huber?\n"
    page.add_script_tag(content=index_script([*index, *of_text("python.html", text)], former_ids(WHOLE)))
    page.add_script_tag(path=templates_folder() / "assets" / "search.js")
    assert any("huber" in names(result) for result in found(page, "hubber loss")["results"][:FIRST])
    page.close()


# Names of which one page alone is meant, and must stand first.
NAMES = {
    "MAE": "absolute",
    "gradient of MAE": "absolute",
    "nn.L1Loss": "absolute",
    "L1Loss": "absolute",
    "L2 loss": "squared",
    "BCEWithLogitsLoss": "binary-cross-entropy-with-logit",
    "SmoothL1Loss": "huber",
    "optax.huber_loss": "huber",
    "OLS": "least-squares",
    "SVM": "linear-svm",
    "hinge loss": "hinge",
    "huber loss": "huber",
    "modified huber": "modified-huber",
    "log loss": "binary-cross-entropy",
    "cross entropy loss": "softmax-cross-entropy",
    "crossentropy": "softmax-cross-entropy",
    "ReLU": "rectifier",
}


@pytest.mark.browser
@pytest.mark.parametrize("query, wanted", NAMES.items())
def test_a_name_leads_to_its_page_first(engine: Page, query: str, wanted: str) -> None:
    assert wanted in names(found(engine, query)["results"][0])


# Losses that people look for, and the words by which the title or another name of one is known. As long as there is
# none, the search says so.
LOOKED_FOR = {
    "squared log error": "squared log",
    "focal loss derivative": "focal",
    "modified huber": "modified huber",
    "exponential loss": "exponential",
    "quantile loss": "quantile",
    "dice loss gradient": "dice",
    "wasserstein distance": "wasserstein",
    "squared hinge": "squared hinge",
    "label smoothing": "label smoothing",
}


@pytest.mark.browser
@pytest.mark.parametrize("query, name", LOOKED_FOR.items())
def test_what_is_not_here_is_said_not_to_be(engine: Page, query: str, name: str) -> None:
    answer = found(engine, query)
    known = {entry.title for entry in WHOLE.entries if name in " ".join([entry.title, *entry.loss.aliases]).lower()}
    assert answer["answered"] == bool(known)
    assert answer["results"]
    assert not known or known & {result["title"] for result in answer["results"][:FIRST]}


@pytest.mark.browser
def test_a_line_is_found_by_its_address(engine: Page) -> None:
    page = "losses/regression/absolute-of-a-model.html"
    for query in ("L4K7.2", "l4k7.2", " L4K7 2", "L4K7 line 2"):
        assert found(engine, query)["results"][0]["url"] == f"{page}#L4K7.2"
    for query, address in (
        ("L8TC.3", "L4GP.v.3"),
        ("L4ZC.S.2", "L4ZC.S.2"),
        ("L5W8.second.1", "L5W8.second.1"),
        ("L5W8.t3", "L5W8.t3"),
    ):
        assert found(engine, query)["results"][0]["url"].partition("#")[2] == address
    beyond = found(engine, "L4K7.99")
    last = len(WHOLE.find("L4K7").derivation.all_lines)
    assert beyond["notice"] == f"The last address there is L4K7.{last}."
    assert beyond["results"][0]["url"] == page


@pytest.mark.browser
def test_common_words_weigh_nothing_unless_they_are_all(engine: Page) -> None:
    one = [result["url"] for result in found(engine, "hinge")["results"]]
    assert [result["url"] for result in found(engine, "what is the gradient of the hinge loss")["results"]] == one
    assert found(engine, "gradient")["results"][0]["title"].startswith(("Policy gradient", "Gradient penalty"))
    assert found(engine, "how")["answered"]


@pytest.mark.browser
def test_the_title_of_a_family_leads_to_its_page_and_is_no_title_of_its_losses(engine: Page) -> None:
    titles = [result["title"] for result in found(engine, "robust regression")["results"]]
    assert titles[:2] == ["Robust regression", "General robust loss"]


@pytest.mark.browser
@pytest.mark.parametrize(
    "query", ["", " ", "(", "[", "\\", "*", "+", "a:b", '"', "^2", "~1", "‖x‖", "🙂", "%", "constructor", "__proto__"]
)
def test_signs_are_text(engine: Page, query: str) -> None:
    assert isinstance(found(engine, query)["results"], list)


# -- the box -----------------------------------------------------------------------------------------------------------

HUBER = "losses/robust/huber.html"


def open_box(page: Page, site: Path) -> None:
    page.goto((site / HUBER).as_uri())
    page.get_by_role("button", name="Search").click()


def first(page: Page) -> str:
    page.locator(".lg-dialog .lg-results a").first.wait_for()
    return page.locator(".lg-dialog .lg-results a").first.inner_text()


@pytest.mark.browser
@pytest.mark.parametrize("way", ["typed", "pasted", "dictated"])
def test_text_is_searched_however_it_came(site: Path, page: Page, way: str) -> None:
    open_box(page, site)
    field = page.locator(".lg-dialog input")
    if way == "typed":
        page.keyboard.type("least squares")
    elif way == "pasted":
        page.evaluate("navigator.clipboard.writeText('least squares')")
        page.keyboard.press("Control+V")
    else:  # as the keyboards of phones and programs of dictation do: no key is pressed
        field.evaluate(
            "each => { each.value = 'least squares'; each.dispatchEvent(new InputEvent('input', { bubbles: true })); }"
        )
    assert first(page) == "Least squares"
    assert page.locator(".lg-dialog output").inner_text().endswith("results")


@pytest.mark.browser
def test_a_result_leads_to_its_page_without_a_trace(site: Path, page: Page) -> None:
    open_box(page, site)
    page.keyboard.type("L4K7.2")
    assert first(page) == "L4K7.2: Absolute loss of a model"
    page.keyboard.press("Enter")
    page.wait_for_url("**/absolute-of-a-model.html#L4K7.2")
    assert page.locator("#L4K7\\.2").is_visible()
    assert page.locator("mark").count() == 0


@pytest.mark.browser
def test_the_keyboard_is_enough(site: Path, page: Page) -> None:
    page.goto((site / HUBER).as_uri())
    page.keyboard.press("/")
    page.keyboard.type("squared")
    first(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert (
        page.evaluate("document.activeElement.textContent")
        == page.locator(".lg-dialog .lg-results a").nth(1).inner_text()
    )
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.tagName") == "INPUT"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")  # the first may empty the field
    assert not page.locator(".lg-dialog").is_visible()


@pytest.mark.browser
def test_what_is_not_here_can_be_derived(site: Path, page: Page) -> None:
    open_box(page, site)
    page.keyboard.type("wasserstein <b>distance</b>")
    note = page.locator(".lg-dialog .lg-nothere")
    note.wait_for()
    assert note.inner_text().startswith("Not here yet: “wasserstein”")
    assert note.locator("code").inner_text() == "lossary derive FORMULA --wrt NAME"
    assert page.locator(".lg-dialog b").count() == 0


@pytest.mark.browser
def test_the_home_page_has_the_same_search(site: Path, page: Page) -> None:
    page.goto((site / "index.html").as_uri())
    page.locator("#lg-find").fill("rmse hinge")
    page.locator("main .lg-results a").first.wait_for()
    assert page.locator("main .lg-results a").first.inner_text() == "Hinge loss"
    page.locator("#lg-find").fill("")
    page.wait_for_function("document.querySelectorAll('main .lg-results a').length === 0")


@pytest.mark.browser
def test_the_header_stays_as_high_as_it_is(site: Path, page: Page) -> None:
    for width in (360, 800, 1220, 1440, 1600):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto((site / HUBER).as_uri())
        height = "document.querySelector('.md-header').offsetHeight"
        before = page.evaluate(height)
        assert before < 60
        page.get_by_role("button", name="Search").click()
        assert page.evaluate(height) == before
        page.keyboard.press("Escape")
