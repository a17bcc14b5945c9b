r"""Why do gradients vanish in deep networks of sigmoids?

Because each layer multiplies by a slope of at most 1/4, and by far less where a unit is sure. After ten layers the
slopes alone make a factor of less than a millionth. The slope of tanh is at most 1, that of a rectifier is 1 or 0.
"""

from sympy import symbols, tanh

from derivations.language import Answer, Claim, Section, sigma, step

z = symbols("z")

answer = Answer(
    id="QWXK",
    loss="sigmoid",
    short="Each sigmoid multiplies by at most 1/4",
    claims=[
        Claim(1, "wrong", "the activation was left out, as if its slope were 1"),
        Claim(sigma(z) * (1 - sigma(z)), "exact", "a product of two numbers with the sum 1: at most 1/4"),
        Claim(sigma(z), "wrong", "this is the value: it nears 1 on the right, where the slope nears 0"),
        Claim(1 - tanh(z) ** 2, "exact", "at most 1, and less everywhere but at 0", loss="hyperbolic-tangent"),
        Claim(step(z), "exact", "1 or 0: nothing is damped, but a unit may be off", loss="rectifier"),
    ],
    sections=[
        Section(
            "How fast?",
            "Four to the power of ten is 1,048,576. Weights enter too: they can make up for it if they are large, but "
            "large weights drive the sums to where slopes are smaller still. And where weights and slopes together "
            "exceed 1, gradients explode instead.",
        ),
        Section(
            "What helps",
            "Activations with a slope near 1, weights of the right size at the start, normalisation between layers, "
            "and above all ways past the layers: in a residual block the factor is 1 plus something. In recurrent "
            "networks gates do that. At the last layer the cross-entropy cancels the slope of the sigmoid.",
        ),
    ],
    see=["residual-block", "lstm-cell", "deep-network", "hyperbolic-tangent"],
)
