r"""Probabilistic

The negative logarithm of a probability or a density, with respect to its parameters, and scores of whole forecasts.

A newcomer should read the Gaussian negative log-likelihood first, with a variance: it shows how a model can say what it
expects and how sure it is. Then choose by the target. For any real number take the Gaussian, with heavier tails Laplace
or Student-t, with several right answers a mixture; for positive numbers gamma or log-normal, for counts Poisson, and
the negative binomial if they vary more; for shares beta or Dirichlet, for angles von Mises, for amounts that are often
0 Tweedie. Wherever the parameter is the natural one, the gradient is what the model expects minus what was observed,
$e^z-t$ for counts as $\sigma(z)-t$ for labels; with another parameter the chain rule adds a factor, and most mistakes
are made there. Scores such as the CRPS and the interval score judge a whole forecast in the units of the target, and
with them an outlier pulls no harder than a bound.
"""
