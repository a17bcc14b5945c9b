r"""LaTeX cut into tokens.

Letters side by side are a product: wx is w times x. A command that is not listed here is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from keyword import iskeyword
from typing import NoReturn

from derivations.reading.errors import ReadingError
from derivations.reading.letters import GREEK, GREEK_NAMES, SIGNS, SPACES, described, normal
from derivations.reading.names import Names
from derivations.reading.tokens import LOGIC, Token, collected, exact, refuse_name, refuse_size
from derivations.reading.unread import NOT_READ
from derivations.reading.vocabulary import KNOWN

NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
LETTERS = re.compile(r"[A-Za-z]+")
COMMAND = re.compile(r"\\([A-Za-z]+)\*?|\\(.)", re.DOTALL)
WORDS = re.compile(r"\s*\{([^{}\\$]*)\}")
ACCENTED = re.compile(r"\s*\{\s*([A-Za-z]|\\[a-z]+)\s*_\s*(?:\{\s*([A-Za-z0-9]+)\s*\}|([A-Za-z0-9]))\s*\}")
ONE_LETTER = re.compile(r"\s*(?:\{\s*([A-Za-z]|\\[a-z]+)\s*\}|([A-Za-z])|(\\[a-z]+))")
BELOW = re.compile(
    r"\s*_\s*(?:\{\s*(?P<group>[A-Za-z0-9]+)\s*\}|\{\s*\\(?:text|mathrm)\s*\{\s*(?P<word>[A-Za-z]+)\s*\}\s*\}"
    r"|(?P<one>[A-Za-z0-9])|\\(?P<greek>[a-z]+)(?![A-Za-z])|\{\s*\\(?P<grouped>[a-z]+)\s*\})"
)
PRIMES = re.compile(r"\^\s*(?:\{\s*(?:\\prime\s*)+\}|\\prime(?![A-Za-z]))")
INDICATOR = re.compile(r"\\(?:(?:mathbb|mathbf|mathds|mathbbm|boldsymbol)\s*(?:\{\s*1\s*\}|1)|mathbb\s*\{\s*I\s*\})")
# What stands around a formula and says nothing: numbers of equations, full stops, environments, & before =.
AROUND = re.compile(
    r"\\(?:label|tag)\*?\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])|\.(?=\s*(?:\\\\|\\end(?![A-Za-z])))"
    r"|\\(?:begin|end)\s*\{(?:equation|align|aligned|split|gather|displaymath|math)\*?\}|&(?=\s*:?=)|\\(?:left|right)\s*\."
)
ARRAY = re.compile(
    r"(\\left\s*\\\{\s*\\begin\s*\{array\}\s*\{[lcr\s]*\})(.*?)(\\end\s*\{array\}\s*\\right\s*\.)", re.DOTALL
)
WORDS_AND_CONDITION = re.compile(r"(?<=&)(\s*\\text\s*\{\s*(?:if|for|when)?\s*\$)([^$]*)(\$\s*[.,]?\s*\})")
DOLLARS = re.compile(r"\s*(\$\$?|\\\(|\\\[).*?(\$\$?|\\\)|\\\])\s*", re.DOTALL)

BEGIN, END = r"\begin{cases}", r"\end{cases}"

NOTHING = {
    *(",", ";", ":", "!", " ", "\n", "quad", "qquad", "thinspace", "left", "right", "limits", "nolimits"),
    *("big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "displaystyle", "textstyle"),
}
OPERATORS = {
    "cdot": "*", "times": "*", "ast": "*", "div": "/",
    "coloneqq": "=", "triangleq": "=",
    "le": "<=", "leq": "<=", "leqslant": "<=", "ge": ">=", "geq": ">=", "geqslant": ">=", "ne": "!=", "neq": "!=",
    "lt": "<", "gt": ">", "in": "in",
    "land": "and", "wedge": "and", "lor": "or", "vee": "or", "lnot": "not", "neg": "not",
    "vert": "|", "lvert": "|(", "rvert": ")|",
    "{": "(", "}": ")", "lbrace": "(", "rbrace": ")", "lbrack": "[", "rbrack": "]", "\\": "newline",
}  # fmt: skip
SINGLE = set("+-*/()[]{}^_,;=<>|'!")
FUNCTIONS = {
    *["exp", "ln", "log", "sin", "cos", "tan", "tanh", "sinh", "cosh", "max", "min", "arctan", "arcsin", "arccos"]
}
UPRIGHT = {"mathrm", "operatorname", "text", "textrm", "mathit", "textit", "mathsf"}
SCRIPT = {"mathcal", "mathscr"}
ACCENTS = {"hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde", "widetilde": "tilde"}
GREEK_COMMANDS = {
    **{name: name for name in GREEK_NAMES},
    "varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varrho": "rho", "varsigma": "sigma", "pi": "pi",
}  # fmt: skip
STRUCTURE = {"frac", "dfrac", "tfrac", "cfrac", "sqrt", "sum", "partial", "nabla"}
OTHERWISE = {"else", "otherwise"}
FILLING = {"if", "for", "when"}
NOT_READ_HERE = {
    "pm": r"\pm is two formulas: write the one that you mean",
    "mp": r"\mp is two formulas: write the one that you mean",
    "odot": "products entry by entry are not read: write indices",
    "|": r"norms are not read: write \sqrt{\sum_{i=1}^n x_i^2}",
    "Vert": r"norms are not read: write \sqrt{\sum_{i=1}^n x_i^2}",
    "lVert": r"norms are not read: write \sqrt{\sum_{i=1}^n x_i^2}",
    "top": "transposes are not read: write indices",
    "intercal": "transposes are not read: write indices",
    "over": r"write \frac{a}{b}",
    "prod": "products over an index are not read",
    "int": "integrals are not read",
    **dict.fromkeys(
        ("mathbf", "boldsymbol", "bm", "vec", "mathbb"), "vectors and matrices are not read: write indices"
    ),
}


def latex_tokens_of(text: str, names: Names) -> list[Token]:
    """The tokens of a formula in LaTeX.

    Raises:
        ReadingError: a command or sign that is not read, or too many of them.
    """
    refuse_size(text)
    return collected(text, _Scanner(text, names).tokens())


class _Scanner:
    def __init__(self, text: str, names: Names) -> None:
        self.text, self.names = text, names
        self.plain = _formula_alone("".join(map(normal, text)))
        self.at = 0
        self.before = ""  # the token before: after ^ and _ a letter stands for itself

    def tokens(self) -> Iterator[Token]:
        while self.at < len(self.plain):
            if self.plain[self.at] in SPACES or self.plain[self.at] == "~":
                self.at += 1
                continue
            for token in self._next():
                yield token
                self.before = token.text

    def fail(self, message: str, at: int | None = None) -> NoReturn:
        raise ReadingError(message, self.text, self.at if at is None else at)

    def _next(self) -> Iterator[Token]:
        character = self.plain[self.at]
        if character == "\\":
            yield from self._command()
        elif number := NUMBER.match(self.plain, self.at):
            value = exact(number[0], self.text, self.at)
            yield self._token("number", number[0], len(number[0]), value=value)
        elif run := LETTERS.match(self.plain, self.at):
            yield from self._letters(run[0])
        elif character in GREEK:
            yield self._name("letter", GREEK[character], self.at, self.at + 1)
        elif primes := PRIMES.match(self.plain, self.at):
            for _ in range(primes[0].count("prime")):
                yield Token("op", "'", self.at, primes.end())
            self.at = primes.end()
        elif character == "&":
            yield self._token("op", "column", 1)
        elif self.plain.startswith(":=", self.at):
            yield self._token("op", "=", 2)
        elif character in SINGLE or character in SIGNS:
            yield self._token("op", SIGNS.get(character, character), 1)
        elif character == "." and not self.plain[self.at + 1 :].strip():
            self.at += 1  # the full stop of a sentence
        else:
            self.fail(f"{described(self.text[self.at])} has no meaning in a formula")

    def _token(self, kind: str, text: str, length: int, value: Fraction = Fraction(0)) -> Token:
        token = Token(kind, text, self.at, self.at + length, value=value)
        self.at += length
        return token

    def _name(self, kind: str, letter: str, start: int, end: int) -> Token:
        """The name with what stands below it, if that is one sign or one word."""
        self.at = end
        below = ""
        if found := BELOW.match(self.plain, self.at):
            below = found["group"] or found["word"] or found["one"] or ""
            greek = found["greek"] or found["grouped"]
            if below or greek in GREEK_COMMANDS:
                self.at, below = found.end(), below or GREEK_COMMANDS[greek]
        token = Token(kind, letter, start, self.at, below=below)
        refuse_name(token, self.text)
        return token

    # -- letters

    def _letters(self, run: str) -> Iterator[Token]:
        start = self.at
        argument = run[:1] if self.before in ("^", "_") else ""
        if argument:
            yield self._token("name", argument, 1)
        rest = run[len(argument) :]
        if rest and self._is_one_name(rest, start):
            yield self._name("name", rest, self.at, self.at + len(rest))
            return
        self._check_run(rest)
        for place, letter in enumerate(rest):
            last = place == len(rest) - 1
            yield self._name("name", letter, self.at, self.at + 1) if last else self._token("name", letter, 1)

    def _is_one_name(self, run: str, start: int) -> bool:
        """Is a run of letters one name? If it is known by that name, or is the left side of the whole formula."""
        is_left = not self.plain[:start].strip() and self.plain[start + len(run) :].lstrip().startswith("=")
        known = self.names.is_known(run) and not all(map(self._is_letter, run))
        return len(run) > 1 and (is_left or known)

    def _is_letter(self, letter: str) -> bool:
        return self.names.is_known(letter)

    def _check_run(self, run: str) -> None:
        """Refuse words; letters side by side are a product, but three or more only if each of them is known."""
        if run in KNOWN or run in NOT_READ or (len(run) > 1 and run in {*GREEK_NAMES, *LOGIC, "pi"}):
            self.fail(f"{run} without a backslash is a product of letters: write \\{run} or \\mathrm{{{run}}}")
        if len(run) > 2 and not all(map(self._is_letter, run[:-1])):  # noqa: PLR2004
            self.fail(f"is {run} one name or a product? write \\mathrm{{{run}}} or {' '.join(run)}")

    # -- commands

    def _command(self) -> Iterator[Token]:
        start = self.at
        match = COMMAND.match(self.plain, self.at)
        if not match:
            self.fail("a backslash without a command")
        name, end = match[1] or match[2], match.end()
        if indicator := INDICATOR.match(self.plain, start):
            yield self._token("name", "indicator", indicator.end() - start)
        elif name in NOTHING:
            self.at = end
        elif name == "log":
            yield self._name("name", name, start, end)
        elif name in OPERATORS:
            yield self._token("op", OPERATORS[name], end - start)
            self._skip_row_height(name)
        elif name in FUNCTIONS:
            yield self._token("name", name, end - start)
        elif name in GREEK_COMMANDS:
            yield self._name("letter", GREEK_COMMANDS[name], start, end)
        elif name in STRUCTURE:
            yield self._token("command", "frac" if name.endswith("frac") else name, end - start)
        elif name in ("begin", "end"):
            yield self._environment(name, end)
        elif name in UPRIGHT:
            yield from self._upright(name, start, end)
        elif name in ACCENTS or name in SCRIPT:
            yield self._accented(name, start, end)
        else:
            self.fail(NOT_READ_HERE.get(name, f"the command \\{name} is not read"))

    def _skip_row_height(self, name: str) -> None:
        """The [4pt] of a line break."""
        if name == "\\" and (height := re.compile(r"\[[^\]]*\]").match(self.plain, self.at)):
            self.at = height.end()

    def _environment(self, name: str, end: int) -> Token:
        start, words = self.at, WORDS.match(self.plain, end)
        if not words or words[1] not in ("cases", "dcases"):
            self.fail(r"of the environments only \begin{cases} ... \end{cases} is read")
        return self._token("op", "cases" if name == "begin" else "endcases", words.end() - start)

    def _is_prose(self, command: str, word: str) -> bool:
        r"""Is \text{...} a remark, rather than a name set upright?"""
        is_name = word in KNOWN or word in NOT_READ or self.names.is_known(word) or command not in ("text", "textrm")
        return not is_name or word == "wrt" or iskeyword(word)

    def _upright(self, command: str, start: int, end: int) -> Iterator[Token]:
        words = WORDS.match(self.plain, end)
        if not words:
            self.fail("expected {...} with a word in it")
        word = words[1].strip(" .,~")
        if word in OTHERWISE:
            yield self._token("op", "true", words.end() - start)
        elif (word in FILLING and self.before == "column") or not word:
            self.at = words.end()
        elif word in ("and", "or"):
            yield self._token("op", word, words.end() - start)
        elif LETTERS.fullmatch(word) and not self._is_prose(command, word):
            yield self._name("name", word, start, words.end())
        else:
            yield self._token("text", words[1], words.end() - start)

    def _accented(self, name: str, start: int, end: int) -> Token:
        below = ""
        if inner := ACCENTED.match(self.plain, end):
            written, below = inner[1], inner[2] or inner[3]
        elif inner := ONE_LETTER.match(self.plain, end):
            written = inner[1] or inner[2] or inner[3]
        else:
            self.fail(f"expected one letter after \\{name}")
        letter = GREEK_COMMANDS.get(written[1:], "") if written.startswith("\\") else written
        if not letter:
            self.fail(f"expected one letter after \\{name}")
        accented = f"{letter}_{ACCENTS[name]}" if name in ACCENTS else letter
        if not below:
            return self._name("name", accented, start, inner.end())
        self.at = inner.end()
        token = Token("name", accented, start, self.at, below=below)
        refuse_name(token, self.text)
        return token


def _formula_alone(text: str) -> str:
    """Blanks in place of what stands around the formula, so that positions stay."""
    text = ARRAY.sub(
        lambda found: f"{BEGIN:<{len(found[1])}}{found[2]}{END:<{len(found[3])}}",
        text,
    )
    text = AROUND.sub(lambda found: " " * len(found[0]), text)
    text = WORDS_AND_CONDITION.sub(lambda found: f"{' ' * len(found[1])}{found[2]}{' ' * len(found[3])}", text)
    match = DOLLARS.fullmatch(text)
    if not match:
        return text
    (a, b), (c, d) = match.span(1), match.span(2)
    return text[:a] + " " * (b - a) + text[b:c] + " " * (d - c) + text[d:]
