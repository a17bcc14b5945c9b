r"""Our own TeX as MathML, where there is no program to typeset it: in a page that reads what somebody types.

It knows what ``tex`` writes and nothing else; the pages themselves are typeset when the site is built.
"""

from __future__ import annotations

import re
from html import escape

from derivations.errors import LossaryError
from derivations.notation.latex import NAMED_OPERATORS
from derivations.notation.names import GREEK, TEX_SPELLING

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
WORDS = r"\\(text|mathrm|operatorname\*?|begin|end)\{([^{}]*)\}"
TOKEN = re.compile(rf"{WORDS}|\\(?:[A-Za-z]+|.)|\d+(?:\.\d+)?|\S")
LETTERS = {TEX_SPELLING.get(name, name): letter for name, letter in GREEK.items()}
NAMES = {*NAMED_OPERATORS, "arctan", "arcsin", "arccos", "det"}
LIMITS = {"max": "max", "min": "min", "sum": "∑", "arg": "arg"}
SIGNS = {"cdot": "⋅", "le": "≤", "ge": "≥", "ne": "≠", "partial": "∂", "infty": "∞"}
SPACES = {",": 0.167, ";": 0.278}  # in em
SIZES = {"big": 1.2, "Big": 1.8}  # in em
PRIMES = {"′′": "″", "′′′": "‴"}  # which have a sign of their own
PARTNER = {"(": ")", "[": "]"}
BEFORE_A_SIGN = {*"=<>,+-&/", "\\\\", "\\cdot", "\\le", "\\ge", "\\ne"}  # after these a minus is no difference
TIGHT = ' lspace="0" rspace="0"'
FLAT = f' stretchy="false"{TIGHT}'


def markup(tex: str) -> str:
    """The formula as a MathML element in display style.

    Args:
        tex: as ``tex`` writes it.

    Raises:
        LossaryError: it holds something that ``tex`` does not write.
    """
    return f'<math xmlns="{NAMESPACE}" display="block">{_Reader(tex).row()}</math>'


class _Reader:
    """Reads the TeX from left to right, once."""

    def __init__(self, tex: str) -> None:
        self.tokens = [found[0] for found in TOKEN.finditer(tex)]
        self.place = 0

    @property
    def next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        part = self.next
        self.place += 1
        return part

    def row(self, *ends: str) -> str:
        """Everything up to one of these, which is left to be taken."""
        parts: list[str] = []
        before = "="
        while self.next and self.next not in ends:
            part = self.next
            typeset = self.scripted()
            is_sign = part == "-" and before in BEFORE_A_SIGN
            parts.append(typeset.replace("<mo", '<mo form="prefix"', 1) if is_sign else typeset)
            before = part
        return f"<mrow>{''.join(parts)}</mrow>"

    def scripted(self) -> str:
        """An atom with what stands below and above it."""
        above_it = self.next.removeprefix("\\").split("{")[0] in {*LIMITS, "operatorname*"}
        base, scripts, primes = self.atom(), {}, ""
        while self.next in {"^", "_", "'"}:
            sign = self.take()
            if sign == "'":
                primes += "′"
            else:
                scripts[sign] = self.atom()
        kinds = {"_": "under", "^": "over"} if above_it else {"_": "sub", "^": "sup"}
        kind = "".join(name for sign, name in kinds.items() if sign in scripts)
        parts = "".join(scripts[sign] for sign in kinds if sign in scripts)
        whole = f"<m{kind}>{base}{parts}</m{kind}>" if kind else base
        return f"<mrow>{whole}<mo{TIGHT}>{PRIMES.get(primes, primes)}</mo></mrow>" if primes else whole

    def atom(self) -> str:
        """One sign, number, name or group."""
        part = self.take()
        if words := re.fullmatch(WORDS, part):
            return self.words(*words.groups())
        if part.startswith("\\"):
            return self.command(part[1:])
        if part in {"{", *PARTNER}:
            inside, end = self.row("}" if part == "{" else PARTNER[part]), self.take()
            return inside if part == "{" else f"<mrow><mo{FLAT}>{part}</mo>{inside}<mo{FLAT}>{end}</mo></mrow>"
        kind = "mn" if part[0].isdigit() else "mi" if part.isalpha() else "mo"
        tight = FLAT if part == "|" else TIGHT if part == "/" else ""
        return f"<{kind}{tight}>{'−' if part == '-' else escape(part)}</{kind}>"

    def words(self, kind: str, text: str) -> str:
        """Upright words; or branches, one below the other."""
        if kind == "begin":
            return self.branches()
        if kind == "operatorname*":
            return f'<mo movablelimits="false"{TIGHT}>{escape(text.replace(chr(92) + ",", " "))}</mo>{self.gap()}'
        if kind == "operatorname":
            return self.name(text)
        return f"<mtext>{escape(text)}</mtext>" if kind == "text" else f'<mi mathvariant="normal">{escape(text)}</mi>'

    def branches(self) -> str:
        rows: list[list[str]] = [[]]
        end = r"\end{cases}"
        while self.next:
            rows[-1].append(self.row("&", "\\\\", end))
            sign = self.take()
            if sign == end:
                break
            rows += [[]] if sign == "\\\\" else []
        cells = ("".join(f'<mtd style="text-align: left">{cell}</mtd>' for cell in row) for row in rows)
        return f"<mrow><mo>{{</mo><mtable>{''.join(f'<mtr>{row}</mtr>' for row in cells)}</mtable></mrow>"

    def command(self, name: str) -> str:
        """A name, a sign, a space or something built of parts."""
        if name in LETTERS:
            upright = ' mathvariant="normal"' if LETTERS[name].isupper() else ""
            return f"<mi{upright}>{LETTERS[name]}</mi>"
        if name in NAMES:
            return self.name(name)
        if name in LIMITS:
            return f'<mo movablelimits="false"{TIGHT if name != "sum" else ""}>{LIMITS[name]}</mo>'
        if name in SIGNS:
            kind = "mi" if name in {"partial", "infty"} else "mo"
            return f"<{kind}>{SIGNS[name]}</{kind}>"
        if name in SPACES:
            return f'<mspace width="{SPACES[name]}em"></mspace>'
        if name.removesuffix("frac") in {"", "t", "d"}:
            style = {"t": ' displaystyle="false"', "d": ' displaystyle="true"'}.get(name[0], "")
            return f"<mfrac{style}>{self.atom()}{self.atom()}</mfrac>"
        if name == "sqrt":
            return f"<msqrt>{self.atom()}</msqrt>"
        return self.bracketed(name)

    def bracketed(self, name: str) -> str:
        """A bracket of some size, and all up to its partner."""
        size = SIZES.get(name.removesuffix("l"))
        if size is None and name != "left":
            msg = f"no MathML for \\{name}: add it to derivations/notation/markup.py"
            raise LossaryError(msg)
        options = TIGHT if size is None else f'{TIGHT} minsize="{size}em" maxsize="{size}em"'
        left, end = self.take(), "\\right" if size is None else f"\\{name.removesuffix('l')}r"
        inside = self.row(end)
        self.take()
        return f"<mrow><mo{options}>{left}</mo>{inside}<mo{options}>{self.take()}</mo></mrow>"

    def name(self, text: str) -> str:
        """The name of a function, apart from an argument without brackets."""
        return f'<mi mathvariant="normal">{escape(text)}</mi>{self.gap()}'

    def gap(self) -> str:
        is_apart = self.next[:1] not in {"^", "_", "(", ""} and self.next not in {"\\left", "\\bigl", "\\Bigl"}
        return f'<mspace width="{SPACES[","]}em"></mspace>' if is_apart else ""
