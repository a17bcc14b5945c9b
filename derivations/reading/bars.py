"""Which | opens and which closes.

A bar looks the same on both sides, so every way to pair them is tried, and exactly one must do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from derivations.reading import limits
from derivations.reading.errors import ReadingError
from derivations.reading.tokens import Token

OPENING = {"(", "[", "{", "cases", "grid", "‖(", "⟨"}
CLOSING = {")", "]", "}", "endcases", "endgrid", ")‖", "⟩"}
SEPARATORS = {",", ";", "else", "if", "newline", "column", "?", ":"}
POSTFIX = {"'", "ᵀ"}  # after them an operand is still an operand
SIGNS_BEFORE = {"+", "-", "not"}  # may stand where an operand is expected

# After the tokens so far: how many bars are open, did an operand come last, was a bar opened just now inside a product?
State = tuple[int, bool, bool]


def join_norms(tokens: list[Token], text: str) -> None:
    """Make one sign of two bars side by side, if bars stand so everywhere; and rename every ‖ to ‖( or )‖.

    Raises:
        ReadingError: a norm that is not closed.
    """
    runs = _runs_of_bars(tokens)
    if runs and len(runs) % 2 == 0 and all(len(run) == 2 for run in runs):  # noqa: PLR2004
        for first, second in runs:
            tokens[first].text, tokens[first].end = "‖", tokens[second].end
        for _, second in reversed(runs):
            del tokens[second]
    opened: list[list[Token]] = [[]]  # the norms that are open, in each bracket
    last: Token | None = None
    for token in tokens:
        if token.text in OPENING and token.is_op and token.text != "‖(":
            opened.append([])
        elif token.text in CLOSING and token.is_op and token.text != ")‖" and len(opened) > 1:
            opened.pop()
        elif token.text == "‖":
            closes = opened[-1] and last is not None and (not last.is_op or last.text in CLOSING | POSTFIX)
            token.text = ")‖" if closes else "‖("
            opened[-1].pop() if closes else opened[-1].append(token)
        last = token
    for left in opened:
        if left:
            msg = "this norm ‖ has no partner"
            raise ReadingError(msg, text, left[0].at)


def _runs_of_bars(tokens: list[Token]) -> list[list[int]]:
    """Where bars stand side by side."""
    runs: list[list[int]] = []
    for place, token in enumerate(tokens):
        if token.text == "|" and token.is_op:
            follows = runs and runs[-1][-1] == place - 1 and tokens[place - 1].end == token.at
            runs[-1].append(place) if follows else runs.append([place])
    return runs


def pair_bars(tokens: list[Token], text: str, is_function: Callable[[Token], bool]) -> None:
    """Rename every | to |( or )|.

    Raises:
        ReadingError: a bar without a partner, or bars that can be paired in two ways.
    """
    bars = [token for token in tokens if token.text == "|"]
    if len(bars) > limits.BARS:
        msg = f"these are too many bars: at most {limits.BARS} are read, write abs(...)"
        raise ReadingError(msg, text, bars[limits.BARS].at)
    for segment in _segments(tokens[:-1]):
        if any(token.text == "|" for token in segment):
            _pair(segment, text, is_function)


def _segments(tokens: list[Token]) -> Iterator[list[Token]]:
    """The tokens of each bracket between commas; a bracket inside it is one token, its closing one."""
    open_segments: list[list[Token]] = [[]]
    for token in tokens:
        if token.is_op and token.text in OPENING:
            open_segments.append([])
        elif token.is_op and token.text in CLOSING and len(open_segments) > 1:
            yield open_segments.pop()
            open_segments[-1].append(token)
        elif token.is_op and token.text in SEPARATORS:
            yield open_segments.pop()
            open_segments.append([])
        else:
            open_segments[-1].append(token)
    yield from open_segments


def _pair(segment: list[Token], text: str, is_function: Callable[[Token], bool]) -> None:
    states: dict[State, list[str]] = {(0, False, False): [""]}
    for place, token in enumerate(segment):
        following = segment[place + 1] if place + 1 < len(segment) else None
        after: dict[State, list[str]] = {}
        for state, choices in states.items():
            for choice, new in _moves(state, token, following, is_function):
                kept = after.setdefault(new, [])
                kept += [before + choice for before in choices][: 2 - len(kept)]
        states = after
    found = [choice for (depth, operand, _), choices in states.items() if not depth and operand for choice in choices]
    bars = [token for token in segment if token.text == "|"]
    if len(found) != 1:
        msg = "these bars can be paired in two ways: write abs(...)" if found else "this bar | has no partner"
        if len(bars) == 1 and not found:
            msg = f"{msg}; p(y|x), a probability given something, is not read: give it a letter, such as p_y"
        raise ReadingError(msg, text, bars[0].at)
    for bar, choice in zip(bars, found[0], strict=True):
        bar.text = "|(" if choice == "(" else ")|"


def _moves(
    state: State, token: Token, following: Token | None, is_function: Callable[[Token], bool]
) -> Iterator[tuple[str, State]]:
    depth, operand, fresh = state
    if token.text == "|":
        if operand and depth and _may_close(token, following):
            yield ")", (depth - 1, True, False)
        if not fresh and (not operand or _may_open(token, following)):
            yield "(", (depth + 1, False, operand and depth > 0)
    elif token.is_op and token.text not in CLOSING | POSTFIX:
        if operand or (token.text in SIGNS_BEFORE and not fresh) or token.text in ("/", "true", "false"):
            yield "", (depth, token.text in ("true", "false"), False)
    else:
        yield "", (depth, not is_function(token), False)


def _may_open(bar: Token, following: Token | None) -> bool:
    """Could this bar, after an operand, begin another factor? Not if a space follows it and none stands before it."""
    return following is not None and (bar.spaced or not following.spaced)


def _may_close(bar: Token, following: Token | None) -> bool:
    return following is None or not bar.spaced or following.spaced or following.is_op
