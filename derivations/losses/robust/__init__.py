r"""Robust regression

A real prediction against a real target, when some targets are wild.

All members but the reverse Huber loss and the wing loss behave like the squared loss near the target; they differ in
how hard an outlier pulls. With the Huber loss, the one to read first, and with its smooth relatives (pseudo-Huber,
Charbonnier, log-cosh and Fair) the pull stays bounded, and the loss is convex. With the Cauchy, Geman-McClure and
Welsch losses it falls back towards 0, and with Tukey's, Andrews' and the truncated loss it is 0 from some error on:
they ignore outliers, but they are not convex and need a good start. The general robust loss has many of them in one
formula, with a shape that says which. Smooth L1 is the Huber loss in another scale, and the quantile Huber loss adds
two weights to it.
"""
