"""The commands and signs of LaTeX, and what each is."""

from __future__ import annotations

import re

from derivations.reading.letters import GREEK_NAMES

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
INDICATOR = re.compile(
    r"\\(?:(?:mathbb|mathbf|mathds|mathbbm|boldsymbol)\s*(?:\{\s*1\s*\}|1)|mathbb\s*\{\s*I\s*\})"
    r"(?=\s*(?:\\left\s*|\\[bB]igg?l?\s*)?(?:[\[({]|\\\{|_))"
)
PLACE = re.compile(  # of the largest or the smallest
    r"\\(?:arg\s*(?:\\[,!;:]\s*)?\\|arg|operatorname\*?\s*\{\s*arg\s*(?:\\[,!;:]|~)?\s*\\?)(?P<side>max|min)(?![A-Za-z])"
    r"(?:\s*\})?"
)
ONES = re.compile(r"\\(?:mathbb|mathbf|mathds|mathbbm|boldsymbol|bm|vec)\s*(?:\{\s*1\s*\}|1)")
_T = r"(?:\\top|\\intercal|\\(?:mathsf|mathrm|text|rm|mathit|mathtt)\s*(?:\{\s*T\s*\}|T)|T)"
TURNED_LABEL = re.compile(rf"(\^\s*\{{\s*(?:\[[^\[\]{{}}]*\]|\([^(){{}}]*\)))\s*{_T}\s*\}}")  # W^{[2]T}
TRANSPOSED = re.compile(rf"ᵀ|\^\s*(?:\{{\s*(?P<minus>-)?\s*{_T}\s*\}}|{_T}(?![a-z]{{4}}))")
BOLD = re.compile(
    r"\\(?:mathbf|boldsymbol|bm|vec|pmb|mathbfit|symbf|overrightarrow)(?![A-Za-z])\s*"
    r"(?:\{\s*(?P<group>(?:[A-Za-z]|\\[A-Za-z]+|\s)+?)\s*\}|(?P<one>[A-Za-z]|\\[A-Za-z]+))"
)
LABEL = re.compile(
    r"\s*\^\s*(?:\{\s*(?:\\(?:text|mathrm|textrm)\s*\{\s*(?P<word>[A-Za-z]+)\s*\}|(?P<letters>[A-Za-z]{2,})"
    r"|[\[(]\s*(?P<layer>[0-9]+)\s*[\])]|(?P<star>\*|\\ast|\\star))\s*\}"
    r"|(?P<level>[lL])(?=\s*_)|(?P<asterisk>\*|\\ast(?![A-Za-z])|\\star(?![A-Za-z])))"
)
LEVEL = re.compile(  # the layer above a name: L, {l-1}, {[l]}, {(l+1)}
    r"\s*\^\s*(?:(?P<one>[lL])(?![A-Za-z])|\{\s*[\[(]?\s*(?P<letter>[lL])\s*(?:(?P<sign>[+-])\s*(?P<step>[0-9]+)\s*)?"
    r"[\])]?\s*\})"
)
BEFORE_LEVEL = re.compile(rf"(?P<base>\\?[A-Za-z]+\}}?(?:_(?:[A-Za-z0-9]|\{{[^{{}}]*\}}))?){LEVEL.pattern}")
# What stands around a formula and says nothing: numbers of equations, full stops, environments, & before =.
AROUND = re.compile(
    r"\\(?:label|tag)\*?\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])|\.(?=\s*(?:\\\\|\\end(?![A-Za-z])))"
    r"|\\(?:begin|end)\s*\{(?:equation|align|aligned|split|gather|displaymath|math)\*?\}|&(?=\s*:?=)|\\(?:left|right)\s*\."
)
ARRAY = re.compile(
    r"(\\left\s*\\\{\s*\\begin\s*\{array\}\s*\{[lcr\s]*\})(.*?)(\\end\s*\{array\}\s*\\right\s*\.)", re.DOTALL
)
WORDS_AND_CONDITION = re.compile(r"(?<=&)(\s*\\text\s*\{\s*(?:if|for|when)?\s*\$)([^$]*)(\$\s*[.,]?\s*\})")
CALLED = re.compile(r"\s*(?:\\left\s*|\\[bB]igg?l?\s*)?(?:[\[(]|\\\{)")
TERM = r"\s*(?:[A-Za-z0-9(\[]|\\(?:left|log|ln|exp|frac|hat|bar|[bB]ig)(?![a-z]))"  # as it may follow the sign of a sum
EMPTY = re.compile(r"\{\s*\}")  # as before a row that begins with a bracket
DOLLARS = re.compile(r"\s*(\$\$?|\\\(|\\\[).*?(\$\$?|\\\)|\\\])\s*", re.DOTALL)

BEGIN, END = r"\begin{cases}", r"\end{cases}"

NOTHING = {
    *(",", ";", ":", "!", " ", "\n", "quad", "qquad", "thinspace", "left", "right", "limits", "nolimits"),
    *("big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "displaystyle", "textstyle"),
}
THIN = {",", ";", ":", " "}  # spaces that are set between factors
OPERATORS = {
    "cdot": "*", "times": "*", "ast": "*", "div": "/",
    "coloneqq": "=", "triangleq": "=",
    "le": "<=", "leq": "<=", "leqslant": "<=", "ge": ">=", "geq": ">=", "geqslant": ">=", "ne": "!=", "neq": "!=",
    "lt": "<", "gt": ">", "in": "in",
    "land": "and", "wedge": "and", "lor": "or", "vee": "or", "lnot": "not", "neg": "not",
    "mid": "|", "parallel": "‖",
    "vert": "|", "lvert": "|(", "rvert": ")|", "|": "‖", "Vert": "‖", "lVert": "‖(", "rVert": ")‖",
    "odot": "odot", "circ": "odot", "langle": "⟨", "rangle": "⟩",
    "{": "(", "}": ")", "lbrace": "(", "rbrace": ")", "lbrack": "[", "rbrack": "]", "\\": "newline",
}  # fmt: skip
SINGLE = set("+-*/()[]{}^_,;:=<>|'!")
FUNCTIONS = {
    *["exp", "ln", "log", "sin", "cos", "tan", "tanh", "sinh", "cosh", "max", "min", "arctan", "arcsin", "arccos"],
    "det",
}
UPRIGHT = {"mathrm", "operatorname", "text", "textrm", "mathit", "textit", "mathsf"}
SCRIPT = {"mathcal", "mathscr"}
ACCENTS = {"hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde", "widetilde": "tilde"}
GREEK_COMMANDS = {
    **{name: name for name in GREEK_NAMES},
    "varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varrho": "rho", "varsigma": "sigma", "pi": "pi",
}  # fmt: skip
STRUCTURE = {"frac", "dfrac", "tfrac", "cfrac", "sqrt", "sum", "prod", "partial", "nabla"}
SETS = {"R", "N", "Z"}
GRIDS = {"bmatrix", "pmatrix", "matrix", "Bmatrix", "smallmatrix"}
OTHERWISE = {"else", "otherwise"}
FILLING = {"if", "for", "when"}
NOT_READ_HERE = {
    "pm": r"\pm is two formulas: write the one that you mean",
    "mp": r"\mp is two formulas: write the one that you mean",
    **dict.fromkeys(("top", "intercal"), r"this sign belongs above a letter or a bracket: write x^\top"),
    "mathbb": r"an expectation is not read: write \frac{1}{n}\sum_i for the mean of n examples, or \sum_x p(x)",
    "over": r"write \frac{a}{b}",
    "int": "integrals are not read",
    **dict.fromkeys(("mathbf", "boldsymbol", "bm", "vec"), "expected a letter to be printed bold"),
    "arg": r"\arg is read before \max and \min only",
}


def is_plain_name(text: str) -> bool:
    """Is it a name as in plain text, though all else is LaTeX? Nobody writes a backslash for it."""
    return not set("\\{^$") & set(text)
