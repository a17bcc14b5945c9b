"""The index of the search: what can be found, as plain text, in a script that a page opened from a file may load.

What a word is, which words weigh nothing and which result stands first is decided in one place, by the script that
searches: templates/assets/search.js.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field

from markdown.extensions.toc import slugify
from sympy import Gt

from derivations.catalogue import Catalogue, Entry, Family
from derivations.catalogue.data import definitions
from derivations.judge.answers import Asked
from derivations.language.functions import Branches, magnitude, positive_part
from derivations.language.loss import is_id
from derivations.notation import unicode_prose, unicode_text
from derivations.publish.citation import typeset
from derivations.publish.entries import page_url
from derivations.publish.glossary import RuleView
from derivations.publish.mathml import INLINE
from derivations.publish.questions import question_url
from derivations.publish.sheets import sheet_title, sheet_url

FILE = "search-index.js"
HEADING = re.compile(r"^#{1,2} (?P<title>.+?)(?: *\{(?P<attributes>[^}]*)\})?$", re.MULTILINE)
NO_TEXT = re.compile(rf"{INLINE.pattern}|<[^>]*>|\{{[^}}]*\}}|\]\([^)]*\)|^---$.*?^---$", re.MULTILINE | re.DOTALL)
WORD = re.compile(r"[^\W\d_][^\W_]+")  # of two letters at least: single ones stand in formulas, and are symbols
# Words that say nothing of a page, so that the index need not carry them.
SILENT = frozenset(
    re.findall(
        r"\w+",
        """about above after again all also always an and any are as at back be because been before being below
        between both but by can could did do does each either else every few for from further goes had has have
        hence here how however if in into is it its itself just let like many may means might more most much must
        need never no nor not nothing now of off often on once one only onto or other others our out over own
        rather same seen shall she should since so some such than that the their them then there these they this
        those though through thus to too under until up upon us use used uses using very was way we were what
        when where whether which while who whole whose why will with within without would yet you your""",
    )
)


@dataclass(frozen=True)
class Document:
    """Something that can be found.

    Args:
        kind: what it is, as a reader is told.
        title: what it is called.
        url: its address from the root of the site.
        id: its permanent id, if it has one.
        names: what else it is called.
        code: what libraries call it, or the call that returns it.
        about: short texts that say what it is about: headings, meanings of symbols, the letters themselves.
        words: the other words of its page, each once.
        formulas: as one line of text; the first is shown.
        lines: of each address without its number, such as ``L4K7`` or ``L4K7.second``, how many lines there are.
    """

    kind: str
    title: str
    url: str
    id: str = ""
    names: Sequence[str] = ()
    code: Sequence[str] = ()
    about: Sequence[str] = ()
    words: str = ""
    formulas: Sequence[str] = ()
    lines: dict[str, int] = field(default_factory=dict)


def index_script(documents: Iterable[Document], former: dict[str, str]) -> str:
    """The index as a script, and what the ids of former times stand for now."""
    found = [{name: value for name, value in asdict(document).items() if value} for document in documents]
    data = json.dumps({"documents": found, "former": former}, ensure_ascii=False, separators=(",", ":"))
    return f"window.lossaryIndex={data};\n"


def documents(
    losses: Iterable[Document],
    families: Iterable[Family],
    answers: Iterable[Asked],
    rules: Iterable[RuleView],
    texts: dict[str, str],
) -> Iterator[Document]:
    """Everything that can be found: losses, questions, rules, families, sheets, and sections of the pages of text.

    Args:
        losses: the losses, as `of_loss` makes them.
        families: their families.
        answers: the questions.
        rules: the rules, as the glossary shows them.
        texts: the Markdown of the pages of text, by path.
    """
    yield from losses
    yield from map(of_question, answers)
    yield from map(of_rule, rules)
    for family in families:
        yield from _of_family(family)
    for path, text in texts.items():
        yield from of_text(path.replace(".md", ".html"), text)


def of_loss(entry: Entry) -> Document:
    """A loss, by all of its variables."""
    loss = entry.loss
    meanings = [f"{unicode_text(symbol)} {plain(domain.meaning)}" for symbol, domain in loss.all_symbols.items()]
    gradients = [f"{_text(part.loss.slope, part)} = {_text(part.derivation.gradient, part)}" for part in entry.parts]
    prose = [entry.lead, loss.why, *(mistake.why for part in entry.parts for mistake in part.loss.mistakes)]
    prose += [*(hint.why for hint in loss.see_instead), *(source.text for source in loss.source)]
    stated = _text(loss.expression, entry)
    named = [f"{unicode_text(name)} = {unicode_text(value)}" for name, value in definitions(loss)]
    return Document(
        kind="Loss",
        title=entry.title,
        url=page_url(entry),
        id=entry.id,
        names=[*loss.aliases, *_former_names(entry)],
        code=[code.function for code in loss.in_code],
        about=[*meanings, entry.slug],
        words=words([entry.family.title, *prose]),
        formulas=list(
            dict.fromkeys(
                [", ".join([stated, *named]), stated, *_by_a_sign(entry), *gradients, *named, *_whole_arrays(entry)]
            )
        ),
        lines=dict(_lines(entry)),
    )


def _by_a_sign(entry: Entry) -> Iterator[str]:
    """What is defined by the sign of its argument, as it is written elsewhere: |u|, max(0, u)."""
    loss = entry.loss.expression
    if isinstance(loss, Branches):
        (inside, condition), (beyond, _) = loss.cases[0], loss.cases[-1]
        if len(loss.cases) == 2 and condition == Gt(inside, 0) and beyond in (-inside, 0):  # noqa: PLR2004
            yield _text(positive_part(inside) if beyond == 0 else magnitude(inside), entry)


def _text(formula: object, entry: Entry) -> str:
    return unicode_text(formula, entry.derivation.order)


def _whole_arrays(entry: Entry) -> Iterator[str]:
    """The loss and its gradients in matrix form."""
    for form in (part.matrix for part in entry.parts if part.matrix):
        written = (form.stated_as, form.stated_in_full, form.gradient, form.in_full)
        yield from (equation.right[1] for equation in written if equation)


def _former_names(entry: Entry) -> list[str]:
    return [name for part in entry.parts for name in part.loss.former if not is_id(name)]


def _lines(entry: Entry) -> Iterator[tuple[str, int]]:
    for part in entry.parts:
        yield part.id, len(part.derivation.all_lines)
        yield f"{part.id}.t", len(part.derivation.tree)
        if part.second:
            yield part.second.id, len(part.second.derivation.all_lines)


def former_ids(catalogue: Catalogue) -> dict[str, str]:
    """Of each id of former times the one under which it is found now."""
    return {name: part.id for part in catalogue.parts for name in part.loss.former if is_id(name)}


def of_question(asked: Asked) -> Document:
    """A question with its answer."""
    answer, losses = asked.answer, [entry.title for entry in asked.entries.values()]
    prose = [asked.lead, *(section.text for section in answer.sections), *(claim.why for claim in answer.claims)]
    return Document(
        kind="Question",
        title=typeset(asked.title),
        url=question_url(asked),
        id=asked.id,
        about=[answer.short, *(plain(section.title) for section in answer.sections), asked.entry.title],
        words=words([*prose, *losses, *(thread.name for thread in answer.source)]),
        formulas=[typeset(answer.short)],
    )


def of_rule(rule: RuleView) -> Document:
    """A rule of the glossary."""
    about = [plain(text) for text in (rule.remark, rule.condition, rule.proof) if text]
    return Document("Rule", rule.name, f"rules.html#{rule.anchor}", about=about)


def _of_family(family: Family) -> Iterator[Document]:
    note = plain(family.note)
    yield Document("Family", family.title, f"losses/{family.slug}/index.html", words=words([note]))
    yield Document("Formula sheet", sheet_title(family), sheet_url(family), names=["cheat sheet", "formulary"])


def of_text(url: str, text: str) -> Iterator[Document]:
    """Each section of a page of text."""
    body = text.partition("\n---\n")[2]
    found = list(HEADING.finditer(body))
    for number, heading in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(body)
        title = plain(heading["title"])
        own = re.search(r"#(\S+)", heading["attributes"] or "")
        anchor = "" if number == 0 else f"#{own[1] if own else slugify(title, '-')}"
        yield Document("About Lossary", title, url + anchor, words=words([body[heading.end() : end]]))


def plain(text: str) -> str:
    """Prose as plain text, its formulas in Unicode."""
    return " ".join(unicode_prose(text).translate(dict.fromkeys(map(ord, "*`"))).split())


def words(texts: Iterable[str]) -> str:
    """The words of texts, each once, in the order in which they come, without formulas and what says nothing."""
    found = (word.lower() for text in texts for word in WORD.findall(NO_TEXT.sub(" ", text)))
    return " ".join(word for word in dict.fromkeys(found) if word not in SILENT)
