r"""LaTeX cut into tokens.

Letters side by side are a product: wx is w times x. A command that is not listed here is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from keyword import iskeyword

from derivations.reading.latex_around import letter_below
from derivations.reading.latex_place import Place
from derivations.reading.latex_signs import (
    ACCENTS,
    CALLED,
    COMMAND,
    EMPTY,
    FILLING,
    FUNCTIONS,
    GREEK_COMMANDS,
    GRIDS,
    INDICATOR,
    LETTERS,
    NOT_READ_HERE,
    NOTHING,
    NUMBER,
    ONES,
    OPERATORS,
    OTHERWISE,
    PLACE,
    PRIMES,
    SCRIPT,
    SETS,
    SINGLE,
    STRUCTURE,
    TERM,
    THIN,
    UPRIGHT,
    WORDS,
)
from derivations.reading.letters import GREEK, GREEK_NAMES, SIGNS, SPACES, described
from derivations.reading.names import Names
from derivations.reading.numbers import exact
from derivations.reading.plain_signs import DOTS, LOGIC, LONGER, spelled
from derivations.reading.tokens import (
    Token,
    collected,
    refuse_name,
    refuse_size,
)
from derivations.reading.unread import NOT_READ
from derivations.reading.vocabulary import KNOWN


def latex_tokens_of(text: str, names: Names) -> list[Token]:
    """The tokens of a formula in LaTeX.

    Raises:
        ReadingError: a command or sign that is not read, or too many of them.
    """
    refuse_size(text)
    return collected(text, _Scanner(text, names).tokens())


class _Scanner(Place):
    """Goes from token to token."""

    def tokens(self) -> Iterator[Token]:
        while self.at < len(self.plain):
            if self.plain[self.at] in SPACES or self.plain[self.at] == "~":
                self.at += 1
                continue
            if (empty := EMPTY.match(self.plain, self.at)) and self.before not in ("^", "_"):
                self.at = empty.end()
                continue
            spaced = self.spaced
            for token in self._next():
                token.spaced, self.spaced = spaced, False
                yield token
                self.before = token.text

    def _next(self) -> Iterator[Token]:
        character = self.plain[self.at]
        if turned := self._transpose():
            yield from self._turned(turned)
        elif character == "\\":
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
        elif longer := LONGER.match(self.plain, self.at):
            yield self._token("op", spelled(longer[0]), len(longer[0]))
        elif character in SINGLE or character in SIGNS:
            yield self._token("op", SIGNS.get(character, character), 1, below="dot" if character in DOTS else "")
        elif character == "." and not self.plain[self.at + 1 :].strip():
            self.at += 1  # the full stop of a sentence
        else:
            self.fail(f"{described(self.text[self.at])} has no meaning in a formula")

    # -- letters

    def _letters(self, run: str) -> Iterator[Token]:
        start = self.at
        argument = run[:1] if self.before in ("^", "_") else ""
        if argument:
            yield self._token("name", argument, 1)
        rest = run[len(argument) :]
        if rest and (self._is_one_name(rest, start) or self._is_called(rest)):
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
        return len(run) > 1 and (is_left or known or run in self.names.told.words)

    def _is_called(self, run: str) -> bool:
        """Is it a function without its backslash, right before a bracket?"""
        return len(run) > 1 and run in KNOWN and CALLED.match(self.plain, self.at + len(run)) is not None

    def _is_letter(self, letter: str) -> bool:
        return self.names.is_known(letter) or letter in self.names.letters

    def _check_run(self, run: str) -> None:
        """Refuse words; letters side by side are a product, but three or more only if each of them is known."""
        if run in KNOWN or run in NOT_READ or (len(run) > 1 and run in {*GREEK_NAMES, *LOGIC, "pi"}):
            self.fail(f"{run} without a backslash is a product of letters: write \\{run} or \\mathrm{{{run}}}")
        if len(run) > 2 and not all(map(self._is_letter, run[:-1])):  # noqa: PLR2004
            self.fail(f"is {run} one name or a product? write \\mathrm{{{run}}} or {' '.join(run)}")

    # -- commands

    def _command(self) -> Iterator[Token]:  # noqa: C901, PLR0912  (a case for each kind of command)
        start = self.at
        match = COMMAND.match(self.plain, self.at)
        if not match:
            self.fail("a backslash without a command")
        name, end = match[1] or match[2], match.end()
        if indicator := INDICATOR.match(self.plain, start):
            yield self._token("name", "indicator", indicator.end() - start)
        elif place := PLACE.match(self.plain, start):
            yield self._token("name", f"arg{place['side']}", place.end() - start)
        elif ones := ONES.match(self.plain, start):
            yield Token("name", "ones", start, ones.end(), bold=True)
            self.at = ones.end()
        elif name == "Sigma":
            yield self._sum_or_matrix(start, end)
        elif name == "mathbb" and (words := WORDS.match(self.plain, end)) and words[1].strip() in SETS:
            yield self._name("name", words[1].strip(), start, words.end())
        elif name == "infty":
            yield self._token("infinity", match[0], end - start)
        elif name in NOTHING:
            self.at, self.spaced = end, self.spaced or name in THIN
        elif name == "log":
            yield self._name("name", name, start, end)
        elif name in OPERATORS:
            yield self._token("op", OPERATORS[name], end - start, below="dot" if name == "cdot" else "")
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
        if words and words[1] in GRIDS:
            return self._token("op", "grid" if name == "begin" else "endgrid", words.end() - start)
        if not words or words[1] not in ("cases", "dcases"):
            self.fail(r"of the environments only cases and bmatrix are read, as in \begin{cases} ... \end{cases}")
        return self._token("op", "cases" if name == "begin" else "endcases", words.end() - start)

    def _sum_or_matrix(self, start: int, end: int) -> Token:
        r"""A \Sigma: the sign of a sum, if an index stands below it, or a term, where nothing is of matrices."""
        is_indexed = re.match(r"\s*_", self.plain[end:]) and not re.search(r"\\Sigma(?!\s*_)", self.plain)
        is_before_term = not self.names.told.whole and not re.search(rf"\\Sigma(?!{TERM})", self.plain)
        if is_indexed or is_before_term:
            self.remarks.append(r"\Sigma was read as the sign of a sum")
            return self._token("command", "sum", end - start)
        return self._name("letter", "Sigma", start, end)

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
        found = letter_below(self.plain, end)
        if found is None:
            self.fail(f"expected one letter after \\{name}")
        letter, below, end = found
        accented = f"{letter}_{ACCENTS[name]}" if name in ACCENTS else letter
        if not below:
            return self._name("name", accented, start, end)
        self.at = end
        bold = any(place in self.bold for place in range(start, end))
        token = Token("name", accented, start, end, below=below, bold=bold)
        refuse_name(token, self.text)
        return token
