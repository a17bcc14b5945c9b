r"""IPO or DPO: is it the same with a square?

No. DPO raises the margin for ever, only ever more slowly; IPO draws it to $1/(2\beta)$, from both sides. So $\beta$
means something else in each: in DPO a factor of the margin, in IPO the reciprocal of a target.
"""

from sympy import symbols

from derivations.language import Answer, Claim, Section, sigma

h, beta = symbols("h beta")

answer = Answer(
    id="QNRG",
    loss="ipo",
    short="No: IPO has a target, DPO has none",
    claims=[
        Claim(-beta * sigma(-beta * h), "wrong", "the gradient of DPO, which is never positive"),
        Claim(2 * (h - 1 / (2 * beta)), "exact", "twice the distance from the target"),
        Claim(2 * (h - beta / 2), "wrong", "the target was turned upside down"),
        Claim(2 * h, "wrong", "the target was dropped"),
    ],
    sections=[
        Section(
            "Sum or mean over the tokens?",
            "The log-probability of an answer is the sum over its tokens, and the paper's formula says no more. But "
            "with a sum a long pair has a large margin by its length alone, and the target does not grow with it. "
            "Libraries therefore take the mean for IPO. That changes what $\\beta$ means, so it must be chosen anew.",
        ),
    ],
    see=["dpo", "sppo", "simpo"],
    source=("TRL, issue 1677", "https://github.com/huggingface/trl/issues/1677"),
)
