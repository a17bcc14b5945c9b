"""The options of a call: what each may be, and which axes, which norm and which divisor they say."""

from __future__ import annotations

from derivations.reading.axes import Value, unread
from derivations.reading.tree import Always, Apply, Infinity, Keyword, Listing, Minus, Node, Number, Word

Options = dict[str, Node]
TYPED = {
    "variance": "np.var", "deviation": "np.std", "sample_variance": "torch.var", "sample_deviation": "torch.std",
}  # fmt: skip


def as_typed(node: Apply) -> str:
    """The name of the function as it stands in the text."""
    return TYPED.get(node.function.full, node.function.full)


def options_of(node: Apply) -> dict[str, Node]:
    """The arguments that have a name."""
    return {argument.name: argument.value for argument in node.arguments if isinstance(argument, Keyword)}


def plain_of(node: Apply) -> list[Node]:
    """The others."""
    return [argument for argument in node.arguments if not isinstance(argument, Keyword)]


def is_true(node: Node | None, *, otherwise: bool = False) -> bool:
    """The answer that an option gives.

    Raises:
        UnreadFault: it is neither True nor False.
    """
    match node:
        case None:
            return otherwise
        case Always(holds=holds):
            return holds
        case Number(value=value) if value in (0, 1):
            return value == 1
    return unread("this option is True or False", node.at)


def axes_of(options: Options, value: Value) -> tuple[list[int] | None, bool]:
    """Over which axes, and do they stay?"""
    axis, keep = options.pop("axis", None), is_true(options.pop("keepdims", None))
    if axis is None:
        return None, keep
    axes = [_axis(each, value) for each in (axis.items if isinstance(axis, Listing) else (axis,))]
    if len(set(axes)) < len(axes):
        unread("the same axis twice", axis.at)
    return axes, keep


def _axis(axis: Node, value: Value) -> int:
    sign, inner = (-1, axis.inner) if isinstance(axis, Minus) else (1, axis)
    if not isinstance(inner, Number) or sign * inner.value not in range(-value.rank, value.rank):
        unread(f"this array has {value.rank} axes: write axis=0 for the first", axis.at)
    return int(sign * inner.value) % value.rank


def fewer_of(options: Options, node: Apply) -> int:
    """How many less than n a variance is divided by."""
    less, unbiased = options.pop("ddof", None), options.pop("unbiased", None)
    if less is not None and unbiased is not None:
        unread(f"{as_typed(node)} with both of these is not read: give one", node.at)
    if less is None:
        return int(is_true(unbiased, otherwise="sample" in node.function.full))
    if not isinstance(less, Number) or less.value not in (0, 1, 2):
        unread(f"{as_typed(node)} is read with ddof=0 or ddof=1: write the sum out", less.at)
    return int(less.value)


def order_of(order: Node | None) -> str:
    """Which norm."""
    match order:
        case None:
            return ""
        case Word(text="fro"):
            return "F"
        case Number(value=value) if value in (1, 2):
            return str(value)
        case Infinity():
            return "inf"
    return unread("of the norms those of order 1, 2 and inf are read: write (sum(|x_i|^p, i=1..n))^(1/p)", order.at)
