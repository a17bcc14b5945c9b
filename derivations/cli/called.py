"""What a loss is called, and which names say more than that: the log L of d log L/dp, a p with a dot above it."""

from __future__ import annotations

import re
import unicodedata

from derivations.reading import FUNCTIONS
from derivations.reading.letters import GREEK_NAMES

LOSS_NAMES = {"L", "J", "E", "C", "F", "f", "l", "ell", "Loss", "loss", "Cost", "cost", "MSE", "RSS", "SSE", "NLL"}
LOSS_WORDS = {"loss", "cost", "error", "err", "risk", "objective", "obj", "energy", "entropy", "criterion", "penalty"}
LOGARITHMS = {"log", "ln"}
BARE = {
    name for function in FUNCTIONS if function.bare for name in function.names
} - GREEK_NAMES  # log L, without brackets
APPLIED = {name for function in FUNCTIONS for name in function.names} - {*GREEK_NAMES, *LOSS_NAMES} | {"sigma"}
LOOK = re.compile(
    r"\\(?:mathcal|mathbf|mathrm|mathbb|mathscr|bm|boldsymbol|vec|operatorname|text|textbf|textrm)(?![A-Za-z])"
)
HAT = re.compile(
    r"\\(?:wide)?(hat|bar|tilde)\s*(?:\{\s*(\\?[A-Za-z]+)\s*\}|(\\[A-Za-z]+|[A-Za-z]))|(\w)_(hat|bar|tilde)\b"
)
COMMAND = re.compile(r"\\([A-Za-z]+)")
BESIDE_LETTERS = {  # commands within a name
    *("ell", "prime", "ast", "star", "top", "dagger", "left", "right", "hat", "bar", "tilde", "overline"),
    *("widehat", "widebar", "widetilde"),
}
ADDED = re.compile(r"(?:hat|bar|tilde|[0-9])+$")
OF_LOSS = re.compile(rf"({'|'.join(sorted(BARE, key=len, reverse=True))})({'|'.join(sorted(LOSS_NAMES))})")
MOST_CAPITALS = 5
IN_TIME = re.compile(
    r"\\d{1,4}ot(?![A-Za-z])|[\N{COMBINING DOT ABOVE}\N{COMBINING DIAERESIS}]"
)  # a p with a dot above it
UPDATE = re.compile(r"(?<![_^])[-+*/−]=(?!=)|<-|←|\\(?:leftarrow|gets|longleftarrow)(?![A-Za-z])")
STEP = re.compile(r"(?:neg|minus|step|update|descent|direction)", re.IGNORECASE)  # what is gone by, of either sign


def may_be_loss(letter: str) -> bool:
    """May a loss of which nobody says what it is called be called so: L, phi, BCE, Loss, E_total?"""
    plain = ADDED.sub("", letter) or letter
    is_short = len(plain) == 1 or plain in {*GREEK_NAMES, *LOSS_NAMES}
    return is_short or (plain.isupper() and len(plain) <= MOST_CAPITALS) or plain.lower() in LOSS_WORDS


def of_loss(letter: str) -> str:
    """The log(L) of dlogL/dp; nothing for a name that is one."""
    found = OF_LOSS.fullmatch(letter)
    return f"{found[1]}({found[2]})" if found else ""


def is_mere_name(name: str) -> bool:
    """Does it only name something? A fraction does not, nor a norm, a p with a dot above it, or the change Δp."""
    commands = COMMAND.findall(HAT.sub("", LOOK.sub("", name)))
    is_change = re.match(r"(?:Δ|\\?Delta)[A-Za-z]", name)
    in_time = IN_TIME.search(unicodedata.normalize("NFD", name))
    return {*commands} <= {*GREEK_NAMES, *BESIDE_LETTERS} and not is_change and not in_time
