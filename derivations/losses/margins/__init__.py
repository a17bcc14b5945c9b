r"""Margins

A score against a label of $-1$ or $+1$: what counts is by how much it is right.

Most members are functions of the margin $a=ys$, the label times the score, and fall as it grows; with respect to the
score the label comes out as a factor of each gradient. The zero-one loss counts mistakes but has no slope, so the
others stand in for it. Read the hinge first: it is 0 beyond the margin 1, so only some examples count; its relatives
round off the kink, square it or cut it off. The logistic and the exponential loss never become flat, and belong to
logistic regression and boosting. Convex members are safe to minimise; those that are bounded, such as the ramp, the
savage and the sigmoid loss, forgive wrong labels but may leave an example on the wrong side. For several classes, the
multi-class hinge loss counts the strongest rival, and its sum counts every rival; where several labels hold at once,
the multi-label margin loss compares each of them with each of the others.
"""
