r"""Binary cross-entropy of a probability

How badly the probability $p$ fits the label $t$: minus the log-likelihood of a coin that shows 1 with probability $p$.

At an end of the interval the formula contains $0\cdot\log0$. Read as 0, the loss of the right label is 0 there, and has
a slope. Only for the wrong label is the loss infinite.
"""

from sympy import log, symbols

from derivations.language import Label01, Loss, Probability

p, t = symbols("p t")

loss = Loss(
    id="L7B4",
    expression=-t * log(p) - (1 - t) * log(1 - p),
    wrt=p,
    symbols={
        p: Probability("predicted probability of the label 1"),
        t: Label01("label, 0 or 1; a soft label may lie between"),
    },
    source="C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 4.3.2",
    mistakes=[
        (
            p - t,
            "the gradient with respect to the logit: here $p$ itself is the variable, and nothing cancels $p(1-p)$",
        ),
        (-t / p - (1 - t) / (1 - p), "the inner derivative of $1-p$ is missing: it is $-1$"),
        ((t - p) / (p * (1 - p)), "prediction and label changed places"),
    ],
    aliases=["BCE", "log loss", "nn.BCELoss", "binary crossentropy"],
    used_for="two classes, where the model gives a probability",
    why=(
        "As the probability of what happened goes to 0, the gradient grows beyond all bounds: to be sure and wrong is "
        "punished without limit. The loss is minus the log-likelihood of a coin. Where a model gives a logit, use the "
        "form with a logit: it is the same loss, and it keeps its precision near 0 and 1."
    ),
    in_code=[
        ("torch.nn.BCELoss()(p, t)", "mean", "replaces a logarithm below $-100$ by $-100$"),
        ("keras.losses.BinaryCrossentropy()(t, p)", "sum_over_batch_size"),
        ("sklearn.metrics.log_loss(t, p, labels=[0, 1])", "mean", "takes no soft labels"),
    ],
    see_instead=[
        (
            "binary-cross-entropy-with-logit",
            "the same loss as a function of the logit: its gradient is the error $\\sigma(z)-t$",
        ),
        ("softmax-cross-entropy", "for one right class among several"),
    ],
)
