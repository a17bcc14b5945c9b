"""DPO: which answer gets the plus?

In the gradient of the loss the chosen answer has the minus, so that descent makes it likelier, and the rejected one has
the plus. The weight of both is the probability of the wrong order. A first version of the paper had chosen and rejected
the wrong way round in its appendix.
"""

from sympy import symbols

from derivations.language import Answer, Claim, Section, sigma

h, beta, r_w, r_l = symbols("h beta r_w r_l")

answer = Answer(
    id="Q24K",
    loss="dpo",
    short="Minus for the chosen, plus for the rejected",
    claims=[
        Claim(beta * sigma(-beta * h), "negated", "the slope for the rejected answer"),
        Claim(-beta * sigma(-beta * h), "exact", "minus the probability of the wrong order, times $\\beta$"),
        Claim(-beta * sigma(beta * h), "wrong", "the probability of the right order was taken for the weight"),
        Claim(beta * sigma(-beta * h), "exact", "for the rejected answer the same with a plus", loss="dpo.ell_l"),
        Claim(-sigma(r_l - r_w), "exact", "the same for a reward model", loss="bradley-terry"),
    ],
    sections=[
        Section(
            "How to tell",
            "Take a pair in the wrong order, far apart: $h$ is very negative. The pair must pull with full force, so "
            "the weight must be near 1, and it is $\\sigma(-\\beta h)$ that is. And descent subtracts the gradient, "
            "so the chosen answer needs a negative one.",
        ),
        Section(
            "Why both may become rarer",
            "The slopes are opposite, and nothing else is said: only the margin is taught. As both answers share "
            "weights, a step that lowers the rejected one may lower the chosen one too. Losses that add the "
            "likelihood of the chosen answer, or judge each answer by itself, avoid it.",
        ),
    ],
    see=["cpo", "apo-zero", "orpo"],
    goes_on=["which-way-round"],
    source=[
        (
            "Direct Preference Optimization, issue 60",
            "https://github.com/eric-mitchell/direct-preference-optimization/issues/60",
        ),
        (
            "Direct Preference Optimization, issue 36",
            "https://github.com/eric-mitchell/direct-preference-optimization/issues/36",
        ),
    ],
)
