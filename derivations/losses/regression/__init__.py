r"""Regression

A real prediction against a real target.

Read the squared loss first, and then the absolute loss: most others lie between the two, or ask for something that
neither gives. The squared loss leads to the mean of the targets and lets a large error count most, the absolute loss
leads to their median. If one side of the target is dearer than the other, take the pinball loss for a quantile, the
expectile loss for its smooth sibling, or the linex loss. If targets differ by orders of magnitude, take the squared
logarithmic error, or one of the percentage errors. If small errors do not matter at all, take an
$\varepsilon$-insensitive loss, as support vector regression does. The peak signal-to-noise ratio and the Chamfer
distance compare many predictions at once: whole images, and sets of points.
"""
