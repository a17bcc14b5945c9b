r"""Binary cross-entropy of a logit

The cross-entropy of the probability $\sigma(z)$ that a logit $z$ stands for. The slope of the sigmoid cancels against
the denominators, and what is left is the error of the probability.
"""

from sympy import log, symbols

from derivations.language import Label01, Loss, Real, sigma

z, t = symbols("z t")

loss = Loss(
    id="L9S2",
    expression=-t * log(sigma(z)) - (1 - t) * log(1 - sigma(z)),
    wrt=z,
    symbols={
        z: Real("logit: any real number; $\\sigma(z)$ is the predicted probability of the label 1"),
        t: Label01("label, 0 or 1; a soft label may lie between"),
    },
    source="C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 4.3.2",
    mistakes=[
        (
            (sigma(z) - t) * sigma(z) * (1 - sigma(z)),
            "the slope of the sigmoid was multiplied in once more, although it has cancelled",
        ),
        (
            (sigma(z) - t) / (sigma(z) * (1 - sigma(z))),
            "the gradient with respect to the probability: the slope of the sigmoid is missing",
        ),
        (z - t, "the sigmoid was dropped: the label is compared with the probability, not with the logit"),
        (t - sigma(z), "prediction and label changed places"),
    ],
    aliases=["nn.BCEWithLogitsLoss", "sigmoid cross-entropy", "binary cross-entropy with logits"],
    used_for="two classes, or many labels at once",
    why=(
        "The gradient is the predicted probability minus the label. It is at most 1 in size, and does not fade where "
        "the model is sure and wrong; the gradient of the squared error of a sigmoid does. This is the form for code: "
        "it needs no logarithm of a probability that was rounded to 0."
    ),
    in_code=[
        ("torch.nn.BCEWithLogitsLoss()(z, t)", "mean"),
        ("optax.sigmoid_binary_cross_entropy(z, t)", "none"),
        ("keras.losses.BinaryCrossentropy(from_logits=True)(t, z)", "sum_over_batch_size"),
        ("xgboost.XGBClassifier(objective='binary:logistic').fit(X, y)", "sum", "the trees add up to the logit"),
    ],
    see_instead=[
        (
            "binary-cross-entropy",
            "the same loss as a function of the probability: its gradient has $p(1-p)$ below the line",
        ),
        ("logistic-of-a-score", "the same loss for labels $-1$ and $+1$"),
    ],
)
