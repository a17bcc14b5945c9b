"""Lines of a derivation that say what the loss is, or a name: is it the loss that was asked about, or that value?"""

from __future__ import annotations

from dataclasses import replace
from string import ascii_lowercase

from sympy import Symbol

from derivations.catalogue import Catalogue
from derivations.cli.asked import about_entry
from derivations.cli.typed import Typed, entry_meant, items, sides
from derivations.cli.verdict import verdict_on
from derivations.cli.yours import your_entry
from derivations.judge import Diagnosis, Judgement, Phrase, judge
from derivations.judge.judgement import literal
from derivations.language.domains import Real
from derivations.language.loss import ANONYMOUS, Loss

ITSELF, VALUE, UNCHANGED, ANOTHER = "loss", "value", "not-differentiated", "another-loss"
THE_LOSS = "the loss"
LETTERS = f"qrsuvzch{ascii_lowercase}"  # those first that are rarely an index, and no constant


def restated(typed: Typed, catalogue: Catalogue, text: str, name: str = THE_LOSS) -> Judgement | None:
    """The judgement on a line as the loss itself, exact or wrong; None if it cannot be told.

    The loss may be what a derivation calls by a `name`. A loss is the slope of its product with a letter, by that
    letter: so it is judged as any other slope.

    Raises:
        LossaryError: the line cannot be read.
    """
    entry, of = entry_meant(typed, catalogue), ITSELF if name == THE_LOSS else VALUE
    used = f"{typed.beside}{typed.symbols}{typed.wrt}{text}{[*entry.page.loss.all_symbols] if entry else ''}"
    letter = next((one for one in LETTERS if one not in used), "")
    if not letter:
        return None
    if entry is not None:
        judgement = judge(about_entry(typed, your_entry(_times(letter, entry.loss)), [text], 1).question)
    else:
        first, *rest = items(typed.loss)
        times = rf"\cdot \left({_formula(first)}\right)" if typed.latex else f"*({_formula(first)})"
        question = replace(typed, loss=letter + times, wrt=(letter,), where=(*typed.where, *rest))
        judgement, _ = verdict_on(question, catalogue, [text])
    if judgement.verdict == "exact" or (judgement.verdict == "convention" and judgement.scale in (None, "1.0")):
        return replace(judgement, of=of)
    if judgement.verdict == "undecided":
        return None
    reason = Phrase(literal(f"this is not {name}{_shown(judgement, letter, name)}"))
    return Judgement("wrong", reason, diagnoses=(Diagnosis(ANOTHER, reason),), of=of)


def is_loss(judgement: Judgement) -> bool:
    """Is what was claimed the loss before its derivative is taken?"""
    return any(diagnosis.kind == UNCHANGED for diagnosis in judgement.diagnoses)


def _times(letter: str, loss: Loss) -> Loss:
    """The product of a loss with a letter, by that letter."""
    domain = Real("a factor")
    factor = Symbol(letter, **domain.assumptions)
    definitions = [(definition.name, definition.value) for definition in loss.definitions]
    return replace(
        loss.alone(),
        id=ANONYMOUS,
        expression=factor * loss.expression,
        wrt=factor,
        second=(),
        symbols={**loss.symbols, factor: domain},
        definitions=definitions,
        closing=(),
        other_forms=(),
        limits=(),
        mistakes=(),
        properties=(),
    )


def _formula(loss: str) -> str:
    return sides(loss)[2] or loss


def _shown(judgement: Judgement, letter: str, name: str) -> str:
    """The point that shows it."""
    found = judgement.counterexample
    if found is None or None in (found.claimed[0], found.true[0]):
        return ""
    point = ", ".join(f"{name} = {number}" for name, number in found.point if str(name) != letter)
    return f": at {point}, it is {found.claimed[0]}, and {name} is {found.true[0]}"
