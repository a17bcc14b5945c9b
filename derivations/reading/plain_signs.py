"""The signs and words of plain text, and what each is; and what a whole text tells of its letters."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from itertools import takewhile

from derivations.reading.letters import GREEK, GREEK_NAMES, LABELS_ABOVE
from derivations.reading.names import Names
from derivations.reading.unread import NOT_READ
from derivations.reading.vocabulary import KNOWN

NUMBER = re.compile(r"(?:[0-9]+(?:\.(?!\.)[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
WHOLE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
NAME_OF_ARGUMENT = re.compile(r"(?<=[(,])\s*[A-Za-z][A-Za-z0-9_]*\s*=(?!=)")  # the axis= of sum(u, axis=0)
BELOW = re.compile(r"_(?:([A-Za-z0-9]+)|\{\s*([A-Za-z0-9]+)\s*\})")
NUMBER_BELOW = re.compile(r"[0-9]+(?=[A-Za-z]+_)")  # the 1 of x_1x_2, where x_2 is a factor of its own
SAME_BELOW = re.compile(r"([a-z])[A-Za-z](?=_\1(?![A-Za-z0-9]))")  # the i of x_iy_i
# Where a function of a library lives says nothing.
LIBRARY = re.compile(
    r"(?:(?:np|numpy|torch|jnp|jax|tf|math|scipy|sp|cp|F|K|nn|lax|functional|special|linalg)\.)+(?:reduce_(?=sum|mean))?(?=[A-Za-z][A-Za-z0-9])"
)
SPREAD = re.compile(r"(?:var|std)(?=\()")  # of which libraries mean different things
SPREADS = {"var": "variance", "std": "deviation"}
QUOTED = re.compile(r"(?<=[=,(])\s*(['\"])([^'\"]*)\1")  # the 'mean' of reduction='mean'
TRANSPOSED = re.compile(r"\s*(?:ᵀ|\^\s*(?:⊤|T(?!heta|au|[0-9_])|\{\s*[T⊤]\s*\}|\(\s*[T⊤]\s*\)))")
TURNED_INVERSE = re.compile(r"\s*\^\s*(?:\{\s*-\s*T\s*\}|\(\s*-\s*T\s*\)|-T(?![A-Za-z0-9_]))")
# A sign as a label: the + of s_+, x_i^+, s_{-} and s⁺.
LABEL_SIGN = re.compile(r"\s*[_^]\s*\{\s*([+-])\s*\}|\s*[_^]([+-])(?![A-Za-z0-9({])|([⁺⁻₊₋])(?![⁰-⁹ⁿ₀-₉])")
SIGNED = re.compile(rf"([A-Za-zα-ωΑ-Ω]|\\[a-z]+)(?:_(?:[A-Za-z0-9]|\{{[A-Za-z0-9]+\}}))?(?:{LABEL_SIGN.pattern})")
INDEXED = r"(?<![A-Za-z\\]){}_(?:[A-Za-z0-9]|\{{\s*[A-Za-z0-9]+\s*\}})(?!\s*\^\s*\{{?\s*[+-])"
SUM_BEFORE = re.compile(r"(?:sum|prod|[∑Σ])(?:\\limits)?\s*(?:_\s*(?:\{[^{}]*\}|\w))?\s*$")  # its ^T is a limit
# A letter that stands for itself.
LONE = r"(?<![\^A-Za-z0-9_.\\])(?<!\^\{{)(?<!\^\{{-)(?<!\^-)(?<!\^\()(?<!\^\(-){}(?![A-Za-z0-9])"
# What is turned by a T above it though a T stands for itself elsewhere: a letter before a factor, a bracket before T.
TURNED_LETTER = re.compile(r"(?<![A-Za-z\\^])[A-Za-z](?:_(?:\w|\{\w+\}))?\s*$")
TURNED_BRACKET = re.compile(r"[)\]]\s*$")
FACTOR = re.compile(r"\s*(?:\\(?:left|mathbf|bm|vec|boldsymbol)\b|[A-Za-z(\[])")
MATRIX_T = re.compile(r"\s*\*?\s*T(?![A-Za-z0-9])")
TURNED_REMARK = "^T was read as the sign of a transpose, and T alone as a name"
OPERATOR = re.compile(r"\*\*|\.[*/^']|<=|>=|==|!=|&&|:=|\.\.|\.(?=[A-Za-z])|[-+*/^(),;=<>|\[\]{}'_&!@?:]")
LONGER = re.compile(r":=|,\s*(?:\.\.\.|…|\\[lc]?dots(?![A-Za-z]))\s*,")  # the last in {1, ..., n}
OTHER_SPELLING = {"**": "^", "&&": "and", "&": "and", ":=": "=", ".*": "odot", "./": "/", ".^": "^", ".'": "ᵀ"}
BY_ENTRIES = ("**", ".^", "./", ".*")  # as programs write what goes entry by entry
DOTS = "·⋅∙"
ABOVE = re.compile(f"⁽([{''.join(LABELS_ABOVE)}]+)⁾")  # the number of an example or a layer: y⁽ⁱ⁾
PARAMETERS = re.compile(r"(?<=[fghpqvDGQVπμ])[θφϕψω](?=\((?:[^()+\-]|\([^()]*\))*\))")  # the θ of hθ(x) and πθ(a|s)
NUMBERED = re.compile(r"(?<=[α-ορτ-ωΑ-ΡΤ-Ω])[0-9]+(?![0-9.])")  # the 1 of λ1; σ2 may be the square of σ
# The number of an example in round brackets above a letter, and what else a letter does that counts entries alone.
BRACKETED = re.compile(r"(?<![A-Za-z\\])(\\?[A-Za-zα-ω]+)(?:_\w|_\{[^{}]*\})?\^(?:\(([i-nt])\)|\{\(([i-nt])\)\})")
COUNTING = r"_\{{?{0}\b(?:\s*=\s*[^{{}}\s]+)?\}}?|\b{0}\s*=\s*\S+|\[{0}\]"
DEFINED = re.compile(r"\w\((\w)\)\s*=(?!=)[^,;\n]*")  # h(x) = a + b x says nothing of the x outside
LABEL = re.compile(r"\^\(([a-z])\)")
NORMS = "‖∥"
ALONE = {**dict.fromkeys(NORMS, ("op", "‖")), "∇": ("command", "nabla")}  # the last is read on the left of a claim
BRACKETS_BEFORE = (*NORMS, "|", ")", "]")  # what an index may stand below, as in ‖w‖₁ and (Xw)ᵢ
HINTS = {
    "\\": ": is this LaTeX? say --latex", "$": ": is this LaTeX? say --latex",
}  # fmt: skip
LOGIC = {"and", "or", "not", "if", "else", "in"}
LITERALS = {"True": "true", "False": "false", "otherwise": "true"}
ENDLESS = {"inf", "Inf", "infty", "infinity"}  # as in np.inf
NO_NUMBER = {"nan", "NaN"}
IN_PLACE_OF = {"for": "write sum_{i=1}^n u_i for a sum over i, and 1/n sum_{i=1}^n u_i for a mean"}
LEFT_OUT = "None"  # an option that is not used, as in axis=None
WORDS_READ = {*KNOWN, *NOT_READ, *GREEK_NAMES}
ACCENTS = {"hat", "bar", "tilde"}  # belong to the letter: y_hat_i is the entry i of y_hat
WORD_BELOW, INDICES_BELOW = re.compile("[A-Za-z]{3,}"), re.compile("[A-Za-z]|[i-n]{2}|[0-9]+")  # those of y_pred_i
CAPITALS = re.compile(r"(?:^|[,;&]|\\\\|\bwhere\b|\})\s*([A-Z]{2,}|d[A-Za-z])(?=\s*&?\s*=(?!=))")


def spelled(operator: str) -> str:
    """The sign of our own for an operator: two dots for the dots between commas."""
    return OTHER_SPELLING.get(operator, ".." if operator[0] == "," and operator[1:] else operator)


def attached(plain: str, at: int, labels: Container[str]) -> re.Match[str] | None:
    """What stands at this place right behind or above a letter, and belongs below it."""
    label = LABEL.match(plain, at)
    if label and label[1] in labels:
        return label
    return next((found for sign in (ABOVE, PARAMETERS, NUMBERED) if (found := sign.match(plain, at))), None)


def labels_in(texts: Iterable[str]) -> set[str]:
    """The i of y^(i), if it is nothing but the number of an entry, and y is never a number of its own."""
    whole = "\n".join(texts)
    found = list(BRACKETED.finditer(whole))
    rest = DEFINED.sub(" ", BRACKETED.sub(" ", whole))
    bases = {base for base, *_ in map(re.Match.groups, found)}
    if any(re.search(rf"(?<![A-Za-z\\]){re.escape(base)}(?![A-Za-z(_])", rest) for base in bases):
        return set()
    letters = {one or other for _, one, other in map(re.Match.groups, found)}
    return {letter for letter in letters if not is_alone(letter, re.sub(COUNTING.format(letter), " ", rest))}


def label_of(found: re.Match[str]) -> str:
    """What that is as an index."""
    return GREEK.get(found[0], "".join(LABELS_ABOVE.get(sign, sign) for sign in found[0].strip("^()⁽⁾")))


def words_of(pieces: Sequence[str]) -> int:
    """How many of what stands below a letter belong to its name, as in y_hat, y_hat_i, y_pred_i and log_prob_new_t."""
    words = words_first(pieces)
    indices = pieces[words:]
    are_indices = bool(indices) and all(map(INDICES_BELOW.fullmatch, indices))
    return words if are_indices else int(not ACCENTS.isdisjoint(pieces[:1]))


def words_first(pieces: Sequence[str]) -> int:
    """How many of them are words, up to the first that is none."""
    return len(list(takewhile(lambda piece: WORD_BELOW.fullmatch(piece) and piece not in GREEK_NAMES, pieces)))


def signed_in(texts: Iterable[str]) -> set[str]:
    """The letters that bear a plus and a minus, as s_+ and s_- do, or a plus beside an index, as k_+ beside k_i.

    One alone may be a positive part.
    """
    found: dict[str, set[str]] = {}
    texts = tuple(texts)
    signed = [match for text in texts for match in SIGNED.finditer(text)]
    for letter in {match[1] for match in signed if match[0].removeprefix(match[1]).lstrip().startswith("_")}:
        if any(re.search(INDEXED.format(re.escape(letter)), text) for text in texts):
            found.setdefault(GREEK.get(letter, letter.lstrip("\\")), set()).add("index")
    for letter, *signs in (match.groups() for match in signed):
        found.setdefault(GREEK.get(letter, letter.lstrip("\\")), set()).add(sign_of(signs))
    return {letter for letter, signs in found.items() if len(signs) > 1}


def sign_of(groups: Sequence[str | None]) -> str:
    """The name of the sign of a label."""
    return "plus" if next(filter(None, groups)) in "+⁺₊" else "minus"


def is_alone(letter: str, text: str) -> bool:
    """Does the letter stand somewhere in the text for itself, and not as a power or a part of a word?"""
    return re.search(LONE.format(letter), text) is not None


def is_transpose(text: str, start: int, end: int, names: Names) -> bool:
    """Is the T above, from start to end, the sign of a transpose rather than an exponent?

    Where a T stands for itself too, it is one in x^T T x and w^T x/T, and none in gamma^T V and p^T/T.
    """
    if names.rank("T") or names.is_array("T"):
        return True
    if not (names.is_known("T") or names.rank("T") == 0 or is_alone("T", text)):
        return True
    is_sign = TURNED_LETTER.search(text[:start]) and FACTOR.match(text, end)
    if is_sign and TURNED_REMARK not in names.remarks:
        names.remarks.append(TURNED_REMARK)
    return bool(is_sign) or bool(TURNED_BRACKET.search(text[:start]) and MATRIX_T.match(text, end))


def words_in(texts: Iterable[str]) -> set[str]:
    """The words that a text defines and that are no products of letters: the TP of TP = ..., the dz of dz = ..."""
    return {word for text in texts for word in CAPITALS.findall(text)}
